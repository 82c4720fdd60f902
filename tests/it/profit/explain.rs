use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{book, bought, contract, eur, hour_on, overhead, project};

const DOCUMENT: &str = "query($id: ID!, $from: Date!, $to: Date!, $view: ProfitView, $first: Int, $after: String) { \
    explainProfitChange(id: $id, from: $from, to: $to, view: $view, first: $first, after: $after) { \
    before { amount } after { amount } change { amount } hasNextPage endCursor gaps { code } \
    rows { kind on effect { amount } minutes contractId costEntryId costKind } } }";

async fn ask(person: &Person<'_>, project: &str, more: Json) -> Answer {
    let mut variables =
        json!({ "id": project, "from": "2026-10-31", "to": "2026-11-30", "view": "CONTRACTED" });
    if let (Some(variables), Some(more)) = (variables.as_object_mut(), more.as_object()) {
        variables.extend(more.clone());
    }
    person.ask_with(DOCUMENT, variables).await
}

/// So many minor units.
fn minor(amount: &Json) -> i64 {
    let text = amount["amount"].as_str().expect("an amount");
    text.replace('.', "").parse().expect("a number")
}

/// All rows, page by page.
async fn rows(person: &Person<'_>, project: &str, view: &str) -> (Vec<Json>, i64) {
    let (mut rows, mut after) = (vec![], Json::Null);
    loop {
        let page = ask(
            person,
            project,
            json!({ "view": view, "first": 2, "after": after }),
        )
        .await
        .good();
        rows.extend(
            page.at("explainProfitChange.rows")
                .as_array()
                .expect("rows")
                .clone(),
        );
        if page.at("explainProfitChange.hasNextPage") == &json!(false) {
            return (rows, minor(page.at("explainProfitChange.change")));
        }
        after = page.at("explainProfitChange.endCursor").clone();
    }
}

both! {
    async fn the_rows_of_every_view_add_up_to_the_change_exactly(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        overhead(&owner, "2026-10-01", "2026-11-30").await;
        book(&owner, &app, &shop, hour_on("2026-10-20", 7_777)).await;
        contract(&owner, &shop, "TIME_AND_MATERIALS", &eur("3333.33"), &eur("1000.00")).await;
        for (day, cost) in [("2026-11-01", 3_333), ("2026-11-01", 1), ("2026-11-20", 99_999), ("2026-11-30", 12_345)] {
            book(&owner, &app, &shop, hour_on(day, cost)).await;
        }
        book(&owner, &app, &shop, bought("2026-11-12", Some(4_321), 5_000, true)).await;
        book(&owner, &app, &shop, hour_on("2026-12-01", 5)).await;

        let (contracted, change) = rows(&owner, &shop, "CONTRACTED").await;
        let sum: i64 = contracted.iter().map(|row| minor(&row["effect"])).sum();
        assert_eq!(sum, change);
        assert_eq!(contracted.iter().filter(|row| row["kind"] == "COST_ENTRY").count(), 5);
        assert_eq!(contracted[0]["kind"], "CONTRACT");
        assert_eq!(contracted[0]["effect"]["amount"], "3333.33");
        assert_eq!(contracted[1], json!({
            "kind": "OVERHEAD", "on": "2026-11-01", "effect": { "amount": "-158.00" }, "minutes": null, "contractId": null,
            "costEntryId": null, "costKind": null,
        }));
    }

    async fn what_was_earned_by_the_hour_is_explained_too(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        contract(&owner, &shop, "TIME_AND_MATERIALS", &eur("3333.33"), &eur("1000.00")).await;
        overhead(&owner, "2026-10-01", "2026-11-30").await;
        for (day, cost) in [("2026-11-25", 3_333), ("2026-11-26", 99_999)] {
            book(&owner, &app, &shop, hour_on(day, cost)).await;
        }

        let shown = ask(&owner, &shop, json!({ "from": "2026-11-25", "view": "RECOGNISED" })).await.good();

        let shown = shown.at("explainProfitChange");
        let rows = shown["rows"].as_array().expect("rows");
        let sum: i64 = rows.iter().map(|row| minor(&row["effect"])).sum();
        assert_eq!(sum, minor(&shown["change"]));
        assert_eq!(minor(&shown["after"]) - minor(&shown["before"]), sum);
        assert_eq!(rows[0]["effect"]["amount"], "1999.98");
    }

    async fn a_change_that_is_not_known_says_why_and_days_are_in_order(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        book(&owner, &app, &shop, bought("2026-11-12", None, 5_000, true)).await;

        let unknown = ask(&owner, &shop, json!({})).await.good();
        let backwards = ask(&owner, &shop, json!({ "to": "2026-10-31" })).await;
        let garbled = ask(&owner, &shop, json!({ "after": "x" })).await;

        assert_eq!(unknown.at("explainProfitChange.change"), &Json::Null);
        assert_eq!(unknown.at("explainProfitChange.gaps"), &json!([{ "code": "COST_UNKNOWN" }, { "code": "NO_CONTRACT" }]));
        assert_eq!(unknown.at("explainProfitChange.rows").as_array().map(Vec::len), Some(1));
        assert_eq!(backwards.error(), "BAD_USER_INPUT: to is a day after from");
        assert_eq!(garbled.error(), "BAD_USER_INPUT: the cursor is not of this list");
    }
}
