//! Units of work that others were in the way of: tried again from their start.

use std::{future::Future, time::Duration};

use super::{
    db,
    error::{Error, Result},
    world::World,
};

/// How often a unit of work is tried.
const TRIES: u32 = 4;

/// Does something, and again when the database asks for it.
///
/// # Errors
/// What it fails with in the end.
pub async fn tried<T, F>(world: &World, mut once: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let mut tries = 1;
    loop {
        let outcome = once().await;
        let again = matches!(&outcome, Err(Error::Database(error)) if db::transient(error)) && tries < TRIES;
        if !again {
            return outcome;
        }
        let jitter = u64::from(world.random.bytes::<1>()[0]) / 8;
        tokio::time::sleep(Duration::from_millis(u64::from(tries) * 10 + jitter)).await;
        tries += 1;
    }
}
