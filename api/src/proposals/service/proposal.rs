//! Rules of proposals.

use entity::{
    agency, client,
    contract::ContractType,
    opportunity, project, proposal,
    proposal_version::{self, ProposalVersionStatus},
    value::{CurrencyCode, Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;

use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        number,
        patch::{needed, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
    projects::service::going_on,
    proposals::input::{ProposalCreateInput, ProposalSectionInput, ProposalUpdateInput, amount_in},
};

/// Makes a proposal with its first version.
pub async fn create(tx: &Tx, input: ProposalCreateInput) -> Result<proposal::Model> {
    tx.may(Action::Create, Kind::Proposal)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Read, input.client_id, "input.clientId")
        .await?;
    if let Some(opportunity) = input.opportunity_id {
        of_client(tx, client.id, opportunity).await?;
    }
    let project = match input.project_id {
        Some(project) => Some(project_of(tx, client.id, project, input.currency).await?),
        None => None,
    };
    let of_project = project.as_ref().map(|project| project.currency);
    let currency: CurrencyCode = input.currency.or(of_project).unwrap_or(client.currency);
    let discount = match &input.discount {
        Some(discount) => amount_in(currency, discount, "input.discount")?,
        None => 0,
    };
    let not_to_exceed = match &input.not_to_exceed {
        Some(most) => Some(amount_in(currency, most, "input.notToExceed")?),
        None => None,
    };
    let number = number::next(tx, "proposal").await?;
    let version_id = Id::of(tx.uuid());
    let row = proposal::ActiveModel {
        client_id: Set(client.id),
        opportunity_id: Set(input.opportunity_id),
        project_id: Set(project.map(|project| project.id)),
        number: Set(format!("PRP-{number:04}")),
        title: Set(input.title.trim().to_owned()),
        current_version_id: Set(Some(version_id)),
        ..Default::default()
    };
    let proposal = tx.insert(row).await?;
    let agency = tx.refer::<agency::Entity>(tx.actor().agency_id, "input").await?;
    let version = proposal_version::ActiveModel {
        id: Set(version_id),
        proposal_id: Set(proposal.id),
        client_id: Set(client.id),
        n: Set(1),
        status: Set(ProposalVersionStatus::Draft),
        locale: Set(input.locale.unwrap_or(client.locale)),
        currency: Set(currency),
        valid_until: Set(input.valid_until.map(Into::into)),
        intro: Set(trim(input.intro)),
        sections: Set(sections(input.sections.unwrap_or_default())),
        terms: Set(trim(input.terms)),
        contract_type: Set(input.contract_type.unwrap_or(ContractType::FixedFee)),
        not_to_exceed_minor: Set(not_to_exceed),
        discount_minor: Set(discount),
        tax_rounding: Set(agency.tax_rounding),
        net_minor: Set(0),
        tax_minor: Set(0),
        total_minor: Set(0),
        ..Default::default()
    };
    tx.insert(version).await?;
    tx.tell(EventType::ProposalCreated, &proposal);
    Ok(proposal)
}

/// Changes a proposal of which no version was sent.
pub async fn update(tx: &Tx, input: ProposalUpdateInput) -> Result<proposal::Model> {
    let proposal = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let sent = Condition::all()
        .add(proposal_version::Column::ProposalId.eq(proposal.id))
        .add(proposal_version::Column::SentAt.is_not_null());
    if tx.exists(tx.rows::<proposal_version::Entity>(sent)).await? {
        return Err(UserError::frozen("SENT", say!("the title stays once a version was sent")).into());
    }
    let changes = proposal::ActiveModel {
        title: needed(trimmed(input.title)),
        ..Default::default()
    };
    let proposal = tx.update(proposal, changes).await?;
    tx.tell(EventType::ProposalUpdated, &proposal);
    Ok(proposal)
}

/// Refuses an opportunity of another client.
async fn of_client(tx: &Tx, client: Id<client::Entity>, opportunity: Id<opportunity::Entity>) -> Result<()> {
    let path = "input.opportunityId";
    let opportunity = tx.refer::<opportunity::Entity>(opportunity, path).await?;
    if opportunity.client_id == client {
        Ok(())
    } else {
        Err(UserError::not_found(path).into())
    }
}

/// The project of this client that a proposal adds to: it is in the same currency, and goes on.
async fn project_of(
    tx: &Tx,
    client: Id<client::Entity>,
    project: Id<project::Entity>,
    currency: Option<CurrencyCode>,
) -> Result<project::Model> {
    let path = "input.projectId";
    let project = tx.refer::<project::Entity>(project, path).await?;
    if project.client_id != client {
        return Err(UserError::not_found(path).into());
    }
    if currency.is_some_and(|currency| currency != project.currency) {
        let message = say!("the project is in another currency");
        return Err(UserError::invalid("input.currency", message).into());
    }
    going_on(&project)?;
    Ok(project)
}

/// Sections as they are stored.
pub(super) fn sections(given: Vec<ProposalSectionInput>) -> serde_json::Value {
    let each = given.into_iter().map(
        |ProposalSectionInput { heading, body }| json!({ "heading": heading.trim(), "body": body.trim() }),
    );
    each.collect()
}
