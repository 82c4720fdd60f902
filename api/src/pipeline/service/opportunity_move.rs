//! How opportunities go from stage to stage: to be decided, won or lost, and back.

use chrono::NaiveDate;
use entity::{
    opportunity,
    stage::{self, StageKind},
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder, QuerySelect};

use super::stage as stages;
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        tx::{Tx, Versioned},
    },
    pipeline::input::OpportunityMoveInput,
};

/// Takes an opportunity to another stage. What it was won or lost by is forgotten when it is open again; the history keeps it.
pub async fn to_stage(tx: &Tx, input: OpportunityMoveInput) -> Result<opportunity::Model> {
    tx.may(Action::Update, Kind::Opportunity)?;
    // Stages are locked before what is in them, as those do who change a stage.
    let stage = stages::locked(tx, input.stage_id, "input.stageId").await?;
    let opportunity: opportunity::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    if stage.id == opportunity.stage_id {
        return Err(UserError::invalid_state(say!("the opportunity is in this stage")).into());
    }
    let note = trim(input.note.clone());
    fits(&stage, &input, note.as_ref())?;
    let event = event(&opportunity, &stage);
    let is_lost = stage.kind == StageKind::Lost;
    let changes = opportunity::ActiveModel {
        stage_id: Set(stage.id),
        probability_bps: Set(stage.probability_bps),
        is_probability_own: Set(false),
        lost_reason: Set(input.lost_reason),
        lost_note: Set(note.clone().filter(|_| is_lost)),
        closed_on: Set(closed_on(tx, &stage, &input)?),
        ..Default::default()
    };
    let opportunity = tx.update(opportunity, changes).await?;
    tx.tell_why(event, &opportunity, note);
    Ok(opportunity)
}

/// Notes that an opportunity is won, in the agency's first stage for that, whoever says so: the client has accepted what was
/// proposed. The opportunity as it is then; an agency without such a stage, or an opportunity out of sight, leaves it as it is.
///
/// # Errors
/// When the database fails.
pub async fn won(tx: &Tx, id: Id<opportunity::Entity>) -> Result<Option<opportunity::Model>> {
    let winning = Condition::all()
        .add(stage::Column::Kind.eq(StageKind::Won))
        .add(stage::Column::ArchivedAt.is_null());
    let stage = tx
        .rows::<stage::Entity>(winning)
        .order_by_asc(stage::Column::Position)
        .order_by_asc(stage::Column::Id)
        .lock_exclusive()
        .one(tx.connection().await?)
        .await?;
    let this = Condition::all().add(opportunity::Column::Id.eq(id));
    let opportunity = tx
        .rows::<opportunity::Entity>(this)
        .lock_exclusive()
        .one(tx.connection().await?)
        .await?;
    let (Some(stage), Some(opportunity)) = (stage, opportunity.clone()) else {
        return Ok(opportunity);
    };
    if opportunity.archived_at.is_some() || is_won(tx, &opportunity).await? {
        return Ok(Some(opportunity));
    }
    let changes = opportunity::ActiveModel {
        stage_id: Set(stage.id),
        probability_bps: Set(stage.probability_bps),
        is_probability_own: Set(false),
        lost_reason: Set(None),
        lost_note: Set(None),
        closed_on: Set(Some(tx.today())),
        ..Default::default()
    };
    let opportunity = tx.update(opportunity, changes).await?;
    tx.tell(EventType::OpportunityWon, &opportunity);
    Ok(Some(opportunity))
}

async fn is_won(tx: &Tx, opportunity: &opportunity::Model) -> Result<bool> {
    let winning = Condition::all()
        .add(stage::Column::Id.eq(opportunity.stage_id))
        .add(stage::Column::Kind.eq(StageKind::Won));
    tx.exists(tx.rows::<stage::Entity>(winning)).await
}

/// A reason and a note where the client will not order, and a reason nowhere else.
fn fits(stage: &stage::Model, input: &OpportunityMoveInput, note: Option<&String>) -> Result<()> {
    let mut faults = vec![];
    match stage.kind {
        StageKind::Lost => {
            if input.lost_reason.is_none() {
                faults.push(UserError::required("input.lostReason"));
            }
            if note.is_none() {
                faults.push(UserError::required("input.note"));
            }
        }
        StageKind::Open | StageKind::Won => {
            if input.lost_reason.is_some() {
                let message = say!("only a stage that is LOST takes a reason for it");
                faults.push(UserError::invalid("input.lostReason", message));
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into())
    }
}

/// The day it was decided, where it was.
fn closed_on(
    tx: &Tx,
    stage: &stage::Model,
    input: &OpportunityMoveInput,
) -> Result<Option<NaiveDate>, UserError> {
    let on = input.on.map(NaiveDate::from);
    match (stage.kind, on) {
        (StageKind::Open, Some(_)) => Err(UserError::invalid(
            "input.on",
            say!("only an opportunity that is won or lost has the day it was"),
        )),
        (StageKind::Open, None) => Ok(None),
        (StageKind::Won | StageKind::Lost, Some(on)) if on > tx.today() => {
            Err(UserError::invalid("input.on", say!("this day is still ahead")))
        }
        (StageKind::Won | StageKind::Lost, on) => Ok(Some(on.unwrap_or(tx.today()))),
    }
}

/// What the history calls the step.
fn event(opportunity: &opportunity::Model, to: &stage::Model) -> EventType {
    match to.kind {
        StageKind::Won => EventType::OpportunityWon,
        StageKind::Lost => EventType::OpportunityLost,
        StageKind::Open if opportunity.closed_on.is_some() => EventType::OpportunityReopened,
        StageKind::Open => EventType::OpportunityMoved,
    }
}
