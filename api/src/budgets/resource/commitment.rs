use entity::{
    budget,
    commitment::{self, Column, CommitmentStatus},
    cost_entry, expense, membership, phase, project,
};

use super::{minutes, transitions};
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Money or time that is promised to somebody and not yet used.
#[rustfmt::skip]
pub(super) fn commitment() -> Resource {
    resource::<commitment::Entity>("Money or time that is promised to somebody and not yet used. While it is OPEN, what is neither consumed nor released counts as committed.")
        .one::<budget::Entity>("budget", Column::BudgetId, "The budget that it takes from.").filter().group()
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase it is for.").filter().group()
        .one::<membership::Entity>("member", Column::MemberId, "The person it was promised to.").filter().group()
        .field(Column::Vendor, "Whom else it was promised to.")
        .field(Column::Description, "What it is for.")
        .choice::<CommitmentStatus>(Column::Status, "How far it is.").filter().group()
        .field(Column::StatusReason, "Why it was closed, or a part of it given back.")
        .transitions::<CommitmentStatus>("[CommitmentStatus!]!", Column::Status, transitions::<CommitmentStatus>)
        .money("amount", Column::Amount, Column::Currency, "How much was promised.").needs(Right::Costs).sum()
        .computed("amountMinutes", "Int", "How long, of a budget in minutes.", [Column::Amount, Column::Currency], |row, _| minutes(row, "amount")).needs(Right::Costs)
        .money("consumed", Column::Consumed, Column::Currency, "What costs have used of it.").needs(Right::Costs).sum()
        .computed("consumedMinutes", "Int", "What costs have used of it, of a budget in minutes.", [Column::Consumed, Column::Currency], |row, _| minutes(row, "consumed")).needs(Right::Costs)
        .money("released", Column::Released, Column::Currency, "What was given back.").needs(Right::Costs).sum()
        .computed("releasedMinutes", "Int", "What was given back, of a budget in minutes.", [Column::Released, Column::Currency], |row, _| minutes(row, "released")).needs(Right::Costs)
        .any_node("source", Column::SourceKind, Column::SourceId, "The record that it was made for; null when there is none, or the caller may not see it.")
        .many::<cost_entry::Entity>("costEntries", cost_entry::Column::CommitmentId, "The entries of the ledger that draw from it.")
        .many::<expense::Entity>("expenses", expense::Column::CommitmentId, "What was bought as it was promised.")
        .record()
        .hides([Column::CreatedBy])
        .root("commitment", "commitments")
}
