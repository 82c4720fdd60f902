use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{App, both};

use super::{client, interaction, promise, refused, with};

const PROMISE: &str = "promise { id version byParty text dueOn status statusReason keptOn visibility allowedTransitions owner { id } interaction { id } }";

both! {
    async fn a_promise_is_recorded_open_and_for_the_agency_only(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let given_in = interaction(&owner, &client, json!({})).await;
        let input = json!({ "clientId": client, "interactionId": given_in, "byParty": "CLIENT", "ownerId": owner.id, "text": "They send the photos", "dueOn": "2026-11-30" });

        let answer = owner.write("promiseCreate", input, PROMISE).await.good();

        let expected = json!({
            "version": 1, "byParty": "CLIENT", "text": "They send the photos", "dueOn": "2026-11-30", "status": "OPEN", "statusReason": null, "keptOn": null,
            "visibility": "INTERNAL", "allowedTransitions": ["KEPT", "BROKEN", "RELEASED"], "owner": { "id": owner.id }, "interaction": { "id": given_in },
        });
        assert_eq!(with(answer.at("payload.promise").clone(), json!({ "id": null })), with(expected, json!({ "id": null })));
    }

    async fn a_promise_is_kept_on_a_day(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let (today, before) = (promise(&owner, &client, json!({})).await, promise(&owner, &client, json!({})).await);

        let today = owner.write("promiseSettle", json!({ "id": today, "to": "KEPT" }), PROMISE).await.good();
        let before = owner.write("promiseSettle", json!({ "id": before, "to": "KEPT", "keptOn": "2026-11-20" }), PROMISE).await.good();

        assert_eq!((today.at("payload.promise.status"), today.at("payload.promise.keptOn")), (&json!("KEPT"), &json!("2026-11-24")));
        assert_eq!(before.at("payload.promise.keptOn"), "2026-11-20");
        assert_eq!(before.at("payload.promise.allowedTransitions"), &json!([]));
    }

    async fn a_settled_promise_stays_settled(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let id = promise(&owner, &client, json!({})).await;

        let broken = owner.write("promiseSettle", json!({ "id": id, "to": "BROKEN", "reason": "the supplier failed" }), PROMISE).await.good();
        let kept = owner.write("promiseSettle", json!({ "id": id, "to": "KEPT" }), PROMISE).await;

        assert_eq!(broken.at("payload.promise.statusReason"), "the supplier failed");
        assert_eq!(kept.error(), "INVALID_STATE: it cannot go from BROKEN to KEPT");
        assert_eq!(kept.at("payload.errors.0.__typename"), "InvalidTransitionError");
        assert_eq!((kept.at("payload.errors.0.from"), kept.at("payload.errors.0.to"), kept.at("payload.errors.0.allowed")), (&json!("BROKEN"), &json!("KEPT"), &json!([])));
        let told = owner.ask("{ events(filter: { eventType: { eq: PROMISE_SETTLED } }) { nodes { reason changedFields subject { ... on Promise { id } } } } }").await.good();
        assert_eq!(told.at("events.nodes"), &json!([{ "reason": "the supplier failed", "changedFields": ["status", "statusReason"], "subject": { "id": id } }]));
    }

    async fn what_is_wrong_with_a_promise_is_told_with_its_place(app: App) {
        let owner = app.owner().await;
        let stranger = app.stranger().await;
        let (mine, other, theirs) = (client(&owner, "Kontor").await, client(&owner, "Other").await, client(&stranger, "Theirs").await);
        let (strange, hidden) = (interaction(&owner, &other, json!({})).await, interaction(&stranger, &theirs, json!({})).await);
        let freelancer = app.person(Role::Freelancer).await;
        let good = json!({ "clientId": mine, "byParty": "AGENCY", "text": "We call", "dueOn": "2026-12-01" });

        refused(&owner, "promiseCreate", "promise", &good, &[
            (json!({ "clientId": theirs }), "NOT_FOUND", "input.clientId"),
            (json!({ "interactionId": strange }), "INVALID", "input.interactionId"),
            (json!({ "interactionId": hidden }), "NOT_FOUND", "input.interactionId"),
            (json!({ "ownerId": stranger.id }), "NOT_FOUND", "input.ownerId"),
            (json!({ "ownerId": freelancer.id }), "INVALID", "input.ownerId"),
            (json!({ "text": "" }), "REQUIRED", "input.text"),
            (json!({ "text": "x".repeat(2_001) }), "TOO_LARGE", "input.text"),
        ]).await;
        let id = promise(&owner, &mine, json!({})).await;
        refused(&owner, "promiseUpdate", "promise", &json!({ "id": id }), &[
            (json!({ "interactionId": strange }), "INVALID", "input.interactionId"),
            (json!({ "ownerId": freelancer.id }), "INVALID", "input.ownerId"),
            (json!({ "byParty": null }), "REQUIRED", "input.byParty"),
            (json!({ "text": null }), "REQUIRED", "input.text"),
            (json!({ "dueOn": null }), "REQUIRED", "input.dueOn"),
            (json!({ "visibility": null }), "REQUIRED", "input.visibility"),
        ]).await;
        refused(&owner, "promiseSettle", "promise", &json!({ "id": id, "to": "KEPT" }), &[
            (json!({ "keptOn": "2026-11-25" }), "INVALID", "input.keptOn"),
            (json!({ "to": "BROKEN", "keptOn": "2026-11-24" }), "INVALID", "input.keptOn"),
            (json!({ "to": "OPEN" }), "INVALID_STATE", "input"),
            (json!({ "reason": "x".repeat(2_001) }), "TOO_LARGE", "input.reason"),
            (json!({ "expectedVersion": 2 }), "VERSION_CONFLICT", "input.expectedVersion"),
        ]).await;
    }

    async fn a_promise_changes_and_archives_like_other_records(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let id = promise(&owner, &client, json!({ "ownerId": owner.id })).await;

        let input = json!({ "id": id, "text": "We visit", "dueOn": "2026-12-24", "byParty": "CLIENT", "ownerId": null, "visibility": "SHARED" });
        let changed = owner.write("promiseUpdate", input, PROMISE).await.good();
        owner.write("promiseArchive", json!({ "id": id, "expectedVersion": 2 }), PROMISE).await.good();
        let settled = owner.write("promiseSettle", json!({ "id": id, "to": "KEPT" }), PROMISE).await;

        assert_eq!((changed.at("payload.promise.text"), changed.at("payload.promise.dueOn")), (&json!("We visit"), &json!("2026-12-24")));
        assert_eq!((changed.at("payload.promise.owner"), changed.at("payload.promise.visibility")), (&Json::Null, &json!("SHARED")));
        assert_eq!(settled.error(), "INVALID_STATE: the record is archived");
        assert_eq!(owner.ask("{ promises { totalCount } }").await.good().at("promises.totalCount"), 0);
    }

    async fn promises_are_counted_by_party_and_outcome(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        for (party, to) in [("AGENCY", Some("KEPT")), ("AGENCY", Some("KEPT")), ("AGENCY", Some("BROKEN")), ("AGENCY", None), ("CLIENT", Some("RELEASED"))] {
            let id = promise(&owner, &client, json!({ "byParty": party })).await;
            if let Some(to) = to {
                owner.write("promiseSettle", json!({ "id": id, "to": to }), PROMISE).await.good();
            }
        }

        let answer = owner.ask("{ promiseGroups(by: [BY_PARTY, STATUS]) { keys aggregate { count } } }").await.good();

        let group = |party: &str, status: &str, count: i32| json!({ "keys": [party, status], "aggregate": { "count": count } });
        assert_eq!(answer.at("promiseGroups"), &json!([
            group("AGENCY", "BROKEN", 1), group("AGENCY", "KEPT", 2), group("AGENCY", "OPEN", 1), group("CLIENT", "RELEASED", 1),
        ]));
    }
}
