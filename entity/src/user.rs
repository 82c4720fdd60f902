//! A person who can sign in, in as many agencies as have a membership for them.

use sea_orm::entity::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::{agency::Locale, secret::Secret};

/// A person who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The address as its owner writes it: mails go here.
    pub email: String,
    /// The address as it is compared, see [`email_key`].
    #[sea_orm(unique)]
    pub email_key: String,
    pub name: String,
    /// The language of mails and messages.
    pub locale: Locale,
    /// An Argon2id PHC string; none until the person has set a password.
    pub password_hash: Option<Secret>,
    /// Which pepper went into the hash; none when there was none.
    pub password_pepper: Option<String>,
    pub password_changed_at: Option<DateTimeUtc>,
    /// When it was shown that mails to the address are read by this person.
    pub email_verified_at: Option<DateTimeUtc>,
    /// The agency of the latest session: the one that a sign-in without a choice goes to.
    pub last_agency_id: Option<Uuid>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// What hangs on a user.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_many = "super::user_session::Entity")]
    Sessions,
    #[sea_orm(has_many = "super::one_time_token::Entity")]
    OneTimeTokens,
}

impl Related<super::user_session::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Sessions.def()
    }
}

impl Related<super::one_time_token::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::OneTimeTokens.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// An address as it is compared: without space around it, in compatible form and lower case, so that one person
/// does not become two by a capital letter.
pub fn email_key(email: &str) -> String {
    email.trim().nfkc().collect::<String>().to_lowercase()
}

impl crate::value::Keyed for Entity {
    const KIND: crate::value::Kind = crate::value::Kind::User;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_case_space_and_width() {
        assert_eq!(email_key("  Sara@Example.COM "), "sara@example.com");
        assert_eq!(email_key("ｓａｒａ@example.com"), "sara@example.com");
    }
}
