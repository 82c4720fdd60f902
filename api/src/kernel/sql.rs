//! The few places where the two databases speak differently, and the values bound to a statement.

use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, Statement, Value, sea_query::ArrayType};
use uuid::Uuid;

use super::{actor::Actor, calendar};

/// How one database says what both can do.
#[derive(Debug)]
pub struct Dialect {
    /// The database.
    pub backend: DbBackend,
    /// The function that makes a JSON array of its arguments.
    pub array: &'static str,
    /// The function that gathers rows into a JSON array.
    pub gather: &'static str,
    /// What turns the outermost JSON into text.
    pub text: (&'static str, &'static str),
    /// What keeps a row from being changed by others until the end of the unit of work.
    pub lock: &'static str,
    /// What keeps a row from being changed by others, who may hold it in the same way.
    pub share: &'static str,
    /// The same, while others may still refer to the row.
    pub hold: &'static str,
    /// Whether one statement can insert into several tables.
    pub inserts_together: bool,
    /// The number of the next entry of the history, whose agency is the second value bound.
    pub next_seq: &'static str,
    /// The number of the transaction that writes.
    pub transaction_id: &'static str,
    id: (&'static str, &'static str),
    json: (&'static str, &'static str),
    any_text: (&'static str, &'static str),
    any_id: (&'static str, &'static str),
    any_int: (&'static str, &'static str),
    text_of: (&'static str, &'static str),
}

/// SQLite. JSON there holds no blobs, so ids travel in hexadecimal.
pub static SQLITE: Dialect = Dialect {
    backend: DbBackend::Sqlite,
    array: "json_array",
    gather: "json_group_array",
    text: ("", ""),
    lock: "",
    share: "",
    hold: "",
    inserts_together: false,
    next_seq: "(SELECT COALESCE(MAX(seq), 0) + 1 FROM events WHERE agency_id = $2)",
    transaction_id: "0",
    id: ("nullif(hex(", "), '')"),
    json: ("json(", ")"),
    any_text: (" IN (SELECT value FROM json_each(", "))"),
    any_id: (" IN (SELECT unhex(value) FROM json_each(", "))"),
    any_int: (" IN (SELECT value FROM json_each(", "))"),
    text_of: ("CAST(", " AS TEXT)"),
};

/// PostgreSQL.
pub static POSTGRES: Dialect = Dialect {
    backend: DbBackend::Postgres,
    array: "json_build_array",
    gather: "json_agg",
    text: ("(", ")::text"),
    lock: " FOR UPDATE OF r",
    share: " FOR SHARE OF r",
    hold: " FOR NO KEY UPDATE OF r",
    inserts_together: true,
    next_seq: "nextval('event_seq')",
    transaction_id: "pg_current_xact_id()::text::bigint",
    id: ("", ""),
    json: ("", ""),
    any_text: (" = ANY(", ")"),
    any_id: (" = ANY(", ")"),
    any_int: (" = ANY(", ")"),
    text_of: ("(", ")::text"),
};

impl Dialect {
    /// The dialect of a database.
    #[must_use]
    pub fn of(backend: DbBackend) -> &'static Dialect {
        if backend == DbBackend::Postgres {
            &POSTGRES
        } else {
            &SQLITE
        }
    }

    /// An id as JSON can carry it.
    #[must_use]
    pub fn id(&self, expression: &str) -> String {
        wrap(self.id, expression)
    }

    /// A JSON column inside other JSON.
    #[must_use]
    pub fn json(&self, expression: &str) -> String {
        wrap(self.json, expression)
    }

    /// A number as text.
    #[must_use]
    pub fn text_of(&self, expression: &str) -> String {
        wrap(self.text_of, expression)
    }
}

fn wrap((before, after): (&str, &str), expression: &str) -> String {
    format!("{before}{expression}{after}")
}

/// A statement in the making: the values bound so far.
#[derive(Debug)]
pub struct Binds {
    /// How the database speaks.
    pub dialect: &'static Dialect,
    values: Vec<Value>,
    actor: Actor,
    now: DateTime<Utc>,
    agency_at: Option<usize>,
    member_at: Option<usize>,
    today_at: Option<usize>,
}

impl Binds {
    /// Nothing bound yet, for a statement that `actor` asks now.
    #[must_use]
    pub fn new(dialect: &'static Dialect, actor: &Actor, now: DateTime<Utc>) -> Self {
        let values = Vec::with_capacity(8);
        Self {
            dialect,
            values,
            actor: actor.clone(),
            now,
            agency_at: None,
            member_at: None,
            today_at: None,
        }
    }

    /// Binds a value and gives its placeholder.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// How many values are bound.
    #[must_use]
    pub const fn bound(&self) -> usize {
        self.values.len()
    }

    /// Forgets the values that were bound after so many: what was made with them is not asked.
    pub fn back_to(&mut self, bound: usize) {
        self.values.truncate(bound);
        for at in [&mut self.agency_at, &mut self.member_at, &mut self.today_at] {
            *at = at.filter(|at| *at <= bound);
        }
    }

    /// The placeholder of the actor's agency.
    pub fn agency(&mut self) -> String {
        let at = *self.agency_at.get_or_insert_with(|| {
            self.values.push(self.actor.agency_id.uuid().into());
            self.values.len()
        });
        format!("${at}")
    }

    /// The placeholder of the actor's membership.
    pub fn member(&mut self) -> String {
        let at = *self.member_at.get_or_insert_with(|| {
            self.values.push(self.actor.member().into());
            self.values.len()
        });
        format!("${at}")
    }

    /// The placeholder of the business day it is for the actor's agency.
    pub fn today(&mut self) -> String {
        let at = *self.today_at.get_or_insert_with(|| {
            let today = calendar::day_at(self.now, &self.actor.time_zone);
            self.values.push(today.into());
            self.values.len()
        });
        format!("${at}")
    }

    /// `expression` is one of these ids.
    pub fn any_id(&mut self, expression: &str, ids: &[Uuid]) -> String {
        let placeholder = match self.dialect.backend {
            DbBackend::Postgres => self.bind(array(ArrayType::Uuid, ids.iter().map(|id| Value::from(*id)))),
            _ => self.bind(json_text(
                ids.iter()
                    .map(|id| serde_json::Value::String(id.simple().to_string())),
            )),
        };
        format!("{expression}{}", wrap(self.dialect.any_id, &placeholder))
    }

    /// `expression` is one of these texts.
    pub fn any_text(&mut self, expression: &str, texts: Vec<String>) -> String {
        let placeholder = match self.dialect.backend {
            DbBackend::Postgres => self.bind(array(ArrayType::String, texts.into_iter().map(Value::from))),
            _ => self.bind(json_text(texts.into_iter().map(serde_json::Value::String))),
        };
        format!("{expression}{}", wrap(self.dialect.any_text, &placeholder))
    }

    /// `expression` is one of these whole numbers.
    pub fn any_int(&mut self, expression: &str, numbers: &[i64]) -> String {
        let placeholder = match self.dialect.backend {
            DbBackend::Postgres => self.bind(array(
                ArrayType::BigInt,
                numbers.iter().map(|number| Value::from(*number)),
            )),
            _ => self.bind(json_text(
                numbers.iter().map(|number| serde_json::Value::from(*number)),
            )),
        };
        format!("{expression}{}", wrap(self.dialect.any_int, &placeholder))
    }

    /// The finished statement.
    #[must_use]
    pub fn statement(self, sql: String) -> Statement {
        Statement::from_sql_and_values(self.dialect.backend, sql, self.values)
    }
}

fn array(kind: ArrayType, values: impl Iterator<Item = Value>) -> Value {
    Value::Array(kind, Some(Box::new(values.collect())))
}

fn json_text(values: impl Iterator<Item = serde_json::Value>) -> String {
    serde_json::Value::Array(values.collect()).to_string()
}
