mod access;
mod currencies;
mod entry;
mod expense;
mod rates;
mod reprice;
mod timer;

use serde_json::{Value as Json, json};
use tests::{Answer, Person, eur, made};

/// A project of a new client.
async fn project(person: &Person<'_>) -> String {
    let client = made(person, "client", json!({ "name": "Kontor" })).await;
    made(person, "project", json!({ "clientId": client, "name": "Shop" })).await
}

/// Lets an hour of everybody sell for 100 euros, and one of these people cost 40.
async fn rates(owner: &Person<'_>, people: &[&Person<'_>]) {
    let card = made(owner, "rateCard", json!({ "name": "Standard" })).await;
    let version =
        json!({ "rateCardId": card, "startsOn": "2026-01-01", "rates": [{ "perHour": eur("100") }] });
    made(owner, "rateCardVersion", version).await;
    for person in people {
        let rate = json!({ "memberId": person.id, "startsOn": "2026-01-01", "perHour": eur("40"), "basis": "SALARY_LOADED" });
        made(owner, "costRate", rate).await;
    }
}

/// Takes a booking to a state, whatever its version.
async fn go(person: &Person<'_>, record: &str, id: &str, to: &str) -> Answer {
    let known = person
        .ask_with(
            &format!("query($id: ID!) {{ {record}(id: $id) {{ version }} }}"),
            json!({ "id": id }),
        )
        .await;
    let mut input = json!({ "id": id, "to": to, "expectedVersion": known.at(&format!("{record}.version")) });
    if to == "REJECTED" {
        input["reason"] = "not agreed".into();
    }
    let selection = format!(
        "{record} {{ id version status statusReason budgetState allowedTransitions decidedBy {{ id }} }}"
    );
    person
        .write(&format!("{record}Transition"), input, &selection)
        .await
}

/// What the ledger of all projects comes to: minutes, cost and price.
async fn ledger(owner: &Person<'_>) -> (Json, Json, Json) {
    let sums = owner
        .ask("{ costEntryAggregate { minutesSum costSum { amount } priceSum { amount } } }")
        .await
        .good();
    (
        sums.at("costEntryAggregate.minutesSum").clone(),
        sums.at("costEntryAggregate.costSum").clone(),
        sums.at("costEntryAggregate.priceSum").clone(),
    )
}
