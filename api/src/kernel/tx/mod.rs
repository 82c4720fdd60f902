//! One unit of work: one actor, one moment, all or nothing.
//!
//! A rule takes `&Tx` and cannot commit: whoever opened the unit of work does, so that rules compose. What a rule changes is
//! written to the history by the same commit.
//!
//! Rows that a rule makes wait in the unit of work until somebody looks at the database, at the latest for the commit. Where one
//! statement can insert into several tables, a rule that only makes rows costs that one statement and no transaction around it.

mod change;
mod find;
mod history;
mod row;
mod waiting;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use entity::value::Kind;
use sea_orm::DatabaseTransaction;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{
    actor::Actor,
    calendar,
    error::{Error, Result},
    names::camel,
    policy::{Action, Grant, grant},
    sql::{Binds, Dialect},
    world::Caller,
};
use history::Told;
pub use row::{SEARCHED, Versioned, id_of};
use waiting::Waiting;

/// One unit of work.
pub struct Tx {
    begun: OnceCell<DatabaseTransaction>,
    waiting: Mutex<Waiting>,
    told: Mutex<Told>,
    caller: Arc<Caller>,
    actor: Actor,
    now: DateTime<Utc>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("actor", &self.actor)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

impl Tx {
    /// Opens a unit of work. Where rows of several tables need several statements, its transaction begins at once; elsewhere it
    /// begins when a rule first looks at the database.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn begin(caller: Arc<Caller>, actor: Actor) -> Result<Self> {
        let db = &caller.world.db;
        let begun = if Dialect::of(db.backend).inserts_together {
            OnceCell::new()
        } else {
            OnceCell::from(db.begin_write().await?)
        };
        Ok(Self::new(begun, caller, actor))
    }

    /// A unit of work that began before its agency was there.
    #[must_use]
    pub fn over(txn: DatabaseTransaction, caller: Arc<Caller>, actor: Actor) -> Self {
        Self::new(OnceCell::from(txn), caller, actor)
    }

    fn new(begun: OnceCell<DatabaseTransaction>, caller: Arc<Caller>, actor: Actor) -> Self {
        Self {
            begun,
            waiting: Mutex::default(),
            told: Mutex::default(),
            now: caller.world.now(),
            caller,
            actor,
        }
    }

    /// Writes what waits and the history, and commits.
    ///
    /// # Errors
    /// When the database fails or refuses; then nothing was changed.
    pub async fn commit(self) -> Result<()> {
        self.write_history().await?;
        let waiting = self.waiting().take();
        let Some(txn) = self.begun.into_inner() else {
            // One statement is a transaction of its own.
            return waiting.insert(&self.caller.world.db.write).await;
        };
        waiting.insert(&txn).await?;
        Ok(txn.commit().await?)
    }

    /// The one moment of this unit of work.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The business day it is for the agency.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        calendar::day_at(self.now, &self.actor.time_zone)
    }

    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The request that it belongs to.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The connection, for what the kernel has no words for: its transaction has begun, and the rows that waited are written.
    ///
    /// # Errors
    /// When the database is away, or refuses a row that waited.
    pub async fn connection(&self) -> Result<&DatabaseTransaction> {
        let txn = self.begun().await?;
        let waiting = self.waiting().take();
        waiting.insert(txn).await?;
        Ok(txn)
    }

    /// The connection for statements that have nothing to do with the rows that wait.
    pub(super) async fn begun(&self) -> Result<&DatabaseTransaction> {
        let begin = || self.caller.world.db.begin_write();
        Ok(self.begun.get_or_try_init(begin).await?)
    }

    /// A new id.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.caller.world.random.uuid(self.now)
    }

    /// Refuses what the actor's role may not do at all.
    ///
    /// # Errors
    /// FORBIDDEN.
    pub fn may(&self, action: Action, kind: Kind) -> Result<()> {
        match grant(self.actor.role, kind, action) {
            Grant::Nothing => Err(Error::Forbidden(format!(
                "{}:{}",
                camel(kind.table()),
                if action == Action::Read { "read" } else { "write" }
            ))),
            Grant::Own | Grant::Agency => Ok(()),
        }
    }

    fn binds(&self) -> Binds {
        Binds::new(Dialect::of(self.caller.world.db.backend), &self.actor, self.now)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
