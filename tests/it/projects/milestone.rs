use chrono::TimeDelta;
use serde_json::json;
use tests::{App, both};

use super::ground::{archive, client, go, made, milestone, phase, project, signer, through, unarchive};

const SHOWN: &str =
    "milestone { status version committedOn forecastOn achievedOn clientAcceptedOn acceptedBy { id } }";

both! {
    async fn a_milestone_is_found_again_as_it_was_made(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let phase = phase(&owner, &project).await;
        let input = json!({ "projectId": project, "phaseId": phase, "name": "Launch", "acceptanceCriteria": "It runs", "committedOn": "2026-12-01", "weightBps": 5000 });

        let made = owner.write("milestoneCreate", input, "milestone { id name acceptanceCriteria committedOn forecastOn weightBps status phase { id } project { id } }").await.good();

        let found = owner.ask_with("query($id: ID!) { phase(id: $id) { milestones { nodes { id name acceptanceCriteria committedOn forecastOn weightBps status
            phase { id } project { id } } } } }", json!({ "id": phase })).await.good();
        assert_eq!(found.at("phase.milestones.nodes.0"), made.at("payload.milestone"));
        assert_eq!(made.text("payload.milestone.forecastOn"), "2026-12-01");
    }

    async fn a_milestone_is_in_a_phase_of_its_own_project(app: App) {
        let owner = app.owner().await;
        let (one, other) = (project(&owner).await, project(&owner).await);
        let elsewhere = phase(&owner, &other).await;
        let id = milestone(&owner, &one).await;

        let made = owner.write("milestoneCreate", json!({ "projectId": one, "phaseId": elsewhere, "name": "Launch", "committedOn": "2026-12-01" }), SHOWN).await;
        let moved = owner.write("milestoneUpdate", json!({ "id": id, "phaseId": elsewhere }), SHOWN).await;

        for answer in [made, moved] {
            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.phaseId"));
        }
    }

    async fn the_day_a_milestone_was_reached_and_accepted_and_by_whom_is_kept(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = milestone(&owner, &project).await;

        let achieved = owner.write("milestoneTransition", json!({ "id": id, "expectedVersion": 1, "to": "ACHIEVED", "on": "2026-11-20" }), SHOWN).await.good();
        let accepted = owner.write("milestoneTransition", json!({ "id": id, "expectedVersion": 2, "to": "CLIENT_ACCEPTED" }), SHOWN).await.good();
        let changed = owner.write("milestoneUpdate", json!({ "id": id, "acceptanceCriteria": "Another" }), SHOWN).await;

        assert_eq!(achieved.text("payload.milestone.achievedOn"), "2026-11-20");
        assert_eq!(accepted.text("payload.milestone.clientAcceptedOn"), "2026-11-24");
        assert_eq!(accepted.text("payload.milestone.acceptedBy.id"), owner.id);
        assert_eq!(changed.error(), "INVALID_STATE: the client has accepted the milestone");
    }

    async fn a_milestone_is_not_reached_tomorrow_nor_accepted_before_it_was_reached(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = milestone(&owner, &project).await;

        let ahead = owner.write("milestoneTransition", json!({ "id": id, "expectedVersion": 1, "to": "ACHIEVED", "on": "2026-11-25" }), SHOWN).await;
        owner.write("milestoneTransition", json!({ "id": id, "expectedVersion": 1, "to": "ACHIEVED", "on": "2026-11-20" }), SHOWN).await.good();
        let before = owner.write("milestoneTransition", json!({ "id": id, "expectedVersion": 2, "to": "CLIENT_ACCEPTED", "on": "2026-11-19" }), SHOWN).await;

        assert_eq!((ahead.error().as_str(), ahead.error_path().as_str()), ("INVALID: this day is still ahead", "input.on"));
        assert_eq!(before.error(), "INVALID: this day is before the milestone was reached");
    }

    async fn a_milestone_that_the_client_refused_is_planned_again_without_the_day_it_was_reached(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = milestone(&owner, &project).await;
        go(&owner, "milestone", &id, "ACHIEVED").await.good();

        let silent = owner.write("milestoneTransition", json!({ "id": id, "expectedVersion": 2, "to": "REJECTED" }), SHOWN).await;
        let refused = owner.write("milestoneTransition", json!({ "id": id, "expectedVersion": 2, "to": "REJECTED", "reason": "slow" }), SHOWN).await.good();
        let again = go(&owner, "milestone", &id, "PLANNED").await.good();

        assert_eq!((silent.error().as_str(), silent.error_path().as_str()), ("REQUIRED: a value is needed", "input.reason"));
        assert_eq!(refused.text("payload.milestone.achievedOn"), "2026-11-24");
        assert_eq!(again.text("payload.milestone.status"), "PLANNED");
        assert_eq!(owner.ask("{ milestones { nodes { achievedOn } } }").await.at("milestones.nodes.0.achievedOn"), &json!(null));
    }

    async fn the_day_a_client_was_told_moves_only_with_their_consent_on_record(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = milestone(&owner, &project).await;

        let sneaked = owner.ask_with("mutation($id: ID!) { milestoneUpdate(input: { id: $id, committedOn: \"2027-01-01\" }) { errors { code } } }", json!({ "id": id })).await;
        let silent = owner.write("milestoneCommitmentMove", json!({ "id": id, "expectedVersion": 1, "committedOn": "2027-01-01", "reason": " " }), SHOWN).await;
        let stale = owner.write("milestoneCommitmentMove", json!({ "id": id, "expectedVersion": 7, "committedOn": "2027-01-01", "reason": "agreed" }), SHOWN).await;
        let moved = owner.write("milestoneCommitmentMove", json!({ "id": id, "expectedVersion": 1, "committedOn": "2027-01-01", "reason": "Ms Adler agreed by phone" }), SHOWN).await.good();

        assert!(!sneaked.errors.is_empty());
        assert_eq!((silent.error().as_str(), silent.error_path().as_str()), ("REQUIRED: a value is needed", "input.reason"));
        assert_eq!(stale.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!((moved.text("payload.milestone.committedOn"), moved.text("payload.milestone.forecastOn")), ("2027-01-01".into(), "2026-12-01".into()));
        let events = owner.ask("{ events(filter: { eventType: { eq: MILESTONE_COMMITMENT_MOVED } }) { nodes { reason changedFields } } }").await.good();
        assert_eq!(events.at("events.nodes"), &json!([{ "reason": "Ms Adler agreed by phone", "changedFields": ["committedOn"] }]));
    }

    async fn what_is_reached_was_promised_for_the_day_it_was_promised_for(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = milestone(&owner, &project).await;
        go(&owner, "milestone", &id, "ACHIEVED").await.good();

        let moved = owner.write("milestoneCommitmentMove", json!({ "id": id, "expectedVersion": 2, "committedOn": "2027-01-01", "reason": "agreed" }), SHOWN).await;

        assert_eq!(moved.error(), "INVALID_STATE: the milestone is reached");
    }

    async fn a_portal_user_who_may_sign_accepts_or_refuses_what_their_company_was_shown(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let shared = made(&owner, "project", json!({ "clientId": client, "name": "Shop", "visibility": "SHARED" })).await;
        let (accepted, refused) = (milestone(&owner, &shared).await, milestone(&owner, &shared).await);
        for id in [&accepted, &refused] {
            through(&owner, "milestone", id, &["ACHIEVED"]).await;
        }
        let signer = signer(&app, &client).await;
        app.wait(TimeDelta::days(1));

        let yes = signer.write("milestoneTransition", json!({ "id": accepted, "expectedVersion": 2, "to": "CLIENT_ACCEPTED", "on": "2026-11-24" }), SHOWN).await.good();
        let no = go(&signer, "milestone", &refused, "REJECTED").await.good();

        assert_eq!(yes.text("payload.milestone.clientAcceptedOn"), "2026-11-25");
        assert_eq!(yes.text("payload.milestone.acceptedBy.id"), signer.id);
        assert_eq!(no.text("payload.milestone.status"), "REJECTED");
        let seen = signer.ask("{ events(filter: { eventType: { eq: MILESTONE_STATUS_CHANGED } }) { totalCount } }").await.good();
        assert_eq!(seen.at("events.totalCount"), &json!(4));
    }

    async fn a_portal_user_does_nothing_else_to_milestones(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let shared = made(&owner, "project", json!({ "clientId": client, "name": "Shop", "visibility": "SHARED" })).await;
        let hidden = made(&owner, "project", json!({ "clientId": client, "name": "Secret" })).await;
        let (planned, achieved, secret) = (milestone(&owner, &shared).await, milestone(&owner, &shared).await, milestone(&owner, &hidden).await);
        for id in [&achieved, &secret] {
            through(&owner, "milestone", id, &["ACHIEVED"]).await;
        }
        let (signer, reader) = (signer(&app, &client).await, app.portal(&client).await);
        let input = |id: &str, version: i32, to: &str| json!({ "id": id, "expectedVersion": version, "to": to });

        let answers = [
            (reader.write("milestoneTransition", input(&achieved, 2, "CLIENT_ACCEPTED"), SHOWN).await, "FORBIDDEN: you may not do this"),
            (signer.write("milestoneTransition", input(&planned, 1, "ACHIEVED"), SHOWN).await, "FORBIDDEN: you may not do this"),
            (signer.write("milestoneUpdate", json!({ "id": achieved, "name": "Ours" }), SHOWN).await, "FORBIDDEN: you may not do this"),
            (signer.write("milestoneCommitmentMove", json!({ "id": planned, "expectedVersion": 1, "committedOn": "2027-01-01", "reason": "we" }), SHOWN).await, "FORBIDDEN: you may not do this"),
            (signer.write("milestoneTransition", input(&secret, 2, "CLIENT_ACCEPTED"), SHOWN).await, "NOT_FOUND: there is no such record"),
        ];

        for (answer, error) in answers {
            assert_eq!(answer.error(), error);
        }
    }

    async fn a_milestone_is_archived_and_brought_back(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = milestone(&owner, &project).await;

        archive(&owner, "milestone", &id).await.good();
        let gone = owner.ask("{ milestones { totalCount } }").await.good();
        let moved = go(&owner, "milestone", &id, "ACHIEVED").await;
        let back = unarchive(&owner, "milestone", &id).await.good();

        assert_eq!(gone.at("milestones.totalCount"), &json!(0));
        assert_eq!(moved.error(), "INVALID_STATE: the record is archived");
        assert_eq!(back.at("payload.milestone.archivedAt"), &json!(null));
    }
}
