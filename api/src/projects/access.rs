//! Whose projects are whose.

use entity::{membership::Role, milestone, phase, project, project_member, task};

use crate::kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds};

/// The ids of the actor's own projects, as a select.
///
/// A portal user has those of their company that are shared. Others have those they are on; account and project managers also
/// those of the clients they answer for, today or from a day to come. Being on one project of a client gives no part in its other projects.
pub fn own_projects(actor: &Actor, binds: &mut Binds) -> String {
    let agency = binds.agency();
    if actor.is_portal() {
        let client = binds.bind(actor.client());
        return format!(
            "SELECT id FROM projects WHERE agency_id = {agency} AND client_id = {client} AND visibility = 'SHARED' AND archived_at IS NULL"
        );
    }
    let member = binds.member();
    let assigned =
        format!("SELECT project_id FROM project_members WHERE agency_id = {agency} AND member_id = {member}");
    match actor.role {
        Role::Freelancer | Role::Specialist => assigned,
        _ => {
            let today = binds.today();
            format!(
                "{assigned} UNION ALL SELECT p.id FROM account_assignments s JOIN projects p ON p.agency_id = s.agency_id AND p.client_id = s.client_id \
                 WHERE s.agency_id = {agency} AND s.member_id = {member} AND (s.ends_on IS NULL OR s.ends_on > {today})"
            )
        }
    }
}

/// Records that belong to one of the actor's own projects.
fn of_own_project(actor: &Actor, row: &str, binds: &mut Binds) -> String {
    format!("{row}.project_id IN ({})", own_projects(actor, binds))
}

impl Guarded for project::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        format!("{row}.id IN ({})", own_projects(actor, binds))
    }
}

impl Guarded for project_member::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_project(actor, row, binds)
    }
}

impl Guarded for phase::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_project(actor, row, binds)
    }
}

impl Guarded for milestone::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_project(actor, row, binds)
    }
}

impl Guarded for task::Entity {
    /// Portal users see shared tasks, freelancers those they are assigned to; specialists change only these.
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
        let own = of_own_project(actor, row, binds);
        let only_assigned =
            actor.role == Role::Freelancer || (actor.role == Role::Specialist && action != Action::Read);
        if only_assigned {
            let (agency, member) = (binds.agency(), binds.member());
            return format!(
                "{own} AND {row}.id IN (SELECT task_id FROM task_assignees WHERE agency_id = {agency} AND member_id = {member})"
            );
        }
        if actor.is_portal() {
            format!("{own} AND {row}.visibility = 'SHARED'")
        } else {
            own
        }
    }
}
