//! Secrets of the installation, where the database keeps them: the keys that sign access tokens, and the pepper.

use sea_orm::entity::prelude::*;

/// A secret of the installation, encrypted. What it does now follows from its times alone, so that all nodes agree.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub purpose: Purpose,
    /// Counts up within a purpose. Unique, so that of two nodes that make the next key only one succeeds.
    pub generation: i32,
    /// The name by which tokens and hashes refer to it.
    pub kid: String,
    /// The secret, encrypted under the installation's own secret.
    pub sealed: Vec<u8>,
    pub published_at: DateTimeUtc,
    /// From then on it is the one in use, until another one's time has come.
    pub signs_from: DateTimeUtc,
    /// Since then nothing that it signed is valid.
    pub revoked_at: Option<DateTimeUtc>,
}

/// What a secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(16))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Purpose {
    /// Signs access tokens: an Ed25519 key pair.
    AccessToken,
    /// Goes into password hashes, so that the database alone is not enough to guess them.
    Pepper,
}

/// A key stands alone.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
