//! Moves between lines: the total stays, and the history says why.

use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{approve, broken, budget, draft, eur, figures, lines, project};

/// An approved budget of ads for 90 euros over three months and of surprises for 10: the project, the budget, the lines.
async fn planned(person: &Person<'_>) -> (String, String, Vec<Json>) {
    let shown = project(person).await;
    let budget = budget(person, &shown, "COST", "BLOCK").await;
    let parts =
        json!([{ "category": "ads", "amount": eur("90") }, { "contingency": true, "amount": eur("10") }]);
    let version = draft(person, &budget, parts).await;
    let lines = lines(person, &version).await;
    let months = json!({ "id": lines[0], "startsOn": "2026-12-01", "endsOn": "2027-02-28" });
    person
        .write("budgetLinePeriodsSet", months, "budgetLine { id }")
        .await
        .good();
    approve(person, &version, None).await.good();
    (shown, budget, lines)
}

async fn shift(person: &Person<'_>, from: &Json, to: &Json, amount: Json) -> Answer {
    let input =
        json!({ "fromLineId": from, "toLineId": to, "amount": amount, "reason": "the printer is dearer" });
    person.write("budgetMoveCreate", input, "budgetMove { amount { amount } reason fromLine { amount { amount } } toLine { amount { amount } periods { nodes { amount { amount } } } } movedBy { id } }").await
}

both! {
    async fn a_move_takes_from_one_line_and_gives_to_another_and_its_months_follow(app: App) {
        let owner = app.owner().await;
        let (_, budget, lines) = planned(&owner).await;

        let answer = shift(&owner, &lines[1], &lines[0], eur("4.52")).await.good();

        assert_eq!(answer.at("payload.budgetMove"), &json!({
            "amount": { "amount": "4.52" }, "reason": "the printer is dearer", "fromLine": { "amount": { "amount": "5.48" } },
            "toLine": { "amount": { "amount": "94.52" }, "periods": { "nodes": [{ "amount": { "amount": "31.51" } }, { "amount": { "amount": "31.51" } }, { "amount": { "amount": "31.50" } }] } },
            "movedBy": { "id": owner.id },
        }));
        assert_eq!(figures(&owner, &budget).await["approved"], json!({ "amount": "100.00" }));
        let seen = owner.ask("{ events(filter: { eventType: { eq: BUDGET_MOVED } }) { nodes { reason subject { __typename } } } budgets { nodes { moves { nodes { reason } } currentVersion { moves { totalCount } } } } }").await.good();
        assert_eq!(seen.at("events.nodes"), &json!([{ "reason": "the printer is dearer", "subject": { "__typename": "BudgetMove" } }]));
        assert_eq!(seen.at("budgets.nodes"), &json!([{ "moves": { "nodes": [{ "reason": "the printer is dearer" }] }, "currentVersion": { "moves": { "totalCount": 1 } } }]));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_line_that_gave_all_gets_its_months_evenly_again(app: App) {
        let owner = app.owner().await;
        let (_, _, lines) = planned(&owner).await;

        shift(&owner, &lines[0], &lines[1], eur("90")).await.good();
        let back = shift(&owner, &lines[1], &lines[0], eur("0.02")).await.good();

        let months = back.each("payload.budgetMove.toLine.periods.nodes", "amount");
        assert_eq!(months, [json!({ "amount": "0.01" }), json!({ "amount": "0.01" }), json!({ "amount": "0.00" })]);
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn what_cannot_be_moved_is_refused(app: App) {
        let owner = app.owner().await;
        let (project, budget, mine) = planned(&owner).await;
        let (_, _, others) = planned(&owner).await;
        let next = owner.write("budgetVersionCreate", json!({ "budgetId": budget, "copyApproved": true }), "budgetVersion { id }").await.good();
        let drafted = lines(&owner, &next.text("payload.budgetVersion.id")).await;
        let silent = json!({ "fromLineId": mine[0], "toLineId": mine[1], "amount": eur("1"), "reason": " " });

        let mut refused = vec![
            shift(&owner, &mine[0], &mine[1], eur("90.01")).await,
            shift(&owner, &mine[0], &mine[1], eur("0")).await,
            shift(&owner, &mine[0], &mine[0], eur("1")).await,
            shift(&owner, &mine[0], &others[1], eur("1")).await,
            shift(&owner, &mine[0], &drafted[1], eur("1")).await,
            shift(&owner, &drafted[0], &drafted[1], eur("1")).await,
            shift(&owner, &mine[0], &mine[1], json!({ "amount": "1", "currency": "IRR" })).await,
            owner.write("budgetMoveCreate", silent, "budgetMove { id }").await,
        ];
        owner.write("projectTransition", json!({ "id": project, "expectedVersion": 1, "to": "CANCELLED" }), "project { id }").await.good();
        refused.push(shift(&owner, &mine[0], &mine[1], eur("1")).await);

        let refused: Vec<String> = refused.iter().map(|answer| format!("{} {}", answer.error_path(), answer.error())).collect();
        assert_eq!(refused, [
            "input.amount TOO_LARGE: the line has less than this",
            "input.amount INVALID: an amount above zero is needed",
            "input.toLineId INVALID: a line does not give to itself",
            "input.toLineId INVALID: the two lines are not of the same version",
            "input.toLineId INVALID: the two lines are not of the same version",
            "input INVALID_STATE: the lines are not of the approved version",
            "input.amount.currency INVALID: this is not the currency of the budget",
            "input.reason REQUIRED: a value is needed",
            "input INVALID_STATE: the project is cancelled",
        ]);
    }
}
