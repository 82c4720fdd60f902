use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::ground::{archive, client, go, made, milestone, phase, project, task, through, unarchive};

const PROJECT: &str = "project { id version code name description status rag ragNote currency visibility startsOn endsOn client { id } manager { id } \
                       externalIds { source value } customFields members { nodes { role member { id } } } }";

both! {
    async fn a_project_is_found_again_as_it_was_made(app: App) {
        let owner = app.owner().await;
        let manager = app.person(Role::ProjectManager).await;
        let client = made(&owner, "client", json!({ "name": "Kontor", "currency": "IRR" })).await;
        let input = json!({
            "clientId": client, "name": "Shop", "code": "SHOP", "description": "A new shop", "managerId": manager.id, "rag": "AMBER",
            "ragNote": "late", "visibility": "SHARED", "startsOn": "2026-11-01", "endsOn": "2026-11-30",
            "externalIds": [{ "source": "jira", "value": "S-1" }],
        });

        let made = owner.write("projectCreate", input, PROJECT).await.good();

        let found = owner.ask(r#"{ projects(search: "shop", filter: { externalId: { value: { eq: "S-1" } } }) { nodes { id version code name description status
            rag ragNote currency visibility startsOn endsOn client { id } manager { id } externalIds { source value } customFields
            members { nodes { role member { id } } } } } }"#).await.good();
        let project = made.at("payload.project");
        assert_eq!(found.at("projects.nodes.0"), project);
        assert_eq!((&project["status"], &project["currency"]), (&json!("PLANNED"), &json!("IRR")));
        assert_eq!(project["members"]["nodes"], json!([{ "role": "MANAGER", "member": { "id": manager.id } }]));
    }

    async fn a_field_left_out_of_a_change_stays_and_null_clears_it(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let input = json!({ "clientId": client, "name": "Shop", "description": "A shop", "startsOn": "2026-11-01", "ragNote": "fine" });
        let id = made(&owner, "project", input).await;

        let changed = owner.write("projectUpdate", json!({ "id": id, "description": null, "rag": "RED" }), "project { description ragNote rag startsOn version }").await.good();

        let left = json!({ "description": null, "ragNote": "fine", "rag": "RED", "startsOn": "2026-11-01", "version": 2 });
        assert_eq!(changed.at("payload.project"), &left);
    }

    async fn a_stale_change_is_refused(app: App) {
        let owner = app.owner().await;
        let id = project(&owner).await;
        owner.write("projectUpdate", json!({ "id": id, "name": "Shop 2" }), "project { id }").await.good();

        let answer = owner.write("projectUpdate", json!({ "id": id, "expectedVersion": 1, "name": "Shop 3" }), "project { id }").await;

        assert_eq!(answer.error(), "VERSION_CONFLICT: the record changed since it was read");
    }

    async fn the_same_key_makes_one_project(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let input = json!({ "clientId": client, "name": "Shop", "idempotencyKey": "k-1" });

        let first = owner.write("projectCreate", input.clone(), "project { id code }").await.good();
        let second = owner.write("projectCreate", input, "project { id code }").await.good();

        assert_eq!(first.data, second.data);
        assert!(second.is_replay && !first.is_replay);
        assert_eq!(owner.ask("{ projects { totalCount } }").await.at("projects.totalCount"), &json!(1));
    }

    async fn a_project_ends_no_earlier_than_it_begins(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let made = made(&owner, "project", json!({ "clientId": client, "name": "Shop", "startsOn": "2026-11-10" })).await;
        let backwards = json!({ "clientId": client, "name": "Shop", "startsOn": "2026-11-10", "endsOn": "2026-11-09" });

        let at_first = owner.write("projectCreate", backwards, "project { id }").await;
        let later = owner.write("projectUpdate", json!({ "id": made, "endsOn": "2026-11-09" }), "project { id }").await;
        let moved = owner.write("projectUpdate", json!({ "id": made, "startsOn": "2026-11-01", "endsOn": "2026-11-01" }), "project { id }").await;

        for answer in [at_first, later] {
            assert_eq!(answer.error(), "INVALID: this day is before the first one");
            assert_eq!(answer.error_path(), "input.endsOn");
        }
        moved.good();
    }

    async fn all_that_is_wrong_is_told_at_once(app: App) {
        let owner = app.owner().await;
        let id = project(&owner).await;

        let answer = owner.write("projectUpdate", json!({ "id": id, "name": " ", "code": null, "rag": null }), "project { id }").await;

        let told = answer.each("payload.errors", "path");
        assert_eq!(told, [json!(["input", "code"]), json!(["input", "rag"]), json!(["input", "name"])]);
    }

    async fn a_project_with_open_tasks_or_phases_cannot_be_closed(app: App) {
        let owner = app.owner().await;
        let id = project(&owner).await;
        let (task, phase) = (task(&owner, &id).await, phase(&owner, &id).await);
        through(&owner, "project", &id, &["ACTIVE", "DELIVERED"]).await;

        let with_a_task = go(&owner, "project", &id, "CLOSED").await;
        through(&owner, "task", &task, &["CANCELLED"]).await;
        let with_a_phase = go(&owner, "project", &id, "CLOSED").await;
        through(&owner, "phase", &phase, &["ACTIVE", "DONE"]).await;
        let settled = go(&owner, "project", &id, "CLOSED").await;

        assert_eq!(with_a_task.error(), "INVALID_STATE: the project still has open tasks");
        assert_eq!(with_a_phase.error(), "INVALID_STATE: the project still has open phases");
        assert_eq!(settled.good().text("payload.project.status"), "CLOSED");
    }

    async fn a_project_at_its_end_is_planned_no_further(app: App) {
        let owner = app.owner().await;
        let id = project(&owner).await;
        let (task, phase, milestone) = (task(&owner, &id).await, phase(&owner, &id).await, milestone(&owner, &id).await);
        through(&owner, "project", &id, &["CANCELLED"]).await;

        let answers = [
            owner.write("phaseCreate", json!({ "projectId": id, "name": "Concept" }), "phase { id }").await,
            owner.write("milestoneCreate", json!({ "projectId": id, "name": "Launch", "committedOn": "2026-12-01" }), "milestone { id }").await,
            owner.write("taskCreate", json!({ "projectId": id, "name": "Write" }), "task { id }").await,
            owner.write("projectMemberAdd", json!({ "projectId": id, "memberId": owner.id }), "projectMember { id }").await,
            owner.write("phaseUpdate", json!({ "id": phase, "name": "Later" }), "phase { id }").await,
            owner.write("milestoneUpdate", json!({ "id": milestone, "name": "Later" }), "milestone { id }").await,
            owner.write("taskUpdate", json!({ "id": task, "name": "Later" }), "task { id }").await,
            go(&owner, "phase", &phase, "ACTIVE").await,
            go(&owner, "milestone", &milestone, "ACHIEVED").await,
            go(&owner, "task", &task, "DOING").await,
        ];

        for answer in answers {
            assert_eq!(answer.error(), "INVALID_STATE: the project is cancelled");
        }
    }

    async fn a_project_under_way_cannot_be_archived(app: App) {
        let owner = app.owner().await;
        let id = project(&owner).await;
        through(&owner, "project", &id, &["ACTIVE"]).await;

        let answer = archive(&owner, "project", &id).await;

        assert_eq!(answer.error(), "INVALID_STATE: the project is under way: close or cancel it first");
    }

    async fn an_archived_project_leaves_the_lists_and_keeps_its_plan_as_it_is(app: App) {
        let owner = app.owner().await;
        let id = project(&owner).await;
        let task = task(&owner, &id).await;
        archive(&owner, "project", &id).await.good();

        let listed = owner.ask("{ projects { totalCount } all: projects(filter: { archivedAt: { isNull: false } }) { totalCount } }").await.good();
        let renamed = owner.write("taskUpdate", json!({ "id": task, "name": "Later" }), "task { id }").await;
        let added = owner.write("taskCreate", json!({ "projectId": id, "name": "Write" }), "task { id }").await;
        let changed = owner.write("projectUpdate", json!({ "id": id, "name": "Later" }), "project { id }").await;

        assert_eq!((listed.at("projects.totalCount"), listed.at("all.totalCount")), (&json!(0), &json!(1)));
        assert_eq!(renamed.error(), "INVALID_STATE: the project is archived");
        assert_eq!(added.error(), "NOT_FOUND: there is no such record");
        assert_eq!(added.error_path(), "input.projectId");
        assert_eq!(changed.error(), "INVALID_STATE: the record is archived");

        unarchive(&owner, "project", &id).await.good();
        owner.write("taskUpdate", json!({ "id": task, "name": "Later" }), "task { id }").await.good();
    }

    async fn an_archived_client_gets_no_project_new_or_old(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let old = made(&owner, "project", json!({ "clientId": client, "name": "Shop" })).await;
        archive(&owner, "project", &old).await.good();
        archive(&owner, "client", &client).await.good();

        let new = owner.write("projectCreate", json!({ "clientId": client, "name": "Shop" }), "project { id }").await;
        let back = unarchive(&owner, "project", &old).await;

        assert_eq!((new.error().as_str(), new.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.clientId"));
        assert_eq!(back.error(), "NOT_FOUND: there is no such record");
    }

    async fn a_project_keeps_the_agency_s_own_fields_and_is_found_by_them(app: App) {
        let owner = app.owner().await;
        let field = json!({ "kind": "Project", "key": "channel", "label": "Channel", "valueType": "CHOICE", "options": ["WEB", "PRINT"], "required": true });
        owner.write("customFieldCreate", field, "customField { id }").await.good();
        let client = client(&owner).await;
        let input = |channel: &str| json!({ "clientId": client, "name": "Shop", "customFields": { "channel": channel } });

        let missing = owner.write("projectCreate", json!({ "clientId": client, "name": "Shop" }), "project { id }").await;
        let wrong = owner.write("projectCreate", input("RADIO"), "project { id }").await;
        let id = made(&owner, "project", input("WEB")).await;
        owner.write("projectUpdate", json!({ "id": id, "customFields": { "channel": "PRINT" } }), "project { id }").await.good();

        assert_eq!((missing.error().as_str(), missing.error_path().as_str()), ("REQUIRED: a value is needed", "input.customFields.channel"));
        assert_eq!(wrong.error_path(), "input.customFields.channel");
        let found = owner.ask(r#"{ projects(filter: { customField: { key: "channel", eq: "PRINT" } }) { nodes { id customFields } } }"#).await.good();
        assert_eq!(found.at("projects.nodes"), &json!([{ "id": id, "customFields": { "channel": "PRINT" } }]));
    }

    async fn projects_are_counted_by_state_client_manager_rag_and_month(app: App) {
        let owner = app.owner().await;
        let manager = app.person(Role::ProjectManager).await;
        let client = client(&owner).await;
        let planned = made(&owner, "project", json!({ "clientId": client, "name": "One", "managerId": manager.id, "endsOn": "2026-12-24" })).await;
        made(&owner, "project", json!({ "clientId": client, "name": "Two", "rag": "RED" })).await;
        through(&owner, "project", &planned, &["ACTIVE"]).await;

        let groups = owner.ask("{ status: projectGroups(by: [STATUS]) { keys aggregate { count } } client: projectGroups(by: [CLIENT]) { keys aggregate { count } }
            manager: projectGroups(by: [MANAGER, RAG]) { keys aggregate { count } } month: projectGroups(by: [CREATED_MONTH, ENDS_MONTH]) { keys aggregate { count } } }").await.good();

        let one = |keys: &[Option<&str>]| json!({ "keys": keys, "aggregate": { "count": 1 } });
        assert_eq!(groups.at("status"), &json!([one(&[Some("ACTIVE")]), one(&[Some("PLANNED")])]));
        assert_eq!(groups.at("client"), &json!([{ "keys": [client], "aggregate": { "count": 2 } }]));
        assert_eq!(groups.at("manager"), &json!([one(&[None, Some("RED")]), one(&[Some(&manager.id), Some("GREEN")])]));
        assert_eq!(groups.at("month"), &json!([one(&[Some("2026-11"), None]), one(&[Some("2026-11"), Some("2026-12")])]));
    }
}
