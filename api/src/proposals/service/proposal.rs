//! Rules of proposals.

use entity::{
    agency, client, proposal,
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
    proposals::input::{ProposalCreateInput, ProposalSectionInput, ProposalUpdateInput, amount_in},
};

/// Makes a proposal with its first version.
pub async fn create(tx: &Tx, input: ProposalCreateInput) -> Result<proposal::Model> {
    tx.may(Action::Create, Kind::Proposal)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Read, input.client_id, "input.clientId")
        .await?;
    let currency: CurrencyCode = input.currency.unwrap_or(client.currency);
    let discount = match &input.discount {
        Some(discount) => amount_in(currency, discount, "input.discount")?,
        None => 0,
    };
    let number = number::next(tx, "proposal").await?;
    let version_id = Id::of(tx.uuid());
    let row = proposal::ActiveModel {
        client_id: Set(client.id),
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

/// Sections as they are stored.
pub(super) fn sections(given: Vec<ProposalSectionInput>) -> serde_json::Value {
    let each = given.into_iter().map(
        |ProposalSectionInput { heading, body }| json!({ "heading": heading.trim(), "body": body.trim() }),
    );
    each.collect()
}
