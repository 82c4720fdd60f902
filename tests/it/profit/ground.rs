//! What tests of profit begin with.

use api::budgets::service::ledger::{Posting, post};
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person};

pub(super) use tests::eur;

pub(super) use crate::budgets::ground::{broken, hour, made};
use crate::budgets::ground::{id, row, source, work};

/// A project of a client with its own currency, without a contract.
pub(super) async fn project(person: &Person<'_>, name: &str, currency: &str) -> String {
    let client = json!({ "name": format!("Client of {name}"), "ownerId": person.id });
    let client = made(person, "client", client).await;
    let input = json!({ "clientId": client, "name": name, "currency": currency });
    made(person, "project", input).await
}

/// A contract of this type that binds, over one phase of this price and planned cost.
pub(super) async fn contract(
    person: &Person<'_>,
    project: &str,
    ty: &str,
    price: &Json,
    cost: &Json,
) -> String {
    let build = json!([{
        "name": "Build", "startsOn": "2026-11-02", "endsOn": "2026-12-18",
        "price": price, "plannedCost": cost, "minutes": 6_000,
    }]);
    contract_over(person, project, ty, build).await
}

/// A contract of this type that binds, over these phases.
pub(super) async fn contract_over(person: &Person<'_>, project: &str, ty: &str, phases: Json) -> String {
    let known = "query($id: ID!) { project(id: $id) { client { id } } viewer { agency { version } } }";
    let known = person.ask_with(known, json!({ "id": project })).await.good();
    let policy = json!({
        "expectedVersion": known.at("viewer.agency.version"),
        "proposalRequiredBeforeContract": false,
    });
    person.write("agencyUpdate", policy, "agency { id }").await.good();
    let input = json!({
        "clientId": known.at("project.client.id"),
        "projectId": project,
        "title": "All of it",
        "contractType": ty,
        "phases": phases,
    });
    made(person, "contract", input).await
}

/// Books a cost of its own.
pub(super) async fn book(person: &Person<'_>, app: &App, project: &str, posting: Posting) {
    let project = row(app, project).await;
    let booked = work(person, async |tx| post(tx, &project, &posting).await).await;
    booked.expect("an entry");
}

/// An hour on a day that costs so much and is sold for twice as much.
pub(super) fn hour_on(day: &str, cost: i64) -> Posting {
    Posting {
        on: day.parse().expect("a day"),
        ..hour(cost)
    }
}

/// Something that was bought, and costs and brings this.
pub(super) fn bought(day: &str, cost: Option<i64>, price: i64, pass_through: bool) -> Posting {
    Posting {
        kind: entity::cost_entry::CostKind::Expense,
        on: day.parse().expect("a day"),
        minutes: 0,
        cost,
        price,
        pass_through,
        source: source(),
        ..hour(0)
    }
}

/// Overhead of some months: 9.43 an hour of facilities and 30.07 of work for the agency itself.
pub(super) async fn overhead(person: &Person<'_>, from: &str, until: &str) -> String {
    let input = json!({
        "startsOn": from,
        "endsOn": until,
        "facilityCost": { "amount": "943.00", "currency": "EUR" },
        "internalLabourCost": { "amount": "1804.20", "currency": "EUR" },
        "totalMinutes": 6_000,
        "clientMinutes": 3_600,
    });
    made(person, "overheadPeriod", input).await
}

/// The figures of a project by a day.
pub(super) async fn figures(
    person: &Person<'_>,
    project: &str,
    as_of: Option<&str>,
    view: &str,
    selection: &str,
) -> Answer {
    let document = format!(
        "query($id: ID!, $asOf: Date) {{ projectFinancials(id: $id, asOf: $asOf, view: {view}) {{ {selection} }} }}"
    );
    let _: entity::value::Id<entity::project::Entity> = id(project);
    person
        .ask_with(&document, json!({ "id": project, "asOf": as_of }))
        .await
}
