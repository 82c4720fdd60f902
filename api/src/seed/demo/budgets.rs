//! What the demo's projects may cost: one that warns and is overrun, one that blocks and has room, one measured in minutes.

use entity::{
    budget,
    budget_line::{self, Column},
    budget_version, project,
};
use sea_orm::{ColumnTrait, Condition, QueryOrder};
use serde_json::{Value as Json, json};

use super::story::{Story, input, put};
use crate::{budgets::service as budgets, kernel::error::Result};

impl Story<'_> {
    /// The budget of a project that work will be booked on.
    pub(super) async fn budget(&self, project: &project::Model, at: usize) -> Result<()> {
        let money = |amount: &str| json!([{ "amount": { "amount": amount, "currency": project.currency }, "note": "Work" }]);
        match at {
            0 => {
                let budget = self.budget_of(project, "COST", "WARN").await?;
                self.approved(&budget, json!({ "lines": money("300") })).await?;
                self.approved(&budget, json!({ "lines": money("500"), "reason": "More photos" }))
                    .await?;
                self.drafted(
                    &budget,
                    json!({ "copyApproved": true, "reason": "For next year" }),
                )
                .await?;
                let given_up = self.drafted(&budget, json!({ "lines": money("9000") })).await?;
                budgets::version::discard(
                    self.tx,
                    input(json!({ "id": given_up.id, "reason": "Too much" }))?,
                )
                .await?;
            }
            1 => {
                let budget = self.budget_of(project, "COST", "BLOCK").await?;
                self.approved(&budget, json!({ "lines": money("250000") }))
                    .await?;
                self.promised(&budget, project).await?;
            }
            2 => {
                let budget = self.budget_of(project, "MINUTES", "WARN").await?;
                let lines =
                    json!([{ "minutes": 12_000, "note": "Work" }, { "minutes": 1_200, "contingency": true }]);
                let lines = self.approved(&budget, json!({ "lines": lines })).await?;
                self.planned_anew(&lines).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn budget_of(&self, project: &project::Model, basis: &str, policy: &str) -> Result<budget::Model> {
        let budget = json!({ "projectId": project.id, "basis": basis, "overrunPolicy": policy });
        budgets::budget::create(self.tx, input(budget)?).await
    }

    async fn drafted(&self, budget: &budget::Model, mut version: Json) -> Result<budget_version::Model> {
        put(&mut version, "budgetId", budget.id.to_string().into());
        budgets::version::create(self.tx, input(version)?).await
    }

    /// The photographer is promised a part.
    async fn promised(&self, budget: &budget::Model, project: &project::Model) -> Result<()> {
        let amount = json!({ "amount": "40000", "currency": project.currency });
        let promise = json!({ "budgetId": budget.id, "vendor": "Studio Licht", "description": "Photographs", "amount": amount });
        budgets::commitment::create(self.tx, input(promise)?).await?;
        Ok(())
    }

    /// Ten hours come out of what was set aside, and the work is spread over three months.
    async fn planned_anew(&self, lines: &[budget_line::Model]) -> Result<()> {
        let [work, aside] = lines else { return Ok(()) };
        let more = json!({ "fromLineId": aside.id, "toLineId": work.id, "minutes": 600, "reason": "A second round of tests" });
        budgets::line_move::create(self.tx, input(more)?).await?;
        let spread = json!({ "id": work.id, "startsOn": self.day(0), "endsOn": self.day(60) });
        budgets::period::set(self.tx, input(spread)?).await?;
        Ok(())
    }

    async fn approved(&self, budget: &budget::Model, version: Json) -> Result<Vec<budget_line::Model>> {
        let version = self.drafted(budget, version).await?;
        let approve = json!({ "id": version.id, "expectedVersion": version.version });
        let version = budgets::version::approve(self.tx, input(approve)?).await?;
        let lines = self
            .tx
            .rows::<budget_line::Entity>(Condition::all().add(Column::BudgetVersionId.eq(version.id)));
        let lines = lines.order_by_asc(Column::Position);
        Ok(lines.all(self.tx.connection().await?).await?)
    }
}
