//! Versions that are being written: whoever changes one holds it, so that nothing slips in while it goes to review or is sent, and
//! what it comes to is counted anew with every change.

use std::collections::BTreeMap;

use entity::{
    proposal_phase,
    proposal_version::{self, ProposalVersionStatus},
    value::{Choice as _, Id, Money},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use super::parts::{Parts, content, parts, sides};
use crate::{
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        policy::Action,
        tx::Tx,
    },
    proposals::{
        content::{ProposalContent, minor},
        selection,
        totals::{ProposalTotals, totals},
    },
};

/// The version that the actor wants to change, locked.
///
/// # Errors
/// `NOT_FOUND` at the input's field; `INVALID_STATE` when the version is no longer being written.
pub async fn held(tx: &Tx, id: Id<proposal_version::Entity>, path: &str) -> Result<proposal_version::Model> {
    let version = tx
        .under::<proposal_version::Entity>(Action::Update, id, path)
        .await?;
    is_draft(&version)?;
    Ok(version)
}

/// Refuses to change what is no longer a draft.
///
/// # Errors
/// `INVALID_STATE` with the state it is in.
pub fn is_draft(version: &proposal_version::Model) -> Result<(), UserError> {
    match version.status {
        ProposalVersionStatus::Draft => Ok(()),
        ProposalVersionStatus::InReview
        | ProposalVersionStatus::Approved
        | ProposalVersionStatus::Sent
        | ProposalVersionStatus::Viewed
        | ProposalVersionStatus::Accepted
        | ProposalVersionStatus::Declined
        | ProposalVersionStatus::Expired
        | ProposalVersionStatus::Superseded
        | ProposalVersionStatus::Withdrawn
        | ProposalVersionStatus::Discarded => Err(UserError::frozen(
            version.status.word(),
            say!("only a draft can be changed: make a new version"),
        )),
    }
}

/// Counts a version anew after a change of it or of these parts of it, and tells of it.
///
/// # Errors
/// INVALID when a sum does not fit.
pub async fn settle(
    tx: &Tx,
    version: proposal_version::Model,
    changes: proposal_version::ActiveModel,
    parts_changed: &[&str],
) -> Result<proposal_version::Model> {
    let next = with(&version, &changes);
    let rows = parts(tx, version.id).await?;
    let sides = sides(tx, &version).await?;
    let content = content(&next, &sides, &rows)?;
    let changes = recounted(tx, changes, &content, &rows).await?;
    let elsewhere = parts_changed.iter().map(|name| (*name).to_owned()).collect();
    let version = tx.update_with(version, changes, elsewhere).await?;
    if !tx.is_new(version.id.uuid()) {
        tx.tell(EventType::ProposalVersionUpdated, &version);
    }
    Ok(version)
}

/// The changes of a version that says this, and what it comes to. The prices of its phases are written.
///
/// # Errors
/// INVALID when a sum does not fit.
pub async fn recounted(
    tx: &Tx,
    changes: proposal_version::ActiveModel,
    content: &ProposalContent,
    rows: &Parts,
) -> Result<proposal_version::ActiveModel> {
    let sums = counted(content)?;
    price_phases(tx, rows, &sums).await?;
    let planned_cost = planned_cost(rows)?;
    let net = fitting(&sums.net)?;
    Ok(proposal_version::ActiveModel {
        tax_rounding: Set(content.tax_rounding),
        net_minor: Set(net),
        tax_minor: Set(fitting(&sums.tax)?),
        total_minor: Set(fitting(&sums.total)?),
        planned_cost_minor: Set(planned_cost),
        margin_minor: Set(planned_cost.and_then(|cost| net.checked_sub(cost))),
        ..changes
    })
}

/// What a version comes to with the options that are chosen beforehand.
///
/// # Errors
/// INVALID when a sum does not fit.
pub fn counted(content: &ProposalContent) -> Result<ProposalTotals> {
    totals(content, &selection::beforehand(content))
        .ok_or_else(|| UserError::invalid("input", say!("the sum of the proposal is too large")).into())
}

/// The version as a change leaves it, in so far as its sums depend on that.
fn with(
    version: &proposal_version::Model,
    changes: &proposal_version::ActiveModel,
) -> proposal_version::Model {
    let mut next = version.clone();
    if let Set(discount) = changes.discount_minor {
        next.discount_minor = discount;
    }
    next
}

fn fitting(money: &Money) -> Result<i64> {
    minor(money).ok_or_else(|| Error::internal("an amount that does not fit its currency"))
}

/// What all phases are planned to cost; none while that of one is unknown, or there are no phases.
fn planned_cost(rows: &Parts) -> Result<Option<i64>> {
    if rows.phases.is_empty() {
        return Ok(None);
    }
    let mut sum = 0_i64;
    for phase in &rows.phases {
        let Some(cost) = phase.planned_cost_minor else {
            return Ok(None);
        };
        sum = sum.checked_add(cost).ok_or_else(|| {
            UserError::invalid("input", say!("the planned cost of the proposal is too large"))
        })?;
    }
    Ok(Some(sum))
}

/// Writes the prices of the phases that changed: what is worked out is no change of a phase by somebody.
async fn price_phases(tx: &Tx, rows: &Parts, sums: &ProposalTotals) -> Result<()> {
    let mut prices: BTreeMap<Uuid, i64> = BTreeMap::new();
    for price in &sums.phases {
        prices.insert(price.phase_id.uuid(), fitting(&price.price)?);
    }
    let is_changed = |phase: &&proposal_phase::Model| {
        prices
            .get(&phase.id.uuid())
            .is_some_and(|price| *price != phase.price_minor)
    };
    let changed: Vec<Uuid> = rows
        .phases
        .iter()
        .filter(is_changed)
        .map(|phase| phase.id.uuid())
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut binds = tx.caller().binds(tx.actor());
    let agency = binds.agency();
    let mut cases = String::new();
    for id in &changed {
        let price = prices.get(id).copied().unwrap_or(0);
        let (id, price) = (binds.bind(*id), binds.bind(price));
        cases.extend([" WHEN ", &id, " THEN ", &price]);
    }
    let of_these = binds.any_id("id", &changed);
    let sql = format!(
        "UPDATE proposal_phases SET price_minor = CASE id{cases} ELSE price_minor END WHERE agency_id = {agency} AND {of_these}"
    );
    tx.connection().await?.execute_raw(binds.statement(sql)).await?;
    Ok(())
}
