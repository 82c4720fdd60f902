//! Who sees and changes which projects, and what of them.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{client, made, milestone, phase, project, task, through};

const ALL: &str = "{ projects { nodes { name } } phases { totalCount } milestones { totalCount } tasks { nodes { name } } }";

async fn rename(person: &Person<'_>, record: &str, id: &str) -> Answer {
    person
        .write(
            &format!("{record}Update"),
            json!({ "id": id, "name": "Renamed" }),
            &format!("{record} {{ name }}"),
        )
        .await
}

async fn names(person: &Person<'_>, list: &str) -> Vec<Json> {
    let answer = person
        .ask(&format!(
            "{{ {list}(orderBy: [{{ field: NAME }}]) {{ nodes {{ name }} }} }}"
        ))
        .await
        .good();
    answer.each(&format!("{list}.nodes"), "name")
}

both! {
    async fn somebody_of_another_agency_sees_and_changes_nothing(app: App) {
        let (owner, stranger) = (app.owner().await, app.stranger().await);
        let project = project(&owner).await;
        let (phase, milestone, task) = (phase(&owner, &project).await, milestone(&owner, &project).await, task(&owner, &project).await);

        let seen = stranger.ask(ALL).await.good();
        let added = stranger.write("taskCreate", json!({ "projectId": project, "name": "Ours" }), "task { id }").await;

        let nothing = json!({ "projects": { "nodes": [] }, "phases": { "totalCount": 0 }, "milestones": { "totalCount": 0 }, "tasks": { "nodes": [] } });
        assert_eq!(seen.data, nothing);
        assert_eq!(added.error(), "NOT_FOUND: there is no such record");
        for (record, id) in [("project", project), ("phase", phase), ("milestone", milestone), ("task", task)] {
            assert_eq!(rename(&stranger, record, &id).await.error(), "NOT_FOUND: there is no such record");
        }
    }

    async fn being_on_one_project_of_a_client_gives_no_part_in_the_others(app: App) {
        let (owner, manager) = (app.owner().await, app.person(Role::ProjectManager).await);
        let client = client(&owner).await;
        let own = made(&owner, "project", json!({ "clientId": client, "name": "Own", "managerId": manager.id })).await;
        let other = made(&owner, "project", json!({ "clientId": client, "name": "Other" })).await;
        task(&owner, &other).await;

        let seen = names(&manager, "projects").await;
        let told = manager.ask("{ events(filter: { eventType: { in: [PROJECT_CREATED, TASK_CREATED] } }) { nodes { subject { id } } } }").await.good();

        assert_eq!(seen, ["Own"]);
        assert_eq!(told.at("events.nodes"), &json!([{ "subject": { "id": own } }]));
        assert_eq!(rename(&manager, "project", &other).await.error(), "NOT_FOUND: there is no such record");
        rename(&manager, "project", &own).await.good();
    }

    async fn an_account_manager_plans_all_projects_of_the_clients_they_answer_for(app: App) {
        let (owner, account) = (app.owner().await, app.person(Role::AccountManager).await);
        let own = client(&account).await;
        let other = client(&owner).await;
        let ours = made(&owner, "project", json!({ "clientId": own, "name": "Ours" })).await;
        let theirs = made(&owner, "project", json!({ "clientId": other, "name": "Theirs" })).await;

        let new = account.write("projectCreate", json!({ "clientId": other, "name": "New" }), "project { id }").await;

        assert_eq!(names(&account, "projects").await, ["Ours"]);
        assert_eq!(new.error(), "NOT_FOUND: there is no such record");
        rename(&account, "project", &ours).await.good();
        task(&account, &ours).await;
        assert_eq!(rename(&account, "project", &theirs).await.error(), "NOT_FOUND: there is no such record");
    }

    async fn a_specialist_reads_the_plan_and_works_on_their_own_tasks(app: App) {
        let (owner, specialist) = (app.owner().await, app.person(Role::Specialist).await);
        let project = project(&owner).await;
        let own = made(&owner, "task", json!({ "projectId": project, "name": "Own", "assigneeIds": [specialist.id] })).await;
        let other = made(&owner, "task", json!({ "projectId": project, "name": "Other" })).await;

        let seen = names(&specialist, "tasks").await;
        let can = specialist.ask("{ tasks(orderBy: [{ field: NAME }]) { nodes { viewerCan { update archive } } } }").await.good();

        assert_eq!(seen, ["Other", "Own"]);
        assert_eq!(can.each("tasks.nodes", "viewerCan"), [json!({ "update": false, "archive": false }), json!({ "update": true, "archive": false })]);
        rename(&specialist, "task", &own).await.good();
        through(&specialist, "task", &own, &["DOING", "DONE"]).await;
        assert_eq!(rename(&specialist, "task", &other).await.error(), "NOT_FOUND: there is no such record");
        assert_eq!(rename(&specialist, "project", &project).await.error(), "FORBIDDEN: you may not do this");
    }

    async fn who_only_works_on_a_project_leaves_its_plan_alone(app: App) {
        let (owner, specialist) = (app.owner().await, app.person(Role::Specialist).await);
        let project = project(&owner).await;
        let other = task(&owner, &project).await;
        let own = made(&owner, "task", json!({ "projectId": project, "name": "Own", "assigneeIds": [specialist.id] })).await;

        for (field, value) in [
            ("visibility", json!("SHARED")),
            ("phaseId", Json::Null),
            ("addAssigneeIds", json!([owner.id])),
            ("removeAssigneeIds", json!([specialist.id])),
            ("addDependsOnIds", json!([other])),
            ("removeDependsOnIds", json!([other])),
        ] {
            let answer = specialist.write("taskUpdate", json!({ "id": own, field: value }), "task { id }").await;

            assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{field}");
        }
    }

    async fn a_freelancer_sees_the_projects_they_are_on_and_of_these_their_own_tasks(app: App) {
        let (owner, freelancer) = (app.owner().await, app.person(Role::Freelancer).await);
        let client = client(&owner).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "Shop" })).await;
        made(&owner, "project", json!({ "clientId": client, "name": "Other" })).await;
        let own = made(&owner, "task", json!({ "projectId": project, "name": "Own", "assigneeIds": [freelancer.id], "estimateMinutes": 60 })).await;
        let other = made(&owner, "task", json!({ "projectId": project, "name": "Other" })).await;

        let seen = freelancer.ask("{ projects { nodes { name tasks { nodes { name remainingMinutes } totalCount } } } }").await.good();
        let secret = freelancer.ask("{ projects { nodes { ragNote } } }").await;
        let worked = freelancer.write("taskUpdate", json!({ "id": own, "remainingMinutes": 30 }), "task { remainingMinutes }").await.good();

        let tasks = json!({ "nodes": [{ "name": "Own", "remainingMinutes": 60 }], "totalCount": 1 });
        assert_eq!(seen.at("projects.nodes"), &json!([{ "name": "Shop", "tasks": tasks }]));
        assert_eq!(secret.error(), "FORBIDDEN: you may not see this");
        assert_eq!(worked.at("payload.task.remainingMinutes"), &json!(30));
        through(&freelancer, "task", &own, &["DOING", "DONE"]).await;
        assert_eq!(rename(&freelancer, "task", &other).await.error(), "NOT_FOUND: there is no such record");
        let told = freelancer.ask("{ events(filter: { subjectKind: { eq: \"Task\" } }) { nodes { subject { ... on Task { name } } } } }").await.good();
        assert!(told.each("events.nodes", "subject").iter().all(|subject| subject["name"] == "Own"));
    }

    async fn a_portal_user_sees_what_is_shared_of_what_is_shared_and_no_effort(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let shared = made(&owner, "project", json!({ "clientId": client, "name": "Shared", "visibility": "SHARED" })).await;
        let hidden = made(&owner, "project", json!({ "clientId": client, "name": "Hidden" })).await;
        for project in [&shared, &hidden] {
            made(&owner, "task", json!({ "projectId": project, "name": "Shown", "visibility": "SHARED", "estimateMinutes": 60 })).await;
            made(&owner, "task", json!({ "projectId": project, "name": "Kept" })).await;
            milestone(&owner, project).await;
        }
        let portal = app.portal(&client).await;

        let seen = portal.ask(ALL).await.good();
        let effort = portal.ask("{ tasks { nodes { estimateMinutes } } }").await;
        let summed = portal.ask("{ taskAggregate { estimateMinutesSum } }").await;
        let written = rename(&portal, "project", &shared).await;

        let all = json!({ "projects": { "nodes": [{ "name": "Shared" }] }, "phases": { "totalCount": 0 }, "milestones": { "totalCount": 1 }, "tasks": { "nodes": [{ "name": "Shown" }] } });
        assert_eq!(seen.data, all);
        for answer in [effort, summed] {
            assert_eq!(answer.error(), "FORBIDDEN: you may not see this");
        }
        assert_eq!(written.error(), "FORBIDDEN: you may not do this");
    }

    async fn what_is_no_longer_shared_is_gone_from_the_portal_s_history_too(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "Shared", "visibility": "SHARED" })).await;
        milestone(&owner, &project).await;
        let portal = app.portal(&client).await;
        let before = portal.ask("{ events { totalCount } }").await.good();

        owner.write("projectUpdate", json!({ "id": project, "visibility": "INTERNAL" }), "project { id }").await.good();

        assert_eq!(before.at("events.totalCount"), &json!(2));
        assert_eq!(portal.ask("{ events { totalCount } }").await.good().at("events.totalCount"), &json!(0));
    }

    async fn who_only_looks_on_reads_all_and_changes_nothing(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let task = task(&owner, &project).await;

        for role in [Role::Viewer, Role::Finance] {
            let person = app.person(role).await;

            assert_eq!(names(&person, "tasks").await, ["Write"]);
            assert_eq!(rename(&person, "task", &task).await.error(), "FORBIDDEN: you may not do this");
            assert_eq!(rename(&person, "project", &project).await.error(), "FORBIDDEN: you may not do this");
        }
    }
}
