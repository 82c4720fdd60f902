//! Why a request was not answered as asked.

use async_graphql::{Pos, Value};

use crate::kernel::message::Message;

/// The codes that an error can carry on its top level. Programs may rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The document does not follow the grammar.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// The request is malformed.
    BadRequest,
    /// An argument or a variable is not acceptable.
    BadUserInput,
    /// Persisted documents are not offered.
    PersistedQueryNotSupported,
    /// There is no valid token.
    Unauthenticated,
    /// The caller may not do this.
    Forbidden,
    /// The request asks for too much at once.
    QueryTooComplex,
    /// The caller has used up the budget for now.
    RateLimited,
    /// The same idempotency key is being worked on.
    RequestInProgress,
    /// The body is too large.
    PayloadTooLarge,
    /// The body is of a kind that is not read here.
    UnsupportedMediaType,
    /// The method is not allowed for this.
    MethodNotAllowed,
    /// No acceptable media type can be given.
    NotAcceptable,
    /// Something went wrong that the caller cannot help.
    InternalError,
    /// The service cannot do it now, but soon.
    ServiceUnavailable,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::GraphqlParseFailed,
        Self::GraphqlValidationFailed,
        Self::BadRequest,
        Self::BadUserInput,
        Self::PersistedQueryNotSupported,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::QueryTooComplex,
        Self::RateLimited,
        Self::RequestInProgress,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::InternalError,
        Self::ServiceUnavailable,
    ];

    /// The code as it is written in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::BadRequest => "BAD_REQUEST",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::QueryTooComplex => "QUERY_TOO_COMPLEX",
            Self::RateLimited => "RATE_LIMITED",
            Self::RequestInProgress => "REQUEST_IN_PROGRESS",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::InternalError => "INTERNAL_ERROR",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
        }
    }

    /// Whether the same request may succeed when it is sent again.
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited | Self::RequestInProgress | Self::ServiceUnavailable
        )
    }
}

/// One reason, in the caller's words, for which nothing was run.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// What programs look at.
    pub code: Code,
    /// What people read.
    pub message: Message,
    /// Further members of the error's `extensions`.
    pub details: Vec<(&'static str, Value)>,
    /// Places in the document.
    pub locations: Vec<Pos>,
}

impl Refusal {
    /// A refusal without details.
    pub fn new(code: Code, message: impl Into<Message>) -> Self {
        Self {
            code,
            message: message.into(),
            details: Vec::new(),
            locations: Vec::new(),
        }
    }

    /// A document that holds more of something than it may.
    pub fn too_much(what: &'static str, maximum: impl Into<Value>) -> Self {
        let maximum = maximum.into();
        Self::new(
            Code::QueryTooComplex,
            say!(
                "the document has too many {what}: {maximum} are allowed",
                what,
                maximum = &maximum
            ),
        )
        .with("limit", what)
        .with("maximum", maximum)
    }

    /// Adds a member to the error's `extensions`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    /// Adds a place in the document.
    #[must_use]
    pub fn at(mut self, place: Pos) -> Self {
        self.locations.push(place);
        self
    }
}
