//! The rules. Whoever books something or changes a booking holds its project, so that its ledger and budgets stand still.

mod book;
mod engaged;
pub mod expense;
mod figures;
mod place;
mod pricing;
pub mod reprice;
pub mod time_entry;
pub mod timer;

pub use book::LISTENERS;
use chrono::NaiveDate;
use entity::{
    membership::Role,
    time_entry::BookingStatus,
    value::{Date, Id},
};

use crate::{
    kernel::{
        actor::Actor,
        error::{Error, Result, UserError},
        tx::Tx,
    },
    rates::service::period,
};

/// Whether somebody books for others, approves what they booked and sets prices.
pub(crate) const fn leads(role: Role) -> bool {
    match role {
        Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager | Role::Finance => true,
        Role::Specialist | Role::Freelancer | Role::Viewer | Role::Portal => false,
    }
}

/// Refuses a decision on a booking by those who may not approve, and on one's own except by those who run the agency.
fn may_decide<E>(actor: &Actor, booked_by: Id<E>, scope: &str) -> Result<()> {
    let runs = matches!(actor.role, Role::Owner | Role::Manager);
    if !leads(actor.role) {
        return Err(Error::Forbidden(scope.to_owned()));
    }
    if !runs && actor.member_id.map(Id::uuid) == Some(booked_by.uuid()) {
        return Err(UserError::invalid_state(say!("somebody else has to decide on what you booked")).into());
    }
    Ok(())
}

/// The day something happened and the day it is booked on: not ahead, in open books.
async fn days(
    tx: &Tx,
    on: NaiveDate,
    booked: Option<NaiveDate>,
    field: &str,
) -> Result<(NaiveDate, NaiveDate)> {
    let booked = booked.unwrap_or(on);
    if on > tx.today() || booked > tx.today() {
        return Err(UserError::invalid(&format!("input.{field}"), say!("this day is still ahead")).into());
    }
    if booked < on {
        return Err(
            UserError::invalid("input.bookedOn", say!("it cannot be booked before it happened")).into(),
        );
    }
    period::open_on(tx, booked, "input.bookedOn").await?;
    Ok((on, booked))
}

/// Refuses to change a booking that is no draft.
fn draft(status: BookingStatus) -> Result<(), UserError> {
    match status {
        BookingStatus::Draft => Ok(()),
        BookingStatus::Submitted | BookingStatus::Approved | BookingStatus::Rejected => {
            Err(UserError::invalid_state(say!("only a draft can be changed")))
        }
    }
}

/// The day that a change leaves.
fn day(change: async_graphql::MaybeUndefined<Date>, before: NaiveDate) -> NaiveDate {
    change.take().map_or(before, Into::into)
}
