use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::{acceptance, proposal_recipient, proposal_version, value::Id};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    graphql::{
        directives::requiresScope,
        errors::Shown,
        trial,
        write::{Payload, caller, write},
    },
    kernel::error::{self, Error},
    people::door::Door,
    proposals::{
        input::{ProposalAcceptInput, ProposalDeclineInput, ProposalVersionSendInput},
        preview::AcceptancePreview,
        service::{
            acceptance as answers, expiry,
            sending::{self, Desk, LinkMade},
        },
    },
    read::Ref,
};

/// What came of an answer to a proposal.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct AcceptancePayload {
    /// The answer as it is recorded; null when there are errors, and when an acceptance is tried out.
    acceptance: Option<Ref<acceptance::Entity>>,
    /// What would be agreed; only where an acceptance is tried out.
    preview: Option<AcceptancePreview>,
    /// Why nothing was changed.
    errors: Vec<Shown>,
}

impl Payload for AcceptancePayload {
    fn done(id: Uuid) -> Self {
        Self {
            acceptance: Some(Ref::written(Id::of(id))),
            preview: None,
            errors: vec![],
        }
    }

    fn refused(errors: Vec<Shown>) -> Self {
        Self {
            acceptance: None,
            preview: None,
            errors,
        }
    }
}

/// A link that was made for somebody, to be handed over by a front end.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProposalLink {
    /// For whom.
    recipient: Ref<proposal_recipient::Entity>,
    /// The token. It is shown this once and kept nowhere.
    token: String,
    /// Where the public page of the proposal is.
    url: String,
}

/// What came of sending a version.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProposalVersionSendPayload {
    /// The version after it was sent; null when there are errors.
    proposal_version: Option<Ref<proposal_version::Entity>>,
    /// With delivery NONE, a link for each recipient in their order; none where a key gives an earlier answer again.
    links: Vec<ProposalLink>,
    /// Why nothing was sent.
    errors: Vec<Shown>,
}

impl Payload for ProposalVersionSendPayload {
    fn done(id: Uuid) -> Self {
        Self {
            proposal_version: Some(Ref::written(Id::of(id))),
            links: vec![],
            errors: vec![],
        }
    }

    fn refused(errors: Vec<Shown>) -> Self {
        Self {
            proposal_version: None,
            links: vec![],
            errors,
        }
    }
}

/// Sending proposals, and answering them as a portal user.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SendMutation;

#[Object]
impl SendMutation {
    /// Sends a version: its content is frozen under a hash, every recipient gets a link of their own, and a version that was open
    /// before gives way.
    #[graphql(directive = requiresScope::apply(vec!["proposalRecipients:write".to_owned()]))]
    async fn proposal_version_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to send to whom.")] input: ProposalVersionSendInput,
    ) -> Result<ProposalVersionSendPayload> {
        let desk = desk(ctx)?;
        let is_handed_over = input.delivery == crate::proposals::input::ProposalDelivery::None;
        let made: Arc<Mutex<Vec<LinkMade>>> = Arc::default();
        let sent = write(ctx, input, |tx, input| {
            let (desk, made) = (desk.clone(), made.clone());
            Box::pin(async move {
                let (version, links) = sending::send(tx, &desk, input).await?;
                *made.lock().unwrap_or_else(PoisonError::into_inner) = links;
                Ok(version)
            })
        });
        let mut payload: ProposalVersionSendPayload = sent.await?;
        if let Some(waits) = ctx.data_opt::<Arc<Notify>>() {
            waits.notify_one();
        }
        if is_handed_over && payload.proposal_version.is_some() {
            let made = std::mem::take(&mut *made.lock().unwrap_or_else(PoisonError::into_inner));
            payload.links = made.into_iter().map(shown).collect();
        }
        Ok(payload)
    }

    /// Accepts a version with the options that are taken. A portal user who may sign does so for their company.
    #[graphql(directive = requiresScope::apply(vec!["proposals:accept".to_owned()]))]
    async fn proposal_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is accepted, and by whom.")] input: ProposalAcceptInput,
    ) -> Result<AcceptancePayload> {
        if input.dry_run.unwrap_or(false) {
            let outcome = trial::tried_out(ctx, input, |tx, input| Box::pin(answers::try_accept(tx, input)));
            let (preview, errors) = trial::shown(outcome.await)?;
            return Ok(AcceptancePayload {
                acceptance: None,
                preview,
                errors,
            });
        }
        note_expiry(ctx, input.proposal_version_id).await?;
        write(ctx, input, |tx, input| Box::pin(answers::accept(tx, input))).await
    }

    /// Declines a version. A portal user who may sign does so for their company.
    #[graphql(directive = requiresScope::apply(vec!["proposals:accept".to_owned()]))]
    async fn proposal_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is declined, and why.")] input: ProposalDeclineInput,
    ) -> Result<AcceptancePayload> {
        note_expiry(ctx, input.proposal_version_id).await?;
        write(ctx, input, |tx, input| Box::pin(answers::decline(tx, input))).await
    }
}

/// Records that the version has expired if it has: the answer is refused then, and the record stays.
async fn note_expiry(ctx: &Context<'_>, version: Id<proposal_version::Entity>) -> error::Result<()> {
    let caller = caller(ctx)?;
    let actor = caller.actor()?;
    if actor.is_portal() && actor.may_accept_proposals {
        expiry::record(&caller, actor, version).await?;
    }
    Ok(())
}

fn shown(made: LinkMade) -> ProposalLink {
    ProposalLink {
        recipient: Ref::to(made.recipient),
        token: made.token.reveal().to_owned(),
        url: made.url,
    }
}

fn desk(ctx: &Context<'_>) -> error::Result<Desk> {
    let door = ctx.data_opt::<Arc<Door>>();
    let door = door.ok_or_else(|| Error::internal("making links without a door"))?;
    Ok(Desk {
        link_base: door.link_base.clone(),
        random: caller(ctx)?.world.random.clone(),
    })
}
