//! Rows on their way into the database, each table after those that it refers to.

use entity::{
    account_assignment, baseline, baseline_row, billing_plan_item, budget, budget_line, budget_version,
    client, contact, contract, contract_phase, cost_entry, cost_rate, cost_rollup, expense, fx_rate,
    interaction, interaction_contact, interaction_member, milestone, overhead_period, phase, project,
    project_member, project_total, rate, rate_card, rate_card_version, task, task_assignee, time_entry,
    value::Kind,
};

use crate::kernel::{error::Result, tx::Tx};

/// What was made: tables, and how many rows each got.
pub type Made = Vec<(&'static str, usize)>;

macro_rules! rows {
    ($($table:ident: $entity:ident, $name:expr;)*) => {
        /// Rows that are not written yet, and the count of those that are.
        #[derive(Default)]
        pub(super) struct Rows {
            $(pub(super) $table: Vec<$entity::ActiveModel>,)*
            made: Vec<(&'static str, usize)>,
        }

        impl Rows {
            /// Writes what is there.
            pub(super) async fn write(&mut self, tx: &Tx) -> Result<()> {
                $({
                    let rows = std::mem::take(&mut self.$table);
                    self.count($name, rows.len());
                    tx.insert_all(rows).await?;
                })*
                Ok(())
            }
        }
    };
}

rows! {
    clients: client, Kind::Client.table();
    contacts: contact, Kind::Contact.table();
    assignments: account_assignment, Kind::AccountAssignment.table();
    projects: project, Kind::Project.table();
    project_members: project_member, Kind::ProjectMember.table();
    phases: phase, Kind::Phase.table();
    milestones: milestone, Kind::Milestone.table();
    tasks: task, Kind::Task.table();
    task_assignees: task_assignee, "task_assignees";
    interactions: interaction, Kind::Interaction.table();
    interaction_contacts: interaction_contact, "interaction_contacts";
    interaction_members: interaction_member, "interaction_members";
    cost_rates: cost_rate, Kind::CostRate.table();
    rate_cards: rate_card, Kind::RateCard.table();
    rate_card_versions: rate_card_version, Kind::RateCardVersion.table();
    rates: rate, Kind::Rate.table();
    overhead_periods: overhead_period, Kind::OverheadPeriod.table();
    fx_rates: fx_rate, Kind::FxRate.table();
    contracts: contract, Kind::Contract.table();
    contract_phases: contract_phase, Kind::ContractPhase.table();
    billing_plan_items: billing_plan_item, Kind::BillingPlanItem.table();
    baselines: baseline, Kind::Baseline.table();
    baseline_rows: baseline_row, Kind::BaselineRow.table();
    budgets: budget, Kind::Budget.table();
    budget_versions: budget_version, Kind::BudgetVersion.table();
    budget_lines: budget_line, Kind::BudgetLine.table();
    time_entries: time_entry, Kind::TimeEntry.table();
    expenses: expense, Kind::Expense.table();
    cost_entries: cost_entry, Kind::CostEntry.table();
    cost_rollups: cost_rollup, "cost_rollups";
    project_totals: project_total, "project_totals";
}

impl Rows {
    fn count(&mut self, table: &'static str, rows: usize) {
        match self.made.iter_mut().find(|(known, _)| *known == table) {
            Some((_, made)) => *made += rows,
            None => self.made.push((table, rows)),
        }
    }

    /// Writes what is left, and says what was made in all.
    pub(super) async fn finish(mut self, tx: &Tx) -> Result<Made> {
        self.write(tx).await?;
        Ok(self.made)
    }
}
