//! Who is told what was decided on a cost beyond a budget: the module of the record that the cost comes from, in the same unit of
//! work. Modules say so when the program is built, so that no rule of budgets knows of them.

use std::sync::OnceLock;

use entity::{overrun_decision, value::Kind};
use futures_util::future::BoxFuture;

use crate::kernel::{error::Result, tx::Tx};

/// What a module does when it is told.
pub type Hear = for<'t> fn(&'t Tx, &'t overrun_decision::Model) -> BoxFuture<'t, Result<()>>;

/// A module that wants to know.
#[derive(Clone, Copy, Debug)]
pub struct Listener {
    /// The records that it answers for.
    pub source: Kind,
    /// What it does when it is told: the decision says whether it was approved, and what was booked.
    pub hear: Hear,
}

static LISTENERS: OnceLock<Vec<Listener>> = OnceLock::new();

/// Keeps who is told what; the first to say so is believed.
pub fn register(listeners: impl FnOnce() -> Vec<Listener>) {
    let _ = LISTENERS.get_or_init(listeners);
}

/// Tells the module of the record that a decision is about.
pub(super) async fn tell(tx: &Tx, decision: &overrun_decision::Model) -> Result<()> {
    let listeners = LISTENERS.get().map_or(&[][..], Vec::as_slice);
    for listener in listeners {
        if listener.source.name() == decision.source_kind {
            (listener.hear)(tx, decision).await?;
        }
    }
    Ok(())
}
