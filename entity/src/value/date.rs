//! Instants and days as the API shows them.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value as GraphValue};
use chrono::{NaiveDate, SecondsFormat, SubsecRound, Utc};

/// An instant in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime(pub chrono::DateTime<Utc>);

impl DateTime {
    /// Reads RFC 3339 with any offset; finer than a microsecond is cut off.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let instant = chrono::DateTime::parse_from_rfc3339(text)
            .ok()?
            .with_timezone(&Utc);
        let year = chrono::Datelike::year(&instant);
        (1..=9999).contains(&year).then(|| Self(instant.trunc_subsecs(6)))
    }

    /// Writes RFC 3339 with a Z, and a fraction only when there is one.
    #[must_use]
    pub fn show(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

/// An instant in UTC, RFC 3339 with a Z.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html"
)]
impl ScalarType for DateTime {
    fn parse(value: GraphValue) -> InputValueResult<Self> {
        match &value {
            GraphValue::String(text) => Self::read(text)
                .ok_or_else(|| InputValueError::custom("not an instant such as \"2026-11-24T09:30:00Z\"")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &GraphValue) -> bool {
        matches!(value, GraphValue::String(text) if Self::read(text).is_some())
    }

    fn to_value(&self) -> GraphValue {
        GraphValue::String(self.show())
    }
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Date(pub NaiveDate);

impl Date {
    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        (text.len() == 10)
            .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self))
            .flatten()
    }
}

/// A calendar day without a time zone, YYYY-MM-DD.
#[Scalar(
    name = "Date",
    specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html"
)]
impl ScalarType for Date {
    fn parse(value: GraphValue) -> InputValueResult<Self> {
        match &value {
            GraphValue::String(text) => {
                Self::read(text).ok_or_else(|| InputValueError::custom("not a day such as \"2026-11-24\""))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &GraphValue) -> bool {
        matches!(value, GraphValue::String(text) if Self::read(text).is_some())
    }

    fn to_value(&self) -> GraphValue {
        GraphValue::String(self.0.to_string())
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl From<DateTime> for chrono::DateTime<Utc> {
    fn from(instant: DateTime) -> Self {
        instant.0
    }
}
