//! Whose overhead is whose.

use entity::overhead_period;

use crate::kernel::{actor::Actor, guard::Guarded, policy::Action, sql::Binds};

impl Guarded for overhead_period::Entity {
    /// Of these nobody has some of their own: who may read one may read all.
    fn own(_: &Actor, _: Action, _: &str, _: &mut Binds) -> String {
        "TRUE".to_owned()
    }
}
