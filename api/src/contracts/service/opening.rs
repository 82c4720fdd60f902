//! From what was agreed to work that can begin: contract, project, phases, milestones, budget, billing plan and baseline in one
//! unit of work. All of them add up to what was agreed, to the last minor unit; when one cannot be made, none is.

use chrono::NaiveDate;
use entity::{
    client,
    contract::{self, ContractStatus, ContractType},
    membership, phase, project,
    value::{CurrencyCode, Id},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::{baseline, billing, plan};
use crate::{
    contracts::input::PhaseBilling,
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        number,
        tx::Tx,
    },
};

/// What was agreed.
#[derive(Clone, Debug)]
pub struct Terms {
    /// With whom.
    pub client: client::Model,
    /// What it is about: also the name of the project.
    pub title: String,
    /// How the work is paid.
    pub contract_type: ContractType,
    /// The currency of all amounts.
    pub currency: CurrencyCode,
    /// What is never invoiced beyond, in minor units.
    pub not_to_exceed: Option<i64>,
    /// Who runs the project.
    pub manager: Option<Id<membership::Entity>>,
    /// Whether it goes on unless somebody gives notice.
    pub auto_renew: bool,
    /// Days before its end by which notice is given.
    pub notice_days: Option<i32>,
    /// The acceptance of a proposal that it came of.
    pub acceptance: Option<Uuid>,
    /// Its phases, in their order.
    pub phases: Vec<PhaseTerms>,
}

/// A phase that was agreed.
#[derive(Clone, Debug)]
pub struct PhaseTerms {
    /// What it is called.
    pub name: String,
    /// What it is to reach.
    pub goal: Option<String>,
    /// The first day.
    pub starts_on: Option<NaiveDate>,
    /// The last day, which the client was told.
    pub ends_on: NaiveDate,
    /// What the client pays for it, in minor units.
    pub price: i64,
    /// What it is planned to cost; none when nobody knows.
    pub cost: Option<i64>,
    /// How long it is planned to take.
    pub minutes: i32,
    /// What the milestone at its end is called; the phase's name when left out.
    pub milestone: Option<String>,
    /// What the client accepts it by.
    pub acceptance_criteria: Option<String>,
    /// When it is paid.
    pub billing: PhaseBilling,
    /// The share that is paid when it begins, in hundredths of a percent.
    pub billing_bps: Option<i32>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The contract.
    pub contract: contract::Model,
    /// The project.
    pub project: project::Model,
    /// The phases, in their order.
    pub phases: Vec<phase::Model>,
}

impl Terms {
    /// What was agreed altogether.
    ///
    /// # Errors
    /// When it is more than an amount can be.
    pub fn value(&self) -> Result<i64> {
        let too_large = || Error::from(UserError::too_large("input.phases", "the amount is too large"));
        let prices = self.phases.iter().map(|phase| phase.price);
        prices
            .into_iter()
            .try_fold(0_i64, i64::checked_add)
            .ok_or_else(too_large)
    }

    /// The first day of all phases.
    fn starts_on(&self) -> Option<NaiveDate> {
        self.phases.iter().filter_map(|phase| phase.starts_on).min()
    }

    /// The last day of all phases.
    fn ends_on(&self) -> Option<NaiveDate> {
        self.phases.iter().map(|phase| phase.ends_on).max()
    }
}

/// Opens what was agreed.
///
/// # Errors
/// When the amounts are too large, or the database refuses: then nothing is made.
pub async fn open(tx: &Tx, terms: &Terms) -> Result<Opened> {
    let value = terms.value()?;
    let project = plan::project(tx, terms, (terms.starts_on(), terms.ends_on())).await?;
    let row = contract::ActiveModel {
        client_id: Set(terms.client.id),
        project_id: Set(Some(project.id)),
        number: Set(format!("CTR-{:04}", number::next(tx, "contract").await?)),
        title: Set(terms.title.clone()),
        acceptance_id: Set(terms.acceptance),
        contract_type: Set(terms.contract_type),
        currency: Set(terms.currency),
        value_minor: Set(value),
        not_to_exceed_minor: Set(terms.not_to_exceed),
        starts_on: Set(terms.starts_on()),
        ends_on: Set(terms.ends_on()),
        auto_renew: Set(terms.auto_renew),
        notice_days: Set(terms.notice_days),
        status: Set(ContractStatus::Active),
        ..Default::default()
    };
    let contract = tx.insert(row).await?;
    tx.tell(EventType::ContractCreated, &contract);
    let phases = plan::phases(tx, &project, terms).await?;
    plan::budget(tx, &project, terms, &phases).await?;
    billing::plan(tx, &contract, terms, &phases).await?;
    baseline::first(tx, &contract, &project, terms, &phases).await?;
    Ok(Opened {
        contract,
        project,
        phases,
    })
}
