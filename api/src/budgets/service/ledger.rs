//! The ledger of projects: what was booked stays as it is. A mistake is reversed by an entry that takes it back, and booked anew.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::{
    budget, commitment,
    cost_entry::{self, Column, CostKind},
    membership, phase, project,
    value::{CurrencyCode, Id, Kind},
    work_role,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    drawing::{self, Drawing},
    hold::hold,
    meter, rollup,
};
use crate::{
    kernel::{
        error::{Result, UserError},
        patch::trim,
        tx::Tx,
    },
    rates::service::period::open_on,
};

/// The largest amount of one entry, in minor units: sums of a great many still fit.
pub const MOST_MINOR: i64 = 10_000_000_000_000_000;
/// The longest category.
const CATEGORY: usize = 64;

/// A cost to be booked on a project, in the project's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// What kind of cost it is.
    pub kind: CostKind,
    /// The day of the work or of the expense.
    pub on: NaiveDate,
    /// The phase it belongs to.
    pub phase: Option<Id<phase::Entity>>,
    /// Whose work it is.
    pub member: Option<Id<membership::Entity>>,
    /// What they work as.
    pub work_role: Option<Id<work_role::Entity>>,
    /// Its category.
    pub category: Option<String>,
    /// How long it took; 0 for what takes no time.
    pub minutes: i32,
    /// Whether the client pays for it.
    pub billable: bool,
    /// Whether it is spent for the client and passed on.
    pub pass_through: bool,
    /// What it costs, in minor units; none when nobody knows.
    pub cost: Option<i64>,
    /// What the client pays for it, in minor units.
    pub price: i64,
    /// The amount as it was paid, when that was in another currency.
    pub original: Option<Original>,
    /// The record that it comes from.
    pub source: Source,
    /// The commitment that it uses.
    pub commitment: Option<Id<commitment::Entity>>,
}

/// An amount in another currency, and what that currency was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// In minor units.
    pub minor: i64,
    /// Its currency.
    pub currency: CurrencyCode,
    /// What the currency was worth, times ten to the tenth.
    pub fx_rate: i64,
}

/// The record that a cost comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its type.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
}

impl Posting {
    /// Refuses what cannot be added up.
    pub(super) fn check(&self) -> Result<()> {
        let amounts = [
            self.cost,
            Some(self.price),
            self.original.map(|original| original.minor),
        ];
        let fits = |minor: i64| (-MOST_MINOR..=MOST_MINOR).contains(&minor);
        if !amounts.into_iter().flatten().all(fits) {
            return Err(UserError::too_large("input", say!("the amount is too large")).into());
        }
        if self
            .category
            .as_ref()
            .is_some_and(|category| category.chars().count() > CATEGORY)
        {
            let message = say!("at most {CATEGORY} characters are allowed", CATEGORY);
            return Err(UserError::too_large("input.category", message).into());
        }
        Ok(())
    }
}

/// Books a cost whatever the budgets say, and counts it in them: for costs that nobody can refuse any more.
///
/// # Errors
/// `INVALID_STATE` when the books of the day are closed; when the amounts are too large.
pub async fn post(tx: &Tx, project: &project::Model, posting: &Posting) -> Result<cost_entry::Model> {
    posting.check()?;
    let mut budgets = hold(tx, project.id).await?;
    let drawing = drawing::drawing(tx, posting, &budgets).await?;
    record(tx, project, posting, drawing, &mut budgets).await
}

/// Books a cost on a project that is held.
pub(super) async fn record(
    tx: &Tx,
    project: &project::Model,
    posting: &Posting,
    drawing: Option<Drawing>,
    budgets: &mut [budget::Model],
) -> Result<cost_entry::Model> {
    let drawn = drawing.as_ref().map_or(0, |drawing| drawing.amount);
    let entry = write(tx, row(project, posting, drawn)).await?;
    let freed = drawing::draw(tx, drawing).await?;
    meter::count(tx, budgets, &entry, freed).await?;
    Ok(entry)
}

/// Takes an entry back on a day: what it used of budgets and commitments is free again.
///
/// # Errors
/// `INVALID_STATE` when the entry is a reversal or was taken back before, or the books of the day are closed.
pub async fn reverse(tx: &Tx, entry: &cost_entry::Model, on: NaiveDate) -> Result<cost_entry::Model> {
    let mut budgets = hold(tx, entry.project_id).await?;
    let reversals = Condition::all().add(Column::ReversesId.eq(entry.id));
    if entry.reverses_id.is_some() || tx.exists(tx.rows::<cost_entry::Entity>(reversals)).await? {
        return Err(UserError::invalid_state(say!("the cost was taken back before")).into());
    }
    let reversal = write(tx, reversal(entry, on)).await?;
    let freed = drawing::give_back(tx, entry).await?;
    meter::count(tx, &mut budgets, &reversal, freed).await?;
    Ok(reversal)
}

/// The entries that come from a record and were not taken back.
///
/// # Errors
/// When the database fails.
pub async fn standing(tx: &Tx, source: Source) -> Result<Vec<cost_entry::Model>> {
    let of_source = Condition::all()
        .add(Column::SourceKind.eq(source.kind.name()))
        .add(Column::SourceId.eq(source.id));
    let entries = tx.rows::<cost_entry::Entity>(of_source).order_by_asc(Column::Id);
    Ok(not_taken_back(entries.all(tx.connection().await?).await?))
}

/// Of entries those that were not taken back.
pub(super) fn not_taken_back(entries: Vec<cost_entry::Model>) -> Vec<cost_entry::Model> {
    let reversed: HashSet<_> = entries.iter().filter_map(|entry| entry.reverses_id).collect();
    let stands = |entry: &cost_entry::Model| entry.reverses_id.is_none() && !reversed.contains(&entry.id);
    entries.into_iter().filter(stands).collect()
}

/// Writes an entry and adds it to the sums. Nothing is booked on a day whose books are closed.
async fn write(tx: &Tx, row: cost_entry::ActiveModel) -> Result<cost_entry::Model> {
    let entry = tx.insert(row).await?;
    open_on(tx, entry.on_date, "input").await?;
    rollup::add(tx, &entry).await?;
    Ok(entry)
}

/// The row of a cost.
pub(super) fn row(project: &project::Model, posting: &Posting, drawn: i64) -> cost_entry::ActiveModel {
    let Posting {
        kind,
        on,
        phase,
        member,
        work_role,
        category,
        minutes,
        billable,
        pass_through,
        cost,
        price,
        original,
        source,
        commitment,
    } = posting.clone();
    cost_entry::ActiveModel {
        project_id: Set(project.id),
        client_id: Set(project.client_id),
        phase_id: Set(phase),
        kind: Set(kind),
        on_date: Set(on),
        member_id: Set(member),
        work_role_id: Set(work_role),
        category: Set(trim(category)),
        minutes: Set(minutes),
        billable: Set(billable),
        pass_through: Set(pass_through),
        cost_minor: Set(cost),
        price_minor: Set(price),
        currency: Set(project.currency),
        original_minor: Set(original.map(|original| original.minor)),
        original_currency: Set(original.map(|original| original.currency)),
        fx_rate: Set(original.map(|original| original.fx_rate)),
        source_kind: Set(source.kind.name().to_owned()),
        source_id: Set(source.id),
        reverses_id: Set(None),
        commitment_id: Set(commitment),
        drawn: Set(drawn),
        ..Default::default()
    }
}

/// The row that takes an entry back on a day.
pub(super) fn reversal(entry: &cost_entry::Model, on: NaiveDate) -> cost_entry::ActiveModel {
    cost_entry::ActiveModel {
        project_id: Set(entry.project_id),
        client_id: Set(entry.client_id),
        phase_id: Set(entry.phase_id),
        kind: Set(entry.kind),
        on_date: Set(on),
        member_id: Set(entry.member_id),
        work_role_id: Set(entry.work_role_id),
        category: Set(entry.category.clone()),
        minutes: Set(-entry.minutes),
        billable: Set(entry.billable),
        pass_through: Set(entry.pass_through),
        cost_minor: Set(entry.cost_minor.map(|minor| -minor)),
        price_minor: Set(-entry.price_minor),
        currency: Set(entry.currency),
        original_minor: Set(entry.original_minor.map(|minor| -minor)),
        original_currency: Set(entry.original_currency),
        fx_rate: Set(entry.fx_rate),
        source_kind: Set(entry.source_kind.clone()),
        source_id: Set(entry.source_id),
        reverses_id: Set(Some(entry.id)),
        commitment_id: Set(entry.commitment_id),
        drawn: Set(-entry.drawn),
        ..Default::default()
    }
}
