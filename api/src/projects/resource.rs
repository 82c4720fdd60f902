//! What can be read.

use async_graphql::{Name, Value};
use entity::{
    client,
    event::Visibility,
    membership,
    project::{self, Column, ProjectStatus, Rag},
    value::Choice,
};

use super::service;
use crate::{
    kernel::{actor::Actor, policy::Right},
    read::{Resource, Row, resource},
};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![project()]
}

/// Work done for a client.
#[rustfmt::skip]
fn project() -> Resource {
    resource::<project::Entity>("Work done for a client.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .field(Column::Code, "Short and unique in the agency.").filter().order()
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::Description, "What is to be done.")
        .one::<membership::Entity>("manager", Column::ManagerId, "Who runs it.").filter().group()
        .choice::<ProjectStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Internal)
        .transitions::<ProjectStatus>("[ProjectStatus!]!", Column::Status, transitions)
        .choice::<Rag>(Column::Rag, "How it stands, by its manager's judgement.").filter().order().group().needs(Right::Internal)
        .field(Column::RagNote, "Why it stands so.").needs(Right::Internal)
        .currency(Column::Currency, "The currency its amounts are in.").filter().group().needs(Right::Details)
        .choice::<Visibility>(Column::Visibility, "Whether the client sees it in the portal.").filter().group().needs(Right::Internal)
        .field(Column::StartsOn, "The day it begins.").filter().order()
        .field(Column::EndsOn, "The day it ends.").filter().order().by_month()
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .root("project", "projects")
}

fn transitions(row: &Row<'_>, _: &Actor) -> Value {
    let next = ProjectStatus::read(row.text("status")).map_or(&[][..], service::next);
    Value::List(
        next.iter()
            .map(|status| Value::Enum(Name::new(status.word())))
            .collect(),
    )
}
