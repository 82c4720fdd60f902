use entity::{
    baseline, billing_plan_item, client,
    contract::{self, Column, ContractStatus, ContractType},
    contract_amendment, project,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// What a client and the agency agreed.
#[rustfmt::skip]
pub(super) fn contract() -> Resource {
    resource::<contract::Entity>("What a client and the agency agreed: what is done, for how much, and how it is paid.")
        .field(Column::Number, "Short and unique in the agency.").filter().order()
        .field(Column::Title, "What it is about.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .one::<project::Entity>("project", Column::ProjectId, "The project that the work is done in.").filter()
        .choice::<ContractType>(Column::ContractType, "How the work is paid.").filter().order().group()
        .currency(Column::Currency, "The currency of its amounts.").filter().order().group()
        .money("value", Column::ValueMinor, Column::Currency, "What was agreed, with all amendments that were accepted.").sum().needs(Right::Prices)
        .money("notToExceed", Column::NotToExceedMinor, Column::Currency, "What is never invoiced beyond.").needs(Right::Prices)
        .field(Column::StartsOn, "The first day.").filter().order().by_month()
        .field(Column::EndsOn, "The last day.").filter().order()
        .field(Column::AutoRenew, "Whether it goes on unless somebody gives notice.")
        .field(Column::NoticeDays, "Days before its end by which notice is given.")
        .choice::<ContractStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Internal)
        .transitions::<ContractStatus>("[ContractStatus!]!", Column::Status, transitions::<ContractStatus>)
        .many::<contract_amendment::Entity>("amendments", contract_amendment::Column::ContractId, "Changes of it, the latest first.").filter()
        .many::<billing_plan_item::Entity>("billingPlan", billing_plan_item::Column::ContractId, "The parts of its price and what makes them due.").filter()
        .many::<baseline::Entity>("baselines", baseline::Column::ContractId, "The plans of its project as they were agreed.").filter()
        .record()
        .hides([Column::CreatedBy, Column::AcceptanceId])
        .root("contract", "contracts")
}
