//! Whose opportunities and estimates are whose: those of the actor's own clients.

use entity::{estimate, estimate_line, opportunity, stage};

use crate::{
    clients::own_clients,
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
};

impl Guarded for stage::Entity {
    fn own(_: &Actor, _: Action, _: &str, _: &mut Binds) -> String {
        "TRUE".to_owned()
    }
}

impl Guarded for opportunity::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, row, binds)
    }
}

impl Guarded for estimate::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, row, binds)
    }
}

impl Guarded for estimate_line::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        of_own_client(actor, row, binds)
    }
}

fn of_own_client(actor: &Actor, row: &str, binds: &mut Binds) -> String {
    format!("{row}.client_id IN ({})", own_clients(actor, binds))
}
