//! Prices of one unit or one hour, finer than the currency's smallest coin, and what they come to.

use async_graphql::{InputObject, SimpleObject};

use super::{CurrencyCode, Decimal, MoneyError, exact};

/// Decimals of a unit price.
pub const PRICE_DECIMALS: u32 = 6;
/// Decimals of a quantity.
pub const QUANTITY_DECIMALS: u32 = 4;
/// A whole in hundredths of a percent.
const WHOLE_BPS: i32 = 10_000;
/// Minutes of an hour.
const MINUTES: i128 = 60;

/// The price of one unit or of one hour, exact to six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject, serde::Serialize, serde::Deserialize)]
pub struct UnitPrice {
    /// The exact price.
    pub amount: Decimal,
    /// Its currency.
    pub currency: CurrencyCode,
}

/// The price of one unit or of one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, InputObject)]
pub struct UnitPriceInput {
    /// The exact price, with six decimals at most.
    pub amount: Decimal,
    /// Its currency.
    pub currency: CurrencyCode,
}

impl UnitPrice {
    /// The price of so many millionths of the currency's unit.
    #[must_use]
    pub fn of_micro(micro: i64, currency: CurrencyCode) -> Self {
        Self {
            amount: Decimal::new(i128::from(micro), PRICE_DECIMALS),
            currency,
        }
    }
}

impl UnitPriceInput {
    /// The price in millionths of the currency's unit.
    ///
    /// # Errors
    /// When it has more than six decimals, or does not fit.
    pub fn micro(&self) -> Result<i64, MoneyError> {
        scaled(self.amount, PRICE_DECIMALS)
    }
}

/// A quantity as it is stored: in ten-thousandths.
///
/// # Errors
/// When it has more than four decimals, or does not fit.
pub fn quantity(given: Decimal) -> Result<i64, MoneyError> {
    scaled(given, QUANTITY_DECIMALS)
}

/// What so many ten-thousandths of a unit come to at a unit price, in minor units: rounded once.
#[must_use]
pub fn of_quantity(quantity: i64, micro: i64, currency: CurrencyCode) -> Option<i64> {
    let product = i128::from(quantity).checked_mul(i128::from(micro))?;
    in_minor(product, 10_i128.pow(QUANTITY_DECIMALS + PRICE_DECIMALS), currency)
}

/// What so many ten-thousandths of a unit come to at a unit price less a discount in hundredths of a percent, in minor units:
/// rounded once.
#[must_use]
pub fn of_quantity_less(quantity: i64, micro: i64, discount_bps: i32, currency: CurrencyCode) -> Option<i64> {
    let product = i128::from(quantity).checked_mul(i128::from(micro))?;
    let left = product.checked_mul(i128::from(WHOLE_BPS.checked_sub(discount_bps)?))?;
    let unit = 10_i128.pow(QUANTITY_DECIMALS + PRICE_DECIMALS) * i128::from(WHOLE_BPS);
    in_minor(left, unit, currency)
}

/// What so many minutes come to at a price for the hour, in minor units: rounded once.
#[must_use]
pub fn of_minutes(minutes: i32, micro: i64, currency: CurrencyCode) -> Option<i64> {
    let product = i128::from(minutes).checked_mul(i128::from(micro))?;
    in_minor(product, MINUTES * 10_i128.pow(PRICE_DECIMALS), currency)
}

fn in_minor(product: i128, unit: i128, currency: CurrencyCode) -> Option<i64> {
    let product = product.checked_mul(10_i128.pow(currency.decimals()))?;
    i64::try_from(exact::divide(product, unit)?).ok()
}

/// A number as it is stored: a whole multiple of its last decimal.
///
/// # Errors
/// When it has more decimals, or does not fit.
pub fn scaled(given: Decimal, decimals: u32) -> Result<i64, MoneyError> {
    let units = given
        .at_scale(decimals)
        .ok_or(MoneyError::MoreDecimalsThan(decimals))?;
    i64::try_from(units).map_err(|_too_large| MoneyError::TooLarge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Prices of 25 units each that binary fractions round differently: case T1 of Invoice Ninja's unit tests, 57.92 in all.
    #[test]
    fn line_amounts_are_rounded_from_the_exact_product() {
        let prices = [333_000, 333_000, 1_333_000, 267_000, 50_000];

        let amounts = prices.map(|micro| of_quantity(250_000, micro, CurrencyCode::EUR).unwrap());

        assert_eq!(amounts, [833, 833, 3333, 668, 125]);
        assert_eq!(amounts.iter().sum::<i64>(), 5792);
    }

    #[test]
    fn a_discount_is_taken_before_the_one_rounding() {
        let net = |discount| of_quantity_less(15_000, 3_330_000, discount, CurrencyCode::EUR);

        assert_eq!(net(0), Some(500));
        assert_eq!(net(3_333), Some(333));
        assert_eq!(net(10_000), Some(0));
        assert_eq!(of_quantity_less(i64::MAX, i64::MAX, 1, CurrencyCode::EUR), None);
    }

    #[test]
    fn an_hour_of_a_price_is_the_price_in_any_currency() {
        for (code, minor) in [("EUR", 12_345), ("JPY", 123), ("KWD", 123_450)] {
            let currency = CurrencyCode::read(code).unwrap();

            assert_eq!(of_minutes(60, 123_450_000, currency), Some(minor));
            assert_eq!(of_minutes(-60, 123_450_000, currency), Some(-minor));
        }
        assert_eq!(of_minutes(20, 100_000_000, CurrencyCode::EUR), Some(3333));
    }

    #[test]
    fn digits_that_would_be_lost_are_refused() {
        let fine = UnitPriceInput {
            amount: Decimal::new(1, 7),
            currency: CurrencyCode::EUR,
        };

        assert_eq!(fine.micro(), Err(MoneyError::MoreDecimalsThan(6)));
        assert_eq!(
            quantity(Decimal::new(i128::from(i64::MAX), 0)),
            Err(MoneyError::TooLarge)
        );
    }

    proptest! {
        /// M1: whatever minutes come to at a price is the nearest whole of the exact product, halves away from zero; no binary
        /// fraction comes between.
        #[test]
        fn minutes_come_to_the_nearest_minor_unit_of_the_exact_product(minutes in -100_000..100_000_i32, micro in 0..10_000_000_000_i64) {
            let exact = i128::from(minutes) * i128::from(micro) * 100;
            let unit = 60 * 1_000_000_i128;

            let minor = i128::from(of_minutes(minutes, micro, CurrencyCode::EUR).unwrap());

            let off = minor * unit - exact;
            prop_assert!(off.abs() * 2 <= unit);
            prop_assert!(off.abs() * 2 < unit || minor.abs() * unit > exact.abs());
        }
    }
}
