use entity::work_role::{self, Column};

use crate::read::{Resource, resource};

/// What somebody works as.
#[rustfmt::skip]
pub(super) fn work_role() -> Resource {
    resource::<work_role::Entity>("What somebody works as on a project, such as designer: what their hour sells for may hang on it.")
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::Description, "What it is about.")
        .record()
        .hides([Column::CreatedBy])
        .ordered("name", false)
        .root("workRole", "workRoles")
}
