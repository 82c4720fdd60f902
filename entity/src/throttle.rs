//! How often something was tried lately, shared by all nodes.

use sea_orm::entity::prelude::*;

/// One counter of tries.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// SHA-256 of what is counted: no address and no account can be read from it.
    #[sea_orm(unique)]
    pub key: Vec<u8>,
    /// Tries that failed in a row.
    pub failures: i32,
    /// When the counter has run empty (a rate), or when the next try is free (a delay).
    pub due_at: DateTimeUtc,
    /// When a try last succeeded.
    pub succeeded_at: Option<DateTimeUtc>,
    /// Counts the writes, so that two of them do not overwrite each other.
    pub version: i32,
    pub updated_at: DateTimeUtc,
}

/// A counter stands alone.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
