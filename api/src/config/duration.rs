//! Durations as people write them: `250ms`, `5s`, `15m`, `2h`, `14d`. For `#[serde(with = "crate::config::duration")]`.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer, de::Error};

const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// Writes a duration in the largest unit that holds it whole.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(*duration))
}

/// Reads a whole number and its unit.
///
/// # Errors
/// When the text is not of that form, or too large.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    parsed(&text).ok_or_else(|| {
        D::Error::custom(format!(
            "`{text}` is not a duration: write for example 250ms, 5s, 15m, 2h or 14d"
        ))
    })
}

fn written(duration: Duration) -> String {
    let total = duration.as_millis();
    for (unit, milliseconds) in UNITS {
        let milliseconds = u128::from(milliseconds);
        if total >= milliseconds && total.is_multiple_of(milliseconds) {
            return format!("{}{unit}", total / milliseconds);
        }
    }
    format!("{total}ms")
}

fn parsed(text: &str) -> Option<Duration> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let (_, milliseconds) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
    number
        .parse::<u64>()
        .ok()?
        .checked_mul(milliseconds)
        .map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_read_as_it_is_written() {
        for text in ["250ms", "5s", "15m", "2h", "14d", "90s", "0ms"] {
            assert_eq!(parsed(text).map(written).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_duration_has_a_whole_number_and_a_unit() {
        for text in [
            "",
            "5",
            "s",
            "1.5s",
            "-1s",
            "5 s",
            "5 minutes",
            "99999999999999999999s",
            "18446744073709551615d",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
