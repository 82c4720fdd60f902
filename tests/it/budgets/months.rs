//! Lines spread over months: their sum is always the line.

use entity::agency::Calendar;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};
use tokio::{runtime::Handle, task::block_in_place};

use super::ground::{approve, broken, budget, draft, eur, lines, project};

/// A draft with one line of this amount; the line.
async fn line(person: &Person<'_>, amount: &str) -> (String, String) {
    let shown = project(person).await;
    let budget = budget(person, &shown, "COST", "BLOCK").await;
    let version = draft(
        person,
        &budget,
        json!([{ "category": "ads", "amount": eur(amount) }]),
    )
    .await;
    let line = lines(person, &version).await[0]
        .as_str()
        .expect("an id")
        .to_owned();
    (version, line)
}

const SHOWN: &str = "budgetLine { version periods(first: 100) { nodes { month amount { amount } } } }";

async fn spread(person: &Person<'_>, input: Json) -> Answer {
    person.write("budgetLinePeriodsSet", input, SHOWN).await
}

/// The months with what is meant for them.
fn shares(answer: &Answer) -> Vec<(String, String)> {
    let months = answer
        .at("payload.budgetLine.periods.nodes")
        .as_array()
        .expect("months");
    let share = |month: &Json| {
        let text = |value: &Json| value.as_str().expect("a text").to_owned();
        (text(&month["month"]), text(&month["amount"]["amount"]))
    };
    months.iter().map(share).collect()
}

fn share(month: &str, amount: &str) -> (String, String) {
    (month.to_owned(), amount.to_owned())
}

fn cents(cents: i64) -> Json {
    eur(&format!("{}.{:02}", cents / 100, cents % 100))
}

both! {
    /// ERPNext lets the distribution of a budget miss its total by up to 0.10.
    async fn a_line_is_spread_evenly_to_the_last_cent_and_its_months_follow_it(app: App) {
        let owner = app.owner().await;
        let (_, line) = line(&owner, "100").await;

        let even = spread(&owner, json!({ "id": line, "startsOn": "2026-11-16", "endsOn": "2027-01-15" })).await.good();
        let grown = owner.write("budgetLineUpdate", json!({ "id": line, "amount": eur("200.01") }), SHOWN).await.good();

        assert_eq!(shares(&even), [share("2026-11-01", "33.34"), share("2026-12-01", "33.33"), share("2027-01-01", "33.33")]);
        assert_eq!(even.at("payload.budgetLine.version"), &json!(2));
        assert_eq!(shares(&grown), [share("2026-11-01", "66.69"), share("2026-12-01", "66.66"), share("2027-01-01", "66.66")]);
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_line_is_spread_month_by_month_when_the_months_add_up(app: App) {
        let owner = app.owner().await;
        let (_, line) = line(&owner, "100").await;
        let months = |amounts: &[(&str, &str)]| json!({ "id": line, "periods": amounts.iter().map(|(month, amount)| json!({ "month": month, "amount": eur(amount) })).collect::<Vec<_>>() });

        let short = spread(&owner, months(&[("2026-12-24", "60"), ("2027-03-01", "39.99")])).await;
        let twice = spread(&owner, months(&[("2026-12-24", "60"), ("2026-12-01", "40")])).await;
        let whole = spread(&owner, months(&[("2027-03-31", "40"), ("2026-12-24", "60")])).await.good();
        let none = spread(&owner, months(&[])).await.good();

        assert_eq!((short.error().as_str(), short.error_path().as_str()), ("INVALID: the months do not add up to the line", "input.periods"));
        assert_eq!((twice.error().as_str(), twice.error_path().as_str()), ("INVALID: this month is there already", "input.periods.1.month"));
        assert_eq!(shares(&whole), [share("2026-12-01", "60.00"), share("2027-03-01", "40.00")]);
        assert_eq!(shares(&none), []);
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn months_are_those_of_the_agencys_calendar(app: App) {
        let mut owner = app.owner().await;
        owner.actor = api::kernel::actor::Actor::new(api::kernel::actor::Who { calendar: Calendar::Jalali, ..(*owner.actor).clone() });
        let (_, line) = line(&owner, "61").await;

        let answer = spread(&owner, json!({ "id": line, "startsOn": "2026-03-21", "endsOn": "2026-05-20" })).await.good();

        assert_eq!(shares(&answer), [share("2026-03-21", "30.50"), share("2026-04-21", "30.50")]);
    }

    async fn five_years_are_enough_and_what_is_not_in_use_any_more_stays(app: App) {
        let owner = app.owner().await;
        let (version, line) = line(&owner, "100").await;
        let span = |from: &str, to: &str| json!({ "id": line, "startsOn": from, "endsOn": to });

        let refused = [
            spread(&owner, span("2026-01-01", "2031-01-01")).await,
            spread(&owner, span("2026-02-01", "2026-01-31")).await,
            spread(&owner, json!({ "id": line, "startsOn": "2026-01-01" })).await,
            spread(&owner, json!({ "id": line, "startsOn": "2026-01-01", "endsOn": "2026-12-31", "periods": [] })).await,
            spread(&owner, json!({ "id": line })).await,
        ];
        spread(&owner, span("2026-01-01", "2030-12-31")).await.good();
        owner.write("budgetVersionDiscard", json!({ "id": version }), "budgetVersion { id }").await.good();
        let late = spread(&owner, span("2026-01-01", "2026-12-31")).await;

        assert_eq!(refused.map(|answer| format!("{} {}", answer.error_path(), answer.error())), [
            "input.endsOn TOO_LARGE: at most 60 months are allowed",
            "input.endsOn INVALID: this day is before the first one",
            "input.endsOn REQUIRED: a value is needed",
            "input.periods INVALID: give the months or spread the line evenly, not both",
            "input.periods REQUIRED: a value is needed",
        ]);
        assert_eq!(late.error(), "INVALID_STATE: the version of the line is not in use any more");
    }

    /// B6: whatever is spread, moved and copied, lines are the version and months are the line.
    async fn lines_and_months_add_up_whatever_is_spread_and_moved(app: App) {
        let owner = app.owner().await;
        let mut runner = TestRunner::new(Config { cases: 10, failure_persistence: None, ..Config::default() });
        let amounts = prop::collection::vec((0..1_000_000_i64, 1..9_u32), 2..6);
        let moves = prop::collection::vec((0..6_usize, 0..6_usize, 0..1_000_000_i64), 1..8);

        let outcome = block_in_place(|| runner.run(&(amounts, moves), |(amounts, moves)| {
            Handle::current().block_on(async {
                let shown = project(&owner).await;
                let budget = budget(&owner, &shown, "COST", "WARN").await;
                let all = amounts.iter().map(|(amount, _)| json!({ "amount": cents(*amount) })).collect();
                let version = draft(&owner, &budget, all).await;
                let ids = lines(&owner, &version).await;
                for (id, (_, months)) in ids.iter().zip(&amounts) {
                    spread(&owner, json!({ "id": id, "startsOn": "2026-11-10", "endsOn": format!("2027-0{months}-09") })).await.good();
                }
                approve(&owner, &version, None).await.good();
                for (from, to, amount) in &moves {
                    let moved = json!({ "fromLineId": ids[from % ids.len()], "toLineId": ids[to % ids.len()], "amount": cents(*amount), "reason": "try" });
                    assert_eq!(owner.write("budgetMoveCreate", moved, "budgetMove { id }").await.errors, Vec::<Json>::new());
                }
                owner.write("budgetVersionCreate", json!({ "budgetId": budget, "copyApproved": true }), "budgetVersion { id }").await.good();
                let document = "query($id: ID!) { budgetLineAggregate(filter: { budgetVersionId: { eq: $id } }) { amountSum { amount } }
                    budgetPeriodAggregate(filter: { budgetLine: { budgetVersionId: { eq: $id } } }) { amountSum { amount } } }";
                let sums = owner.ask_with(document, json!({ "id": version })).await.good();
                let total = cents(amounts.iter().map(|(amount, _)| amount).sum());
                assert_eq!(sums.at("budgetLineAggregate.amountSum.0.amount"), &total["amount"]);
                assert_eq!(sums.at("budgetPeriodAggregate.amountSum.0.amount"), &total["amount"]);
                assert_eq!(broken(&app).await, vec![]);
            });
            Ok(())
        }));

        outcome.unwrap();
    }
}
