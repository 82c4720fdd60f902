//! A project's ledger, added up.

use chrono::NaiveDate;
use entity::cost_entry::CostKind;

use super::{Figure, ProfitGapCode};

/// What entries of the ledger come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Entries that stand.
    pub entries: i64,
    /// Those of them whose cost nobody knows.
    pub unknown_entries: i64,
    /// How long the work took.
    pub minutes: i64,
    /// What of it the client pays for.
    pub billable_minutes: i64,
    /// Minutes whose cost nobody knows.
    pub unknown_minutes: i64,
    /// Cost in minor units, as far as it is known.
    pub cost: i128,
    /// What the client pays, in minor units.
    pub price: i128,
}

/// The entries of one month and kind.
#[derive(Clone, Copy, Debug)]
pub struct Month {
    /// The first day.
    pub from: NaiveDate,
    /// Their kind.
    pub kind: CostKind,
    /// Whether they are passed on to the client.
    pub pass_through: bool,
    /// What they come to.
    pub sums: Sums,
}

/// What a project's ledger comes to, month by month.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Months and kinds with entries.
    pub months: Vec<Month>,
}

impl Sums {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            entries: self.entries + other.entries,
            unknown_entries: self.unknown_entries + other.unknown_entries,
            minutes: self.minutes + other.minutes,
            billable_minutes: self.billable_minutes + other.billable_minutes,
            unknown_minutes: self.unknown_minutes + other.unknown_minutes,
            cost: self.cost + other.cost,
            price: self.price + other.price,
        }
    }

    /// The cost, when that of every entry is known.
    pub const fn known_cost(self) -> Figure {
        if self.unknown_entries == 0 {
            Ok(self.cost)
        } else {
            Err(ProfitGapCode::CostUnknown)
        }
    }

    /// The share of entries whose cost is known, in hundredths of a percent, rounded down: full only when all are. None without
    /// entries.
    #[must_use]
    pub fn coverage_bps(self) -> Option<i32> {
        let known = self.entries - self.unknown_entries;
        let bps = known.checked_mul(10_000)?.checked_div(self.entries)?;
        i32::try_from(bps).ok()
    }
}

impl Ledger {
    /// What all of it comes to.
    #[must_use]
    pub fn whole(&self) -> Sums {
        self.of(|_| true)
    }

    /// What a part of it comes to.
    #[must_use]
    pub fn of(&self, part: impl Fn(&Month) -> bool) -> Sums {
        let part = self.months.iter().filter(|month| part(month));
        part.fold(Sums::default(), |sum, month| sum.and(month.sums))
    }

    /// What was spent of its own on the work itself.
    #[must_use]
    pub fn delivery(&self) -> Sums {
        self.of(|month| !month.pass_through && is_delivery(month.kind))
    }

    /// What was spent for the client and is passed on.
    #[must_use]
    pub fn passed_through(&self) -> Sums {
        self.of(|month| month.pass_through)
    }

    /// What was spent on a kind that is no work.
    #[must_use]
    pub fn beside(&self, kind: CostKind) -> Sums {
        self.of(|month| !month.pass_through && month.kind == kind)
    }

    /// Minutes of each month, in order.
    #[must_use]
    pub fn minutes(&self) -> Vec<(NaiveDate, i64)> {
        let mut months = std::collections::BTreeMap::<NaiveDate, i64>::new();
        for month in &self.months {
            *months.entry(month.from).or_default() += month.sums.minutes;
        }
        months.into_iter().filter(|(_, minutes)| *minutes != 0).collect()
    }
}

const fn is_delivery(kind: CostKind) -> bool {
    match kind {
        CostKind::Time | CostKind::Expense | CostKind::Freelancer => true,
        CostKind::Overhead | CostKind::Reward | CostKind::WriteOff | CostKind::Fee => false,
    }
}
