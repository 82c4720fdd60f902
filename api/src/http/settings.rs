//! The numbers and switches of the edge.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    config::duration,
    graphql::limits::{Limits, names},
};

/// How the service meets the network. The defaults are those of the documentation.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch that people set by its own name"
)]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    /// What one document may ask for.
    pub limits: Limits,
    /// The budget of each caller.
    pub budget: Budget,
    /// Connections and how long they may take.
    pub connections: Connections,
    /// How much is done at once.
    pub load: Load,
    /// Files that arrive.
    pub uploads: Uploads,
    /// Whether the schema may be read, by introspection and at `/schema.graphql`.
    pub introspection: bool,
    /// Whether answers above 1 KiB are compressed for those who accept it.
    pub compression: bool,
    /// Whether `/metrics` is served.
    pub metrics: bool,
    /// Whether GraphiQL is served at `/`.
    pub graphiql: bool,
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
    /// How long a body may take to arrive.
    #[serde(with = "duration")]
    pub body_timeout: Duration,
    /// How long an operation may take.
    #[serde(with = "duration")]
    pub execution_timeout: Duration,
}

/// What a caller may spend. It refills all the time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connections {
    /// Open ones in all.
    pub total: usize,
    /// Open ones from one address that is no known proxy.
    pub per_address: usize,
    /// Headers of a request.
    pub headers: usize,
    /// Bytes of a request's first line and headers.
    pub header_bytes: usize,
    /// How long headers may take to arrive.
    #[serde(with = "duration")]
    pub header_timeout: Duration,
    /// How long a connection may be silent between two requests.
    #[serde(with = "duration")]
    pub idle_timeout: Duration,
    /// How long a client may take to receive any of its answer.
    #[serde(with = "duration")]
    pub write_timeout: Duration,
    /// How long `/readyz` says so, between being told to stop and accepting no more.
    #[serde(with = "duration")]
    pub drain: Duration,
    /// How long requests have to end after that.
    #[serde(with = "duration")]
    pub stop_timeout: Duration,
}

/// How much is done at once. More waits shortly, and is then told to come back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// Requests that run at once on each processor core.
    pub in_flight_per_core: usize,
    /// Requests that wait for one of those to end.
    pub queue: usize,
    /// How long they wait.
    #[serde(with = "duration")]
    pub queue_wait: Duration,
    /// Requests of one agency, or of one anonymous address, that run at once; 0 for no such limit.
    pub per_agency: usize,
}

/// What files that arrive may take.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uploads {
    /// How long one may take to arrive.
    #[serde(with = "duration")]
    pub timeout: Duration,
    /// Those that arrive at once for each processor core.
    pub in_flight_per_core: usize,
    /// Those of one agency that arrive at once; 0 for no such limit.
    pub per_agency: usize,
}

impl Uploads {
    /// The same as a load: whoever finds no place waits as long as others do.
    pub(super) fn load(&self, load: &Load) -> Load {
        Load {
            in_flight_per_core: self.in_flight_per_core,
            queue: load.queue,
            queue_wait: load.queue_wait,
            per_agency: self.per_agency,
        }
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            budget: Budget::default(),
            connections: Connections::default(),
            load: Load::default(),
            uploads: Uploads::default(),
            introspection: true,
            compression: true,
            metrics: true,
            graphiql: false,
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
                "proposalLink",
                "proposalLinkView",
                "proposalLinkAccept",
                "proposalLinkDecline",
            ]),
            body_bytes: 256 * 1024,
            answer_bytes: 5 * 1024 * 1024,
            errors: 10,
            body_timeout: Duration::from_secs(10),
            execution_timeout: Duration::from_secs(10),
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
            header_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_mins(1),
            write_timeout: Duration::from_secs(30),
            drain: Duration::from_secs(5),
            stop_timeout: Duration::from_secs(20),
        }
    }
}

impl Default for Load {
    fn default() -> Self {
        Self {
            in_flight_per_core: 64,
            queue: 128,
            queue_wait: Duration::from_millis(200),
            per_agency: 16,
        }
    }
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            timeout: Duration::from_mins(1),
            in_flight_per_core: 4,
            per_agency: 4,
        }
    }
}
