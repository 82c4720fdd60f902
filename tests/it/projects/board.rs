//! What a project board asks for.

use entity::membership::Role;
use serde_json::json;
use tests::{App, Person, both};

use super::ground::{client, made};

const BOARD: &str = "{ projects(orderBy: [{ field: NAME }]) { totalCount nodes { name client { name } manager { name } members { nodes { role member { name } } }
    milestones { nodes { name committedOn } } phases { nodes { name tasks { totalCount nodes { name status allowedTransitions viewerCan { update }
    assignees { nodes { name tasks(filter: { status: { eq: TODO } }) { totalCount } projects { totalCount } } } dependsOn { nodes { name } } } } } } } } }";

async fn a_planned_project(person: &Person<'_>, client: &str, worker: &str, number: usize) {
    let project = made(
        person,
        "project",
        json!({ "clientId": client, "name": format!("Project {number}") }),
    )
    .await;
    for name in ["Concept", "Build"] {
        let phase = made(person, "phase", json!({ "projectId": project, "name": name })).await;
        made(
            person,
            "milestone",
            json!({ "projectId": project, "phaseId": phase, "name": name, "committedOn": "2026-12-01" }),
        )
        .await;
        let first = made(
            person,
            "task",
            json!({ "projectId": project, "phaseId": phase, "name": "First", "assigneeIds": [worker] }),
        )
        .await;
        made(
            person,
            "task",
            json!({ "projectId": project, "phaseId": phase, "name": "Then", "dependsOnIds": [first] }),
        )
        .await;
    }
}

both! {
    async fn a_board_is_read_with_as_many_statements_for_many_projects_as_for_one(app: App) {
        let (owner, worker) = (app.owner().await, app.person(Role::Specialist).await);
        let client = client(&owner).await;
        a_planned_project(&owner, &client, &worker.id, 1).await;
        let of_one = owner.ask(BOARD).await.good();
        for number in 2..=4 {
            a_planned_project(&owner, &client, &worker.id, number).await;
        }

        let of_four = owner.ask(BOARD).await.good();

        assert_eq!((of_one.statements, of_four.statements), (1, 1));
        assert_eq!(of_four.at("projects.totalCount"), &json!(4));
        let phases = of_four.at("projects.nodes.3.phases.nodes");
        assert_eq!((&phases[0]["name"], &phases[1]["name"]), (&json!("Concept"), &json!("Build")));
        let tasks = &phases[1]["tasks"];
        assert_eq!(tasks["totalCount"], 2);
        assert_eq!((&tasks["nodes"][0]["name"], &tasks["nodes"][1]["name"]), (&json!("First"), &json!("Then")));
        assert_eq!(tasks["nodes"][1]["dependsOn"]["nodes"], json!([{ "name": "First" }]));
        let assignee = &tasks["nodes"][0]["assignees"]["nodes"][0];
        assert_eq!((&assignee["tasks"]["totalCount"], &assignee["projects"]["totalCount"]), (&json!(8), &json!(4)));
    }
}
