//! Many at once: nothing is promised, moved or used twice.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};
use tests::{Answer, App, both};

use super::{
    commitment::{SHOWN, promise},
    ground::{
        approve, approved, broken, budget, draft, eur, figures, in_the_end, left, lines, project, rounds,
    },
};

/// How many of these answers made a record.
fn made(answers: &[Answer], record: &str) -> usize {
    let is_made = |answer: &&Answer| !answer.at(&format!("payload.{record}")).is_null();
    answers.iter().filter(is_made).count()
}

both! {
    /// B1: of two that want sixty of a hundred, one is told no; of ten that want twenty, five are.
    async fn what_is_promised_at_once_never_exceeds_a_budget_that_blocks(app: App) {
        let owner = app.owner().await;
        for round in 0..rounds() {
            for (count, amount, admitted, rest) in [(2, "60", 1, "40.00"), (10, "20", 5, "0.00")] {
                let budget = approved(&owner, &project(&owner).await, "BLOCK", "100").await;

                let promised = join_all((0..count).map(|_| in_the_end(async || promise(&owner, &budget, amount).await))).await;

                assert_eq!(made(&promised, "commitment"), admitted, "round {round}");
                assert_eq!(left(&owner, &budget).await, json!(rest), "round {round}");
                let refusals = promised.iter().filter(|answer| answer.at("payload.commitment").is_null());
                for refused in refusals {
                    assert_eq!(refused.error(), "LIMIT_REACHED: this is more than the budget of the project has left", "round {round}");
                }
            }
        }
        assert_eq!(broken(&app).await, vec![]);
    }

    /// Something bought while its commitment is closed finds it open or closed, never both.
    async fn a_commitment_that_is_closed_while_it_is_used_adds_up(app: App) {
        let owner = app.owner().await;
        for round in 0..rounds() {
            let shown = project(&owner).await;
            let budget = approved(&owner, &shown, "BLOCK", "100").await;
            let commitment = promise(&owner, &budget, "50").await.good().text("payload.commitment.id");
            let buy = json!({ "projectId": shown, "commitmentId": commitment, "description": "Posters", "paid": eur("20") });

            let (bought, closed) = tokio::join!(
                in_the_end(async || owner.write("expenseCreate", buy.clone(), "expense { id }").await),
                in_the_end(async || owner.write("commitmentClose", json!({ "id": commitment }), SHOWN).await),
            );

            closed.good();
            let is_bought = !bought.at("payload.expense").is_null();
            assert!(is_bought || bought.error() == "INVALID: the commitment is not open", "round {round}: {bought:?}");
            let consumed = if is_bought { "20.00" } else { "0.00" };
            let figures = figures(&owner, &budget).await;
            assert_eq!([&figures["consumed"], &figures["committed"]], [&json!({ "amount": consumed }), &json!({ "amount": "0.00" })], "round {round}");
        }
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn moves_at_once_never_take_more_than_a_line_has(app: App) {
        let owner = app.owner().await;
        let budget = budget(&owner, &project(&owner).await, "COST", "BLOCK").await;
        let version = draft(&owner, &budget, json!([{ "category": "ads", "amount": eur("100") }, { "category": "print", "amount": eur("5") }])).await;
        approve(&owner, &version, None).await.good();
        let ids = lines(&owner, &version).await;
        let shift = json!({ "fromLineId": ids[0], "toLineId": ids[1], "amount": eur("30"), "reason": "more posters" });

        let moved = join_all((0..8).map(|_| in_the_end(async || owner.write("budgetMoveCreate", shift.clone(), "budgetMove { id }").await))).await;

        assert_eq!(made(&moved, "budgetMove"), 3);
        let lines = owner.ask("{ budgetLines(orderBy: [{ field: POSITION }]) { nodes { amount { amount } } } }").await.good();
        assert_eq!(lines.each("budgetLines.nodes", "amount"), [json!({ "amount": "10.00" }), json!({ "amount": "95.00" })]);
        assert_eq!(broken(&app).await, vec![]);
    }

    /// Lines that are added at once are all there, each at a place of its own, and the draft comes to all of them.
    async fn lines_that_are_added_at_once_are_all_there(app: App) {
        let owner = app.owner().await;
        let budget = budget(&owner, &project(&owner).await, "COST", "BLOCK").await;
        let version = draft(&owner, &budget, json!([])).await;
        let line = json!({ "budgetVersionId": version, "amount": eur("1.01") });

        let added = join_all((0..8).map(|_| in_the_end(async || owner.write("budgetLineCreate", line.clone(), "budgetLine { position }").await))).await;

        let mut places: Vec<Json> = added.iter().map(|answer| answer.at("payload.budgetLine.position").clone()).collect();
        places.sort_by_key(Json::as_i64);
        assert_eq!(places, (1..=8).map(|place| json!(place)).collect::<Vec<_>>());
        let total = owner.ask_with("query($id: ID!) { budgetVersion(id: $id) { total { amount } } }", json!({ "id": version })).await.good();
        assert_eq!(total.text("budgetVersion.total.amount"), "8.08");
        assert_eq!(broken(&app).await, vec![]);
    }
}
