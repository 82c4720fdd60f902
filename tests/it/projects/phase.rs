use serde_json::json;
use tests::{App, both};

use super::ground::{archive, go, made, phase, project, task, through, unarchive};

both! {
    async fn a_phase_is_found_again_as_it_was_made(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let input = json!({ "projectId": project, "name": "Concept", "goal": "An idea", "startsOn": "2026-11-01", "endsOn": "2026-11-30",
            "percentCompleteMethod": "MANUAL", "percentBps": 2500, "weight": 3 });
        let phase = "phase { id version name goal status startsOn endsOn percentCompleteMethod percentBps weight position project { id } }";

        let made = owner.write("phaseCreate", input, phase).await.good();

        let found = owner.ask_with("query($id: ID!) { project(id: $id) { phases { nodes { id version name goal status startsOn endsOn
            percentCompleteMethod percentBps weight position project { id } } } } }", json!({ "id": project })).await.good();
        assert_eq!(found.at("project.phases.nodes.0"), made.at("payload.phase"));
        assert_eq!(made.at("payload.phase.position"), &json!(1024));
    }

    async fn phases_are_listed_by_their_place_and_moved_by_it(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let mut ids = vec![];
        for name in ["One", "Two", "Three"] {
            ids.push(made(&owner, "phase", json!({ "projectId": project, "name": name })).await);
        }

        owner.write("phaseUpdate", json!({ "id": ids[2], "position": 1500 }), "phase { id }").await.good();

        let listed = owner.ask("{ phases { nodes { name position } } }").await.good();
        assert_eq!(listed.each("phases.nodes", "name"), ["One", "Three", "Two"]);
        assert_eq!(listed.each("phases.nodes", "position"), [1024, 1500, 2048]);
    }

    async fn progress_by_hand_needs_the_method_for_it(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let by_hand = json!({ "projectId": project, "name": "Concept", "percentCompleteMethod": "MANUAL", "percentBps": 2500 });
        let id = made(&owner, "phase", by_hand).await;

        let without = owner.write("phaseCreate", json!({ "projectId": project, "name": "Build", "percentBps": 1 }), "phase { id }").await;
        let too_much = owner.write("phaseUpdate", json!({ "id": id, "percentBps": 10_001 }), "phase { id }").await;
        let counted = owner.write("phaseUpdate", json!({ "id": id, "percentCompleteMethod": "TASK_COUNT" }), "phase { percentBps }").await;

        assert_eq!(without.error(), "INVALID: progress is set by hand only where percentCompleteMethod is MANUAL");
        assert_eq!(too_much.error(), "INVALID: a number from 0 to 10000 is needed");
        assert_eq!(counted.good().at("payload.phase.percentBps"), &json!(null));
    }

    async fn a_phase_ends_no_earlier_than_it_begins(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = made(&owner, "phase", json!({ "projectId": project, "name": "Concept", "endsOn": "2026-11-10" })).await;

        let answer = owner.write("phaseUpdate", json!({ "id": id, "startsOn": "2026-11-11" }), "phase { id }").await;

        assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("INVALID: this day is before the first one", "input.endsOn"));
    }

    async fn a_phase_with_open_tasks_neither_ends_nor_goes_out_of_sight(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let phase = phase(&owner, &project).await;
        let task = made(&owner, "task", json!({ "projectId": project, "phaseId": phase, "name": "Write" })).await;
        through(&owner, "phase", &phase, &["ACTIVE"]).await;

        let answers = [
            go(&owner, "phase", &phase, "DONE").await,
            go(&owner, "phase", &phase, "CANCELLED").await,
            archive(&owner, "phase", &phase).await,
        ];

        for answer in answers {
            assert_eq!(answer.error(), "INVALID_STATE: the phase still has open tasks");
        }
        through(&owner, "task", &task, &["DOING", "DONE"]).await;
        go(&owner, "phase", &phase, "DONE").await.good();
    }

    async fn a_phase_at_its_end_takes_no_open_task(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let phase = phase(&owner, &project).await;
        let done = made(&owner, "task", json!({ "projectId": project, "phaseId": phase, "name": "Write" })).await;
        through(&owner, "task", &done, &["DOING", "DONE"]).await;
        let open = task(&owner, &project).await;
        through(&owner, "phase", &phase, &["ACTIVE", "DONE"]).await;

        let answers = [
            owner.write("taskCreate", json!({ "projectId": project, "phaseId": phase, "name": "Write" }), "task { id }").await,
            owner.write("taskUpdate", json!({ "id": open, "phaseId": phase }), "task { id }").await,
            go(&owner, "task", &done, "DOING").await,
        ];

        for answer in answers {
            assert_eq!(answer.error(), "INVALID_STATE: the phase is done");
        }
    }

    async fn a_phase_is_archived_and_brought_back(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let phase = phase(&owner, &project).await;

        archive(&owner, "phase", &phase).await.good();
        let gone = owner.ask("{ phases { totalCount } }").await.good();
        let used = owner.write("taskCreate", json!({ "projectId": project, "phaseId": phase, "name": "Write" }), "task { id }").await;
        unarchive(&owner, "phase", &phase).await.good();

        assert_eq!(gone.at("phases.totalCount"), &json!(0));
        assert_eq!((used.error().as_str(), used.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.phaseId"));
        assert_eq!(owner.ask("{ phases { totalCount } }").await.at("phases.totalCount"), &json!(1));
    }
}
