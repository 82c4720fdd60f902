//! What was agreed: a contract with its phases, its billing plan and its baseline, and the budget that follows from it.

use entity::{
    agency::OverrunPolicy,
    baseline, baseline_row,
    billing_plan_item::{self, BillingStatus, BillingTrigger},
    budget::{self, BudgetBasis},
    budget_line,
    budget_version::{self, BudgetVersionStatus},
    contract::{self, ContractStatus, ContractType},
    contract_phase,
    proposal_phase::PhaseBilling,
    value::{Id, exact::allocate},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{Books, COST, SOLD, minor};
use crate::seed::load::{Story, rows::Rows};

/// What one entry of time is planned to take, in hours.
const HOURS: i64 = 4;

/// What was agreed of a phase.
pub(super) struct Agreed {
    price: i64,
    cost: i64,
    minutes: i32,
}

impl Story {
    /// A contract over a price for the whole, and the plan as it was agreed.
    pub(super) fn agreed(&self, rows: &mut Rows, books: &Books<'_>, entries: i32) -> Vec<Agreed> {
        let agreed = planned(books, entries);
        let contract = self.chance.id(books.made);
        let (price, minutes) = (
            agreed.iter().map(|phase| phase.price).sum(),
            agreed.iter().map(|phase| phase.minutes).sum(),
        );
        rows.contracts.push(contract::ActiveModel {
            id: Set(contract),
            client_id: Set(books.client),
            project_id: Set(Some(books.project)),
            number: Set(format!("CTR-{:04}", books.number)),
            title: Set(books.name.to_owned()),
            contract_type: Set(ContractType::FixedFee),
            currency: Set(books.currency),
            value_minor: Set(price),
            bound_on: Set(Some(books.made.date_naive())),
            auto_renew: Set(false),
            status: Set(ContractStatus::Active),
            created_at: Set(books.made),
            updated_at: Set(books.made),
            ..Default::default()
        });
        let baseline = self.chance.id(books.made);
        rows.baselines.push(baseline::ActiveModel {
            id: Set(baseline),
            project_id: Set(books.project),
            contract_id: Set(contract),
            number: Set(1),
            reason: Set(books.name.to_owned()),
            cost_minor: Set(Some(agreed.iter().map(|phase| phase.cost).sum())),
            price_minor: Set(price),
            currency: Set(books.currency),
            minutes: Set(minutes),
            created_at: Set(books.made),
            ..Default::default()
        });
        for (position, (phase, agreed)) in (1..).zip(books.phases.iter().zip(&agreed)) {
            self.phase_agreed(rows, books, (contract, baseline), position, (*phase, agreed));
        }
        agreed
    }

    fn phase_agreed(
        &self,
        rows: &mut Rows,
        books: &Books<'_>,
        (contract, baseline): (Id<contract::Entity>, Id<baseline::Entity>),
        position: i32,
        ((phase, starts, ends), agreed): (super::DatedPhase, &Agreed),
    ) {
        rows.contract_phases.push(contract_phase::ActiveModel {
            id: Set(self.chance.id(books.made)),
            contract_id: Set(contract),
            client_id: Set(books.client),
            phase_id: Set(Some(phase)),
            position: Set(position),
            name: Set(books.name.to_owned()),
            starts_on: Set(Some(starts)),
            ends_on: Set(Some(ends)),
            currency: Set(books.currency),
            price_minor: Set(agreed.price),
            planned_cost_minor: Set(Some(agreed.cost)),
            minutes: Set(agreed.minutes),
            deliverables: Set(json!([])),
            billing: Set(PhaseBilling::OnComplete),
            created_at: Set(books.made),
            updated_at: Set(books.made),
            ..Default::default()
        });
        rows.billing_plan_items.push(billing_plan_item::ActiveModel {
            id: Set(self.chance.id(books.made)),
            contract_id: Set(contract),
            client_id: Set(books.client),
            phase_id: Set(Some(phase)),
            position: Set(position),
            name: Set(books.name.to_owned()),
            billing_trigger: Set(BillingTrigger::PhaseDone),
            amount_minor: Set(agreed.price),
            currency: Set(books.currency),
            due_on: Set(Some(ends)),
            status: Set(BillingStatus::Pending),
            created_at: Set(books.made),
            updated_at: Set(books.made),
            ..Default::default()
        });
        rows.baseline_rows.push(baseline_row::ActiveModel {
            id: Set(self.chance.id(books.made)),
            baseline_id: Set(baseline),
            project_id: Set(books.project),
            contract_id: Set(contract),
            phase_id: Set(phase),
            position: Set(position),
            starts_on: Set(Some(starts)),
            ends_on: Set(Some(ends)),
            cost_minor: Set(Some(agreed.cost)),
            price_minor: Set(agreed.price),
            currency: Set(books.currency),
            minutes: Set(agreed.minutes),
            created_at: Set(books.made),
            ..Default::default()
        });
    }

    /// What the project may cost, of which so much is used.
    pub(super) fn budget(&self, rows: &mut Rows, books: &Books<'_>, agreed: &[Agreed], consumed: i64) {
        let (budget, version) = (self.chance.id(books.made), self.chance.id(books.made));
        let approved: i64 = agreed.iter().map(|phase| phase.cost).sum();
        rows.budgets.push(budget::ActiveModel {
            id: Set(budget),
            project_id: Set(books.project),
            client_id: Set(books.client),
            basis: Set(BudgetBasis::Cost),
            overrun_policy: Set(OverrunPolicy::Warn),
            thresholds_bps: Set(json!([8_000])),
            include_committed: Set(true),
            currency: Set(Some(books.currency)),
            current_version_id: Set(Some(Id::uuid(version))),
            approved: Set(Some(approved)),
            consumed: Set(consumed),
            committed: Set(0),
            remaining: Set(Some(approved - consumed)),
            is_overrun: Set(consumed > approved),
            created_at: Set(books.made),
            updated_at: Set(books.made),
            ..Default::default()
        });
        rows.budget_versions.push(budget_version::ActiveModel {
            id: Set(version),
            budget_id: Set(budget),
            project_id: Set(books.project),
            number: Set(1),
            status: Set(BudgetVersionStatus::Approved),
            reason: Set(Some(books.name.to_owned())),
            total: Set(approved),
            currency: Set(Some(books.currency)),
            approved_at: Set(Some(books.made)),
            approved_by: Set(books.people.first().copied().flatten()),
            created_at: Set(books.made),
            updated_at: Set(books.made),
            ..Default::default()
        });
        for (position, ((phase, ..), agreed)) in (1..).zip(books.phases.iter().zip(agreed)) {
            rows.budget_lines.push(budget_line::ActiveModel {
                id: Set(self.chance.id(books.made)),
                budget_version_id: Set(version),
                budget_id: Set(budget),
                project_id: Set(books.project),
                position: Set(position),
                phase_id: Set(Some(*phase)),
                contingency: Set(false),
                amount: Set(agreed.cost),
                currency: Set(Some(books.currency)),
                created_at: Set(books.made),
                updated_at: Set(books.made),
                ..Default::default()
            });
        }
    }
}

/// What the hours of a project come to, spread over its phases.
fn planned(books: &Books<'_>, entries: i32) -> Vec<Agreed> {
    let hours = i64::from(entries.max(1)) * HOURS;
    let even = vec![1; books.phases.len()];
    let [price, cost, minutes] = [
        minor(books.currency, hours * SOLD),
        minor(books.currency, hours * COST.iter().sum::<i64>() / 2),
        hours * 60,
    ]
    .map(|whole| allocate(whole, &even).unwrap_or_default());
    let parts = price.into_iter().zip(cost).zip(minutes);
    parts
        .map(|((price, cost), minutes)| Agreed {
            price,
            cost,
            minutes: i32::try_from(minutes).unwrap_or(i32::MAX),
        })
        .collect()
}
