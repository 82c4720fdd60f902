use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::{eur, made};

both! {
    async fn a_new_rate_ends_the_open_one_and_meets_no_other(app: App) {
        let owner = app.owner().await;
        let person = app.person(Role::Specialist).await;
        let input = |from: &str, until: serde_json::Value| json!({ "memberId": person.id, "startsOn": from, "endsOn": until, "perHour": eur("41.5"), "basis": "SALARY_LOADED" });
        made(&owner, "costRate", input("2026-01-01", json!(null))).await;
        made(&owner, "costRate", input("2026-07-01", json!("2026-12-31"))).await;

        let inside = owner.write("costRateCreate", input("2026-10-01", json!(null)), "costRate { id }").await;
        let around = owner.write("costRateCreate", input("2025-01-01", json!(null)), "costRate { id }").await;
        let seen = owner.ask("{ costRates { nodes { startsOn endsOn perHour { amount } basis } } }").await.good();

        assert_eq!(inside.error(), "INVALID: another rate of this person holds from 2026-07-01 on");
        assert_eq!(around.error(), "INVALID: another rate of this person holds from 2026-01-01 on");
        assert_eq!(seen.at("costRates.nodes"), &json!([
            { "startsOn": "2026-07-01", "endsOn": "2026-12-31", "perHour": { "amount": "41.500000" }, "basis": "SALARY_LOADED" },
            { "startsOn": "2026-01-01", "endsOn": "2026-06-30", "perHour": { "amount": "41.500000" }, "basis": "SALARY_LOADED" },
        ]));
    }

    async fn two_who_set_a_rate_at_once_do_it_one_after_the_other(app: App) {
        let owner = app.owner().await;
        let person = app.person(Role::Specialist).await;
        let input = |from: &str| json!({ "memberId": person.id, "startsOn": from, "perHour": eur("50"), "basis": "CONTRACT" });

        let (one, other) = tokio::join!(
            owner.write("costRateCreate", input("2026-01-01"), "costRate { id }"),
            owner.write("costRateCreate", input("2026-02-01"), "costRate { id }"),
        );
        let seen = owner.ask("{ costRates(orderBy: [{ field: STARTS_ON }]) { nodes { startsOn endsOn } } }").await.good();

        let refused = [&one, &other].into_iter().filter(|answer| answer.data.pointer("/payload/costRate").is_some_and(serde_json::Value::is_null)).count();
        let spans = seen.at("costRates.nodes").clone();
        let in_order = json!([{ "startsOn": "2026-01-01", "endsOn": "2026-01-31" }, { "startsOn": "2026-02-01", "endsOn": null }]);
        assert!(spans == in_order && refused == 0 || spans == json!([{ "startsOn": "2026-02-01", "endsOn": null }]) && refused == 1, "{spans} {refused}");
    }

    async fn what_people_cost_is_for_those_who_run_the_agency_and_for_themselves(app: App) {
        let owner = app.owner().await;
        let (freelancer, other) = (app.person(Role::Freelancer).await, app.person(Role::Freelancer).await);
        for person in [&freelancer, &other] {
            made(&owner, "costRate", json!({ "memberId": person.id, "startsOn": "2026-01-01", "perHour": eur("60"), "basis": "CONTRACT" })).await;
        }

        let own = freelancer.ask("{ costRates { nodes { member { id } perHour { amount } } } }").await.good();
        for role in [Role::AccountManager, Role::ProjectManager, Role::Specialist, Role::Viewer] {
            let answer = app.person(role).await.ask("{ costRates { totalCount } }").await;
            assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{role:?}");
        }

        assert_eq!(own.at("costRates.nodes"), &json!([{ "member": { "id": freelancer.id }, "perHour": { "amount": "60.000000" } }]));
        assert_eq!(app.person(Role::Finance).await.ask("{ costRates { totalCount } }").await.good().at("costRates.totalCount"), &json!(2));
    }
}
