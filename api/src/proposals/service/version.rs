//! Rules of versions until they are sent, and of taking them back.

use async_graphql::MaybeUndefined;
use entity::{
    proposal,
    proposal_version::{self, ProposalVersionStatus},
    value::{Choice as _, Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder,
};

use super::{copy, draft, expiry};
use crate::{
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    proposals::{
        input::{
            ProposalVersionCreateInput, ProposalVersionTransitionInput, ProposalVersionUpdateInput,
            ProposalVersionWithdrawInput, amount_in,
        },
        service::proposal::sections,
    },
};

/// Makes the next version: a copy of the last one, to be written on.
pub async fn create(tx: &Tx, input: ProposalVersionCreateInput) -> Result<proposal_version::Model> {
    tx.may(Action::Create, Kind::ProposalVersion)?;
    let proposal = tx
        .under::<proposal::Entity>(Action::Update, input.proposal_id, "input.proposalId")
        .await?;
    let last = last_of(tx, &proposal).await?;
    let last = expiry::if_due(tx, last).await?;
    match last.status {
        ProposalVersionStatus::Draft | ProposalVersionStatus::InReview | ProposalVersionStatus::Approved => {
            let message = say!("the last version is still to be sent or discarded");
            return Err(UserError::invalid_state(message).into());
        }
        ProposalVersionStatus::Accepted => {
            let message =
                say!("the proposal is accepted: what changes from here on is a matter of the contract");
            return Err(UserError::frozen(last.status.word(), message).into());
        }
        ProposalVersionStatus::Sent
        | ProposalVersionStatus::Viewed
        | ProposalVersionStatus::Declined
        | ProposalVersionStatus::Expired
        | ProposalVersionStatus::Superseded
        | ProposalVersionStatus::Withdrawn
        | ProposalVersionStatus::Discarded => {}
    }
    let version = copy::of(tx, last).await?;
    let changes = proposal::ActiveModel {
        current_version_id: Set(Some(version.id)),
        ..Default::default()
    };
    tx.update(proposal, changes).await?;
    let version = draft::settle(tx, version, proposal_version::ActiveModel::default(), &[]).await?;
    tx.tell(EventType::ProposalVersionCreated, &version);
    Ok(version)
}

/// Changes the texts of a draft, its last day, its discount, and how the work is paid.
pub async fn update(tx: &Tx, input: ProposalVersionUpdateInput) -> Result<proposal_version::Model> {
    tx.may(Action::Update, Kind::ProposalVersion)?;
    let version = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    draft::is_draft(&version)?;
    let discount_minor = match &input.discount {
        MaybeUndefined::Undefined => NotSet,
        MaybeUndefined::Null => Set(0),
        MaybeUndefined::Value(discount) => Set(amount_in(version.currency, discount, "input.discount")?),
    };
    let not_to_exceed_minor = match &input.not_to_exceed {
        MaybeUndefined::Undefined => NotSet,
        MaybeUndefined::Null => Set(None),
        MaybeUndefined::Value(most) => Set(Some(amount_in(version.currency, most, "input.notToExceed")?)),
    };
    let given = match input.sections {
        MaybeUndefined::Undefined => NotSet,
        MaybeUndefined::Null => Set(sections(vec![])),
        MaybeUndefined::Value(given) => Set(sections(given)),
    };
    let changes = proposal_version::ActiveModel {
        locale: needed(input.locale),
        contract_type: needed(input.contract_type),
        not_to_exceed_minor,
        valid_until: optional(input.valid_until),
        intro: optional(trimmed(input.intro)),
        sections: given,
        terms: optional(trimmed(input.terms)),
        discount_minor,
        ..Default::default()
    };
    draft::settle(tx, version, changes, &[]).await
}

/// Takes a version through review, or gives it up.
pub async fn transition(tx: &Tx, input: ProposalVersionTransitionInput) -> Result<proposal_version::Model> {
    let version = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    version.status.step(input.to)?;
    match input.to {
        ProposalVersionStatus::InReview
        | ProposalVersionStatus::Approved
        | ProposalVersionStatus::Draft
        | ProposalVersionStatus::Discarded => {}
        ProposalVersionStatus::Sent
        | ProposalVersionStatus::Viewed
        | ProposalVersionStatus::Accepted
        | ProposalVersionStatus::Declined
        | ProposalVersionStatus::Expired
        | ProposalVersionStatus::Superseded
        | ProposalVersionStatus::Withdrawn => {
            let message = say!("this state comes with sending, withdrawing, or the client's answer");
            return Err(UserError::invalid_state(message).into());
        }
    }
    let reason = trim(input.reason);
    let changes = proposal_version::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    let version = tx.update(version, changes).await?;
    tx.tell_why(EventType::ProposalVersionStatusChanged, &version, reason);
    Ok(version)
}

/// Takes back a version that the client has not answered yet.
pub async fn withdraw(tx: &Tx, input: ProposalVersionWithdrawInput) -> Result<proposal_version::Model> {
    let version = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    version.status.step(ProposalVersionStatus::Withdrawn)?;
    let reason = trim(input.reason);
    let changes = proposal_version::ActiveModel {
        status: Set(ProposalVersionStatus::Withdrawn),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    let version = tx.update(version, changes).await?;
    tx.tell_why(EventType::ProposalVersionWithdrawn, &version, reason);
    Ok(version)
}

async fn last_of(tx: &Tx, proposal: &proposal::Model) -> Result<proposal_version::Model> {
    let of_proposal = Condition::all().add(proposal_version::Column::ProposalId.eq(proposal.id));
    let last = tx
        .rows::<proposal_version::Entity>(of_proposal)
        .order_by_desc(proposal_version::Column::N)
        .one(tx.connection().await?)
        .await?;
    let last: Id<proposal_version::Entity> = last
        .map(|version| version.id)
        .ok_or_else(|| Error::internal("a proposal without versions"))?;
    // Locked, so that nobody answers or changes it meanwhile.
    tx.under::<proposal_version::Entity>(Action::Read, last, "input.proposalId")
        .await
}
