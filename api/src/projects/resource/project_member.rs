use entity::{
    membership, project,
    project_member::{self, Column, ProjectRole},
};

use crate::read::{Resource, resource};

/// Somebody who works on a project.
#[rustfmt::skip]
pub(super) fn project_member() -> Resource {
    resource::<project_member::Entity>("Somebody who works on a project.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<membership::Entity>("member", Column::MemberId, "The person.").filter().group()
        .choice::<ProjectRole>(Column::Role, "What they do there.").filter().order().group()
        .record()
        .hides([Column::CreatedBy])
        .ordered("createdAt", false)
        .root("projectMember", "projectMembers")
}
