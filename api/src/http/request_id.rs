//! Names of requests.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use data_encoding::BASE32_NOPAD;

use crate::kernel::random::{OsRandom, Random};

/// The header that carries it, both ways.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

const LONGEST: usize = 64;

/// Names one request in the log, in its errors and in its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The name that the caller gave, if it is one, or a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        headers
            .get(HEADER)
            .and_then(|given| given.to_str().ok())
            .filter(|given| is_sane(given))
            .map_or_else(Self::random, |given| Self(given.to_owned()))
    }

    fn random() -> Self {
        let random: &dyn Random = &OsRandom;
        Self(BASE32_NOPAD.encode(&random.bytes::<15>()).to_ascii_lowercase())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_sane(given: &str) -> bool {
    !given.is_empty()
        && given.len() <= LONGEST
        && given
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(value: &str) -> RequestId {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_str(value).unwrap());
        RequestId::of(&headers)
    }

    #[test]
    fn a_sane_name_is_kept_and_any_other_replaced() {
        let long = "x".repeat(65);

        assert_eq!(given("abc-1.2_Z").as_str(), "abc-1.2_Z");
        for odd in ["", "a b", "a\"b", "ä", &long] {
            assert_ne!(given(odd).as_str(), odd);
        }
    }

    #[test]
    fn new_names_differ() {
        let headers = HeaderMap::new();

        assert_ne!(RequestId::of(&headers), RequestId::of(&headers));
        assert_eq!(RequestId::of(&headers).as_str().len(), 24);
    }
}
