//! Exact decimal numbers: text outside, an integer and a scale inside.

use std::fmt;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value as GraphValue};

/// An exact decimal number: `units` × 10⁻ˢᶜᵃˡᵉ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

impl Decimal {
    const MAX_SCALE: u32 = 18;

    /// The number `units` × 10⁻ˢᶜᵃˡᵉ.
    #[must_use]
    pub const fn new(units: i128, scale: u32) -> Self {
        Self { units, scale }
    }

    /// Reads a plain decimal number such as `-12.50`: no exponent, no blanks, no plus sign.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits
            .split_once('.')
            .map_or((digits, None), |(whole, part)| (whole, Some(part)));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || fraction.is_some_and(|part| !plain(part)) || text.len() > 32 {
            return None;
        }
        let fraction = fraction.unwrap_or("");
        let scale = u32::try_from(fraction.len())
            .ok()
            .filter(|scale| *scale <= Self::MAX_SCALE)?;
        let units: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self {
            units: if negative { -units } else { units },
            scale,
        })
    }

    /// The number as a whole multiple of 10⁻ˢᶜᵃˡᵉ, or nothing when that would lose a digit.
    #[must_use]
    pub fn at_scale(self, scale: u32) -> Option<i128> {
        if let Some(more) = scale.checked_sub(self.scale) {
            self.units.checked_mul(10_i128.checked_pow(more)?)
        } else {
            let divisor = 10_i128.checked_pow(self.scale - scale)?;
            (self.units % divisor == 0).then(|| self.units / divisor)
        }
    }
}

impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("not a decimal number"))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.units < 0 {
            f.write_str("-")?;
        }
        let digits = self.units.unsigned_abs().to_string();
        let scale = usize::try_from(self.scale).unwrap_or(0);
        if scale == 0 {
            return f.write_str(&digits);
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{whole}.{fraction}")
    }
}

/// An exact decimal number as a string, for example "1250.00". Never a JSON number.
#[Scalar(
    name = "Decimal",
    specified_by_url = "https://scalars.graphql.org/chillicream/decimal.html"
)]
impl ScalarType for Decimal {
    fn parse(value: GraphValue) -> InputValueResult<Self> {
        match &value {
            GraphValue::String(text) => Self::read(text).ok_or_else(|| {
                InputValueError::custom("not a decimal number in a string, such as \"12.50\"")
            }),
            _ => Err(InputValueError::custom(
                "a decimal number is sent as a string, such as \"12.50\"",
            )),
        }
    }

    fn is_valid(value: &GraphValue) -> bool {
        matches!(value, GraphValue::String(text) if Self::read(text).is_some())
    }

    fn to_value(&self) -> GraphValue {
        GraphValue::String(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_reads_back_what_it_writes_and_never_loses_a_digit() {
        for text in ["0", "-0.01", "1250.00", "0.333", "12345678901234567.89"] {
            assert_eq!(
                Decimal::read(text).map(|number| number.to_string()).as_deref(),
                Some(text)
            );
        }
        assert_eq!(
            Decimal::read("1.50").and_then(|number| number.at_scale(1)),
            Some(15)
        );
        assert_eq!(Decimal::read("1.55").and_then(|number| number.at_scale(1)), None);
    }

    #[test]
    fn what_is_not_a_plain_number_is_refused() {
        for text in ["", "-", "1.", ".5", "+1", "1e3", " 1", "1,5", "NaN", "٣"] {
            assert_eq!(Decimal::read(text), None, "{text}");
        }
    }
}
