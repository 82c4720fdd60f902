//! What is asked of both.

use std::{net::SocketAddr, sync::Arc};

use api::{
    app::App,
    people::credentials::{session, token::Subject},
};
use chrono::NaiveDate;
use entity::{
    agency, client, membership, project, project_total,
    value::{CurrencyCode, Id},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
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
    /// Projects in euros that work is booked on; none when the data has no money.
    pub(crate) booked: Vec<Id<project::Entity>>,
    /// The owner.
    pub(crate) owner: Id<membership::Entity>,
    /// The day.
    pub(crate) today: NaiveDate,
}

/// Projects that work is booked on.
const BOOKED: u64 = 32;

/// One question, as GraphQL and by hand.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    /// The bodies of requests, which connections take in turn.
    pub(crate) hand: Vec<String>,
    pub(crate) ours: Vec<String>,
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
            booked: booked(app, agency.id).await,
            owner: owner.id,
            today: now.date_naive(),
        }
    }
}

/// Some projects in euros that are under way and have a ledger.
#[expect(clippy::disallowed_methods, reason = "a benchmark looks around by itself")]
async fn booked(app: &App, agency: Id<agency::Entity>) -> Vec<Id<project::Entity>> {
    let of_ledger = project_total::Entity::find()
        .select_only()
        .column(project_total::Column::ProjectId)
        .filter(project_total::Column::AgencyId.eq(agency));
    let projects = project::Entity::find()
        .filter(project::Column::AgencyId.eq(agency))
        .filter(project::Column::Status.eq(project::ProjectStatus::Active))
        .filter(project::Column::Currency.eq(CurrencyCode::EUR))
        .filter(project::Column::Id.in_subquery(of_ledger.into_query()))
        .order_by_asc(project::Column::Id)
        .limit(BOOKED);
    let projects = projects.all(&app.world.db.write).await.expect("a database");
    projects.into_iter().map(|project| project.id).collect()
}

/// Those that we are measured on.
pub(crate) fn all(ground: &Ground) -> Vec<Workload> {
    let client = ground.client;
    let ask =
        |document: &str, variables: Json| json!({ "query": document, "variables": variables }).to_string();
    let mut all = vec![
        Workload {
            name: "client, ten projects, their milestones",
            path: "/client",
            hand: vec![json!({ "id": client.uuid() }).to_string()],
            ours: vec![ask(
                "query($id: ID!) { client(id: $id) { id name stage projects(first: 10) { nodes { id name status \
                 milestones(first: 3) { nodes { id name status committedOn } } } } } }",
                json!({ "id": client.to_string() }),
            )],
            expects: "committedOn",
        },
        Workload {
            name: "fifty projects of a status, client, count",
            path: "/projects",
            hand: vec![json!({ "status": "ACTIVE" }).to_string()],
            ours: vec![ask(
                "query($status: ProjectStatus!) { projects(filter: { status: { eq: $status } }, orderBy: [{ field: CREATED_AT, direction: DESC }], \
                 first: 50) { totalCount nodes { id name status createdAt client { id name } } } }",
                json!({ "status": "ACTIVE" }),
            )],
            expects: "totalCount",
        },
        Workload {
            name: "projects by status",
            path: "/groups",
            hand: vec!["{}".to_owned()],
            ours: vec![ask(
                "{ projectGroups(by: [STATUS]) { keys aggregate { count } } }",
                Json::Null,
            )],
            expects: "ACTIVE",
        },
        Workload {
            name: "create a client",
            path: "/create",
            hand: vec![json!({ "name": "Kontor Süd" }).to_string()],
            ours: vec![ask(
                "mutation($name: String!) { clientCreate(input: { name: $name }) { client { id name version } errors { code message } } }",
                json!({ "name": "Kontor Süd" }),
            )],
            expects: "version",
        },
    ];
    if !ground.booked.is_empty() {
        all.extend(of_money(ground));
    }
    all
}

/// Those that need a ledger.
fn of_money(ground: &Ground) -> [Workload; 2] {
    let ask =
        |document: &str, variables: Json| json!({ "query": document, "variables": variables }).to_string();
    let dashboard = "{ portfolioFinancials(first: 20) { nodes { projectId code name clientName minutes revenue { amount currency } \
                     passThroughCost { amount } deliveryCost { amount } overhead { amount } netProfit { amount } netMargin } } }";
    let book = "mutation($input: TimeEntryCreateInput!) { timeEntryCreate(input: $input) { timeEntry { id minutes version } errors { code message } } }";
    let each = |body: &dyn Fn(&Id<project::Entity>) -> String| ground.booked.iter().map(body).collect();
    [
        Workload {
            name: "profit of twenty projects",
            path: "/profit",
            hand: vec!["{}".to_owned()],
            ours: vec![ask(dashboard, Json::Null)],
            expects: "minutes",
        },
        Workload {
            name: "book an hour",
            path: "/book",
            hand: each(&|project| {
                json!({ "project": project.uuid(), "member": ground.owner.uuid() }).to_string()
            }),
            ours: each(&|project| {
                let input =
                    json!({ "projectId": project.to_string(), "workedOn": ground.today, "minutes": 60 });
                ask(book, json!({ "input": input }))
            }),
            expects: "minutes",
        },
    ]
}
