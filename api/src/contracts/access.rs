//! Whose contracts are whose.

use entity::{baseline, baseline_row, billing_plan_item, contract, contract_amendment, contract_phase};

use crate::{
    clients::own_clients,
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
    projects::own_projects,
};

/// States that the client does not know of.
const UNSEEN: &str = "('DRAFT', 'VOID')";

impl Guarded for contract::Entity {
    /// A client sees what binds, or has bound.
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        let own = of_own_client(actor, row, binds);
        if actor.is_portal() {
            format!("{own} AND {row}.status NOT IN {UNSEEN}")
        } else {
            own
        }
    }
}

/// What belongs to a contract is seen with it.
macro_rules! of_contract {
    ($($table:ident)*) => {$(
        impl Guarded for $table::Entity {
            fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
                if actor.is_portal() {
                    let (agency, client) = (binds.agency(), binds.bind(actor.client()));
                    return format!(
                        "{row}.contract_id IN (SELECT id FROM contracts WHERE agency_id = {agency} AND client_id = {client} AND status NOT IN {UNSEEN})"
                    );
                }
                of_own_client(actor, row, binds)
            }
        }
    )*};
}

of_contract! { contract_phase billing_plan_item }

impl Guarded for contract_amendment::Entity {
    /// A client sees what was sent to them.
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        let own = of_own_client(actor, row, binds);
        if actor.is_portal() {
            format!("{own} AND {row}.sent_at IS NOT NULL")
        } else {
            own
        }
    }
}

impl Guarded for baseline::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        format!("{row}.project_id IN ({})", own_projects(actor, binds))
    }
}

impl Guarded for baseline_row::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        format!("{row}.project_id IN ({})", own_projects(actor, binds))
    }
}

fn of_own_client(actor: &Actor, row: &str, binds: &mut Binds) -> String {
    format!("{row}.client_id IN ({})", own_clients(actor, binds))
}
