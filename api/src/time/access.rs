//! Whose bookings are whose.

use entity::{expense, membership::Role, time_entry, timer};

use crate::{
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
    projects::own_projects,
};

impl Guarded for time_entry::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        own_or_of_own_project(actor, row, binds)
    }
}

impl Guarded for expense::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        own_or_of_own_project(actor, row, binds)
    }
}

impl Guarded for timer::Entity {
    /// Everybody has a clock of their own.
    fn own(_: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        format!("{row}.member_id = {}", binds.member())
    }
}

/// Those who run projects have what was booked on these; everybody has what they booked themself.
fn own_or_of_own_project(actor: &Actor, row: &str, binds: &mut Binds) -> String {
    let own = format!("{row}.member_id = {}", binds.member());
    match actor.role {
        Role::Specialist | Role::Freelancer | Role::Viewer | Role::Portal => own,
        Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager | Role::Finance => {
            format!("{own} OR {row}.project_id IN ({})", own_projects(actor, binds))
        }
    }
}
