//! A key that a caller gave to a request, and what came of it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{agency, value::Id};

/// A key that a caller gave to a request, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub agency_id: Id<agency::Entity>,
    pub member_id: Uuid,
    /// The root field.
    pub operation: String,
    pub key: String,
    /// SHA-256 of the input.
    pub fingerprint: Vec<u8>,
    /// Ids of the records that came of it.
    #[sea_orm(column_type = "JsonBinary")]
    pub result: Json,
    pub expires_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
