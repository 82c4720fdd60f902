mod card;
mod cost_rate;
mod fx_import;
mod fx_rate;
mod lookup;
mod period;
mod work_role;

use std::sync::Arc;

use api::kernel::{tx::Tx, world::Caller};
use serde_json::{Value as Json, json};
use tests::{App, Person};

/// Makes a record of this type and gives its id.
async fn made(person: &Person<'_>, record: &str, input: Json) -> String {
    let answer = person
        .write(&format!("{record}Create"), input, &format!("{record} {{ id }}"))
        .await
        .good();
    answer.text(&format!("payload.{record}.id"))
}

/// A price of an hour in euros.
fn eur(amount: &str) -> Json {
    json!({ "amount": amount, "currency": "EUR" })
}

/// A unit of work of this person.
async fn work_of(app: &App, person: &Person<'_>) -> Tx {
    let caller = Caller::new(app.world.clone(), Some(person.actor.clone()), "test".to_owned());
    Tx::begin(Arc::new(caller), person.actor.clone())
        .await
        .expect("a unit of work")
}
