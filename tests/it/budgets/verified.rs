//! What was broken behind the program's back is found.

use sea_orm::ConnectionTrait;
use serde_json::json;
use tests::{App, both};

use super::{
    commitment::promise,
    ground::{approve, broken, budget, draft, eur, lines, project},
};

/// What is broken by each of these, what mends it, and what is found in between.
const BREAKS: [(&str, &str, &str); 7] = [
    (
        "UPDATE budget_versions SET total = total + 1",
        "UPDATE budget_versions SET total = total - 1",
        "a version of a budget comes to the sum of its lines",
    ),
    (
        "UPDATE budget_periods SET amount = amount + 1 WHERE month = '2026-12-01'",
        "UPDATE budget_periods SET amount = amount - 1 WHERE month = '2026-12-01'",
        "a line that is spread over months is the sum of them",
    ),
    (
        "UPDATE budgets SET committed = committed + 1",
        "UPDATE budgets SET committed = committed - 1",
        "what is committed of a budget is what its open commitments hold",
    ),
    (
        "UPDATE budget_lines SET currency = 'USD' WHERE position = 1",
        "UPDATE budget_lines SET currency = 'EUR' WHERE position = 1",
        "lines of a budget, their months and their phases are of its project, and in its currency",
    ),
    (
        "UPDATE budget_moves SET to_line_id = from_line_id",
        "UPDATE budget_moves SET to_line_id = (SELECT id FROM budget_lines WHERE position = 2)",
        "what moved went from one line to another of a version that was approved",
    ),
    (
        "UPDATE commitments SET currency = 'USD'",
        "UPDATE commitments SET currency = 'EUR'",
        "commitments are of the project and in the currency of their budget, and what uses them is of that project",
    ),
    (
        "UPDATE expenses SET commitment_id = budget_id FROM commitments WHERE expenses.project_id = commitments.project_id",
        "UPDATE expenses SET commitment_id = (SELECT id FROM commitments)",
        "an expense uses a commitment of its project",
    ),
];

both! {
    async fn what_does_not_add_up_in_a_budget_is_found(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let budget = budget(&owner, &project, "COST", "BLOCK").await;
        let version = draft(&owner, &budget, json!([{ "amount": eur("90") }, { "contingency": true, "amount": eur("10") }])).await;
        let ids = lines(&owner, &version).await;
        owner.write("budgetLinePeriodsSet", json!({ "id": ids[0], "startsOn": "2026-12-01", "endsOn": "2027-02-01" }), "budgetLine { id }").await.good();
        approve(&owner, &version, None).await.good();
        owner.write("budgetMoveCreate", json!({ "fromLineId": ids[0], "toLineId": ids[1], "amount": eur("5"), "reason": "why" }), "budgetMove { id }").await.good();
        let commitment = promise(&owner, &budget, "50").await.good().text("payload.commitment.id");
        owner.write("expenseCreate", json!({ "projectId": project, "commitmentId": commitment, "description": "Posters", "paid": eur("20") }), "expense { id }").await.good();
        assert_eq!(broken(&app).await, vec![]);
        let change = async |sql: &str| app.world.db.write.execute_unprepared(sql).await;

        for (breaks, mends, says) in BREAKS {
            change(breaks).await.expect("a change behind our back");
            let found = broken(&app).await;
            change(mends).await.expect("a change back");

            assert!(found.contains(&(says, 1)), "{breaks}: {found:?}");
            assert_eq!(broken(&app).await, vec![], "{mends}");
        }
    }
}
