use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::ground::{active, broken, eur, freelancer, go, hour, made, project};

/// What an entry costs and brings.
const COST: &str = "query($id: ID!) { timeEntry(id: $id) { engagement { id } costRate { amount } costRateCurrency cost { amount currency } fee { amount currency } price { amount } } }";

async fn entry(owner: &Person<'_>, finn: &Person<'_>, project: &str, more: Json) -> Json {
    let id = hour(finn, project, &more)
        .await
        .good()
        .text("payload.timeEntry.id");
    let known = owner.ask_with(COST, json!({ "id": id })).await.good();
    known.at("timeEntry").clone()
}

both! {
    async fn work_in_the_days_of_an_engagement_by_the_hour_costs_its_rate_and_sells_as_before(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let card = made(&owner, "rateCard", json!({ "name": "Standard" })).await;
        made(&owner, "rateCardVersion", json!({ "rateCardId": card, "startsOn": "2026-01-01", "rates": [{ "perHour": eur("100") }] })).await;
        made(&owner, "costRate", json!({ "memberId": finn.id, "startsOn": "2026-01-01", "perHour": eur("25"), "basis": "CONTRACT" })).await;
        let id = active(&owner, &finn.id, &project, &json!({ "startsOn": "2026-11-10", "rate": eur("40.10") })).await;

        let before = entry(&owner, &finn, &project, json!({ "workedOn": "2026-11-09" })).await;
        let within = entry(&owner, &finn, &project, json!({ "workedOn": "2026-11-10", "minutes": 50 })).await;

        assert_eq!(before, json!({
            "engagement": null, "costRate": { "amount": "25.000000" }, "costRateCurrency": "EUR", "cost": { "amount": "25.00", "currency": "EUR" },
            "fee": null, "price": { "amount": "100.00" },
        }));
        assert_eq!(within, json!({
            "engagement": { "id": id }, "costRate": { "amount": "40.100000" }, "costRateCurrency": "EUR", "cost": { "amount": "33.42", "currency": "EUR" },
            "fee": { "amount": "33.42", "currency": "EUR" }, "price": { "amount": "83.33" },
        }));
        let ledger = owner.ask("{ costEntryGroups(by: [KIND]) { keys aggregate { costSum { amount } } } }").await.good();
        assert_eq!(ledger.at("costEntryGroups"), &json!([{ "keys": ["FREELANCER"], "aggregate": { "costSum": [{ "amount": "58.42" }] } }]));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn where_a_bill_says_what_work_costs_its_hours_cost_nothing_and_that_is_known(app: App) {
        let (owner, finn, greta) = (app.owner().await, freelancer(&app).await, freelancer(&app).await);
        let project = project(&owner).await;
        active(&owner, &finn.id, &project, &json!({ "terms": "FIXED", "rate": eur("900") })).await;
        active(&owner, &greta.id, &project, &json!({ "terms": "PER_DELIVERABLE", "rate": { "amount": "80", "currency": "USD" } })).await;

        for person in [&finn, &greta] {
            let work = entry(&owner, person, &project, json!({})).await;

            assert_eq!(work["cost"], json!({ "amount": "0.00", "currency": "EUR" }));
            assert_eq!(work["fee"], json!(null));
        }
        let ledger = owner.ask("{ costEntries { nodes { isCostKnown } } }").await.good();
        assert_eq!(ledger.each("costEntries.nodes", "isCostKnown"), [json!(true), json!(true)]);
    }

    async fn a_rate_in_another_currency_is_changed_by_that_of_the_day_and_the_fee_stays_in_its_own(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        active(&owner, &finn.id, &project, &json!({ "rate": { "amount": "50", "currency": "USD" }, "capMoney": { "amount": "120", "currency": "USD" } })).await;
        let unknown = entry(&owner, &finn, &project, json!({ "workedOn": "2026-11-02" })).await;
        owner.write("fxRateSet", json!({ "fromCurrency": "USD", "toCurrency": "EUR", "onDate": "2026-11-10", "rate": "0.9" }), "fxRate { id }").await.good();

        let known = entry(&owner, &finn, &project, json!({ "workedOn": "2026-11-11" })).await;
        let beyond = hour(&finn, &project, &json!({ "workedOn": "2026-11-11" })).await;

        assert_eq!((&unknown["cost"], &unknown["fee"]), (&json!(null), &json!({ "amount": "50.00", "currency": "USD" })));
        assert_eq!((&known["cost"], &known["fee"]), (&json!({ "amount": "45.00", "currency": "EUR" }), &json!({ "amount": "50.00", "currency": "USD" })));
        assert_eq!(beyond.error(), "LIMIT_REACHED: this is more than the engagement has left");
    }

    async fn work_that_is_booked_late_costs_what_was_agreed_for_its_day(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let id = active(&owner, &finn.id, &project, &json!({})).await;
        go(&owner, "engagement", &id, "ENDED").await.good();

        let late = entry(&owner, &finn, &project, json!({ "workedOn": "2026-11-20" })).await;

        assert_eq!(late["engagement"], json!({ "id": id }));
        assert_eq!(late["cost"]["amount"], json!("40.00"));
    }

    async fn work_that_moves_out_of_the_days_of_an_engagement_is_no_longer_of_it(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let id = active(&owner, &finn.id, &project, &json!({})).await;
        let work = hour(&finn, &project, &json!({ "workedOn": "2026-11-20" })).await.good().text("payload.timeEntry.id");

        let moved = finn.write("timeEntryUpdate", json!({ "id": work, "workedOn": "2026-10-30" }), "timeEntry { engagement { id } fee { amount } }").await.good();

        assert_eq!(moved.at("payload.timeEntry"), &json!({ "engagement": null, "fee": null }));
        assert_eq!(super::ground::used(&owner, &id).await, (json!(0), json!("0.00")));
        assert_eq!(broken(&app).await, vec![]);
    }
}
