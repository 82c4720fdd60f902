//! Rules of costs beyond a budget: recorded in the same unit of work, whether they were booked with a warning or wait for somebody
//! to decide.

use chrono::TimeDelta;
use entity::{
    budget, budget_version, cost_entry,
    membership::Role,
    overrun_decision::{self, Column, OverrunStatus},
    project,
    value::Id,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::{
    alert,
    consume::{self, Overrun},
    decided,
    hold::{found, hold},
    ledger::{Posting, Source},
};
use crate::{
    budgets::input::OverrunDecisionDecideInput,
    kernel::{
        actor::Actor,
        error::{Error, Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
};

/// Days that somebody has to decide.
const DAYS_TO_DECIDE: i64 = 14;

/// Asks for a decision: what would be booked is kept with the question.
pub(super) async fn ask(
    tx: &Tx,
    budgets: &[budget::Model],
    overrun: &Overrun,
    source: Source,
    posting: Option<&Posting>,
) -> Result<overrun_decision::Model> {
    let budget = budgets
        .iter()
        .find(|budget| budget.id == overrun.budget)
        .ok_or_else(|| Error::internal("an overrun of no budget"))?;
    let posting = posting.map_or_else(|| Ok(serde_json::json!({})), serde_json::to_value);
    let posting = posting.map_err(|error| Error::internal(error.to_string()))?;
    let row = overrun_decision::ActiveModel {
        status: Set(OverrunStatus::Pending),
        posting: Set(posting),
        expires_at: Set(tx.now().checked_add_signed(TimeDelta::days(DAYS_TO_DECIDE))),
        ..asked(tx, budget, overrun, budget.remaining, source)?
    };
    let decision = tx.insert(row).await?;
    tx.tell(EventType::OverrunRequested, &decision);
    Ok(decision)
}

/// Records a cost that was booked beyond a budget which only warns, and reports it.
pub(super) async fn warn(
    tx: &Tx,
    budget: &budget::Model,
    overrun: &Overrun,
    remaining: Option<i64>,
    (source, entry): (Source, Option<Id<cost_entry::Entity>>),
) -> Result<()> {
    let row = overrun_decision::ActiveModel {
        status: Set(OverrunStatus::Warned),
        posting: Set(serde_json::json!({})),
        cost_entry_id: Set(entry.map(Id::uuid)),
        ..asked(tx, budget, overrun, remaining, source)?
    };
    let decision = tx.insert(row).await?;
    tx.tell(EventType::OverrunWarned, &decision);
    alert::overrun(tx, budget, &decision).await
}

/// Decides on a cost beyond a budget.
pub async fn decide(tx: &Tx, input: OverrunDecisionDecideInput) -> Result<overrun_decision::Model> {
    let (project, mut budgets, decision) =
        found::<overrun_decision::Entity>(tx, Action::Update, input.id).await?;
    let decision = decision.at(Some(input.expected_version))?;
    input.check()?;
    decision.status.step(input.to)?;
    not_own(tx.actor(), &decision)?;
    let entry = match input.to {
        OverrunStatus::Approved => {
            if decision.expires_at.is_some_and(|until| until < tx.now()) {
                let message = say!("nobody decided in time: it can only be rejected and asked for again");
                return Err(UserError::invalid_state(message).into());
            }
            booked(tx, &project, &mut budgets, &decision).await?
        }
        _ => None,
    };
    let reason = trim(input.reason);
    let changes = overrun_decision::ActiveModel {
        status: Set(input.to),
        cost_entry_id: Set(entry.map(Id::uuid)),
        decided_by: Set(tx.actor().member_id),
        decided_at: Set(Some(tx.now())),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    let decision = tx.update(decision, changes).await?;
    tx.tell_why(EventType::OverrunDecided, &decision, reason);
    decided::tell(tx, &decision).await?;
    Ok(decision)
}

/// Books what was asked for, as it was then.
async fn booked(
    tx: &Tx,
    project: &project::Model,
    budgets: &mut [budget::Model],
    decision: &overrun_decision::Model,
) -> Result<Option<Id<cost_entry::Entity>>> {
    if decision.posting == serde_json::json!({}) {
        return Ok(None);
    }
    let posting: Posting = serde_json::from_value(decision.posting.clone())
        .map_err(|error| Error::internal(format!("a frozen cost: {error}")))?;
    let entry = consume::consume_approved(tx, project, &posting, budgets).await?;
    Ok(Some(entry.id))
}

/// Refuses a decision on what one asked for oneself.
fn not_own(actor: &Actor, decision: &overrun_decision::Model) -> Result<()> {
    let decides_all = matches!(actor.role, Role::Owner | Role::Manager);
    if !decides_all && actor.member_id.is_some() && actor.member_id == decision.requested_by {
        return Err(UserError::invalid_state(say!("somebody else has to decide on it")).into());
    }
    Ok(())
}

/// Ends the questions of the agency that nobody answered in time: nothing is booked, and the modules of their records are told.
///
/// # Errors
/// When the database refuses.
pub async fn expire(tx: &Tx) -> Result<usize> {
    let late = Condition::all()
        .add(Column::Status.eq(OverrunStatus::Pending))
        .add(Column::ExpiresAt.lt(tx.now()));
    let late = tx
        .rows::<overrun_decision::Entity>(late)
        .order_by_asc(Column::ProjectId);
    let late = late.all(tx.connection().await?).await?;
    let mut ended = 0;
    for decision in late {
        hold(tx, decision.project_id).await?;
        ended += usize::from(end(tx, decision.id, OverrunStatus::Expired).await?);
    }
    Ok(ended)
}

/// Takes back what still waits for a decision on a record.
pub(super) async fn withdraw(tx: &Tx, source: Source) -> Result<()> {
    let waiting = Condition::all()
        .add(Column::SourceKind.eq(source.kind.name()))
        .add(Column::SourceId.eq(source.id))
        .add(Column::Status.eq(OverrunStatus::Pending));
    let waiting = tx.rows::<overrun_decision::Entity>(waiting);
    for decision in waiting.all(tx.connection().await?).await? {
        end(tx, decision.id, OverrunStatus::Withdrawn).await?;
    }
    Ok(())
}

/// Ends a question without an answer; whether it was still open.
async fn end(tx: &Tx, id: Id<overrun_decision::Entity>, status: OverrunStatus) -> Result<bool> {
    let open = Condition::all()
        .add(Column::Id.eq(id))
        .add(Column::Status.eq(OverrunStatus::Pending));
    let open = tx
        .rows::<overrun_decision::Entity>(open)
        .one(tx.connection().await?)
        .await?;
    let Some(decision) = open else { return Ok(false) };
    let changes = overrun_decision::ActiveModel {
        status: Set(status),
        decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    let decision = tx.update(decision, changes).await?;
    tx.tell(EventType::OverrunDecided, &decision);
    if status == OverrunStatus::Expired {
        decided::tell(tx, &decision).await?;
    }
    Ok(true)
}

/// What every record of a cost beyond a budget says.
fn asked(
    tx: &Tx,
    budget: &budget::Model,
    overrun: &Overrun,
    remaining: Option<i64>,
    source: Source,
) -> Result<overrun_decision::ActiveModel> {
    let version = budget
        .current_version_id
        .map(Id::<budget_version::Entity>::of)
        .ok_or_else(|| Error::internal("an overrun of a budget that nobody approved"))?;
    Ok(overrun_decision::ActiveModel {
        budget_id: Set(budget.id),
        budget_version_id: Set(version),
        project_id: Set(budget.project_id),
        requested: Set(overrun.requested),
        remaining: Set(remaining.unwrap_or(0)),
        currency: Set(budget.currency),
        source_kind: Set(source.kind.name().to_owned()),
        source_id: Set(source.id),
        requested_by: Set(tx.actor().member_id),
        ..Default::default()
    })
}
