//! The edge of the graph: what is looked at before a document is executed.

pub mod coerce;
pub mod cost;
pub mod document;
pub mod introspection;
pub mod limits;
pub mod measure;
pub mod refusal;
pub mod scan;
pub mod types;
