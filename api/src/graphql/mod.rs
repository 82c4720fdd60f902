//! The edge of the graph: the schema, the only list of modules, and the way from a field to a rule and back.

pub mod absent;
pub mod coerce;
pub mod cost;
pub mod directives;
pub mod document;
pub mod errors;
pub mod execute;
pub mod introspection;
pub mod limits;
pub mod measure;
pub mod refusal;
pub mod scan;
pub mod types;
pub mod viewer;
pub mod write;

use async_graphql::{EmptySubscription, MergedObject, Schema};

use crate::{
    agency, clients, people, projects,
    read::{self, Resources},
};

/// The schema of the process.
pub type RapportSchema = Schema<Query, Mutation, EmptySubscription>;

/// Everything that can be read.
#[derive(Debug, Default, MergedObject)]
pub struct Query(viewer::ViewerQuery, Resources);

/// Everything that can be changed.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(agency::AgencyMutation, clients::ClientMutation);

/// Builds the schema. The only list of modules.
#[must_use]
pub fn schema() -> RapportSchema {
    read::register(|| {
        [
            agency::resources(),
            people::resources(),
            clients::resources(),
            projects::resources(),
        ]
        .into_iter()
        .flatten()
        .collect()
    });
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<read::Versioned>()
        .disable_suggestions()
        .limit_depth(20)
        .limit_recursive_depth(32)
        .limit_directives(10)
        .finish()
}
