//! A sign-in on one device: what a person can list and end.

use sea_orm::entity::prelude::*;

/// A sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    /// The agency that the session works in; another one is chosen by switching.
    pub agency_id: Option<Uuid>,
    /// Whether the shorter lifetimes of portal users hold.
    pub is_portal: bool,
    /// What the device calls itself, cut at 200 characters.
    pub device: Option<String>,
    /// Where the session began.
    pub address: Option<String>,
    pub created_at: DateTimeUtc,
    /// When a new pair of tokens was last given out.
    pub refreshed_at: DateTimeUtc,
    /// The session ends then unless it is refreshed before.
    pub idle_ends_at: DateTimeUtc,
    /// The session ends then in any case.
    pub ends_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub end_reason: Option<EndReason>,
}

/// Why a session was ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(24))",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum EndReason {
    /// The person signed out on the device.
    SignedOut,
    /// The person ended it from another session.
    EndedByUser,
    /// A refresh token came a second time: somebody else has a copy.
    TokenReplayed,
    /// The password was changed or reset.
    PasswordChanged,
    /// The membership in the agency was deactivated.
    Deactivated,
}

/// What a session belongs to, and what hangs on it.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::user::Entity",
        from = "Column::UserId",
        to = "super::user::Column::Id"
    )]
    User,
    #[sea_orm(has_many = "super::refresh_token::Entity")]
    RefreshTokens,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl Related<super::refresh_token::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::RefreshTokens.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl crate::value::Keyed for Entity {
    const KIND: crate::value::Kind = crate::value::Kind::Session;
}
