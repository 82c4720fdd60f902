//! Whose bills are whose.

use entity::{freelancer_bill, freelancer_bill_line};

use crate::{
    engagements::own_or_of_own_project,
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
};

impl Guarded for freelancer_bill::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        own_or_of_own_project(actor, row, binds)
    }
}

impl Guarded for freelancer_bill_line::Entity {
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        own_or_of_own_project(actor, row, binds)
    }
}
