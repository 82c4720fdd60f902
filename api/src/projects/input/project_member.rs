use async_graphql::InputObject;
use entity::{
    membership, project,
    project_member::{self, ProjectRole},
    value::Id,
};

/// Whom to put on a project.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectMemberAddInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// The person: an active colleague or freelancer who does not only look on.
    pub member_id: Id<membership::Entity>,
    /// What they do there; CONTRIBUTOR when left out.
    pub role: Option<ProjectRole>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What somebody does on a project from now on.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectMemberUpdateInput {
    /// Which place on which project.
    pub id: Id<project_member::Entity>,
    /// Refuse if it has another version.
    pub expected_version: Option<i32>,
    /// What they do there.
    pub role: ProjectRole,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Whom to take off a project.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectMemberRemoveInput {
    /// Which place on which project.
    pub id: Id<project_member::Entity>,
    /// Refuse if it has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}
