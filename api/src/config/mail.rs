//! How mail leaves.

use serde::{Deserialize, Serialize};

use super::Secret;

/// How mail leaves.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// What happens to a mail.
    pub delivery: MailDelivery,
    /// The mail server, for example `smtps://user:password@mail.example.com`.
    pub smtp_url: Secret,
    /// Whom mails come from.
    pub from: String,
    /// Where links in mails lead: the address of the front end.
    pub link_base: String,
}

/// What happens to a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailDelivery {
    /// It is dropped, and a log line says so.
    Off,
    /// It goes to the mail server.
    Smtp,
    /// It stays in memory, to be read by a demo or a test.
    Captured,
}
