//! The engine under test, on the rows of the world.

use std::sync::Arc;

use api::{
    graphql::{self, RapportSchema, execute::execute},
    kernel::{
        actor::{Actor, Who},
        clock::StillClock,
        random::OsRandom,
        world::{self, Caller},
    },
};
use async_graphql::{Request, Response, Variables};
use entity::{agency, membership, value::Id};
use sea_orm::EntityTrait;
use tests::{Database, start};

use super::{
    generate::Question,
    world::{World, write},
};

/// The program on a database with the world's rows.
pub(super) struct Engine {
    schema: RapportSchema,
    world: Arc<world::World>,
}

impl Engine {
    /// Writes the rows, and stands on them.
    pub(super) async fn on(database: &Database, rows: &World) -> Self {
        let clock = Arc::new(StillClock::at(start()));
        let world = world::World::new(database.db.clone(), clock, Arc::new(OsRandom));
        write(rows, database).await;
        Self {
            schema: graphql::schema(),
            world: Arc::new(world),
        }
    }

    /// Everybody who can ask, as sign-in would know them.
    pub(super) async fn actors(&self) -> Vec<Actor> {
        let db = &self.world.db.write;
        let agencies = agency::Entity::find().all(db).await.expect("agencies");
        let members = membership::Entity::find().all(db).await.expect("members");
        let actor = |member: membership::Model| {
            let agency = agencies
                .iter()
                .find(|agency| agency.id == member.agency_id)
                .expect("an agency");
            Actor::new(Who {
                user_id: Some(member.user_id),
                member_id: Some(member.id),
                role: member.role,
                contact_id: member.contact_id,
                client_id: member.client_id,
                may_accept_proposals: member.may_accept_proposals,
                ..(*Actor::system(agency)).clone()
            })
        };
        let mut actors: Vec<Actor> = members.into_iter().map(actor).collect();
        actors.sort_by_key(|actor| (actor.agency_id, actor.member_id.map(Id::uuid)));
        actors
    }

    /// Asks.
    pub(super) async fn ask(&self, actor: &Actor, question: &Question) -> Response {
        let caller = Caller::new(self.world.clone(), Some(actor.clone()), "test".to_owned());
        let variables = Variables::from_json(question.variables.clone().into());
        let request = Request::new(question.text.as_str()).variables(variables);
        execute(&self.schema, request, Arc::new(caller)).await
    }
}
