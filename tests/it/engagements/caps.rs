use futures_util::future::join_all;
use serde_json::json;
use tests::{App, both};

use super::ground::{active, broken, eur, freelancer, go, hour, project, used};

/// What an answer says of what is left and what was asked for.
const FIGURES: &str = "mutation($input: TimeEntryCreateInput!) { payload: timeEntryCreate(input: $input) { errors { __typename code path \
    ... on CapExceededError { remaining { amount currency } requested { amount } remainingMinutes requestedMinutes } } } }";

both! {
    async fn work_beyond_a_cap_is_refused_and_told_what_is_left(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let (timed, paid) = (project(&owner).await, project(&owner).await);
        let by_time = active(&owner, &finn.id, &timed, &json!({ "capMinutes": 100 })).await;
        let by_money = active(&owner, &finn.id, &paid, &json!({ "capMoney": eur("70") })).await;
        for project in [&timed, &paid] {
            hour(&finn, project, &json!({})).await.good();
        }

        let long = finn.ask_with(FIGURES, json!({ "input": { "projectId": timed, "minutes": 41 } })).await;
        let dear = finn.ask_with(FIGURES, json!({ "input": { "projectId": paid, "minutes": 46 } })).await;
        hour(&finn, &timed, &json!({ "minutes": 40 })).await.good();
        hour(&finn, &paid, &json!({ "minutes": 45 })).await.good();

        assert_eq!(long.at("payload.errors.0"), &json!({
            "__typename": "CapExceededError", "code": "LIMIT_REACHED", "path": ["input", "minutes"],
            "remaining": null, "requested": null, "remainingMinutes": 40, "requestedMinutes": 41,
        }));
        assert_eq!(dear.at("payload.errors.0"), &json!({
            "__typename": "CapExceededError", "code": "LIMIT_REACHED", "path": ["input", "minutes"],
            "remaining": { "amount": "30.00", "currency": "EUR" }, "requested": { "amount": "30.67" }, "remainingMinutes": null, "requestedMinutes": null,
        }));
        assert_eq!(used(&owner, &by_time).await, (json!(100), json!("66.67")));
        assert_eq!(used(&owner, &by_money).await, (json!(105), json!("70.00")));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn what_is_rejected_discarded_or_shortened_is_given_back_and_taken_again_as_a_draft(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let id = active(&owner, &finn.id, &project, &json!({ "capMinutes": 120 })).await;
        let one = hour(&finn, &project, &json!({})).await.good().text("payload.timeEntry.id");
        let other = hour(&finn, &project, &json!({})).await.good().text("payload.timeEntry.id");

        go(&finn, "timeEntry", &one, "SUBMITTED").await.good();
        go(&owner, "timeEntry", &one, "REJECTED").await.good();
        assert_eq!(used(&owner, &id).await, (json!(60), json!("40.00")));
        let longer = finn.write("timeEntryUpdate", json!({ "id": other, "minutes": 121 }), "timeEntry { id }").await;
        finn.write("timeEntryUpdate", json!({ "id": other, "minutes": 90 }), "timeEntry { id }").await.good();
        assert_eq!(used(&owner, &id).await, (json!(90), json!("60.00")));
        let back = go(&finn, "timeEntry", &one, "DRAFT").await;
        finn.write("timeEntryDiscard", json!({ "id": other }), "timeEntry { id }").await.good();
        assert_eq!(used(&owner, &id).await, (json!(0), json!("0.00")));
        go(&finn, "timeEntry", &one, "DRAFT").await.good();

        assert_eq!(longer.error(), "LIMIT_REACHED: this is more than the engagement has left");
        assert_eq!(back.error(), "LIMIT_REACHED: this is more than the engagement has left");
        assert_eq!(used(&owner, &id).await, (json!(60), json!("40.00")));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn of_twenty_hours_at_once_those_are_booked_that_fit(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let id = active(&owner, &finn.id, &project, &json!({ "capMinutes": 450, "capMoney": eur("300") })).await;

        let one = async || {
            for _ in 0..20 {
                let answer = hour(&finn, &project, &json!({})).await;
                if answer.errors.is_empty() {
                    return answer;
                }
            }
            panic!("the server was busy twenty times");
        };
        let answers = join_all((0..20).map(|_| one())).await;

        let booked = answers.iter().filter(|answer| answer.data["payload"]["errors"] == json!([])).count();
        let refused = answers.iter().filter(|answer| answer.data["payload"]["errors"][0]["code"] == "LIMIT_REACHED").count();
        assert_eq!((booked, refused), (7, 13));
        assert_eq!(used(&owner, &id).await, (json!(420), json!("280.00")));
        assert_eq!(broken(&app).await, vec![]);
    }
}
