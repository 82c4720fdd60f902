use async_graphql::Value;
use entity::{
    client, commitment,
    cost_entry::{self, Column, CostKind},
    membership, phase, project, work_role,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// One entry of a project's ledger.
#[rustfmt::skip]
pub(super) fn cost_entry() -> Resource {
    resource::<cost_entry::Entity>("One entry of a project's ledger: it is never changed; a mistake is taken back by a second entry.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<client::Entity>("client", Column::ClientId, "The project's client.").filter().group()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase it belongs to.").filter().group()
        .choice::<CostKind>(Column::Kind, "What kind of cost it is.").filter().group()
        .field(Column::OnDate, "The day of the work or of the expense.").filter().order().by_month()
        .one::<membership::Entity>("member", Column::MemberId, "Whose work it is.").filter().group()
        .one::<work_role::Entity>("workRole", Column::WorkRoleId, "What they worked as.").filter().group()
        .field(Column::Category, "Its category.").filter().group()
        .field(Column::Minutes, "How long it took; 0 for what takes no time.").sum()
        .field(Column::Billable, "Whether the client pays for it.").group()
        .field(Column::PassThrough, "Whether it is spent for the client and passed on.").group()
        .money("cost", Column::CostMinor, Column::Currency, "What it costs; null when nobody knows.").needs(Right::Costs).sum()
        .computed("isCostKnown", "Boolean", "Whether somebody knows what it costs.", [Column::CostMinor], |row, _| Value::from(row.int("cost_minor").is_some())).needs(Right::Costs)
        .money("price", Column::PriceMinor, Column::Currency, "What the client pays for it.").needs(Right::Prices).sum()
        .money("originalCost", Column::OriginalMinor, Column::OriginalCurrency, "The cost as it was paid, when that was in another currency.").needs(Right::Costs)
        .decimal(Column::FxRate, 10, "What that currency was worth on the day.").needs(Right::Costs)
        .any_node("source", Column::SourceKind, Column::SourceId, "The record it comes from; null when the caller may not see it.")
        .one::<cost_entry::Entity>("reverses", Column::ReversesId, "The entry that it takes back.")
        .one::<commitment::Entity>("commitment", Column::CommitmentId, "The commitment that it uses.").filter()
        .one::<membership::Entity>("createdBy", Column::CreatedBy, "Who booked it; null for the system.")
        .field(Column::CreatedAt, "When it was booked.").filter().order()
        .hides([Column::Drawn])
        .root("costEntry", "costEntries")
}
