//! What moved the net profit of a project from one day to another.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Result};
use chrono::NaiveDate;
use entity::{
    cost_entry, project,
    value::{CurrencyCode, Date, Id, Money},
};
use uuid::Uuid;

use super::{
    portfolio::size,
    read::{Day, Entry, Facts, Overheads, ProjectRow, books, entries, one},
    shown::{ProfitChange, ProfitChangeKind, ProfitChangeRow, ProfitGap, carried},
};
use crate::{
    graphql::write::caller,
    kernel::{
        error::{Code, Error},
        policy::Right,
    },
    profit::figures::{Figure, ProfitGapCode, ProfitView, statement::Statement},
    read::allow,
};

/// What is known by a day.
struct Known {
    facts: Facts,
    overheads: Overheads,
    statement: Statement,
    is_provisional: bool,
}

impl Known {
    const fn is_uncontracted(&self) -> bool {
        self.facts.agreed.contracts.is_empty()
    }
}

/// What moved it; none when the caller does not see the project.
pub(super) async fn explain(
    ctx: &Context<'_>,
    id: Id<project::Entity>,
    (from, to): (NaiveDate, NaiveDate),
    view: ProfitView,
    (first, after): (Option<i32>, Option<String>),
) -> Result<Option<ProfitChange>> {
    allow(ctx, Right::Costs)?;
    if to <= from {
        return Err(Error::coded(Code::BadUserInput, say!("to is a day after from")).into());
    }
    let (first, after) = (
        size(first)?,
        after.map(|cursor| read_cursor(&cursor)).transpose()?,
    );
    let Some(project) = one(ctx, id).await? else {
        return Ok(None);
    };
    let mut before = known(ctx, &project, from, view).await?;
    let later = known(ctx, &project, to, view).await?;
    if view == ProfitView::Contracted && before.is_uncontracted() && !later.is_uncontracted() {
        // Before the first contract nothing was contracted, and that is no unknown amount.
        before.statement = before.statement.with_revenue(Ok(0));
    }
    let mut rows = match after {
        Some(_) => vec![],
        None => moved(&before, &later, view, project.currency, to),
    };
    let (mut booked, mut has_next_page) = (vec![], false);
    if view != ProfitView::Planned {
        booked = entries(ctx, &project, (from, to), after, first + 1).await?;
        has_next_page = booked.len() > first;
        booked.truncate(first);
    }
    rows.extend(booked.iter().map(|entry| of_entry(entry, project.currency)));
    let shown = |figure: Figure| figure.ok().map(|minor| Money::of_minor(minor, project.currency));
    let change = later
        .statement
        .net_profit
        .and_then(|later| Ok(later - before.statement.net_profit?));
    Ok(Some(ProfitChange {
        from: Date(from),
        to: Date(to),
        view,
        currency: project.currency,
        before: shown(before.statement.net_profit),
        after: shown(later.statement.net_profit),
        change: shown(change),
        gaps: gaps(&before, &later, caller(ctx)?.locale),
        rows,
        has_next_page,
        end_cursor: booked.last().map(|last| format!("{}/{}", last.on_date, last.id)),
    }))
}

async fn known(ctx: &Context<'_>, project: &ProjectRow, day: NaiveDate, view: ProfitView) -> Result<Known> {
    let day = Day::of(caller(ctx)?.actor()?, day)?;
    let mut books = books(ctx, std::slice::from_ref(project), Some(&day), (None, false)).await?;
    let facts = books.take(project.id);
    let overheads = books.overheads;
    let (overhead, is_provisional) = carried(view, &facts, &overheads, project.currency, Date(day.last));
    Ok(Known {
        statement: Statement::new(view, &facts.agreed, &facts.ledger, overhead),
        facts,
        overheads,
        is_provisional,
    })
}

/// What is no entry of the ledger.
fn moved(
    before: &Known,
    later: &Known,
    view: ProfitView,
    currency: CurrencyCode,
    to: NaiveDate,
) -> Vec<ProfitChangeRow> {
    let row = |kind, on, effect: i128| ProfitChangeRow {
        kind,
        on: Date(on),
        effect: Some(Money::of_minor(effect, currency)),
        contract_id: None,
        cost_entry_id: None,
        cost_kind: None,
        minutes: None,
    };
    let differs = |kind, one: Figure, other: Figure| {
        let effect = one.and_then(|one| Ok(one - other.or(Ok(0))?)).ok()?;
        (effect != 0).then(|| row(kind, to, effect))
    };
    match view {
        ProfitView::Planned => differs(
            ProfitChangeKind::Baseline,
            later.statement.net_profit,
            before.statement.net_profit,
        )
        .into_iter()
        .collect(),
        ProfitView::Contracted => {
            let mut rows = contracts(before, later, |id, on, effect| ProfitChangeRow {
                contract_id: Some(Id::of(id)),
                ..row(ProfitChangeKind::Contract, on.unwrap_or(to), effect)
            });
            rows.extend(overhead(before, later, currency, |on, effect| {
                row(ProfitChangeKind::Overhead, on, effect)
            }));
            rows
        }
        ProfitView::Recognised | ProfitView::Cash => {
            let revenue = differs(
                ProfitChangeKind::Revenue,
                later.statement.revenue,
                before.statement.revenue,
            );
            let overhead = overhead(before, later, currency, |on, effect| {
                row(ProfitChangeKind::Overhead, on, effect)
            });
            revenue.into_iter().chain(overhead).collect()
        }
    }
}

fn contracts(
    before: &Known,
    later: &Known,
    row: impl Fn(Uuid, Option<NaiveDate>, i128) -> ProfitChangeRow,
) -> Vec<ProfitChangeRow> {
    let known: BTreeMap<Uuid, i128> = before
        .facts
        .agreed
        .contracts
        .iter()
        .map(|contract| (contract.id, contract.value))
        .collect();
    let contracts = later.facts.agreed.contracts.iter().map(|contract| {
        let new = !known.contains_key(&contract.id);
        let effect = contract.value - known.get(&contract.id).copied().unwrap_or(0);
        (contract.id, contract.bound_on.filter(|_| new), effect)
    });
    contracts
        .filter(|(_, _, effect)| *effect != 0)
        .map(|(id, on, effect)| row(id, on, effect))
        .collect()
}

/// What the minutes of each month carry more than by the day before.
fn overhead(
    before: &Known,
    later: &Known,
    currency: CurrencyCode,
    row: impl Fn(NaiveDate, i128) -> ProfitChangeRow,
) -> Vec<ProfitChangeRow> {
    let carried = |known: &Known| -> BTreeMap<NaiveDate, i128> {
        let months = known.facts.ledger.minutes().into_iter();
        let shares = months.filter_map(|(month, minutes)| {
            let share = known.overheads.share(month, minutes, currency).ok()?;
            Some((month, share.amount))
        });
        shares.collect()
    };
    let (before, later) = (carried(before), carried(later));
    let months: BTreeSet<NaiveDate> = before.keys().chain(later.keys()).copied().collect();
    let of = |known: &BTreeMap<NaiveDate, i128>, month| known.get(month).copied().unwrap_or(0);
    months
        .iter()
        .map(|month| (*month, of(&before, month) - of(&later, month)))
        .filter(|(_, effect)| *effect != 0)
        .map(|(month, effect)| row(month, effect))
        .collect()
}

fn of_entry(entry: &Entry, currency: CurrencyCode) -> ProfitChangeRow {
    ProfitChangeRow {
        kind: ProfitChangeKind::CostEntry,
        on: Date(entry.on_date),
        effect: entry
            .cost_minor
            .map(|minor| Money::of_minor(-i128::from(minor), currency)),
        contract_id: None,
        cost_entry_id: Some(entry.id),
        cost_kind: Some(entry.kind),
        minutes: Some(entry.minutes),
    }
}

fn gaps(before: &Known, later: &Known, locale: entity::agency::Locale) -> Vec<ProfitGap> {
    let mut gaps = before.statement.gaps();
    gaps.extend(later.statement.gaps());
    if before.is_provisional || later.is_provisional {
        gaps.push(ProfitGapCode::OverheadProvisional);
    }
    gaps.sort();
    gaps.dedup();
    gaps.into_iter().map(|gap| ProfitGap::of(gap, locale)).collect()
}

fn read_cursor(cursor: &str) -> Result<(NaiveDate, Uuid), Error> {
    let place = cursor.split_once('/').and_then(|(day, id)| {
        let id: Id<cost_entry::Entity> = id.parse().ok()?;
        Some((day.parse().ok()?, id.uuid()))
    });
    place.ok_or_else(|| Error::coded(Code::BadUserInput, say!("the cursor is not of this list")))
}
