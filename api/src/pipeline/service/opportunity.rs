//! Rules of opportunities.

use async_graphql::MaybeUndefined;
use entity::{
    client, membership, need, opportunity, opportunity_need,
    stage::{self, StageKind},
    value::{Id, Kind, MoneyInput},
};
use sea_orm::ActiveValue::{NotSet, Set};

use super::stage as stages;
use crate::{
    clients::service::{assignment::assignable, client_of, of_one_client},
    kernel::{
        custom,
        error::{Error, Result, UserError},
        event::EventType,
        external, link,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
    pipeline::input::{OpportunityArchiveInput, OpportunityCreateInput, OpportunityUpdateInput},
};

/// Records what a client may order.
pub async fn create(tx: &Tx, input: OpportunityCreateInput) -> Result<opportunity::Model> {
    tx.may(Action::Create, Kind::Opportunity)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    let needs = input.need_ids.unwrap_or_default();
    check_needs(tx, client.id, "needIds", &needs).await?;
    let owner = owner(tx, &client, input.owner_id).await?;
    let stage = match input.stage_id {
        Some(stage) => stages::locked(tx, stage, "input.stageId").await?,
        None => stages::default(tx).await?,
    };
    if stage.kind != StageKind::Open {
        return Err(UserError::invalid(
            "input.stageId",
            say!("an opportunity begins in a stage that is OPEN"),
        )
        .into());
    }
    let custom_fields = custom::checked_new::<opportunity::Entity>(tx, input.custom_fields).await?;
    let row = opportunity::ActiveModel {
        client_id: Set(client.id),
        title: Set(input.title.trim().to_owned()),
        stage_id: Set(stage.id),
        amount_minor: Set(minor(&input.amount)?),
        currency: Set(input.amount.currency),
        expected_close: Set(input.expected_close.into()),
        source: Set(trim(input.source)),
        owner_id: Set(owner),
        probability_bps: Set(input.probability_bps.unwrap_or(stage.probability_bps)),
        is_probability_own: Set(input.probability_bps.is_some()),
        custom_fields: Set(custom_fields),
        ..Default::default()
    };
    let opportunity = tx.insert(row).await?;
    put_needs(tx, opportunity.id, needs, vec![]).await?;
    external::put(tx, opportunity.id, "externalIds", input.external_ids, None).await?;
    custom::index(tx, opportunity.id, &opportunity.custom_fields).await?;
    tx.tell(EventType::OpportunityCreated, &opportunity);
    Ok(opportunity)
}

/// Changes an opportunity; its stage stays.
pub async fn update(tx: &Tx, input: OpportunityUpdateInput) -> Result<opportunity::Model> {
    if input.probability_bps.is_null() {
        // Stages are locked before what is in them, as those do who change a stage.
        let seen = tx.glance(Action::Update, input.id).await?;
        stage_of(tx, &seen).await?;
    }
    let opportunity: opportunity::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let needs = input.add_need_ids.unwrap_or_default();
    check_needs(tx, opportunity.client_id, "addNeedIds", &needs).await?;
    if let MaybeUndefined::Value(owner) = input.owner_id
        && opportunity.owner_id != owner
    {
        assignable(tx, owner, "input.ownerId").await?;
    }
    let custom_fields =
        custom::checked_patch::<opportunity::Entity>(tx, &opportunity.custom_fields, input.custom_fields)
            .await?;
    let (probability_bps, is_probability_own) = probability(tx, &opportunity, input.probability_bps).await?;
    let amount = match &input.amount {
        MaybeUndefined::Value(amount) => Some((minor(amount)?, amount.currency)),
        MaybeUndefined::Undefined | MaybeUndefined::Null => None,
    };
    let changes = opportunity::ActiveModel {
        title: needed(trimmed(input.title)),
        amount_minor: amount.map_or(NotSet, |(minor, _)| Set(minor)),
        currency: amount.map_or(NotSet, |(_, currency)| Set(currency)),
        expected_close: needed(input.expected_close),
        source: optional(trimmed(input.source)),
        owner_id: needed(input.owner_id),
        probability_bps,
        is_probability_own,
        custom_fields: custom_fields.map_or(NotSet, Set),
        ..Default::default()
    };
    let gone = input.remove_need_ids.unwrap_or_default();
    let elsewhere = put_needs(tx, opportunity.id, needs, gone).await?;
    let links = elsewhere.then(|| "needs".to_owned()).into_iter().collect();
    let opportunity = tx.update_with(opportunity, changes, links).await?;
    external::put(
        tx,
        opportunity.id,
        "addExternalIds",
        input.add_external_ids,
        input.remove_external_ids,
    )
    .await?;
    custom::index(tx, opportunity.id, &opportunity.custom_fields).await?;
    tx.tell(EventType::OpportunityUpdated, &opportunity);
    Ok(opportunity)
}

/// Puts an opportunity out of sight.
pub async fn archive(tx: &Tx, input: OpportunityArchiveInput) -> Result<opportunity::Model> {
    let opportunity = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let opportunity = tx.archive::<opportunity::Entity>(opportunity).await?;
    tx.tell(EventType::OpportunityArchived, &opportunity);
    Ok(opportunity)
}

/// Brings an opportunity back, unless its client or its stage is archived.
pub async fn unarchive(tx: &Tx, input: OpportunityArchiveInput) -> Result<opportunity::Model> {
    let seen = tx.glance(Action::Archive, input.id).await?;
    client_of(tx, seen.client_id).await?;
    stage_of(tx, &seen).await?;
    let opportunity = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let opportunity = tx.unarchive::<opportunity::Entity>(opportunity).await?;
    tx.tell(EventType::OpportunityUnarchived, &opportunity);
    Ok(opportunity)
}

/// The stage an opportunity is in, kept as it is until the end of the unit of work.
pub(super) async fn stage_of(tx: &Tx, opportunity: &opportunity::Model) -> Result<stage::Model> {
    let stage = stages::locked(tx, opportunity.stage_id, "input.id").await;
    stage.map_err(|error| match error {
        Error::User(_) => UserError::invalid_state(say!("the stage is archived")).into(),
        other => other,
    })
}

/// Who works on a new opportunity: who the input says, else who answers for the client, else the caller.
async fn owner(
    tx: &Tx,
    client: &client::Model,
    given: Option<Id<membership::Entity>>,
) -> Result<Id<membership::Entity>> {
    if let Some(given) = given {
        return Ok(assignable(tx, given, "input.ownerId").await?.id);
    }
    let owner = client.owner_id.or(tx.actor().member_id);
    owner.ok_or_else(|| UserError::required("input.ownerId").into())
}

/// What an update does to the probability: a number is the opportunity's own, null is the stage's.
async fn probability(
    tx: &Tx,
    opportunity: &opportunity::Model,
    given: MaybeUndefined<i32>,
) -> Result<(sea_orm::ActiveValue<i32>, sea_orm::ActiveValue<bool>)> {
    if given.is_undefined() {
        return Ok((NotSet, NotSet));
    }
    if opportunity.closed_on.is_some() {
        return Err(
            UserError::invalid_state(say!("the opportunity is closed: its probability is certain")).into(),
        );
    }
    match given {
        MaybeUndefined::Value(own) => Ok((Set(own), Set(true))),
        MaybeUndefined::Null | MaybeUndefined::Undefined => {
            let stage = stage_of(tx, opportunity).await?;
            Ok((Set(stage.probability_bps), Set(false)))
        }
    }
}

async fn check_needs(
    tx: &Tx,
    client: Id<client::Entity>,
    field: &str,
    ids: &[Id<need::Entity>],
) -> Result<()> {
    let found = tx
        .refer_all::<need::Entity>(ids, &format!("input.{field}"))
        .await?;
    let found = found.iter().map(|need| (need.id, need.client_id));
    of_one_client(client, field, ids, found)
}

async fn put_needs(
    tx: &Tx,
    opportunity: Id<opportunity::Entity>,
    add: Vec<Id<need::Entity>>,
    remove: Vec<Id<need::Entity>>,
) -> Result<bool> {
    use opportunity_need::{Column, Entity};
    let this = (Column::OpportunityId, opportunity.uuid());
    let (add, remove) = (add.into_iter().map(Id::uuid), remove.into_iter().map(Id::uuid));
    link::put::<Entity>(tx, this, Column::NeedId, add, remove).await
}

fn minor(amount: &MoneyInput) -> Result<i64, UserError> {
    amount
        .minor()
        .map_err(|error| UserError::invalid("input.amount.amount", error))
}
