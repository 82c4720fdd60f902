//! Rules of importing what currencies were worth: all rows are taken or none, and a rate that is known is not replaced unawares,
//! since figures of past days are worked out by it.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    fx_rate::{self, Column},
    value::{CurrencyCode, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::{
    kernel::{
        error::{Detail, Result, UserError, UserErrorCode},
        event::EventType,
        patch::trim,
        policy::Action,
        tx::Tx,
    },
    rates::{
        import::FxRatesImport,
        input::{FxRatesImportInput, Quote},
    },
};

/// Two currencies and a day.
type Of = (CurrencyCode, CurrencyCode, NaiveDate);

/// Refuses those who may not record rates.
///
/// # Errors
/// FORBIDDEN.
pub fn may(tx: &Tx) -> Result<()> {
    tx.may(Action::Create, Kind::FxRate)
}

/// Records what currencies were worth on many days.
pub async fn import(tx: &Tx, input: FxRatesImportInput) -> Result<FxRatesImport> {
    may(tx)?;
    let quotes = input.check()?;
    let known = known(tx, &quotes).await?;
    let others = quotes.iter().filter_map(|quote| {
        let known = known.get(&of(quote))?;
        (known.rate != quote.rate).then_some((quote, known))
    });
    if !input.replace.unwrap_or(false) {
        let faults: Vec<UserError> = others.map(|(quote, known)| taken(quote, known)).collect();
        if !faults.is_empty() {
            return Err(faults.into());
        }
    }
    let mut import = FxRatesImport {
        dry_run: input.is_dry_run(),
        created: 0,
        unchanged: 0,
        replaced: 0,
    };
    let source = trim(input.source);
    for quote in &quotes {
        let row = fx_rate::ActiveModel {
            rate: Set(quote.rate),
            source: Set(source.clone()),
            ..Default::default()
        };
        let rate = match known.get(&of(quote)) {
            Some(known) if known.rate == quote.rate => {
                import.unchanged += 1;
                continue;
            }
            Some(known) => {
                import.replaced += 1;
                tx.update(known.clone(), row).await?
            }
            None => {
                import.created += 1;
                let (from, to, on) = of(quote);
                let row = fx_rate::ActiveModel {
                    from_currency: Set(from),
                    to_currency: Set(to),
                    on_date: Set(on),
                    ..row
                };
                tx.insert(row).await?
            }
        };
        tx.tell(EventType::FxRateSet, &rate);
    }
    Ok(import)
}

const fn of(quote: &Quote) -> Of {
    (quote.from, quote.to, quote.on)
}

/// What is known of these currencies and days, read at once.
async fn known(tx: &Tx, quotes: &[Quote]) -> Result<HashMap<Of, fx_rate::Model>> {
    let named = Condition::all()
        .add(Column::FromCurrency.is_in(distinct(quotes, |quote| quote.from)))
        .add(Column::ToCurrency.is_in(distinct(quotes, |quote| quote.to)))
        .add(Column::OnDate.is_in(distinct(quotes, |quote| quote.on)));
    let rates = tx.rows::<fx_rate::Entity>(named);
    let rates = rates.all(tx.connection().await?).await?;
    let of = |rate: &fx_rate::Model| (rate.from_currency, rate.to_currency, rate.on_date);
    Ok(rates.into_iter().map(|rate| (of(&rate), rate)).collect())
}

fn distinct<T: Ord>(quotes: &[Quote], of: impl Fn(&Quote) -> T) -> Vec<T> {
    let mut values: Vec<T> = quotes.iter().map(of).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Another rate is known for the same day.
fn taken(quote: &Quote, known: &fx_rate::Model) -> UserError {
    let message = say!("another rate is known for this day: say so if it is to be replaced");
    let path = format!("input.rates.{}.rate", quote.at);
    UserError {
        detail: Detail::Existing(Some((Kind::FxRate, known.id.uuid()))),
        ..UserError::new(UserErrorCode::NotUnique, &path, message)
    }
}
