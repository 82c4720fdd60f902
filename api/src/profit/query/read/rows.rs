//! From the rows of the one statement to what figures are made of.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    contract::ContractType,
    value::{Choice, CurrencyCode},
};
use sea_orm::{QueryResult, TryGetable};
use uuid::Uuid;

use super::{
    Facts, Group, GroupKey,
    overheads::{Overheads, Period, Worth},
    parts::{BUDGET, CONTRACT, FX, GROUP, LEDGER, OVERHEAD, PHASE, PROGRESS, TASKS},
};
use crate::{
    kernel::{
        error::{Error, Result},
        sum,
    },
    profit::{
        figures::{
            agreed::{Agreement, Approved, Plan, PlannedPhase},
            earned::Progress,
            ledger::{Month, Sums},
            overhead::Rates,
        },
        query::shown::FinancialsGrouping,
    },
};

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) projects: HashMap<Uuid, Facts>,
    pub(super) overheads: Overheads,
}

/// Puts every row where it belongs.
pub(super) fn found(rows: &[QueryResult], grouping: Option<FinancialsGrouping>) -> Result<Found> {
    let mut found = Found::default();
    for row in rows {
        let row = Row(row);
        match row.get::<i32>(0)? {
            OVERHEAD => found.overheads.periods.push(period(&row)?),
            FX => found.overheads.worth.push(worth(&row)?),
            part => {
                let facts = found.projects.entry(row.get(1)?).or_default();
                add(facts, part, &row, grouping)?;
            }
        }
    }
    Ok(found)
}

fn add(facts: &mut Facts, part: i32, row: &Row<'_>, grouping: Option<FinancialsGrouping>) -> Result<()> {
    match part {
        LEDGER => facts.ledger.months.push(Month {
            from: row.get(4)?,
            kind: row.choice(3)?,
            pass_through: row.get(6)?,
            sums: row.sums()?,
        }),
        GROUP => {
            let group = Group {
                key: key(row, grouping)?,
                pass_through: row.get(6)?,
                sums: row.sums()?,
            };
            facts.groups.push(group);
        }
        CONTRACT => facts.agreed.contracts.push(Agreement {
            id: row.get(2)?,
            contract_type: row.choice::<ContractType>(3)?,
            bound_on: row.get(4)?,
            value: row.get::<i64>(7)?.into(),
            not_to_exceed: row.get::<Option<i64>>(8)?.map(i128::from),
        }),
        PHASE => {
            let plan = facts.agreed.plan.get_or_insert_with(Plan::default);
            if let Some(phase) = row.get::<Option<Uuid>>(2)? {
                plan.phases.push(PlannedPhase {
                    phase,
                    starts_on: row.get(4)?,
                    ends_on: row.get(5)?,
                    price: row.get::<i64>(7)?.into(),
                    cost: row.get::<Option<i64>>(8)?.map(i128::from),
                    minutes: row.get(9)?,
                });
            }
        }
        BUDGET => {
            facts.agreed.budget = Some(Approved {
                amount: row.get::<i64>(7)?.into(),
                committed: row.get::<i64>(8)?.into(),
            });
        }
        TASKS => facts.agreed.remaining_minutes = row.get(7)?,
        PROGRESS => {
            facts.agreed.progress.insert(row.get(2)?, progress(row)?);
        }
        _ => return Err(Error::internal("a part of a statement that nobody wrote")),
    }
    Ok(())
}

fn key(row: &Row<'_>, grouping: Option<FinancialsGrouping>) -> Result<GroupKey> {
    let id = |id: Uuid| (!id.is_nil()).then_some(id);
    Ok(match grouping {
        Some(FinancialsGrouping::Phase) => GroupKey::Phase(id(row.get(2)?)),
        Some(FinancialsGrouping::Person) => GroupKey::Person(id(row.get(2)?)),
        Some(FinancialsGrouping::Role) => GroupKey::Role(id(row.get(2)?)),
        Some(FinancialsGrouping::Category) => {
            GroupKey::Category(Some(row.get::<String>(3)?).filter(|category| !category.is_empty()))
        }
        Some(FinancialsGrouping::Month) => GroupKey::Month(row.get(4)?),
        None => return Err(Error::internal("groups that nobody asked for")),
    })
}

/// A phase is done when it says so, whatever its parts say; one without parts that has not begun has done nothing.
fn progress(row: &Row<'_>) -> Result<Progress> {
    let (is_done, has_begun) = (row.get::<bool>(6)?, row.get::<i64>(9)? != 0);
    let done = row.get::<Option<i64>>(7)?.unwrap_or(0);
    let of = row.get::<Option<i64>>(8)?.unwrap_or(0);
    let (done, of) = match (is_done, of) {
        (true, _) => (1, 1),
        (false, 0) if !has_begun => (0, 1),
        (false, of) => (done, of),
    };
    Ok(Progress {
        method: row.choice(3)?,
        done,
        of,
    })
}

fn period(row: &Row<'_>) -> Result<Period> {
    let minutes = |at| {
        let minutes = row.get::<i64>(at)?;
        i32::try_from(minutes).map_err(|_too_many| Error::internal("minutes that no column holds"))
    };
    Ok(Period {
        from: row.get(4)?,
        last: row.get(5)?,
        rates: Rates::new(row.get(7)?, row.get(8)?, minutes(9)?, minutes(10)?),
        currency: row.get(3)?,
    })
}

fn worth(row: &Row<'_>) -> Result<Worth> {
    let pair: String = row.get(3)?;
    let (from, to) = pair
        .split_at_checked(3)
        .ok_or_else(|| Error::internal("currencies of another length"))?;
    Ok(Worth {
        by: row.get::<NaiveDate>(5)?,
        on: row.get::<NaiveDate>(4)?,
        from: currency(from)?,
        to: currency(to)?,
        rate: row.get(7)?,
    })
}

fn currency(code: &str) -> Result<CurrencyCode> {
    CurrencyCode::read(code).ok_or_else(|| Error::internal("a currency that is none"))
}

/// A row by the places of its columns.
struct Row<'r>(&'r QueryResult);

impl Row<'_> {
    fn get<T: TryGetable>(&self, at: usize) -> Result<T> {
        Ok(self.0.try_get_by_index(at)?)
    }

    fn choice<C: Choice>(&self, at: usize) -> Result<C> {
        let word: String = self.get(at)?;
        C::read(&word).ok_or_else(|| Error::internal("a word that is none of a choice"))
    }

    fn sums(&self) -> Result<Sums> {
        Ok(Sums {
            entries: self.get(7)?,
            unknown_entries: self.get(8)?,
            minutes: self.get(9)?,
            billable_minutes: self.get(10)?,
            unknown_minutes: self.get(11)?,
            cost: sum::read(self.0, 12)?,
            price: sum::read(self.0, 14)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use entity::cost_entry::CostKind;

    use super::*;

    #[test]
    fn kinds_of_cost_are_read_as_they_are_written() {
        assert_eq!(CostKind::read("WRITE_OFF"), Some(CostKind::WriteOff));
    }
}
