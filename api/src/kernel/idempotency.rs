//! Keys that make a request safe to send again: the same key with the same input gives the first answer, and has one effect.
//!
//! The key's row is written first, by the transaction that has the effect: a second caller waits there for the first to end,
//! and a refused write leaves no key behind.

use chrono::TimeDelta;
use ring::digest::{SHA256, digest};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    canonical::canonical,
    error::{Code, Error, Result, UserError, UserErrorCode},
    sql::Dialect,
    tx::Tx,
};

/// How long a key is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// The longest key.
const LONGEST: usize = 255;

/// A key given to one root field, with what it was given for.
#[derive(Debug)]
pub struct Key {
    operation: String,
    text: String,
    fingerprint: Vec<u8>,
}

impl Key {
    /// A key for a root field and its arguments.
    ///
    /// # Errors
    /// INVALID when it is empty, too long, or has characters that cannot be printed.
    pub fn new(operation: &str, key: &str, arguments: &Json) -> Result<Self> {
        if key.is_empty() || key.len() > LONGEST || !key.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
            let message = say!("an idempotency key has 1 to 255 printable ASCII characters");
            return Err(UserError::invalid("input.idempotencyKey", message).into());
        }
        let fingerprint = digest(&SHA256, canonical(arguments, Some("idempotencyKey")).as_bytes())
            .as_ref()
            .to_vec();
        Ok(Self {
            operation: operation.to_owned(),
            text: key.to_owned(),
            fingerprint,
        })
    }
}

/// Takes the key for this unit of work, or gives what came of it before.
///
/// # Errors
/// `IDEMPOTENCY_KEY_REUSED` when it came with another input; `REQUEST_IN_PROGRESS` when its first request has not ended.
pub async fn take(tx: &Tx, key: &Key) -> Result<Option<Json>> {
    let backend = Dialect::of(tx.caller().world.db.backend).backend;
    let (agency, member) = (tx.actor().agency_id.uuid(), tx.actor().member());
    let expired = "DELETE FROM idempotency_keys WHERE agency_id = $1 AND member_id = $2 AND operation = $3 AND key = $4 AND expires_at < $5";
    let of_key = || {
        [
            agency.into(),
            member.into(),
            key.operation.clone().into(),
            key.text.clone().into(),
        ]
    };
    let values = of_key().into_iter().chain([tx.now().into()]);
    tx.begun()
        .await?
        .execute_raw(Statement::from_sql_and_values(backend, expired, values))
        .await?;

    let insert = "INSERT INTO idempotency_keys (agency_id, member_id, operation, key, id, fingerprint, result, expires_at) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (agency_id, member_id, operation, key) DO NOTHING";
    let rest = [
        tx.uuid().into(),
        key.fingerprint.clone().into(),
        Json::Null.into(),
        (tx.now() + KEPT).into(),
    ];
    let taken = tx
        .begun()
        .await?
        .execute_raw(Statement::from_sql_and_values(
            backend,
            insert,
            of_key().into_iter().chain(rest),
        ))
        .await;
    let taken = taken.map_err(|error| {
        if super::db::transient(&error) {
            Error::coded(
                Code::RequestInProgress,
                say!("a request with the same idempotency key is still running"),
            )
        } else {
            error.into()
        }
    })?;
    if taken.rows_affected() == 1 {
        return Ok(None);
    }

    let select = "SELECT fingerprint, result FROM idempotency_keys WHERE agency_id = $1 AND member_id = $2 AND operation = $3 AND key = $4";
    let row = tx
        .begun()
        .await?
        .query_one_raw(Statement::from_sql_and_values(backend, select, of_key()))
        .await?;
    let row = row.ok_or_else(|| {
        Error::coded(
            Code::RequestInProgress,
            say!("a request with the same idempotency key is still running"),
        )
    })?;
    if row.try_get_by_index::<Vec<u8>>(0)? != key.fingerprint {
        let message = say!("the idempotency key was used for another input");
        return Err(UserError::new(
            UserErrorCode::IdempotencyKeyReused,
            "input.idempotencyKey",
            message,
        )
        .into());
    }
    Ok(Some(row.try_get_by_index::<Json>(1)?))
}

/// Keeps the records that came of the key.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &Tx, key: &Key, ids: &[Uuid]) -> Result<()> {
    keep_answer(
        tx,
        key,
        ids.iter().map(Uuid::to_string).collect::<Vec<_>>().into(),
    )
    .await
}

/// Keeps an answer that cannot be read again: what came of the key, word for word.
///
/// # Errors
/// When the database fails.
pub async fn keep_answer(tx: &Tx, key: &Key, result: Json) -> Result<()> {
    let backend = Dialect::of(tx.caller().world.db.backend).backend;
    let update = "UPDATE idempotency_keys SET result = $5 WHERE agency_id = $1 AND member_id = $2 AND operation = $3 AND key = $4";
    let values = [
        tx.actor().agency_id.uuid().into(),
        tx.actor().member().into(),
        key.operation.clone().into(),
        key.text.clone().into(),
        result.into(),
    ];
    tx.begun()
        .await?
        .execute_raw(Statement::from_sql_and_values(backend, update, values))
        .await?;
    Ok(())
}
