//! Text that must not be shown: in no log, no error, no printed settings.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// Text that is not shown, however it is printed.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for whoever needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn mask(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "***" }
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", self.mask())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.mask())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_neither_printed_nor_written() {
        let secret = Secret::from("correct horse".to_owned());

        assert_eq!(format!("{secret:?}"), r#""***""#);
        assert_eq!(serde_json::json!(secret), "***");
        assert_eq!(secret.reveal(), "correct horse");
    }

    #[test]
    fn an_empty_secret_is_seen_to_be_empty() {
        assert_eq!(format!("{:?}", Secret::default()), r#""""#);
    }
}
