//! What can be read.

mod bill;

use async_graphql::{Name, Value};

use crate::{
    kernel::{actor::Actor, state::State},
    read::{Resource, Row},
};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![bill::freelancer_bill(), bill::freelancer_bill_line()]
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
