//! Changes of a contract: nothing of one holds before the client has accepted it, and then all of it does.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tests::{Answer, Person, both};

use super::ground::{allowed, broken, of_contract, phase, terms, with};
use crate::proposals::ground::{Office, eur, made, side, told};

const SHOWN: &str = "contractAmendment { id version number status allowedTransitions decidedAt signedName }";

/// A contract over 3 000 euros that binds, and its client.
async fn agreed(owner: &Person<'_>) -> (String, String) {
    allowed(owner).await;
    let client = side(owner).await.client;
    let contract = made(
        owner,
        "contract",
        with(terms(&client), json!({ "notToExceed": eur("3500") })),
    )
    .await;
    (contract, client)
}

/// 500 euros and 20 hours more, 200.02 euros more to spend, two weeks later.
fn more(contract: &str) -> Json {
    json!({
        "contractId": contract, "title": "Two more pages", "reason": "Maya asked for them", "scope": "Imprint and contact",
        "priceDelta": eur("500"), "costDelta": eur("200.02"), "minutesDelta": 1_200, "shiftDays": 14,
    })
}

async fn go(person: &Person<'_>, id: &str, to: &str) -> Answer {
    let input = json!({ "id": id, "expectedVersion": version(person, id).await, "to": to });
    person.write("contractAmendmentTransition", input, SHOWN).await
}

async fn decide(person: &Person<'_>, id: &str, accept: bool) -> Answer {
    let input = json!({ "id": id, "expectedVersion": version(person, id).await, "accept": accept, "signedName": "Maya Lind" });
    person.write("contractAmendmentDecide", input, SHOWN).await
}

async fn version(person: &Person<'_>, id: &str) -> Json {
    let document = "query($id: ID!) { contractAmendment(id: $id) { version } }";
    let known = person.ask_with(document, json!({ "id": id })).await;
    let version = &known.data["contractAmendment"]["version"];
    if version.is_null() {
        json!(1)
    } else {
        version.clone()
    }
}

/// Writes an amendment and sends it.
async fn sent(owner: &Person<'_>, input: Json) -> String {
    let amendment = made(owner, "contractAmendment", input).await;
    go(owner, &amendment, "SENT").await.good();
    amendment
}

/// The approved budget and its versions.
async fn budget(owner: &Person<'_>) -> Json {
    let document = "{ budgets { nodes { approved { amount } versions { nodes { number status total { amount } lines { nodes { amount { amount } note } } } } } } }";
    owner.ask(document).await.good().at("budgets.nodes").clone()
}

both! {
    async fn before_it_is_accepted_nothing_changes(office: Office) {
        let owner = office.owner().await;
        let (contract, _) = agreed(&owner).await;
        let picture = async || (of_contract(&owner, &contract).await.data, budget(&owner).await);
        let before = picture().await;

        let amendment = made(&owner, "contractAmendment", more(&contract)).await;
        let drafted = picture().await;
        go(&owner, &amendment, "SENT").await.good();
        let shown = picture().await;
        let declined = decide(&owner, &amendment, false).await.good();
        let refused = picture().await;

        assert_eq!([&drafted, &shown, &refused], [&before; 3]);
        assert_eq!(declined.at("payload.contractAmendment.status"), "DECLINED");
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn accepted_it_changes_price_billing_budget_dates_and_baseline_at_once(office: Office) {
        let owner = office.owner().await;
        let (contract, client) = agreed(&owner).await;
        let signer = office.signer(&client).await;
        let amendment = sent(&owner, more(&contract)).await;

        let accepted = decide(&signer, &amendment, true).await.good();

        assert_eq!(accepted.at("payload.contractAmendment.status"), "ACCEPTED");
        assert_eq!(accepted.at("payload.contractAmendment.signedName"), "Maya Lind");
        let after = of_contract(&owner, &contract).await;
        assert_eq!(after.at("contract"), &json!({
            "status": "ACTIVE", "contractType": "FIXED_FEE", "value": { "amount": "3500.00" }, "notToExceed": { "amount": "4000.00" },
            "startsOn": "2026-12-01", "endsOn": "2027-03-14", "autoRenew": false, "noticeDays": null, "proposal": null,
            "project": {
                "name": "Care", "phases": { "nodes": [
                    { "name": "Plan", "startsOn": "2026-12-15", "endsOn": "2027-01-14" }, { "name": "Work", "startsOn": "2027-01-15", "endsOn": "2027-03-14" },
                ] },
                "milestones": { "nodes": [{ "name": "Plan agreed", "committedOn": "2027-01-14" }, { "name": "Work", "committedOn": "2027-03-14" }] },
            },
            "billingPlan": { "nodes": [
                { "name": "Plan", "amount": { "amount": "1000.00" }, "dueOn": "2026-12-31" },
                { "name": "Work", "amount": { "amount": "1000.00" }, "dueOn": "2027-01-31" }, { "name": "Work", "amount": { "amount": "1000.00" }, "dueOn": "2027-02-28" },
                { "name": "Two more pages", "amount": { "amount": "500.00" }, "dueOn": "2027-03-14" },
            ] },
            "baselines": { "nodes": [
                { "number": 2, "reason": "Maya asked for them", "price": { "amount": "3500.00" }, "cost": { "amount": "1700.03" }, "minutes": 7_800, "amendment": { "number": 1 } },
                { "number": 1, "reason": "Care", "price": { "amount": "3000.00" }, "cost": { "amount": "1500.01" }, "minutes": 6_600, "amendment": null },
            ] },
        }));
        let line = |amount: &str, note: Json| json!({ "amount": { "amount": amount }, "note": note });
        assert_eq!(budget(&owner).await, json!([{ "approved": { "amount": "1700.03" }, "versions": { "nodes": [
            { "number": 2, "status": "APPROVED", "total": { "amount": "1700.03" }, "lines": { "nodes": [
                line("400.00", Json::Null), line("1100.01", Json::Null), line("200.02", json!("Two more pages")),
            ] } },
            { "number": 1, "status": "SUPERSEDED", "total": { "amount": "1500.01" }, "lines": { "nodes": [line("400.00", Json::Null), line("1100.01", Json::Null)] } },
        ] } }]));
        let rows = owner.ask("{ baselines(first: 1) { nodes { rows { nodes { price { amount } cost { amount } minutes startsOn endsOn } } } } }").await.good();
        assert_eq!(rows.at("baselines.nodes.0.rows.nodes"), &json!([
            { "price": { "amount": "1166.67" }, "cost": { "amount": "453.34" }, "minutes": 3_900, "startsOn": "2026-12-15", "endsOn": "2027-01-14" },
            { "price": { "amount": "2333.33" }, "cost": { "amount": "1246.69" }, "minutes": 3_900, "startsOn": "2027-01-15", "endsOn": "2027-03-14" },
        ]));
        assert_eq!(told(&owner, "MILESTONE_COMMITMENT_MOVED").await.len(), 2);
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn less_is_taken_off_every_line_of_the_budget(office: Office) {
        let owner = office.owner().await;
        let (contract, _) = agreed(&owner).await;
        let less = json!({ "contractId": contract, "title": "No photos", "reason": "They have some", "priceDelta": eur("-1000.01"), "costDelta": eur("-500") });
        let amendment = sent(&owner, less).await;

        decide(&owner, &amendment, true).await.good();

        let after = of_contract(&owner, &contract).await;
        assert_eq!(after.at("contract.value.amount"), "1999.99");
        assert_eq!(after.at("contract.notToExceed.amount"), "3500.00");
        assert_eq!(after.at("contract.billingPlan.nodes.3.amount.amount"), "-1000.01");
        let lines = budget(&owner).await;
        assert_eq!(lines[0]["approved"]["amount"], "1000.01");
        assert_eq!(lines[0]["versions"]["nodes"][0]["lines"]["nodes"], json!([
            { "amount": { "amount": "266.67" }, "note": null }, { "amount": { "amount": "733.34" }, "note": null },
        ]));
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_contract_is_never_worth_less_than_nothing(office: Office) {
        let owner = office.owner().await;
        let (contract, _) = agreed(&owner).await;
        let less = json!({ "contractId": contract, "title": "Less", "reason": "No", "priceDelta": eur("-3000.01") });
        let amendment = sent(&owner, less).await;

        let refused = decide(&owner, &amendment, true).await;

        assert_eq!(refused.error(), "INVALID_STATE: the contract would be worth less than nothing");
        assert_eq!(of_contract(&owner, &contract).await.at("contract.value.amount"), "3000.00");
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_cut_below_what_is_used_is_refused_without_saying_what_is(office: Office) {
        let owner = office.owner().await;
        let (contract, client) = agreed(&owner).await;
        let known = owner.ask("{ projects { nodes { id } } budgets { nodes { id } } }").await.good();
        let (project, budget_id) = (known.text("projects.nodes.0.id"), known.text("budgets.nodes.0.id"));
        made(&owner, "expense", json!({ "projectId": project, "description": "Print", "paid": eur("1400") })).await;
        let less = json!({ "contractId": contract, "title": "Less", "reason": "No", "costDelta": eur("-200") });
        let amendment = sent(&owner, less).await;
        let signer = office.signer(&client).await;

        let refused = decide(&signer, &amendment, true).await;

        assert_eq!(refused.error(), "INVALID_STATE: the agency cannot agree to this change at the moment");
        assert_eq!(budget(&owner).await[0]["approved"]["amount"], "1500.01");
        owner.write("budgetUpdate", json!({ "id": budget_id, "overrunPolicy": "WARN" }), "budget { id }").await.good();
        decide(&signer, &amendment, true).await.good();
        assert_eq!(budget(&owner).await[0]["approved"]["amount"], "1300.01");
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn an_expired_contract_is_brought_back_by_an_amendment(office: Office) {
        let owner = office.owner().await;
        let (contract, _) = agreed(&owner).await;
        office.wait(TimeDelta::days(97));
        let expire = json!({ "id": contract, "expectedVersion": 1, "to": "EXPIRED" });
        owner.write("contractTransition", expire, "contract { id }").await.good();
        let amendment = sent(&owner, json!({ "contractId": contract, "title": "Longer", "reason": "It goes on", "shiftDays": 60 })).await;

        decide(&owner, &amendment, true).await.good();

        let after = of_contract(&owner, &contract).await;
        assert_eq!((after.text("contract.status"), after.text("contract.endsOn")), ("ACTIVE".to_owned(), "2027-04-29".to_owned()));
        assert_eq!(told(&owner, "CONTRACT_STATUS_CHANGED").await.len(), 2);
    }

    async fn an_amendment_goes_only_where_its_state_lets_it(office: Office) {
        const TABLE: [(&str, &[&str]); 5] = [
            ("DRAFT", &["SENT", "WITHDRAWN"]), ("SENT", &["ACCEPTED", "DECLINED", "WITHDRAWN"]), ("ACCEPTED", &[]), ("DECLINED", &[]), ("WITHDRAWN", &[]),
        ];
        let owner = office.owner().await;
        let (contract, _) = agreed(&owner).await;

        for (from, next) in TABLE {
            let amendment = made(&owner, "contractAmendment", more(&contract)).await;
            match from {
                "DRAFT" => {}
                "SENT" | "WITHDRAWN" => { go(&owner, &amendment, from).await.good(); }
                _ => {
                    go(&owner, &amendment, "SENT").await.good();
                    decide(&owner, &amendment, from == "ACCEPTED").await.good();
                }
            }
            for (to, _) in TABLE.iter().filter(|(to, _)| !next.contains(to)) {
                let refused = match *to {
                    "ACCEPTED" | "DECLINED" => decide(&owner, &amendment, *to == "ACCEPTED").await,
                    "DRAFT" => continue,
                    to => go(&owner, &amendment, to).await,
                };
                assert_eq!(refused.error(), format!("INVALID_STATE: it cannot go from {from} to {to}"));
                assert_eq!(refused.at("payload.errors.0.allowed"), &json!(next));
            }
            let change = json!({ "id": amendment, "title": "Else" });
            let changed = owner.write("contractAmendmentUpdate", change, "contractAmendment { title }").await;
            if from == "DRAFT" {
                assert_eq!(changed.good().at("payload.contractAmendment.title"), "Else");
            } else {
                assert_eq!(changed.error(), "INVALID_STATE: only a draft can be changed: write another amendment");
                assert_eq!(changed.text("payload.errors.0.__typename"), "FrozenError");
            }
        }
        let by_transition = made(&owner, "contractAmendment", more(&contract)).await;
        let refused = go(&owner, &by_transition, "ACCEPTED").await;
        assert_eq!(refused.error(), "INVALID: the client's decision is recorded by contractAmendmentDecide");
    }

    async fn what_binds_nobody_is_not_amended_and_what_changes_nothing_is_not_sent(office: Office) {
        let owner = office.owner().await;
        let (contract, client) = agreed(&owner).await;
        let draft = made(&owner, "contract", with(terms(&client), json!({ "draft": true }))).await;
        let empty = made(&owner, "contractAmendment", json!({ "contractId": contract, "title": "Nothing", "reason": "None" })).await;
        let dollars = json!({ "amount": "10", "currency": "USD" });

        let of_draft = owner.write("contractAmendmentCreate", more(&draft), "contractAmendment { id }").await;
        let sent = go(&owner, &empty, "SENT").await;
        let in_dollars = owner.write("contractAmendmentCreate", with(more(&contract), json!({ "priceDelta": dollars })), "contractAmendment { id }").await;
        let end = json!({ "id": contract, "expectedVersion": 1, "to": "COMPLETED" });
        owner.write("contractTransition", end, "contract { id }").await.good();
        let after_the_end = owner.write("contractAmendmentCreate", more(&contract), "contractAmendment { id }").await;

        assert_eq!(of_draft.error(), "INVALID_STATE: the contract is a draft: change it itself");
        assert_eq!(sent.error(), "INVALID_STATE: the amendment changes nothing yet");
        assert_eq!((in_dollars.error().as_str(), in_dollars.error_path().as_str()), ("INVALID: the contract is in EUR", "input.priceDelta.currency"));
        assert_eq!(after_the_end.error(), "INVALID_STATE: the contract has come to its end");
    }

    async fn of_two_who_decide_at_once_one_is_heard(office: Office) {
        let owner = office.owner().await;
        let (contract, client) = agreed(&owner).await;
        let signers = [office.signer(&client).await, office.signer(&client).await];
        for round in 1..=5_i64 {
            let amendment = sent(&owner, json!({ "contractId": contract, "title": "More", "reason": "They asked", "priceDelta": eur("100") })).await;

            let (one, other) = futures_util::future::join(decide(&signers[0], &amendment, true), decide(&signers[1], &amendment, true)).await;

            let done = [&one, &other].into_iter().filter(|answer| answer.data["payload"]["errors"] == json!([])).count();
            assert_eq!(done, 1, "{one:?} {other:?}");
            assert_eq!(of_contract(&owner, &contract).await.at("contract.value.amount"), &json!(format!("{}.00", 3_000 + 100 * round)));
        }
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_second_contract_of_a_project_is_not_moved_by_an_amendment_of_the_first(office: Office) {
        let owner = office.owner().await;
        let (contract, client) = agreed(&owner).await;
        let project = owner.ask("{ projects { nodes { id } } }").await.good().text("projects.nodes.0.id");
        let other = json!({ "clientId": client, "projectId": project, "title": "More care", "contractType": "FIXED_FEE", "phases": [phase("After", "2027-03-01", "2027-03-31", "700", Some("70"))] });
        made(&owner, "contract", other).await;
        let amendment = sent(&owner, more(&contract)).await;

        decide(&owner, &amendment, true).await.good();

        let answer = owner.ask("{ baselines(first: 1) { nodes { number price { amount } rows { nodes { price { amount } startsOn } } } } }").await.good();
        assert_eq!(answer.at("baselines.nodes"), &json!([{ "number": 3, "price": { "amount": "4200.00" }, "rows": { "nodes": [
            { "price": { "amount": "1166.67" }, "startsOn": "2026-12-15" }, { "price": { "amount": "2333.33" }, "startsOn": "2027-01-15" }, { "price": { "amount": "700.00" }, "startsOn": "2027-03-01" },
        ] } }]));
        assert_eq!(budget(&owner).await[0]["approved"]["amount"], "1770.03");
        assert_eq!(broken(&office).await, vec![]);
    }
}
