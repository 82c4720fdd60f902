//! A mailbox that keeps what would have been sent: for tests, and for the demo.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use entity::mail::Model;

use super::mail::{Mailer, Undelivered};

/// How many mails are kept: the demo may run for long.
const MOST: usize = 1_000;

/// Keeps mails in memory in place of sending them.
#[derive(Default)]
pub struct CapturedMailbox(Mutex<Vec<Model>>);

impl CapturedMailbox {
    /// What came for this address, the oldest first.
    pub fn to(&self, recipient: &str) -> Vec<Model> {
        self.all()
            .into_iter()
            .filter(|mail| mail.recipient == recipient)
            .collect()
    }

    /// All that came, the oldest first.
    pub fn all(&self) -> Vec<Model> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Mailer for CapturedMailbox {
    async fn send(&self, mail: &Model) -> Result<(), Undelivered> {
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if mails.len() >= MOST {
            mails.remove(0);
        }
        mails.push(mail.clone());
        Ok(())
    }
}
