//! Versions whose last day is over. They are found when somebody looks or answers, and it is recorded then.

use std::sync::Arc;

use entity::{
    proposal_version::{self, ProposalVersionStatus},
    value::Id,
};
use sea_orm::ActiveValue::Set;

use crate::{
    kernel::{actor::Actor, error::Result, event::EventType, policy::Action, tx::Tx, world::Caller},
    proposals::states::is_open,
};

/// The version, expired if its last day is over.
///
/// # Errors
/// When the database fails.
pub async fn if_due(tx: &Tx, version: proposal_version::Model) -> Result<proposal_version::Model> {
    if !is_open(version.status) || version.valid_until.is_none_or(|last| last >= tx.today()) {
        return Ok(version);
    }
    let changes = proposal_version::ActiveModel {
        status: Set(ProposalVersionStatus::Expired),
        ..Default::default()
    };
    let version = tx.update(version, changes).await?;
    tx.tell(EventType::ProposalVersionExpired, &version);
    Ok(version)
}

/// Records that a version has expired, if its last day is over, in a unit of work of its own: what was asked for is refused then,
/// and the record stays.
///
/// # Errors
/// When the database fails.
pub async fn record(caller: &Arc<Caller>, actor: &Actor, id: Id<proposal_version::Entity>) -> Result<()> {
    let tx = Tx::begin(caller.clone(), actor.clone()).await?;
    let Ok(version) = tx
        .under::<proposal_version::Entity>(Action::Read, id, "input")
        .await
    else {
        return Ok(());
    };
    if_due(&tx, version).await?;
    tx.commit().await
}
