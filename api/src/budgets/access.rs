//! Whose costs and budgets are whose: those of one's own projects.

use entity::{
    budget, budget_alert, budget_line, budget_move, budget_period, budget_version, commitment, cost_entry,
    overrun_decision,
};

use crate::{
    kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds},
    projects::own_projects,
};

macro_rules! of_own_projects {
    ($($table:ident)*) => {$(
        impl Guarded for $table::Entity {
            fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
                format!("{row}.project_id IN ({})", own_projects(actor, binds))
            }
        }
    )*};
}

of_own_projects! {
    budget budget_version budget_line budget_period budget_move commitment cost_entry overrun_decision budget_alert
}
