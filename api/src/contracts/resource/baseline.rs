use entity::{
    baseline::{self, Column as Plan},
    baseline_row::{self, Column as Row},
    contract, contract_amendment, membership, phase, project,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// The plan of a project as it was agreed.
#[rustfmt::skip]
pub(super) fn baseline() -> Resource {
    resource::<baseline::Entity>("The plan of a project as it was agreed (PMI: the performance measurement baseline). Never changed, only followed by the next one.")
        .one::<project::Entity>("project", Plan::ProjectId, "The project.").filter()
        .one::<contract::Entity>("contract", Plan::ContractId, "The contract that it was agreed in.").filter()
        .one::<contract_amendment::Entity>("amendment", Plan::AmendmentId, "The amendment that it follows from; null for the first plan of a contract.").filter()
        .field(Plan::Number, "1, 2, 3, … within the project.").filter().order()
        .field(Plan::Reason, "Why it was taken.")
        .money("cost", Plan::CostMinor, Plan::Currency, "Planned cost (budget at completion); null when some of it is not known.").needs(Right::Costs)
        .money("price", Plan::PriceMinor, Plan::Currency, "What the client pays.").needs(Right::Prices)
        .field(Plan::Minutes, "Planned work.").needs(Right::Work)
        .many::<baseline_row::Entity>("rows", baseline_row::Column::BaselineId, "Its phases, in their order.").filter()
        .field(Plan::CreatedAt, "When it was taken.").filter().order()
        .one::<membership::Entity>("takenBy", Plan::CreatedBy, "Who took it; null for the system or a client.")
        .ordered("number", true)
        .root("baseline", "baselines")
}

/// A phase of a project as it was agreed.
#[rustfmt::skip]
pub(super) fn baseline_row() -> Resource {
    resource::<baseline_row::Entity>("A phase of a project as it was agreed.")
        .one::<baseline::Entity>("baseline", Row::BaselineId, "The baseline.").filter()
        .one::<contract::Entity>("contract", Row::ContractId, "The contract that the phase was agreed in.").filter()
        .one::<phase::Entity>("phase", Row::PhaseId, "The phase.").filter()
        .field(Row::Position, "Its place in the project.").order()
        .field(Row::StartsOn, "The day it was to begin.").filter().order()
        .field(Row::EndsOn, "The day it was to end.").filter().order()
        .money("cost", Row::CostMinor, Row::Currency, "Planned cost; null when it is not known.").needs(Right::Costs)
        .money("price", Row::PriceMinor, Row::Currency, "What the client pays.").needs(Right::Prices)
        .field(Row::Minutes, "Planned work.").needs(Right::Work)
        .field(Row::CreatedAt, "When the baseline was taken.").order()
        .hides([Row::ProjectId, Row::CreatedBy])
        .ordered("position", false)
        .no_root()
}
