//! Links that work once: to reset a password, to accept an invitation.

use sea_orm::entity::prelude::*;

/// A link that works once, for one purpose and one address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// SHA-256 of the token.
    #[sea_orm(unique)]
    pub hash: Vec<u8>,
    pub purpose: Purpose,
    /// Whom it is for; none when the person has no account yet.
    pub user_id: Option<Uuid>,
    /// Which agency speaks by it.
    pub agency_id: Option<Uuid>,
    /// The record it is about, say the membership that an invitation opens.
    pub subject_id: Option<Uuid>,
    /// The address it was sent to, folded: it is dead once the user has another one.
    pub email_key: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    /// When it was withdrawn, because the password or the address changed or a newer one took its place.
    pub voided_at: Option<DateTimeUtc>,
}

/// What a one-time token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(24))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Purpose {
    /// Setting a new password without knowing the old one.
    PasswordReset,
    /// Joining an agency.
    Invitation,
}

/// Whom a one-time token is for.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::user::Entity",
        from = "Column::UserId",
        to = "super::user::Column::Id"
    )]
    User,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
