//! What was worked and bought: hours by those who run a project and those who work for it, and now and then something bought.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use entity::{
    cost_entry::{self, CostKind},
    expense, phase,
    rate::RateSource,
    time_entry::{self, BookingStatus, BudgetState},
    value::{Id, Kind, price::of_minutes},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::{Books, COST, SOLD, minor, sums::Sums, unit};
use crate::seed::load::{Story, chance::Dice, rows::Rows};

/// Entries of time for each thing that was bought.
const HOURS_PER_PURCHASE: i32 = 13;
/// A price in millionths of a unit.
const MICRO: i64 = 1_000_000;

/// An entry of the ledger, before its source is known.
struct Entry {
    kind: CostKind,
    phase: Id<phase::Entity>,
    on: NaiveDate,
    by_manager: bool,
    category: &'static str,
    minutes: i32,
    billable: bool,
    pass_through: bool,
    cost: i64,
    price: i64,
}

impl Story {
    /// So many entries of time, and what was bought beside them.
    pub(super) fn booked(&self, rows: &mut Rows, books: &Books<'_>, entries: i32) -> Sums {
        let mut sums = Sums::default();
        for nth in 0..entries {
            let mut dice = self.chance.dice();
            let Some((phase, on)) = self.when(books, nth, entries) else {
                return sums;
            };
            self.worked(rows, books, (phase, on, nth), &mut dice, &mut sums);
            if nth % HOURS_PER_PURCHASE == HOURS_PER_PURCHASE - 1 {
                self.bought(rows, books, (phase, on), &mut dice, &mut sums);
            }
        }
        sums
    }

    /// In which phase an entry is, and on what day: never later than today.
    fn when(&self, books: &Books<'_>, nth: i32, entries: i32) -> Option<(Id<phase::Entity>, NaiveDate)> {
        let today = self.now.date_naive();
        let (begins, ends) = (books.phases.first()?.1, books.phases.last()?.2.min(today));
        let days = i32::try_from((ends - begins).num_days()).ok()?.max(0);
        let on = begins + TimeDelta::days(i64::from(days * nth / entries));
        let phase = books.phases.iter().rfind(|(_, starts, _)| *starts <= on)?;
        Some((phase.0, on))
    }

    fn worked(
        &self,
        rows: &mut Rows,
        books: &Books<'_>,
        (phase, on, nth): (Id<phase::Entity>, NaiveDate, i32),
        dice: &mut Dice,
        sums: &mut Sums,
    ) {
        let by_manager = nth % 4 == 0;
        let [manager, worker] = books.people;
        let Some(member) = (if by_manager { manager } else { worker }) else {
            return;
        };
        let [of_manager, of_worker] = COST.map(|hour| hour * unit(books.currency) * MICRO);
        let (cost_rate, sell_rate) = (
            if by_manager { of_manager } else { of_worker },
            SOLD * unit(books.currency) * MICRO,
        );
        let (minutes, billable) = (15 * dice.between(1, 31), !dice.once_in(5));
        let of = |rate| of_minutes(minutes, rate, books.currency).unwrap_or(0);
        let entry = Entry {
            kind: CostKind::Time,
            phase,
            on,
            by_manager,
            category: dice.word(&["design", "development", "meeting"]),
            minutes,
            billable,
            pass_through: false,
            cost: of(cost_rate),
            price: if billable { of(sell_rate) } else { 0 },
        };
        let at = on.and_time(NaiveTime::MIN).and_utc();
        let id = self.chance.id(at);
        rows.time_entries.push(time_entry::ActiveModel {
            id: Set(id),
            project_id: Set(books.project),
            phase_id: Set(Some(phase)),
            member_id: Set(member),
            category: Set(Some(entry.category.to_owned())),
            worked_on: Set(on),
            booked_on: Set(on),
            minutes: Set(minutes),
            billable: Set(billable),
            status: Set(BookingStatus::Approved),
            submitted_at: Set(Some(at)),
            decided_at: Set(Some(at)),
            decided_by: Set(manager),
            budget_state: Set(BudgetState::Booked),
            currency: Set(books.currency),
            cost_rate_micro: Set(Some(cost_rate)),
            cost_rate_currency: Set(Some(books.currency)),
            cost_minor: Set(Some(entry.cost)),
            sell_rate_micro: Set(Some(sell_rate)),
            rate_source: Set(Some(RateSource::AgencyPerson)),
            price_minor: Set(Some(entry.price)),
            created_at: Set(at),
            updated_at: Set(at),
            ..Default::default()
        });
        self.post(rows, books, &entry, (Kind::TimeEntry, id.uuid()), sums);
    }

    fn bought(
        &self,
        rows: &mut Rows,
        books: &Books<'_>,
        (phase, on): (Id<phase::Entity>, NaiveDate),
        dice: &mut Dice,
        sums: &mut Sums,
    ) {
        let Some(member) = books.people.first().copied().flatten() else {
            return;
        };
        let (cost, pass_through) = (
            minor(books.currency, dice.between(1, 40).into()) * 5,
            dice.once_in(3),
        );
        let markup = if pass_through { 0 } else { 1_000 };
        let entry = Entry {
            kind: CostKind::Expense,
            phase,
            on,
            by_manager: true,
            category: dice.word(&["advertising", "licences", "printing"]),
            minutes: 0,
            billable: true,
            pass_through,
            cost,
            price: cost + cost / 10_000 * i64::from(markup),
        };
        let at = on.and_time(NaiveTime::MIN).and_utc();
        let id = self.chance.id(at);
        rows.expenses.push(expense::ActiveModel {
            id: Set(id),
            project_id: Set(books.project),
            phase_id: Set(Some(phase)),
            member_id: Set(member),
            category: Set(Some(entry.category.to_owned())),
            description: Set(entry.category.to_owned()),
            spent_on: Set(on),
            booked_on: Set(on),
            paid_minor: Set(cost),
            tax_minor: Set(0),
            paid_currency: Set(books.currency),
            currency: Set(books.currency),
            cost_minor: Set(cost),
            markup_bps: Set(markup),
            price_minor: Set(entry.price),
            billable: Set(true),
            pass_through: Set(pass_through),
            status: Set(BookingStatus::Approved),
            submitted_at: Set(Some(at)),
            decided_at: Set(Some(at)),
            decided_by: Set(Some(member)),
            budget_state: Set(BudgetState::Booked),
            created_at: Set(at),
            updated_at: Set(at),
            ..Default::default()
        });
        self.post(rows, books, &entry, (Kind::Expense, id.uuid()), sums);
    }

    /// Writes an entry into the ledger, and adds it up.
    fn post(
        &self,
        rows: &mut Rows,
        books: &Books<'_>,
        entry: &Entry,
        (source_kind, source_id): (Kind, Uuid),
        sums: &mut Sums,
    ) {
        let at = entry.on.and_time(NaiveTime::MIN).and_utc();
        let [manager, worker] = books.people;
        let row = cost_entry::ActiveModel {
            id: Set(self.chance.id(at)),
            project_id: Set(books.project),
            client_id: Set(books.client),
            phase_id: Set(Some(entry.phase)),
            kind: Set(entry.kind),
            on_date: Set(entry.on),
            member_id: Set(if entry.by_manager { manager } else { worker }),
            category: Set(Some(entry.category.to_owned())),
            minutes: Set(entry.minutes),
            billable: Set(entry.billable),
            pass_through: Set(entry.pass_through),
            cost_minor: Set(Some(entry.cost)),
            price_minor: Set(entry.price),
            currency: Set(books.currency),
            source_kind: Set(source_kind.name().to_owned()),
            source_id: Set(source_id),
            drawn: Set(0),
            created_at: Set(at),
            ..Default::default()
        };
        sums.add(&row);
        rows.cost_entries.push(row);
    }
}
