//! The unit of work, by what it promises to rules.

mod racing;
mod statements;
mod tap;
mod waiting;

use std::sync::Arc;

use api::kernel::{tx::Tx, world::Caller};
use entity::{
    agency::Locale,
    client::{self, ClientStage},
    value::CurrencyCode,
};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use tests::{App, Person};

/// A unit of work of this person.
async fn begun(app: &App, by: &Person<'_>) -> Tx {
    let caller = Caller::new(app.world.clone(), Some(by.actor.clone()), "test".to_owned());
    Tx::begin(Arc::new(caller), by.actor.clone())
        .await
        .expect("a unit of work")
}

/// A client of this name, not made yet.
fn client_named(name: &str) -> client::ActiveModel {
    client::ActiveModel {
        name: Set(name.to_owned()),
        stage: Set(ClientStage::Prospect),
        currency: Set(CurrencyCode::EUR),
        locale: Set(Locale::En),
        custom_fields: Set(json!({})),
        ..Default::default()
    }
}

/// How many clients and entries of the history the API shows.
async fn counted(by: &Person<'_>) -> (u64, u64) {
    let answer = by
        .ask("{ clients { totalCount } events { totalCount } }")
        .await
        .good();
    let count = |path: &str| answer.at(path).as_u64().expect("a count");
    (count("clients.totalCount"), count("events.totalCount"))
}
