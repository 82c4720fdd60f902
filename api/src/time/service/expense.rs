//! Rules of expenses: what was paid is changed into the project's currency by the dated rate, and each is in the ledger of its
//! project from the moment it is booked.

use async_graphql::MaybeUndefined;
use entity::{
    expense, file, project,
    time_entry::{BookingStatus, BudgetState},
    value::{Id, Kind},
};
use sea_orm::ActiveValue::{self, NotSet, Set};

use super::{
    book, day, days, draft,
    figures::{Figures, minor},
    may_decide, place,
};
use crate::{
    files::service::receipt::{self, Proof},
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::{Action, Right},
        state::State,
        tx::{Tx, Versioned},
    },
    rates::service::period,
    time::input::{ExpenseCreateInput, ExpenseDiscardInput, ExpenseTransitionInput, ExpenseUpdateInput},
};

/// Books something bought for a project.
pub async fn create(tx: &Tx, input: ExpenseCreateInput) -> Result<expense::Model> {
    tx.may(Action::Create, Kind::Expense)?;
    input.check()?;
    let project = place::project(tx, input.project_id).await?;
    let phase = place::parts(tx, &project, input.phase_id, None).await?;
    let member = place::worker(tx, input.member_id).await?;
    place::commitment(tx, &project, input.commitment_id).await?;
    let on = input.spent_on.map_or(tx.today(), Into::into);
    let (spent_on, booked_on) = days(tx, on, input.booked_on.map(Into::into), "spentOn").await?;
    if input.markup_bps.is_some() {
        may_price(tx)?;
    }
    place::paid_back(tx, input.reimburse_to_id).await?;
    let proof = Proof {
        project: project.id,
        member,
    };
    if let Some(receipt) = input.receipt_id {
        receipt::tie(tx, receipt, proof, "input.receiptId").await?;
    }
    let figures = Figures {
        paid: input.paid,
        tax: input.tax.map_or(Ok(0), |tax| minor(&tax, "input.tax"))?,
        markup_bps: input.markup_bps.unwrap_or(0),
        billable: input.billable.unwrap_or(true),
        on: spent_on,
    };
    let mut row = expense::ActiveModel {
        project_id: Set(project.id),
        phase_id: Set(phase),
        commitment_id: Set(input.commitment_id),
        member_id: Set(member),
        category: Set(trim(input.category)),
        description: Set(input.description.trim().to_owned()),
        vendor: Set(trim(input.vendor)),
        spent_on: Set(spent_on),
        booked_on: Set(booked_on),
        billable: Set(figures.billable),
        pass_through: Set(input.pass_through.unwrap_or(false)),
        reimburse_to: Set(input.reimburse_to_id),
        receipt_id: Set(input.receipt_id),
        status: Set(BookingStatus::Draft),
        budget_state: Set(BudgetState::Booked),
        currency: Set(project.currency),
        ..Default::default()
    };
    figures.apply(tx, &project, &mut row).await?;
    let expense = tx.insert(row).await?;
    let expense = book::expense(tx, &project, expense).await?;
    tx.tell(EventType::ExpenseCreated, &expense);
    Ok(expense)
}

/// Changes a draft. What it was booked for is taken back and booked anew.
pub async fn update(tx: &Tx, input: ExpenseUpdateInput) -> Result<expense::Model> {
    let (project, expense) = found(tx, input.id).await?;
    let expense = expense.at(input.expected_version)?;
    input.check()?;
    draft(expense.status)?;
    if !input.markup_bps.is_undefined() {
        may_price(tx)?;
    }
    place::paid_back(tx, input.reimburse_to_id.value().copied()).await?;
    let receipt_id = receipt_after(tx, &expense, input.receipt_id).await?;
    let mut row = changes(tx, &project, &expense, &input).await?;
    row.receipt_id = receipt_id;
    let figures = Figures::after(&expense, &input, &row)?;
    if figures.differ(&expense) {
        figures.apply(tx, &project, &mut row).await?;
    }
    let before = expense.clone();
    let expense = tx.update(expense, row).await?;
    let expense = if book::expense_differs(&before, &expense) {
        book::release_expense(tx, &project, &before).await?;
        book::expense(tx, &project, expense).await?
    } else {
        expense
    };
    tx.tell(EventType::ExpenseUpdated, &expense);
    Ok(expense)
}

/// Takes an expense to another state. A rejected one leaves the ledger; taken back as a draft, it is booked again.
pub async fn transition(tx: &Tx, input: ExpenseTransitionInput) -> Result<expense::Model> {
    let (project, expense) = found(tx, input.id).await?;
    let expense = expense.at(Some(input.expected_version))?;
    input.check()?;
    expense.status.step(input.to)?;
    period::open_on(tx, expense.booked_on, "input.id").await?;
    let reason = trim(input.reason);
    let mut row = expense::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    match input.to {
        BookingStatus::Submitted => row.submitted_at = Set(Some(tx.now())),
        BookingStatus::Approved | BookingStatus::Rejected => {
            may_decide(tx.actor(), expense.member_id, "expenses:approve")?;
            if input.to == BookingStatus::Approved && expense.budget_state != BudgetState::Booked {
                return Err(UserError::invalid_state(say!("it waits for a decision on the budget")).into());
            }
            row.decided_at = Set(Some(tx.now()));
            row.decided_by = Set(tx.actor().member_id);
        }
        BookingStatus::Draft => {
            (row.submitted_at, row.decided_at, row.decided_by) = (Set(None), Set(None), Set(None));
        }
    }
    let mut expense = tx.update(expense, row).await?;
    match input.to {
        BookingStatus::Rejected => expense = released(tx, &project, expense).await?,
        BookingStatus::Draft => expense = book::expense(tx, &project, expense).await?,
        BookingStatus::Submitted | BookingStatus::Approved => {}
    }
    tx.tell_why(EventType::ExpenseStatusChanged, &expense, reason);
    Ok(expense)
}

/// Discards a draft: it leaves the ledger and the lists. It stays for those who look for it.
pub async fn discard(tx: &Tx, input: ExpenseDiscardInput) -> Result<expense::Model> {
    let (project, expense) = found(tx, input.id).await?;
    let expense = expense.at(input.expected_version)?;
    draft(expense.status)?;
    period::open_on(tx, expense.booked_on, "input.id").await?;
    let expense = released(tx, &project, expense).await?;
    let expense = tx.archive::<expense::Entity>(expense).await?;
    tx.tell(EventType::ExpenseDiscarded, &expense);
    Ok(expense)
}

async fn released(tx: &Tx, project: &project::Model, expense: expense::Model) -> Result<expense::Model> {
    book::release_expense(tx, project, &expense).await?;
    let row = expense::ActiveModel {
        budget_state: Set(BudgetState::Released),
        ..Default::default()
    };
    tx.update(expense, row).await
}

fn may_price(tx: &Tx) -> Result<()> {
    if tx.actor().has(Right::Costs) {
        Ok(())
    } else {
        Err(Error::Forbidden(Right::Costs.scope().to_owned()))
    }
}

/// The receipt that a change leaves: the file that is replaced is freed, and the one that replaces it is tied.
async fn receipt_after(
    tx: &Tx,
    expense: &expense::Model,
    change: MaybeUndefined<Id<file::Entity>>,
) -> Result<ActiveValue<Option<Id<file::Entity>>>> {
    let after = match change {
        MaybeUndefined::Undefined => return Ok(NotSet),
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(file) => Some(file),
    };
    if after == expense.receipt_id {
        return Ok(NotSet);
    }
    if let Some(before) = expense.receipt_id {
        receipt::untie(tx, before).await?;
    }
    if let Some(after) = after {
        let proof = Proof {
            project: expense.project_id,
            member: expense.member_id,
        };
        receipt::tie(tx, after, proof, "input.receiptId").await?;
    }
    Ok(Set(after))
}

async fn found(tx: &Tx, id: Id<expense::Entity>) -> Result<(project::Model, expense::Model)> {
    let seen = tx.glance::<expense::Entity>(Action::Update, id).await?;
    let project = place::project_of(tx, seen.project_id).await?;
    Ok((project, tx.fetch_for(Action::Update, id).await?))
}

/// The columns that an input changes, but for the figures.
async fn changes(
    tx: &Tx,
    project: &project::Model,
    expense: &expense::Model,
    input: &ExpenseUpdateInput,
) -> Result<expense::ActiveModel> {
    if let MaybeUndefined::Value(phase) = input.phase_id {
        place::parts(tx, project, Some(phase), None).await?;
    }
    place::commitment(tx, project, input.commitment_id.value().copied()).await?;
    let spent_on = day(input.spent_on, expense.spent_on);
    let booked_on = match input.booked_on.value() {
        Some(day) => Some((*day).into()),
        None if input.spent_on.is_undefined() || expense.booked_on != expense.spent_on => {
            Some(expense.booked_on.max(spent_on))
        }
        None => None,
    };
    period::open_on(tx, expense.booked_on, "input.id").await?;
    let (spent_on, booked_on) = days(tx, spent_on, booked_on, "spentOn").await?;
    Ok(expense::ActiveModel {
        phase_id: optional(input.phase_id),
        commitment_id: optional(input.commitment_id),
        category: optional(trimmed(input.category.clone())),
        description: match trimmed(input.description.clone()) {
            MaybeUndefined::Value(text) => Set(text),
            MaybeUndefined::Undefined | MaybeUndefined::Null => NotSet,
        },
        vendor: optional(trimmed(input.vendor.clone())),
        spent_on: Set(spent_on),
        booked_on: Set(booked_on),
        billable: needed(input.billable),
        pass_through: needed(input.pass_through),
        reimburse_to: optional(input.reimburse_to_id),
        ..Default::default()
    })
}
