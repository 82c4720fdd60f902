//! The program as its callers see it, on a database of its own, with a clock that stands still.

use std::sync::Arc;

use api::{
    config::{Loaded, Settings, Sources},
    graphql::RapportSchema,
    kernel::{
        actor::{Actor, Who},
        clock::StillClock,
        random::OsRandom,
        world::{Caller, World},
    },
    notify::mailbox::CapturedMailbox,
    people::{account::Maker, credentials::keys::store::MemoryKeys, door::Door},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    agency,
    membership::{self, MemberStatus, Role},
    user,
    value::{CurrencyCode, Id, fold},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::Value as Json;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{Answer, Database, Given, Kind};

/// The program under test.
pub struct App {
    /// Its database.
    pub database: Database,
    /// Its clock: Tuesday, 24 November 2026, 09:30 UTC until it is moved.
    pub clock: Arc<StillClock>,
    /// What it holds.
    pub world: Arc<World>,
    schema: RapportSchema,
    agency: agency::Model,
}

/// Somebody who is signed in to an agency.
#[derive(Clone)]
pub struct Person<'a> {
    app: &'a App,
    /// Who they are to the program.
    pub actor: Actor,
    /// The id of their membership, as the API shows it.
    pub id: String,
}

impl Given for App {
    async fn given(kind: Kind) -> Result<Self, &'static str> {
        Ok(Self::on(Database::open(kind).await?).await)
    }
}

impl App {
    /// The program on this database, with one agency in it.
    pub async fn on(database: Database) -> Self {
        let clock = Arc::new(StillClock::at(start()));
        let world = World::new(database.db.clone(), clock.clone(), Arc::new(OsRandom));
        let world = Arc::new(world);
        let agency = new_agency(&world, "Studio Nord").await;
        Self {
            database,
            clock,
            world,
            schema: api::graphql::schema(),
            agency,
        }
    }

    /// Opens a door, which what is done by links stands on, and gives the whole program, ready to be served.
    pub async fn open_door(&mut self) -> api::app::App {
        let sources = Sources::default()
            .flag("database.url", &self.database.url)
            .flag("secret", "the tests' secret, of 32 characters and more");
        let settings: Settings = Loaded::from(&sources).expect("settings").settings;
        let keys = Arc::new(MemoryKeys::default());
        let door = Door::with(keys, &settings.auth, LINKS, &self.world).await;
        let (door, mail_waits) = (Arc::new(door.expect("a door")), Arc::new(Notify::new()));
        self.schema = api::graphql::schema_with(&door, &mail_waits);
        api::app::App {
            world: self.world.clone(),
            door,
            schema: self.schema.clone(),
            mailer: None,
            mailbox: Arc::new(CapturedMailbox::default()),
            mail_waits,
        }
    }

    /// Lets time pass.
    pub fn wait(&self, span: TimeDelta) {
        self.clock.advance(span);
    }

    /// The agency's owner.
    pub async fn owner(&self) -> Person<'_> {
        self.person(Role::Owner).await
    }

    /// A new person of the agency, in this role. Portal users are made by [`App::portal`].
    pub async fn person(&self, role: Role) -> Person<'_> {
        self.member_of(&self.agency, role, None).await
    }

    /// A portal user of a client, given by its id.
    pub async fn portal(&self, client: &str) -> Person<'_> {
        self.member_of(&self.agency, Role::Portal, Some(client)).await
    }

    /// The owner of another agency.
    pub async fn stranger(&self) -> Person<'_> {
        let other = new_agency(&self.world, "Another Agency").await;
        self.member_of(&other, Role::Owner, None).await
    }

    async fn member_of(&self, agency: &agency::Model, role: Role, client: Option<&str>) -> Person<'_> {
        let client_id = client.map(|client| client.parse().expect("a client's id"));
        let (user, member) = new_member(&self.world, agency, role, client_id).await;
        let actor = Actor::new(Who {
            user_id: Some(Id::of(user)),
            member_id: Some(member.id),
            role,
            client_id,
            ..(*Actor::system(agency)).clone()
        });
        Person {
            app: self,
            actor,
            id: member.id.to_string(),
        }
    }

    /// Asks without being signed in.
    pub async fn ask_as_nobody(&self, document: &str, variables: Json) -> Answer {
        self.ask(None, document, variables, None).await
    }

    async fn ask(&self, actor: Option<Actor>, document: &str, variables: Json, key: Option<&str>) -> Answer {
        let mut caller = Caller::new(self.world.clone(), actor, "test".to_owned());
        caller.idempotency_key = key.map(str::to_owned);
        let caller = Arc::new(caller);
        let request =
            async_graphql::Request::new(document).variables(async_graphql::Variables::from_json(variables));
        let response = api::graphql::execute::execute(&self.schema, request, caller.clone()).await;
        Answer::new(&response, caller.statements(), caller.is_replay())
    }
}

impl<'a> Person<'a> {
    /// The program they use.
    pub const fn app(&self) -> &'a App {
        self.app
    }

    /// The same person, who reads this language.
    #[must_use]
    pub fn reading(self, locale: agency::Locale) -> Self {
        let actor = Actor::new(Who {
            locale,
            ..(*self.actor).clone()
        });
        Self { actor, ..self }
    }

    /// Asks the API.
    pub async fn ask(&self, document: &str) -> Answer {
        self.ask_with(document, Json::Null).await
    }

    /// Asks the API with variables.
    pub async fn ask_with(&self, document: &str, variables: Json) -> Answer {
        self.app
            .ask(Some(self.actor.clone()), document, variables, None)
            .await
    }

    /// Asks the API with an idempotency key in the header.
    pub async fn ask_with_key(&self, document: &str, variables: Json, key: &str) -> Answer {
        self.app
            .ask(Some(self.actor.clone()), document, variables, Some(key))
            .await
    }

    /// Runs one mutation with an input and gives its payload, with the record's fields as selected.
    pub async fn write(&self, field: &str, input: Json, selection: &str) -> Answer {
        let mut letters = field.chars();
        let name: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect();
        let document = format!(
            "mutation($input: {name}Input!) {{ payload: {field}(input: $input) {{ {selection} errors {{ \
             __typename code message path ... on VersionConflictError {{ currentVersion }} \
             ... on InvalidTransitionError {{ from to allowed }} }} }} }}"
        );
        self.ask_with(&document, serde_json::json!({ "input": input }))
            .await
    }
}

/// Where links in mails lead.
pub const LINKS: &str = "https://offers.example.test";

/// The moment all tests begin at.
pub fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_512_600, 0).expect("a moment")
}

async fn new_agency(world: &World, name: &str) -> agency::Model {
    let now = world.clock.now();
    let row = agency::ActiveModel {
        id: Set(Id::of(world.uuid())),
        name: Set(name.to_owned()),
        base_currency: Set(CurrencyCode::EUR),
        locale: Set(agency::Locale::En),
        time_zone: Set("Europe/Berlin".to_owned()),
        calendar: Set(agency::Calendar::Gregorian),
        fiscal_year_start_month: Set(1),
        tax_rounding: Set(agency::TaxRounding::PerGroup),
        proposal_required_before_contract: Set(true),
        margin_floor_bps: Set(None),
        overrun_default: Set(agency::OverrunPolicy::Block),
        report_max_gap_days: Set(35),
        silence_notice_days: Set(14),
        answer_target_hours: Set(serde_json::json!({})),
        books_closed_until: Set(None),
        k_anonymity: Set(5),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let agency = row.insert(&world.db.write).await.expect("an agency");
    let maker = Maker {
        connection: &world.db.write,
        random: world.random.as_ref(),
        now,
    };
    maker.stages(&agency).await.expect("stages");
    agency
}

async fn new_member(
    world: &World,
    agency: &agency::Model,
    role: Role,
    client_id: Option<Id<entity::client::Entity>>,
) -> (Uuid, membership::Model) {
    let (now, user_id) = (world.clock.now(), world.uuid());
    let name = format!("{role:?} {}", user_id.simple().to_string().split_off(26));
    let email = format!("{}@example.test", user_id.simple());
    let user = user::ActiveModel {
        id: Set(user_id),
        email: Set(email.clone()),
        email_key: Set(email.clone()),
        name: Set(name.clone()),
        locale: Set(agency::Locale::En),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    user.insert(&world.db.write).await.expect("a user");
    let member = membership::ActiveModel {
        id: Set(Id::of(world.uuid())),
        agency_id: Set(agency.id),
        user_id: Set(Id::of(user_id)),
        name_key: Set(fold(&name)),
        search: Set(fold(&name)),
        name: Set(name),
        email: Set(email),
        role: Set(role),
        status: Set(MemberStatus::Active),
        client_id: Set(client_id),
        may_accept_proposals: Set(false),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    (user_id, member.insert(&world.db.write).await.expect("a member"))
}
