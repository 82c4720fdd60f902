//! The rates of much work at once: read by a few statements, however much it is, and looked up as the rates of some work are.

use chrono::NaiveDate;
use entity::{
    cost_rate::{self, Column},
    membership, project,
    value::{CurrencyCode, Id},
    work_role,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{
    fx::{Converted, Worths},
    lookup::{FIRST_COUNTS, ON_CARDS, SCORE, SellRate, Work, source},
};
use crate::kernel::{error::Result, span, tx::Tx};

/// The rates that may count for the work of some people on a project, from one day to another.
#[derive(Clone, Debug)]
pub struct RateBook {
    currency: CurrencyCode,
    costs: Vec<cost_rate::Model>,
    worths: Worths,
    sells: Vec<Offer>,
}

/// A rate on a card, of which the first that fits counts.
#[derive(Clone, Debug, FromQueryResult)]
struct Offer {
    per_hour_micro: i64,
    score: i32,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    member_id: Option<Id<membership::Entity>>,
    work_role_id: Option<Id<work_role::Entity>>,
    category: Option<String>,
}

impl RateBook {
    /// Reads the rates.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(
        tx: &Tx,
        project: &project::Model,
        members: &[Id<membership::Entity>],
        span: (NaiveDate, NaiveDate),
    ) -> Result<Self> {
        let costs = costs(tx, members, span).await?;
        let currencies: Vec<CurrencyCode> = costs.iter().map(|cost| cost.currency).collect();
        Ok(Self {
            currency: project.currency,
            worths: Worths::read(tx, &currencies, project.currency, span).await?,
            sells: sells(tx, project, members, span).await?,
            costs,
        })
    }

    /// What an hour of somebody cost on a day, and what that was worth in the project's currency as far as it is known; none when
    /// nobody recorded it.
    #[must_use]
    pub fn cost(
        &self,
        member: Id<membership::Entity>,
        on: NaiveDate,
    ) -> Option<(&cost_rate::Model, Option<Converted>)> {
        let holds = |cost: &&cost_rate::Model| {
            cost.member_id == member && cost.starts_on <= on && cost.ends_on.is_none_or(|end| end >= on)
        };
        let cost = self.costs.iter().find(holds)?;
        let worth = self.worths.price(cost.per_hour_micro, cost.currency, on);
        Some((cost, worth))
    }

    /// What an hour of some work on the project sells for on its day, and why; none when no card says so.
    #[must_use]
    pub fn sell(&self, work: &Work<'_>) -> Option<SellRate> {
        let fits = |offer: &&Offer| {
            let is_of_day = offer.starts_on <= work.on && offer.ends_on.is_none_or(|end| end >= work.on);
            is_of_day
                && offer.member_id.is_none_or(|member| member == work.member)
                && (offer.work_role_id.is_none() || offer.work_role_id == work.role)
                && (offer.category.is_none() || offer.category.as_deref() == work.category)
        };
        let offer = self.sells.iter().find(fits)?;
        Some(SellRate {
            micro: offer.per_hour_micro,
            currency: self.currency,
            source: source(offer.score.into()),
        })
    }
}

async fn costs(
    tx: &Tx,
    members: &[Id<membership::Entity>],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<cost_rate::Model>> {
    let of_span = Condition::all()
        .add(Column::MemberId.is_in(members.iter().copied()))
        .add(span::meets([Column::StartsOn, Column::EndsOn], first, Some(last)));
    let rates = tx.rows::<cost_rate::Entity>(of_span);
    Ok(rates.all(tx.connection().await?).await?)
}

async fn sells(
    tx: &Tx,
    project: &project::Model,
    members: &[Id<membership::Entity>],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Offer>> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, first, last) = (binds.agency(), binds.bind(first), binds.bind(last));
    let (client, currency) = (binds.bind(project.client_id), binds.bind(project.currency));
    let project = binds.bind(project.id);
    let members: Vec<Uuid> = members.iter().map(|member| member.uuid()).collect();
    let of_members = binds.any_id("r.member_id", &members);
    let sql = format!(
        "SELECT r.per_hour_micro, {SCORE} AS score, v.starts_on, v.ends_on, r.member_id, r.work_role_id, r.category {ON_CARDS} \
         WHERE r.agency_id = {agency} AND r.archived_at IS NULL AND c.archived_at IS NULL AND c.currency = {currency} \
         AND (c.client_id IS NULL OR c.client_id = {client}) AND v.starts_on <= {last} AND (v.ends_on IS NULL OR v.ends_on >= {first}) \
         AND (r.project_id IS NULL OR r.project_id = {project}) AND (r.member_id IS NULL OR {of_members}) {FIRST_COUNTS}"
    );
    let rows = tx.connection().await?.query_all_raw(binds.statement(sql)).await?;
    let offers = rows.iter().map(|row| Offer::from_query_result(row, ""));
    Ok(offers.collect::<Result<_, _>>()?)
}
