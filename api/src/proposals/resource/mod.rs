//! What can be read.

mod acceptance;
mod contents;
mod proposal;
mod recipient;
mod tax_code;
mod version;

use async_graphql::{Name, Value};

use crate::{
    kernel::{actor::Actor, state::State},
    read::{Resource, Row},
};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![
        tax_code::tax_code(),
        proposal::proposal(),
        version::proposal_version(),
        contents::proposal_phase(),
        contents::option_group(),
        contents::proposal_line(),
        recipient::proposal_recipient(),
        recipient::proposal_view(),
        acceptance::acceptance(),
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
