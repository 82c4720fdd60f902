//! What is counted of requests and connections, for Prometheus.

use std::{sync::OnceLock, time::Duration};

use axum::http::StatusCode;
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::graphql::refusal::Code;

const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
const POINTS: [f64; 9] = [1.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1_000.0, 2_500.0, 5_000.0];

const REQUESTS: &str = "rapport_http_requests_total";
const DURATION: &str = "rapport_http_request_duration_seconds";
const IN_FLIGHT: &str = "rapport_http_requests_in_flight";
const REFUSALS: &str = "rapport_graphql_refusals_total";
const COST: &str = "rapport_graphql_cost_points";
const PANICS: &str = "rapport_panics_total";
const CONNECTIONS: &str = "rapport_http_connections";
const TURNED_AWAY: &str = "rapport_http_connections_refused_total";
const CUT: &str = "rapport_http_connections_cut_total";

/// Starts counting for the whole process; a second call changes nothing. `None` when the process already counts
/// elsewhere.
pub(super) fn start() -> Option<PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE.get_or_init(install).clone()
}

fn install() -> Option<PrometheusHandle> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &SECONDS)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Full(COST.to_owned()), &POINTS));
    let recorder = builder.ok()?.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).ok()?;
    describe();
    Some(handle)
}

fn describe() {
    metrics::describe_counter!(REQUESTS, "Requests answered, by route and class of status.");
    metrics::describe_histogram!(DURATION, "Seconds from a request's headers to its answer.");
    metrics::describe_gauge!(IN_FLIGHT, "Requests being answered.");
    metrics::describe_counter!(REFUSALS, "GraphQL requests of which nothing was run, by code.");
    metrics::describe_histogram!(COST, "Cost of GraphQL requests that were run.");
    metrics::describe_counter!(PANICS, "Requests that ended in a panic.");
    metrics::describe_gauge!(CONNECTIONS, "Open connections.");
    metrics::describe_counter!(
        TURNED_AWAY,
        "Connections closed at once because there were too many."
    );
    metrics::describe_counter!(CUT, "Connections closed because the client was too slow.");
}

/// One request being answered, until dropped.
pub(super) struct InFlight(());

impl InFlight {
    pub(super) fn begin() -> Self {
        gauge!(IN_FLIGHT).increment(1.0);
        Self(())
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        gauge!(IN_FLIGHT).decrement(1.0);
    }
}

/// One open connection, until dropped.
pub(super) struct Open(());

impl Open {
    pub(super) fn begin() -> Self {
        gauge!(CONNECTIONS).increment(1.0);
        Self(())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        gauge!(CONNECTIONS).decrement(1.0);
    }
}

pub(super) fn answered(route: &'static str, status: StatusCode, elapsed: Duration) {
    let class = match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    counter!(REQUESTS, "route" => route, "class" => class).increment(1);
    histogram!(DURATION, "route" => route).record(elapsed.as_secs_f64());
}

pub(super) fn refused(code: Code) {
    counter!(REFUSALS, "code" => code.as_str()).increment(1);
}

pub(super) fn charged(cost: u64) {
    histogram!(COST).record(f64::from(u32::try_from(cost).unwrap_or(u32::MAX)));
}

pub(super) fn panicked() {
    counter!(PANICS).increment(1);
}

pub(super) fn turned_away() {
    counter!(TURNED_AWAY).increment(1);
}

pub(super) fn cut() {
    counter!(CUT).increment(1);
}
