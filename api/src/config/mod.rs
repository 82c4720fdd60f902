//! What can be set, and where each value comes from: a flag, the environment, a file, or the default.
//!
//! `config.default.toml` lists every setting with its default and what it does; it is compiled in. A group of settings is a
//! struct, declared where it is used or here, and a table of the same name in that file.

mod address;
mod auth;
mod database;
pub mod duration;
mod error;
mod files;
mod layers;
mod loaded;
mod log;
mod mail;
mod secret;
mod sources;

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

pub use auth::{AuthSettings, PasswordSettings, SignUp, ThrottleSettings};
pub use database::{
    DatabaseSettings, DatabaseUrl, PostgresSettings, PostgresUrl, SqliteSettings, Synchronous,
};
pub use error::ConfigError;
pub use files::FileSettings;
pub use loaded::{Loaded, Origin};
pub use log::{LogFormat, LogLevel, LogSettings};
pub use mail::{MailDelivery, MailSettings};
pub use secret::Secret;
pub use sources::Sources;

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address that the server listens on.
    #[serde(with = "address")]
    pub listen: SocketAddr,
    /// Protects what must stay readable to the program alone.
    pub secret: Secret,
    /// Whether an empty database is filled with a demo agency.
    pub demo: bool,
    /// Where the data is.
    pub database: DatabaseSettings,
    /// Who may sign in, and for how long.
    pub auth: AuthSettings,
    /// How mail leaves.
    pub mail: MailSettings,
    /// How much is kept of what people upload.
    pub files: FileSettings,
    /// What is logged.
    pub log: LogSettings,
    /// The edge: limits, budgets, connections.
    pub http: crate::http::HttpSettings,
}

impl Settings {
    /// What holds where nothing is set.
    ///
    /// # Errors
    /// When the list of defaults that is compiled in is broken.
    pub fn standard() -> Result<Self, ConfigError> {
        Ok(Loaded::from(&Sources::default())?.settings)
    }

    /// Refuses values that are each in order but not together.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let Self {
            listen: _,
            secret,
            demo: _,
            database,
            auth,
            mail,
            files,
            log: _,
            http: _,
        } = self;
        let together = [
            (
                secret.is_empty() || secret.reveal().chars().count() >= 32,
                "secret must have 32 characters or more",
            ),
            (
                database.sqlite.readers >= 1,
                "database.sqlite.readers must be 1 or more",
            ),
            (
                database.postgres.connections >= 2,
                "database.postgres.connections must be 2 or more",
            ),
            (
                auth.access_lifetime.as_secs() <= 1_200,
                "auth.access_lifetime must be 20m or less",
            ),
            (
                auth.refresh_idle <= auth.refresh_absolute,
                "auth.refresh_idle must not be longer than auth.refresh_absolute",
            ),
            (
                auth.portal_refresh_idle <= auth.portal_refresh_absolute,
                "auth.portal_refresh_idle must not be longer than auth.portal_refresh_absolute",
            ),
            (
                auth.password.minimum >= 8,
                "auth.password.minimum must be 8 or more",
            ),
            (
                auth.password.minimum <= auth.password.owner_minimum,
                "auth.password.owner_minimum must not be less than auth.password.minimum",
            ),
            (
                auth.password.owner_minimum <= auth.password.maximum,
                "auth.password.maximum must not be less than auth.password.owner_minimum",
            ),
            (
                mail.delivery != MailDelivery::Smtp || !mail.smtp_url.is_empty(),
                "mail.smtp_url must be set when mail.delivery is smtp",
            ),
            (
                files.file_bytes <= 100 * 1024 * 1024,
                "files.file_bytes must be 104857600 or less",
            ),
        ];
        match together.into_iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(ConfigError::Together(rule)),
            None => Ok(()),
        }
    }
}
