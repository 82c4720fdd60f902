//! Work under a freelancer's engagement: what it brings them, and what it uses of the engagement's caps.

use entity::{engagement, time_entry};
use sea_orm::ActiveValue::Set;

use crate::{
    engagements::service::{
        cap::{self, Share},
        lookup,
    },
    kernel::{error::Result, tx::Tx},
    rates::service::lookup::Work,
};

/// The engagement that work is done under.
pub(super) async fn engagement_of(tx: &Tx, work: &Work<'_>) -> Result<Option<engagement::Model>> {
    lookup::on_day(tx, work.member, work.project.id, work.on).await
}

/// The engagement that an entry was booked under.
pub(super) async fn engagement_kept(tx: &Tx, entry: &time_entry::Model) -> Result<Option<engagement::Model>> {
    match entry.engagement_id {
        Some(id) => lookup::of_id(tx, id).await,
        None => Ok(None),
    }
}

/// Writes the engagement, and what so many minutes bring by it, into the changes of an entry.
pub(super) fn apply(
    row: &mut time_entry::ActiveModel,
    engagement: Option<&engagement::Model>,
    minutes: i32,
) -> Result<()> {
    let fee = engagement.map(|engagement| lookup::fee(engagement, minutes));
    row.engagement_id = Set(engagement.map(|engagement| engagement.id));
    row.fee_minor = Set(fee.transpose()?.flatten());
    Ok(())
}

/// Uses what an entry takes of its engagement, unless that is more than is left.
pub(super) async fn take(tx: &Tx, entry: &time_entry::Model) -> Result<()> {
    match entry.engagement_id {
        Some(id) => cap::take(tx, id, share(entry), "input.minutes").await,
        None => Ok(()),
    }
}

/// Gives back what an entry took of its engagement.
pub(super) async fn give_back(tx: &Tx, entry: &time_entry::Model) -> Result<()> {
    match entry.engagement_id {
        Some(id) => cap::take(tx, id, share(entry).back(), "input").await,
        None => Ok(()),
    }
}

/// Whether the engagement has to know of a change.
pub(super) fn differs(before: &time_entry::Model, after: &time_entry::Model) -> bool {
    (before.engagement_id, share(before)) != (after.engagement_id, share(after))
}

fn share(entry: &time_entry::Model) -> Share {
    Share {
        minutes: entry.minutes,
        minor: entry.fee_minor.unwrap_or(0),
    }
}
