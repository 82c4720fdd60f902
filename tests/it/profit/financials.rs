use serde_json::{Value as Json, json};
use tests::{App, both};

use super::ground::{book, bought, broken, contract, eur, figures, hour_on, overhead, project};

const STATEMENT: &str = "revenue { amount } passThroughCost { amount } agencyGrossIncome { amount } deliveryCost { amount } \
                         contribution { amount } contributionMargin overhead { amount } netProfit { amount currency } netMargin \
                         netMarginOnAgi gaps { code }";

both! {
    async fn a_contract_less_what_was_spent_is_the_net_profit(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        contract(&owner, &shop, "FIXED_FEE", &eur("10000.00"), &eur("6000.00")).await;
        overhead(&owner, "2026-11-01", "2026-11-30").await;
        for day in ["2026-11-03", "2026-11-04"] {
            book(&owner, &app, &shop, hour_on(day, 10_000)).await;
        }
        book(&owner, &app, &shop, bought("2026-11-05", Some(100_000), 125_000, true)).await;
        book(&owner, &app, &shop, bought("2026-11-05", Some(50_000), 0, false)).await;

        let shown = figures(&owner, &shop, None, "CONTRACTED", STATEMENT).await.good();

        let amount = |amount: &str| json!({ "amount": amount });
        assert_eq!(shown.at("projectFinancials"), &json!({
            "revenue": amount("10000.00"), "passThroughCost": amount("1000.00"), "agencyGrossIncome": amount("9000.00"),
            "deliveryCost": amount("700.00"), "contribution": amount("8300.00"), "contributionMargin": "0.9222",
            "overhead": amount("79.00"), "netProfit": { "amount": "8221.00", "currency": "EUR" }, "netMargin": "0.8221",
            "netMarginOnAgi": "0.9134", "gaps": [],
        }));
    }

    /// Case P3 (erpnext issue 5393), in rials: the order less time, expenses and purchases, beyond 32 bits.
    async fn amounts_in_rials_are_exact(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Bazaar", "IRR").await;
        let irr = |amount: &str| json!({ "amount": amount, "currency": "IRR" });
        contract(&owner, &shop, "FIXED_FEE", &irr("365000000.00"), &irr("190615866.67")).await;
        for cost in [8_896_667, 17_734_970_000, 1_317_720_000] {
            book(&owner, &app, &shop, bought("2026-11-05", Some(cost), 0, false)).await;
        }

        let contracted = figures(&owner, &shop, None, "CONTRACTED", STATEMENT).await.good();
        let planned = figures(&owner, &shop, None, "PLANNED", "netProfit { amount } gaps { code }").await.good();

        assert_eq!(contracted.at("projectFinancials.netProfit"), &json!({ "amount": "174384133.33", "currency": "IRR" }));
        assert_eq!(planned.at("projectFinancials"), &json!({ "netProfit": null, "gaps": [{ "code": "OVERHEAD_UNKNOWN" }] }));
    }

    async fn what_nobody_knows_is_null_with_the_reason_and_never_guessed(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        let selection = "revenue { amount } deliveryCost { amount } netProfit { amount } netMargin costCoverageBps gaps { code message }";
        let bare = figures(&owner, &shop, None, "CONTRACTED", selection).await.good();
        contract(&owner, &shop, "FIXED_FEE", &eur("100.00"), &eur("50.00")).await;
        book(&owner, &app, &shop, bought("2026-11-05", None, 0, false)).await;
        book(&owner, &app, &shop, bought("2026-11-05", Some(100), 0, false)).await;

        let unknown = figures(&owner, &shop, None, "CONTRACTED", selection).await.good();
        let cash = figures(&owner, &shop, None, "CASH", "netProfit { amount } gaps { code }").await.good();

        assert_eq!(bare.at("projectFinancials"), &json!({
            "revenue": null, "deliveryCost": { "amount": "0.00" }, "netProfit": null, "netMargin": null, "costCoverageBps": null,
            "gaps": [{ "code": "NO_CONTRACT", "message": "no contract binds" }],
        }));
        assert_eq!(unknown.at("projectFinancials"), &json!({
            "revenue": { "amount": "100.00" }, "deliveryCost": null, "netProfit": null, "netMargin": null, "costCoverageBps": 5_000,
            "gaps": [{ "code": "COST_UNKNOWN", "message": "the cost of some entries is unknown" }],
        }));
        assert_eq!(cash.at("projectFinancials.gaps"), &json!([{ "code": "COST_UNKNOWN" }, { "code": "NO_PAYMENTS" }]));
    }

    async fn figures_by_an_earlier_day_leave_out_what_came_after_it(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        for (day, cost) in [("2026-09-30", 100), ("2026-10-01", 20), ("2026-10-02", 3)] {
            book(&owner, &app, &shop, bought(day, Some(cost), 0, false)).await;
        }
        let cost = async |as_of| {
            let shown = figures(&owner, &shop, Some(as_of), "CONTRACTED", "asOf deliveryCost { amount } forecasts { method }").await.good();
            shown.text("projectFinancials.deliveryCost.amount")
        };

        assert_eq!(cost("2026-09-29").await, "0.00");
        assert_eq!(cost("2026-09-30").await, "1.00");
        assert_eq!(cost("2026-10-01").await, "1.20");
        assert_eq!(cost("2026-12-31").await, "1.23");
        let far = figures(&owner, &shop, Some("9999-01-01"), "CONTRACTED", "asOf").await;
        assert_eq!(far.error(), "BAD_USER_INPUT: a day from 1900 to 2200 is needed");
    }

    async fn work_by_the_hour_earns_its_price_up_to_what_is_never_exceeded(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        contract(&owner, &shop, "TIME_AND_MATERIALS", &eur("1000.00"), &eur("500.00")).await;
        overhead(&owner, "2026-11-01", "2026-11-30").await;
        book(&owner, &app, &shop, hour_on("2026-11-03", 10_000)).await;

        let shown = figures(&owner, &shop, None, "RECOGNISED", STATEMENT).await.good();

        assert_eq!(shown.text("projectFinancials.revenue.amount"), "200.00");
        assert_eq!(shown.text("projectFinancials.netProfit.amount"), "60.50");
    }

    async fn a_fixed_price_is_earned_by_the_share_of_its_cost(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        // Case V3 of tutorialspoint's page on the percentage of completion, exact: 85 000 / 700 000 × 2 000 000.
        contract(&owner, &shop, "FIXED_FEE", &eur("2000000.00"), &eur("700000.00")).await;
        book(&owner, &app, &shop, bought("2026-11-05", Some(8_500_000), 0, false)).await;

        let shown = figures(&owner, &shop, None, "RECOGNISED", "revenue { amount }").await.good();

        assert_eq!(shown.text("projectFinancials.revenue.amount"), "242857.14");
    }

    async fn the_ledger_in_parts_adds_up_to_the_whole(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        contract(&owner, &shop, "FIXED_FEE", &eur("1000.00"), &eur("500.00")).await;
        for day in ["2026-10-30", "2026-11-03"] {
            book(&owner, &app, &shop, hour_on(day, 10_000)).await;
        }
        let document = "query($id: ID!) { projectFinancials(id: $id, groupBy: MONTH) { minutes groups { month minutes cost { amount } price { amount } category } } }";
        let months = owner.ask_with(document, json!({ "id": shop })).await.good();
        let document = "query($id: ID!) { projectFinancials(id: $id, groupBy: CATEGORY, asOf: \"2026-11-02\") { groups { category minutes } budget { approved { amount } actual { amount } remaining { amount } } } }";
        let categories = owner.ask_with(document, json!({ "id": shop })).await.good();

        let month = |day: &str| json!({ "month": day, "minutes": 60, "cost": { "amount": "100.00" }, "price": { "amount": "200.00" }, "category": null });
        assert_eq!(months.at("projectFinancials"), &json!({ "minutes": 120, "groups": [month("2026-10-01"), month("2026-11-01")] }));
        assert_eq!(categories.at("projectFinancials.groups"), &json!([{ "category": null, "minutes": 60 }]));
        assert_eq!(categories.at("projectFinancials.budget.actual"), &json!({ "amount": "100.00" }));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn overhead_in_another_currency_needs_a_dated_rate(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "USD").await;
        overhead(&owner, "2026-10-01", "2026-10-31").await;
        book(&owner, &app, &shop, hour_on("2026-10-05", 10_000)).await;
        let selection = "overhead { amount currency } gaps { code }";

        let before = figures(&owner, &shop, None, "CONTRACTED", selection).await.good();
        let rate = json!({ "fromCurrency": "EUR", "toCurrency": "USD", "onDate": "2026-10-30", "rate": "1.2", "source": "ECB" });
        owner.write("fxRateSet", rate, "fxRate { id }").await.good();
        let after = figures(&owner, &shop, None, "CONTRACTED", selection).await.good();

        assert_eq!(before.at("projectFinancials"), &json!({ "overhead": null, "gaps": [{ "code": "NO_CONTRACT" }, { "code": "FX_RATE_MISSING" }] }));
        assert_eq!(after.at("projectFinancials"), &json!({ "overhead": { "amount": "47.40", "currency": "USD" }, "gaps": [{ "code": "NO_CONTRACT" }] }));
    }

    async fn months_without_overhead_carry_the_last_known_and_say_so(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        overhead(&owner, "2026-10-01", "2026-10-31").await;
        book(&owner, &app, &shop, hour_on("2026-11-05", 10_000)).await;

        let shown = figures(&owner, &shop, None, "CONTRACTED", "overhead { amount } gaps { code }").await.good();

        assert_eq!(shown.at("projectFinancials"), &json!({ "overhead": { "amount": "39.50" }, "gaps": [{ "code": "NO_CONTRACT" }, { "code": "OVERHEAD_PROVISIONAL" }] }));
        assert_ne!(shown.at("projectFinancials.overhead"), &Json::Null);
    }
}
