//! What a process holds, and what came with one request.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use entity::{agency::Locale, value::Kind};
use moka::sync::Cache;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};
use uuid::Uuid;

use super::{
    actor::Actor,
    clock::Clock,
    db::Db,
    error::{Code, Error, Result},
    random::Random,
    sql::{Binds, Dialect},
};
use crate::config::FileSettings;

/// How long a process remembers what another may have changed.
const REMEMBERED: Duration = Duration::from_secs(5);

/// What rules and reads stand on: the database, time and chance.
pub struct World {
    /// The database.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Which kinds of record need a value of an agency's own fields.
    pub required: Cache<(Uuid, Kind), bool>,
    /// How much is kept of what people upload.
    pub files: FileSettings,
}

/// The longest name of a device that is kept.
const DEVICE: usize = 400;

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

impl World {
    /// A world over an open database.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let required = Cache::builder()
            .max_capacity(100_000)
            .time_to_live(REMEMBERED)
            .build();
        Self {
            db,
            clock,
            random,
            required,
            files: FileSettings::default(),
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.random.uuid(self.now())
    }
}

/// One request: who asks, and what came with the question.
#[derive(Debug)]
pub struct Caller {
    /// What the process holds.
    pub world: Arc<World>,
    /// Who asks; none when nobody is signed in.
    pub actor: Option<Actor>,
    /// The language of messages.
    pub locale: Locale,
    /// The request's id, in the log and in errors.
    pub request_id: String,
    /// The key that came in the header.
    pub idempotency_key: Option<String>,
    /// Where the request came from.
    pub address: Option<std::net::IpAddr>,
    /// What the device calls itself.
    pub device: Option<String>,
    statements: AtomicUsize,
    replayed: AtomicBool,
    became: OnceLock<Actor>,
}

impl Caller {
    /// A request of this actor.
    #[must_use]
    pub fn new(world: Arc<World>, actor: Option<Actor>, request_id: String) -> Self {
        let (statements, replayed) = (AtomicUsize::new(0), AtomicBool::new(false));
        Self {
            world,
            locale: actor.as_ref().map_or(Locale::En, |actor| actor.locale),
            actor,
            request_id,
            idempotency_key: None,
            address: None,
            device: None,
            statements,
            replayed,
            became: OnceLock::new(),
        }
    }

    /// What the device calls itself, as far as it is worth keeping.
    #[must_use]
    pub fn device_name(&self) -> Option<String> {
        let name = self.device.as_deref()?;
        Some(
            name.chars()
                .filter(|symbol| !symbol.is_control())
                .take(DEVICE)
                .collect(),
        )
    }

    /// Who asks.
    ///
    /// # Errors
    /// UNAUTHENTICATED when nobody is signed in.
    pub fn actor(&self) -> Result<&Actor> {
        self.became
            .get()
            .or(self.actor.as_ref())
            .ok_or_else(|| Error::coded(Code::Unauthenticated, say!("sign in first")))
    }

    /// From now on the request is this actor's: they have just signed in. The first to say so is believed.
    pub fn become_actor(&self, actor: Actor) {
        let _ = self.became.set(actor);
    }

    /// A statement in the making that the actor asks.
    #[must_use]
    pub fn binds(&self, actor: &Actor) -> Binds {
        Binds::new(Dialect::of(self.world.db.backend), actor, self.world.now())
    }

    /// Reads rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.world.db.read.query_all_raw(statement).await
    }

    /// Notes that the answer is that of an earlier request with the same key.
    pub fn note_replay(&self) {
        self.replayed.store(true, Ordering::Relaxed);
    }

    /// Whether the answer is that of an earlier request with the same key.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.replayed.load(Ordering::Relaxed)
    }

    /// How many statements the request has read with.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.statements.load(Ordering::Relaxed)
    }
}
