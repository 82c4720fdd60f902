//! Whose contracts are whose.

use entity::{baseline, baseline_row, billing_plan_item, contract, contract_amendment};

use crate::{
    clients::own_clients,
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
    projects::own_projects,
};

impl Guarded for contract::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, row, binds)
    }
}

impl Guarded for billing_plan_item::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, row, binds)
    }
}

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
