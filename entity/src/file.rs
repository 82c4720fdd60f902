//! A file that somebody uploaded.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership, project,
    value::{Id, Keyed, Kind},
};

choice! {
    /// Whether the contents of a file have arrived.
    FileStatus {
        /// It is announced, and its contents may be sent.
        Pending = "PENDING",
        /// Its contents are kept, and stay as they are.
        Stored = "STORED",
    }
}

/// A file that somebody uploaded.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    /// What the uploader calls it.
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub status: FileStatus,
    /// What its first bytes say it is.
    pub media_type: Option<String>,
    /// How long it is.
    pub bytes: Option<i32>,
    /// SHA-256 of its contents, in lower-case hexadecimal digits.
    pub sha256: Option<String>,
    pub stored_at: Option<DateTime<Utc>>,
    /// SHA-256 of the token that its contents are sent by.
    pub upload_hash: Vec<u8>,
    /// When that token stops working.
    pub upload_expires_at: DateTime<Utc>,
    /// The project of the expense that it is the receipt of.
    pub project_id: Option<Id<project::Entity>>,
    /// Whose expense that is.
    pub member_id: Option<Id<membership::Entity>>,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who uploaded it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::File;
}
