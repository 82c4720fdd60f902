//! A PostgreSQL cluster that belongs to this process alone: made when the first test needs it, gone when the process ends.

mod cluster;
mod programs;
mod skipped;

use std::sync::OnceLock;

pub(crate) use cluster::Cluster;
pub(crate) use skipped::skip;

/// The cluster of this process, or why it has none: PostgreSQL's programs were not found.
///
/// # Panics
/// When the programs are there and the cluster does not start.
pub(crate) fn cluster() -> Result<&'static Cluster, &'static str> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(|| programs::folder().map(|folder| Cluster::start(&folder)));
    cluster.as_ref().map_err(String::as_str)
}
