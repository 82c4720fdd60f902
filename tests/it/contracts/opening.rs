//! What an acceptance opens: all of it adds up to what was accepted, to the last minor unit.

use serde_json::{Value as Json, json};
use tests::{Answer, Person, both};

use super::ground::{accept, broken, offered, offered_to, with};
use crate::proposals::ground::{Office, eur, made, sent, side, told};

const OPENED: &str = "{ contracts { nodes {
    number title status contractType currency value { amount currency } notToExceed { amount } startsOn endsOn allowedTransitions
    client { id } manager { id } proposal { id } acceptance { net { amount } tax { amount } total { amount } }
    phases { nodes { name goal price { amount } plannedCost { amount } deliverables startsOn endsOn phase { name } proposalPhase { name } } }
    billingPlan { nodes { name billingTrigger percentBps amount { amount } dueOn status phase { name } } }
    baselines { nodes { number price { amount } cost { amount } rows { nodes { price { amount } cost { amount } startsOn endsOn phase { name } } } } }
    project { id } } } }";

const PROJECT: &str = "query($id: ID!) {
    project(id: $id) { code name status visibility currency startsOn endsOn manager { id } members { nodes { member { id } role } }
        phases { nodes { name goal status startsOn endsOn } } milestones { nodes { name committedOn forecastOn acceptanceCriteria phase { name } } } }
    budgets(filter: { project: { id: { eq: $id } } }) { nodes { basis approved { amount } consumed { amount } remaining { amount }
        currentVersion { number status total { amount } lines { nodes { amount { amount } phase { name } } } } } } }";

async fn opened(person: &Person<'_>) -> (Answer, Answer) {
    let contracts = person.ask(OPENED).await.good();
    let id = contracts.text("contracts.nodes.0.project.id");
    let project = person.ask_with(PROJECT, json!({ "id": id })).await.good();
    (contracts, project)
}

fn amounts(answer: &Answer, list: &str, field: &str) -> Vec<Json> {
    let values = answer.each(list, field).into_iter();
    values.map(|money| money["amount"].clone()).collect()
}

/// The events that an acceptance tells, sorted.
async fn told_by_acceptance(person: &Person<'_>) -> Vec<Json> {
    let types = "PROPOSAL_VERSION_ACCEPTED, OPPORTUNITY_WON, CONTRACT_CREATED, PROJECT_CREATED, PROJECT_MEMBER_ADDED, PHASE_CREATED, \
                 MILESTONE_CREATED, BUDGET_CREATED, BUDGET_VERSION_APPROVED, BASELINE_TAKEN";
    let mut told = told(person, types).await;
    told.sort_by_key(ToString::to_string);
    told.dedup();
    told
}

both! {
    async fn accepting_opens_contract_project_budget_billing_plan_and_baseline_at_once(office: Office) {
        let owner = office.owner().await;
        let sent = offered(&owner, json!({})).await;

        accept(&office, &sent).await.good();

        let (contracts, project) = opened(&owner).await;
        let contract = contracts.at("contracts.nodes.0");
        assert_eq!(contracts.at("contracts.nodes").as_array().map(Vec::len), Some(1));
        assert_eq!(contract["acceptance"], json!({ "net": { "amount": "3533.33" }, "tax": { "amount": "671.33" }, "total": { "amount": "4204.66" } }));
        assert_eq!(contract["value"], json!({ "amount": "3533.33", "currency": "EUR" }));
        for (field, value) in [
            ("number", json!("CTR-0001")), ("title", json!("New shop")), ("status", json!("ACTIVE")), ("contractType", json!("FIXED_FEE")),
            ("startsOn", json!("2026-12-01")), ("endsOn", json!("2027-04-02")), ("allowedTransitions", json!(["COMPLETED", "TERMINATED", "EXPIRED"])),
            ("client", json!({ "id": sent.side.client })), ("proposal", json!({ "id": sent.offer.proposal })), ("manager", json!({ "id": owner.id })),
        ] {
            assert_eq!(contract[field], value, "{field}");
        }
        assert_eq!(contract["phases"]["nodes"][0], json!({
            "name": "Concept", "goal": "A plan", "price": { "amount": "486.24" }, "plannedCost": { "amount": "200.33" }, "deliverables": ["Map", "Sketch"],
            "startsOn": "2026-12-01", "endsOn": "2026-12-18", "phase": { "name": "Concept" }, "proposalPhase": { "name": "Concept" },
        }));
        assert_eq!(amounts(&contracts, "contracts.nodes.0.phases.nodes", "price"), ["486.24", "2722.92", "324.17"]);
        let project = project.at("project").clone();
        for (field, value) in [
            ("code", json!("PRJ-0001")), ("name", json!("New shop")), ("status", json!("PLANNED")), ("visibility", json!("SHARED")), ("currency", json!("EUR")),
            ("startsOn", json!("2026-12-01")), ("endsOn", json!("2027-04-02")), ("manager", json!({ "id": owner.id })),
            ("members", json!({ "nodes": [{ "member": { "id": owner.id }, "role": "MANAGER" }] })),
        ] {
            assert_eq!(project[field], value, "{field}");
        }
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn phases_keep_their_days_from_the_offer_to_the_milestones_that_the_client_is_told(office: Office) {
        let owner = office.owner().await;
        accept(&office, &offered(&owner, json!({})).await).await.good();

        let (contracts, project) = opened(&owner).await;

        assert_eq!(project.at("project.phases.nodes"), &json!([
            { "name": "Concept", "goal": "A plan", "status": "PLANNED", "startsOn": "2026-12-01", "endsOn": "2026-12-18" },
            { "name": "Build", "goal": null, "status": "PLANNED", "startsOn": "2027-01-04", "endsOn": "2027-03-12" },
            // 120 days from the day it was accepted, for 10 days.
            { "name": "Launch", "goal": null, "status": "PLANNED", "startsOn": "2027-03-24", "endsOn": "2027-04-02" },
        ]));
        let mut milestones = project.at("project.milestones.nodes").as_array().expect("milestones").clone();
        milestones.sort_by_key(|milestone| milestone["committedOn"].to_string());
        assert_eq!(json!(milestones), json!([
            { "name": "Concept agreed", "committedOn": "2026-12-18", "forecastOn": "2026-12-18", "acceptanceCriteria": "Both sides nod", "phase": { "name": "Concept" } },
            { "name": "Build", "committedOn": "2027-03-12", "forecastOn": "2027-03-12", "acceptanceCriteria": null, "phase": { "name": "Build" } },
            { "name": "Launch", "committedOn": "2027-04-02", "forecastOn": "2027-04-02", "acceptanceCriteria": null, "phase": { "name": "Launch" } },
        ]));
        let baseline = contracts.at("contracts.nodes.0.baselines.nodes").clone();
        assert_eq!(baseline, json!([{ "number": 1, "price": { "amount": "3533.33" }, "cost": { "amount": "950.83" }, "rows": { "nodes": [
            { "price": { "amount": "486.24" }, "cost": { "amount": "200.33" }, "startsOn": "2026-12-01", "endsOn": "2026-12-18", "phase": { "name": "Concept" } },
            { "price": { "amount": "2722.92" }, "cost": { "amount": "700.50" }, "startsOn": "2027-01-04", "endsOn": "2027-03-12", "phase": { "name": "Build" } },
            { "price": { "amount": "324.17" }, "cost": { "amount": "50.00" }, "startsOn": "2027-03-24", "endsOn": "2027-04-02", "phase": { "name": "Launch" } },
        ] } }]));
    }

    async fn the_price_is_billed_as_each_phase_says_and_adds_up(office: Office) {
        let owner = office.owner().await;
        accept(&office, &offered(&owner, json!({})).await).await.good();

        let (contracts, _) = opened(&owner).await;

        let item = |name: &str, trigger: &str, share: Json, amount: &str, due: &str| json!({
            "name": name, "billingTrigger": trigger, "percentBps": share, "amount": { "amount": amount }, "dueOn": due, "status": "PENDING", "phase": { "name": name },
        });
        assert_eq!(contracts.at("contracts.nodes.0.billingPlan.nodes"), &json!([
            item("Concept", "PHASE_START", Json::Null, "486.24", "2026-12-01"),
            item("Build", "PERIOD", Json::Null, "907.64", "2027-01-31"),
            item("Build", "PERIOD", Json::Null, "907.64", "2027-02-28"),
            item("Build", "PERIOD", Json::Null, "907.64", "2027-03-12"),
            item("Launch", "PHASE_START", json!(3_333), "108.05", "2027-03-24"),
            item("Launch", "PHASE_DONE", json!(6_667), "216.12", "2027-04-02"),
        ]));
    }

    async fn the_planned_cost_is_the_first_budget_and_its_first_version(office: Office) {
        let owner = office.owner().await;
        accept(&office, &offered(&owner, json!({})).await).await.good();

        let (_, project) = opened(&owner).await;

        let line = |amount: &str, phase: &str| json!({ "amount": { "amount": amount }, "phase": { "name": phase } });
        assert_eq!(project.at("budgets.nodes"), &json!([{
            "basis": "COST", "approved": { "amount": "950.83" }, "consumed": { "amount": "0.00" }, "remaining": { "amount": "950.83" },
            "currentVersion": { "number": 1, "status": "APPROVED", "total": { "amount": "950.83" }, "lines": { "nodes": [
                line("200.33", "Concept"), line("700.50", "Build"), line("50.00", "Launch"),
            ] } },
        }]));
    }

    async fn a_project_of_which_nobody_knows_the_cost_begins_without_a_budget(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = crate::proposals::ground::empty(&owner, &side.client).await;
        let phase = |name: &str, cost: Json| json!({ "phase": { "name": name, "plannedCost": cost }, "lines": [{ "line": { "description": "Work", "unitPrice": eur("10") } }] });
        let content = json!({ "phases": [phase("Known", eur("5")), phase("Unknown", Json::Null)] });
        crate::proposals::ground::fill(&owner, &offer.version, content).await.good();
        let (hash, [token, _]) = crate::proposals::ground::sent_version(&owner, &offer.version, &side).await;

        office.by_link("proposalLinkAccept", json!({ "token": token, "contentHash": hash, "name": "Maya" })).await.good();

        let (contracts, project) = opened(&owner).await;
        assert_eq!(project.at("budgets.nodes"), &json!([]));
        assert_eq!(contracts.at("contracts.nodes.0.baselines.nodes.0.cost"), &Json::Null);
        // Without days there is nothing that the client was told.
        assert_eq!(project.at("project.milestones.nodes"), &json!([]));
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn the_opportunity_is_won_and_who_works_on_it_runs_the_project(office: Office) {
        let owner = office.owner().await;
        let seller = office.person(entity::membership::Role::AccountManager).await;
        let side = side(&owner).await;
        let opportunity = made(&owner, "opportunity", json!({
            "clientId": side.client, "title": "Shop", "amount": eur("4000"), "expectedClose": "2026-12-24", "ownerId": seller.id, "probabilityBps": 1_234,
        })).await;
        let sent = offered_to(&owner, side, json!({ "opportunityId": opportunity })).await;

        accept(&office, &sent).await.good();

        let document = "query($id: ID!) { opportunity(id: $id) { stage { kind } probabilityBps closedOn } contracts { nodes { project { manager { id } } proposal { opportunity { id } } } } }";
        let answer = owner.ask_with(document, json!({ "id": opportunity })).await.good();
        assert_eq!(answer.at("opportunity"), &json!({ "stage": { "kind": "WON" }, "probabilityBps": 10_000, "closedOn": "2026-11-24" }));
        assert_eq!(answer.at("contracts.nodes.0"), &json!({ "project": { "manager": { "id": seller.id } }, "proposal": { "opportunity": { "id": opportunity } } }));
        assert_eq!(told_by_acceptance(&owner).await, [
            "BASELINE_TAKEN", "BUDGET_CREATED", "BUDGET_VERSION_APPROVED", "CONTRACT_CREATED", "MILESTONE_CREATED", "OPPORTUNITY_WON", "PHASE_CREATED",
            "PROJECT_CREATED", "PROJECT_MEMBER_ADDED", "PROPOSAL_VERSION_ACCEPTED",
        ]);
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn an_offer_for_a_project_that_goes_on_adds_to_it(office: Office) {
        let owner = office.owner().await;
        let first = offered(&owner, json!({})).await;
        accept(&office, &first).await.good();
        let project = owner.ask("{ projects { nodes { id } } }").await.good().text("projects.nodes.0.id");
        let more = offered_to(&owner, first.side, json!({ "projectId": project, "title": "More shop" })).await;

        accept(&office, &more).await.good();

        let answer = owner.ask_with(
            "query($id: ID!) { project(id: $id) { name phases { nodes { name } } contracts { nodes { title } } baselines { nodes { number price { amount } cost { amount } } } }
              budgets { nodes { approved { amount } versions { nodes { number status total { amount } } } } } projects { totalCount } }",
            json!({ "id": project }),
        ).await.good();
        assert_eq!(answer.at("projects.totalCount"), &json!(1));
        assert_eq!(answer.at("project.name"), "New shop");
        assert_eq!(answer.each("project.phases.nodes", "name"), ["Concept", "Build", "Launch", "Concept", "Build", "Launch"]);
        assert_eq!(answer.at("project.baselines.nodes"), &json!([
            { "number": 2, "price": { "amount": "7066.66" }, "cost": { "amount": "1901.66" } },
            { "number": 1, "price": { "amount": "3533.33" }, "cost": { "amount": "950.83" } },
        ]));
        assert_eq!(answer.at("budgets.nodes"), &json!([{ "approved": { "amount": "1901.66" }, "versions": { "nodes": [
            { "number": 2, "status": "APPROVED", "total": { "amount": "1901.66" } },
            { "number": 1, "status": "SUPERSEDED", "total": { "amount": "950.83" } },
        ] } }]));
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn an_offer_names_an_opportunity_and_a_project_of_its_client_only(office: Office) {
        let owner = office.owner().await;
        let (ours, theirs) = (side(&owner).await, side(&owner).await);
        let opportunity = made(&owner, "opportunity", json!({ "clientId": theirs.client, "title": "Shop", "amount": eur("4000"), "expectedClose": "2026-12-24", "ownerId": owner.id })).await;
        let project = made(&owner, "project", json!({ "clientId": theirs.client, "name": "Shop" })).await;
        let own = made(&owner, "project", json!({ "clientId": ours.client, "name": "Shop" })).await;
        let new = json!({ "clientId": ours.client, "title": "New shop" });

        let of_other = owner.write("proposalCreate", with(new.clone(), json!({ "opportunityId": opportunity })), "proposal { id }").await;
        let for_other = owner.write("proposalCreate", with(new.clone(), json!({ "projectId": project })), "proposal { id }").await;
        let in_dollars = owner.write("proposalCreate", with(new.clone(), json!({ "projectId": own, "currency": "USD" })), "proposal { id }").await;
        let closed = json!({ "id": own, "expectedVersion": 1, "to": "CANCELLED", "reason": "No" });
        owner.write("projectTransition", closed, "project { id }").await.good();
        let ended = owner.write("proposalCreate", with(new, json!({ "projectId": own })), "proposal { id }").await;

        assert_eq!((of_other.error().as_str(), of_other.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.opportunityId"));
        assert_eq!((for_other.error().as_str(), for_other.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.projectId"));
        assert_eq!((in_dollars.error().as_str(), in_dollars.error_path().as_str()), ("INVALID: the project is in another currency", "input.currency"));
        assert_eq!(ended.error(), "INVALID_STATE: the project is cancelled");
    }

    async fn what_cannot_be_opened_is_not_accepted(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let project = made(&owner, "project", json!({ "clientId": side.client, "name": "Shop" })).await;
        let sent = offered_to(&owner, side, json!({ "projectId": project })).await;
        owner.write("projectTransition", json!({ "id": project, "expectedVersion": 1, "to": "CANCELLED", "reason": "No" }), "project { id }").await.good();

        let refused = accept(&office, &sent).await;

        assert_eq!(refused.error(), "INVALID_STATE: the project is cancelled");
        let after = owner.ask("{ contracts { totalCount } acceptances { totalCount } phases { totalCount } proposalVersions { nodes { status } } }").await.good();
        assert_eq!(after.data, json!({ "contracts": { "totalCount": 0 }, "acceptances": { "totalCount": 0 }, "phases": { "totalCount": 0 }, "proposalVersions": { "nodes": [{ "status": "SENT" }] } }));
    }

    async fn a_portal_user_s_acceptance_opens_the_same(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let signer = office.signer(&sent.side.client).await;

        let input = json!({ "proposalVersionId": sent.offer.version, "contentHash": sent.hash, "name": "Maya" });
        signer.write("proposalAccept", input, "acceptance { id }").await.good();

        let (contracts, project) = opened(&owner).await;
        assert_eq!(contracts.at("contracts.nodes.0.value.amount"), "1500.00");
        assert_eq!(project.at("project.manager.id"), &json!(owner.id));
        assert_eq!(project.at("budgets.nodes.0.approved.amount"), "900.00");
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_declined_offer_opens_nothing(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;

        office.by_link("proposalLinkDecline", json!({ "token": sent.signer })).await.good();

        let after = owner.ask("{ contracts { totalCount } projects { totalCount } }").await.good();
        assert_eq!(after.data, json!({ "contracts": { "totalCount": 0 }, "projects": { "totalCount": 0 } }));
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn rials_beyond_what_32_bits_hold_add_up_too(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let rial = |amount: &str| json!({ "amount": amount, "currency": "IRR" });
        let input = json!({ "clientId": side.client, "title": "فروشگاه", "currency": "IRR", "locale": "FA", "validUntil": "2026-12-08", "discount": rial("100000000.01") });
        let answer = owner.write("proposalCreate", input, "proposal { currentVersion { id } }").await.good();
        let version = answer.text("payload.proposal.currentVersion.id");
        let phase = |name: &str, price: &str, cost: &str| json!({
            "phase": { "name": name, "plannedCost": rial(cost), "startsOn": "2026-12-01", "endsOn": "2027-06-30", "billing": "MONTHLY" },
            "lines": [{ "line": { "description": "کار", "unitPrice": rial(price) } }],
        });
        let content = json!({ "phases": [phase("یک", "365000000000", "88966666666.67"), phase("دو", "250000000000.01", "59384133.33")] });
        crate::proposals::ground::fill(&owner, &version, content).await.good();
        let (hash, [token, _]) = crate::proposals::ground::sent_version(&owner, &version, &side).await;

        office.by_link("proposalLinkAccept", json!({ "token": token, "contentHash": hash, "name": "مایا" })).await.good();

        let (contracts, project) = opened(&owner).await;
        assert_eq!(contracts.at("contracts.nodes.0.value"), &json!({ "amount": "614900000000.00", "currency": "IRR" }));
        assert_eq!(project.at("budgets.nodes.0.approved.amount"), "89026050800.00");
        assert_eq!(contracts.at("contracts.nodes.0.billingPlan.nodes").as_array().map(Vec::len), Some(14));
        assert_eq!(broken(&office).await, vec![]);
    }
}
