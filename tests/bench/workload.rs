//! What is asked of both.

use std::{net::SocketAddr, sync::Arc};

use api::{
    app::App,
    people::credentials::{session, token::Subject},
};
use entity::{agency, client, membership, value::Id};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value as Json, json};

/// Where and as whom is asked.
pub(crate) struct Ground {
    /// Our server.
    pub(crate) ours: SocketAddr,
    /// The server written by hand.
    pub(crate) hand: SocketAddr,
    /// A token of the seeded agency's owner.
    pub(crate) token: String,
    pub(crate) client: Id<client::Entity>,
}

/// One question, as GraphQL and by hand.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) hand: String,
    pub(crate) ours: String,
    pub(crate) expects: &'static str,
}

impl Ground {
    /// Signs the owner of the largest agency in.
    #[expect(clippy::disallowed_methods, reason = "a benchmark looks around by itself")]
    pub(crate) async fn find(app: &Arc<App>) -> Self {
        let (db, now) = (&app.world.db.write, app.world.clock.now());
        let agencies = agency::Entity::find()
            .filter(agency::Column::Name.starts_with("Load"))
            .order_by_asc(agency::Column::Name);
        let agency = agencies
            .one(db)
            .await
            .expect("a database")
            .expect("a seeded agency");
        let owner = membership::Entity::find()
            .filter(membership::Column::AgencyId.eq(agency.id))
            .filter(membership::Column::Role.eq(membership::Role::Owner));
        let owner = owner.one(db).await.expect("a database").expect("an owner");
        let clients = client::Entity::find()
            .filter(client::Column::AgencyId.eq(agency.id))
            .filter(client::Column::ArchivedAt.is_null());
        let middle = clients
            .order_by_asc(client::Column::Id)
            .offset(40)
            .one(db)
            .await
            .expect("a database")
            .expect("a client");
        let start = session::Start {
            user_id: owner.user_id.uuid(),
            agency_id: Some(agency.id.uuid()),
            is_portal: false,
            device: None,
            address: None,
        };
        let random = app.world.random.as_ref();
        let (session, _) = session::start(db, start, &app.door.policies.sessions, random, now)
            .await
            .expect("a session");
        let subject = Subject {
            user: owner.user_id.uuid(),
            agency: agency.id.uuid(),
            session: session.id,
        };
        let (token, _) = app.door.tokens.issue(&subject, random, now).expect("a token");
        let nowhere = ([127, 0, 0, 1], 0).into();
        Self {
            ours: nowhere,
            hand: nowhere,
            token,
            client: middle.id,
        }
    }
}

/// The four that we are measured on.
pub(crate) fn all(ground: &Ground) -> Vec<Workload> {
    let client = ground.client;
    let ask =
        |document: &str, variables: Json| json!({ "query": document, "variables": variables }).to_string();
    vec![
        Workload {
            name: "client, ten projects, their milestones",
            path: "/client",
            hand: json!({ "id": client.uuid() }).to_string(),
            ours: ask(
                "query($id: ID!) { client(id: $id) { id name stage projects(first: 10) { nodes { id name status \
                 milestones(first: 3) { nodes { id name status committedOn } } } } } }",
                json!({ "id": client.to_string() }),
            ),
            expects: "committedOn",
        },
        Workload {
            name: "fifty projects of a status, client, count",
            path: "/projects",
            hand: json!({ "status": "ACTIVE" }).to_string(),
            ours: ask(
                "query($status: ProjectStatus!) { projects(filter: { status: { eq: $status } }, orderBy: [{ field: CREATED_AT, direction: DESC }], \
                 first: 50) { totalCount nodes { id name status createdAt client { id name } } } }",
                json!({ "status": "ACTIVE" }),
            ),
            expects: "totalCount",
        },
        Workload {
            name: "projects by status",
            path: "/groups",
            hand: "{}".to_owned(),
            ours: ask(
                "{ projectGroups(by: [STATUS]) { keys aggregate { count } } }",
                Json::Null,
            ),
            expects: "ACTIVE",
        },
        Workload {
            name: "create a client",
            path: "/create",
            hand: json!({ "name": "Kontor Süd" }).to_string(),
            ours: ask(
                "mutation($name: String!) { clientCreate(input: { name: $name }) { client { id name version } errors { code message } } }",
                json!({ "name": "Kontor Süd" }),
            ),
            expects: "version",
        },
    ]
}
