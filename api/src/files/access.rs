//! Whose files are whose.

use entity::{file, membership::Role};

use crate::{
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
    projects::own_projects,
};

impl Guarded for file::Entity {
    /// Everybody has what they uploaded, and the receipts of their own expenses; those who run projects also the receipts of what
    /// was bought for these.
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        let member = binds.member();
        let own = format!("{row}.created_by = {member} OR {row}.member_id = {member}");
        match actor.role {
            Role::Specialist | Role::Freelancer | Role::Viewer | Role::Portal => own,
            Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager | Role::Finance => {
                format!("{own} OR {row}.project_id IN ({})", own_projects(actor, binds))
            }
        }
    }
}
