use async_graphql::{Name, Value};
use entity::{
    client,
    estimate::{self, Column, EstimateDistribution, EstimateMethod, EstimateStatus},
    estimate_line, opportunity,
    value::{Choice as _, price::QUANTITY_DECIMALS},
};

use crate::{
    kernel::{actor::Actor, policy::Right, state::State as _},
    read::{Resource, Row, resource},
};

/// What work will take and cost, as far as it is known before.
#[rustfmt::skip]
pub(super) fn estimate() -> Resource {
    resource::<estimate::Entity>("What work will take and cost, as far as it is known before. estimateFigures tells what it comes to.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .one::<opportunity::Entity>("opportunity", Column::OpportunityId, "The opportunity it is for.").filter().group()
        .field(Column::Title, "What is estimated.").filter().order().folded(Column::NameKey)
        .currency(Column::Currency, "The currency of its costs and prices.").filter().group()
        .choice::<EstimateMethod>(Column::Method, "How it is made.").filter().group()
        .choice::<EstimateDistribution>(Column::Distribution, "How three figures become one expected figure and its spread.")
        .field(Column::KBps, "How many standard deviations the range shown reaches to both sides, in ten-thousandths.")
        .texts(Column::Assumptions, "What is taken for granted.")
        .choice::<EstimateStatus>(Column::Status, "How far it is. Frozen from FINAL on.").filter().order().group()
        .transitions::<EstimateStatus>("[EstimateStatus!]!", Column::Status, transitions)
        .one::<estimate::Entity>("copiedFrom", Column::CopiedFromId, "The estimate it is a copy of.").filter()
        .many::<estimate::Entity>("copies", Column::CopiedFromId, "The estimates that are copies of it.").filter()
        .many::<estimate_line::Entity>("lines", estimate_line::Column::EstimateId, "What it is made of, in their order. Its version grows with theirs.").filter()
        .record()
        .hides([Column::CreatedBy])
        .root("estimate", "estimates")
}

/// One piece of work in an estimate.
#[rustfmt::skip]
pub(super) fn estimate_line() -> Resource {
    use estimate_line::Column as Line;
    resource::<estimate_line::Entity>("One piece of work in an estimate.")
        .one::<estimate::Entity>("estimate", Line::EstimateId, "The estimate.").filter().group()
        .field(Line::PhaseKey, "The phase it belongs to, as a short key that the lines of the phase share.").filter().order().group()
        .field(Line::PhasePosition, "The place of the phase among the phases.").filter().order()
        .field(Line::Position, "Its place among the lines: they are listed from the lowest to the highest.").filter().order()
        .field(Line::Category, "What kind of work or cost it is, freely named.").filter().order().group()
        .field(Line::WorkRoleName, "Who does it, by the name of their work.").filter().order().group()
        .field(Line::OptimisticMinutes, "How long it takes when all goes well, in minutes.")
        .field(Line::LikelyMinutes, "How long it most likely takes, in minutes; where it stands alone, the only figure.").sum()
        .field(Line::PessimisticMinutes, "How long it takes when little goes well, in minutes.")
        .money("optimisticCost", Line::OptimisticCostMinor, Line::Currency, "What it costs when all goes well.").needs(Right::Costs)
        .money("likelyCost", Line::LikelyCostMinor, Line::Currency, "What it most likely costs; where it stands alone, the only figure. Of a PARAMETRIC estimate the quantity times the cost of a unit.").sum().needs(Right::Costs)
        .money("pessimisticCost", Line::PessimisticCostMinor, Line::Currency, "What it costs when little goes well.").needs(Right::Costs)
        .decimal(Line::Quantity, QUANTITY_DECIMALS, "How many units.")
        .field(Line::Unit, "What the units are.")
        .price("unitCost", Line::UnitCostMicro, Line::Currency, "What one unit costs.").needs(Right::Costs)
        .price("sellRate", Line::SellRateMicro, Line::Currency, "What an hour of it is sold for.").needs(Right::Prices)
        .field(Line::Reference, "The similar work it is estimated after.")
        .field(Line::Note, "What else there is to say.")
        .record()
        .hides([Line::CreatedBy, Line::ClientId])
        .ordered("position", false)
        .root("estimateLine", "estimateLines")
}

/// The states that the record can go to from the one it is in.
fn transitions(row: &Row<'_>, _: &Actor) -> Value {
    let next = EstimateStatus::read(row.text("status")).map_or(&[][..], EstimateStatus::next);
    Value::List(
        next.iter()
            .map(|state| Value::Enum(Name::new(state.word())))
            .collect(),
    )
}
