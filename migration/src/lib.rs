//! How the database comes to its shape: one file a step, portable between SQLite and PostgreSQL, up and down.

#![expect(
    elided_lifetimes_in_paths,
    reason = "those of `MigrationTrait` are elided too, and must agree"
)]

pub mod kit;

mod m20261124_080000_create_identity;
mod m20261124_090000_create_agency;
mod m20261124_091000_create_records;
mod m20261124_092000_create_client;
mod m20261124_093000_create_project;
mod m20261125_010000_create_pipeline;
mod m20261125_020000_create_rates;
mod m20261125_030000_create_budgets;
mod m20261125_040000_create_time;
mod m20261125_060000_create_proposals;
mod m20261125_070000_create_contracts;
mod m20261125_080000_create_profit;
mod m20261125_090000_let_expenses_use_commitments;
mod m20261125_100000_create_files;
mod m20261125_110000_create_engagements;
mod m20261125_120000_create_bills;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All steps, in their order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_080000_create_identity::Migration),
            Box::new(m20261124_090000_create_agency::Migration),
            Box::new(m20261124_091000_create_records::Migration),
            Box::new(m20261124_092000_create_client::Migration),
            Box::new(m20261124_093000_create_project::Migration),
            Box::new(m20261125_010000_create_pipeline::Migration),
            Box::new(m20261125_020000_create_rates::Migration),
            Box::new(m20261125_030000_create_budgets::Migration),
            Box::new(m20261125_040000_create_time::Migration),
            Box::new(m20261125_060000_create_proposals::Migration),
            Box::new(m20261125_070000_create_contracts::Migration),
            Box::new(m20261125_080000_create_profit::Migration),
            Box::new(m20261125_090000_let_expenses_use_commitments::Migration),
            Box::new(m20261125_100000_create_files::Migration),
            Box::new(m20261125_110000_create_engagements::Migration),
            Box::new(m20261125_120000_create_bills::Migration),
        ]
    }
}
