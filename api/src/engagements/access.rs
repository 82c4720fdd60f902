//! Whose engagements are whose.

use entity::{engagement, membership::Role};

use crate::{
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
    projects::own_projects,
};

impl Guarded for engagement::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        own_or_of_own_project(actor, row, binds)
    }
}

/// Those who run projects have what was agreed for these; a freelancer has what was agreed with them.
pub fn own_or_of_own_project(actor: &Actor, row: &str, binds: &mut Binds) -> String {
    let own = format!("{row}.member_id = {}", binds.member());
    match actor.role {
        Role::Specialist | Role::Freelancer | Role::Viewer | Role::Portal => own,
        Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager | Role::Finance => {
            format!("{own} OR {row}.project_id IN ({})", own_projects(actor, binds))
        }
    }
}
