//! The billing plan: the price of each phase cut into parts, which add up to it.

use chrono::NaiveDate;
use entity::{
    billing_plan_item::{self, BillingStatus, BillingTrigger},
    contract, phase,
    value::exact::{allocate, share},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::opening::{PhaseTerms, Terms};
use crate::{
    contracts::input::PhaseBilling,
    kernel::{
        calendar,
        error::{Error, Result},
        tx::Tx,
    },
};

/// A whole in hundredths of a percent.
const WHOLE: i64 = 10_000;
/// Months that one phase is billed over at most.
const MONTHS_AT_MOST: usize = 240;

/// A part of a phase's price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    trigger: BillingTrigger,
    bps: Option<i32>,
    amount: i64,
    due_on: Option<NaiveDate>,
}

/// Writes the plan of a contract.
pub(super) async fn plan(
    tx: &Tx,
    contract: &contract::Model,
    terms: &Terms,
    phases: &[phase::Model],
) -> Result<()> {
    let mut rows = vec![];
    for (agreed, phase) in terms.phases.iter().zip(phases) {
        for part in parts(tx, agreed)? {
            rows.push((part, agreed.name.clone(), Some(phase.id)));
        }
    }
    let sum: i64 = rows.iter().map(|(part, ..)| part.amount).sum();
    if sum != contract.value_minor {
        return Err(Error::internal("a billing plan that is not what was agreed"));
    }
    let mut position = 0;
    for (part, name, phase) in rows {
        position += 1;
        let row = billing_plan_item::ActiveModel {
            contract_id: Set(contract.id),
            client_id: Set(contract.client_id),
            phase_id: Set(phase),
            position: Set(position),
            name: Set(name),
            billing_trigger: Set(part.trigger),
            percent_bps: Set(part.bps),
            amount_minor: Set(part.amount),
            currency: Set(contract.currency),
            due_on: Set(part.due_on),
            status: Set(BillingStatus::Pending),
            ..Default::default()
        };
        tx.insert(row).await?;
    }
    Ok(())
}

/// Adds what an amendment changes the price by.
pub(super) async fn add(tx: &Tx, contract: &contract::Model, name: &str, amount: i64) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let of_contract = Condition::all().add(billing_plan_item::Column::ContractId.eq(contract.id));
    let last = tx
        .rows::<billing_plan_item::Entity>(of_contract)
        .order_by_desc(billing_plan_item::Column::Position)
        .one(tx.connection())
        .await?;
    let row = billing_plan_item::ActiveModel {
        contract_id: Set(contract.id),
        client_id: Set(contract.client_id),
        position: Set(last.map_or(1, |last| last.position + 1)),
        name: Set(name.to_owned()),
        billing_trigger: Set(BillingTrigger::Date),
        amount_minor: Set(amount),
        currency: Set(contract.currency),
        due_on: Set(contract.ends_on),
        status: Set(BillingStatus::Pending),
        ..Default::default()
    };
    tx.insert(row).await?;
    Ok(())
}

fn parts(tx: &Tx, agreed: &PhaseTerms) -> Result<Vec<Part>> {
    let (first, last, price) = (agreed.starts_on, Some(agreed.ends_on), agreed.price);
    let part = |trigger, bps, amount, due_on| Part {
        trigger,
        bps,
        amount,
        due_on,
    };
    Ok(match agreed.billing {
        PhaseBilling::OnStart => vec![part(BillingTrigger::PhaseStart, None, price, first)],
        PhaseBilling::OnComplete => vec![part(BillingTrigger::PhaseDone, None, price, last)],
        PhaseBilling::Percent => {
            let bps = agreed.billing_bps.unwrap_or(0);
            let begun = share(price, i64::from(bps), WHOLE);
            let begun = begun.ok_or_else(|| Error::internal("a share larger than the whole"))?;
            vec![
                part(BillingTrigger::PhaseStart, Some(bps), begun, first),
                part(BillingTrigger::PhaseDone, None, price - begun, last),
            ]
        }
        PhaseBilling::Monthly => {
            let from = first.unwrap_or(agreed.ends_on);
            let months = calendar::months(from, agreed.ends_on, tx.actor().calendar, MONTHS_AT_MOST);
            let amounts = allocate(price, &vec![1; months.len()]);
            let amounts = amounts.ok_or_else(|| Error::internal("a phase without months"))?;
            let due = |until: NaiveDate| Some(calendar::day_before(until).min(agreed.ends_on));
            let months = months.into_iter().zip(amounts);
            months
                .map(|(month, amount)| part(BillingTrigger::Period, None, amount, due(month.until)))
                .collect()
        }
    })
}
