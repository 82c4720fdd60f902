//! The rules.

use entity::{agency, custom_field, value::Kind};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::input::{
    AgencyUpdateInput, CustomFieldArchiveInput, CustomFieldCreateInput, CustomFieldUpdateInput,
};
use crate::{
    kernel::{
        custom,
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
    read::catalog,
};

/// Fields of its own that a kind of record has at most.
const FIELDS_AT_MOST: u64 = 50;

/// Changes the agency's settings.
pub async fn update(tx: &Tx, input: AgencyUpdateInput) -> Result<agency::Model> {
    let agency = tx
        .fetch_for::<agency::Entity>(Action::Update, tx.actor().agency_id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let changes = agency::ActiveModel {
        name: needed(trimmed(input.name)),
        base_currency: needed(input.base_currency),
        locale: needed(input.locale),
        time_zone: needed(input.time_zone),
        calendar: needed(input.calendar),
        fiscal_year_start_month: needed(input.fiscal_year_start_month),
        tax_rounding: needed(input.tax_rounding),
        proposal_required_before_contract: needed(input.proposal_required_before_contract),
        margin_floor_bps: optional(input.margin_floor_bps),
        overrun_default: needed(input.overrun_default),
        report_max_gap_days: needed(input.report_max_gap_days),
        silence_notice_days: needed(input.silence_notice_days),
        k_anonymity: needed(input.k_anonymity),
        ..Default::default()
    };
    let agency = tx.update(agency, changes).await?;
    tx.tell(EventType::AgencyUpdated, &agency);
    Ok(agency)
}

/// Adds a field of the agency's own to a kind of record.
pub async fn field_create(tx: &Tx, input: CustomFieldCreateInput) -> Result<custom_field::Model> {
    tx.may(Action::Create, Kind::CustomField)?;
    input.check()?;
    if !catalog()
        .named(&input.kind)
        .is_some_and(|resource| resource.has("custom_fields"))
    {
        return Err(UserError::invalid(
            "input.kind",
            say!("records of this type have no fields of the agency's own"),
        )
        .into());
    }
    let of_kind = Condition::all().add(custom_field::Column::Kind.eq(input.kind.as_str()));
    let known = tx.rows::<custom_field::Entity>(of_kind.clone());
    if sea_orm::PaginatorTrait::count(known, tx.connection().await?).await? >= FIELDS_AT_MOST {
        return Err(UserError::limit_reached(
            "input.kind",
            say!(
                "a type has at most {FIELDS_AT_MOST} fields of the agency's own",
                FIELDS_AT_MOST
            ),
        )
        .into());
    }
    let same = tx.rows::<custom_field::Entity>(of_kind.add(custom_field::Column::Key.eq(input.key.as_str())));
    if let Some(same) = same.one(tx.connection().await?).await? {
        return Err(UserError::not_unique("input.key", Some((Kind::CustomField, same.id.uuid()))).into());
    }
    let row = custom_field::ActiveModel {
        kind: Set(input.kind),
        key: Set(input.key),
        label: Set(input.label.trim().to_owned()),
        value_type: Set(input.value_type),
        options: Set(input.options.unwrap_or_default().into()),
        required: Set(input.required.unwrap_or(false)),
        position: Set(input.position.unwrap_or(0)),
        ..Default::default()
    };
    let field = tx.insert(row).await?;
    custom::forget(tx);
    tx.tell(EventType::CustomFieldCreated, &field);
    Ok(field)
}

/// Changes a field of the agency's own. Its key, its type and what it holds stay.
pub async fn field_update(tx: &Tx, input: CustomFieldUpdateInput) -> Result<custom_field::Model> {
    let field = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check(field.value_type)?;
    let changes = custom_field::ActiveModel {
        label: needed(trimmed(input.label)),
        options: needed(input.options),
        required: needed(input.required),
        position: needed(input.position),
        ..Default::default()
    };
    let field = tx.update(field, changes).await?;
    custom::forget(tx);
    tx.tell(EventType::CustomFieldUpdated, &field);
    Ok(field)
}

/// Takes a field of the agency's own out of use; the values that records have stay.
pub async fn field_archive(tx: &Tx, input: CustomFieldArchiveInput) -> Result<custom_field::Model> {
    let field = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let field = tx.archive::<custom_field::Entity>(field).await?;
    custom::forget(tx);
    tx.tell(EventType::CustomFieldArchived, &field);
    Ok(field)
}

/// Takes a field of the agency's own into use again.
pub async fn field_unarchive(tx: &Tx, input: CustomFieldArchiveInput) -> Result<custom_field::Model> {
    let field = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let field = tx.unarchive::<custom_field::Entity>(field).await?;
    custom::forget(tx);
    tx.tell(EventType::CustomFieldUnarchived, &field);
    Ok(field)
}
