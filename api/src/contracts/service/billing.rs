//! The billing plan: the price of each phase cut into parts, which add up to it.

use chrono::NaiveDate;
use entity::{
    agency::Calendar,
    billing_plan_item::{self, BillingStatus, BillingTrigger, Column},
    contract, contract_amendment, phase,
    proposal_phase::PhaseBilling,
    value::{
        Id,
        exact::{allocate, share},
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::terms::PhaseTerms;
use crate::{
    contracts::input::BillingPlanItemTransitionInput,
    kernel::{
        calendar,
        error::{Error, Result},
        event::EventType,
        patch::trim,
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
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

/// Says that a part of the price is due, or will not be billed.
pub async fn transition(tx: &Tx, input: BillingPlanItemTransitionInput) -> Result<billing_plan_item::Model> {
    let item = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    item.status.step(input.to)?;
    let changes = billing_plan_item::ActiveModel {
        status: Set(input.to),
        ..Default::default()
    };
    let item = tx.update(item, changes).await?;
    tx.tell_why(EventType::BillingPlanItemUpdated, &item, trim(input.reason));
    Ok(item)
}

/// Writes the plan of a contract.
pub(super) async fn plan(
    tx: &Tx,
    contract: &contract::Model,
    agreed: &[PhaseTerms],
    phases: &[phase::Model],
) -> Result<()> {
    let mut rows = vec![];
    for (agreed, phase) in agreed.iter().zip(phases) {
        for part in parts(agreed, tx.actor().calendar)? {
            rows.push((part, agreed.name.clone(), Some(phase.id)));
        }
    }
    let amounts = rows.iter().map(|(part, ..)| part.amount);
    if amounts.into_iter().try_fold(0, i64::checked_add) != Some(contract.value_minor) {
        return Err(Error::internal("a billing plan that is not what was agreed"));
    }
    let mut position = 0_i32;
    for (part, name, phase) in rows {
        position = position.saturating_add(1);
        tx.insert(row(contract, part, name, phase, position)).await?;
    }
    Ok(())
}

/// Adds what an amendment changes the price by.
pub(super) async fn add(
    tx: &Tx,
    contract: &contract::Model,
    amendment: &contract_amendment::Model,
) -> Result<()> {
    if amendment.price_delta_minor == 0 {
        return Ok(());
    }
    let of_contract = Condition::all().add(Column::ContractId.eq(contract.id));
    let last = tx
        .rows::<billing_plan_item::Entity>(of_contract)
        .order_by_desc(Column::Position)
        .one(tx.connection().await?)
        .await?;
    let part = Part {
        trigger: BillingTrigger::Date,
        bps: None,
        amount: amendment.price_delta_minor,
        due_on: contract.ends_on,
    };
    let position = last.map_or(1, |last| last.position.saturating_add(1));
    let row = row(contract, part, amendment.title.clone(), None, position);
    tx.insert(row).await?;
    Ok(())
}

fn row(
    contract: &contract::Model,
    part: Part,
    name: String,
    phase: Option<Id<phase::Entity>>,
    position: i32,
) -> billing_plan_item::ActiveModel {
    billing_plan_item::ActiveModel {
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
    }
}

/// The parts of a phase's price, which add up to it.
fn parts(agreed: &PhaseTerms, calendar: Calendar) -> Result<Vec<Part>> {
    let (first, last, price) = (agreed.starts_on, agreed.ends_on, agreed.price);
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
            let rest = begun.and_then(|begun| price.checked_sub(begun));
            let (begun, rest) = begun
                .zip(rest)
                .ok_or_else(|| Error::internal("a share larger than the whole"))?;
            let mut parts = vec![part(BillingTrigger::PhaseStart, Some(bps), begun, first)];
            if i64::from(bps) < WHOLE {
                let rest_bps = i32::try_from(WHOLE).ok().map(|whole| whole.saturating_sub(bps));
                parts.push(part(BillingTrigger::PhaseDone, rest_bps, rest, last));
            }
            parts
        }
        PhaseBilling::Monthly => {
            let Some((from, until)) = first.or(last).zip(last) else {
                return Ok(vec![part(BillingTrigger::Period, None, price, None)]);
            };
            let months = calendar::months(from, until, calendar, MONTHS_AT_MOST);
            let amounts = allocate(price, &vec![1; months.len()]);
            let amounts = amounts.ok_or_else(|| Error::internal("a phase without months"))?;
            let due = |end: NaiveDate| Some(calendar::day_before(end).min(until));
            let months = months.into_iter().zip(amounts);
            months
                .map(|(month, amount)| part(BillingTrigger::Period, None, amount, due(month.until)))
                .collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agreed(billing: PhaseBilling, billing_bps: Option<i32>, price: i64, days: u64) -> PhaseTerms {
        let first = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        PhaseTerms {
            name: "Build".to_owned(),
            goal: None,
            starts_on: Some(first),
            ends_on: Some(first + chrono::Days::new(days)),
            price,
            cost: None,
            minutes: 0,
            deliverables: vec![],
            milestone: None,
            acceptance_criteria: None,
            billing,
            billing_bps,
            proposal_phase: None,
        }
    }

    fn amounts(agreed: &PhaseTerms) -> Vec<i64> {
        let parts = parts(agreed, Calendar::Gregorian).unwrap();
        parts.iter().map(|part| part.amount).collect()
    }

    #[test]
    fn a_price_that_cannot_be_cut_evenly_is_cut_by_the_largest_remainder() {
        let monthly = agreed(PhaseBilling::Monthly, None, 10_000, 60);

        assert_eq!(amounts(&monthly), [3_334, 3_333, 3_333]);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_price_are_the_price(
            price in 0_i64..1_000_000_000_000, days in 0_u64..2_000, bps in 1_i32..=10_000, kind in 0_usize..4
        ) {
            let kinds = [PhaseBilling::OnStart, PhaseBilling::OnComplete, PhaseBilling::Monthly, PhaseBilling::Percent];
            let billing_bps = (kind == 3).then_some(bps);

            let amounts = amounts(&agreed(kinds[kind], billing_bps, price, days));

            prop_assert_eq!(amounts.iter().sum::<i64>(), price);
            prop_assert!(amounts.iter().all(|amount| *amount >= 0));
        }
    }
}
