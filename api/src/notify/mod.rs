//! What leaves the house for people: mails. A mail is a row that is written in the same transaction as the change it
//! tells of, so that it is sent if the change is kept, and only then.

pub mod letter;
pub mod mail;
pub mod mailbox;
pub mod smtp;

#[cfg(test)]
mod tests;
