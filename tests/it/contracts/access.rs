//! Who sees and changes what of contracts.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Person, both};

use super::ground::{accept, allowed, offered, terms, with};
use crate::proposals::ground::{Office, eur, made, side};

const LISTS: [&str; 6] = [
    "contracts",
    "contractPhases",
    "contractAmendments",
    "billingPlanItems",
    "baselines",
    "projects",
];

/// What was agreed with a client: a contract with an amendment that is sent, one that is a draft, and a contract that is a draft.
struct Agreed {
    client: String,
    contract: String,
    sent: String,
    written: String,
    draft: String,
}

async fn agreed(owner: &Person<'_>) -> Agreed {
    allowed(owner).await;
    let client = side(owner).await.client;
    let contract = made(owner, "contract", terms(&client)).await;
    let draft = made(owner, "contract", with(terms(&client), json!({ "draft": true }))).await;
    let amendment = json!({ "contractId": contract, "title": "More", "reason": "They asked", "priceDelta": eur("500"), "costDelta": eur("200"), "minutesDelta": 60 });
    let sent = made(owner, "contractAmendment", amendment.clone()).await;
    let step = json!({ "id": sent, "expectedVersion": 1, "to": "SENT" });
    owner
        .write("contractAmendmentTransition", step, "contractAmendment { id }")
        .await
        .good();
    let written = made(owner, "contractAmendment", amendment).await;
    Agreed {
        client,
        contract,
        sent,
        written,
        draft,
    }
}

/// How many records of each list somebody sees, or why none.
async fn seen(person: &Person<'_>) -> Vec<Json> {
    let mut seen = vec![];
    for list in LISTS {
        let answer = person.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
        seen.push(match answer.errors.first() {
            Some(_) => json!(answer.error()),
            None => answer.at(&format!("{list}.totalCount")).clone(),
        });
    }
    seen
}

/// All that can be tried with what was agreed.
fn tries(agreed: &Agreed) -> Vec<(&'static str, Json)> {
    let Agreed {
        client,
        contract,
        sent,
        written,
        draft,
    } = agreed;
    vec![
        ("contractCreate", terms(client)),
        ("contractUpdate", json!({ "id": contract, "noticeDays": 10 })),
        (
            "contractTransition",
            json!({ "id": draft, "expectedVersion": 1, "to": "VOID" }),
        ),
        (
            "contractAmendmentCreate",
            json!({ "contractId": contract, "title": "Ours", "reason": "Ours" }),
        ),
        (
            "contractAmendmentUpdate",
            json!({ "id": written, "title": "Ours" }),
        ),
        (
            "contractAmendmentTransition",
            json!({ "id": written, "expectedVersion": 1, "to": "SENT" }),
        ),
        (
            "contractAmendmentDecide",
            json!({ "id": sent, "expectedVersion": 2, "accept": false, "signedName": "Ours" }),
        ),
    ]
}

both! {
    async fn somebody_of_another_agency_sees_and_changes_nothing(office: Office) {
        let (owner, stranger) = (office.owner().await, office.stranger().await);
        let agreed = agreed(&owner).await;
        allowed(&stranger).await;

        assert_eq!(seen(&stranger).await, [0; 6]);
        for (field, input) in tries(&agreed) {
            let answer = stranger.write(field, input, "errors { code }").await;
            assert_eq!(answer.error(), "NOT_FOUND: there is no such record", "{field}");
        }
        let nodes = owner.ask("{ billingPlanItems { nodes { id } } baselines { nodes { id rows { nodes { id } } } } contractPhases { nodes { id } } }").await.good();
        for path in ["billingPlanItems.nodes.0.id", "baselines.nodes.0.id", "baselines.nodes.0.rows.nodes.0.id", "contractPhases.nodes.0.id"] {
            let node = stranger.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": nodes.at(path) })).await.good();
            assert_eq!(node.at("node"), &Json::Null, "{path}");
        }
    }

    async fn roles_that_have_no_part_in_contracts_see_none(office: Office) {
        let owner = office.owner().await;
        let agreed = agreed(&owner).await;
        let project = owner.ask("{ projects { nodes { id } } }").await.good().text("projects.nodes.0.id");
        for role in [Role::Specialist, Role::Freelancer, Role::Viewer] {
            let person = office.person(role).await;
            if role != Role::Viewer {
                owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": person.id }), "projectMember { id }").await.good();
            }

            let counts = seen(&person).await;

            assert_eq!(&counts[..5], &[(); 5].map(|()| json!("FORBIDDEN: you may not see this")), "{role:?}");
            for (field, input) in tries(&agreed) {
                assert_eq!(person.write(field, input, "errors { code }").await.error(), "FORBIDDEN: you may not do this", "{role:?} {field}");
            }
            let by_project = person.ask_with("query($id: ID!) { project(id: $id) { contracts { nodes { id } } } }", json!({ "id": project })).await;
            assert_eq!(by_project.error(), "FORBIDDEN: you may not see this", "{role:?}");
            let told = person.ask("{ events(filter: { subjectKind: { in: [\"Contract\", \"ContractAmendment\", \"Baseline\"] } }) { totalCount } }").await.good();
            assert_eq!(told.at("events.totalCount"), &json!(0), "{role:?}");
        }
    }

    async fn a_portal_user_sees_what_binds_their_company_and_what_it_was_sent(office: Office) {
        let owner = office.owner().await;
        let (ours, theirs) = (agreed(&owner).await, agreed(&owner).await);
        let portal = office.portal(&ours.client).await;

        let counts = seen(&portal).await;
        let shown = portal.ask("{ contracts { nodes { id value { amount } phases { nodes { name price { amount } } } billingPlan { nodes { amount { amount } } } amendments { nodes { id status priceDelta { amount } } } } } }").await.good();

        assert_eq!(counts, [json!(1), json!(2), json!(1), json!(3), json!("FORBIDDEN: you may not see this"), json!(1)]);
        assert_eq!(shown.at("contracts.nodes"), &json!([{
            "id": ours.contract, "value": { "amount": "3000.00" },
            "phases": { "nodes": [{ "name": "Plan", "price": { "amount": "1000.00" } }, { "name": "Work", "price": { "amount": "2000.00" } }] },
            "billingPlan": { "nodes": [{ "amount": { "amount": "1000.00" } }, { "amount": { "amount": "1000.00" } }, { "amount": { "amount": "1000.00" } }] },
            "amendments": { "nodes": [{ "id": ours.sent, "status": "SENT", "priceDelta": { "amount": "500.00" } }] },
        }]));
        for hidden in [&theirs.contract, &theirs.sent, &ours.draft, &ours.written] {
            let node = portal.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": hidden })).await.good();
            assert_eq!(node.at("node"), &Json::Null);
        }
        for secret in ["contracts { nodes { baselines { nodes { id } } } }", "contractPhases { nodes { plannedCost { amount } } }", "contractPhases { nodes { minutes } }",
            "contractAmendments { nodes { costDelta { amount } } }", "contractAmendments { nodes { address } }", "contracts { nodes { statusReason } }",
            "contractPhaseAggregate { plannedCostSum { amount } }"] {
            assert_eq!(portal.ask(&format!("{{ {secret} }}")).await.error(), "FORBIDDEN: you may not see this", "{secret}");
        }
    }

    async fn a_portal_user_decides_only_who_may_sign_and_only_on_what_was_sent_to_them(office: Office) {
        let owner = office.owner().await;
        let (ours, theirs) = (agreed(&owner).await, agreed(&owner).await);
        let (reader, signer) = (office.portal(&ours.client).await, office.signer(&ours.client).await);
        let decide = |id: &str, version: i32| json!({ "id": id, "expectedVersion": version, "accept": true, "signedName": "Maya" });

        let by_reader = reader.write("contractAmendmentDecide", decide(&ours.sent, 2), "errors { code }").await;
        let of_others = signer.write("contractAmendmentDecide", decide(&theirs.sent, 2), "errors { code }").await;
        let of_written = signer.write("contractAmendmentDecide", decide(&ours.written, 1), "errors { code }").await;
        let of_another_version = signer.write("contractAmendmentDecide", decide(&ours.sent, 1), "errors { code }").await;
        let signed = signer.write("contractAmendmentDecide", decide(&ours.sent, 2), "contractAmendment { status decidedBy { id } }").await.good();

        assert_eq!(by_reader.error(), "FORBIDDEN: you may not do this");
        for hidden in [of_others, of_written] {
            assert_eq!(hidden.error(), "NOT_FOUND: there is no such record");
        }
        assert_eq!(of_another_version.text("payload.errors.0.__typename"), "VersionConflictError");
        assert_eq!(signed.at("payload.contractAmendment"), &json!({ "status": "ACCEPTED", "decidedBy": { "id": signer.id } }));
        for (field, input) in tries(&ours).into_iter().filter(|(field, _)| *field != "contractAmendmentDecide") {
            assert_eq!(signer.write(field, input, "errors { code }").await.error(), "FORBIDDEN: you may not do this", "{field}");
        }
    }

    async fn finance_reads_all_and_changes_what_is_there(office: Office) {
        let owner = office.owner().await;
        let agreed = agreed(&owner).await;
        let finance = office.person(Role::Finance).await;

        assert_eq!(seen(&finance).await, [json!(2), json!(4), json!(2), json!(3), json!(1), json!(1)]);
        for (field, mut input) in tries(&agreed) {
            if field == "contractAmendmentTransition" {
                // It was rewritten a moment before.
                input["expectedVersion"] = 2.into();
            }
            let answer = finance.write(field, input, "errors { code }").await;
            if field.ends_with("Create") {
                assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{field}");
            } else {
                answer.good();
            }
        }
    }

    async fn account_managers_agree_with_own_clients_and_project_managers_read_that(office: Office) {
        let owner = office.owner().await;
        let theirs = agreed(&owner).await;
        let (account, manager) = (office.person(Role::AccountManager).await, office.person(Role::ProjectManager).await);
        let own = side(&account).await.client;
        let contract = made(&account, "contract", with(terms(&own), json!({ "managerId": manager.id }))).await;

        let (of_account, of_manager) = (seen(&account).await, seen(&manager).await);
        let foreign = account.write("contractCreate", terms(&theirs.client), "contract { id }").await;
        let costs = manager.ask("{ contractPhases { nodes { plannedCost { amount } price { amount } } } baselines { nodes { cost { amount } } } }").await.good();
        let changed = manager.write("contractUpdate", json!({ "id": contract, "noticeDays": 1 }), "contract { id }").await;

        assert_eq!(of_account, [1, 2, 0, 3, 1, 1]);
        assert_eq!(of_manager, [1, 2, 0, 3, 1, 1]);
        assert_eq!(foreign.error(), "NOT_FOUND: there is no such record");
        assert_eq!(costs.at("baselines.nodes.0.cost.amount"), "1500.01");
        assert_eq!(changed.error(), "FORBIDDEN: you may not do this");
    }

    async fn the_client_finds_the_project_that_they_agreed_to_in_the_portal(office: Office) {
        let owner = office.owner().await;
        let sent = offered(&owner, json!({})).await;
        accept(&office, &sent).await.good();
        let portal = office.portal(&sent.side.client).await;

        let shown = portal.ask("{ projects { nodes { name phases { nodes { name } } milestones { totalCount } } } proposals { nodes { contracts { nodes { number } } } } }").await.good();

        assert_eq!(shown.data, json!({
            "projects": { "nodes": [{ "name": "New shop", "phases": { "nodes": [{ "name": "Concept" }, { "name": "Build" }, { "name": "Launch" }] }, "milestones": { "totalCount": 3 } }] },
            "proposals": { "nodes": [{ "contracts": { "nodes": [{ "number": "CTR-0001" }] } }] },
        }));
    }
}
