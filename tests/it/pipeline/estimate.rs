use serde_json::{Value as Json, json};
use tests::{App, both};

use super::ground::{client, copied, estimate, go, line, made, money, opportunity, refused, with};

const SHOWN: &str = "estimate { version title currency method distribution kBps assumptions status allowedTransitions client { id } opportunity { id } copiedFrom { id } }";

both! {
    async fn an_estimate_begins_as_a_draft_that_shows_two_deviations(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let deal = opportunity(&owner, &client, json!({ "amount": money("500000000", "IRR") })).await;

        let plain = owner.write("estimateCreate", json!({ "clientId": client, "title": " Shop ", "method": "BOTTOM_UP" }), SHOWN).await.good();
        let full = owner.write("estimateCreate", json!({
            "opportunityId": deal, "title": "فروشگاه", "method": "THREE_POINT", "distribution": "TRIANGULAR", "kBps": 16_450, "assumptions": [" عکس‌ها آماده است ", "Texts come from the client"],
        }), SHOWN).await.good();

        assert_eq!(plain.at("payload.estimate"), &json!({
            "version": 1, "title": "Shop", "currency": "EUR", "method": "BOTTOM_UP", "distribution": "BETA", "kBps": 20_000, "assumptions": [],
            "status": "DRAFT", "allowedTransitions": ["FINAL", "ARCHIVED"], "client": { "id": client }, "opportunity": null, "copiedFrom": null,
        }));
        assert_eq!(full.at("payload.estimate"), &json!({
            "version": 1, "title": "فروشگاه", "currency": "IRR", "method": "THREE_POINT", "distribution": "TRIANGULAR", "kBps": 16_450,
            "assumptions": ["عکس‌ها آماده است", "Texts come from the client"],
            "status": "DRAFT", "allowedTransitions": ["FINAL", "ARCHIVED"], "client": { "id": client }, "opportunity": { "id": deal }, "copiedFrom": null,
        }));
    }

    async fn an_estimate_is_for_somebody_and_within_bounds(app: App) {
        let owner = app.owner().await;
        let (here, there) = (client(&owner).await, client(&owner).await);
        let theirs = opportunity(&owner, &there, json!({})).await;

        refused(&owner, "estimateCreate", "estimate", &json!({ "clientId": here, "title": "Shop", "method": "BOTTOM_UP" }), &[
            (json!({ "clientId": null }), "REQUIRED", "input.clientId"),
            (json!({ "clientId": theirs }), "NOT_FOUND", "input.clientId"),
            (json!({ "opportunityId": theirs }), "INVALID", "input.opportunityId"),
            (json!({ "opportunityId": here }), "NOT_FOUND", "input.opportunityId"),
            (json!({ "title": "" }), "REQUIRED", "input.title"),
            (json!({ "kBps": -1 }), "INVALID", "input.kBps"),
            (json!({ "kBps": 100_001 }), "INVALID", "input.kBps"),
            (json!({ "assumptions": vec!["a"; 51] }), "TOO_LARGE", "input.assumptions"),
            (json!({ "assumptions": ["a", "x".repeat(501)] }), "TOO_LARGE", "input.assumptions.1"),
            (json!({ "assumptions": [" "] }), "REQUIRED", "input.assumptions.0"),
        ]).await;
    }

    async fn an_estimate_goes_only_where_its_state_lets_it(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let table: [(&str, &[&str], &[&str]); 4] = [
            ("DRAFT", &[], &["FINAL", "ARCHIVED"]),
            ("FINAL", &["FINAL"], &["ARCHIVED"]),
            ("ARCHIVED", &["FINAL", "ARCHIVED"], &[]),
            ("ARCHIVED", &["ARCHIVED"], &[]),
        ];
        for (from, path, allowed) in table {
            for to in ["DRAFT", "FINAL", "ARCHIVED"] {
                let id = estimate(&owner, &client, json!({})).await;
                line(&owner, &id, json!({})).await;
                for step in path {
                    go(&owner, &id, step).await.good();
                }

                let answer = go(&owner, &id, to).await;

                if allowed.contains(&to) {
                    assert_eq!(answer.good().text("payload.estimate.status"), to);
                    continue;
                }
                assert_eq!(answer.error(), format!("INVALID_STATE: it cannot go from {from} to {to}"));
                assert_eq!(answer.at("payload.errors.0.allowed"), &json!(allowed));
            }
        }
    }

    async fn an_estimate_without_lines_does_not_become_final(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;

        let answer = go(&owner, &id, "FINAL").await;

        assert_eq!(answer.error(), "INVALID_STATE: the estimate has no lines");
    }

    async fn what_is_final_changes_no_more_and_a_copy_goes_on(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({ "assumptions": ["Texts come from the client"] })).await;
        let first = line(&owner, &id, json!({ "note": "first", "sellRate": { "amount": "85.5", "currency": "EUR" } })).await;
        let second = line(&owner, &id, json!({ "phaseKey": "launch" })).await;
        go(&owner, &id, "FINAL").await.good();

        let frozen = [
            owner.write("estimateUpdate", json!({ "id": id, "title": "Other" }), "estimate { id }").await,
            owner.write("estimateLineCreate", json!({ "estimateId": id, "phaseKey": "x", "optimisticMinutes": 1, "likelyMinutes": 1, "pessimisticMinutes": 1 }), "estimateLine { id }").await,
            owner.write("estimateLineUpdate", json!({ "id": first, "likelyMinutes": 16 }), "estimateLine { id }").await,
            owner.write("estimateLineArchive", json!({ "id": second }), "estimateLine { id }").await,
            owner.write("estimateLinesReplace", json!({ "id": id, "expectedVersion": 4, "lines": [] }), "estimate { id }").await,
        ];
        let copy = copied(&owner, &id).await;
        owner.write("estimateLineArchive", json!({ "id": second }), "estimateLine { id }").await;

        for answer in frozen {
            assert_eq!(answer.error(), "INVALID_STATE: the estimate is final: copy it to go on");
        }
        let seen = owner.ask_with(
            "query($id: ID!) { estimate(id: $id) { status version assumptions copiedFrom { id } lines { nodes { phaseKey note likelyMinutes sellRate { amount currency } } } } }",
            json!({ "id": copy }),
        ).await.good();
        let rate = json!({ "amount": "85.500000", "currency": "EUR" });
        assert_eq!(seen.at("estimate"), &json!({
            "status": "DRAFT", "version": 1, "assumptions": ["Texts come from the client"], "copiedFrom": { "id": id },
            "lines": { "nodes": [
                { "phaseKey": "build", "note": "first", "likelyMinutes": 15, "sellRate": rate },
                { "phaseKey": "launch", "note": null, "likelyMinutes": 15, "sellRate": null },
            ] },
        }));
        let events = owner.ask_with("query($kind: String!) { events(filter: { subjectKind: { eq: $kind } }, orderBy: [{ field: SEQ }]) { nodes { eventType } } }", json!({ "kind": "Estimate" })).await.good();
        assert_eq!(events.each("events.nodes", "eventType"), ["ESTIMATE_CREATED", "ESTIMATE_UPDATED", "ESTIMATE_UPDATED", "ESTIMATE_STATUS_CHANGED", "ESTIMATE_CREATED"]);
    }

    async fn who_finishes_an_estimate_has_seen_its_lines(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        line(&owner, &id, json!({})).await;
        line(&owner, &id, json!({})).await;

        let stale = owner.write("estimateTransition", json!({ "id": id, "expectedVersion": 2, "to": "FINAL" }), "estimate { id }").await;

        assert_eq!(stale.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(stale.at("payload.errors.0.currentVersion"), &json!(3));
    }

    async fn a_draft_is_changed_and_its_method_stays_once_it_has_lines(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        let change = async |fields: Json| owner.write("estimateUpdate", with(json!({ "id": id }), fields), SHOWN).await;

        let other = change(json!({ "method": "ANALOGOUS", "title": "Other", "distribution": "TRIANGULAR", "kBps": 0, "assumptions": ["One"] })).await.good();
        change(json!({ "method": "THREE_POINT" })).await.good();
        line(&owner, &id, json!({})).await;
        let late = change(json!({ "method": "BOTTOM_UP" })).await;
        change(json!({ "method": "THREE_POINT", "assumptions": null })).await.good();

        let shown = other.at("payload.estimate");
        assert_eq!((&shown["method"], &shown["title"], &shown["kBps"], &shown["assumptions"]), (&json!("ANALOGOUS"), &json!("Other"), &json!(0), &json!(["One"])));
        assert_eq!(late.error(), "INVALID_STATE: the estimate has lines: its method stays");
        refused(&owner, "estimateUpdate", "estimate", &json!({ "id": id }), &[
            (json!({ "title": null }), "REQUIRED", "input.title"),
            (json!({ "kBps": 100_001 }), "INVALID", "input.kBps"),
            (json!({ "expectedVersion": 1 }), "VERSION_CONFLICT", "input.expectedVersion"),
        ]).await;
    }

    async fn a_copy_is_not_made_for_a_client_that_is_archived(app: App) {
        let owner = app.owner().await;
        let client = made(&owner, "client", json!({ "name": "Gone" })).await;
        let id = estimate(&owner, &client, json!({})).await;
        owner.write("clientArchive", json!({ "id": client }), "client { id }").await.good();

        let answer = owner.write("estimateCopy", json!({ "id": id }), "estimate { id }").await;

        assert_eq!(answer.error(), "INVALID_STATE: the client is archived");
    }
}
