//! Whose proposals are whose.

use entity::{
    acceptance, option_group, proposal, proposal_line, proposal_phase, proposal_recipient, proposal_version,
    proposal_view, tax_code,
};

use crate::{
    clients::own_clients,
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
};

/// States that the client knows of: a version is theirs to see once it was sent.
const SHOWN: &str = "('SENT', 'VIEWED', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'SUPERSEDED', 'WITHDRAWN')";

/// The versions that a portal user sees: `column` of each, as a select.
fn shown_versions(actor: &Actor, column: &str, binds: &mut Binds) -> String {
    let (agency, client) = (binds.agency(), binds.bind(actor.client()));
    format!(
        "SELECT {column} FROM proposal_versions WHERE agency_id = {agency} AND client_id = {client} AND status IN {SHOWN}"
    )
}

fn of_own_client(actor: &Actor, row: &str, binds: &mut Binds) -> String {
    format!("{row}.client_id IN ({})", own_clients(actor, binds))
}

impl Guarded for proposal::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        if actor.is_portal() {
            return format!("{row}.id IN ({})", shown_versions(actor, "proposal_id", binds));
        }
        of_own_client(actor, row, binds)
    }
}

impl Guarded for proposal_version::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        let own = of_own_client(actor, row, binds);
        if actor.is_portal() {
            return format!("{own} AND {row}.status IN {SHOWN}");
        }
        own
    }
}

/// What belongs to a version is seen with it.
macro_rules! of_version {
    ($($table:ident)*) => {$(
        impl Guarded for $table::Entity {
            fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
                if actor.is_portal() {
                    return format!("{row}.proposal_version_id IN ({})", shown_versions(actor, "id", binds));
                }
                of_own_client(actor, row, binds)
            }
        }
    )*};
}

of_version! { proposal_phase option_group proposal_line proposal_recipient acceptance }

impl Guarded for proposal_view::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, row, binds)
    }
}

impl Guarded for tax_code::Entity {
    /// Who may read one may read all.
    fn own(_: &Actor, _: Action, _: &str, _: &mut Binds) -> String {
        "TRUE".to_owned()
    }
}
