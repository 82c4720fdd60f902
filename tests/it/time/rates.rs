use serde_json::json;
use tests::{App, both};

use super::{eur, ledger, made, project, rates};

both! {
    /// In Kimai the cost of an hour falls back to what it sells for, so that a margin shows 0: here it is unknown.
    async fn a_cost_nobody_recorded_is_unknown_and_never_guessed(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[]).await;
        let project = project(&owner).await;

        let entry = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60 }), "timeEntry { costRate { amount } cost { amount } price { amount } }").await.good();

        assert_eq!(entry.at("payload.timeEntry"), &json!({ "costRate": null, "cost": null, "price": { "amount": "100.00" } }));
        assert_eq!(ledger(&owner).await.1, json!([]));
    }

    async fn a_price_no_card_knows_is_unknown_and_one_that_is_given_counts(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;

        let unknown = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60 }), "timeEntry { id price { amount } rateSource }").await.good();
        let given = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 20, "sellRate": eur("100") }), "timeEntry { price { amount } rateSource }").await.good();
        let id = unknown.text("payload.timeEntry.id");
        let later = owner.write("timeEntryUpdate", json!({ "id": id, "sellRate": eur("75") }), "timeEntry { price { amount } rateSource }").await.good();
        let moved = owner.write("timeEntryUpdate", json!({ "id": id, "workedOn": "2026-11-20" }), "timeEntry { price { amount } rateSource }").await.good();
        let back = owner.write("timeEntryUpdate", json!({ "id": id, "sellRate": null }), "timeEntry { price { amount } rateSource }").await.good();

        assert_eq!(unknown.at("payload.timeEntry.price"), &json!(null));
        assert_eq!(given.at("payload.timeEntry"), &json!({ "price": { "amount": "33.33" }, "rateSource": "ENTRY" }));
        assert_eq!(later.at("payload.timeEntry"), &json!({ "price": { "amount": "75.00" }, "rateSource": "ENTRY" }));
        assert_eq!(moved.at("payload.timeEntry"), later.at("payload.timeEntry"));
        assert_eq!(back.at("payload.timeEntry"), &json!({ "price": null, "rateSource": null }));
    }

    async fn a_cost_in_another_currency_is_changed_by_the_rate_of_the_day(app: App) {
        let owner = app.owner().await;
        let client = made(&owner, "client", json!({ "name": "Bazaar", "currency": "IRR" })).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "فروشگاه" })).await;
        made(&owner, "costRate", json!({ "memberId": owner.id, "startsOn": "2026-01-01", "perHour": eur("40"), "basis": "SALARY_LOADED" })).await;
        let without = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60 }), "timeEntry { cost { amount } }").await.good();
        owner.write("fxRateSet", json!({ "fromCurrency": "EUR", "toCurrency": "IRR", "onDate": "2026-11-23", "rate": "48750.5" }), "fxRate { id }").await.good();

        let entry = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 90 }), "timeEntry { costRate { amount currency } costRateCurrency costFxRate cost { amount currency } }").await.good();

        assert_eq!(without.at("payload.timeEntry.cost"), &json!(null));
        assert_eq!(entry.at("payload.timeEntry"), &json!({
            "costRate": { "amount": "1950020.000000", "currency": "IRR" }, "costRateCurrency": "EUR", "costFxRate": "48750.5000000000",
            "cost": { "amount": "2925030.00", "currency": "IRR" },
        }));
    }
}
