//! What currencies are worth, and amounts changed by a dated rate: never by today's.

use chrono::{NaiveDate, TimeDelta};
use entity::{
    fx_rate::{self, Column},
    value::{CurrencyCode, Kind, exact::divide, price::scaled},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder, Select};

use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        tx::Tx,
    },
    rates::input::{FxRateSetInput, RATE_DECIMALS},
};

/// How old a rate may be: no market is closed longer.
const OLDEST: TimeDelta = TimeDelta::days(31);
/// One, as rates are stored.
const ONE: i128 = 10_i128.pow(RATE_DECIMALS);

/// Records what a currency was worth on a day, in place of what was known for this day.
pub async fn set(tx: &Tx, input: FxRateSetInput) -> Result<fx_rate::Model> {
    tx.may(Action::Create, Kind::FxRate)?;
    input.check()?;
    let rate = scaled(input.rate, RATE_DECIMALS).map_err(|error| UserError::invalid("input.rate", error))?;
    let same = Condition::all()
        .add(Column::FromCurrency.eq(input.from_currency))
        .add(Column::ToCurrency.eq(input.to_currency))
        .add(Column::OnDate.eq(input.on_date.0));
    let row = fx_rate::ActiveModel {
        rate: Set(rate),
        source: Set(trim(input.source)),
        ..Default::default()
    };
    let rate = if let Some(known) = tx
        .rows::<fx_rate::Entity>(same)
        .one(tx.connection().await?)
        .await?
    {
        tx.update(known, row).await?
    } else {
        let row = fx_rate::ActiveModel {
            from_currency: Set(input.from_currency),
            to_currency: Set(input.to_currency),
            on_date: Set(input.on_date.into()),
            ..row
        };
        tx.insert(row).await?
    };
    tx.tell(EventType::FxRateSet, &rate);
    Ok(rate)
}

/// An amount in another currency, and the rate it was changed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The amount in the other currency: in minor units, or in millionths for a price.
    pub amount: i64,
    /// What one unit was worth, in ten-billionths; exactly one within a currency.
    pub rate: i64,
}

/// What one unit is worth, as an exact fraction.
#[derive(Clone, Copy, Debug)]
struct Worth {
    numerator: i128,
    denominator: i128,
}

impl Worth {
    const SAME: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    /// By a rate that was recorded for one unit of the currency, or the other way round.
    fn recorded(rate: i64, is_direct: bool) -> Self {
        let rate = i128::from(rate);
        let (numerator, denominator) = if is_direct { (rate, ONE) } else { (ONE, rate) };
        Self {
            numerator,
            denominator,
        }
    }

    /// So many minor units of one currency in another: rounded once.
    fn of(self, minor: i64, from: CurrencyCode, to: CurrencyCode) -> Option<Converted> {
        self.scaled(minor, from.decimals(), to.decimals())
    }

    /// A whole multiple of its last decimal, with so many decimals before and after.
    fn scaled(self, units: i64, before: u32, after: u32) -> Option<Converted> {
        let product = i128::from(units)
            .checked_mul(self.numerator)?
            .checked_mul(10_i128.checked_pow(after)?)?;
        let unit = self.denominator.checked_mul(10_i128.checked_pow(before)?)?;
        let rate = divide(self.numerator.checked_mul(ONE)?, self.denominator)?;
        Some(Converted {
            amount: i64::try_from(divide(product, unit)?).ok()?,
            rate: i64::try_from(rate).ok()?,
        })
    }
}

/// An amount as it was worth in another currency on a day: by the last rate on or before it that is not older than 31 days,
/// whichever way round it was recorded. None when no such rate is known.
///
/// # Errors
/// When the database fails.
pub async fn convert(
    tx: &Tx,
    minor: i64,
    from: CurrencyCode,
    to: CurrencyCode,
    on: NaiveDate,
) -> Result<Option<Converted>> {
    let worth = worth_on(tx, from, to, on).await?;
    Ok(worth.and_then(|worth| worth.of(minor, from, to)))
}

/// The same for what has to be known: it is never guessed.
///
/// # Errors
/// `INVALID` at the input's field when no such rate is known.
pub async fn converted(
    tx: &Tx,
    minor: i64,
    (from, to): (CurrencyCode, CurrencyCode),
    on: NaiveDate,
    path: &str,
) -> Result<Converted> {
    convert(tx, minor, from, to, on).await?.ok_or_else(|| {
        let message = say!("no rate from {from} to {to} is known for this day", from, to);
        UserError::invalid(path, message).into()
    })
}

/// A price of one unit or hour, in millionths, as it was worth in another currency on a day.
///
/// # Errors
/// When the database fails.
pub async fn convert_price(
    tx: &Tx,
    micro: i64,
    from: CurrencyCode,
    to: CurrencyCode,
    on: NaiveDate,
) -> Result<Option<Converted>> {
    let worth = worth_on(tx, from, to, on).await?;
    Ok(worth.and_then(|worth| worth.scaled(micro, 0, 0)))
}

/// What currencies were worth in one of them, on every day of a span.
#[derive(Clone, Debug)]
pub(super) struct Worths {
    to: CurrencyCode,
    latest_first: Vec<fx_rate::Model>,
}

impl Worths {
    /// Reads the rates that count from one day to another.
    pub(super) async fn read(
        tx: &Tx,
        from: &[CurrencyCode],
        to: CurrencyCode,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Self> {
        let foreign: Vec<CurrencyCode> = from.iter().copied().filter(|from| *from != to).collect();
        if foreign.is_empty() {
            return Ok(Self {
                to,
                latest_first: vec![],
            });
        }
        let either = foreign.into_iter().fold(Condition::any(), |any, from| {
            any.add(pair(from, to)).add(pair(to, from))
        });
        let counting = Condition::all()
            .add(either)
            .add(Column::OnDate.lte(last))
            .add(Column::OnDate.gte(first - OLDEST));
        let rates = latest_first(tx.rows::<fx_rate::Entity>(counting));
        let latest_first = rates.all(tx.connection().await?).await?;
        Ok(Self { to, latest_first })
    }

    /// A price of one unit or hour as it was worth on a day, as [`convert_price`] tells it.
    pub(super) fn price(&self, micro: i64, from: CurrencyCode, on: NaiveDate) -> Option<Converted> {
        let counts = |rate: &&fx_rate::Model| {
            let currencies = [rate.from_currency, rate.to_currency];
            currencies.contains(&from) && currencies.contains(&self.to) && is_recent(rate.on_date, on)
        };
        let worth = if from == self.to {
            Worth::SAME
        } else {
            let known = self.latest_first.iter().find(counts)?;
            Worth::recorded(known.rate, known.from_currency == from)
        };
        worth.scaled(micro, 0, 0)
    }
}

async fn worth_on(tx: &Tx, from: CurrencyCode, to: CurrencyCode, on: NaiveDate) -> Result<Option<Worth>> {
    if from == to {
        return Ok(Some(Worth::SAME));
    }
    let either = Condition::all()
        .add(Condition::any().add(pair(from, to)).add(pair(to, from)))
        .add(Column::OnDate.lte(on))
        .add(Column::OnDate.gte(on - OLDEST));
    let latest = latest_first(tx.rows::<fx_rate::Entity>(either));
    let known = latest.one(tx.connection().await?).await?;
    Ok(known.map(|known| Worth::recorded(known.rate, known.from_currency == from)))
}

fn pair(from: CurrencyCode, to: CurrencyCode) -> Condition {
    Condition::all()
        .add(Column::FromCurrency.eq(from))
        .add(Column::ToCurrency.eq(to))
}

/// Of rates of one day, one each way round, the one that was recorded last comes first.
fn latest_first(rates: Select<fx_rate::Entity>) -> Select<fx_rate::Entity> {
    rates.order_by_desc(Column::OnDate).order_by_desc(Column::Id)
}

/// How old a rate may be to change an amount of a day.
#[must_use]
pub fn is_recent(rate_of: NaiveDate, day: NaiveDate) -> bool {
    (day - OLDEST..=day).contains(&rate_of)
}

/// An amount in another currency by a rate that was recorded for one unit of the first, or the other way round.
#[must_use]
pub fn by_rate(
    minor: i64,
    (from, to): (CurrencyCode, CurrencyCode),
    rate: i64,
    is_direct: bool,
) -> Option<i64> {
    let converted = Worth::recorded(rate, is_direct).of(minor, from, to);
    converted.map(|converted| converted.amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_change_by_the_rate_and_the_decimals_of_both_currencies() {
        let [eur, jpy, kwd] = ["EUR", "JPY", "KWD"].map(|code| CurrencyCode::read(code).unwrap());
        let worth = |rate: i128| Worth {
            numerator: rate,
            denominator: ONE,
        };
        let back = |rate: i128| Worth {
            numerator: ONE,
            denominator: rate,
        };
        let minor = |converted: Option<Converted>| converted.map(|converted| converted.amount);

        assert_eq!(minor(worth(1_634_512_345_678).of(10_000, eur, jpy)), Some(16_345));
        assert_eq!(
            minor(worth(1_634_512_345_678).of(-10_000, eur, jpy)),
            Some(-16_345)
        );
        assert_eq!(minor(back(1_634_512_345_678).of(16_345, jpy, eur)), Some(10_000));
        assert_eq!(minor(worth(3_567_000_000).of(10_000, eur, kwd)), Some(35_670));
        assert_eq!(
            Worth::SAME.of(5, eur, eur),
            Some(Converted {
                amount: 5,
                rate: 10_000_000_000
            })
        );
    }
}
