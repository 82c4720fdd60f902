//! Who the caller is.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::{agency, membership, membership::Role};

use super::write::caller;
use crate::{
    kernel::{actor::Actor, world::Caller},
    read::{Ref, scopes},
};

/// The caller.
#[derive(Clone, Debug, SimpleObject)]
pub struct Viewer {
    /// The caller's place in the agency.
    pub member: Option<Ref<membership::Entity>>,
    /// The agency the caller is signed in to.
    pub agency: Ref<agency::Entity>,
    /// What the caller does there.
    pub role: Role,
    /// What the caller may do, for example clients:write.
    pub scopes: Vec<String>,
    /// Whether a portal user may sign for their company.
    pub may_accept_proposals: bool,
}

impl From<&Actor> for Viewer {
    fn from(actor: &Actor) -> Self {
        let mut scopes = scopes(actor.role);
        if actor.is_portal() && actor.may_accept_proposals {
            scopes.push("milestones:accept".to_owned());
        }
        Self {
            member: actor.member_id.map(Ref::to),
            agency: Ref::to(actor.agency_id),
            role: actor.role,
            scopes,
            may_accept_proposals: actor.may_accept_proposals,
        }
    }
}

/// The root field about the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// The caller: who they are, where, and what they may do.
    #[graphql(directive = super::directives::semanticNonNull::apply())]
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Result<Viewer>> {
        let viewer = caller(ctx).and_then(|caller: Arc<Caller>| caller.actor().map(Viewer::from));
        Some(viewer.map_err(Into::into))
    }
}
