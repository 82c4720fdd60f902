//! Giving a file back: its contents are read piece by piece, as the reader takes them.

use std::sync::Arc;

use bytes::Bytes;
use entity::{
    file::{self, FileStatus},
    value::{Id, Kind},
};
use futures_util::{Stream, stream};
use sea_orm::{DbErr, FromQueryResult};

use crate::kernel::{
    error::{Error, Result},
    guard::Guarded,
    policy::{Action, Grant, grant},
    world::Caller,
};

/// A file that has arrived, as the caller may see it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Found {
    /// The file.
    pub id: Id<file::Entity>,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: i32,
    /// SHA-256 of its contents.
    pub sha256: String,
}

/// A stored file that the caller may see; none for every other id.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn find(caller: &Caller, id: &str) -> Result<Option<Found>> {
    let actor = caller.actor()?;
    let Ok(id) = Kind::File.read(id) else {
        return Ok(None);
    };
    let mut binds = caller.binds(actor);
    let (agency, wanted) = (binds.agency(), binds.bind(id));
    let stored = binds.bind(FileStatus::Stored);
    let own = match grant(actor.role, Kind::File, Action::Read) {
        Grant::Nothing => return Ok(None),
        Grant::Agency => String::new(),
        Grant::Own => {
            let own = file::Entity::own(actor, Action::Read, "r", &mut binds);
            format!(" AND ({own})")
        }
    };
    let sql = format!(
        "SELECT r.id, r.name, r.media_type, r.bytes, r.sha256 FROM files r \
         WHERE r.agency_id = {agency} AND r.id = {wanted} AND r.status = {stored}{own}"
    );
    let rows = caller.read(binds.statement(sql)).await?;
    let found = rows.first().map(|row| Found::from_query_result(row, ""));
    Ok(found.transpose()?)
}

/// The contents of a file, in pieces.
pub fn read(caller: Arc<Caller>, file: Id<file::Entity>) -> impl Stream<Item = Result<Bytes>> + Send {
    stream::try_unfold(0, move |number: i32| {
        let caller = caller.clone();
        async move {
            let piece = piece(&caller, file, number).await?;
            Ok(piece.map(|piece| (piece, number + 1)))
        }
    })
}

async fn piece(caller: &Caller, file: Id<file::Entity>, number: i32) -> Result<Option<Bytes>> {
    let mut binds = caller.binds(caller.actor()?);
    let (agency, file, number) = (binds.agency(), binds.bind(file), binds.bind(number));
    let sql = format!(
        "SELECT bytes FROM file_chunks WHERE agency_id = {agency} AND file_id = {file} AND number = {number}"
    );
    let rows = caller.read(binds.statement(sql)).await?;
    let bytes = rows.first().map(|row| row.try_get::<Vec<u8>>("", "bytes"));
    let bytes: Result<_, DbErr> = bytes.transpose();
    Ok(bytes.map_err(Error::from)?.map(Bytes::from))
}
