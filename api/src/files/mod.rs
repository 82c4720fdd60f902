//! Files that people upload: announced through the graph, sent to a link of their own, and kept as they came. What a file is for is
//! said by later modules, such as the receipt of an expense.

mod access;
pub mod input;
mod mutation;
mod resource;
pub mod service;

pub(crate) use mutation::FilesMutation;
pub use resource::resources;
