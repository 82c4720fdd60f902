//! Bookings in the ledger: what is booked is used up of the project's budgets, and these may refuse it or want somebody to
//! decide.

use entity::{
    cost_entry::CostKind,
    expense,
    membership::{self, Role},
    overrun_decision::{self, OverrunStatus},
    project,
    time_entry::{self, BudgetState},
    value::{Id, Kind},
};
use futures_util::future::BoxFuture;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::{
    budgets::service::{
        consume::{Consumption, consume, release},
        decided::Listener,
        ledger::{Original, Posting, Source},
    },
    kernel::{error::Result, tx::Tx},
};

/// Books a time entry that is not in the ledger.
pub(super) async fn time(
    tx: &Tx,
    project: &project::Model,
    entry: time_entry::Model,
) -> Result<time_entry::Model> {
    let posting = Posting {
        kind: kind(tx, entry.member_id).await?,
        on: entry.booked_on,
        phase: entry.phase_id,
        member: Some(entry.member_id),
        work_role: entry.work_role_id,
        category: entry.category.clone(),
        minutes: entry.minutes,
        billable: entry.billable,
        pass_through: false,
        cost: entry.cost_minor,
        price: entry.price_minor.unwrap_or(0),
        original: None,
        source: source_of_time(&entry),
        commitment: None,
    };
    let row = time_entry::ActiveModel {
        budget_state: Set(state(&consume(tx, project, &posting).await?)),
        ..Default::default()
    };
    tx.update(entry, row).await
}

/// Takes a time entry out of the ledger.
pub(super) async fn release_time(tx: &Tx, project: &project::Model, entry: &time_entry::Model) -> Result<()> {
    release(tx, project, source_of_time(entry), None).await?;
    Ok(())
}

/// Books an expense that is not in the ledger.
pub(super) async fn expense(
    tx: &Tx,
    project: &project::Model,
    expense: expense::Model,
) -> Result<expense::Model> {
    let posting = Posting {
        kind: CostKind::Expense,
        on: expense.booked_on,
        phase: expense.phase_id,
        member: Some(expense.member_id),
        work_role: None,
        category: expense.category.clone(),
        minutes: 0,
        billable: expense.billable,
        pass_through: expense.pass_through,
        cost: Some(expense.cost_minor),
        price: expense.price_minor,
        original: expense.fx_rate.map(|fx_rate| Original {
            minor: expense.paid_minor,
            currency: expense.paid_currency,
            fx_rate,
        }),
        source: source_of_expense(&expense),
        commitment: expense.commitment_id,
    };
    let row = expense::ActiveModel {
        budget_state: Set(state(&consume(tx, project, &posting).await?)),
        ..Default::default()
    };
    tx.update(expense, row).await
}

/// Takes an expense out of the ledger.
pub(super) async fn release_expense(
    tx: &Tx,
    project: &project::Model,
    expense: &expense::Model,
) -> Result<()> {
    release(tx, project, source_of_expense(expense), None).await?;
    Ok(())
}

/// Bookings are told what somebody decided on those beyond a budget.
pub const LISTENERS: [Listener; 2] = [
    Listener {
        source: Kind::TimeEntry,
        hear,
    },
    Listener {
        source: Kind::Expense,
        hear,
    },
];

fn hear<'t>(tx: &'t Tx, decision: &'t overrun_decision::Model) -> BoxFuture<'t, Result<()>> {
    Box::pin(decided(tx, decision))
}

async fn decided(tx: &Tx, decision: &overrun_decision::Model) -> Result<()> {
    let state = match decision.status {
        OverrunStatus::Approved | OverrunStatus::Warned => BudgetState::Booked,
        OverrunStatus::Rejected | OverrunStatus::Expired => BudgetState::Refused,
        OverrunStatus::Pending => BudgetState::Pending,
        OverrunStatus::Withdrawn => BudgetState::Released,
    };
    match Kind::named(&decision.source_kind) {
        Some(Kind::TimeEntry) => {
            let this = Condition::all().add(time_entry::Column::Id.eq(decision.source_id));
            if let Some(entry) = tx
                .rows::<time_entry::Entity>(this)
                .one(tx.connection().await?)
                .await?
            {
                let row = time_entry::ActiveModel {
                    budget_state: Set(state),
                    ..Default::default()
                };
                tx.update(entry, row).await?;
            }
        }
        Some(Kind::Expense) => {
            let this = Condition::all().add(expense::Column::Id.eq(decision.source_id));
            if let Some(expense) = tx
                .rows::<expense::Entity>(this)
                .one(tx.connection().await?)
                .await?
            {
                let row = expense::ActiveModel {
                    budget_state: Set(state),
                    ..Default::default()
                };
                tx.update(expense, row).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether the ledger has to know of a change.
pub(super) fn differs(before: &time_entry::Model, after: &time_entry::Model) -> bool {
    let booked = |entry: &time_entry::Model| {
        (
            (
                entry.booked_on,
                entry.phase_id,
                entry.work_role_id,
                entry.category.clone(),
            ),
            (entry.minutes, entry.billable, entry.cost_minor, entry.price_minor),
        )
    };
    booked(before) != booked(after)
}

/// Whether the ledger has to know of a change.
pub(super) fn expense_differs(before: &expense::Model, after: &expense::Model) -> bool {
    let booked = |expense: &expense::Model| {
        (
            (
                expense.booked_on,
                expense.phase_id,
                expense.commitment_id,
                expense.category.clone(),
                expense.billable,
            ),
            (
                expense.pass_through,
                expense.cost_minor,
                expense.price_minor,
                expense.paid_minor,
            ),
        )
    };
    booked(before) != booked(after)
}

const fn source_of_time(entry: &time_entry::Model) -> Source {
    Source {
        kind: Kind::TimeEntry,
        id: entry.id.uuid(),
    }
}

const fn source_of_expense(expense: &expense::Model) -> Source {
    Source {
        kind: Kind::Expense,
        id: expense.id.uuid(),
    }
}

const fn state(consumption: &Consumption) -> BudgetState {
    match consumption {
        Consumption::Posted(_) => BudgetState::Booked,
        Consumption::Pending(_) => BudgetState::Pending,
    }
}

/// Work of freelancers is a cost of its own kind.
async fn kind(tx: &Tx, member: Id<membership::Entity>) -> Result<CostKind> {
    let role = if tx.actor().member_id == Some(member) {
        tx.actor().role
    } else {
        let this = Condition::all().add(membership::Column::Id.eq(member));
        let member = tx
            .rows::<membership::Entity>(this)
            .one(tx.connection().await?)
            .await?;
        member.map_or(Role::Specialist, |member| member.role)
    };
    Ok(match role {
        Role::Freelancer => CostKind::Freelancer,
        Role::Owner
        | Role::Manager
        | Role::AccountManager
        | Role::ProjectManager
        | Role::Specialist
        | Role::Finance
        | Role::Viewer
        | Role::Portal => CostKind::Time,
    })
}
