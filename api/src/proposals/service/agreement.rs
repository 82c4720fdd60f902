//! From what the client accepted to work that can begin, in the unit of work of their answer: if anything fails, nothing was
//! accepted.

use chrono::{Days, NaiveDate};
use entity::{
    acceptance, client, membership, opportunity, project, proposal, proposal_phase, proposal_version,
    value::Id,
};
use sea_orm::{ColumnTrait, Condition, QuerySelect};

use crate::{
    contracts::service::{
        opening,
        terms::{Accepted, PhaseTerms, Terms},
    },
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
    pipeline::service::opportunity_move,
    projects::service::project_member::first_runner,
    proposals::{
        content::ProposalContent,
        terms::{self, ProposalTerms, terms_of},
        totals::Chosen,
    },
};

/// Opens the contract with its project, phases, milestones, budget, billing plan and baseline, and notes that the opportunity is
/// won.
pub(super) async fn open(
    tx: &Tx,
    proposal: &proposal::Model,
    version: &proposal_version::Model,
    (content, choice): (&ProposalContent, &Chosen),
    acceptance: &acceptance::Model,
) -> Result<()> {
    let of_version = Condition::all().add(proposal_phase::Column::ProposalVersionId.eq(version.id));
    let phases = tx.rows::<proposal_phase::Entity>(of_version);
    let phases = phases.all(tx.connection().await?).await?;
    let agreed = terms_of(version, content, choice, &phases, acceptance.id)?;
    let opportunity = match proposal.opportunity_id {
        Some(opportunity) => opportunity_move::won(tx, opportunity).await?,
        None => None,
    };
    let project = match proposal.project_id {
        Some(project) => Some(held(tx, project).await?),
        None => None,
    };
    let manager = match &project {
        Some(project) => project.manager_id,
        None => manager(tx, proposal, opportunity.as_ref()).await?,
    };
    let terms = Terms {
        project,
        manager,
        accepted: Some(Accepted {
            proposal: proposal.id,
            acceptance: acceptance.id,
        }),
        ..contract_terms(version, agreed, tx.today())
    };
    let opened = opening::open(tx, &terms).await?;
    if opened.contract.value_minor == acceptance.net_minor {
        Ok(())
    } else {
        Err(Error::internal("a contract that is not what was accepted"))
    }
}

/// The project that the work is added to, held: all who change its plan wait for each other.
async fn held(tx: &Tx, id: Id<project::Entity>) -> Result<project::Model> {
    let this = Condition::all().add(project::Column::Id.eq(id));
    let project = tx
        .rows::<project::Entity>(this)
        .lock_exclusive()
        .one(tx.connection().await?)
        .await?;
    project.ok_or_else(|| Error::internal("a proposal for a project that is not there"))
}

/// Who runs the project: who works on the opportunity, else who answers for the client, else who made the proposal.
async fn manager(
    tx: &Tx,
    proposal: &proposal::Model,
    opportunity: Option<&opportunity::Model>,
) -> Result<Option<Id<membership::Entity>>> {
    let this = Condition::all().add(client::Column::Id.eq(proposal.client_id));
    let client = tx
        .rows::<client::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    let candidates = [
        opportunity.map(|opportunity| opportunity.owner_id),
        client.and_then(|client| client.owner_id),
        proposal.created_by,
    ];
    let candidates: Vec<_> = candidates.into_iter().flatten().collect();
    first_runner(tx, &candidates).await
}

/// What was accepted, in the words of contracts. Days that were counted from the beginning of the work count from the day of the
/// answer.
fn contract_terms(version: &proposal_version::Model, agreed: ProposalTerms, today: NaiveDate) -> Terms {
    Terms {
        client: agreed.client,
        project: None,
        title: agreed.title,
        contract_type: version.contract_type,
        currency: agreed.currency,
        not_to_exceed: version.not_to_exceed_minor,
        manager: None,
        auto_renew: false,
        notice_days: None,
        accepted: None,
        phases: agreed
            .phases
            .into_iter()
            .map(|phase| contract_phase(phase, today))
            .collect(),
    }
}

fn contract_phase(phase: terms::PhaseTerms, today: NaiveDate) -> PhaseTerms {
    let days = |count: i32| Days::new(u64::try_from(count).unwrap_or(0));
    let offset = phase.start_offset_days.map(|offset| today + days(offset));
    let starts_on = phase
        .starts_on
        .or(offset)
        .or_else(|| phase.duration_days.map(|_| today));
    // The first day is one of those that it takes.
    let last = |first: NaiveDate| {
        phase
            .duration_days
            .map(|count| first + days(count.saturating_sub(1)))
    };
    PhaseTerms {
        starts_on,
        ends_on: phase.ends_on.or_else(|| starts_on.and_then(last)),
        name: phase.name,
        goal: phase.goal,
        price: phase.price_minor,
        cost: phase.planned_cost_minor,
        minutes: 0,
        deliverables: phase.deliverables,
        milestone: phase.milestone_name,
        acceptance_criteria: phase.acceptance_criteria,
        billing: phase.billing,
        billing_bps: phase.billing_bps,
        proposal_phase: Some(phase.phase),
    }
}
