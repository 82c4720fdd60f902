use serde_json::json;
use tests::{App, both};

use super::{client, interaction, need, refused, with};

const NEED: &str = "need { id version kind statement priority status statusReason allowedTransitions evidence { nodes { id } } }";

both! {
    async fn a_need_is_recorded_with_what_shows_it(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let evidence = interaction(&owner, &client, json!({})).await;
        let input = json!({ "clientId": client, "kind": "INTEREST", "statement": "Vegan dishes", "priority": "HIGH", "evidenceIds": [evidence] });

        let answer = owner.write("needCreate", input, NEED).await.good();
        let plain = need(&owner, &client, json!({})).await;

        let expected = json!({
            "version": 1, "kind": "INTEREST", "statement": "Vegan dishes", "priority": "HIGH", "status": "IDENTIFIED", "statusReason": null,
            "allowedTransitions": ["CONFIRMED", "DROPPED"], "evidence": { "nodes": [{ "id": evidence }] },
        });
        assert_eq!(with(answer.at("payload.need").clone(), json!({ "id": null })), with(expected, json!({ "id": null })));
        let plain = owner.ask_with("query($id: ID!) { need(id: $id) { kind priority evidence { totalCount } } }", json!({ "id": plain })).await.good();
        assert_eq!(plain.at("need"), &json!({ "kind": "NEED", "priority": "NORMAL", "evidence": { "totalCount": 0 } }));
    }

    async fn a_need_goes_from_seen_to_met_one_step_at_a_time(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let id = need(&owner, &client, json!({})).await;
        let to = async |to: &str, reason: Option<&str>| owner.write("needTransition", json!({ "id": id, "to": to, "reason": reason }), NEED).await;

        let skipped = to("VERIFIED", Some("they say so")).await;
        to("CONFIRMED", None).await.good();
        to("ADDRESSED", Some("in the plan for spring")).await.good();
        let unproven = to("VERIFIED", None).await;
        let verified = to("VERIFIED", Some("twice the guests")).await.good();
        let dropped = to("DROPPED", Some("they moved away")).await.good();
        let over = to("IDENTIFIED", None).await;

        assert_eq!(skipped.error(), "INVALID_STATE: it cannot go from IDENTIFIED to VERIFIED");
        assert_eq!(skipped.at("payload.errors.0.allowed"), &json!(["CONFIRMED", "DROPPED"]));
        assert_eq!((unproven.error(), unproven.error_path()), ("REQUIRED: a value is needed".to_owned(), "input.reason".to_owned()));
        assert_eq!((verified.at("payload.need.status"), verified.at("payload.need.statusReason")), (&json!("VERIFIED"), &json!("twice the guests")));
        assert_eq!(dropped.at("payload.need.allowedTransitions"), &json!([]));
        assert_eq!(over.error(), "INVALID_STATE: it cannot go from DROPPED to IDENTIFIED");
        let told = owner.ask("{ events(filter: { eventType: { eq: NEED_STATUS_CHANGED } }, orderBy: [{ field: SEQ }]) { nodes { reason } } }").await.good();
        assert_eq!(told.each("events.nodes", "reason"), [json!(null), json!("in the plan for spring"), json!("twice the guests"), json!("they moved away")]);
    }

    async fn a_need_is_dropped_from_any_state_for_a_reason(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        for steps in [&[][..], &["CONFIRMED"], &["CONFIRMED", "ADDRESSED"], &["CONFIRMED", "ADDRESSED", "VERIFIED"]] {
            let id = need(&owner, &client, json!({})).await;
            for to in steps {
                owner.write("needTransition", json!({ "id": id, "to": to, "reason": "so it is" }), NEED).await.good();
            }

            let unfounded = owner.write("needTransition", json!({ "id": id, "to": "DROPPED" }), NEED).await;
            let dropped = owner.write("needTransition", json!({ "id": id, "to": "DROPPED", "reason": "too dear" }), NEED).await.good();

            assert_eq!(unfounded.error_path(), "input.reason");
            assert_eq!(dropped.at("payload.need.status"), "DROPPED");
        }
    }

    async fn evidence_is_added_and_taken_away(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let (first, second) = (interaction(&owner, &client, json!({})).await, interaction(&owner, &client, json!({})).await);
        let id = need(&owner, &client, json!({ "evidenceIds": [first] })).await;

        let input = json!({ "id": id, "priority": "URGENT", "addEvidenceIds": [second], "removeEvidenceIds": [first] });
        let answer = owner.write("needUpdate", input, NEED).await.good();

        assert_eq!(answer.at("payload.need.evidence.nodes"), &json!([{ "id": second }]));
        let told = owner.ask("{ events(filter: { eventType: { eq: NEED_UPDATED } }) { nodes { changedFields subjectVersion } } }").await.good();
        assert_eq!(told.at("events.nodes"), &json!([{ "changedFields": ["priority", "evidence"], "subjectVersion": 2 }]));
    }

    async fn what_is_wrong_with_a_need_is_told_with_its_place(app: App) {
        let owner = app.owner().await;
        let stranger = app.stranger().await;
        let (mine, other, theirs) = (client(&owner, "Kontor").await, client(&owner, "Other").await, client(&stranger, "Theirs").await);
        let (evidence, strange, hidden) = (interaction(&owner, &mine, json!({})).await, interaction(&owner, &other, json!({})).await, interaction(&stranger, &theirs, json!({})).await);
        let good = json!({ "clientId": mine, "statement": "More guests" });
        let many: Vec<_> = (0..51).map(|_| evidence.clone()).collect();

        refused(&owner, "needCreate", "need", &good, &[
            (json!({ "clientId": theirs }), "NOT_FOUND", "input.clientId"),
            (json!({ "statement": "\n" }), "REQUIRED", "input.statement"),
            (json!({ "statement": "x".repeat(2_001) }), "TOO_LARGE", "input.statement"),
            (json!({ "evidenceIds": [evidence, strange] }), "INVALID", "input.evidenceIds.1"),
            (json!({ "evidenceIds": [hidden] }), "NOT_FOUND", "input.evidenceIds.0"),
            (json!({ "evidenceIds": many }), "TOO_LARGE", "input.evidenceIds"),
            (json!({ "customFields": { "budget": "1" } }), "INVALID", "input.customFields.budget"),
        ]).await;
        let id = need(&owner, &mine, json!({})).await;
        let archived = need(&owner, &mine, json!({})).await;
        owner.write("needArchive", json!({ "id": archived }), NEED).await.good();
        refused(&owner, "needUpdate", "need", &json!({ "id": id }), &[
            (json!({ "id": archived, "priority": "LOW" }), "INVALID_STATE", "input"),
            (json!({ "kind": null }), "REQUIRED", "input.kind"),
            (json!({ "statement": null }), "REQUIRED", "input.statement"),
            (json!({ "priority": null }), "REQUIRED", "input.priority"),
            (json!({ "addEvidenceIds": [strange] }), "INVALID", "input.addEvidenceIds.0"),
            (json!({ "removeEvidenceIds": many }), "TOO_LARGE", "input.removeEvidenceIds"),
        ]).await;
        refused(&owner, "needTransition", "need", &json!({ "id": id, "to": "CONFIRMED" }), &[
            (json!({ "id": archived }), "INVALID_STATE", "input"),
            (json!({ "reason": "x".repeat(2_001) }), "TOO_LARGE", "input.reason"),
            (json!({ "reason": "" }), "REQUIRED", "input.reason"),
            (json!({ "expectedVersion": 9 }), "VERSION_CONFLICT", "input.expectedVersion"),
        ]).await;
    }
}
