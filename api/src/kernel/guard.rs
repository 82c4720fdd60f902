//! Which rows are an actor's own: each entity says it once, for reads and for writes.

use entity::value::Keyed;
use sea_orm::EntityTrait;

use super::{actor::Actor, policy::Action, sql::Binds};

/// An entity whose rows are guarded: it says which of them are an actor's own.
pub trait Guarded: EntityTrait + Keyed {
    /// A condition on the row named `row` that holds for the actor's own records.
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String;
}

/// See [`Guarded::own`].
pub type OwnRows = fn(&Actor, Action, &str, &mut Binds) -> String;
