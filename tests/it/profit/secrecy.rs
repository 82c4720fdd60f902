use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::ground::{overhead, project};

both! {
    async fn figures_are_for_those_who_may_know_costs(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        let documents = [
            "query($id: ID!) { projectFinancials(id: $id) { netProfit { amount } } }",
            "query($id: ID!) { explainProfitChange(id: $id, from: \"2026-10-01\", to: \"2026-11-01\") { rows { kind } } }",
            "query($id: ID!) { portfolioFinancials { nodes { name } } project(id: $id) { id } }",
        ];

        for role in [Role::Specialist, Role::Freelancer, Role::Viewer] {
            let person = app.person(role).await;
            for document in documents {
                let answer = person.ask_with(document, json!({ "id": shop })).await;
                assert!(answer.error().starts_with("FORBIDDEN"), "{role:?}: {}", answer.error());
            }
        }
    }

    async fn a_project_of_somebody_else_has_no_figures(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        let manager = app.person(Role::AccountManager).await;
        let other = app.stranger().await;
        let document = "query($id: ID!) { projectFinancials(id: $id) { netProfit { amount } } explainProfitChange(id: $id, from: \"2026-10-01\", to: \"2026-11-01\") { rows { kind } } portfolioFinancials { nodes { name } totals { projects } } }";

        for person in [&manager, &other] {
            let answer = person.ask_with(document, json!({ "id": shop })).await.good();
            assert_eq!(answer.at("projectFinancials"), &json!(null));
            assert_eq!(answer.at("explainProfitChange"), &json!(null));
            assert_eq!(answer.at("portfolioFinancials"), &json!({ "nodes": [], "totals": [] }));
        }
    }

    async fn overhead_is_for_owners_managers_and_finance(app: App) {
        let owner = app.owner().await;
        overhead(&owner, "2026-11-01", "2026-11-30").await;

        for (role, may) in [(Role::Finance, true), (Role::Manager, true), (Role::AccountManager, false), (Role::ProjectManager, false), (Role::Specialist, false), (Role::Freelancer, false), (Role::Viewer, false)] {
            let answer = app.person(role).await.ask("{ overheadPeriods { totalCount } }").await;
            if may {
                assert_eq!(answer.good().at("overheadPeriods.totalCount"), &json!(1), "{role:?}");
            } else {
                assert!(answer.error().starts_with("FORBIDDEN"), "{role:?}: {}", answer.error());
            }
        }
    }
}
