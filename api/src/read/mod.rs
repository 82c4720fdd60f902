//! The read engine: declarations of what can be read become GraphQL types, and a selection over them one SQL statement.
//! Knows no module.

mod catalog;
mod error;
mod figures;
mod filter;
mod group;
mod order;
mod page;
mod plan;
mod registry;
mod resource;
mod run;
mod scopes;
mod select;
mod shape;

pub use catalog::{Catalog, catalog, register};
pub use figures::{FilterOf, allow, figures};
pub use group::group_name;
pub use registry::{NodeRef, Ref, Resources, Versioned};
pub use resource::{Declaration, Field, Grouping, Link, Resource, Scalar, Shape, Words, resource};
pub use scopes::scopes;
pub use shape::Row;
