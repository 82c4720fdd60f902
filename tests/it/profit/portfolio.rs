use serde_json::json;
use tests::{App, both};

use super::ground::{book, bought, contract, eur, hour_on, project};

both! {
    async fn a_portfolio_is_paged_and_added_up_by_currency(app: App) {
        let owner = app.owner().await;
        for (name, currency) in [("One", "EUR"), ("Two", "EUR"), ("Three", "IRR")] {
            let project = project(&owner, name, currency).await;
            let price = json!({ "amount": "1000.00", "currency": currency });
            contract(&owner, &project, "FIXED_FEE", &price, &price).await;
            book(&owner, &app, &project, bought("2026-11-05", Some(10_001), 0, false)).await;
        }
        let document = "query($after: String) { portfolioFinancials(first: 2, after: $after) { nodes { name clientName status netProfit { amount } } \
                        hasNextPage endCursor totals { currency projects unknownProjects revenue { amount } netProfit { amount } netMargin } } }";

        let first = owner.ask(document).await.good();
        let after = first.at("portfolioFinancials.endCursor");
        let second = owner.ask_with(document, json!({ "after": after })).await.good();

        assert_eq!(first.each("portfolioFinancials.nodes", "name"), ["One", "Two"]);
        assert_eq!(first.at("portfolioFinancials.hasNextPage"), &json!(true));
        assert_eq!(second.each("portfolioFinancials.nodes", "name"), ["Three"]);
        assert_eq!(second.at("portfolioFinancials.hasNextPage"), &json!(false));
        let sums = |currency: &str, projects: i32, revenue: &str, profit: &str| json!({
            "currency": currency, "projects": projects, "unknownProjects": 0, "revenue": { "amount": revenue },
            "netProfit": { "amount": profit }, "netMargin": "0.9000",
        });
        assert_eq!(first.at("portfolioFinancials.totals"), &json!([
            sums("EUR", 2, "2000.00", "1799.98"), sums("IRR", 1, "1000.00", "899.99"),
        ]));
    }

    async fn a_filter_picks_projects_and_one_unknown_profit_leaves_no_total(app: App) {
        let owner = app.owner().await;
        let known = project(&owner, "Known", "EUR").await;
        contract(&owner, &known, "FIXED_FEE", &eur("10.00"), &eur("5.00")).await;
        let unknown = project(&owner, "Unknown", "EUR").await;
        book(&owner, &app, &unknown, bought("2026-11-05", Some(1), 0, false)).await;
        let document = "query($filter: ProjectFilter) { portfolioFinancials(filter: $filter) { nodes { projectId } totals { projects unknownProjects netProfit { amount } deliveryCost { amount } } } }";

        let all = owner.ask(document).await.good();
        let one = owner.ask_with(document, json!({ "filter": { "name": { "eq": "Known" } } })).await.good();

        assert_eq!(all.at("portfolioFinancials.totals"), &json!([{ "projects": 2, "unknownProjects": 1, "netProfit": null, "deliveryCost": { "amount": "0.01" } }]));
        assert_eq!(one.each("portfolioFinancials.nodes", "projectId"), [json!(known)]);
        assert_eq!(one.at("portfolioFinancials.totals"), &json!([{ "projects": 1, "unknownProjects": 0, "netProfit": { "amount": "10.00" }, "deliveryCost": { "amount": "0.00" } }]));
    }

    async fn twenty_projects_take_as_many_statements_as_one(app: App) {
        let owner = app.owner().await;
        let mut taken = vec![];
        for number in 0..20 {
            let project = project(&owner, &format!("Project {number}"), "EUR").await;
            book(&owner, &app, &project, hour_on("2026-11-05", 100)).await;
            let shown = owner.ask("{ portfolioFinancials { nodes { netProfit { amount } clientName } } }").await.good();
            taken.push(shown.statements);
        }

        assert_eq!(taken, vec![2; 20]);
    }
}
