//! The ledger of a project added up, as every entry would have done it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    agency::Calendar,
    cost_entry::{self, CostKind},
    cost_rollup, project_total,
    value::{Choice, Id},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::Books;
use crate::{kernel::calendar::month_of, seed::load::rows::Rows};

/// What the sums of entries are kept by: month, phase, person, category, kind, and whether it is passed on.
type Key = (NaiveDate, Uuid, Uuid, String, &'static str, bool);

/// The sums of one project.
#[derive(Default)]
pub(super) struct Sums(BTreeMap<Key, Sum>);

#[derive(Clone, Copy, Default)]
struct Sum {
    entries: i64,
    minutes: i64,
    billable: i64,
    cost: i64,
    price: i64,
}

impl Sum {
    fn plus(&mut self, other: &Self) {
        self.entries += other.entries;
        self.minutes += other.minutes;
        self.billable += other.billable;
        self.cost += other.cost;
        self.price += other.price;
    }
}

impl Sums {
    /// Adds an entry.
    pub(super) fn add(&mut self, entry: &cost_entry::ActiveModel) {
        let on = *entry.on_date.as_ref();
        let (Some(month), minutes) = (
            month_of(on, Calendar::Gregorian),
            i64::from(*entry.minutes.as_ref()),
        ) else {
            return;
        };
        let key = (
            month.from,
            entry.phase_id.as_ref().map_or(Uuid::nil(), Id::uuid),
            entry.member_id.as_ref().map_or(Uuid::nil(), Id::uuid),
            entry.category.as_ref().clone().unwrap_or_default(),
            entry.kind.as_ref().word(),
            *entry.pass_through.as_ref(),
        );
        let sum = Sum {
            entries: 1,
            minutes,
            billable: if *entry.billable.as_ref() { minutes } else { 0 },
            cost: entry.cost_minor.as_ref().unwrap_or(0),
            price: *entry.price_minor.as_ref(),
        };
        self.0.entry(key).or_default().plus(&sum);
    }

    /// All that was spent.
    pub(super) fn cost(&self) -> i64 {
        self.0.values().map(|sum| sum.cost).sum()
    }

    /// Writes the sums.
    pub(super) fn write(self, rows: &mut Rows, books: &Books<'_>) {
        if self.0.is_empty() {
            return;
        }
        let (mut own, mut passed) = (Sum::default(), Sum::default());
        for ((month, phase, member, category, kind, pass_through), sum) in self.0 {
            (if pass_through { &mut passed } else { &mut own }).plus(&sum);
            let Some(kind) = CostKind::read(kind) else {
                continue;
            };
            rows.cost_rollups.push(cost_rollup::ActiveModel {
                project_id: Set(books.project),
                phase_id: Set(phase),
                member_id: Set(member),
                work_role_id: Set(Uuid::nil()),
                category: Set(category),
                kind: Set(kind),
                month: Set(month),
                pass_through: Set(pass_through),
                currency: Set(books.currency),
                entries: Set(sum.entries),
                unknown_entries: Set(0),
                minutes: Set(sum.minutes),
                billable_minutes: Set(sum.billable),
                unknown_minutes: Set(0),
                cost_minor: Set(sum.cost),
                price_minor: Set(sum.price),
                ..Default::default()
            });
        }
        rows.project_totals.push(project_total::ActiveModel {
            project_id: Set(books.project),
            currency: Set(books.currency),
            entries: Set(own.entries + passed.entries),
            unknown_entries: Set(0),
            minutes: Set(own.minutes + passed.minutes),
            billable_minutes: Set(own.billable + passed.billable),
            unknown_minutes: Set(0),
            own_cost_minor: Set(own.cost),
            own_price_minor: Set(own.price),
            pass_through_cost_minor: Set(passed.cost),
            pass_through_price_minor: Set(passed.price),
            ..Default::default()
        });
    }
}
