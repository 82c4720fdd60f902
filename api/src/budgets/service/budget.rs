//! Rules of budgets: one of each basis for a project.

use async_graphql::MaybeUndefined;
use entity::{
    agency,
    agency::OverrunPolicy,
    budget::{self, BudgetBasis},
    cost_entry, project,
    value::{CurrencyCode, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QuerySelect, sea_query::Expr};

use super::{
    hold::{self, hold},
    meter,
};
use crate::{
    budgets::input::{BudgetCreateInput, BudgetUpdateInput},
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::needed,
        policy::Action,
        tx::{Tx, Versioned},
    },
    projects::service::going_on,
};

/// Makes a budget. What the ledger holds already counts in it.
pub async fn create(tx: &Tx, input: BudgetCreateInput) -> Result<budget::Model> {
    tx.may(Action::Create, Kind::Budget)?;
    input.check()?;
    let project = tx
        .under::<project::Entity>(Action::Update, input.project_id, "input.projectId")
        .await?;
    going_on(&project)?;
    let budgets = hold(tx, project.id).await?;
    if let Some(same) = budgets.iter().find(|budget| budget.basis == input.basis) {
        return Err(UserError::not_unique("input.basis", Some((Kind::Budget, same.id.uuid()))).into());
    }
    let policy = match input.overrun_policy {
        Some(policy) => policy,
        None => default_policy(tx).await?,
    };
    let mut row = budget::ActiveModel {
        consumed: Set(consumed(tx, &project, input.basis).await?),
        ..with_nothing(&project, input.basis, policy)
    };
    if let Some(thresholds) = input.thresholds_bps {
        row.thresholds_bps = Set(thresholds.into());
    }
    if let Some(counts) = input.include_committed {
        row.include_committed = Set(counts);
    }
    let budget = tx.insert(row).await?;
    tx.tell(EventType::BudgetCreated, &budget);
    Ok(budget)
}

/// Changes what a budget does with costs beyond it, and what it reports.
pub async fn update(tx: &Tx, input: BudgetUpdateInput) -> Result<budget::Model> {
    let (_, _, budget) = hold::found(tx, Action::Update, input.id).await?;
    let budget = budget.at(input.expected_version)?;
    input.check()?;
    let changes = budget::ActiveModel {
        overrun_policy: needed(input.overrun_policy),
        thresholds_bps: match input.thresholds_bps {
            MaybeUndefined::Value(thresholds) => Set(thresholds.into()),
            MaybeUndefined::Undefined | MaybeUndefined::Null => sea_orm::NotSet,
        },
        include_committed: needed(input.include_committed),
        ..Default::default()
    };
    let mut budget = tx.update(budget, changes).await?;
    tx.tell(EventType::BudgetUpdated, &budget);
    meter::keep(tx, &mut budget).await?;
    Ok(budget)
}

/// A budget of which nothing is approved and nothing used.
pub(super) fn with_nothing(
    project: &project::Model,
    basis: BudgetBasis,
    policy: OverrunPolicy,
) -> budget::ActiveModel {
    budget::ActiveModel {
        project_id: Set(project.id),
        client_id: Set(project.client_id),
        basis: Set(basis),
        overrun_policy: Set(policy),
        thresholds_bps: Set(vec![8_000, 10_000].into()),
        include_committed: Set(true),
        currency: Set(currency(basis, project)),
        current_version_id: Set(None),
        approved: Set(None),
        consumed: Set(0),
        committed: Set(0),
        remaining: Set(None),
        is_overrun: Set(false),
        ..Default::default()
    }
}

/// The currency of a budget: none of one in minutes.
fn currency(basis: BudgetBasis, project: &project::Model) -> Option<CurrencyCode> {
    match basis {
        BudgetBasis::Cost | BudgetBasis::Price => Some(project.currency),
        BudgetBasis::Minutes => None,
    }
}

/// What a budget does with costs beyond it unless somebody says otherwise.
pub(super) async fn default_policy(tx: &Tx) -> Result<OverrunPolicy> {
    let this = Condition::all().add(agency::Column::Id.eq(tx.actor().agency_id));
    let agency = tx
        .rows::<agency::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    let agency = agency.ok_or_else(|| Error::internal("an actor without an agency"))?;
    Ok(agency.overrun_default)
}

/// What the ledger of a project holds.
pub(super) async fn consumed(tx: &Tx, project: &project::Model, basis: BudgetBasis) -> Result<i64> {
    let column = match basis {
        BudgetBasis::Cost => cost_entry::Column::CostMinor,
        BudgetBasis::Price => cost_entry::Column::PriceMinor,
        BudgetBasis::Minutes => cost_entry::Column::Minutes,
    };
    let sum = Expr::cust(format!(
        "CAST(COALESCE(SUM({}), 0) AS bigint)",
        sea_orm::IdenStatic::as_str(&column)
    ));
    let of_project = Condition::all().add(cost_entry::Column::ProjectId.eq(project.id));
    let rows = tx.rows::<cost_entry::Entity>(of_project).select_only();
    let sum: Option<i64> = rows.expr(sum).into_tuple().one(tx.connection().await?).await?;
    Ok(sum.unwrap_or(0))
}
