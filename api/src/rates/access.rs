//! Whose rates are whose.

use entity::{accounting_period, cost_rate, fx_rate, rate, rate_card, rate_card_version, work_role};

use crate::kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds};

impl Guarded for cost_rate::Entity {
    /// What somebody's own hour costs.
    fn own(_: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        format!("{row}.member_id = {}", binds.member())
    }
}

/// Of these nobody has some of their own: who may read one may read all.
macro_rules! of_the_agency {
    ($($table:ident)*) => {$(
        impl Guarded for $table::Entity {
            fn own(_: &Actor, _: Action, _: &str, _: &mut Binds) -> String {
                "TRUE".to_owned()
            }
        }
    )*};
}

of_the_agency! { work_role rate_card rate_card_version rate fx_rate accounting_period }
