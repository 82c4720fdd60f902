//! Rules of clients.

use async_graphql::MaybeUndefined;
use entity::{
    client::{self, ClientStage},
    membership::Role,
    opportunity,
    project::{self, ProjectStatus},
    stage::{self, StageKind},
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, sea_query::Query};

use super::assignment;
use crate::{
    clients::input::{ClientArchiveInput, ClientCreateInput, ClientUpdateInput},
    kernel::{
        custom,
        error::{Result, UserError},
        event::EventType,
        external,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
};

/// Takes on a client. Somebody answers for it from the first day, when the input or the maker's role says who.
pub async fn create(tx: &Tx, input: ClientCreateInput) -> Result<client::Model> {
    tx.may(Action::Create, Kind::Client)?;
    input.check()?;
    let custom_fields = custom::checked_new::<client::Entity>(tx, input.custom_fields).await?;
    let credit_limit = input
        .credit_limit
        .map(|limit| Ok::<_, UserError>((minor(limit)?, limit.currency)))
        .transpose()?;
    let by_role = tx
        .actor()
        .member_id
        .filter(|_| tx.actor().role == Role::AccountManager);
    let owner = match input.owner_id.or(by_role) {
        Some(owner) => Some(assignment::assignable(tx, owner, "input.ownerId").await?.id),
        None => None,
    };
    let row = client::ActiveModel {
        name: Set(input.name.trim().to_owned()),
        legal_name: Set(trim(input.legal_name)),
        sector: Set(trim(input.sector)),
        tier: Set(input.tier),
        stage: Set(input.stage.unwrap_or(ClientStage::Prospect)),
        currency: Set(input.currency.unwrap_or(tx.actor().base_currency)),
        locale: Set(input.locale.unwrap_or(tx.actor().agency_locale)),
        tax_id: Set(trim(input.tax_id)),
        billing_address: Set(trim(input.billing_address)),
        payment_term_days: Set(input.payment_term_days),
        credit_limit_minor: Set(credit_limit.map(|(minor, _)| minor)),
        credit_limit_currency: Set(credit_limit.map(|(_, currency)| currency)),
        since: Set(input.since.map(Into::into)),
        owner_id: Set(owner),
        custom_fields: Set(custom_fields),
        ..Default::default()
    };
    let client = tx.insert(row).await?;
    external::put(tx, client.id, "externalIds", input.external_ids, None).await?;
    custom::index(tx, client.id, &client.custom_fields).await?;
    if let Some(owner) = owner {
        assignment::first_lead(tx, client.id, owner).await?;
    }
    tx.tell(EventType::ClientCreated, &client);
    Ok(client)
}

/// Changes a client.
pub async fn update(tx: &Tx, input: ClientUpdateInput) -> Result<client::Model> {
    let client = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let custom_fields =
        custom::checked_patch::<client::Entity>(tx, &client.custom_fields, input.custom_fields).await?;
    let (minor, currency) = match input.credit_limit {
        MaybeUndefined::Undefined => (MaybeUndefined::Undefined, MaybeUndefined::Undefined),
        MaybeUndefined::Null => (MaybeUndefined::Null, MaybeUndefined::Null),
        MaybeUndefined::Value(limit) => (
            MaybeUndefined::Value(minor(limit)?),
            MaybeUndefined::Value(limit.currency),
        ),
    };
    let (stage, reason) = (client.stage, input.stage_reason.value().cloned());
    let changes = client::ActiveModel {
        name: needed(trimmed(input.name)),
        legal_name: optional(trimmed(input.legal_name)),
        sector: optional(trimmed(input.sector)),
        tier: optional(input.tier),
        stage: needed(input.stage),
        stage_reason: optional(trimmed(input.stage_reason)),
        currency: needed(input.currency),
        locale: needed(input.locale),
        tax_id: optional(trimmed(input.tax_id)),
        billing_address: optional(trimmed(input.billing_address)),
        payment_term_days: optional(input.payment_term_days),
        credit_limit_minor: optional(minor),
        credit_limit_currency: optional(currency),
        since: optional(input.since),
        custom_fields: custom_fields.map_or(sea_orm::NotSet, Set),
        ..Default::default()
    };
    let client = tx.update(client, changes).await?;
    external::put(
        tx,
        client.id,
        "addExternalIds",
        input.add_external_ids,
        input.remove_external_ids,
    )
    .await?;
    custom::index(tx, client.id, &client.custom_fields).await?;
    let client = match input.owner_id {
        MaybeUndefined::Undefined => client,
        MaybeUndefined::Null => assignment::no_lead(tx, client).await?,
        MaybeUndefined::Value(owner) => assignment::lead(tx, client, owner, "input.ownerId").await?,
    };
    if client.stage != stage {
        tx.tell_why(EventType::ClientStageChanged, &client, reason);
    }
    tx.tell(EventType::ClientUpdated, &client);
    Ok(client)
}

/// Puts a client out of sight, unless there is still work for it.
pub async fn archive(tx: &Tx, input: ClientArchiveInput) -> Result<client::Model> {
    let client = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    if tx
        .exists(tx.rows::<project::Entity>(open_projects(client.id)))
        .await?
    {
        return Err(UserError::invalid_state(say!("the client still has open projects")).into());
    }
    if tx
        .exists(tx.rows::<opportunity::Entity>(open_opportunities(tx, client.id)))
        .await?
    {
        return Err(UserError::invalid_state(say!("the client still has open opportunities")).into());
    }
    let client = tx.archive::<client::Entity>(client).await?;
    tx.tell(EventType::ClientArchived, &client);
    Ok(client)
}

/// Brings a client back.
pub async fn unarchive(tx: &Tx, input: ClientArchiveInput) -> Result<client::Model> {
    let client = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let client = tx.unarchive::<client::Entity>(client).await?;
    tx.tell(EventType::ClientUnarchived, &client);
    Ok(client)
}

fn open_projects(client: Id<client::Entity>) -> Condition {
    let ended = [ProjectStatus::Closed, ProjectStatus::Cancelled];
    Condition::all()
        .add(project::Column::ClientId.eq(client))
        .add(project::Column::ArchivedAt.is_null())
        .add(project::Column::Status.is_not_in(ended))
}

fn open_opportunities(tx: &Tx, client: Id<client::Entity>) -> Condition {
    let open = Query::select()
        .column(stage::Column::Id)
        .from(stage::Entity)
        .and_where(stage::Column::AgencyId.eq(tx.actor().agency_id))
        .and_where(stage::Column::Kind.eq(StageKind::Open))
        .to_owned();
    Condition::all()
        .add(opportunity::Column::ClientId.eq(client))
        .add(opportunity::Column::ArchivedAt.is_null())
        .add(opportunity::Column::StageId.in_subquery(open))
}

fn minor(limit: entity::value::MoneyInput) -> Result<i64, UserError> {
    limit
        .minor()
        .map_err(|error| UserError::invalid("input.creditLimit.amount", error))
}
