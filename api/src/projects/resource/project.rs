use entity::{
    baseline, client, contract,
    event::Visibility,
    membership, milestone, phase,
    project::{self, Column, ProjectStatus, Rag},
    project_member, task,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Work done for a client.
#[rustfmt::skip]
pub(super) fn project() -> Resource {
    resource::<project::Entity>("Work done for a client.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .field(Column::Code, "Short and unique in the agency.").filter().order()
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::Description, "What is to be done.")
        .one::<membership::Entity>("manager", Column::ManagerId, "Who runs it.").filter().group()
        .choice::<ProjectStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Internal)
        .transitions::<ProjectStatus>("[ProjectStatus!]!", Column::Status, transitions::<ProjectStatus>)
        .choice::<Rag>(Column::Rag, "How it stands, by its manager's judgement.").filter().order().group().needs(Right::Internal)
        .field(Column::RagNote, "Why it stands so.").needs(Right::Internal)
        .currency(Column::Currency, "The currency its amounts are in.").filter().group().needs(Right::Details)
        .choice::<Visibility>(Column::Visibility, "Whether the client sees it in the portal.").filter().group().needs(Right::Internal)
        .field(Column::StartsOn, "The day it begins.").filter().order()
        .field(Column::EndsOn, "The day it ends.").filter().order().by_month()
        .many::<project_member::Entity>("members", project_member::Column::ProjectId, "Who works on it.").filter()
        .many::<phase::Entity>("phases", phase::Column::ProjectId, "Its parts, in their order.").filter()
        .many::<milestone::Entity>("milestones", milestone::Column::ProjectId, "What is reached by which day.").filter()
        .many::<task::Entity>("tasks", task::Column::ProjectId, "The work to do, in its order.").filter()
        .many::<contract::Entity>("contracts", contract::Column::ProjectId, "What was agreed with the client for it.").filter()
        .many::<baseline::Entity>("baselines", baseline::Column::ProjectId, "Its plans as they were agreed, the latest first.").filter()
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .root("project", "projects")
}
