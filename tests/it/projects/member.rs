use entity::membership::Role;
use serde_json::json;
use tests::{Answer, App, Person, both};

use super::ground::{client, made, project, through};

const MEMBERS: &str = "query($id: ID!) { project(id: $id) { members { nodes { id role member { id } } } } }";

async fn add(person: &Person<'_>, project: &str, member: &str, role: &str) -> Answer {
    let input = json!({ "projectId": project, "memberId": member, "role": role });
    person
        .write(
            "projectMemberAdd",
            input,
            "projectMember { id role version member { id } project { id } }",
        )
        .await
}

/// The place of somebody on a project.
async fn place(person: &Person<'_>, project: &str, member: &str) -> (String, String) {
    let answer = person.ask_with(MEMBERS, json!({ "id": project })).await.good();
    let nodes = answer
        .at("project.members.nodes")
        .as_array()
        .expect("a list")
        .clone();
    let place = nodes
        .iter()
        .find(|place| place["member"]["id"] == member)
        .expect("a place");
    let text = |field: &str| place[field].as_str().expect("a text").to_owned();
    (text("id"), text("role"))
}

both! {
    async fn somebody_is_put_on_a_project_given_another_role_and_taken_off_again(app: App) {
        let owner = app.owner().await;
        let manager = app.person(Role::ProjectManager).await;
        let project = project(&owner).await;

        let added = add(&owner, &project, &manager.id, "CONTRIBUTOR").await.good();
        let id = added.text("payload.projectMember.id");
        let changed = owner.write("projectMemberUpdate", json!({ "id": id, "expectedVersion": 1, "role": "MANAGER" }), "projectMember { role version }").await.good();
        let removed = owner.write("projectMemberRemove", json!({ "id": id, "expectedVersion": 2 }), "project { id members { totalCount } }").await.good();

        assert_eq!(added.text("payload.projectMember.role"), "CONTRIBUTOR");
        assert_eq!(changed.at("payload.projectMember"), &json!({ "role": "MANAGER", "version": 2 }));
        assert_eq!(removed.at("payload.project"), &json!({ "id": project, "members": { "totalCount": 0 } }));
        let events = owner.ask("{ events(filter: { subjectKind: { eq: \"ProjectMember\" } }, orderBy: [{ field: SEQ }]) { nodes { eventType } } }").await.good();
        assert_eq!(events.each("events.nodes", "eventType"), ["PROJECT_MEMBER_ADDED", "PROJECT_MEMBER_UPDATED", "PROJECT_MEMBER_REMOVED"]);
    }

    async fn nobody_is_on_a_project_twice(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let first = add(&owner, &project, &owner.id, "CONTRIBUTOR").await.good();

        let input = json!({ "projectId": project, "memberId": owner.id });
        let again = owner.write("projectMemberAdd", input, "projectMember { id } errors { ... on NotUniqueError { existing { id } } }").await;

        assert_eq!((again.error().as_str(), again.error_path().as_str()), ("NOT_UNIQUE: another record has this value", "input.memberId"));
        assert_eq!(again.at("payload.errors.0.existing.id"), first.at("payload.projectMember.id"));
    }

    async fn who_only_looks_on_is_not_put_on_a_project_and_who_cannot_plan_does_not_run_one(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "Shop" })).await;
        let (viewer, portal, freelancer) = (app.person(Role::Viewer).await, app.portal(&client).await, app.person(Role::Freelancer).await);

        let answers = [
            (add(&owner, &project, &viewer.id, "CONTRIBUTOR").await, "INVALID: this person cannot work on a project"),
            (add(&owner, &project, &portal.id, "CONTRIBUTOR").await, "INVALID: this person cannot work on a project"),
            (add(&owner, &project, &freelancer.id, "MANAGER").await, "INVALID: this person cannot run a project"),
            (owner.write("projectUpdate", json!({ "id": project, "managerId": freelancer.id }), "project { id }").await, "INVALID: this person cannot run a project"),
        ];

        for (answer, error) in answers {
            assert_eq!(answer.error(), error);
        }
        add(&owner, &project, &freelancer.id, "CONTRIBUTOR").await.good();
    }

    async fn whose_work_it_is_to_run_projects_runs_the_one_they_make(app: App) {
        let owner = app.owner().await;
        let account = app.person(Role::AccountManager).await;
        let manager = app.person(Role::ProjectManager).await;
        let client = client(&account).await;

        let own = account.write("projectCreate", json!({ "clientId": client, "name": "Own" }), "project { id manager { id } }").await.good();
        let given = account.write("projectCreate", json!({ "clientId": client, "name": "Given", "managerId": manager.id }), "project { id manager { id } }").await.good();
        let planned = owner.write("projectCreate", json!({ "clientId": client, "name": "Planned" }), "project { manager { id } members { totalCount } }").await.good();

        let (own_id, given_id) = (own.text("payload.project.id"), given.text("payload.project.id"));
        assert_eq!(own.text("payload.project.manager.id"), account.id);
        assert_eq!(place(&owner, &own_id, &account.id).await.1, "MANAGER");
        assert_eq!(given.text("payload.project.manager.id"), manager.id);
        assert_eq!(place(&owner, &given_id, &manager.id).await.1, "MANAGER");
        assert_eq!(place(&owner, &given_id, &account.id).await.1, "MANAGER");
        assert_eq!(planned.at("payload.project"), &json!({ "manager": null, "members": { "totalCount": 0 } }));
    }

    async fn who_runs_a_project_is_always_on_it(app: App) {
        let owner = app.owner().await;
        let (first, second) = (app.person(Role::ProjectManager).await, app.person(Role::ProjectManager).await);
        let project = project(&owner).await;
        add(&owner, &project, &second.id, "CONTRIBUTOR").await.good();
        owner.write("projectUpdate", json!({ "id": project, "managerId": first.id }), "project { id }").await.good();
        let (running, _) = place(&owner, &project, &first.id).await;

        let taken_off = owner.write("projectMemberRemove", json!({ "id": running }), "project { id }").await;
        let lowered = owner.write("projectMemberUpdate", json!({ "id": running, "role": "CONTRIBUTOR" }), "projectMember { id }").await;
        owner.write("projectUpdate", json!({ "id": project, "managerId": second.id }), "project { id }").await.good();

        for answer in [taken_off, lowered] {
            assert_eq!(answer.error(), "INVALID_STATE: this person runs the project: let somebody else run it first");
        }
        assert_eq!(place(&owner, &project, &second.id).await.1, "MANAGER");
        owner.write("projectMemberRemove", json!({ "id": running }), "project { id }").await.good();
    }

    async fn nobody_leaves_a_project_with_open_tasks_on_it(app: App) {
        let owner = app.owner().await;
        let specialist = app.person(Role::Specialist).await;
        let project = project(&owner).await;
        let task = made(&owner, "task", json!({ "projectId": project, "name": "Write", "assigneeIds": [specialist.id] })).await;
        let (id, role) = place(&owner, &project, &specialist.id).await;

        let early = owner.write("projectMemberRemove", json!({ "id": id }), "project { id }").await;
        through(&owner, "task", &task, &["DOING", "DONE"]).await;
        let late = owner.write("projectMemberRemove", json!({ "id": id }), "project { tasks { nodes { assignees { nodes { id } } } } }").await;

        assert_eq!(role, "CONTRIBUTOR");
        assert_eq!(early.error(), "INVALID_STATE: this person still has open tasks on the project");
        assert_eq!(late.good().text("payload.project.tasks.nodes.0.assignees.nodes.0.id"), specialist.id);
    }
}
