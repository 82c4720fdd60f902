use entity::{
    acceptance,
    agency::{Locale, TaxRounding},
    client,
    contract::ContractType,
    option_group, proposal, proposal_line, proposal_phase, proposal_recipient,
    proposal_version::{self, Column, ProposalVersionStatus},
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// One version of a proposal.
#[rustfmt::skip]
pub(super) fn proposal_version() -> Resource {
    let amount = Column::Currency;
    resource::<proposal_version::Entity>("One version of a proposal. Once it is sent its content is frozen under a hash.")
        .one::<proposal::Entity>("proposal", Column::ProposalId, "The proposal.").filter()
        .one::<client::Entity>("client", Column::ClientId, "The client it is for.").filter().group()
        .field(Column::N, "Which version of the proposal: 1 is the first.").filter().order()
        .choice::<ProposalVersionStatus>(Column::Status, "How far it is. An open version whose last day is over becomes EXPIRED when somebody next looks or answers.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Internal)
        .transitions::<ProposalVersionStatus>("[ProposalVersionStatus!]!", Column::Status, transitions::<ProposalVersionStatus>)
        .choice::<Locale>(Column::Locale, "The language it is written in.")
        .currency(Column::Currency, "The currency of all its amounts.").filter().group()
        .choice::<ContractType>(Column::ContractType, "How the work is paid.")
        .money("notToExceed", Column::NotToExceedMinor, amount, "What is never invoiced beyond.").needs(Right::Prices)
        .field(Column::ValidUntil, "The last day on which it can be accepted.").filter().order().by_month()
        .field(Column::Intro, "The words it begins with.")
        .field(Column::Sections, "Its parts in words: a list of heading and body.")
        .field(Column::Terms, "The terms it is offered on.")
        .choice::<TaxRounding>(Column::TaxRounding, "How its tax is rounded: the agency's way, fixed when it was sent.")
        .money("discount", Column::DiscountMinor, amount, "What is taken off the whole, before tax.").needs(Right::Prices)
        .money("net", Column::NetMinor, amount, "The sum before tax, with the options that are chosen beforehand.").needs(Right::Prices)
        .money("tax", Column::TaxMinor, amount, "The tax on it.").needs(Right::Prices)
        .money("total", Column::TotalMinor, amount, "The sum to be paid.").needs(Right::Prices)
        .money("plannedCost", Column::PlannedCostMinor, amount, "What it is planned to cost the agency; null while that of a phase is unknown.").needs(Right::Costs)
        .money("margin", Column::MarginMinor, amount, "What is left of the net sum after the planned cost; null while that is unknown.").needs(Right::Costs)
        .one::<proposal_version::Entity>("supersedes", Column::SupersedesId, "The version that was open when this one was sent in its place.")
        .field(Column::ContentHash, "SHA-256 of the frozen content, in hexadecimal; null before it is sent.")
        .field(Column::Content, "The frozen content as canonical JSON, byte by byte what contentHash is made from.").needs(Right::Prices)
        .field(Column::SentAt, "When it was sent.").filter().order().by_month()
        .field(Column::DecidedAt, "When the client answered.").filter().order().by_month()
        .many::<proposal_phase::Entity>("phases", proposal_phase::Column::ProposalVersionId, "Its phases, in their order.").filter()
        .many::<option_group::Entity>("optionGroups", option_group::Column::ProposalVersionId, "Its groups of options, in their order.")
        .many::<proposal_line::Entity>("lines", proposal_line::Column::ProposalVersionId, "Its lines, in their order.").filter()
        .many::<proposal_recipient::Entity>("recipients", proposal_recipient::Column::ProposalVersionId, "Whom it was sent to, in their order.").filter()
        .many::<acceptance::Entity>("acceptances", acceptance::Column::ProposalVersionId, "What the client answered: one answer at the most.")
        .record()
        .hides([Column::CreatedBy])
        .ordered("n", true)
        .root("proposalVersion", "proposalVersions")
}
