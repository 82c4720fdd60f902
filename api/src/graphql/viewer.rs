//! Who the caller is.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::{
    agency::{self, Locale},
    membership::{self, Role},
    user, user_session,
    value::Id,
};
use sea_orm::EntityTrait;

use super::write::caller;
use crate::{
    kernel::{actor::Actor, world::Caller},
    people,
    read::{Ref, scopes},
};

/// The caller.
#[derive(Clone, Debug)]
pub struct Viewer(Actor);

impl From<&Actor> for Viewer {
    fn from(actor: &Actor) -> Self {
        Self(actor.clone())
    }
}

/// Who the caller is, where, and what they may do there.
#[Object]
impl Viewer {
    /// The caller's place in the agency.
    async fn member(&self) -> Option<Ref<membership::Entity>> {
        self.0.member_id.map(Ref::to)
    }

    /// The person, the same in all their agencies.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<ViewerUser>> {
        let Some(id) = self.0.user_id else { return Ok(None) };
        #[expect(
            clippy::disallowed_methods,
            reason = "the caller themself, who belongs to no agency"
        )]
        let user = user::Entity::find_by_id(id.uuid())
            .one(&caller(ctx)?.world.db.read)
            .await
            .map_err(crate::kernel::error::Error::from)?;
        Ok(user.map(|user| ViewerUser {
            id,
            name: user.name,
            email: user.email,
            locale: user.locale,
        }))
    }

    /// The agency the caller is signed in to.
    async fn agency(&self) -> Ref<agency::Entity> {
        Ref::to(self.0.agency_id)
    }

    /// All agencies the caller can sign in to, this one included; 100 at most. agencySwitch goes to another.
    async fn agencies(&self, ctx: &Context<'_>) -> Result<Vec<ViewerAgency>> {
        let Some(user) = self.0.user_id else {
            return Ok(vec![]);
        };
        let places = people::places(&caller(ctx)?.world.db.read, user.uuid()).await?;
        let shown = places.into_iter().map(|(member, agency)| ViewerAgency {
            id: agency.id,
            name: agency.name,
            role: member.role,
        });
        Ok(shown.collect())
    }

    /// What the caller does there.
    async fn role(&self) -> Role {
        self.0.role
    }

    /// What the caller may do, for example clients:write.
    async fn scopes(&self) -> Vec<String> {
        let mut scopes = scopes(self.0.role);
        if self.0.is_portal() && self.0.may_accept_proposals {
            scopes.extend(
                [
                    "milestones:accept",
                    "proposals:accept",
                    "contractAmendments:accept",
                ]
                .map(str::to_owned),
            );
        }
        scopes
    }

    /// Whether a portal user may sign for their company.
    async fn may_accept_proposals(&self) -> bool {
        self.0.may_accept_proposals
    }

    /// The session that the request comes with.
    async fn session_id(&self) -> Option<Id<user_session::Entity>> {
        self.0.session_id.map(Id::of)
    }
}

/// A person who signs in, in as many agencies as they are in.
#[derive(Debug, SimpleObject)]
pub struct ViewerUser {
    /// Their id.
    id: Id<user::Entity>,
    /// Their name.
    name: String,
    /// The mail address they sign in with.
    email: String,
    /// The language of mails to them.
    locale: Locale,
}

/// An agency that the caller can sign in to.
#[derive(Debug, SimpleObject)]
pub struct ViewerAgency {
    /// Its id.
    id: Id<agency::Entity>,
    /// Its name.
    name: String,
    /// What the caller does there.
    role: Role,
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
