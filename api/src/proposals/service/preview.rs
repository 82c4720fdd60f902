//! Looking at what an acceptance has opened, in the unit of work that is about to be taken back. It says no more than the client
//! would find in their contract.

use entity::{
    acceptance, billing_plan_item, contract, contract_phase, proposal_version,
    value::{Date, Id, Money},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryOrder, Select};

use super::acceptance::frozen;
use crate::{
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
    proposals::{
        preview::{AcceptancePreview, PreviewPayment, PreviewPhase},
        totals::{Chosen, totals},
    },
};

/// What an acceptance of this unit of work has opened.
///
/// # Errors
/// When the database fails.
pub(super) async fn of(tx: &Tx, acceptance: &acceptance::Model) -> Result<AcceptancePreview> {
    let version = proposal_version::Column::Id.eq(acceptance.proposal_version_id);
    let version = one(
        tx,
        tx.rows::<proposal_version::Entity>(Condition::all().add(version)),
    )
    .await?;
    let contract = contract::Column::AcceptanceId.eq(acceptance.id);
    let contract = one(tx, tx.rows::<contract::Entity>(Condition::all().add(contract))).await?;
    let chosen: Chosen = serde_json::from_value(acceptance.selected_line_ids.clone())
        .map_err(|error| Error::internal(format!("reading options that were taken: {error}")))?;
    let money = |minor: i64| Money::of_minor(minor, contract.currency);
    let sums = totals(&frozen(&version)?, &chosen);
    Ok(AcceptancePreview {
        totals: sums.ok_or_else(|| Error::internal("an acceptance that does not add up"))?,
        selected_line_ids: chosen.into_iter().collect(),
        contract_type: contract.contract_type,
        value: money(contract.value_minor),
        not_to_exceed: contract.not_to_exceed_minor.map(money),
        starts_on: contract.starts_on.map(Date),
        ends_on: contract.ends_on.map(Date),
        phases: phases(tx, contract.id).await?,
        billing_plan: billing_plan(tx, contract.id).await?,
    })
}

async fn phases(tx: &Tx, contract: Id<contract::Entity>) -> Result<Vec<PreviewPhase>> {
    let of_contract = Condition::all().add(contract_phase::Column::ContractId.eq(contract));
    let rows = tx
        .rows::<contract_phase::Entity>(of_contract)
        .order_by_asc(contract_phase::Column::Position);
    let rows = rows.all(tx.connection().await?).await?;
    let phases = rows.into_iter().map(|row| PreviewPhase {
        proposal_phase_id: row.proposal_phase_id,
        name: row.name,
        starts_on: row.starts_on.map(Date),
        ends_on: row.ends_on.map(Date),
        price: Money::of_minor(row.price_minor, row.currency),
    });
    Ok(phases.collect())
}

async fn billing_plan(tx: &Tx, contract: Id<contract::Entity>) -> Result<Vec<PreviewPayment>> {
    let of_contract = Condition::all().add(billing_plan_item::Column::ContractId.eq(contract));
    let rows = tx
        .rows::<billing_plan_item::Entity>(of_contract)
        .order_by_asc(billing_plan_item::Column::Position);
    let rows = rows.all(tx.connection().await?).await?;
    let payments = rows.into_iter().map(|row| PreviewPayment {
        name: row.name,
        billing_trigger: row.billing_trigger,
        amount: Money::of_minor(row.amount_minor, row.currency),
        due_on: row.due_on.map(Date),
    });
    Ok(payments.collect())
}

async fn one<E: EntityTrait>(tx: &Tx, rows: Select<E>) -> Result<E::Model> {
    let row = rows.one(tx.connection().await?).await?;
    row.ok_or_else(|| Error::internal("an acceptance without its version or contract"))
}
