use entity::{
    need,
    option_group::{self, OptionRule},
    proposal_line,
    proposal_phase::{self, PhaseBilling},
    proposal_version, tax_code,
    value::price::QUANTITY_DECIMALS,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A part of a proposal with its dates, price and planned cost.
#[rustfmt::skip]
pub(super) fn proposal_phase() -> Resource {
    use proposal_phase::Column;
    resource::<proposal_phase::Entity>("A part of a proposal: its dates, its price, what it is planned to cost, and what it delivers.")
        .one::<proposal_version::Entity>("proposalVersion", Column::ProposalVersionId, "The version it stands in.").filter()
        .field(Column::Position, "Its place among the phases.").order()
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::Goal, "What it is to bring.")
        .field(Column::StartsOn, "The day it begins.")
        .field(Column::EndsOn, "The day it ends.")
        .field(Column::StartOffsetDays, "Days from the beginning of the work to its own, where no dates are given.")
        .field(Column::DurationDays, "How many days it takes, where no dates are given.")
        .texts(Column::Deliverables, "What it delivers.")
        .money("price", Column::PriceMinor, Column::Currency, "The sum of its lines before tax, with the options that are chosen beforehand and its share of the discount.").needs(Right::Prices)
        .money("plannedCost", Column::PlannedCostMinor, Column::Currency, "What it is planned to cost the agency.").needs(Right::Costs)
        .choice::<PhaseBilling>(Column::Billing, "When it is billed.")
        .field(Column::BillingBps, "The share that is billed when it begins, in hundredths of a percent.")
        .field(Column::AcceptanceCriteria, "What it is accepted by.")
        .field(Column::MilestoneName, "What is reached at its end.")
        .many::<proposal_line::Entity>("lines", proposal_line::Column::PhaseId, "Its lines, in their order.")
        .record()
        .hides([Column::CreatedBy, Column::ClientId])
        .ordered("position", false)
        .root("proposalPhase", "proposalPhases")
}

/// Options of which the client chooses by a rule.
#[rustfmt::skip]
pub(super) fn option_group() -> Resource {
    use option_group::Column;
    resource::<option_group::Entity>("Options of a proposal of which the client chooses by a rule.")
        .one::<proposal_version::Entity>("proposalVersion", Column::ProposalVersionId, "The version it stands in.").filter()
        .field(Column::Position, "Its place among the groups.").order()
        .field(Column::Name, "What it is called.")
        .choice::<OptionRule>(Column::Rule, "How many of its options are taken.")
        .many::<proposal_line::Entity>("lines", proposal_line::Column::GroupId, "Its options, in their order.")
        .record()
        .hides([Column::CreatedBy, Column::ClientId])
        .ordered("position", false)
        .root("optionGroup", "optionGroups")
}

/// So much of something at a price.
#[rustfmt::skip]
pub(super) fn proposal_line() -> Resource {
    use proposal_line::Column;
    resource::<proposal_line::Entity>("A line of a proposal: so much of something at a price.")
        .one::<proposal_version::Entity>("proposalVersion", Column::ProposalVersionId, "The version it stands in.").filter()
        .one::<proposal_phase::Entity>("phase", Column::PhaseId, "The phase it belongs to.").filter()
        .one::<option_group::Entity>("group", Column::GroupId, "The group of options it belongs to.").filter()
        .one::<need::Entity>("need", Column::NeedId, "The need of the client that it answers.").filter()
        .field(Column::Position, "Its place among the lines.").order()
        .field(Column::Description, "What is offered.")
        .decimal(Column::Quantity, QUANTITY_DECIMALS, "How much of it.")
        .field(Column::Unit, "What it is counted in.")
        .price("unitPrice", Column::UnitPriceMicro, Column::Currency, "The price of one.").needs(Right::Prices)
        .field(Column::DiscountBps, "What is taken off, in hundredths of a percent.").needs(Right::Prices)
        .money("net", Column::NetMinor, Column::Currency, "What it comes to before tax and before the discount on the whole.").needs(Right::Prices)
        .one::<tax_code::Entity>("taxCode", Column::TaxCodeId, "Its tax; none when there is none.").filter()
        .field(Column::Optional, "Whether the client may leave it out.")
        .field(Column::Selected, "Whether an option is chosen unless the client chooses otherwise.")
        .record()
        .hides([Column::CreatedBy, Column::ClientId, Column::EstimateLineId])
        .ordered("position", false)
        .root("proposalLine", "proposalLines")
}
