//! The numbers and switches of the edge.

use std::time::Duration;

use serde::Deserialize;

use crate::graphql::limits::{Limits, names};

/// How the service meets the network. The defaults are those of the documentation.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpSettings {
    /// What one document may ask for.
    pub limits: Limits,
    /// The budget of each caller.
    pub budget: Budget,
    /// Connections and how long they may take.
    pub connections: Connections,
    /// How much is done at once.
    pub load: Load,
    /// Whether the schema may be read, by introspection and at `/schema.graphql`.
    pub introspection: bool,
    /// Whether answers above 1 KiB are compressed for those who accept it.
    pub compression: bool,
    /// Whether `/metrics` is served.
    pub metrics: bool,
    /// Web pages of these origins may call; exact, such as `https://app.example.com`.
    pub origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed: addresses or networks such as `10.0.0.0/8`.
    pub proxies: Vec<String>,
    /// Root fields that need no token.
    pub anonymous_fields: Vec<String>,
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// Bytes of an answer.
    pub answer_bytes: usize,
    /// Errors in one answer.
    pub errors: usize,
    /// Milliseconds within which a body must arrive.
    pub body_timeout_ms: u64,
    /// Milliseconds that an operation may take.
    pub execution_timeout_ms: u64,
}

/// What a caller may spend. It refills all the time.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Budget {
    /// Whether there is one.
    pub enabled: bool,
    /// Points of a full budget.
    pub points: u64,
    /// Points that come back each second.
    pub restore_per_second: u64,
    /// Callers that are remembered; the others start with a full budget.
    pub callers: u64,
}

/// What connections may take.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Connections {
    /// Open ones in all.
    pub total: usize,
    /// Open ones from one address that is no known proxy.
    pub per_address: usize,
    /// Headers of a request.
    pub headers: usize,
    /// Bytes of a request's first line and headers.
    pub header_bytes: usize,
    /// Milliseconds within which the headers must arrive.
    pub header_timeout_ms: u64,
    /// Milliseconds that a connection may be silent between two requests.
    pub idle_timeout_ms: u64,
    /// Milliseconds that a client may take to receive anything of its answer.
    pub write_timeout_ms: u64,
    /// Milliseconds between being told to stop and accepting no more, in which `/readyz` says so.
    pub drain_ms: u64,
    /// Milliseconds that requests have to end after that.
    pub stop_timeout_ms: u64,
}

/// How much is done at once. More waits shortly, and is then told to come back.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Load {
    /// Requests that run at once on each processor core.
    pub in_flight_per_core: usize,
    /// Requests that wait for one of those to end.
    pub queue: usize,
    /// Milliseconds that they wait.
    pub queue_ms: u64,
    /// Requests of one agency, or of one anonymous address, that run at once; 0 for no such limit.
    pub per_agency: usize,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            budget: Budget::default(),
            connections: Connections::default(),
            load: Load::default(),
            introspection: true,
            compression: true,
            metrics: true,
            origins: Vec::new(),
            proxies: Vec::new(),
            anonymous_fields: names(&[
                "__typename",
                "__schema",
                "__type",
                "signUp",
                "signIn",
                "tokenRefresh",
                "passwordResetRequest",
                "passwordReset",
                "invitationAccept",
            ]),
            body_bytes: 256 * 1024,
            answer_bytes: 5 * 1024 * 1024,
            errors: 10,
            body_timeout_ms: 10_000,
            execution_timeout_ms: 10_000,
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            enabled: true,
            points: 20_000,
            restore_per_second: 300,
            callers: 100_000,
        }
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            total: 4_096,
            per_address: 512,
            headers: 64,
            header_bytes: 16 * 1024,
            header_timeout_ms: 5_000,
            idle_timeout_ms: 60_000,
            write_timeout_ms: 30_000,
            drain_ms: 5_000,
            stop_timeout_ms: 20_000,
        }
    }
}

impl Default for Load {
    fn default() -> Self {
        Self {
            in_flight_per_core: 64,
            queue: 128,
            queue_ms: 200,
            per_agency: 16,
        }
    }
}

impl HttpSettings {
    pub(super) const fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.body_timeout_ms)
    }

    pub(super) const fn execution_timeout(&self) -> Duration {
        Duration::from_millis(self.execution_timeout_ms)
    }
}
