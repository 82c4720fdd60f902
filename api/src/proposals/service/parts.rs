//! What a version is made of, read at once, and what it says.

use entity::{
    agency, client, option_group, proposal, proposal_line, proposal_phase, proposal_version,
    tax_code::{self, TaxCategory},
    value::{Date, Decimal, Id, Money, UnitPrice, price::QUANTITY_DECIMALS},
};
use sea_orm::{ColumnTrait, Condition, QueryOrder};

use crate::{
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
    proposals::content::{
        ProposalContent, ProposalContentGroup, ProposalContentLine, ProposalContentPhase, ProposalSection,
    },
};

/// The rows that a version is made of, in their order.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Its phases.
    pub phases: Vec<proposal_phase::Model>,
    /// Its groups of options.
    pub groups: Vec<option_group::Model>,
    /// Its lines.
    pub lines: Vec<proposal_line::Model>,
    /// The tax codes that its lines name.
    pub tax_codes: Vec<tax_code::Model>,
}

/// Whom a version is from and for.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The agency that offers.
    pub agency: agency::Model,
    /// The client it is for.
    pub client: client::Model,
    /// The proposal.
    pub proposal: proposal::Model,
}

fn all_of<C: ColumnTrait, E>(column: C, id: Id<E>) -> Condition {
    Condition::all().add(column.eq(id))
}

/// The rows that a version is made of.
///
/// # Errors
/// When the database fails.
pub async fn parts(tx: &Tx, version: Id<proposal_version::Entity>) -> Result<Parts> {
    let connection = tx.connection().await?;
    let phases = tx
        .rows::<proposal_phase::Entity>(all_of(proposal_phase::Column::ProposalVersionId, version))
        .order_by_asc(proposal_phase::Column::Position)
        .order_by_asc(proposal_phase::Column::Id);
    let groups = tx
        .rows::<option_group::Entity>(all_of(option_group::Column::ProposalVersionId, version))
        .order_by_asc(option_group::Column::Position)
        .order_by_asc(option_group::Column::Id);
    let lines = tx
        .rows::<proposal_line::Entity>(all_of(proposal_line::Column::ProposalVersionId, version))
        .order_by_asc(proposal_line::Column::Position)
        .order_by_asc(proposal_line::Column::Id);
    let lines = lines.all(connection).await?;
    let mut codes: Vec<_> = lines.iter().filter_map(|line| line.tax_code_id).collect();
    codes.sort_unstable();
    codes.dedup();
    let tax_codes = if codes.is_empty() {
        vec![]
    } else {
        let named = Condition::all().add(tax_code::Column::Id.is_in(codes));
        tx.rows::<tax_code::Entity>(named).all(connection).await?
    };
    Ok(Parts {
        phases: phases.all(connection).await?,
        groups: groups.all(connection).await?,
        lines,
        tax_codes,
    })
}

/// Whom a version is from and for.
///
/// # Errors
/// When the database fails.
pub async fn sides(tx: &Tx, version: &proposal_version::Model) -> Result<Sides> {
    let missing = || Error::internal("a proposal without its agency, client or proposal");
    let agency = tx.refer::<agency::Entity>(tx.actor().agency_id, "input").await?;
    let client = tx.rows::<client::Entity>(all_of(client::Column::Id, version.client_id));
    let client = client.one(tx.connection().await?).await?;
    let proposal = tx.rows::<proposal::Entity>(all_of(proposal::Column::Id, version.proposal_id));
    let proposal = proposal.one(tx.connection().await?).await?;
    Ok(Sides {
        agency,
        client: client.ok_or_else(missing)?,
        proposal: proposal.ok_or_else(missing)?,
    })
}

/// What a version says. A sent version says what was frozen: see [`ProposalContent::frozen`].
///
/// # Errors
/// When its sections are none of ours.
pub fn content(version: &proposal_version::Model, sides: &Sides, parts: &Parts) -> Result<ProposalContent> {
    let sections: Vec<ProposalSection> = serde_json::from_value(version.sections.clone())
        .map_err(|error| Error::internal(format!("reading the sections of a proposal: {error}")))?;
    let groups = parts.groups.iter().map(|group| ProposalContentGroup {
        id: group.id,
        name: group.name.clone(),
        rule: group.rule,
    });
    Ok(ProposalContent {
        number: sides.proposal.number.clone(),
        n: version.n,
        title: sides.proposal.title.clone(),
        agency: sides.agency.name.clone(),
        client: sides.client.name.clone(),
        locale: version.locale,
        currency: version.currency,
        tax_rounding: sides.agency.tax_rounding,
        contract_type: version.contract_type,
        not_to_exceed: version
            .not_to_exceed_minor
            .map(|most| Money::of_minor(most, version.currency)),
        valid_until: version.valid_until.map(Date),
        intro: version.intro.clone(),
        sections,
        terms: version.terms.clone(),
        discount: Money::of_minor(version.discount_minor, version.currency),
        groups: groups.collect(),
        phases: parts
            .phases
            .iter()
            .map(|phase| of_phase(phase, parts))
            .collect::<Result<_>>()?,
    })
}

fn of_phase(phase: &proposal_phase::Model, parts: &Parts) -> Result<ProposalContentPhase> {
    let deliverables = serde_json::from_value(phase.deliverables.clone())
        .map_err(|error| Error::internal(format!("reading what a phase delivers: {error}")))?;
    let lines = parts.lines.iter().filter(|line| line.phase_id == phase.id);
    Ok(ProposalContentPhase {
        id: phase.id,
        name: phase.name.clone(),
        goal: phase.goal.clone(),
        starts_on: phase.starts_on.map(Date),
        ends_on: phase.ends_on.map(Date),
        start_offset_days: phase.start_offset_days,
        duration_days: phase.duration_days,
        deliverables,
        billing: phase.billing,
        billing_bps: phase.billing_bps,
        acceptance_criteria: phase.acceptance_criteria.clone(),
        milestone_name: phase.milestone_name.clone(),
        lines: lines.map(|line| of_line(line, &parts.tax_codes)).collect(),
    })
}

fn of_line(line: &proposal_line::Model, codes: &[tax_code::Model]) -> ProposalContentLine {
    let code = codes.iter().find(|code| Some(code.id) == line.tax_code_id);
    ProposalContentLine {
        id: line.id,
        group_id: line.group_id,
        description: line.description.clone(),
        quantity: Decimal::new(line.quantity.into(), QUANTITY_DECIMALS),
        unit: line.unit.clone(),
        unit_price: UnitPrice::of_micro(line.unit_price_micro, line.currency),
        discount_bps: line.discount_bps,
        net: Money::of_minor(line.net_minor, line.currency),
        tax_name: code.map(|code| code.name.clone()),
        tax_category: code.map_or(TaxCategory::OutOfScope, |code| code.category),
        tax_rate_bps: code.map_or(0, |code| code.rate_bps),
        optional: line.optional,
        selected: line.selected,
    }
}
