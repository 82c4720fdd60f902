//! Every step from every state: those of the table are taken, all others are refused with what is allowed.

use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::ground::{go, made, project, through};

/// A state, how a new record comes there, and where it can go.
type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

async fn fits(person: &Person<'_>, record: &str, new: Json, table: &[Row]) {
    for (from, path, allowed) in table {
        for (to, ..) in table {
            let id = made(person, record, new.clone()).await;
            through(person, record, &id, path).await;

            let answer = go(person, record, &id, to).await;

            if allowed.contains(to) {
                let answer = answer.good();
                let (_, _, next) = table.iter().find(|(state, ..)| state == to).expect("a row");
                assert_eq!(answer.text(&format!("payload.{record}.status")), *to);
                assert_eq!(
                    answer.at(&format!("payload.{record}.allowedTransitions")),
                    &json!(next)
                );
                continue;
            }
            assert_eq!(
                answer.error(),
                format!("INVALID_STATE: it cannot go from {from} to {to}")
            );
            let error = answer.at("payload.errors.0");
            assert_eq!(error["__typename"], "InvalidTransitionError");
            assert_eq!((&error["from"], &error["to"]), (&json!(from), &json!(to)));
            assert_eq!(error["allowed"], json!(allowed));
            assert_eq!(answer.at(&format!("payload.{record}")), &Json::Null);
        }
    }
}

both! {
    async fn a_project_goes_only_where_its_state_lets_it(app: App) {
        let owner = app.owner().await;
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;

        fits(&owner, "project", json!({ "clientId": client, "name": "Shop" }), &[
            ("PLANNED", &[], &["ACTIVE", "CANCELLED"]),
            ("ACTIVE", &["ACTIVE"], &["ON_HOLD", "DELIVERED", "CANCELLED"]),
            ("ON_HOLD", &["ACTIVE", "ON_HOLD"], &["ACTIVE", "CANCELLED"]),
            ("DELIVERED", &["ACTIVE", "DELIVERED"], &["CLOSED", "CANCELLED"]),
            ("CLOSED", &["ACTIVE", "DELIVERED", "CLOSED"], &[]),
            ("CANCELLED", &["CANCELLED"], &[]),
        ])
        .await;
    }

    async fn a_phase_goes_only_where_its_state_lets_it(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;

        fits(&owner, "phase", json!({ "projectId": project, "name": "Concept" }), &[
            ("PLANNED", &[], &["ACTIVE", "CANCELLED"]),
            ("ACTIVE", &["ACTIVE"], &["DONE", "CANCELLED"]),
            ("DONE", &["ACTIVE", "DONE"], &[]),
            ("CANCELLED", &["CANCELLED"], &[]),
        ])
        .await;
    }

    async fn a_milestone_goes_only_where_its_state_lets_it(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;

        fits(&owner, "milestone", json!({ "projectId": project, "name": "Launch", "committedOn": "2026-12-01" }), &[
            ("PLANNED", &[], &["ACHIEVED"]),
            ("ACHIEVED", &["ACHIEVED"], &["CLIENT_ACCEPTED", "REJECTED"]),
            ("CLIENT_ACCEPTED", &["ACHIEVED", "CLIENT_ACCEPTED"], &[]),
            ("REJECTED", &["ACHIEVED", "REJECTED"], &["PLANNED"]),
        ])
        .await;
    }

    async fn a_task_goes_only_where_its_state_lets_it(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;

        fits(&owner, "task", json!({ "projectId": project, "name": "Write" }), &[
            ("TODO", &[], &["DOING", "CANCELLED"]),
            ("DOING", &["DOING"], &["DONE", "BLOCKED", "CANCELLED"]),
            ("BLOCKED", &["DOING", "BLOCKED"], &["DOING", "CANCELLED"]),
            ("DONE", &["DOING", "DONE"], &["DOING"]),
            ("CANCELLED", &["CANCELLED"], &[]),
        ])
        .await;
    }

    async fn a_step_from_a_version_that_has_passed_is_refused(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        owner.write("projectUpdate", json!({ "id": project, "name": "Shop 2" }), "project { id }").await.good();
        let input = json!({ "id": project, "expectedVersion": 1, "to": "ACTIVE" });

        let answer = owner.write("projectTransition", input, "project { id }").await;

        assert_eq!(answer.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(answer.at("payload.errors.0.currentVersion"), &json!(2));
    }

    async fn a_step_keeps_its_reason_with_the_state_and_in_the_history(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let input = json!({ "id": project, "expectedVersion": 1, "to": "CANCELLED", "reason": " no budget " });

        let answer = owner.write("projectTransition", input, "project { statusReason version }").await.good();

        assert_eq!(answer.at("payload.project"), &json!({ "statusReason": "no budget", "version": 2 }));
        let events = owner.ask("{ events(filter: { eventType: { eq: PROJECT_STATUS_CHANGED } }) { nodes { reason changedFields subjectVersion subject { id } } } }").await.good();
        let told = json!([{ "reason": "no budget", "changedFields": ["status", "statusReason"], "subjectVersion": 2, "subject": { "id": project } }]);
        assert_eq!(events.at("events.nodes"), &told);
    }
}
