//! The caps of engagements. What was used of them is kept on the engagement, in the unit of work that uses it: whoever uses some
//! holds the engagement, so that of two uses at the same time the second sees the first.

use entity::{
    engagement,
    value::{CurrencyCode, Id},
};
use sea_orm::ConnectionTrait;

use super::lookup::of_id;
use crate::kernel::{
    error::{Detail, Error, Result, UserError},
    tx::Tx,
};

/// A part of what an engagement may come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How long the freelancer works.
    pub minutes: i32,
    /// What they come to, in minor units of the engagement's currency.
    pub minor: i64,
}

impl Share {
    /// So much the other way: what is given back.
    #[must_use]
    pub const fn back(self) -> Self {
        Self {
            minutes: self.minutes.saturating_neg(),
            minor: self.minor.saturating_neg(),
        }
    }
}

/// Takes a share of an engagement, unless it goes beyond a cap. What gives back is never refused.
///
/// # Errors
/// `LIMIT_REACHED` with what is left and what was asked for.
pub async fn take(tx: &Tx, id: Id<engagement::Entity>, share: Share, path: &str) -> Result<()> {
    if share == Share::default() {
        return Ok(());
    }
    let engagement = hold(tx, id).await?;
    let too_large = || UserError::too_large(path, say!("the amounts are too large to be added up"));
    let minutes = engagement
        .used_minutes
        .checked_add(share.minutes)
        .ok_or_else(too_large)?;
    let minor = engagement
        .used_minor
        .checked_add(share.minor)
        .ok_or_else(too_large)?;
    if let Some(most) = engagement.cap_minutes
        && share.minutes > 0
        && minutes > most
    {
        let left = most.saturating_sub(engagement.used_minutes);
        return Err(beyond(path, None, (left.into(), share.minutes.into())).into());
    }
    if let Some(most) = engagement.cap_minor
        && share.minor > 0
        && minor > most
    {
        let left = most.saturating_sub(engagement.used_minor);
        return Err(beyond(path, Some(engagement.currency), (left, share.minor)).into());
    }
    keep(tx, id, minutes, minor).await
}

/// More than an engagement has left. Whoever books under it may know its figures: the freelancer, and those who see costs.
fn beyond(path: &str, currency: Option<CurrencyCode>, (remaining, requested): (i64, i64)) -> UserError {
    let message = say!("this is more than the engagement has left");
    UserError {
        detail: Detail::CapExceeded {
            currency,
            remaining,
            requested,
        },
        ..UserError::limit_reached(path, message)
    }
}

/// The engagement, which nobody else changes before the end of the unit of work.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &Tx, id: Id<engagement::Entity>) -> Result<engagement::Model> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, wanted, hold) = (binds.agency(), binds.bind(id), binds.dialect.hold);
    let sql =
        format!("SELECT r.id FROM engagements r WHERE r.agency_id = {agency} AND r.id = {wanted}{hold}");
    tx.connection().await?.query_one_raw(binds.statement(sql)).await?;
    let found = of_id(tx, id).await?;
    found.ok_or_else(|| Error::internal("work under an engagement that is not there"))
}

/// Keeps what was used. This is no change of the engagement itself: its version stays.
async fn keep(tx: &Tx, id: Id<engagement::Entity>, minutes: i32, minor: i64) -> Result<()> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, id) = (binds.agency(), binds.bind(id));
    let (minutes, minor) = (binds.bind(minutes), binds.bind(minor));
    let sql = format!(
        "UPDATE engagements SET used_minutes = {minutes}, used_minor = {minor} WHERE agency_id = {agency} AND id = {id}"
    );
    tx.connection().await?.execute_raw(binds.statement(sql)).await?;
    Ok(())
}
