//! Bills in the ledger: the work on a bill is booked already, so that only what the bill costs beyond it is booked with it. That may
//! be less than nothing.

use entity::{
    cost_entry::CostKind,
    freelancer_bill::{self, FreelancerBillStatus},
    overrun_decision::{self, OverrunStatus},
    project,
    time_entry::{self, BookingStatus, BudgetState},
    value::{Id, Kind},
};
use futures_util::future::BoxFuture;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::lines;
use crate::{
    budgets::service::{
        consume::{Consumption, consume, release},
        decided::Listener,
        ledger::{Original, Posting, Source},
    },
    engagements::service::cap::{self, Share},
    kernel::{
        error::{Result, UserError},
        event::EventType,
        tx::Tx,
    },
    rates::service::{fx, period},
};

/// What a bill costs beyond the work on it.
struct Beyond {
    /// In the engagement's currency.
    minor: i64,
    /// In the project's currency.
    cost: i64,
    /// What the engagement's currency is worth there, where it is another.
    fx_rate: Option<i64>,
}

/// Books a bill that is to be approved: within the engagement's cap, as far as the budgets of the project allow. Gives what changes
/// of the bill.
pub(super) async fn book(
    tx: &Tx,
    project: &project::Model,
    bill: &freelancer_bill::Model,
) -> Result<freelancer_bill::ActiveModel> {
    if bill.budget_state == Some(BudgetState::Pending) {
        return Err(UserError::invalid_state(say!("it waits for a decision on the budget")).into());
    }
    let beyond = beyond(tx, project, bill).await?;
    cap::take(tx, bill.engagement_id, share(beyond.minor), "input.id").await?;
    let on = period::open_from(tx, bill.billed_on).await?;
    let state = if beyond.cost == 0 {
        BudgetState::Booked
    } else {
        match consume(tx, project, &posting(bill, &beyond, on)).await? {
            Consumption::Posted(_) => BudgetState::Booked,
            Consumption::Pending(_) => BudgetState::Pending,
        }
    };
    Ok(freelancer_bill::ActiveModel {
        beyond_minor: Set(Some(beyond.minor)),
        budget_state: Set(Some(state)),
        booked_on: Set(Some(on)),
        ..Default::default()
    })
}

/// Whether a bill that is to be approved is booked, or waits for somebody to decide.
pub(super) fn is_booked(changes: &freelancer_bill::ActiveModel) -> bool {
    changes.budget_state.try_as_ref() == Some(&Some(BudgetState::Booked))
}

/// Takes back what a bill that is not approved asked for: its part of the cap, and the question to those who decide on budgets.
pub(super) async fn take_back(
    tx: &Tx,
    project: &project::Model,
    bill: &freelancer_bill::Model,
) -> Result<freelancer_bill::ActiveModel> {
    release(tx, project, source(bill), None).await?;
    give_back(tx, bill).await?;
    Ok(freelancer_bill::ActiveModel {
        beyond_minor: Set(None),
        budget_state: Set(None),
        booked_on: Set(None),
        ..Default::default()
    })
}

async fn give_back(tx: &Tx, bill: &freelancer_bill::Model) -> Result<()> {
    let taken = share(bill.beyond_minor.unwrap_or(0));
    cap::take(tx, bill.engagement_id, taken.back(), "input.id").await
}

const fn share(minor: i64) -> Share {
    Share { minutes: 0, minor }
}

/// What a bill costs beyond the work on it, all of which is approved. An amount in another currency is changed by the rate of the
/// day of the bill.
async fn beyond(tx: &Tx, project: &project::Model, bill: &freelancer_bill::Model) -> Result<Beyond> {
    let work = work_on(tx, bill).await?;
    let is_approved =
        |entry: &time_entry::Model| entry.status == BookingStatus::Approved && entry.archived_at.is_none();
    if !work.iter().all(is_approved) {
        return Err(UserError::invalid_state(say!("not all of the work on the bill is approved")).into());
    }
    let currencies = (bill.currency, project.currency);
    let worth = fx::converted(tx, bill.total_minor, currencies, bill.billed_on, "input.id").await?;
    let less = |whole: i64, part: fn(&time_entry::Model) -> Option<i64>| {
        work.iter()
            .filter_map(part)
            .try_fold(whole, i64::checked_sub)
            .ok_or_else(|| UserError::too_large("input.id", say!("the amounts are too large to be added up")))
    };
    Ok(Beyond {
        minor: less(bill.total_minor, |entry| entry.fee_minor)?,
        cost: less(worth.amount, |entry| entry.cost_minor)?,
        fx_rate: (bill.currency != project.currency).then_some(worth.rate),
    })
}

/// The work that stands on a bill.
async fn work_on(tx: &Tx, bill: &freelancer_bill::Model) -> Result<Vec<time_entry::Model>> {
    let lines = lines::standing(tx, bill.id).await?;
    let ids: Vec<_> = lines.iter().filter_map(|line| line.time_entry_id).collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let work = Condition::all().add(time_entry::Column::Id.is_in(ids));
    Ok(tx
        .rows::<time_entry::Entity>(work)
        .all(tx.connection().await?)
        .await?)
}

fn posting(bill: &freelancer_bill::Model, beyond: &Beyond, on: chrono::NaiveDate) -> Posting {
    Posting {
        kind: CostKind::Freelancer,
        on,
        phase: bill.phase_id,
        member: Some(bill.member_id),
        work_role: None,
        category: None,
        minutes: 0,
        billable: false,
        pass_through: false,
        cost: Some(beyond.cost),
        price: 0,
        original: beyond.fx_rate.map(|fx_rate| Original {
            minor: beyond.minor,
            currency: bill.currency,
            fx_rate,
        }),
        source: source(bill),
        commitment: None,
    }
}

const fn source(bill: &freelancer_bill::Model) -> Source {
    Source {
        kind: Kind::FreelancerBill,
        id: bill.id.uuid(),
    }
}

/// Bills that wait for a budget are told what was decided.
pub const LISTENER: Listener = Listener {
    source: Kind::FreelancerBill,
    hear,
};

fn hear<'t>(tx: &'t Tx, decision: &'t overrun_decision::Model) -> BoxFuture<'t, Result<()>> {
    Box::pin(decided(tx, decision))
}

/// A bill that was let pass is approved by who asked; one that was not stays as it was handed in.
async fn decided(tx: &Tx, decision: &overrun_decision::Model) -> Result<()> {
    let this = Condition::all()
        .add(freelancer_bill::Column::Id.eq(Id::<freelancer_bill::Entity>::of(decision.source_id)))
        .add(freelancer_bill::Column::BudgetState.eq(BudgetState::Pending));
    let bill = tx
        .rows::<freelancer_bill::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    let Some(bill) = bill else { return Ok(()) };
    let (event, changes) = match decision.status {
        OverrunStatus::Approved | OverrunStatus::Warned => (
            EventType::FreelancerBillStatusChanged,
            freelancer_bill::ActiveModel {
                status: Set(FreelancerBillStatus::Approved),
                budget_state: Set(Some(BudgetState::Booked)),
                decided_at: Set(Some(tx.now())),
                decided_by: Set(decision.requested_by),
                ..Default::default()
            },
        ),
        OverrunStatus::Rejected | OverrunStatus::Expired => {
            give_back(tx, &bill).await?;
            (
                EventType::FreelancerBillUpdated,
                freelancer_bill::ActiveModel {
                    budget_state: Set(Some(BudgetState::Refused)),
                    beyond_minor: Set(None),
                    booked_on: Set(None),
                    ..Default::default()
                },
            )
        }
        OverrunStatus::Pending | OverrunStatus::Withdrawn => return Ok(()),
    };
    let bill = tx.update(bill, changes).await?;
    tx.tell_why(event, &bill, decision.reason.clone());
    Ok(())
}
