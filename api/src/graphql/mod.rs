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
pub mod trial;
pub mod typename;
pub mod types;
pub mod viewer;
pub mod write;

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema, SchemaBuilder};
use tokio::sync::Notify;

use crate::{
    agency, bills, budgets, clients, contracts, engagements, files, people,
    people::door::Door,
    pipeline, profit, projects, proposals, rates,
    read::{self, Resources},
    time,
};

/// The schema of the process.
pub type RapportSchema = Schema<Query, Mutation, EmptySubscription>;

/// Everything that can be read.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    viewer::ViewerQuery,
    people::PeopleQuery,
    pipeline::PipelineQuery,
    proposals::ProposalsQuery,
    profit::ProfitQuery,
    Resources,
);

/// Everything that can be changed.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    people::PeopleMutation,
    agency::AgencyMutation,
    clients::ClientsMutation,
    pipeline::PipelineMutation,
    projects::ProjectMutation,
    rates::RatesMutation,
    budgets::BudgetMutation,
    engagements::EngagementMutation,
    files::FilesMutation,
    time::TimeMutation,
    bills::BillMutation,
    contracts::ContractsMutation,
    proposals::ProposalsMutation,
    profit::ProfitMutation,
);

/// Builds the schema for a process: what its fields stand on comes with it.
#[must_use]
pub fn schema_with(door: &Arc<Door>, mail_waits: &Arc<Notify>) -> RapportSchema {
    builder().data(door.clone()).data(mail_waits.clone()).finish()
}

/// Builds the schema to look at.
#[must_use]
pub fn schema() -> RapportSchema {
    builder().finish()
}

/// The only list of modules.
fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    let modules = || {
        [
            agency::resources(),
            people::resources(),
            clients::resources(),
            pipeline::resources(),
            projects::resources(),
            rates::resources(),
            budgets::resources(),
            engagements::resources(),
            files::resources(),
            time::resources(),
            bills::resources(),
            contracts::resources(),
            proposals::resources(),
            profit::resources(),
        ]
    };
    budgets::service::decided::register(|| {
        let of_time = time::service::LISTENERS.into_iter();
        let others = [budgets::service::commitment::LISTENER, bills::service::LISTENER];
        of_time.chain(others).collect()
    });
    read::register(|| modules().into_iter().flatten().collect());
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<read::Versioned>()
        .disable_suggestions()
        .limit_depth(20)
        .limit_recursive_depth(32)
        .limit_directives(10)
}

/// The schema as text, as it is published.
#[must_use]
pub fn sdl(schema: &RapportSchema) -> String {
    schema.sdl_with_options(SDLExportOptions::new().include_specified_by())
}
