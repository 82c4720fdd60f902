//! Lines of versions as they are written and read: together they are the version, and the months of each are the line.

use entity::{
    budget_line::{self, Column},
    budget_period, budget_version, phase, project,
    value::{CurrencyCode, Id},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::{
    amount::Given,
    meter,
    months::{self, Share},
};
use crate::{
    budgets::input::BudgetLineInput,
    kernel::{
        error::{Error, Result, UserError},
        patch::trim,
        tx::Tx,
    },
};

/// A line to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The phase it is for.
    pub phase: Option<Id<phase::Entity>>,
    /// The category it is for.
    pub category: Option<String>,
    /// The name of the work role it is for.
    pub work_role: Option<String>,
    /// Whether it is set aside for surprises.
    pub contingency: bool,
    /// What it is for.
    pub note: Option<String>,
    /// In minor units or minutes.
    pub amount: i64,
    /// What of it is meant for each month; nothing when it is not spread.
    pub shares: Vec<Share>,
}

impl Line {
    /// A line as an input gives it.
    ///
    /// # Errors
    /// When the amount is not one of this budget. `under` is the path of the input that holds it.
    pub(super) fn of(
        line: BudgetLineInput,
        currency: Option<CurrencyCode>,
        under: &str,
    ) -> Result<Self, UserError> {
        let given = Given {
            money: line.amount,
            minutes: line.minutes,
        };
        Ok(Self {
            phase: line.phase_id,
            amount: given.amount(currency, under)?,
            category: trim(line.category),
            work_role: trim(line.work_role),
            contingency: line.contingency.unwrap_or(false),
            note: trim(line.note),
            shares: vec![],
        })
    }

    /// Gives the line another amount; its months follow.
    pub(super) fn resize(&mut self, amount: i64) -> Result<()> {
        self.shares = months::resized(&self.shares, amount)?;
        self.amount = amount;
        Ok(())
    }

    /// The row of the line at a place of a version.
    pub(super) fn row(
        &self,
        version: &budget_version::Model,
        id: Id<budget_line::Entity>,
        position: i32,
    ) -> budget_line::ActiveModel {
        let Self {
            phase,
            category,
            work_role,
            contingency,
            note,
            amount,
            shares: _,
        } = self.clone();
        budget_line::ActiveModel {
            id: Set(id),
            budget_version_id: Set(version.id),
            budget_id: Set(version.budget_id),
            project_id: Set(version.project_id),
            position: Set(position),
            phase_id: Set(phase),
            category: Set(category),
            work_role: Set(work_role),
            contingency: Set(contingency),
            note: Set(note),
            amount: Set(amount),
            currency: Set(version.currency),
            ..Default::default()
        }
    }
}

/// The lines that an input gives for a project's budget.
pub(super) async fn given(
    tx: &Tx,
    project: &project::Model,
    lines: Vec<BudgetLineInput>,
    currency: Option<CurrencyCode>,
) -> Result<Vec<Line>> {
    let of_project = Condition::all().add(phase::Column::ProjectId.eq(project.id));
    let phases = tx
        .rows::<phase::Entity>(of_project)
        .all(tx.connection().await?)
        .await?;
    let mut all = vec![];
    for (at, line) in lines.into_iter().enumerate() {
        let path = format!("input.lines.{at}");
        if let Some(id) = line.phase_id
            && phases.iter().all(|phase| phase.id != id)
        {
            return Err(UserError::not_found(&format!("{path}.phaseId")).into());
        }
        all.push(Line::of(line, currency, &path)?);
    }
    Ok(all)
}

/// What lines come to.
pub(super) fn total(amounts: impl IntoIterator<Item = i64>) -> Result<i64> {
    amounts.into_iter().try_fold(0, meter::plus)
}

/// Writes the lines of a version in their order.
pub(super) async fn write(tx: &Tx, version: &budget_version::Model, lines: &[Line]) -> Result<()> {
    let (mut rows, mut of_months) = (vec![], vec![]);
    let mut position = 0_i32;
    for line in lines {
        position = position
            .checked_add(1)
            .ok_or_else(|| Error::internal("counting lines"))?;
        let id = Id::of(tx.uuid());
        of_months.extend(months::rows(
            (version.project_id, id),
            version.currency,
            &line.shares,
        ));
        rows.push(line.row(version, id, position));
    }
    tx.insert_all(rows).await?;
    tx.insert_all(of_months).await
}

/// The lines of a version and their months, to be written again.
pub(super) async fn copied(tx: &Tx, version: Id<budget_version::Entity>) -> Result<Vec<Line>> {
    let rows = of_version(tx, version).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let spread = Condition::all().add(budget_period::Column::BudgetLineId.is_in(ids));
    let spread = tx
        .rows::<budget_period::Entity>(spread)
        .order_by_asc(budget_period::Column::Month)
        .all(tx.connection().await?)
        .await?;
    let shares = |line| {
        let own = spread.iter().filter(move |period| period.budget_line_id == line);
        own.map(|period| (period.month, period.amount)).collect()
    };
    let copy = |row: budget_line::Model| Line {
        shares: shares(row.id),
        phase: row.phase_id,
        category: row.category,
        work_role: row.work_role,
        contingency: row.contingency,
        note: row.note,
        amount: row.amount,
    };
    Ok(rows.into_iter().map(copy).collect())
}

/// The lines of a version in their order.
pub(super) async fn of_version(
    tx: &Tx,
    version: Id<budget_version::Entity>,
) -> Result<Vec<budget_line::Model>> {
    let of_version = Condition::all().add(Column::BudgetVersionId.eq(version));
    let lines = tx.rows::<budget_line::Entity>(of_version);
    Ok(lines
        .order_by_asc(Column::Position)
        .all(tx.connection().await?)
        .await?)
}

/// Refuses a phase of another project, and one that is archived.
pub(super) async fn is_of_project(
    tx: &Tx,
    project: Id<project::Entity>,
    phase: Option<Id<phase::Entity>>,
) -> Result<()> {
    let Some(phase) = phase else { return Ok(()) };
    let wanted = Condition::all()
        .add(phase::Column::Id.eq(phase))
        .add(phase::Column::ProjectId.eq(project))
        .add(phase::Column::ArchivedAt.is_null());
    if tx.exists(tx.rows::<phase::Entity>(wanted)).await? {
        Ok(())
    } else {
        Err(UserError::not_found("input.phaseId").into())
    }
}
