//! What is wrong with a setting, and where it was set.

use std::path::PathBuf;

use super::Origin;

/// What is wrong with a setting, and where it was set.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named, or found, cannot be read.
    #[error("cannot read the settings in {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong, and in which line.
        message: String,
    },
    /// No setting is called so.
    #[error("{origin}: there is no setting `{key}`")]
    Unknown {
        /// Where it was set.
        origin: Origin,
        /// How it was called.
        key: String,
    },
    /// The setting does not take this value.
    #[error("{origin}: {key}: {message}")]
    Value {
        /// Where it was set.
        origin: Origin,
        /// The setting.
        key: String,
        /// What it takes.
        message: String,
    },
    /// A flag has no value.
    #[error("a --set has no value: write --set key=value")]
    NoValue,
    /// A variable of the environment is not text.
    #[error("{0} in the environment is not text")]
    NotText(String),
    /// Values that are each in order, but not together.
    #[error("{0}")]
    Together(&'static str),
    /// The list that is compiled in is broken.
    #[error("the defaults are broken: {0}")]
    Defaults(String),
}
