//! What callers are told when they are sent away.

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{admission::Busy, service::AuthFailure},
    kernel::message::Message,
};

pub(super) fn too_large(most: usize) -> Refusal {
    let message = say!("the body has more than {most} bytes", most);
    Refusal::new(Code::PayloadTooLarge, message).with("maximum", most)
}

pub(super) fn unavailable(message: Message) -> Refusal {
    Refusal::new(Code::ServiceUnavailable, message).with("retryAfter", 1)
}

pub(super) fn busy(busy: Busy) -> Refusal {
    match busy {
        Busy::Everyone => unavailable(say!("too many requests are running")),
        Busy::Agency => Refusal::new(Code::RateLimited, say!("too many of your requests are running"))
            .with("retryAfter", 1),
    }
}

pub(super) fn unauthenticated(failure: AuthFailure) -> Refusal {
    let (message, reason) = match failure {
        AuthFailure::TokenExpired => (say!("the token has expired"), "TOKEN_EXPIRED"),
        AuthFailure::TokenInvalid => (say!("the token is not valid"), "TOKEN_INVALID"),
        AuthFailure::Unavailable => return unavailable(say!("tokens cannot be checked now")),
    };
    Refusal::new(Code::Unauthenticated, message).with("reason", reason)
}
