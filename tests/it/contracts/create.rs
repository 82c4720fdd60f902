//! Contracts without a proposal: drafted, agreed, ended.

use serde_json::{Value as Json, json};
use tests::{Person, both};

use super::ground::{allowed, broken, of_contract, phase, terms, with};
use crate::proposals::ground::{Office, eur, made, side, told};

const STATES: &str = "contract { id version status allowedTransitions }";

async fn transition(person: &Person<'_>, id: &str, to: &str, reason: Option<&str>) -> tests::Answer {
    let document = "query($id: ID!) { contract(id: $id) { version } }";
    let known = person.ask_with(document, json!({ "id": id })).await.good();
    let input =
        json!({ "id": id, "expectedVersion": known.at("contract.version"), "to": to, "reason": reason });
    person.write("contractTransition", input, STATES).await
}

/// How many projects, budgets, baselines and parts of billing plans there are.
async fn begun(person: &Person<'_>) -> Vec<Json> {
    let answer = person
        .ask("{ projects { totalCount } budgets { totalCount } baselines { totalCount } billingPlanItems { totalCount } }")
        .await
        .good();
    ["projects", "budgets", "baselines", "billingPlanItems"]
        .map(|list| answer.at(&format!("{list}.totalCount")).clone())
        .to_vec()
}

both! {
    async fn where_the_policy_asks_for_a_proposal_a_contract_can_only_be_drafted(office: Office) {
        let owner = office.owner().await;
        let client = side(&owner).await.client;

        let refused = owner.write("contractCreate", terms(&client), "contract { id }").await;
        let draft = made(&owner, "contract", with(terms(&client), json!({ "draft": true }))).await;
        let too_early = transition(&owner, &draft, "ACTIVE", None).await;

        assert_eq!(refused.error(), "INVALID_STATE: the agency's policy asks for an accepted proposal first");
        assert_eq!(too_early.error(), "INVALID_STATE: the agency's policy asks for an accepted proposal first");
        assert_eq!(begun(&owner).await, [0, 0, 0, 0]);
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn where_the_policy_allows_it_a_contract_opens_all_that_an_acceptance_does(office: Office) {
        let owner = office.owner().await;
        allowed(&owner).await;
        let client = side(&owner).await.client;
        let more = json!({ "contractType": "TIME_AND_MATERIALS", "notToExceed": eur("5000"), "autoRenew": true, "noticeDays": 30 });

        let contract = made(&owner, "contract", with(terms(&client), more)).await;

        let answer = of_contract(&owner, &contract).await;
        assert_eq!(answer.at("contract"), &json!({
            "status": "ACTIVE", "contractType": "TIME_AND_MATERIALS", "value": { "amount": "3000.00" }, "notToExceed": { "amount": "5000.00" },
            "startsOn": "2026-12-01", "endsOn": "2027-02-28", "autoRenew": true, "noticeDays": 30, "proposal": null,
            "project": {
                "name": "Care", "phases": { "nodes": [
                    { "name": "Plan", "startsOn": "2026-12-01", "endsOn": "2026-12-31" }, { "name": "Work", "startsOn": "2027-01-01", "endsOn": "2027-02-28" },
                ] },
                "milestones": { "nodes": [{ "name": "Plan agreed", "committedOn": "2026-12-31" }, { "name": "Work", "committedOn": "2027-02-28" }] },
            },
            "billingPlan": { "nodes": [
                { "name": "Plan", "amount": { "amount": "1000.00" }, "dueOn": "2026-12-31" },
                { "name": "Work", "amount": { "amount": "1000.00" }, "dueOn": "2027-01-31" }, { "name": "Work", "amount": { "amount": "1000.00" }, "dueOn": "2027-02-28" },
            ] },
            "baselines": { "nodes": [{ "number": 1, "reason": "Care", "price": { "amount": "3000.00" }, "cost": { "amount": "1500.01" }, "minutes": 6_600, "amendment": null }] },
        }));
        assert_eq!(begun(&owner).await, [1, 1, 1, 3]);
        assert_eq!(told(&owner, "CONTRACT_CREATED").await.len(), 1);
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_draft_is_rewritten_freely_and_opens_when_it_becomes_active(office: Office) {
        let owner = office.owner().await;
        allowed(&owner).await;
        let client = side(&owner).await.client;
        let contract = made(&owner, "contract", with(terms(&client), json!({ "draft": true }))).await;
        let one = [phase("Only", "2026-12-01", "2027-01-15", "800.10", Some("300"))];
        let changes = json!({ "id": contract, "title": "Other care", "contractType": "RETAINER", "notToExceed": eur("900"), "managerId": owner.id, "phases": one });

        let changed = owner.write("contractUpdate", changes, "contract { title contractType value { amount } endsOn phases { nodes { name phase { id } } } project { id } }").await.good();
        let before = begun(&owner).await;
        let opened = transition(&owner, &contract, "ACTIVE", None).await.good();

        assert_eq!(changed.at("payload.contract"), &json!({
            "title": "Other care", "contractType": "RETAINER", "value": { "amount": "800.10" }, "endsOn": "2027-01-15",
            "phases": { "nodes": [{ "name": "Only", "phase": null }] }, "project": null,
        }));
        assert_eq!(before, [0, 0, 0, 0]);
        assert_eq!(opened.at("payload.contract.allowedTransitions"), &json!(["COMPLETED", "TERMINATED", "EXPIRED"]));
        let answer = owner.ask_with("query($id: ID!) { contract(id: $id) { phases { nodes { phase { name } } } project { name manager { id } members { nodes { role } } } } budgets { nodes { approved { amount } } } }", json!({ "id": contract })).await.good();
        assert_eq!(answer.at("contract"), &json!({
            "phases": { "nodes": [{ "phase": { "name": "Only" } }] },
            "project": { "name": "Other care", "manager": { "id": owner.id }, "members": { "nodes": [{ "role": "MANAGER" }] } },
        }));
        assert_eq!(answer.at("budgets.nodes"), &json!([{ "approved": { "amount": "300.00" } }]));
        assert_eq!(begun(&owner).await, [1, 1, 1, 1]);
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn what_was_agreed_is_not_changed_by_an_update(office: Office) {
        let owner = office.owner().await;
        allowed(&owner).await;
        let contract = made(&owner, "contract", terms(&side(&owner).await.client)).await;

        for change in [
            json!({ "title": "Else" }), json!({ "contractType": "MIXED" }), json!({ "notToExceed": eur("9000") }), json!({ "notToExceed": null }),
            json!({ "managerId": owner.id }), json!({ "phases": [phase("Else", "2026-12-01", "2026-12-02", "1", None)] }),
        ] {
            let refused = owner.write("contractUpdate", with(json!({ "id": contract }), change.clone()), "errors { ... on FrozenError { status } }").await;
            assert_eq!(refused.error(), "INVALID_STATE: what was agreed is changed by an amendment", "{change}");
            assert_eq!((refused.text("payload.errors.0.__typename"), refused.text("payload.errors.0.status")), ("FrozenError".to_owned(), "ACTIVE".to_owned()));
        }
        let notice = owner.write("contractUpdate", json!({ "id": contract, "autoRenew": true, "noticeDays": 90 }), "contract { autoRenew noticeDays }").await.good();

        assert_eq!(notice.at("payload.contract"), &json!({ "autoRenew": true, "noticeDays": 90 }));
        let stale = owner.write("contractUpdate", json!({ "id": contract, "expectedVersion": 1, "noticeDays": 1 }), "contract { id }").await;
        assert_eq!(stale.text("payload.errors.0.__typename"), "VersionConflictError");
    }

    async fn a_contract_goes_only_where_its_state_lets_it(office: Office) {
        const TABLE: [(&str, &[&str]); 6] = [
            ("DRAFT", &["ACTIVE", "VOID"]), ("ACTIVE", &["COMPLETED", "TERMINATED", "EXPIRED"]), ("COMPLETED", &[]), ("TERMINATED", &[]), ("EXPIRED", &[]), ("VOID", &[]),
        ];
        let owner = office.owner().await;
        allowed(&owner).await;
        let client = side(&owner).await.client;

        for (from, next) in TABLE {
            let draft = matches!(from, "DRAFT" | "VOID");
            let past = [phase("Past", "2026-10-01", "2026-11-23", "10", None)];
            let contract = made(&owner, "contract", with(terms(&client), json!({ "draft": draft, "phases": past }))).await;
            if !matches!(from, "DRAFT" | "ACTIVE") {
                transition(&owner, &contract, from, Some("So it is")).await.good();
            }
            let shown = owner.ask_with("query($id: ID!) { contract(id: $id) { status allowedTransitions } }", json!({ "id": contract })).await.good();
            assert_eq!(shown.at("contract"), &json!({ "status": from, "allowedTransitions": next }));
            for (to, _) in TABLE.iter().filter(|(to, _)| !next.contains(to)) {
                let refused = transition(&owner, &contract, to, Some("So it is")).await;
                assert_eq!(refused.error(), format!("INVALID_STATE: it cannot go from {from} to {to}"));
                assert_eq!(refused.at("payload.errors.0.allowed"), &json!(next));
            }
        }
        assert_eq!(told(&owner, "CONTRACT_STATUS_CHANGED").await.len(), 4);
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_contract_expires_after_its_last_day_and_is_terminated_for_a_reason(office: Office) {
        let owner = office.owner().await;
        allowed(&owner).await;
        let contract = made(&owner, "contract", terms(&side(&owner).await.client)).await;

        let early = transition(&owner, &contract, "EXPIRED", None).await;
        let for_nothing = transition(&owner, &contract, "TERMINATED", None).await;
        office.wait(chrono::TimeDelta::days(96));
        let on_the_last_day = transition(&owner, &contract, "EXPIRED", None).await;
        office.wait(chrono::TimeDelta::days(1));
        let after_it = transition(&owner, &contract, "EXPIRED", None).await;

        assert_eq!(early.error(), "INVALID_STATE: the last day of the contract is still ahead");
        assert_eq!((for_nothing.error().as_str(), for_nothing.error_path().as_str()), ("REQUIRED: a value is needed", "input.reason"));
        assert_eq!(on_the_last_day.error(), "INVALID_STATE: the last day of the contract is still ahead");
        assert_eq!(after_it.good().at("payload.contract.status"), "EXPIRED");
    }

    async fn what_is_wrong_with_a_contract_is_told_at_its_field(office: Office) {
        let owner = office.owner().await;
        allowed(&owner).await;
        let (ours, theirs) = (side(&owner).await, side(&owner).await);
        let project = made(&owner, "project", json!({ "clientId": theirs.client, "name": "Shop" })).await;
        let freelancer = office.person(entity::membership::Role::Freelancer).await;
        let one = |change: Json| json!({ "phases": [with(phase("One", "2026-12-01", "2026-12-31", "10", None), change)] });
        let dollars = json!({ "amount": "10", "currency": "USD" });

        for (change, error, path) in [
            (json!({ "title": " " }), "REQUIRED: a value is needed", "input.title"),
            (json!({ "phases": [] }), "REQUIRED: a value is needed", "input.phases"),
            (one(json!({ "endsOn": "2026-11-30" })), "INVALID: this day is before the first one", "input.phases.0.endsOn"),
            (one(json!({ "price": eur("-1") })), "INVALID: the amount is negative", "input.phases.0.price.amount"),
            (one(json!({ "price": dollars })), "INVALID: the contract is in EUR", "input.phases.0.price.currency"),
            (one(json!({ "plannedCost": dollars })), "INVALID: the contract is in EUR", "input.phases.0.plannedCost.currency"),
            (one(json!({ "billing": "PERCENT" })), "REQUIRED: a value is needed", "input.phases.0.billingBps"),
            (one(json!({ "billingBps": 10 })), "INVALID: a share is billed only where billing is PERCENT", "input.phases.0.billingBps"),
            (one(json!({ "deliverables": [" "] })), "REQUIRED: a value is needed", "input.phases.0.deliverables.0"),
            (json!({ "notToExceed": eur("2999.99") }), "INVALID: the phases come to more than this", "input.notToExceed"),
            (json!({ "managerId": freelancer.id }), "INVALID: this person cannot run a project", "input.managerId"),
            (json!({ "projectId": project }), "NOT_FOUND: there is no such record", "input.projectId"),
            (json!({ "clientId": "cli_00000000000000000000000000" }), "NOT_FOUND: there is no such record", "input.clientId"),
        ] {
            let refused = owner.write("contractCreate", with(terms(&ours.client), change.clone()), "contract { id }").await;
            assert_eq!((refused.error().as_str(), refused.error_path().as_str()), (error, path), "{change}");
        }
        assert_eq!(begun(&owner).await, [1, 0, 0, 0]);
    }

    async fn a_part_of_the_price_is_marked_as_due_or_cancelled_and_never_as_invoiced_by_hand(office: Office) {
        let owner = office.owner().await;
        allowed(&owner).await;
        made(&owner, "contract", terms(&side(&owner).await.client)).await;
        let items = owner.ask("{ billingPlanItems { nodes { id allowedTransitions } } }").await.good();
        let item = items.text("billingPlanItems.nodes.0.id");
        let go = |version: i32, to: &'static str, reason: Option<&'static str>| {
            let input = json!({ "id": item, "expectedVersion": version, "to": to, "reason": reason });
            let owner = &owner;
            async move { owner.write("billingPlanItemTransition", input, "billingPlanItem { status allowedTransitions }").await }
        };

        let ready = go(1, "READY", None).await.good();
        let by_hand = go(2, "INVOICED", None).await;
        let for_nothing = go(2, "CANCELLED", None).await;
        let cancelled = go(2, "CANCELLED", Some("Given away")).await.good();
        let back = go(3, "READY", None).await;

        assert_eq!(items.at("billingPlanItems.nodes.0.allowedTransitions"), &json!(["READY", "CANCELLED"]));
        assert_eq!(ready.at("payload.billingPlanItem"), &json!({ "status": "READY", "allowedTransitions": ["PENDING", "INVOICED", "CANCELLED"] }));
        assert_eq!(by_hand.error(), "INVALID: this state comes with an invoice");
        assert_eq!((for_nothing.error().as_str(), for_nothing.error_path().as_str()), ("REQUIRED: a value is needed", "input.reason"));
        assert_eq!(cancelled.at("payload.billingPlanItem"), &json!({ "status": "CANCELLED", "allowedTransitions": [] }));
        assert_eq!(back.error(), "INVALID_STATE: it cannot go from CANCELLED to READY");
        assert_eq!(told(&owner, "BILLING_PLAN_ITEM_UPDATED").await.len(), 2);
        assert_eq!(broken(&office).await, vec![]);
    }
}
