//! What callers are told when they are sent away.

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{admission::Busy, service::AuthFailure},
};

pub(super) fn too_large(most: usize) -> Refusal {
    let message = format!("the body has more than {most} bytes");
    Refusal::new(Code::PayloadTooLarge, message).with("maximum", most)
}

pub(super) fn unavailable(message: &'static str) -> Refusal {
    Refusal::new(Code::ServiceUnavailable, message).with("retryAfter", 1)
}

pub(super) fn busy(busy: Busy) -> Refusal {
    match busy {
        Busy::Everyone => unavailable("too many requests are running"),
        Busy::Agency => {
            Refusal::new(Code::RateLimited, "too many of your requests are running").with("retryAfter", 1)
        }
    }
}

pub(super) fn unauthenticated(failure: AuthFailure) -> Refusal {
    let (message, reason) = match failure {
        AuthFailure::TokenExpired => ("the token has expired", "TOKEN_EXPIRED"),
        AuthFailure::TokenInvalid => ("the token is not valid", "TOKEN_INVALID"),
        AuthFailure::Unavailable => return unavailable("tokens cannot be checked now"),
    };
    Refusal::new(Code::Unauthenticated, message).with("reason", reason)
}
