//! How an error is made, and how it is told at the top level of an answer.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
use sea_orm::{DbErr, SqlErr};

use super::{Code, Error, UserError};
use crate::kernel::db;

impl Error {
    /// Something nobody foresaw, while doing this.
    pub fn internal(doing: impl Into<String>) -> Self {
        Self::Internal(doing.into())
    }

    /// A top-level error with a code.
    pub fn coded(code: Code, message: impl Into<String>) -> Self {
        Self::Coded(code, message.into())
    }

    /// The error at the top level of an answer. What the caller must not see is logged and masked.
    pub fn into_server_error(self, pos: Pos) -> ServerError {
        let mut wait = None;
        let (message, code, scope) = match self {
            Self::User(errors) => {
                let message = errors
                    .into_iter()
                    .next()
                    .map_or_else(String::new, |error| error.message);
                (message, "BAD_USER_INPUT", None)
            }
            Self::Coded(code, message) => (message, code.name(), None),
            Self::Wait(seconds) => {
                wait = Some(seconds.max(1));
                (
                    "too many attempts: wait before the next".to_owned(),
                    Code::RateLimited.name(),
                    None,
                )
            }
            Self::Forbidden(scope) => ("you may not do this".to_owned(), "FORBIDDEN", Some(scope)),
            Self::Database(error) if db::unavailable(&error) => {
                tracing::warn!(error = %error, "the database is away");
                (
                    "the server cannot do this at the moment".to_owned(),
                    Code::ServiceUnavailable.name(),
                    None,
                )
            }
            Self::Database(error) => {
                tracing::error!(error = %error, "a statement failed");
                ("something went wrong".to_owned(), "INTERNAL_ERROR", None)
            }
            Self::Internal(doing) => {
                tracing::error!(doing = %doing, "something unforeseen");
                ("something went wrong".to_owned(), "INTERNAL_ERROR", None)
            }
        };
        let mut error = ServerError::new(message, Some(pos));
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", code);
        if let Some(scope) = scope {
            extensions.set("requiredScopes", vec![scope]);
        }
        if let Some(seconds) = wait {
            extensions.set("retryAfter", seconds);
        }
        error.extensions = Some(extensions);
        error
    }

    /// The violated unique constraint, if that is what happened.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }
}

impl From<UserError> for Error {
    fn from(error: UserError) -> Self {
        Self::User(vec![error])
    }
}

impl From<Vec<UserError>> for Error {
    fn from(errors: Vec<UserError>) -> Self {
        Self::User(errors)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}
