//! How an error is made, and how it is told at the top level of an answer.

use async_graphql::{Pos, ServerError};
use sea_orm::{DbErr, SqlErr};

use super::{Code, Error, UserError};
use crate::kernel::{db, message::Message};

impl Error {
    /// Something nobody foresaw, while doing this.
    pub fn internal(doing: impl Into<String>) -> Self {
        Self::Internal(doing.into())
    }

    /// A top-level error with a code.
    pub fn coded(code: Code, message: impl Into<Message>) -> Self {
        Self::Coded(code, message.into())
    }

    /// The error at the top level of an answer. What the caller must not see is logged and masked.
    pub fn into_server_error(self, pos: Pos) -> ServerError {
        let unforeseen = || say!("something went wrong");
        let (message, code) = match &self {
            Self::User(errors) => {
                let first = errors.first().map(|error| error.message.clone());
                (first.unwrap_or_else(unforeseen), "BAD_USER_INPUT")
            }
            Self::Coded(code, message) => (message.clone(), code.name()),
            Self::Wait(_) => (
                say!("too many attempts: wait before the next"),
                Code::RateLimited.name(),
            ),
            Self::Forbidden(_) => (say!("you may not do this"), "FORBIDDEN"),
            Self::Database(error) if db::unavailable(error) => {
                tracing::warn!(error = %error, "the database is away");
                (
                    say!("the server cannot do this at the moment"),
                    Code::ServiceUnavailable.name(),
                )
            }
            Self::Database(error) => {
                tracing::error!(error = %error, "a statement failed");
                (unforeseen(), "INTERNAL_ERROR")
            }
            Self::Internal(doing) => {
                tracing::error!(doing = %doing, "something unforeseen");
                (unforeseen(), "INTERNAL_ERROR")
            }
        };
        let mut error = message.into_server_error(Some(pos));
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", code);
        match self {
            Self::Forbidden(scope) => extensions.set("requiredScopes", vec![scope]),
            Self::Wait(seconds) => extensions.set("retryAfter", seconds.max(1)),
            Self::User(_) | Self::Coded(..) | Self::Database(_) | Self::Internal(_) => {}
        }
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
