//! Why something cannot be read, as the caller is told.

use async_graphql::{Pos, ServerError};
use sea_orm::DbErr;

use crate::kernel::{error::Error, message::Message};

/// Why a field cannot be read.
#[derive(Debug)]
pub(super) enum ReadError {
    /// An argument is not acceptable.
    BadInput(Message),
    /// A cursor is not one of ours, or belongs to another list.
    InvalidCursor,
    /// The caller lacks what it takes.
    Forbidden(String),
    /// The selection asks for too much at once.
    TooComplex(Message),
    /// The database failed.
    Database(DbErr),
    /// Something we did not foresee.
    Internal(&'static str),
}

impl ReadError {
    /// An argument is not acceptable, for this reason.
    pub(super) fn bad(reason: impl Into<Message>) -> Self {
        Self::BadInput(reason.into())
    }

    /// Whether it is the caller's to mend: then it belongs to the field that asked, and the fields beside it are answered.
    pub(super) const fn is_the_callers(&self) -> bool {
        match self {
            Self::BadInput(_) | Self::InvalidCursor | Self::Forbidden(_) | Self::TooComplex(_) => true,
            Self::Database(_) | Self::Internal(_) => false,
        }
    }

    /// The error as GraphQL shows it.
    pub(super) fn at(self, pos: Pos) -> ServerError {
        let coded = |message: Message, code: &str| {
            let mut error = message.into_server_error(Some(pos));
            error.extensions.get_or_insert_default().set("code", code);
            error
        };
        match self {
            Self::BadInput(reason) => coded(reason, "BAD_USER_INPUT"),
            Self::InvalidCursor => coded(say!("the cursor is not of this list"), "INVALID_CURSOR"),
            Self::Forbidden(scope) => {
                let mut error = coded(say!("you may not see this"), "FORBIDDEN");
                let extensions = error.extensions.get_or_insert_default();
                extensions.set("requiredScopes", vec![scope]);
                error
            }
            Self::TooComplex(reason) => coded(reason, "QUERY_TOO_COMPLEX"),
            Self::Database(error) => Error::from(error).into_server_error(pos),
            Self::Internal(doing) => Error::internal(doing).into_server_error(pos),
        }
    }
}

impl From<ReadError> for async_graphql::Error {
    fn from(error: ReadError) -> Self {
        let ServerError {
            message, extensions, ..
        } = error.at(Pos::default());
        Self {
            message,
            source: None,
            extensions,
        }
    }
}

impl From<DbErr> for ReadError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}
