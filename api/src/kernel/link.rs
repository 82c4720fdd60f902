//! Rows that tie two records to each other.

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, ModelTrait,
};
use uuid::Uuid;

use super::{error::Result, tx::Tx};

/// Ties records to this one and unties others. Says whether that changed anything.
///
/// # Errors
/// When the database fails.
pub async fn put<J>(
    tx: &Tx,
    (near, this): (J::Column, Uuid),
    far: J::Column,
    add: impl IntoIterator<Item = Uuid>,
    remove: impl IntoIterator<Item = Uuid>,
) -> Result<bool>
where
    J: EntityTrait,
    J::ActiveModel: ActiveModelTrait<Entity = J> + ActiveModelBehavior + Send,
    J::Model: IntoActiveModel<J::ActiveModel> + Send + Sync,
{
    let of_this = Condition::all().add(near.eq(this));
    let remove: Vec<Uuid> = remove.into_iter().collect();
    let mut changed = false;
    if !remove.is_empty() {
        changed = tx.delete::<J>(of_this.clone().add(far.is_in(remove))).await? > 0;
    }
    let mut add: Vec<Uuid> = add.into_iter().collect();
    add.sort_unstable();
    add.dedup();
    if add.is_empty() {
        return Ok(changed);
    }
    if !tx.is_new(this) {
        let known = tx
            .rows::<J>(of_this.add(far.is_in(add.iter().copied())))
            .all(tx.connection().await?)
            .await?;
        add.retain(|id| !known.iter().any(|row| row.get(far) == (*id).into()));
    }
    let rows: Vec<J::ActiveModel> = add
        .into_iter()
        .map(|id| {
            let mut row = <J::ActiveModel as ActiveModelTrait>::default();
            row.set(near, this.into());
            row.set(far, id.into());
            row
        })
        .collect();
    changed |= !rows.is_empty();
    tx.insert_all(rows).await?;
    Ok(changed)
}
