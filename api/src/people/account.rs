//! Agencies, users and memberships as rows: how each comes into being.

use chrono::{DateTime, Utc};
use entity::{
    agency::{self, Calendar, Locale, OverrunPolicy, TaxRounding},
    membership::{self, MemberStatus, Role},
    user::{self, email_key},
    user_session::EndReason,
    value::{CurrencyCode, Id, search_text, sort_key},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::credentials::{
    one_time,
    password::StoredPassword,
    session::end,
    strength::{self, Bearer, Lengths},
};
use crate::kernel::{
    error::{Result, UserError},
    random::Random,
};

/// What an agency begins with.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Its name.
    pub name: String,
    /// The currency of its books.
    pub base_currency: CurrencyCode,
    /// The language of its texts.
    pub locale: Locale,
    /// The time zone of its business days.
    pub time_zone: String,
    /// The calendar of its months.
    pub calendar: Calendar,
}

/// Where new rows are written, and when.
#[derive(Clone, Copy)]
pub struct Maker<'m, C> {
    /// The connection: the caller owns the transaction.
    pub connection: &'m C,
    /// Chance, for ids.
    pub random: &'m dyn Random,
    /// The moment.
    pub now: DateTime<Utc>,
}

impl<C: ConnectionTrait> Maker<'_, C> {
    /// Makes an agency with the usual settings and stages.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn agency(&self, founding: Founding) -> Result<agency::Model> {
        let Founding {
            name,
            base_currency,
            locale,
            time_zone,
            calendar,
        } = founding;
        let row = agency::ActiveModel {
            id: Set(Id::of(self.random.uuid(self.now))),
            name: Set(name),
            base_currency: Set(base_currency),
            locale: Set(locale),
            time_zone: Set(time_zone),
            calendar: Set(calendar),
            fiscal_year_start_month: Set(1),
            tax_rounding: Set(TaxRounding::PerGroup),
            proposal_required_before_contract: Set(true),
            margin_floor_bps: Set(None),
            overrun_default: Set(OverrunPolicy::Block),
            report_max_gap_days: Set(35),
            silence_notice_days: Set(14),
            answer_target_hours: Set(
                serde_json::json!({ "LOW": 72, "NORMAL": 24, "HIGH": 8, "CRITICAL": 2 }),
            ),
            books_closed_until: Set(None),
            k_anonymity: Set(5),
            version: Set(1),
            created_at: Set(self.now),
            updated_at: Set(self.now),
        };
        let agency = row.insert(self.connection).await?;
        self.stages(&agency).await?;
        Ok(agency)
    }

    /// Makes a user; without a password until they set one.
    ///
    /// # Errors
    /// When the database refuses, for one because the address is taken.
    pub async fn user(
        &self,
        name: &str,
        email: &str,
        locale: Locale,
        password: Option<StoredPassword>,
    ) -> Result<user::Model> {
        let row = user::ActiveModel {
            id: Set(self.random.uuid(self.now)),
            email: Set(email.trim().to_owned()),
            email_key: Set(email_key(email)),
            name: Set(name.trim().to_owned()),
            locale: Set(locale),
            password_hash: Set(password.as_ref().map(|password| password.phc.clone())),
            password_pepper: Set(password.as_ref().and_then(|password| password.pepper.clone())),
            password_changed_at: Set(password.map(|_| self.now)),
            version: Set(1),
            created_at: Set(self.now),
            updated_at: Set(self.now),
            ..Default::default()
        };
        Ok(row.insert(self.connection).await?)
    }

    /// Gives a user a place in an agency.
    ///
    /// # Errors
    /// When the database refuses, for one because they have one.
    pub async fn member(
        &self,
        agency: &agency::Model,
        user: &user::Model,
        role: Role,
        status: MemberStatus,
    ) -> Result<membership::Model> {
        let row = membership::ActiveModel {
            id: Set(Id::of(self.random.uuid(self.now))),
            agency_id: Set(agency.id),
            user_id: Set(Id::of(user.id)),
            name: Set(user.name.clone()),
            name_key: Set(sort_key(&user.name)),
            email: Set(user.email_key.clone()),
            role: Set(role),
            status: Set(status),
            may_accept_proposals: Set(false),
            version: Set(1),
            created_at: Set(self.now),
            updated_at: Set(self.now),
            search: Set(search_text([user.name.as_str(), user.email_key.as_str()])),
            ..Default::default()
        };
        Ok(row.insert(self.connection).await?)
    }

    /// A new id.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.random.uuid(self.now)
    }
}

/// Refuses a password that is too easy to guess.
///
/// # Errors
/// INVALID at the input's field.
pub fn strong(password: &str, bearer: &Bearer<'_>, lengths: &Lengths, path: &str) -> Result<()> {
    strength::check(password, bearer, lengths).map_err(|weakness| UserError::invalid(path, weakness).into())
}

/// A password in place of another.
#[derive(Debug)]
pub struct NewPassword {
    /// The password.
    pub password: StoredPassword,
    /// Whether the person has just shown that mails to the address reach them.
    pub is_address_shown: bool,
    /// The session that goes on; all others end.
    pub except: Option<Uuid>,
}

/// Sets a password. The other sessions of the user end with the old one, and links that were sent stop working. The ids of the
/// sessions are to be forgotten after the commit.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(
    txn: &impl ConnectionTrait,
    user: &user::Model,
    new: NewPassword,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let NewPassword {
        password,
        is_address_shown,
        except,
    } = new;
    let mut update = changed(user.id, now)
        .col_expr(user::Column::PasswordHash, Expr::value(password.phc))
        .col_expr(user::Column::PasswordPepper, Expr::value(password.pepper))
        .col_expr(user::Column::PasswordChangedAt, Expr::value(now));
    if is_address_shown {
        update = update.col_expr(user::Column::EmailVerifiedAt, Expr::value(now));
    }
    update.exec(txn).await?;
    one_time::void(txn, user.id, now).await?;
    Ok(end::end_all(txn, user.id, except, EndReason::PasswordChanged, now).await?)
}

/// Notes that mails to a user's address reach them.
///
/// # Errors
/// When the database refuses.
pub async fn note_address(txn: &impl ConnectionTrait, user: &user::Model, now: DateTime<Utc>) -> Result<()> {
    changed(user.id, now)
        .col_expr(user::Column::EmailVerifiedAt, Expr::value(now))
        .filter(user::Column::EmailVerifiedAt.is_null())
        .exec(txn)
        .await?;
    Ok(())
}

/// Notes where a user is at work: the next sign-in without a choice goes there.
///
/// # Errors
/// When the database refuses.
#[expect(clippy::disallowed_methods, reason = "users belong to no agency")]
pub async fn note_agency(
    txn: &impl ConnectionTrait,
    user_id: Uuid,
    agency: Id<agency::Entity>,
) -> Result<()> {
    user::Entity::update_many()
        .col_expr(user::Column::LastAgencyId, Expr::value(agency.uuid()))
        .filter(user::Column::Id.eq(user_id))
        .exec(txn)
        .await?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "users belong to no agency")]
fn changed(user_id: Uuid, now: DateTime<Utc>) -> sea_orm::UpdateMany<user::Entity> {
    user::Entity::update_many()
        .col_expr(user::Column::Version, Expr::col(user::Column::Version).add(1))
        .col_expr(user::Column::UpdatedAt, Expr::value(now))
        .filter(user::Column::Id.eq(user_id))
}
