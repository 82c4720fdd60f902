//! Who does a task, and which tasks wait for which.

use entity::membership::Role;
use serde_json::json;
use tests::{Answer, App, Person, both};

use super::ground::{archive, go, made, project, task, through};

const TIES: &str =
    "task { version assignees { nodes { id } } dependsOn { nodes { id } } dependents { nodes { id } } }";

async fn wait_for(person: &Person<'_>, task: &str, other: &str) -> Answer {
    let input = json!({ "id": task, "addDependsOnIds": [other] });
    person.write("taskUpdate", input, TIES).await
}

both! {
    async fn who_gets_a_task_is_put_on_its_project(app: App) {
        let owner = app.owner().await;
        let (one, two) = (app.person(Role::Specialist).await, app.person(Role::Freelancer).await);
        let project = project(&owner).await;
        let id = made(&owner, "task", json!({ "projectId": project, "name": "Write", "assigneeIds": [one.id, one.id] })).await;

        let answer = owner.write("taskUpdate", json!({ "id": id, "addAssigneeIds": [one.id, two.id], "removeAssigneeIds": [one.id] }), TIES).await.good();

        let mut assigned = answer.each("payload.task.assignees.nodes", "id");
        assigned.sort_by_key(ToString::to_string);
        let mut both = [json!(one.id), json!(two.id)];
        both.sort_by_key(ToString::to_string);
        assert_eq!(assigned, both);
        assert_eq!(answer.at("payload.task.version"), &json!(2));
        let members = owner.ask("{ projectMembers { nodes { role } } }").await.good();
        assert_eq!(members.each("projectMembers.nodes", "role"), ["CONTRIBUTOR", "CONTRIBUTOR"]);
        let events = owner.ask("{ events(filter: { eventType: { eq: TASK_UPDATED } }) { nodes { changedFields } } }").await.good();
        assert_eq!(events.at("events.nodes.0.changedFields"), &json!(["assignees"]));
    }

    async fn a_task_is_not_given_to_who_only_looks_on_or_is_not_there(app: App) {
        let owner = app.owner().await;
        let (viewer, stranger) = (app.person(Role::Viewer).await, app.stranger().await);
        let project = project(&owner).await;
        let input = |member: &str| json!({ "projectId": project, "name": "Write", "assigneeIds": [member] });

        let looking_on = owner.write("taskCreate", input(&viewer.id), TIES).await;
        let elsewhere = owner.write("taskCreate", input(&stranger.id), TIES).await;

        assert_eq!((looking_on.error().as_str(), looking_on.error_path().as_str()), ("INVALID: this person cannot work on a project", "input.assigneeIds"));
        assert_eq!((elsewhere.error().as_str(), elsewhere.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.assigneeIds"));
        assert_eq!(owner.ask("{ tasks { totalCount } }").await.at("tasks.totalCount"), &json!(0));
    }

    async fn tasks_show_what_they_wait_for_and_what_waits_for_them(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let (first, then) = (task(&owner, &project).await, task(&owner, &project).await);

        let tied = wait_for(&owner, &then, &first).await.good();
        let seen = owner.ask_with("query($id: ID!) { task(id: $id) { dependents { nodes { id } } } tasks(filter: { dependsOn: { some: { id: { eq: $id } } } }) { nodes { id } } }", json!({ "id": first })).await.good();
        let untied = owner.write("taskUpdate", json!({ "id": then, "removeDependsOnIds": [first] }), TIES).await.good();

        assert_eq!(tied.at("payload.task.dependsOn.nodes"), &json!([{ "id": first }]));
        assert_eq!((seen.at("task.dependents.nodes"), seen.at("tasks.nodes")), (&json!([{ "id": then }]), &json!([{ "id": then }])));
        assert_eq!(untied.at("payload.task.dependsOn.nodes"), &json!([]));
    }

    async fn tasks_never_wait_for_each_other_in_a_circle(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let tasks = [task(&owner, &project).await, task(&owner, &project).await, task(&owner, &project).await];
        wait_for(&owner, &tasks[1], &tasks[0]).await.good();
        wait_for(&owner, &tasks[2], &tasks[1]).await.good();

        let answers = [
            wait_for(&owner, &tasks[0], &tasks[0]).await,
            wait_for(&owner, &tasks[0], &tasks[1]).await,
            wait_for(&owner, &tasks[0], &tasks[2]).await,
        ];

        for answer in answers {
            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("INVALID: the tasks would wait for each other in a circle", "input.addDependsOnIds"));
        }
        wait_for(&owner, &tasks[2], &tasks[0]).await.good();
    }

    async fn of_two_who_would_close_a_circle_at_the_same_time_one_is_refused(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        for _ in 0..8 {
            let tasks = [task(&owner, &project).await, task(&owner, &project).await, task(&owner, &project).await, task(&owner, &project).await];
            wait_for(&owner, &tasks[0], &tasks[1]).await.good();
            wait_for(&owner, &tasks[2], &tasks[3]).await.good();

            let (forth, back) = tokio::join!(wait_for(&owner, &tasks[1], &tasks[2]), wait_for(&owner, &tasks[3], &tasks[0]));

            let refused = [&forth, &back].into_iter().filter(|answer| answer.at("payload.task").is_null()).collect::<Vec<_>>();
            assert_eq!(refused.len(), 1, "{} {}", forth.data, back.data);
            assert_eq!(refused[0].error(), "INVALID: the tasks would wait for each other in a circle");
        }
    }

    async fn a_task_waits_for_tasks_of_its_own_project_only(app: App) {
        let owner = app.owner().await;
        let (here, there) = (project(&owner).await, project(&owner).await);
        let (id, elsewhere, archived) = (task(&owner, &here).await, task(&owner, &there).await, task(&owner, &here).await);
        archive(&owner, "task", &archived).await.good();

        for other in [elsewhere, archived] {
            let answer = wait_for(&owner, &id, &other).await;

            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.addDependsOnIds"));
        }
    }

    async fn a_task_begins_once_what_it_waits_for_is_done(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let (first, then) = (task(&owner, &project).await, task(&owner, &project).await);
        wait_for(&owner, &then, &first).await.good();

        let early = go(&owner, "task", &then, "DOING").await;
        through(&owner, "task", &first, &["DOING", "DONE"]).await;
        let late = go(&owner, "task", &then, "DOING").await;

        assert_eq!(early.error(), "INVALID_STATE: a task that it depends on is still open");
        late.good();
    }

    async fn a_project_that_is_closed_while_a_task_is_added_ends_up_with_no_open_task(app: App) {
        let owner = app.owner().await;
        for _ in 0..6 {
            let id = project(&owner).await;
            through(&owner, "project", &id, &["ACTIVE", "DELIVERED"]).await;
            let (close, new) = (json!({ "id": id, "expectedVersion": 3, "to": "CLOSED" }), json!({ "projectId": id, "name": "Late" }));

            let (closed, added) = tokio::join!(
                owner.write("projectTransition", close, "project { id }"),
                owner.write("taskCreate", new, "task { id }")
            );

            let refused = match (closed.at("payload.project").is_null(), added.at("payload.task").is_null()) {
                (true, false) => closed.error(),
                (false, true) => added.error(),
                both => panic!("{both:?}: one of them is too late"),
            };
            assert!(["INVALID_STATE: the project still has open tasks", "INVALID_STATE: the project is closed"].contains(&refused.as_str()), "{refused}");
        }
    }
}
