//! What tests of budgets begin with.

use std::sync::Arc;

use api::{
    budgets::service::ledger::{Posting, Source},
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
use tests::{App, Person};
use uuid::Uuid;

/// Makes a record of this type and gives its id.
pub(crate) async fn made(person: &Person<'_>, record: &str, input: Json) -> String {
    let answer = person
        .write(&format!("{record}Create"), input, &format!("{record} {{ id }}"))
        .await
        .good();
    answer.text(&format!("payload.{record}.id"))
}

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

/// What of the data does not hold.
pub(crate) async fn broken(app: &App) -> Vec<(&'static str, i64)> {
    let findings = verify::run(&app.world.db).await.expect("findings");
    let broken = findings.into_iter().filter(|finding| finding.broken > 0);
    broken.map(|finding| (finding.says, finding.broken)).collect()
}
