//! What tests of budgets begin with.

use std::sync::Arc;

use api::{
    budgets::service::{
        consume::{Consumption, consume},
        ledger::{Posting, Source},
    },
    kernel::{
        error::{Error, Result},
        tx::Tx,
        world::Caller,
    },
    verify,
};
use entity::{
    cost_entry::CostKind,
    project,
    value::{Id, Kind},
};
use sea_orm::EntityTrait;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person};

pub(crate) use tests::{eur, made};
use uuid::Uuid;

/// A project in euros for a new client.
pub(crate) async fn project(person: &Person<'_>) -> String {
    let client = made(
        person,
        "client",
        json!({ "name": "Kontor", "ownerId": person.id }),
    )
    .await;
    made(person, "project", json!({ "clientId": client, "name": "Shop" })).await
}

/// A phase of a project.
pub(crate) async fn phase(person: &Person<'_>, project: &str, name: &str) -> String {
    made(person, "phase", json!({ "projectId": project, "name": name })).await
}

/// An id as rules take it.
pub(crate) fn id<E: entity::value::Keyed>(shown: &str) -> Id<E> {
    shown.parse().expect("an id")
}

/// The row of a project.
pub(crate) async fn row(app: &App, project: &str) -> project::Model {
    let found = project::Entity::find_by_id(id::<project::Entity>(project));
    found
        .one(&app.world.db.write)
        .await
        .expect("a row")
        .expect("a project")
}

/// An hour of work in November 2026 that costs so much, for a record of its own.
pub(crate) fn hour(cost: i64) -> Posting {
    Posting {
        kind: CostKind::Time,
        on: "2026-11-20".parse().expect("a day"),
        phase: None,
        member: None,
        work_role: None,
        category: None,
        minutes: 60,
        billable: true,
        pass_through: false,
        cost: Some(cost),
        price: 2 * cost,
        original: None,
        source: source(),
        commitment: None,
    }
}

/// A record of its own that costs come from.
pub(crate) fn source() -> Source {
    Source {
        kind: Kind::Task,
        id: Uuid::now_v7(),
    }
}

/// Runs a rule for somebody in a unit of work, as a mutation does: tried again when the database asks for it.
pub(crate) async fn work<T>(person: &Person<'_>, rule: impl AsyncFn(&Tx) -> Result<T>) -> Result<T> {
    let caller = Arc::new(Caller::new(
        person.app().world.clone(),
        Some(person.actor.clone()),
        "test".to_owned(),
    ));
    for _ in 0..10 {
        let tx = Tx::begin(caller.clone(), person.actor.clone()).await?;
        match rule(&tx).await {
            Ok(done) => {
                tx.commit().await?;
                return Ok(done);
            }
            Err(Error::Database(error)) if api::kernel::db::transient(&error) => {}
            Err(error) => return Err(error),
        }
    }
    panic!("ten tries were not enough")
}

/// A budget of a project.
pub(crate) async fn budget(person: &Person<'_>, project: &str, basis: &str, policy: &str) -> String {
    let input = json!({ "projectId": project, "basis": basis, "overrunPolicy": policy });
    made(person, "budget", input).await
}

/// A draft of a budget with these lines.
pub(crate) async fn draft(person: &Person<'_>, budget: &str, lines: Json) -> String {
    made(
        person,
        "budgetVersion",
        json!({ "budgetId": budget, "lines": lines }),
    )
    .await
}

/// Approves a draft that was not changed since it was made.
pub(crate) async fn approve(person: &Person<'_>, version: &str, reason: Option<&str>) -> Answer {
    let input = json!({ "id": version, "expectedVersion": 1, "reason": reason });
    person
        .write(
            "budgetVersionApprove",
            input,
            "budgetVersion { version status total { amount } }",
        )
        .await
}

/// A budget of costs with an approved version of one line.
pub(crate) async fn approved(person: &Person<'_>, project: &str, policy: &str, amount: &str) -> String {
    let budget = budget(person, project, "COST", policy).await;
    let version = draft(person, &budget, json!([{ "amount": eur(amount) }])).await;
    approve(person, &version, None).await.good();
    budget
}

/// The lines of a version in their order.
pub(crate) async fn lines(person: &Person<'_>, version: &str) -> Vec<Json> {
    let document = "query($id: ID!) { budgetVersion(id: $id) { lines(first: 100) { nodes { id } } } }";
    let found = person.ask_with(document, json!({ "id": version })).await.good();
    found.each("budgetVersion.lines.nodes", "id")
}

/// The figures of a budget of costs.
pub(crate) async fn figures(person: &Person<'_>, budget: &str) -> Json {
    let document = "query($id: ID!) { budget(id: $id) { approved { amount } consumed { amount } committed { amount } remaining { amount } isOverrun } }";
    let answer = person.ask_with(document, json!({ "id": budget })).await.good();
    answer.at("budget").clone()
}

/// What is left of a budget of costs.
pub(crate) async fn left(person: &Person<'_>, budget: &str) -> Json {
    figures(person, budget).await["remaining"]["amount"].clone()
}

/// Books costs of so many cents, as far as the budgets let them pass.
pub(crate) async fn spend(person: &Person<'_>, project: &project::Model, cost: i64) -> Result<Consumption> {
    work(person, async |tx| consume(tx, project, &hour(cost)).await).await
}

/// Rounds of a race: `RAPPORT_RACE_ROUNDS=100` makes more than the usual two.
pub(crate) fn rounds() -> usize {
    let given = std::env::var("RAPPORT_RACE_ROUNDS").ok();
    given.and_then(|rounds| rounds.parse().ok()).unwrap_or(2)
}

/// Asks, and again when the server has no connection to spare at the moment, as on a machine that is busy.
pub(crate) async fn in_the_end(ask: impl AsyncFn() -> Answer) -> Answer {
    for _ in 0..100 {
        let answer = ask().await;
        let unavailable = |error: &Json| error["extensions"]["code"] == "SERVICE_UNAVAILABLE";
        if !answer.errors.iter().any(unavailable) {
            return answer;
        }
    }
    panic!("the server has no connection to spare")
}

/// What of the data does not hold.
pub(crate) async fn broken(app: &App) -> Vec<(&'static str, i64)> {
    let findings = verify::run(&app.world.db).await.expect("findings");
    let broken = findings.into_iter().filter(|finding| finding.broken > 0);
    broken.map(|finding| (finding.says, finding.broken)).collect()
}
