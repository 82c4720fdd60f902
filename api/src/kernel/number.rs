//! Numbers that people read, one after another in each series of an agency.

use sea_orm::ConnectionTrait;

use super::{
    error::{Error, Result},
    tx::Tx,
};

/// The next number of a series, from 1 on. Those who want one at the same time wait for each other; a unit of work that fails
/// gives its number back.
///
/// # Errors
/// When the database fails.
pub async fn next(tx: &Tx, series: &str) -> Result<i64> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, id, series) = (binds.agency(), binds.bind(tx.uuid()), binds.bind(series));
    let sql = format!(
        "INSERT INTO number_series (agency_id, id, series, last_number) VALUES ({agency}, {id}, {series}, 1) \
         ON CONFLICT (agency_id, series) DO UPDATE SET last_number = number_series.last_number + 1 RETURNING last_number"
    );
    let row = tx.connection().await?.query_one_raw(binds.statement(sql)).await?;
    let row = row.ok_or_else(|| Error::internal("counting on without an answer"))?;
    Ok(row.try_get_by_index(0)?)
}
