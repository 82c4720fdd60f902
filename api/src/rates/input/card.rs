use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client, membership, project, rate, rate_card, rate_card_version,
    value::{CurrencyCode, Date, Id, UnitPriceInput},
    work_role,
};

use super::{CATEGORY, per_hour};
use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::Result,
};

/// Rates that one version of a card has at most.
pub(in crate::rates) const RATES_AT_MOST: usize = 200;

/// The rate card to make.
#[derive(Clone, Debug, InputObject)]
pub struct RateCardCreateInput {
    /// What it is called, at most 200 characters.
    pub name: String,
    /// The client it was agreed with; the agency's own card when left out.
    pub client_id: Option<Id<client::Entity>>,
    /// The currency of its rates; the client's or the agency's when left out. It never changes.
    pub currency: Option<CurrencyCode>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a rate card. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct RateCardUpdateInput {
    /// Which rate card.
    pub id: Id<rate_card::Entity>,
    /// Refuse if the rate card has another version.
    pub expected_version: Option<i32>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which rate card to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct RateCardArchiveInput {
    /// Which rate card.
    pub id: Id<rate_card::Entity>,
    /// Refuse if the rate card has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The rates of a card from a day on.
#[derive(Clone, Debug, InputObject)]
pub struct RateCardVersionCreateInput {
    /// Which rate card.
    pub rate_card_id: Id<rate_card::Entity>,
    /// The first day. Another version that holds on this day ends the day before.
    pub starts_on: Date,
    /// Why the rates changed.
    pub note: Option<String>,
    /// The rates, at most 200. More can be added with rateCreate.
    pub rates: Option<Vec<RateEntryInput>>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// A rate and the work it is for. What is left out does not matter for it.
#[derive(Clone, Debug, InputObject)]
pub struct RateEntryInput {
    /// Only for work of this person.
    pub member_id: Option<Id<membership::Entity>>,
    /// Only for work in this role.
    pub work_role_id: Option<Id<work_role::Entity>>,
    /// Only for work on this project.
    pub project_id: Option<Id<project::Entity>>,
    /// Only for work of this category, at most 64 characters.
    pub category: Option<String>,
    /// What an hour sells for, in the card's currency.
    pub per_hour: UnitPriceInput,
}

/// The rate to add to a version of a card.
#[derive(Clone, Debug, InputObject)]
pub struct RateCreateInput {
    /// Which version of a card.
    pub rate_card_version_id: Id<rate_card_version::Entity>,
    /// The rate and the work it is for.
    pub rate: RateEntryInput,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a rate. Work that was booked keeps the rate it was booked with.
#[derive(Clone, Debug, InputObject)]
pub struct RateUpdateInput {
    /// Which rate.
    pub id: Id<rate::Entity>,
    /// Refuse if the rate has another version.
    pub expected_version: Option<i32>,
    /// What an hour sells for, in the card's currency.
    pub per_hour: MaybeUndefined<UnitPriceInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which rate to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct RateArchiveInput {
    /// Which rate.
    pub id: Id<rate::Entity>,
    /// Refuse if the rate has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl RateCardCreateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.done()
    }
}

impl RateCardUpdateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.patch_text("name", &self.name, NAME);
        checks.done()
    }
}

impl RateCardVersionCreateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("note", self.note.as_ref(), NOTE);
        let rates = self.rates.as_deref().unwrap_or_default();
        checks.at_most("rates", rates.len(), RATES_AT_MOST);
        for (at, rate) in rates.iter().enumerate() {
            rate.check(&mut checks, &format!("rates.{at}"));
        }
        checks.done()
    }
}

impl RateEntryInput {
    fn check(&self, checks: &mut Checks, field: &str) {
        checks.opt_text(&format!("{field}.category"), self.category.as_ref(), CATEGORY);
        per_hour(checks, &format!("{field}.perHour"), Some(&self.per_hour));
    }
}

impl RateCreateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        self.rate.check(&mut checks, "rate");
        checks.done()
    }
}

impl RateUpdateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("perHour", &self.per_hour);
        per_hour(&mut checks, "perHour", self.per_hour.value());
        checks.done()
    }
}
