//! What tests make, and in what money.

use serde_json::{Value as Json, json};

use crate::Person;

/// Makes a record of this type and gives its id.
pub async fn made(person: &Person<'_>, record: &str, input: Json) -> String {
    let answer = person
        .write(&format!("{record}Create"), input, &format!("{record} {{ id }}"))
        .await
        .good();
    answer.text(&format!("payload.{record}.id"))
}

/// An amount or a price in euros.
#[must_use]
pub fn eur(amount: &str) -> Json {
    json!({ "amount": amount, "currency": "EUR" })
}
