//! Receiving a file: the link alone says whose it is. Its contents are written by the commit that marks it as arrived, or not at all.

use std::sync::Arc;

use entity::{
    agency,
    file::{self, FileStatus},
    file_chunk,
    membership::{self, MemberStatus},
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult, Statement};

use super::{
    media::media_type,
    upload::{PREFIX, used},
};
use crate::{
    kernel::{
        actor::Actor,
        error::{Error, Result},
        event::EventType,
        pieces::{Pieces, Received},
        policy::{Action, Grant, grant},
        retry,
        tx::Tx,
        world::Caller,
    },
    people::{credentials::opaque, door::actor_of},
};

/// Finds the file whose contents a link is for.
const FIND: &str = "SELECT id, agency_id, created_by FROM files WHERE upload_hash = $1 AND status = $2 AND upload_expires_at > $3";
const AGENCY: &str = "SELECT * FROM agencies WHERE id = $1";
const MEMBER: &str = "SELECT * FROM memberships WHERE agency_id = $1 AND id = $2";

/// A file whose contents are awaited.
#[derive(Clone, Debug)]
pub struct Awaited {
    /// The file.
    pub file: Id<file::Entity>,
    /// Who announced it.
    pub actor: Actor,
}

#[derive(FromQueryResult)]
struct Row {
    id: Id<file::Entity>,
    agency_id: Id<agency::Entity>,
    created_by: Option<Id<membership::Entity>>,
}

/// What a link is for; none when it does not work, or whoever announced the file may no longer.
///
/// # Errors
/// When the database fails.
pub async fn awaited(caller: &Caller, token: &str) -> Result<Option<Awaited>> {
    let Some(hash) = opaque::parse(PREFIX, token) else {
        return Ok(None);
    };
    let values = [hash.into(), FileStatus::Pending.into(), caller.world.now().into()];
    let Some(row) = one::<Row>(caller, FIND, values).await? else {
        return Ok(None);
    };
    let Some(member) = row.created_by else {
        return Ok(None);
    };
    let agency = one::<agency::Model>(caller, AGENCY, [row.agency_id.into()]).await?;
    let member = one::<membership::Model>(caller, MEMBER, [row.agency_id.into(), member.into()]).await?;
    let (Some(agency), Some(member)) = (agency, member) else {
        return Err(Error::internal("a file of nobody"));
    };
    let may = grant(member.role, Kind::File, Action::Create) != Grant::Nothing;
    let works = member.status == MemberStatus::Active && may;
    Ok(works.then(|| Awaited {
        file: row.id,
        actor: actor_of(&member, &agency, None),
    }))
}

/// Keeps the contents of a file.
///
/// # Errors
/// When the database fails.
pub async fn receive(caller: &Arc<Caller>, awaited: &Awaited, pieces: &Pieces) -> Result<Received> {
    let Some(media) = media_type(pieces.first()) else {
        return Ok(Received::WrongKind);
    };
    retry::tried(&caller.world, || once(caller, awaited, pieces, media)).await
}

async fn once(
    caller: &Arc<Caller>,
    awaited: &Awaited,
    pieces: &Pieces,
    media: &'static str,
) -> Result<Received> {
    let tx = Tx::begin(caller.clone(), awaited.actor.clone()).await?;
    // Files that arrive at once are counted one after the other.
    tx.under::<agency::Entity>(Action::Read, awaited.actor.agency_id, "")
        .await?;
    let file = match tx.fetch_for(Action::Update, awaited.file).await {
        Ok(file) => file,
        Err(Error::User(_)) => return Ok(Received::Used),
        Err(error) => return Err(error),
    };
    match file.status {
        FileStatus::Pending => {}
        FileStatus::Stored => return Ok(Received::Used),
    }
    let size = u64::try_from(pieces.bytes()).unwrap_or(u64::MAX);
    if used(&tx).await?.saturating_add(size) > caller.world.files.agency_bytes {
        return Ok(Received::Full);
    }
    store(&tx, file, pieces, media).await?;
    tx.commit().await?;
    Ok(Received::Stored)
}

/// Keeps the contents of a file that was announced.
///
/// # Errors
/// When the database fails.
pub async fn store(tx: &Tx, file: file::Model, pieces: &Pieces, media: &'static str) -> Result<file::Model> {
    write(tx, &file, pieces).await?;
    let bytes = i32::try_from(pieces.bytes())
        .map_err(|_large| Error::internal("a file that is larger than files may be"))?;
    let row = file::ActiveModel {
        status: Set(FileStatus::Stored),
        media_type: Set(Some(media.to_owned())),
        bytes: Set(Some(bytes)),
        sha256: Set(Some(pieces.sha256())),
        stored_at: Set(Some(tx.now())),
        ..Default::default()
    };
    let file = tx.update(file, row).await?;
    tx.tell(EventType::FileStored, &file);
    Ok(file)
}

/// Writes the pieces one by one: what waits for the commit would be one large text.
async fn write(tx: &Tx, file: &file::Model, pieces: &Pieces) -> Result<()> {
    for (number, piece) in (0..).zip(pieces.all()) {
        let row = file_chunk::ActiveModel {
            id: Set(tx.uuid()),
            agency_id: Set(file.agency_id),
            file_id: Set(file.id),
            number: Set(number),
            bytes: Set(piece.clone()),
        };
        file_chunk::Entity::insert(row)
            .exec_without_returning(tx.connection().await?)
            .await?;
    }
    Ok(())
}

async fn one<R: FromQueryResult>(
    caller: &Caller,
    sql: &str,
    values: impl IntoIterator<Item = sea_orm::Value>,
) -> Result<Option<R>> {
    let statement = Statement::from_sql_and_values(caller.world.db.backend, sql, values);
    let rows = caller.read(statement).await?;
    let row = rows.first().map(|row| R::from_query_result(row, ""));
    Ok(row.transpose()?)
}
