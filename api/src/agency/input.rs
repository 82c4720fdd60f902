//! What it takes to change the agency and its own fields.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agency::{Calendar, Locale, OverrunPolicy, TaxRounding},
    custom_field::{self, CustomFieldType},
    value::{CurrencyCode, Id},
};

use crate::kernel::{
    calendar,
    check::{Checks, NAME},
    error::{Result, UserError},
};

/// What to change of the agency. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct AgencyUpdateInput {
    /// Refuse if the agency has another version.
    pub expected_version: Option<i32>,
    /// Its name.
    pub name: MaybeUndefined<String>,
    /// The currency its own books are kept in.
    pub base_currency: MaybeUndefined<CurrencyCode>,
    /// The language of its texts.
    pub locale: MaybeUndefined<Locale>,
    /// The time zone of its business days, an IANA name such as Europe/Berlin.
    pub time_zone: MaybeUndefined<String>,
    /// The calendar its months are counted in.
    pub calendar: MaybeUndefined<Calendar>,
    /// The month its fiscal year begins with, 1 to 12.
    pub fiscal_year_start_month: MaybeUndefined<i32>,
    /// Where tax is rounded.
    pub tax_rounding: MaybeUndefined<TaxRounding>,
    /// Whether a contract needs an accepted proposal.
    pub proposal_required_before_contract: MaybeUndefined<bool>,
    /// The net margin below which a project is reported, in hundredths of a percent.
    pub margin_floor_bps: MaybeUndefined<i32>,
    /// What happens when a cost would exceed its budget.
    pub overrun_default: MaybeUndefined<OverrunPolicy>,
    /// The most days between two reports to a client, 1 to 365.
    pub report_max_gap_days: MaybeUndefined<i32>,
    /// After so many days a client's silence counts as consent to a resolution, 1 to 90.
    pub silence_notice_days: MaybeUndefined<i32>,
    /// Fewer shoppers than this are never shown as a group, 2 to 100.
    pub k_anonymity: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl AgencyUpdateInput {
    /// Checks the form of the input.
    pub(super) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("baseCurrency", &self.base_currency);
        checks.not_cleared("locale", &self.locale);
        checks.not_cleared("timeZone", &self.time_zone);
        checks.not_cleared("calendar", &self.calendar);
        checks.not_cleared("taxRounding", &self.tax_rounding);
        checks.not_cleared("overrunDefault", &self.overrun_default);
        checks.not_cleared(
            "proposalRequiredBeforeContract",
            &self.proposal_required_before_contract,
        );
        checks.patch_text("name", &self.name, NAME);
        if self
            .time_zone
            .value()
            .is_some_and(|zone| !calendar::is_time_zone(zone))
        {
            checks.fault(UserError::invalid(
                "input.timeZone",
                say!("this is not an IANA time zone"),
            ));
        }
        for (field, number, from, to) in [
            ("fiscalYearStartMonth", &self.fiscal_year_start_month, 1, 12),
            ("reportMaxGapDays", &self.report_max_gap_days, 1, 365),
            ("silenceNoticeDays", &self.silence_notice_days, 1, 90),
            ("kAnonymity", &self.k_anonymity, 2, 100),
        ] {
            checks.not_cleared(field, number);
            checks.range(field, number.value().copied(), from, to);
        }
        checks.range(
            "marginFloorBps",
            self.margin_floor_bps.value().copied(),
            -10_000,
            10_000,
        );
        checks.done()
    }
}

/// The field to add to a kind of record.
#[derive(Clone, Debug, InputObject)]
pub struct CustomFieldCreateInput {
    /// The type that gets the field: one of those with customFields, for example Client.
    pub kind: String,
    /// Its key in customFields: letters, digits and underscores, beginning with a letter.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it holds.
    pub value_type: CustomFieldType,
    /// The words of a CHOICE.
    pub options: Option<Vec<String>>,
    /// Whether every record needs a value from now on.
    pub required: Option<bool>,
    /// Its place among the fields of the type.
    pub position: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl CustomFieldCreateInput {
    /// Checks the form of the input.
    pub(super) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        let plain = |key: &str| {
            key.starts_with(|first: char| first.is_ascii_alphabetic())
                && key
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        checks.text("key", &self.key, 64);
        if !plain(&self.key) {
            checks.fault(UserError::invalid(
                "input.key",
                say!("letters, digits and underscores, beginning with a letter"),
            ));
        }
        checks.text("label", &self.label, NAME);
        checks.range("position", self.position, 0, 10_000);
        options(&mut checks, self.value_type, self.options.as_ref());
        checks.done()
    }
}

fn options(checks: &mut Checks, of: CustomFieldType, options: Option<&Vec<String>>) {
    let words = options.map_or(&[][..], Vec::as_slice);
    checks.at_most("options", words.len(), 100);
    for (at, word) in words.iter().enumerate() {
        checks.text(&format!("options.{at}"), word, 100);
    }
    match (of, words.is_empty()) {
        (CustomFieldType::Choice, true) => checks.fault(UserError::required("input.options")),
        (CustomFieldType::Choice, false) | (_, true) => {}
        (_, false) => checks.fault(UserError::invalid(
            "input.options",
            say!("only a CHOICE has options"),
        )),
    }
}

/// What to change of one of the agency's own fields. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct CustomFieldUpdateInput {
    /// Which field.
    pub id: Id<custom_field::Entity>,
    /// Refuse if the field has another version.
    pub expected_version: Option<i32>,
    /// Its name for people.
    pub label: MaybeUndefined<String>,
    /// The words of a CHOICE. Values that records have stay as they are.
    pub options: MaybeUndefined<Vec<String>>,
    /// Whether every record needs a value from now on.
    pub required: MaybeUndefined<bool>,
    /// Its place among the fields of the type.
    pub position: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl CustomFieldUpdateInput {
    /// Checks the form of the input.
    pub(super) fn check(&self, of: CustomFieldType) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("label", &self.label);
        checks.not_cleared("options", &self.options);
        checks.not_cleared("required", &self.required);
        checks.not_cleared("position", &self.position);
        checks.patch_text("label", &self.label, NAME);
        checks.range("position", self.position.value().copied(), 0, 10_000);
        if let MaybeUndefined::Value(words) = &self.options {
            options(&mut checks, of, Some(words));
        }
        checks.done()
    }
}

/// Which of the agency's own fields to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct CustomFieldArchiveInput {
    /// Which field.
    pub id: Id<custom_field::Entity>,
    /// Refuse if the field has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}
