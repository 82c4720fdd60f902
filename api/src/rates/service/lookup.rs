//! What an hour of some work sells for and costs, by the day of the work.

use chrono::NaiveDate;
use entity::{
    cost_rate,
    cost_rate::Column,
    membership, project,
    rate::RateSource,
    value::{CurrencyCode, Id},
    work_role,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait};

use crate::kernel::{error::Result, span, tx::Tx};

/// How exactly a rate fits. A rate for the project counts as such, on whichever card it stands.
pub(super) const SCORE: &str = "CASE WHEN r.project_id IS NOT NULL THEN 16 WHEN c.client_id IS NOT NULL THEN 8 ELSE 0 END \
     + CASE WHEN r.member_id IS NULL THEN 0 ELSE 4 END + CASE WHEN r.work_role_id IS NULL THEN 0 ELSE 2 END \
     + CASE WHEN r.category IS NULL THEN 0 ELSE 1 END";
/// Rates with their versions and cards.
pub(super) const ON_CARDS: &str = "FROM rates r \
     JOIN rate_card_versions v ON v.agency_id = r.agency_id AND v.id = r.rate_card_version_id \
     JOIN rate_cards c ON c.agency_id = v.agency_id AND c.id = v.rate_card_id";
/// Of the rates that fit the first counts.
pub(super) const FIRST_COUNTS: &str = "ORDER BY score DESC, v.starts_on DESC, r.id DESC";

/// Some work.
#[derive(Clone, Copy, Debug)]
pub struct Work<'w> {
    /// Who does it.
    pub member: Id<membership::Entity>,
    /// What they work as.
    pub role: Option<Id<work_role::Entity>>,
    /// What for.
    pub project: &'w project::Model,
    /// Its category.
    pub category: Option<&'w str>,
    /// The day.
    pub on: NaiveDate,
}

/// What an hour sells for, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SellRate {
    /// In millionths of the currency's unit.
    pub micro: i64,
    /// The project's currency.
    pub currency: CurrencyCode,
    /// Where it comes from.
    pub source: RateSource,
}

/// What an hour of somebody costs on a day; none when nobody recorded it. It is never guessed from what the hour sells for.
///
/// # Errors
/// When the database fails.
pub async fn cost_rate(
    tx: &Tx,
    member: Id<membership::Entity>,
    on: NaiveDate,
) -> Result<Option<cost_rate::Model>> {
    let on_day = Condition::all().add(Column::MemberId.eq(member)).add(span::meets(
        [Column::StartsOn, Column::EndsOn],
        on,
        Some(on),
    ));
    Ok(tx
        .rows::<cost_rate::Entity>(on_day)
        .one(tx.connection().await?)
        .await?)
}

/// What an hour of some work sells for on its day, in the project's currency; none when no card says so. Of the rates that fit
/// the most exact counts: project before client before agency, person before role before category; among equals the one that
/// began last.
///
/// # Errors
/// When the database fails.
pub async fn sell_rate(tx: &Tx, work: &Work<'_>) -> Result<Option<SellRate>> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, on, client) = (
        binds.agency(),
        binds.bind(work.on),
        binds.bind(work.project.client_id),
    );
    let (project, currency) = (binds.bind(work.project.id), binds.bind(work.project.currency));
    let (member, role, category) = (
        binds.bind(work.member),
        binds.bind(work.role),
        binds.bind(work.category.map(str::to_owned)),
    );
    let sql = format!(
        "SELECT r.per_hour_micro, {SCORE} AS score {ON_CARDS} \
         WHERE r.agency_id = {agency} AND r.archived_at IS NULL AND c.archived_at IS NULL AND c.currency = {currency} \
         AND (c.client_id IS NULL OR c.client_id = {client}) AND v.starts_on <= {on} AND (v.ends_on IS NULL OR v.ends_on >= {on}) \
         AND (r.project_id IS NULL OR r.project_id = {project}) AND (r.member_id IS NULL OR r.member_id = {member}) \
         AND (r.work_role_id IS NULL OR r.work_role_id = {role}) AND (r.category IS NULL OR r.category = {category}) \
         {FIRST_COUNTS} LIMIT 1"
    );
    let row = tx.connection().await?.query_one_raw(binds.statement(sql)).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SellRate {
        micro: row.try_get_by_index(0)?,
        currency: work.project.currency,
        source: source(i64::from(row.try_get_by_index::<i32>(1)?)),
    }))
}

/// What a score stands for.
pub(super) const fn source(score: i64) -> RateSource {
    let (project, client, person, role) = (score & 16 != 0, score & 8 != 0, score & 4 != 0, score & 2 != 0);
    match (project, client, person, role) {
        (true, _, true, _) => RateSource::ProjectPerson,
        (true, _, false, true) => RateSource::ProjectRole,
        (true, _, false, false) => RateSource::Project,
        (false, true, true, _) => RateSource::ClientPerson,
        (false, true, false, true) => RateSource::ClientRole,
        (false, true, false, false) => RateSource::Client,
        (false, false, true, _) => RateSource::AgencyPerson,
        (false, false, false, true) => RateSource::AgencyRole,
        (false, false, false, false) => RateSource::Agency,
    }
}
