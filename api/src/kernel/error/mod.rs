//! What can go wrong, sorted by who can do something about it.

mod answer;

use chrono::NaiveDate;
use entity::{
    agency::OverrunPolicy,
    value::{CurrencyCode, Kind},
};
use sea_orm::DbErr;
use uuid::Uuid;

use super::message::Message;

/// The outcome of a rule.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a rule did not do what was asked.
#[derive(Debug)]
pub enum Error {
    /// The caller can act on it: data of the payload.
    User(Vec<UserError>),
    /// The caller is told a code: a top-level error.
    Coded(Code, Message),
    /// The caller lacks a scope.
    Forbidden(String),
    /// The caller has to wait for so many seconds.
    Wait(i64),
    /// The database failed.
    Database(DbErr),
    /// Nobody foresaw it: the caller sees that something went wrong, the log sees what.
    Internal(String),
}

/// Codes of top-level errors that rules raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Nobody is signed in.
    Unauthenticated,
    /// A request with the same idempotency key is still running.
    RequestInProgress,
    /// The server cannot do it at the moment.
    ServiceUnavailable,
    /// Too many attempts.
    RateLimited,
    /// The request itself is at fault.
    BadUserInput,
}

impl Code {
    /// The code as callers see it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Code::Unauthenticated => "UNAUTHENTICATED",
            Code::RequestInProgress => "REQUEST_IN_PROGRESS",
            Code::ServiceUnavailable => "SERVICE_UNAVAILABLE",
            Code::RateLimited => "RATE_LIMITED",
            Code::BadUserInput => "BAD_USER_INPUT",
        }
    }
}

/// What is wrong with an input, in the payload's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum UserErrorCode {
    /// A value is not acceptable.
    Invalid,
    /// A value is missing.
    Required,
    /// A value is too long, too large or too many.
    TooLarge,
    /// Another record has this value.
    NotUnique,
    /// A referenced record does not exist or is hidden from the caller.
    NotFound,
    /// The record changed since it was read.
    VersionConflict,
    /// The record's state does not allow this.
    InvalidState,
    /// The idempotency key was used for another input.
    IdempotencyKeyReused,
    /// An agency's limit is reached.
    LimitReached,
    /// The address or the password is wrong.
    InvalidCredentials,
}

/// One thing that the caller can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    /// For programs.
    pub code: UserErrorCode,
    /// For people: lower case, no full stop, in their words.
    pub message: Message,
    /// The input field at fault, from `input` down.
    pub path: Vec<String>,
    /// What else is known.
    pub detail: Detail,
}

/// What else a caller is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing else.
    None,
    /// The record as it is now.
    Conflict {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: Uuid,
        /// Its version now.
        version: i32,
    },
    /// The record that has the value.
    Existing(Option<(Kind, Uuid)>),
    /// The states in question.
    Transition {
        /// The state it is in.
        from: &'static str,
        /// The state asked for.
        to: &'static str,
        /// The states it can go to.
        allowed: Vec<&'static str>,
    },
    /// The state in which the record can no longer be changed.
    Frozen(&'static str),
    /// The last day whose books are closed.
    PeriodClosed {
        /// The day.
        until: NaiveDate,
    },
    /// What a budget says to it.
    BudgetExceeded {
        /// What the budget does with costs beyond it.
        policy: OverrunPolicy,
        /// The currency of its amounts; none when they are minutes.
        currency: Option<CurrencyCode>,
        /// What is left and what was asked for, for those who may know.
        figures: Option<(i64, i64)>,
    },
    /// What an engagement has left.
    CapExceeded {
        /// The currency of its amounts; none when they are minutes.
        currency: Option<CurrencyCode>,
        /// What is left.
        remaining: i64,
        /// What was asked for.
        requested: i64,
    },
}

impl UserError {
    /// An error of this code at a field of the input, written `input.contacts.0.email`.
    #[must_use]
    pub fn new(code: UserErrorCode, path: &str, message: impl Into<Message>) -> Self {
        let path = path
            .split('.')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        Self {
            code,
            message: message.into(),
            path,
            detail: Detail::None,
        }
    }

    /// A value is not acceptable.
    #[must_use]
    pub fn invalid(path: &str, message: impl Into<Message>) -> Self {
        Self::new(UserErrorCode::Invalid, path, message)
    }

    /// A value is missing.
    #[must_use]
    pub fn required(path: &str) -> Self {
        Self::new(UserErrorCode::Required, path, say!("a value is needed"))
    }

    /// A value is too long, too large or too many.
    #[must_use]
    pub fn too_large(path: &str, message: impl Into<Message>) -> Self {
        Self::new(UserErrorCode::TooLarge, path, message)
    }

    /// There is no such record, for this caller.
    #[must_use]
    pub fn not_found(path: &str) -> Self {
        Self::new(UserErrorCode::NotFound, path, say!("there is no such record"))
    }

    /// The record's state does not allow it.
    #[must_use]
    pub fn invalid_state(message: impl Into<Message>) -> Self {
        Self::new(UserErrorCode::InvalidState, "input", message)
    }

    /// An agency's limit is reached.
    #[must_use]
    pub fn limit_reached(path: &str, message: impl Into<Message>) -> Self {
        Self::new(UserErrorCode::LimitReached, path, message)
    }

    /// Another record has this value.
    #[must_use]
    pub fn not_unique(path: &str, existing: Option<(Kind, Uuid)>) -> Self {
        let error = Self::new(
            UserErrorCode::NotUnique,
            path,
            say!("another record has this value"),
        );
        Self {
            detail: Detail::Existing(existing),
            ..error
        }
    }

    /// The record changed since it was read.
    #[must_use]
    pub fn version_conflict(kind: Kind, id: Uuid, version: i32) -> Self {
        let message = say!("the record changed since it was read");
        let error = Self::new(UserErrorCode::VersionConflict, "input.expectedVersion", message);
        Self {
            detail: Detail::Conflict { kind, id, version },
            ..error
        }
    }

    /// The books of the day are closed.
    #[must_use]
    pub fn period_closed(path: &str, until: NaiveDate) -> Self {
        let message = say!("the books are closed up to {until}", until);
        Self {
            detail: Detail::PeriodClosed { until },
            ..Self::new(UserErrorCode::InvalidState, path, message)
        }
    }

    /// A state cannot follow another.
    #[must_use]
    pub fn invalid_transition(from: &'static str, to: &'static str, allowed: Vec<&'static str>) -> Self {
        let error = Self::invalid_state(say!("it cannot go from {from} to {to}", from, to));
        Self {
            detail: Detail::Transition { from, to, allowed },
            ..error
        }
    }

    /// A record can no longer be changed in the state it is in.
    #[must_use]
    pub fn frozen(status: &'static str, message: impl Into<Message>) -> Self {
        Self {
            detail: Detail::Frozen(status),
            ..Self::invalid_state(message)
        }
    }
}
