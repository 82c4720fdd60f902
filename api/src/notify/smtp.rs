//! Mails by SMTP.

use std::time::Duration;

use async_trait::async_trait;
use entity::mail::Model;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use thiserror::Error;

use super::mail::{Mailer, Undelivered};

const PATIENCE: Duration = Duration::from_secs(20);

/// Why mails can not be sent at all.
#[derive(Debug, Error)]
pub enum SmtpSetting {
    /// The server's URL is of no use. Without the URL itself: a password may stand in it.
    #[error("the mail server must be a URL like smtps://user:password@host or smtp://host:587?tls=required")]
    Server,
    /// The sender's address is of no use.
    #[error("the sender of mails must be an address like `Agency <mail@example.com>`, not `{0}`")]
    Sender(String),
}

/// Sends mails by SMTP.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
}

impl Smtp {
    /// Sends through the server at `url` (`smtps://…`, or `smtp://…?tls=required`), as `sender`.
    pub fn new(url: &str, sender: &str) -> Result<Self, SmtpSetting> {
        let Ok(transport) = AsyncSmtpTransport::<Tokio1Executor>::from_url(url) else {
            return Err(SmtpSetting::Server);
        };
        let Ok(sender) = sender.parse() else {
            return Err(SmtpSetting::Sender(sender.to_owned()));
        };
        Ok(Self {
            transport: transport.timeout(Some(PATIENCE)).build(),
            sender,
        })
    }

    fn message(&self, mail: &Model) -> Result<Message, String> {
        let recipient = mail
            .recipient
            .parse()
            .map_err(|error| format!("the address is malformed: {error}"))?;
        let message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, recipient))
            .subject(&mail.subject)
            .message_id(Some(format!("<{}@{}>", mail.id, self.sender.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.reveal().to_owned());
        message.map_err(|error| error.to_string())
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Model) -> Result<(), Undelivered> {
        let message = self.message(mail).map_err(|reason| Undelivered {
            is_final: true,
            reason,
        })?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Undelivered {
                is_final: error.is_permanent(),
                reason: error.to_string(),
            }),
        }
    }
}
