//! A file is tied to the expense that it proves: to one, and to no other as long as it is. Those who see the expense see the file.

use entity::{
    file::{self, FileStatus},
    membership, project,
    value::Id,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::kernel::{
    error::{Error, Result, UserError, UserErrorCode},
    event::EventType,
    policy::Action,
    tx::Tx,
};

/// Whose expense a file proves, and for which project it was bought.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    /// The project.
    pub project: Id<project::Entity>,
    /// Who bought it.
    pub member: Id<membership::Entity>,
}

/// Ties a file to an expense.
///
/// # Errors
/// At the input's field: `NOT_FOUND` when the actor does not see such a file, `INVALID_STATE` while it has not arrived, `NOT_UNIQUE`
/// when it proves another expense.
pub async fn tie(tx: &Tx, id: Id<file::Entity>, proof: Proof, path: &str) -> Result<()> {
    let file = tx.under::<file::Entity>(Action::Read, id, path).await?;
    match file.status {
        FileStatus::Stored => {}
        FileStatus::Pending => {
            return Err(UserError::new(
                UserErrorCode::InvalidState,
                path,
                say!("the file has not arrived yet"),
            )
            .into());
        }
    }
    if file.project_id.is_some() {
        return Err(UserError::not_unique(path, None).into());
    }
    written(tx, file, Some(proof)).await
}

/// Frees the file that an expense has had.
///
/// # Errors
/// When the database refuses.
pub async fn untie(tx: &Tx, id: Id<file::Entity>) -> Result<()> {
    let of_id = Condition::all().add(file::Column::Id.eq(id));
    let file = tx.rows::<file::Entity>(of_id).one(tx.connection().await?).await?;
    let file = file.ok_or_else(|| Error::internal("freeing a file that is not there"))?;
    written(tx, file, None).await
}

async fn written(tx: &Tx, file: file::Model, proof: Option<Proof>) -> Result<()> {
    let row = file::ActiveModel {
        project_id: Set(proof.map(|proof| proof.project)),
        member_id: Set(proof.map(|proof| proof.member)),
        ..Default::default()
    };
    let file = tx.update(file, row).await?;
    tx.tell(EventType::FileUpdated, &file);
    Ok(())
}
