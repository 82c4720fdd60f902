use serde_json::json;
use tests::{App, both};

use super::made;

both! {
    async fn a_work_role_has_a_name_that_no_other_has_until_it_is_archived(app: App) {
        let owner = app.owner().await;
        let designer = made(&owner, "workRole", json!({ "name": "Designer" })).await;

        let twin = owner.write("workRoleCreate", json!({ "name": " designer " }), "workRole { id }").await;
        owner.write("workRoleArchive", json!({ "id": designer }), "workRole { id }").await.good();
        let next = owner.write("workRoleCreate", json!({ "name": "Designer" }), "workRole { name version }").await.good();
        let back = owner.ask_with("mutation($id: ID!) { payload: workRoleUnarchive(input: { id: $id }) { errors { code message path } } }", json!({ "id": designer })).await;

        assert_eq!(twin.error(), "NOT_UNIQUE: another record has this value");
        assert_eq!(next.at("payload.workRole"), &json!({ "name": "Designer", "version": 1 }));
        assert_eq!(back.error(), "NOT_UNIQUE: another record has this value");
    }

    async fn colleagues_read_work_roles_and_finance_makes_them(app: App) {
        use entity::membership::Role;
        let finance = app.person(Role::Finance).await;
        made(&finance, "workRole", json!({ "name": "Writer" })).await;

        for role in [Role::AccountManager, Role::ProjectManager, Role::Specialist, Role::Freelancer, Role::Viewer] {
            let person = app.person(role).await;
            let seen = person.ask("{ workRoles { nodes { name } } }").await.good();
            let made = person.write("workRoleCreate", json!({ "name": "Other" }), "workRole { id }").await;

            assert_eq!(seen.at("workRoles.nodes"), &json!([{ "name": "Writer" }]));
            assert_eq!(made.error(), "FORBIDDEN: you may not do this");
        }
        assert_eq!(app.stranger().await.ask("{ workRoles { totalCount } }").await.good().at("workRoles.totalCount"), &json!(0));
    }
}
