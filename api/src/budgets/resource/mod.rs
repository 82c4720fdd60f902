//! What can be read.

mod alert;
mod budget;
mod commitment;
mod cost_entry;
mod decision;
mod line;
mod version;

use async_graphql::{Name, Value};

use crate::{
    kernel::{actor::Actor, state::State},
    read::{Resource, Row},
};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![
        budget::budget(),
        version::budget_version(),
        line::budget_line(),
        line::budget_period(),
        line::budget_move(),
        commitment::commitment(),
        cost_entry::cost_entry(),
        decision::overrun_decision(),
        alert::budget_alert(),
    ]
}

/// The states that the record can go to from the one it is in.
fn transitions<S: State>(row: &Row<'_>, _: &Actor) -> Value {
    let next = S::read(row.text("status")).map_or(&[][..], S::next);
    Value::List(
        next.iter()
            .map(|state| Value::Enum(Name::new(state.word())))
            .collect(),
    )
}

/// A number of minutes, in a row whose amounts are minutes: one without a currency.
fn minutes(row: &Row<'_>, column: &str) -> Value {
    if row.text("currency").is_empty() {
        row.int(column).map_or(Value::Null, Value::from)
    } else {
        Value::Null
    }
}
