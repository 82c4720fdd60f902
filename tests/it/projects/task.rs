use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::ground::{archive, go, made, phase, project, task, through, unarchive};

const TASK: &str = "task { id version name description status estimateMinutes remainingMinutes percentBps startsOn dueOn doneAt priority visibility \
                    position phase { id } project { id } externalIds { source value } assignees { nodes { id } } dependsOn { nodes { id } } }";
const WORK: &str = "task { status doneAt remainingMinutes percentBps }";

both! {
    async fn a_task_is_found_again_as_it_was_made(app: App) {
        let owner = app.owner().await;
        let specialist = app.person(Role::Specialist).await;
        let project = project(&owner).await;
        let (phase, before) = (phase(&owner, &project).await, task(&owner, &project).await);
        let input = json!({
            "projectId": project, "phaseId": phase, "name": "Write", "description": "The texts", "assigneeIds": [specialist.id],
            "dependsOnIds": [before], "estimateMinutes": 120, "percentBps": 100, "startsOn": "2026-11-24", "dueOn": "2026-11-30",
            "priority": "HIGH", "visibility": "SHARED", "externalIds": [{ "source": "jira", "value": "S-2" }],
        });

        let made = owner.write("taskCreate", input, TASK).await.good();

        let document = format!("query($id: ID!) {{ tasks(search: \"texts\", filter: {{ phaseId: {{ eq: $id }} }}) {{ nodes {{ {} }}", &TASK["task { ".len()..]);
        let found = owner.ask_with(&format!("{document} }}"), json!({ "id": phase })).await.good();
        let task = made.at("payload.task");
        assert_eq!(found.at("tasks.nodes.0"), task);
        assert_eq!((&task["status"], &task["remainingMinutes"], &task["position"]), (&json!("TODO"), &json!(120), &json!(2048)));
        assert_eq!(task["assignees"]["nodes"], json!([{ "id": specialist.id }]));
        assert_eq!(task["dependsOn"]["nodes"], json!([{ "id": before }]));
    }

    async fn a_task_that_is_done_has_nothing_left_to_do(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = made(&owner, "task", json!({ "projectId": project, "name": "Write", "estimateMinutes": 60 })).await;
        through(&owner, "task", &id, &["DOING"]).await;

        let done = owner.write("taskTransition", json!({ "id": id, "to": "DONE" }), WORK).await.good();
        let more = owner.write("taskUpdate", json!({ "id": id, "remainingMinutes": 30 }), WORK).await;
        let again = owner.write("taskTransition", json!({ "id": id, "to": "DOING" }), WORK).await.good();
        let corrected = owner.write("taskUpdate", json!({ "id": id, "remainingMinutes": 30, "percentBps": 5000 }), WORK).await.good();

        assert_eq!(done.at("payload.task"), &json!({ "status": "DONE", "doneAt": "2026-11-24T09:30:00Z", "remainingMinutes": 0, "percentBps": 10_000 }));
        assert_eq!(more.error(), "INVALID_STATE: the task is done: reopen it first");
        assert_eq!(again.at("payload.task.doneAt"), &json!(null));
        assert_eq!(corrected.at("payload.task"), &json!({ "status": "DOING", "doneAt": null, "remainingMinutes": 30, "percentBps": 5000 }));
    }

    async fn progress_is_between_nothing_and_the_whole(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;

        let too_much = owner.write("taskCreate", json!({ "projectId": project, "name": "Write", "percentBps": 10_001 }), TASK).await;
        let less = owner.write("taskCreate", json!({ "projectId": project, "name": "Write", "remainingMinutes": -1 }), TASK).await;

        assert_eq!((too_much.error().as_str(), too_much.error_path().as_str()), ("INVALID: a number from 0 to 10000 is needed", "input.percentBps"));
        assert_eq!(less.error_path(), "input.remainingMinutes");
    }

    async fn a_task_is_due_no_earlier_than_it_begins(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = made(&owner, "task", json!({ "projectId": project, "name": "Write", "dueOn": "2026-11-24" })).await;

        let answer = owner.write("taskUpdate", json!({ "id": id, "startsOn": "2026-11-25" }), TASK).await;

        assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("INVALID: this day is before the first one", "input.dueOn"));
    }

    async fn a_stale_change_and_a_stale_step_are_refused(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id = task(&owner, &project).await;
        owner.write("taskUpdate", json!({ "id": id, "name": "Write more" }), TASK).await.good();

        let changed = owner.write("taskUpdate", json!({ "id": id, "expectedVersion": 1, "name": "Write less" }), TASK).await;
        let stepped = owner.write("taskTransition", json!({ "id": id, "expectedVersion": 1, "to": "DOING" }), TASK).await;

        for answer in [changed, stepped] {
            assert_eq!(answer.error(), "VERSION_CONFLICT: the record changed since it was read");
        }
    }

    async fn a_task_leaves_its_phase_for_another_of_the_project_or_none(app: App) {
        let owner = app.owner().await;
        let (here, there) = (project(&owner).await, project(&owner).await);
        let (one, two, elsewhere) = (phase(&owner, &here).await, phase(&owner, &here).await, phase(&owner, &there).await);
        let id = made(&owner, "task", json!({ "projectId": here, "phaseId": one, "name": "Write" })).await;

        let moved = owner.write("taskUpdate", json!({ "id": id, "phaseId": two }), TASK).await.good();
        let away = owner.write("taskUpdate", json!({ "id": id, "phaseId": elsewhere }), TASK).await;
        let none = owner.write("taskUpdate", json!({ "id": id, "phaseId": null }), TASK).await.good();

        assert_eq!(moved.text("payload.task.phase.id"), two);
        assert_eq!((away.error().as_str(), away.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.phaseId"));
        assert_eq!(none.at("payload.task.phase"), &json!(null));
    }

    async fn a_task_is_archived_and_brought_back_to_a_phase_that_takes_it(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let phase = phase(&owner, &project).await;
        let id = made(&owner, "task", json!({ "projectId": project, "phaseId": phase, "name": "Write" })).await;

        archive(&owner, "task", &id).await.good();
        let gone = owner.ask("{ tasks { totalCount } }").await.good();
        let stepped = go(&owner, "task", &id, "DOING").await;
        unarchive(&owner, "task", &id).await.good();
        archive(&owner, "task", &id).await.good();
        through(&owner, "phase", &phase, &["ACTIVE", "DONE"]).await;
        let late = unarchive(&owner, "task", &id).await;

        assert_eq!(gone.at("tasks.totalCount"), &json!(0));
        assert_eq!(stepped.error(), "INVALID_STATE: the record is archived");
        assert_eq!(late.error(), "INVALID_STATE: the phase is done");
    }

    async fn tasks_are_counted_and_their_work_summed_by_state_phase_and_month(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let phase = phase(&owner, &project).await;
        let new = |minutes: i32| json!({ "projectId": project, "phaseId": phase, "name": "Write", "estimateMinutes": minutes, "dueOn": "2026-12-24" });
        made(&owner, "task", new(60)).await;
        let done = made(&owner, "task", new(30)).await;
        through(&owner, "task", &done, &["DOING", "DONE"]).await;

        let groups = owner.ask("{ state: taskGroups(by: [STATUS]) { keys aggregate { count estimateMinutesSum remainingMinutesSum } }
            place: taskGroups(by: [PHASE, DUE_MONTH]) { keys aggregate { estimateMinutesSum } } done: taskGroups(by: [DONE_MONTH]) { keys aggregate { count } }
            all: taskAggregate { remainingMinutesSum } }").await.good();

        assert_eq!(groups.at("state"), &json!([
            { "keys": ["DONE"], "aggregate": { "count": 1, "estimateMinutesSum": 30, "remainingMinutesSum": 0 } },
            { "keys": ["TODO"], "aggregate": { "count": 1, "estimateMinutesSum": 60, "remainingMinutesSum": 60 } },
        ]));
        assert_eq!(groups.at("place"), &json!([{ "keys": [phase, "2026-12"], "aggregate": { "estimateMinutesSum": 90 } }]));
        assert_eq!(groups.at("done"), &json!([{ "keys": [null], "aggregate": { "count": 1 } }, { "keys": ["2026-11"], "aggregate": { "count": 1 } }]));
        assert_eq!(groups.at("all.remainingMinutesSum"), &json!(60));
    }

    async fn a_task_keeps_the_agency_s_own_fields_and_the_same_key_makes_one(app: App) {
        let owner = app.owner().await;
        let field = json!({ "kind": "Task", "key": "points", "label": "Points", "valueType": "NUMBER" });
        owner.write("customFieldCreate", field, "customField { id }").await.good();
        let project = project(&owner).await;
        let input = json!({ "projectId": project, "name": "Write", "customFields": { "points": "3" }, "idempotencyKey": "k-1" });

        let first = owner.write("taskCreate", input.clone(), "task { id customFields }").await.good();
        let second = owner.write("taskCreate", input, "task { id customFields }").await.good();

        assert_eq!(first.data, second.data);
        assert!(second.is_replay);
        let found = owner.ask(r#"{ tasks(filter: { customField: { key: "points", eq: "3" } }) { totalCount nodes { customFields } } }"#).await.good();
        assert_eq!(found.at("tasks"), &json!({ "totalCount": 1, "nodes": [{ "customFields": { "points": "3" } }] }));
    }
}
