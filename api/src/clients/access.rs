//! Whose clients are whose.

use entity::{account_assignment, client, contact, interaction, membership::Role, need, promise};

use crate::kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds};

/// The ids of the actor's own clients, as a select.
///
/// A portal user has the one they belong to. Others have those they answer for, today or from a day to come, and those of
/// projects they are on.
pub fn own_clients(actor: &Actor, binds: &mut Binds) -> String {
    if actor.is_portal() {
        return format!(
            "SELECT id FROM clients WHERE agency_id = {} AND id = {}",
            binds.agency(),
            binds.bind(actor.client())
        );
    }
    let (agency, member, today) = (binds.agency(), binds.member(), binds.today());
    format!(
        "SELECT client_id FROM account_assignments WHERE agency_id = {agency} AND member_id = {member} AND (ends_on IS NULL OR ends_on > {today}) \
         UNION ALL SELECT p.client_id FROM project_members m JOIN projects p ON p.agency_id = m.agency_id AND p.id = m.project_id \
         WHERE m.agency_id = {agency} AND m.member_id = {member}"
    )
}

impl Guarded for client::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        format!("{row}.id IN ({})", own_clients(actor, binds))
    }
}

impl Guarded for contact::Entity {
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, action, row, binds)
    }
}

impl Guarded for account_assignment::Entity {
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, action, row, binds)
    }
}

impl Guarded for interaction::Entity {
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
        shared_of_own_client(actor, action, row, binds)
    }
}

impl Guarded for promise::Entity {
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
        shared_of_own_client(actor, action, row, binds)
    }
}

impl Guarded for need::Entity {
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, action, row, binds)
    }
}

/// Records that belong to one of the actor's own clients.
fn of_own_client(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
    format!("{row}.client_id IN ({})", own_clients(actor, binds))
}

/// Records of own clients, of which portal users see those that are shared.
fn shared_of_own_client(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
    let own = of_own_client(actor, action, row, binds);
    if actor.role == Role::Portal {
        format!("{own} AND {row}.visibility = 'SHARED'")
    } else {
        own
    }
}
