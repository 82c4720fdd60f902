use entity::{
    account_assignment::{self, AssignmentRole, Column},
    client, membership,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A colleague answers for a client.
#[rustfmt::skip]
pub(super) fn assignment() -> Resource {
    resource::<account_assignment::Entity>("A colleague answers for a client, from one day to another.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .one::<membership::Entity>("member", Column::MemberId, "The colleague.").filter().group()
        .choice::<AssignmentRole>(Column::Role, "How they answer for the client.").filter().order().group()
        .field(Column::StartsOn, "The first day.").filter().order().by_month()
        .field(Column::EndsOn, "The first day it no longer holds; null as long as no end is known.").filter().order()
        .field(Column::HandoverNote, "What whoever comes next must know.").needs(Right::Internal)
        .record()
        .hides([Column::CreatedBy])
        .ordered("startsOn", true)
        .root("accountAssignment", "accountAssignments")
}
