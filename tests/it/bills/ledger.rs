use serde_json::json;
use tests::{App, both};

use super::{
    active, approved_hour, bill, broken, budget, cost, eur, freelancer, go, handed_in, made, project, used,
};

both! {
    async fn an_approved_bill_books_what_it_costs_beyond_the_work_on_it_and_no_more(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let (exact, less, more) = (
            approved_hour(&owner, &finn, &project).await, approved_hour(&owner, &finn, &project).await, approved_hour(&owner, &finn, &project).await,
        );
        assert_eq!(cost(&owner, &project).await, json!("120.00"));

        let bills = [
            (json!([{ "timeEntryId": exact }]), "120.00"),
            (json!([{ "timeEntryId": less, "amount": eur("35.55") }]), "115.55"),
            (json!([{ "timeEntryId": more, "amount": eur("41") }, { "description": "Fonts", "amount": eur("9.01") }]), "125.56"),
        ];
        for (at, (lines, in_all)) in bills.into_iter().enumerate() {
            let id = handed_in(&finn, &engagement, &at.to_string(), lines).await;
            go(&owner, "freelancerBill", &id, "APPROVED").await.good();
            assert_eq!(cost(&owner, &project).await, json!(in_all));
        }
        let entries = owner.ask("{ costEntries { nodes { kind minutes cost { amount } price { amount } source { __typename } member { id } } } }").await.good();
        let nodes = entries.at("costEntries.nodes").as_array().expect("entries").clone();
        let mut of_bills: Vec<_> = nodes.into_iter().filter(|entry| entry["source"]["__typename"] == "FreelancerBill").collect();
        of_bills.sort_by_key(|entry| entry["cost"]["amount"].as_str().map(str::to_owned));

        let entry = |amount: &str| json!({
            "kind": "FREELANCER", "minutes": 0, "cost": { "amount": amount }, "price": { "amount": "0.00" },
            "source": { "__typename": "FreelancerBill" }, "member": { "id": finn.id },
        });
        assert_eq!(of_bills, [entry("-4.45"), entry("10.01")]);
        assert_eq!(used(&owner, &engagement).await, (json!(180), json!("125.56")));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn what_was_agreed_for_the_whole_is_a_cost_once_its_bill_is_approved_and_within_its_cap(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({ "terms": "FIXED", "rate": eur("900"), "capMoney": eur("1000") })).await;
        let work = approved_hour(&owner, &finn, &project).await;
        let first = handed_in(&finn, &engagement, "1", json!([{ "description": "All of it" }, { "timeEntryId": work }])).await;
        let second = handed_in(&finn, &engagement, "2", json!([{ "description": "More", "amount": eur("100.01") }])).await;
        let third = handed_in(&finn, &engagement, "3", json!([{ "description": "More", "amount": eur("100") }])).await;
        assert_eq!(cost(&owner, &project).await, json!("0.00"));

        go(&owner, "freelancerBill", &first, "APPROVED").await.good();
        let beyond = go(&owner, "freelancerBill", &second, "APPROVED").await;
        go(&owner, "freelancerBill", &third, "APPROVED").await.good();

        assert_eq!(beyond.error(), "LIMIT_REACHED: this is more than the engagement has left");
        assert_eq!(beyond.at("payload.errors.0.__typename"), &json!("CapExceededError"));
        assert_eq!(cost(&owner, &project).await, json!("1000.00"));
        assert_eq!(used(&owner, &engagement).await, (json!(60), json!("1000.00")));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_bill_whose_books_are_closed_is_booked_in_the_open_ones(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({ "terms": "FIXED", "rate": eur("900"), "startsOn": "2026-10-01" })).await;
        let input = json!({ "engagementId": engagement, "number": "1", "billedOn": "2026-10-30", "lines": [{ "description": "All of it" }] });
        let id = finn.write("freelancerBillCreate", input, "freelancerBill { id }").await.good().text("payload.freelancerBill.id");
        go(&finn, "freelancerBill", &id, "SUBMITTED").await.good();
        let october = made(&owner, "accountingPeriod", json!({ "startsOn": "2026-10-01", "endsOn": "2026-10-31" })).await;
        owner.write("accountingPeriodClose", json!({ "id": october, "expectedVersion": 1 }), "accountingPeriod { id }").await.good();

        go(&owner, "freelancerBill", &id, "APPROVED").await.good();

        let seen = owner.ask("{ freelancerBills { nodes { billedOn bookedOn } } costEntries { nodes { onDate cost { amount } } } }").await.good();
        assert_eq!(seen.at("freelancerBills.nodes"), &json!([{ "billedOn": "2026-10-30", "bookedOn": "2026-11-01" }]));
        assert_eq!(seen.at("costEntries.nodes"), &json!([{ "onDate": "2026-11-01", "cost": { "amount": "900.00" } }]));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_bill_in_another_currency_is_booked_by_the_rate_of_its_day(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
        let engagement = active(&owner, &finn.id, &project, &json!({ "rate": usd("50") })).await;
        let set = async |day: &str, rate: &str| {
            let rate = json!({ "fromCurrency": "USD", "toCurrency": "EUR", "onDate": day, "rate": rate });
            owner.write("fxRateSet", rate, "fxRate { id }").await.good();
        };
        let id = handed_in(&finn, &engagement, "1", json!([{ "description": "Fonts", "amount": usd("10") }])).await;
        let unknown = go(&owner, "freelancerBill", &id, "APPROVED").await;
        set("2026-11-20", "0.9").await;
        let early = super::hour(&finn, &project, &json!({ "workedOn": "2026-11-20" })).await.good().text("payload.timeEntry.id");
        for (person, to) in [(&finn, "SUBMITTED"), (&owner, "APPROVED")] {
            go(person, "timeEntry", &early, to).await.good();
        }
        set("2026-11-24", "0.95").await;

        go(&owner, "freelancerBill", &id, "APPROVED").await.good();
        let second = handed_in(&finn, &engagement, "2", json!([{ "timeEntryId": early }])).await;
        go(&owner, "freelancerBill", &second, "APPROVED").await.good();

        assert_eq!(unknown.error(), "INVALID: no rate from USD to EUR is known for this day");
        // Ten dollars at 0.95 are 9.50; fifty were booked as 45.00 and are billed at 47.50.
        assert_eq!(cost(&owner, &project).await, json!("57.00"));
        assert_eq!(used(&owner, &engagement).await, (json!(60), json!("60.00")));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_budget_that_blocks_refuses_a_bill_and_nothing_of_it_is_kept(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({ "terms": "FIXED", "rate": eur("900") })).await;
        budget(&owner, &project, "BLOCK", "899.99").await;
        let id = handed_in(&finn, &engagement, "1", json!([{ "description": "All of it" }])).await;

        let refused = go(&owner, "freelancerBill", &id, "APPROVED").await;

        assert_eq!(refused.at("payload.errors.0.__typename"), &json!("BudgetExceededError"));
        assert_eq!(used(&owner, &engagement).await, (json!(0), json!("0.00")));
        assert_eq!(cost(&owner, &project).await, json!("0.00"));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_bill_beyond_a_budget_that_asks_waits_until_somebody_decides(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({ "terms": "FIXED", "rate": eur("60"), "capMoney": eur("130") })).await;
        budget(&owner, &project, "REQUIRE_APPROVAL", "50").await;
        let one = handed_in(&finn, &engagement, "1", json!([{ "description": "First" }])).await;
        let other = handed_in(&finn, &engagement, "2", json!([{ "description": "Second" }])).await;
        let third = handed_in(&finn, &engagement, "3", json!([{ "description": "Third" }])).await;
        for id in [&one, &other] {
            let waits = go(&owner, "freelancerBill", id, "APPROVED").await.good();
            assert_eq!(waits.text("payload.freelancerBill.status"), "SUBMITTED");
        }

        let twice = go(&owner, "freelancerBill", &one, "APPROVED").await;
        let capped = go(&owner, "freelancerBill", &third, "APPROVED").await;
        let asked = owner.ask("{ overrunDecisions(orderBy: [{ field: CREATED_AT }]) { nodes { id source { ... on FreelancerBill { id } } } } }").await.good();
        let nodes = asked.at("overrunDecisions.nodes").as_array().expect("decisions").clone();
        for (bill, to) in [(&one, "APPROVED"), (&other, "REJECTED")] {
            let decision = nodes.iter().find(|node| node["source"]["id"] == bill.as_str()).expect("a decision");
            let input = json!({ "id": decision["id"], "expectedVersion": 1, "to": to, "reason": "agreed on the phone" });
            owner.write("overrunDecisionDecide", input, "overrunDecision { id }").await.good();
        }
        let states = owner.ask("{ freelancerBills(orderBy: [{ field: NUMBER }]) { nodes { status budgetState } } }").await.good();

        assert_eq!(twice.error(), "INVALID_STATE: it waits for a decision on the budget");
        assert_eq!(capped.error(), "LIMIT_REACHED: this is more than the engagement has left");
        assert_eq!(states.at("freelancerBills.nodes"), &json!([
            { "status": "APPROVED", "budgetState": "BOOKED" }, { "status": "SUBMITTED", "budgetState": "REFUSED" }, { "status": "SUBMITTED", "budgetState": null },
        ]));
        assert_eq!(cost(&owner, &project).await, json!("60.00"));
        assert_eq!(used(&owner, &engagement).await, (json!(0), json!("60.00")));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_bill_that_waits_for_a_budget_can_be_disputed_and_asks_no_more(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({ "terms": "FIXED", "rate": eur("60") })).await;
        budget(&owner, &project, "REQUIRE_APPROVAL", "50").await;
        let id = bill(&finn, &engagement, "1", json!([{ "description": "All of it" }])).await;
        for (person, to) in [(&finn, "SUBMITTED"), (&owner, "APPROVED"), (&owner, "DISPUTED")] {
            go(person, "freelancerBill", &id, to).await.good();
        }

        let seen = owner.ask("{ freelancerBills { nodes { status budgetState bookedOn } } overrunDecisions { nodes { status } } }").await.good();

        assert_eq!(seen.at("freelancerBills.nodes"), &json!([{ "status": "DISPUTED", "budgetState": null, "bookedOn": null }]));
        assert_eq!(seen.at("overrunDecisions.nodes"), &json!([{ "status": "WITHDRAWN" }]));
        assert_eq!(used(&owner, &engagement).await, (json!(0), json!("0.00")));
        assert_eq!(broken(&app).await, vec![]);
    }
}
