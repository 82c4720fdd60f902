use entity::{
    opportunity,
    stage::{self, Column, StageKind},
};

use crate::read::{Resource, resource};

/// A step on the way from a first talk to an order.
#[rustfmt::skip]
pub(super) fn stage() -> Resource {
    resource::<stage::Entity>("A step on the way from a first talk to an order, as the agency names it.")
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::Position, "Its place among the stages: they are listed from the lowest to the highest.").filter().order()
        .choice::<StageKind>(Column::Kind, "What it means for the opportunities in it.").filter().order().group()
        .field(Column::ProbabilityBps, "How likely an order is, in hundredths of a percent.").filter().order()
        .field(Column::IsDefault, "Whether new opportunities begin here. True for one stage of an agency.").filter()
        .many::<opportunity::Entity>("opportunities", opportunity::Column::StageId, "What is in it.").filter()
        .record()
        .hides([Column::CreatedBy])
        .ordered("position", false)
        .root("stage", "stages")
}
