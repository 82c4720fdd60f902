//! Agencies, users and memberships as rows: how each comes into being.

use chrono::{DateTime, Utc};
use entity::{
    agency::{self, Calendar, Locale, OverrunPolicy, TaxRounding},
    membership::{self, MemberStatus, Role},
    user::{self, email_key},
    value::{CurrencyCode, Id, fold, search_text},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use super::credentials::password::StoredPassword;
use crate::kernel::{error::Result, random::Random};

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
    /// Makes an agency with the usual settings.
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
            k_anonymity: Set(5),
            version: Set(1),
            created_at: Set(self.now),
            updated_at: Set(self.now),
        };
        Ok(row.insert(self.connection).await?)
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
            name_key: Set(fold(&user.name)),
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
