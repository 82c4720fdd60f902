//! Rules of stages. An agency has exactly one stage where opportunities begin, and it is open. Whoever changes the stages holds all
//! of them, so that rules about several see all of them stand still.

use async_graphql::MaybeUndefined;
use entity::{
    opportunity,
    stage::{self, StageKind},
    value::{Id, Keyed as _, Kind, fold},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder, QuerySelect};

use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, trimmed},
        place,
        policy::Action,
        tx::{Tx, Versioned},
    },
    pipeline::input::{StageArchiveInput, StageCreateInput, StageUpdateInput, certainty},
};

/// Stages in use that an agency has at most.
const AT_MOST: usize = 50;

/// Makes a stage.
pub async fn create(tx: &Tx, input: StageCreateInput) -> Result<stage::Model> {
    tx.may(Action::Create, Kind::Stage)?;
    input.check()?;
    let all = held(tx).await?;
    room(&all)?;
    unused(&all, &input.name, None)?;
    let default = all.iter().find(|stage| stage.is_default);
    let is_default = default.is_none() || input.is_default == Some(true);
    if is_default {
        begins(input.kind)?;
        give_up(tx, default).await?;
    }
    let last = all.iter().map(|stage| stage.position).max();
    let row = stage::ActiveModel {
        name: Set(input.name.trim().to_owned()),
        position: Set(input.position.unwrap_or_else(|| place::after(last))),
        kind: Set(input.kind),
        probability_bps: Set(certainty(input.kind).or(input.probability_bps).unwrap_or(0)),
        is_default: Set(is_default),
        ..Default::default()
    };
    let stage = tx.insert(row).await?;
    tx.tell(EventType::StageCreated, &stage);
    Ok(stage)
}

/// Changes a stage, and with its probability that of the opportunities in it.
pub async fn update(tx: &Tx, input: StageUpdateInput) -> Result<stage::Model> {
    tx.may(Action::Update, Kind::Stage)?;
    let all = held(tx).await?;
    let stage = tx.fetch_for(Action::Update, input.id).await?;
    let stage = stage.at(input.expected_version)?;
    input.check(stage.kind)?;
    if let MaybeUndefined::Value(name) = &input.name {
        unused(&all, name, Some(stage.id))?;
    }
    match input.is_default {
        MaybeUndefined::Value(true) if !stage.is_default => {
            begins(stage.kind)?;
            give_up(tx, all.iter().find(|other| other.is_default)).await?;
        }
        MaybeUndefined::Value(false) if stage.is_default => return Err(stays_default().into()),
        MaybeUndefined::Value(_) | MaybeUndefined::Undefined | MaybeUndefined::Null => {}
    }
    let changes = stage::ActiveModel {
        name: needed(trimmed(input.name)),
        position: needed(input.position),
        probability_bps: needed(input.probability_bps),
        is_default: needed(input.is_default),
        ..Default::default()
    };
    let before = stage.probability_bps;
    let stage = tx.update(stage, changes).await?;
    if stage.probability_bps != before {
        pass_on(tx, &stage).await?;
    }
    tx.tell(EventType::StageUpdated, &stage);
    Ok(stage)
}

/// Puts a stage out of sight that no opportunity is in and none begins in.
pub async fn archive(tx: &Tx, input: StageArchiveInput) -> Result<stage::Model> {
    tx.may(Action::Archive, Kind::Stage)?;
    held(tx).await?;
    let stage = tx.fetch_for(Action::Archive, input.id).await?;
    let stage: stage::Model = stage.at(input.expected_version)?;
    if stage.is_default {
        return Err(stays_default().into());
    }
    let inside = Condition::all()
        .add(opportunity::Column::StageId.eq(stage.id))
        .add(opportunity::Column::ArchivedAt.is_null());
    if tx.exists(tx.rows::<opportunity::Entity>(inside)).await? {
        return Err(UserError::invalid_state(say!("the stage still has opportunities")).into());
    }
    let stage = tx.archive::<stage::Entity>(stage).await?;
    tx.tell(EventType::StageArchived, &stage);
    Ok(stage)
}

/// Brings a stage back.
pub async fn unarchive(tx: &Tx, input: StageArchiveInput) -> Result<stage::Model> {
    tx.may(Action::Archive, Kind::Stage)?;
    let all = held(tx).await?;
    let stage = tx.fetch_for(Action::Archive, input.id).await?;
    let stage: stage::Model = stage.at(input.expected_version)?;
    if stage.archived_at.is_some() {
        room(&all)?;
        unused(&all, &stage.name, Some(stage.id))?;
    }
    let stage = tx.unarchive::<stage::Entity>(stage).await?;
    tx.tell(EventType::StageUnarchived, &stage);
    Ok(stage)
}

/// The stage where opportunities begin that name none, kept as it is until the end of the unit of work.
pub(super) async fn default(tx: &Tx) -> Result<stage::Model> {
    let default = tx.rows::<stage::Entity>(Condition::all().add(stage::Column::IsDefault.eq(true)));
    let stage = default.one(tx.connection().await?).await?;
    let stage = stage.ok_or_else(|| UserError::invalid_state(say!("the agency has no stages")))?;
    locked(tx, stage.id, "input.stageId").await
}

/// A stage that an input refers to, kept as it is until the end of the unit of work.
pub(super) async fn locked(tx: &Tx, id: Id<stage::Entity>, path: &str) -> Result<stage::Model> {
    tx.under::<stage::Entity>(Action::Read, id, path).await
}

/// All stages in use, locked in the order of their ids.
async fn held(tx: &Tx) -> Result<Vec<stage::Model>> {
    let all = tx.rows::<stage::Entity>(Condition::all());
    let all = all.order_by_asc(stage::Column::Id).lock_exclusive();
    let mut all = all.all(tx.connection().await?).await?;
    all.retain(|stage| stage.archived_at.is_none());
    Ok(all)
}

fn room(all: &[stage::Model]) -> Result<(), UserError> {
    if all.len() >= AT_MOST {
        let message = say!("an agency has at most {AT_MOST} stages", AT_MOST);
        return Err(UserError::limit_reached("input", message));
    }
    Ok(())
}

/// Refuses a name that another stage in use has.
fn unused(all: &[stage::Model], name: &str, own: Option<Id<stage::Entity>>) -> Result<(), UserError> {
    let key = fold(name.trim());
    let other = all
        .iter()
        .find(|stage| stage.name_key == key && Some(stage.id) != own);
    other.map_or(Ok(()), |other| {
        let existing = Some((stage::Entity::KIND, other.id.uuid()));
        Err(UserError::not_unique("input.name", existing))
    })
}

/// Refuses to let opportunities begin where all is decided.
fn begins(kind: StageKind) -> Result<(), UserError> {
    match kind {
        StageKind::Open => Ok(()),
        StageKind::Won | StageKind::Lost => Err(UserError::invalid(
            "input.isDefault",
            say!("opportunities begin in a stage that is OPEN"),
        )),
    }
}

fn stays_default() -> UserError {
    UserError::invalid_state(say!(
        "opportunities begin in this stage: make another one the default first"
    ))
}

/// Lets opportunities no longer begin in a stage: another becomes the default.
async fn give_up(tx: &Tx, default: Option<&stage::Model>) -> Result<()> {
    let Some(default) = default else { return Ok(()) };
    let changes = stage::ActiveModel {
        is_default: Set(false),
        ..Default::default()
    };
    let stage = tx.update(default.clone(), changes).await?;
    tx.tell(EventType::StageUpdated, &stage);
    Ok(())
}

/// Gives the stage's probability to the opportunities in it that have none of their own.
async fn pass_on(tx: &Tx, stage: &stage::Model) -> Result<()> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, id) = (binds.agency(), binds.bind(stage.id.uuid()));
    let (probability, now) = (binds.bind(stage.probability_bps), binds.bind(tx.now()));
    let sql = format!(
        "UPDATE opportunities SET probability_bps = {probability}, version = version + 1, updated_at = {now} \
         WHERE agency_id = {agency} AND stage_id = {id} AND NOT is_probability_own"
    );
    sea_orm::ConnectionTrait::execute_raw(tx.connection().await?, binds.statement(sql)).await?;
    Ok(())
}
