//! What work cost and sells for: looked up by the day of the work, then frozen.

use async_graphql::MaybeUndefined;
use entity::{
    engagement::{self, EngagementTerms},
    project,
    rate::RateSource,
    time_entry,
    value::{CurrencyCode, UnitPriceInput, price::of_minutes},
};
use sea_orm::ActiveValue::Set;

use crate::{
    kernel::{
        error::{Error, Result, UserError},
        policy::Right,
        tx::Tx,
    },
    rates::service::{
        fx::{self, Converted},
        lookup::{self, SellRate, Work},
    },
};

/// The rates of some work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rates {
    /// What the hour cost, in the project's currency; none when it is not known.
    pub(super) cost_micro: Option<i64>,
    /// The currency that this was recorded in.
    pub(super) cost_currency: Option<CurrencyCode>,
    /// What that currency was worth.
    pub(super) cost_fx: Option<i64>,
    /// What the hour sells for; none when no card says so.
    pub(super) sell_micro: Option<i64>,
    /// Where that comes from.
    pub(super) source: Option<RateSource>,
}

impl Rates {
    /// The rates that an entry was booked with.
    pub(super) fn of(entry: &time_entry::Model) -> Self {
        Self {
            cost_micro: entry.cost_rate_micro,
            cost_currency: entry.cost_rate_currency,
            cost_fx: entry.cost_fx_rate,
            sell_micro: entry.sell_rate_micro,
            source: entry.rate_source,
        }
    }

    /// Looks the rates up. A cost in another currency is changed by the dated rate; without one it is unknown.
    pub(super) async fn look_up(
        tx: &Tx,
        work: &Work<'_>,
        engagement: Option<&engagement::Model>,
        given: Option<i64>,
    ) -> Result<Self> {
        let mut rates = Self::default();
        if let Some((micro, currency)) = hour(tx, work, engagement).await? {
            let to = work.project.currency;
            let worth = fx::convert_price(tx, micro, currency, to, work.on).await?;
            rates.take_cost(Some((currency, worth)));
            // What costs nothing costs nothing in any currency.
            rates.cost_micro = rates.cost_micro.or((micro == 0).then_some(0));
        }
        if let Some(micro) = given {
            (rates.sell_micro, rates.source) = (Some(micro), Some(RateSource::Entry));
        } else {
            rates.take_sell(lookup::sell_rate(tx, work).await?);
        }
        Ok(rates)
    }

    /// Takes what the hour cost: the currency of the rate, and what it is worth in the project's currency as far as that is known.
    pub(super) fn take_cost(&mut self, cost: Option<(CurrencyCode, Option<Converted>)>) {
        let worth = cost.and_then(|(_, worth)| worth);
        self.cost_currency = cost.map(|(currency, _)| currency);
        self.cost_micro = worth.map(|worth| worth.amount);
        self.cost_fx = worth.map(|worth| worth.rate);
    }

    /// Takes what the hour sells for by the cards.
    pub(super) fn take_sell(&mut self, rate: Option<SellRate>) {
        self.sell_micro = rate.map(|rate| rate.micro);
        self.source = rate.map(|rate| rate.source);
    }

    /// What so many minutes at these rates cost and sell for, written into the changes of an entry.
    pub(super) fn apply(
        self,
        row: &mut time_entry::ActiveModel,
        (minutes, billable): (i32, bool),
        currency: CurrencyCode,
        path: &str,
    ) -> Result<()> {
        let of = |micro: Option<i64>| match micro {
            None => Ok(None),
            Some(micro) => of_minutes(minutes, micro, currency)
                .map(Some)
                .ok_or_else(|| Error::from(UserError::too_large(path, say!("the amount is too large")))),
        };
        row.cost_rate_micro = Set(self.cost_micro);
        row.cost_rate_currency = Set(self.cost_currency);
        row.cost_fx_rate = Set(self.cost_fx);
        row.cost_minor = Set(of(self.cost_micro)?);
        row.sell_rate_micro = Set(self.sell_micro);
        row.rate_source = Set(self.source);
        row.price_minor = Set(if billable { of(self.sell_micro)? } else { Some(0) });
        Ok(())
    }
}

/// What an hour costs, as it was agreed: by the engagement first, then by what is known of the person. Where a bill says what the work
/// of a freelancer costs, its hours cost nothing by themselves.
async fn hour(
    tx: &Tx,
    work: &Work<'_>,
    engagement: Option<&engagement::Model>,
) -> Result<Option<(i64, CurrencyCode)>> {
    let Some(engagement) = engagement else {
        let cost = lookup::cost_rate(tx, work.member, work.on).await?;
        return Ok(cost.map(|cost| (cost.per_hour_micro, cost.currency)));
    };
    Ok(Some(match engagement.terms {
        EngagementTerms::Hourly => (engagement.rate_micro, engagement.currency),
        EngagementTerms::Fixed | EngagementTerms::PerDeliverable => (0, engagement.currency),
    }))
}

/// The price of the hour that an input gives: only those who may see costs set one, in the project's currency.
pub(super) fn given(
    tx: &Tx,
    project: &project::Model,
    price: &MaybeUndefined<UnitPriceInput>,
) -> Result<Option<i64>> {
    let Some(price) = price.value() else {
        return Ok(None);
    };
    if !tx.actor().has(Right::Costs) {
        return Err(Error::Forbidden(Right::Costs.scope().to_owned()));
    }
    if price.currency != project.currency {
        let message = say!("the project is in {currency}", currency = project.currency);
        return Err(UserError::invalid("input.sellRate.currency", message).into());
    }
    let micro = price.micro();
    Ok(Some(micro.map_err(|error| {
        UserError::invalid("input.sellRate.amount", error)
    })?))
}
