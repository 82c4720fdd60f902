//! What estimates come to.

use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{client, estimate, line, money, replaced, with};

const MINUTES: &str = "lines expected standardDeviation low high";

async fn figures(person: &Person<'_>, id: &str) -> Answer {
    let money =
        "{ lines expected { amount currency } standardDeviation { amount } low { amount } high { amount } }";
    let sum = format!("phaseKey lines minutes {{ {MINUTES} }} cost {money} price {money}");
    let document = format!(
        "query($id: ID!) {{ estimateFigures(id: $id) {{ estimate {{ id }} distribution kBps total {{ {sum} }} phases {{ {sum} }} }} }}"
    );
    person.ask_with(&document, json!({ "id": id })).await
}

fn minutes(lines: i32, figures: [&str; 4]) -> Json {
    let [expected, deviation, low, high] = figures;
    json!({ "lines": lines, "expected": expected, "standardDeviation": deviation, "low": low, "high": high })
}

fn amounts(lines: i32, currency: &str, figures: [&str; 4]) -> Json {
    let [expected, deviation, low, high] = figures;
    json!({
        "lines": lines, "expected": money(expected, currency), "standardDeviation": { "amount": deviation }, "low": { "amount": low }, "high": { "amount": high },
    })
}

both! {
    /// The inputs 10, 15, 30 are printed by ganttgrind.com (three-point estimating); 16.67 and 3.33 follow from the formulas.
    async fn three_points_become_an_expected_figure_and_its_range(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let costs = json!({ "optimisticCost": money("10", "EUR"), "likelyCost": money("15", "EUR"), "pessimisticCost": money("30", "EUR"), "sellRate": { "amount": "60", "currency": "EUR" } });
        let (beta, triangular) = (estimate(&owner, &client, json!({})).await, estimate(&owner, &client, json!({ "distribution": "TRIANGULAR", "kBps": 10_000 })).await);
        for id in [&beta, &triangular] {
            line(&owner, id, costs.clone()).await;
        }

        let beta = figures(&owner, &beta).await.good();
        let triangular = figures(&owner, &triangular).await.good();

        let shown = ["16.67", "3.33", "10.00", "23.33"];
        let all = json!({ "phaseKey": null, "lines": 1, "minutes": minutes(1, shown), "cost": amounts(1, "EUR", shown), "price": amounts(1, "EUR", shown) });
        assert_eq!(beta.at("estimateFigures.total"), &all);
        assert_eq!(beta.at("estimateFigures.phases"), &json!([with(all, json!({ "phaseKey": "build" }))]));
        assert_eq!((beta.at("estimateFigures.kBps"), beta.at("estimateFigures.distribution")), (&json!(20_000), &json!("BETA")));
        assert_eq!(triangular.at("estimateFigures.total.minutes"), &minutes(1, ["18.33", "4.25", "14.08", "22.58"]));
    }

    async fn phases_are_summed_by_themselves_and_what_no_line_says_is_unknown(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({ "kBps": 10_000 })).await;
        line(&owner, &id, json!({ "phaseKey": "launch", "phasePosition": 9, "optimisticMinutes": 0, "likelyMinutes": 9, "pessimisticMinutes": 18 })).await;
        line(&owner, &id, json!({ "phaseKey": "build", "phasePosition": 2, "optimisticMinutes": 0, "likelyMinutes": 12, "pessimisticMinutes": 24 })).await;
        let costs = json!({ "optimisticCost": money("1", "EUR"), "likelyCost": money("1", "EUR"), "pessimisticCost": money("1", "EUR") });
        line(&owner, &id, with(json!({ "phaseKey": "build", "optimisticMinutes": null, "likelyMinutes": null, "pessimisticMinutes": null }), costs)).await;

        let answer = figures(&owner, &id).await.good();

        assert_eq!(answer.each("estimateFigures.phases", "phaseKey"), ["build", "launch"]);
        assert_eq!(answer.each("estimateFigures.phases", "lines"), [json!(2), json!(1)]);
        assert_eq!(answer.each("estimateFigures.phases", "minutes"), [minutes(1, ["12.00", "4.00", "8.00", "16.00"]), minutes(1, ["9.00", "3.00", "6.00", "12.00"])]);
        assert_eq!(answer.each("estimateFigures.phases", "cost"), [amounts(1, "EUR", ["1.00", "0.00", "1.00", "1.00"]), Json::Null]);
        assert_eq!(answer.at("estimateFigures.total.minutes"), &minutes(2, ["21.00", "5.00", "16.00", "26.00"]));
        assert_eq!(answer.at("estimateFigures.total.price"), &Json::Null);
    }

    async fn an_estimate_without_lines_comes_to_nothing_known(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        let line = line(&owner, &id, json!({})).await;
        owner.write("estimateLineArchive", json!({ "id": line }), "estimateLine { id }").await.good();

        let answer = figures(&owner, &id).await.good();

        assert_eq!(answer.at("estimateFigures.total"), &json!({ "phaseKey": null, "lines": 0, "minutes": null, "cost": null, "price": null }));
        assert_eq!(answer.at("estimateFigures.phases"), &json!([]));
    }

    async fn costs_and_prices_in_rials_are_exact_far_beyond_32_bits(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({ "currency": "IRR" })).await;
        let costs = |optimistic: &str, likely: &str, pessimistic: &str| json!({
            "optimisticCost": money(optimistic, "IRR"), "likelyCost": money(likely, "IRR"), "pessimisticCost": money(pessimistic, "IRR"),
        });
        let rate = json!({ "optimisticMinutes": 6_000, "likelyMinutes": 9_000, "pessimisticMinutes": 18_000, "sellRate": { "amount": "95000000", "currency": "IRR" } });
        line(&owner, &id, with(rate, costs("9000000000000000", "12000000000000001", "18000000000000000"))).await;
        line(&owner, &id, costs("0", "0", "12000000000000000")).await;

        let answer = figures(&owner, &id).await.good();

        // E = (9 + 4 × 12 + 18 + 12) / 6 × 10¹⁵ + 4 / 6; σ = √(1.5² + 2²) × 10¹⁵
        assert_eq!(answer.at("estimateFigures.total.cost"), &amounts(2, "IRR", ["14500000000000000.67", "2500000000000000.00", "9500000000000000.67", "19500000000000000.67"]));
        // 10 000 minutes at 95 000 000 an hour; 2 000 minutes either way, twice
        assert_eq!(answer.at("estimateFigures.total.price"), &amounts(1, "IRR", ["15833333333.33", "3166666666.67", "9500000000.00", "22166666666.67"]));
    }

    async fn figures_too_large_to_be_exact_are_refused_when_they_are_written(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({ "currency": "IRR" })).await;
        let rate = |amount: &str| json!({ "optimisticMinutes": 0, "likelyMinutes": 1, "pessimisticMinutes": 12_000_000, "sellRate": { "amount": amount, "currency": "IRR" } });
        line(&owner, &id, rate("9223372036854.775807")).await;

        let answer = owner.write("estimateLineCreate", with(json!({ "estimateId": id, "phaseKey": "build" }), rate("9223372036854.775806")), "estimateLine { id }").await;

        assert_eq!(answer.error(), "TOO_LARGE: the figures of the estimate are too large to be exact");
        figures(&owner, &id).await.good();
    }

    async fn figures_take_as_many_statements_for_many_lines_as_for_one(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        line(&owner, &id, json!({})).await;
        let few = figures(&owner, &id).await.good().statements;
        let lines: Vec<_> = (0..60).map(|at| json!({ "phaseKey": format!("p{at}"), "optimisticMinutes": 1, "likelyMinutes": 2, "pessimisticMinutes": 3 })).collect();
        replaced(&owner, &id, json!(lines)).await.good();

        let many = figures(&owner, &id).await.good();

        assert_eq!((few, many.statements), (3, 3));
        assert_eq!(many.at("estimateFigures.total.minutes.lines"), &json!(60));
    }
}
