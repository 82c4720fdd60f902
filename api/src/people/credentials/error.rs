//! What can go wrong with credentials.

use std::{io, path::PathBuf};

use sea_orm::DbErr;
use thiserror::Error;

use crate::kernel::error::{Code, Error as KernelError};

/// Why a credential could not be made, checked or kept. Wrong passwords and used-up tokens are answers, not errors.
#[derive(Debug, Error)]
pub enum CredentialError {
    /// All cores are hashing passwords, and the wait was long enough: the caller may try again.
    #[error("too many sign-ins at once")]
    Busy,
    /// Another node changed the same row at the same time: the transaction is to be repeated.
    #[error("another change came first")]
    Conflict,
    /// No key can sign now.
    #[error("no signing key is active")]
    NoKey,
    /// A secret can not be read with the installation's secret.
    #[error("the stored secret `{0}` can not be read: was RAPPORT_SECRET changed?")]
    Sealed(String),
    /// The installation's secret is too short to protect anything.
    #[error("RAPPORT_SECRET needs at least {0} characters")]
    ShortSecret(usize),
    /// Other accounts of the machine can read a secret.
    #[error("{0} can be read by others: it must be readable by its owner only (mode 0600, folders 0700)")]
    Exposed(PathBuf),
    /// A secret's file can not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// Something stored is not what was written there.
    #[error("the stored {0} is damaged")]
    Damaged(&'static str),
    /// A step of cryptography failed, which no input of a caller can bring about.
    #[error("{0} failed")]
    Crypto(&'static str),
    /// The database did not answer as it should.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The outcome of a step with credentials.
pub type Result<T, E = CredentialError> = std::result::Result<T, E>;

impl From<CredentialError> for KernelError {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::Database(error) => Self::Database(error),
            CredentialError::Busy | CredentialError::Conflict => Self::coded(
                Code::ServiceUnavailable,
                say!("too many at once: try again in a moment"),
            ),
            CredentialError::NoKey
            | CredentialError::Sealed(_)
            | CredentialError::ShortSecret(_)
            | CredentialError::Exposed(_)
            | CredentialError::File { .. }
            | CredentialError::Damaged(_)
            | CredentialError::Crypto(_) => Self::Internal(error.to_string()),
        }
    }
}
