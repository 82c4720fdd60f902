//! What is logged, and in which form.

use std::fmt;

use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

/// What is logged, and in which form.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// The form of a log line.
    pub format: LogFormat,
    /// What is logged.
    pub level: LogLevel,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line, for programs.
    Json,
    /// For people.
    Text,
}

/// What is logged: a level, or levels for parts of the program, as in `info,api::http=debug`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct LogLevel(String);

impl LogLevel {
    /// The words as they were written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for LogLevel {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match EnvFilter::try_new(&text) {
            Ok(_) if !text.trim().is_empty() => Ok(Self(text)),
            _ => Err(format!(
                "`{text}` is not a level: write for example info, or warn,api=debug"
            )),
        }
    }
}

impl From<LogLevel> for String {
    fn from(level: LogLevel) -> Self {
        level.0
    }
}
