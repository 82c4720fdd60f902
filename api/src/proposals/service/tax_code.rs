//! Rules of tax codes.

use entity::{tax_code, value::Kind};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
    proposals::input::{TaxCodeArchiveInput, TaxCodeCreateInput, TaxCodeUpdateInput},
};

/// Makes a tax code.
pub async fn create(tx: &Tx, input: TaxCodeCreateInput) -> Result<tax_code::Model> {
    tx.may(Action::Create, Kind::TaxCode)?;
    input.check()?;
    is_free(tx, &input.name, None).await?;
    let row = tax_code::ActiveModel {
        name: Set(input.name.trim().to_owned()),
        rate_bps: Set(input.rate_bps),
        category: Set(input.category),
        ..Default::default()
    };
    let code = tx.insert(row).await?;
    tx.tell(EventType::TaxCodeCreated, &code);
    Ok(code)
}

/// Gives a tax code another name.
pub async fn update(tx: &Tx, input: TaxCodeUpdateInput) -> Result<tax_code::Model> {
    let code = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    if let Some(name) = input.name.value() {
        is_free(tx, name, Some(&code)).await?;
    }
    let changes = tax_code::ActiveModel {
        name: needed(trimmed(input.name)),
        ..Default::default()
    };
    let code = tx.update(code, changes).await?;
    tx.tell(EventType::TaxCodeUpdated, &code);
    Ok(code)
}

/// Puts a tax code out of sight: new lines do not use it.
pub async fn archive(tx: &Tx, input: TaxCodeArchiveInput) -> Result<tax_code::Model> {
    let code = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let code = tx.archive::<tax_code::Entity>(code).await?;
    tx.tell(EventType::TaxCodeArchived, &code);
    Ok(code)
}

/// Brings a tax code back.
pub async fn unarchive(tx: &Tx, input: TaxCodeArchiveInput) -> Result<tax_code::Model> {
    let code = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    is_free(tx, &code.name, Some(&code)).await?;
    let code = tx.unarchive::<tax_code::Entity>(code).await?;
    tx.tell(EventType::TaxCodeUnarchived, &code);
    Ok(code)
}

/// Refuses a name that another tax code in use has.
async fn is_free(tx: &Tx, name: &str, own: Option<&tax_code::Model>) -> Result<()> {
    let mut same = Condition::all()
        .add(tax_code::Column::NameKey.eq(entity::value::fold(name.trim())))
        .add(tax_code::Column::ArchivedAt.is_null());
    if let Some(own) = own {
        same = same.add(tax_code::Column::Id.ne(own.id));
    }
    match tx
        .rows::<tax_code::Entity>(same)
        .one(tx.connection().await?)
        .await?
    {
        Some(other) => {
            Err(UserError::not_unique("input.name", Some((Kind::TaxCode, other.id.uuid()))).into())
        }
        None => Ok(()),
    }
}
