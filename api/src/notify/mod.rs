//! What leaves the house for people: mails. A mail is a row that is written in the same transaction as the change it
//! tells of, so that it is sent if the change is kept, and only then.

#![expect(
    clippy::disallowed_methods,
    reason = "mails belong to no agency: the queue is emptied by the process, for nobody in particular"
)]

pub mod letter;
pub mod mail;
pub mod mailbox;
pub mod smtp;

#[cfg(test)]
mod tests;
