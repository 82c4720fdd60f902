//! How opportunities go from stage to stage.

use serde_json::{Value as Json, json};
use tests::{App, both};

use super::ground::{client, lost, opportunity, stages, to_stage, with};

both! {
    async fn an_opportunity_is_moved_won_lost_and_reopened_and_the_history_says_so(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({ "probabilityBps": 4_321 })).await;

        let moved = to_stage(&owner, &id, "Proposal", json!({ "note": "sent today" })).await.good();
        let gone = to_stage(&owner, &id, "Lost", lost()).await.good();
        let open = to_stage(&owner, &id, "Negotiation", json!({ "note": "they called again" })).await.good();
        let won = to_stage(&owner, &id, "Won", json!({ "on": "2026-11-20" })).await.good();

        let shown = |version: i32, stage: &str, probability: i32, more: Json| {
            let plain = json!({
                "id": id, "version": version, "stage": { "name": stage }, "probabilityBps": probability, "isProbabilityOwn": false,
                "lostReason": null, "lostNote": null, "closedOn": null,
            });
            with(plain, more)
        };
        assert_eq!(moved.at("payload.opportunity"), &shown(2, "Proposal", 5_000, json!({})));
        let why = json!({ "lostReason": "PRICE", "lostNote": "a third cheaper elsewhere", "closedOn": "2026-11-24" });
        assert_eq!(gone.at("payload.opportunity"), &shown(3, "Lost", 0, why));
        assert_eq!(open.at("payload.opportunity"), &shown(4, "Negotiation", 7_500, json!({})));
        assert_eq!(won.at("payload.opportunity"), &shown(5, "Won", 10_000, json!({ "closedOn": "2026-11-20" })));
        let events = owner.ask("{ events(filter: { subjectKind: { eq: \"Opportunity\" } }, orderBy: [{ field: SEQ }]) { nodes { eventType reason } } }").await.good();
        assert_eq!(events.at("events.nodes"), &json!([
            { "eventType": "OPPORTUNITY_CREATED", "reason": null },
            { "eventType": "OPPORTUNITY_MOVED", "reason": "sent today" },
            { "eventType": "OPPORTUNITY_LOST", "reason": "a third cheaper elsewhere" },
            { "eventType": "OPPORTUNITY_REOPENED", "reason": "they called again" },
            { "eventType": "OPPORTUNITY_WON", "reason": null },
        ]));
    }

    async fn a_loss_needs_a_reason_and_a_note_and_nothing_else_takes_one(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({})).await;

        for (stage, more, error, path) in [
            ("Lost", json!({ "note": "too dear" }), "REQUIRED: a value is needed", "input.lostReason"),
            ("Lost", json!({ "lostReason": "PRICE" }), "REQUIRED: a value is needed", "input.note"),
            ("Lost", json!({ "lostReason": "PRICE", "note": " " }), "REQUIRED: a value is needed", "input.note"),
            ("Won", json!({ "lostReason": "PRICE" }), "INVALID: only a stage that is LOST takes a reason for it", "input.lostReason"),
            ("Proposal", json!({ "lostReason": "PRICE", "note": "x" }), "INVALID: only a stage that is LOST takes a reason for it", "input.lostReason"),
            ("Won", json!({ "on": "2026-11-25" }), "INVALID: this day is still ahead", "input.on"),
            ("Proposal", json!({ "on": "2026-11-24" }), "INVALID: only an opportunity that is won or lost has the day it was", "input.on"),
            ("Lead", json!({}), "INVALID_STATE: the opportunity is in this stage", "input"),
        ] {
            let answer = to_stage(&owner, &id, stage, more.clone()).await;

            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), (error, path), "{stage} {more}");
        }
        let seen = owner.ask_with("query($id: ID!) { opportunity(id: $id) { version stage { name } } }", json!({ "id": id })).await.good();
        assert_eq!(seen.at("opportunity"), &json!({ "version": 1, "stage": { "name": "Lead" } }));
    }

    async fn what_is_decided_has_no_probability_of_its_own(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({})).await;
        to_stage(&owner, &id, "Won", json!({})).await.good();

        for probability in [json!(5_000), Json::Null] {
            let answer = owner.write("opportunityUpdate", json!({ "id": id, "probabilityBps": probability }), "opportunity { id }").await;

            assert_eq!(answer.error(), "INVALID_STATE: the opportunity is closed: its probability is certain");
        }
    }

    async fn a_move_from_a_version_that_has_passed_is_refused(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({})).await;
        owner.write("opportunityUpdate", json!({ "id": id, "title": "Other" }), "opportunity { id }").await.good();
        let stages = stages(&owner).await;

        let stale = owner.write("opportunityMove", json!({ "id": id, "expectedVersion": 1, "stageId": stages["Won"] }), "opportunity { id }").await;
        let blind = owner.write("opportunityMove", json!({ "id": id, "stageId": stages["Won"] }), "opportunity { id }").await;

        assert_eq!(stale.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(stale.at("payload.errors.0.currentVersion"), &json!(2));
        assert_eq!(blind.errors.len(), 1, "{:?}", blind.errors);
    }

    async fn an_opportunity_never_goes_to_a_stage_of_another_agency(app: App) {
        let (owner, stranger) = (app.owner().await, app.stranger().await);
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({})).await;
        let theirs = stages(&stranger).await["Won"].clone();

        let answer = owner.write("opportunityMove", json!({ "id": id, "expectedVersion": 1, "stageId": theirs }), "opportunity { id }").await;

        assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.stageId"));
    }
}
