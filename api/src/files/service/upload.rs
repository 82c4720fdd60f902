//! Announcing a file: a row that waits for its contents, and the link by which they are sent.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    file::{self, Column, FileStatus},
    secret::Secret,
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QuerySelect};

use crate::{
    files::input::FileUploadCreateInput,
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        policy::Action,
        sql::{Binds, Dialect},
        tx::Tx,
    },
    people::credentials::opaque::Opaque,
};

/// What the tokens of links begin with.
pub(super) const PREFIX: &str = "fup_";
/// Files of one person whose contents are awaited at once.
const OPEN_AT_MOST: u64 = 50;
/// For how long what never arrived is kept: longer than contents take that were begun in time.
const KEPT: TimeDelta = TimeDelta::hours(1);
/// How many of those are removed at once.
const REMOVED_AT_ONCE: u64 = 100;

/// The link by which the contents of a file are sent.
#[derive(Clone, Debug)]
pub struct Link {
    /// The token, which is kept nowhere.
    pub token: Secret,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// Announces a file.
///
/// # Errors
/// What is wrong with it, or that there is no room for it.
pub async fn create(tx: &Tx, input: FileUploadCreateInput) -> Result<(file::Model, Link)> {
    tx.may(Action::Create, Kind::File)?;
    let name = input.check()?;
    has_room(tx, input.bytes).await?;
    sweep(tx).await?;
    is_not_open_too_often(tx).await?;
    let world = &tx.caller().world;
    let lifetime = TimeDelta::from_std(world.files.upload_lifetime)
        .map_err(|error| Error::internal(format!("reading how long links to upload work: {error}")))?;
    let opaque = Opaque::new(PREFIX, world.random.as_ref());
    let expires_at = tx.now() + lifetime;
    let row = file::ActiveModel {
        name: Set(name),
        status: Set(FileStatus::Pending),
        upload_hash: Set(opaque.hash),
        upload_expires_at: Set(expires_at),
        ..Default::default()
    };
    let file = tx.insert(row).await?;
    tx.tell(EventType::FileCreated, &file);
    let link = Link {
        token: opaque.text,
        expires_at,
    };
    Ok((file, link))
}

/// Refuses what is larger than files may be, or than what the agency has left.
async fn has_room(tx: &Tx, bytes: Option<i32>) -> Result<()> {
    let limits = &tx.caller().world.files;
    let bytes = u64::try_from(bytes.unwrap_or(1)).unwrap_or(0);
    let most = u64::try_from(limits.file_bytes).unwrap_or(u64::MAX);
    if bytes > most {
        let message = say!("the file has more than {most} bytes", most);
        return Err(UserError::too_large("input.bytes", message).into());
    }
    if used(tx).await?.saturating_add(bytes) > limits.agency_bytes {
        return Err(full().into());
    }
    Ok(())
}

/// The agency has no room for more.
fn full() -> UserError {
    UserError::limit_reached("input", say!("the agency has no room for this file"))
}

/// How many bytes the agency's files have.
pub(super) async fn used(tx: &Tx) -> Result<u64> {
    let mut binds = Binds::new(Dialect::of(tx.caller().world.db.backend), tx.actor(), tx.now());
    let agency = binds.agency();
    let sql = format!("SELECT COALESCE(SUM(bytes), 0) AS used FROM files WHERE agency_id = {agency}");
    let row = sea_orm::ConnectionTrait::query_one_raw(tx.connection().await?, binds.statement(sql)).await?;
    let used: i64 = row
        .ok_or_else(|| Error::internal("a sum without a row"))?
        .try_get("", "used")?;
    u64::try_from(used).map_err(|_negative| Error::internal("files of less than no bytes"))
}

/// Removes files of the agency that were announced and never arrived.
async fn sweep(tx: &Tx) -> Result<()> {
    let never = || {
        Condition::all()
            .add(Column::Status.eq(FileStatus::Pending))
            .add(Column::UploadExpiresAt.lt(tx.now() - KEPT))
    };
    let gone = tx
        .rows::<file::Entity>(never())
        .limit(REMOVED_AT_ONCE)
        .all(tx.connection().await?)
        .await?;
    if gone.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id<file::Entity>> = gone.into_iter().map(|file| file.id).collect();
    tx.delete::<file::Entity>(never().add(Column::Id.is_in(ids)))
        .await?;
    Ok(())
}

async fn is_not_open_too_often(tx: &Tx) -> Result<()> {
    let open = Condition::all()
        .add(Column::Status.eq(FileStatus::Pending))
        .add(Column::CreatedBy.eq(tx.actor().member()));
    let open = tx
        .rows::<file::Entity>(open)
        .count(tx.connection().await?)
        .await?;
    if open >= OPEN_AT_MOST {
        let message = say!(
            "at most {OPEN_AT_MOST} files may be announced and not sent yet",
            OPEN_AT_MOST
        );
        return Err(UserError::limit_reached("input", message).into());
    }
    Ok(())
}
