use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::ground::{broken, eur, overhead};

const SHOWN: &str = "overheadPeriod { version facilityPerHour { amount } internalPerHour { amount } overheadPerHour { amount currency } lockedAt }";

fn november(more: &Json) -> Json {
    let mut input = json!({
        "startsOn": "2026-11-01", "endsOn": "2026-11-30", "facilityCost": eur("943.00"), "internalLabourCost": eur("1804.20"),
        "totalMinutes": 6_000, "clientMinutes": 3_600,
    });
    if let (Some(input), Some(more)) = (input.as_object_mut(), more.as_object()) {
        input.extend(more.clone());
    }
    input
}

async fn refused(person: &Person<'_>, more: Json) -> String {
    person
        .write("overheadPeriodCreate", november(&more), SHOWN)
        .await
        .error()
}

both! {
    /// Case O1 of Productive's page on overhead (help.productive.io 6839043): 9.43 an hour for anybody, 39.50 for clients.
    async fn an_hour_carries_its_share_of_what_the_agency_costs(app: App) {
        let finance = app.person(Role::Finance).await;

        let made = finance.write("overheadPeriodCreate", november(&json!({})), SHOWN).await.good();

        assert_eq!(made.at("payload.overheadPeriod"), &json!({
            "version": 1, "facilityPerHour": { "amount": "9.430000" }, "internalPerHour": { "amount": "30.070000" },
            "overheadPerHour": { "amount": "39.500000", "currency": "EUR" }, "lockedAt": null,
        }));
    }

    async fn a_period_is_of_whole_months_meets_no_other_and_has_minutes(app: App) {
        let owner = app.owner().await;
        overhead(&owner, "2026-09-01", "2026-10-31").await;

        let inner = refused(&owner, json!({ "startsOn": "2026-10-01", "endsOn": "2026-11-30" })).await;
        let partly = refused(&owner, json!({ "startsOn": "2026-11-02" })).await;
        let short = refused(&owner, json!({ "endsOn": "2026-11-29" })).await;
        let idle = refused(&owner, json!({ "clientMinutes": 0 })).await;
        let busy = refused(&owner, json!({ "clientMinutes": 6_001 })).await;
        let mixed = refused(&owner, json!({ "internalLabourCost": { "amount": "1", "currency": "USD" } })).await;
        let negative = refused(&owner, json!({ "facilityCost": eur("-1") })).await;

        assert_eq!(inner, "INVALID: another period goes from 2026-09-01 to 2026-10-31");
        assert_eq!(partly, "INVALID: a period begins with a month of the agency's calendar");
        assert_eq!(short, "INVALID: a period ends with a month of the agency's calendar");
        assert_eq!(idle, "INVALID: at least one minute is needed");
        assert_eq!(busy, "INVALID: more minutes were worked for clients than in all");
        assert_eq!(mixed, "INVALID: the amounts need one currency");
        assert!(negative.starts_with("TOO_LARGE"), "{negative}");
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_period_is_changed_until_it_is_locked(app: App) {
        let owner = app.owner().await;
        let period = overhead(&owner, "2026-11-01", "2026-11-30").await;

        let update = json!({ "id": period, "expectedVersion": 1, "facilityCost": eur("1886.00") });
        let changed = owner.write("overheadPeriodUpdate", update, SHOWN).await.good();
        let late = json!({ "id": period, "expectedVersion": 1, "facilityCost": eur("1.00") });
        let late = owner.write("overheadPeriodUpdate", late, SHOWN).await;
        let locked = owner.write("overheadPeriodLock", json!({ "id": period, "expectedVersion": 2 }), SHOWN).await.good();
        let after = json!({ "id": period, "expectedVersion": 3, "totalMinutes": 7_000 });
        let after = owner.write("overheadPeriodUpdate", after, SHOWN).await;

        assert_eq!(changed.text("payload.overheadPeriod.facilityPerHour.amount"), "18.860000");
        assert!(late.error().starts_with("VERSION_CONFLICT"), "{}", late.error());
        assert_ne!(locked.at("payload.overheadPeriod.lockedAt"), &Json::Null);
        assert_eq!(after.error(), "INVALID_STATE: the period is locked");
    }
}
