//! Sums of amounts, exact however large they grow: taken in two parts, what is below a limit and how often it is reached.

use sea_orm::QueryResult;

use super::{
    error::{Error, Result},
    sql::Dialect,
};

/// What the parts are divided by: no sum of either overflows.
const PART: i128 = 1_000_000_000;

/// The two columns of a sum.
#[must_use]
pub fn exact(dialect: &Dialect, expression: &str) -> [String; 2] {
    ["/", "%"].map(|sign| dialect.text_of(&format!("sum({expression} {sign} {PART})")))
}

/// The sum whose first column is here.
///
/// # Errors
/// When there is none.
pub fn read(row: &QueryResult, at: usize) -> Result<i128> {
    Ok(number(row, at)? * PART + number(row, at + 1)?)
}

fn number(row: &QueryResult, at: usize) -> Result<i128> {
    let text: String = row.try_get_by_index(at)?;
    text.parse()
        .map_err(|_not_whole| Error::internal("a sum that is no whole number"))
}
