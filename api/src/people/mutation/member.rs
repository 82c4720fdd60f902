use async_graphql::{Context, Object, Result};
use entity::membership;

use crate::{
    graphql::{directives::requiresScope, write::write},
    payload,
    people::{
        input::{MemberDeactivateInput, MemberInviteInput, MemberReactivateInput, MemberUpdateInput},
        service::{gate::Gate, invitation, member},
    },
};

payload! {
    /// What came of a change of a member.
    MemberPayload { member: membership::Entity }
}

/// Who is in the agency.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MemberMutation;

#[Object]
impl MemberMutation {
    /// Invites somebody by mail, or sends the invitation again. Only owners invite owners.
    #[graphql(directive = requiresScope::apply(vec!["members:write".to_owned()]))]
    async fn member_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to invite, as what.")] input: MemberInviteInput,
    ) -> Result<MemberPayload> {
        let gate = Gate::of(ctx)?;
        let invited = write(ctx, input, |tx, input| {
            let gate = gate.clone();
            Box::pin(async move { invitation::invite(tx, &gate, input).await })
        });
        let payload = invited.await?;
        gate.wake_mail();
        Ok(payload)
    }

    /// Changes a member. Everybody changes their own name, language and time zone.
    #[graphql(directive = requiresScope::apply(vec!["members:write".to_owned()]))]
    async fn member_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: MemberUpdateInput,
    ) -> Result<MemberPayload> {
        let payload = write(ctx, input, |tx, input| Box::pin(member::update(tx, input))).await?;
        Gate::of(ctx)?.forget_agency()?;
        Ok(payload)
    }

    /// Closes the agency to a member, or withdraws their invitation. Their sessions end at once; what they did stays.
    #[graphql(directive = requiresScope::apply(vec!["members:write".to_owned()]))]
    async fn member_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to close the agency to.")] input: MemberDeactivateInput,
    ) -> Result<MemberPayload> {
        let payload = write(ctx, input, |tx, input| Box::pin(member::deactivate(tx, input))).await?;
        Gate::of(ctx)?.forget_agency()?;
        Ok(payload)
    }

    /// Opens the agency to a member again. Who never accepted their invitation needs a new one.
    #[graphql(directive = requiresScope::apply(vec!["members:write".to_owned()]))]
    async fn member_reactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to open the agency to.")] input: MemberReactivateInput,
    ) -> Result<MemberPayload> {
        let payload = write(ctx, input, |tx, input| Box::pin(member::reactivate(tx, input))).await?;
        Gate::of(ctx)?.forget_agency()?;
        Ok(payload)
    }
}
