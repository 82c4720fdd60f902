//! Mails on their way out.

use sea_orm::entity::prelude::*;

use crate::secret::Secret;

/// A mail on its way out. It is written together with the change that it tells of, and sent afterwards.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub recipient: String,
    pub subject: String,
    /// Emptied when the mail has left or was given up: a link in it may open an account.
    pub body: Secret,
    pub created_at: DateTimeUtc,
    /// After that it is worth nothing any more, and is given up.
    pub expires_at: DateTimeUtc,
    pub attempts: i32,
    /// When it is tried next; while a node is at it, when another node may take over.
    pub due_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub given_up_at: Option<DateTimeUtc>,
    /// What the last attempt failed on.
    pub last_error: Option<String>,
}

/// A mail stands alone.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
