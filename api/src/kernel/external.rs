//! Ids that other systems know a record by.

use entity::{
    external_id,
    value::{Id, Keyed, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use uuid::Uuid;

use super::{
    check::Checks,
    error::{Result, UserError},
    tx::Tx,
};

/// Ids in other systems that one record has at most.
const AT_MOST: usize = 20;

/// An id in another system.
#[derive(Clone, Debug, PartialEq, Eq, async_graphql::InputObject)]
pub struct ExternalIdInput {
    /// The system, for example xero.
    pub source: String,
    /// The id there. Unique among the agency's records of this type.
    pub value: String,
}

/// Checks the form of ids in other systems.
pub fn check(checks: &mut Checks, field: &str, ids: Option<&Vec<ExternalIdInput>>) {
    let Some(ids) = ids else { return };
    checks.at_most(field, ids.len(), AT_MOST);
    for (at, id) in ids.iter().enumerate() {
        checks.text(&format!("{field}.{at}.source"), &id.source, 64);
        checks.text(&format!("{field}.{at}.value"), &id.value, 255);
    }
}

/// Adds ids in other systems to a record and takes some away.
///
/// # Errors
/// `NOT_UNIQUE` when another record has one of them.
pub async fn put<E: Keyed>(
    tx: &Tx,
    id: Id<E>,
    field: &str,
    add: Option<Vec<ExternalIdInput>>,
    remove: Option<Vec<ExternalIdInput>>,
) -> Result<()> {
    let (add, remove) = (add.unwrap_or_default(), remove.unwrap_or_default());
    if add.is_empty() && remove.is_empty() {
        return Ok(());
    }
    for gone in &remove {
        let condition = pair(E::KIND, gone).add(external_id::Column::RowId.eq(id.uuid()));
        tx.delete::<external_id::Entity>(condition).await?;
    }
    for (at, new) in add.iter().enumerate() {
        let known = tx
            .rows::<external_id::Entity>(pair(E::KIND, new))
            .one(tx.connection().await?)
            .await?;
        match known {
            Some(known) if known.row_id == id.uuid() => {}
            Some(known) => {
                return Err(UserError::not_unique(
                    &format!("input.{field}.{at}"),
                    Some((E::KIND, known.row_id)),
                )
                .into());
            }
            None => insert(tx, E::KIND, id.uuid(), new).await?,
        }
    }
    let all = tx.rows::<external_id::Entity>(Condition::all().add(external_id::Column::RowId.eq(id.uuid())));
    if sea_orm::PaginatorTrait::count(all, tx.connection().await?).await?
        > AT_MOST.try_into().unwrap_or(u64::MAX)
    {
        return Err(UserError::limit_reached(
            &format!("input.{field}"),
            say!("a record has at most {AT_MOST} external ids", AT_MOST),
        )
        .into());
    }
    tx.note(id.uuid(), vec!["externalIds".to_owned()]);
    Ok(())
}

async fn insert(tx: &Tx, kind: Kind, row: Uuid, id: &ExternalIdInput) -> Result<()> {
    let row = external_id::ActiveModel {
        kind: Set(kind.name().to_owned()),
        row_id: Set(row),
        source: Set(id.source.trim().to_owned()),
        value: Set(id.value.trim().to_owned()),
        ..Default::default()
    };
    tx.insert(row).await?;
    Ok(())
}

fn pair(kind: Kind, id: &ExternalIdInput) -> Condition {
    Condition::all()
        .add(external_id::Column::Kind.eq(kind.name()))
        .add(external_id::Column::Source.eq(id.source.trim()))
        .add(external_id::Column::Value.eq(id.value.trim()))
}
