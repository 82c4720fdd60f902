//! What of a line is meant for each month: whatever becomes of the line, its months add up to it.

use chrono::NaiveDate;
use entity::{
    budget_line,
    budget_period::{self, Column},
    project,
    value::{CurrencyCode, Id, exact::allocate},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder,
};

use crate::kernel::{
    error::{Error, Result},
    tx::Tx,
};

/// The first day of a month, and what is meant for it.
pub(super) type Share = (NaiveDate, i64);

/// An amount in equal parts, to the last unit: by the largest remainder.
pub(super) fn evenly(months: &[NaiveDate], amount: i64) -> Option<Vec<Share>> {
    let parts = allocate(amount, &vec![1; months.len()])?;
    Some(months.iter().copied().zip(parts).collect())
}

/// The months of a line that has come to another amount, in the proportions they had; evenly where they had none.
pub(super) fn resized(shares: &[Share], amount: i64) -> Result<Vec<Share>> {
    if shares.is_empty() {
        return Ok(vec![]);
    }
    let (months, weights): (Vec<_>, Vec<_>) = shares.iter().copied().unzip();
    let in_proportion = allocate(amount, &weights).map(|parts| months.iter().copied().zip(parts).collect());
    in_proportion
        .or_else(|| evenly(&months, amount))
        .ok_or_else(|| Error::internal("months without a share"))
}

/// The months of a line.
pub(super) async fn of_line(tx: &Tx, line: Id<budget_line::Entity>) -> Result<Vec<Share>> {
    let of_line = Condition::all().add(Column::BudgetLineId.eq(line));
    let periods = tx.rows::<budget_period::Entity>(of_line);
    let periods = periods.order_by_asc(Column::Month);
    let periods = periods.all(tx.connection().await?).await?;
    Ok(periods
        .into_iter()
        .map(|period| (period.month, period.amount))
        .collect())
}

/// Gives a line that has come to another amount its months anew.
pub(super) async fn follow(tx: &Tx, line: &budget_line::Model) -> Result<()> {
    let shares = of_line(tx, line.id).await?;
    if shares.is_empty() {
        return Ok(());
    }
    replace(tx, line, &resized(&shares, line.amount)?).await
}

/// Gives a line these months in place of those it has.
pub(super) async fn replace(tx: &Tx, line: &budget_line::Model, shares: &[Share]) -> Result<()> {
    remove(tx, line.id).await?;
    tx.insert_all(rows((line.project_id, line.id), line.currency, shares))
        .await
}

/// Takes the months of a line away.
pub(super) async fn remove(tx: &Tx, line: Id<budget_line::Entity>) -> Result<()> {
    let of_line = Condition::all().add(Column::BudgetLineId.eq(line));
    tx.delete::<budget_period::Entity>(of_line).await?;
    Ok(())
}

/// The rows of a line's months.
pub(super) fn rows(
    (project, line): (Id<project::Entity>, Id<budget_line::Entity>),
    currency: Option<CurrencyCode>,
    shares: &[Share],
) -> Vec<budget_period::ActiveModel> {
    let row = |(month, amount): &Share| budget_period::ActiveModel {
        id: NotSet,
        agency_id: NotSet,
        budget_line_id: Set(line),
        project_id: Set(project),
        month: Set(*month),
        amount: Set(*amount),
        currency: Set(currency),
    };
    shares.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn months(count: u8) -> Vec<NaiveDate> {
        let first = |at: u8| NaiveDate::from_ymd_opt(2026 + i32::from(at / 12), u32::from(at % 12) + 1, 1);
        (0..count).filter_map(first).collect()
    }

    #[test]
    fn what_does_not_divide_goes_to_the_first_months() {
        let parts = evenly(&months(3), 100).expect("parts");

        let amounts: Vec<i64> = parts.iter().map(|(_, amount)| *amount).collect();
        assert_eq!(amounts, [34, 33, 33]);
    }

    #[test]
    fn months_of_nothing_share_evenly_what_comes() {
        let nothing: Vec<Share> = months(2).into_iter().map(|month| (month, 0)).collect();

        let some = resized(&nothing, 3).expect("months");

        assert_eq!(some.iter().map(|(_, amount)| *amount).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(resized(&[], 3).expect("no months"), []);
    }

    proptest! {
        /// B6: whatever a line comes to, its months are the line.
        #[test]
        fn months_add_up_to_the_line_however_often_it_changes(
            first in 0..10_000_000_000_000_000_i64,
            count in 1..=60_u8,
            changes in prop::collection::vec(0..10_000_000_000_000_000_i64, 0..20),
        ) {
            let mut shares = evenly(&months(count), first).expect("parts");
            prop_assert_eq!(shares.iter().map(|(_, amount)| amount).sum::<i64>(), first);
            for amount in changes {
                shares = resized(&shares, amount).expect("months");
                prop_assert_eq!(shares.iter().map(|(_, amount)| amount).sum::<i64>(), amount);
                prop_assert!(shares.iter().all(|(_, amount)| *amount >= 0));
            }
        }
    }
}
