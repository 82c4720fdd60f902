//! The demo and the data in bulk.

use std::{collections::BTreeSet, sync::Arc};

use api::{
    app::App,
    config::{Loaded, Settings, Sources},
    graphql::execute::execute,
    http::{Origin, Prefix, Service as _},
    kernel::{clock::StillClock, random::OsRandom, world::World},
    people::door::Door,
    read::catalog,
    seed::{self, Load, LoadError, Size},
    verify,
};
use async_graphql::{Request, Variables};
use axum::http::HeaderValue;
use entity::{
    client, contact, estimate, estimate_line, event, interaction, membership, milestone, need, opportunity,
    phase, project, promise, stage, task, time_entry, user, value::Choice,
};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};
use serde_json::{Value as Json, json};
use tests::{Database, both, start};

/// The program on a database of a test.
pub(crate) async fn program(database: &Database) -> App {
    let sources = Sources::default()
        .flag("database.url", &database.url)
        .flag("secret", "the tests' secret, of 32 characters and more");
    let settings: Settings = Loaded::from(&sources).expect("settings").settings;
    let world = World::new(
        database.db.clone(),
        Arc::new(StillClock::at(start())),
        Arc::new(OsRandom),
    );
    let door = Door::open(&settings, &world).await.expect("a door");
    App::build(&settings, world, door).expect("an app")
}

/// Signs in and asks.
pub(crate) async fn ask_as(app: &App, email: &str, document: &str) -> Json {
    let sign_in = "mutation($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) \
                   { accessToken errors { message } } }";
    let sign_in = Request::new(sign_in).variables(Variables::from_json(
        json!({ "email": email, "password": seed::PASSWORD }),
    ));
    let caller = Arc::new(app.caller(None, "test".to_owned()));
    let answer = execute(&app.schema, sign_in, caller).await;
    let answer = serde_json::to_value(&answer).expect("an answer");
    let token = answer["data"]["signIn"]["accessToken"].as_str();
    let token = token.unwrap_or_else(|| panic!("{email} cannot sign in: {answer}"));
    let address = [127, 0, 0, 1].into();
    let origin = Origin {
        address,
        prefix: Prefix::of(address),
    };
    let header = HeaderValue::from_str(&format!("Bearer {token}")).expect("a header");
    let actor = app
        .identify(Some(&header), &origin)
        .await
        .expect("a token that holds");
    let caller = Arc::new(app.caller(actor, "test".to_owned()));
    let answer = execute(&app.schema, Request::new(document), caller).await;
    let answer = serde_json::to_value(&answer).expect("an answer");
    assert!(answer.get("errors").is_none(), "{email}: {answer}");
    answer["data"].clone()
}

/// Everything in the tables that the seeds fill.
async fn picture(app: &App) -> String {
    let db = &app.world.db.write;
    macro_rules! rows {
        ($($table:ident)*) => {
            [$(format!("{:?}", $table::Entity::find().order_by_asc($table::Column::Id).all(db).await.expect("rows")),)*].join("\n")
        };
    }
    rows! { user membership client contact interaction promise need stage opportunity estimate estimate_line project phase milestone task event }
}

async fn names(app: &App) -> Vec<(String, String, i32)> {
    let db = &app.world.db.write;
    let mut names = vec![];
    for client in client::Entity::find().all(db).await.expect("clients") {
        names.push((client.name, client.stage.word().to_owned(), client.version));
    }
    for project in project::Entity::find().all(db).await.expect("projects") {
        names.push((
            format!("{} {}", project.code, project.name),
            project.status.word().to_owned(),
            project.version,
        ));
    }
    for task in task::Entity::find().all(db).await.expect("tasks") {
        names.push((task.name, task.status.word().to_owned(), task.version));
    }
    names.sort();
    names
}

async fn all_holds(app: &App) {
    let findings = verify::run(&app.world.db).await.expect("findings");
    let broken: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.broken > 0)
        .collect();
    assert_eq!(broken, vec![]);
}

async fn count(app: &App, sql: &str) -> i64 {
    let db = &app.world.db.write;
    let row = db
        .query_one_raw(Statement::from_string(app.world.db.backend, sql))
        .await;
    row.expect("a statement")
        .expect("a row")
        .try_get_by_index(0)
        .expect("a number")
}

/// The words of a choice that no row of a column has.
async fn missing<C: Choice>(app: &App, table: &str, column: &str) -> Vec<String> {
    let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL");
    let rows = app
        .world
        .db
        .write
        .query_all_raw(Statement::from_string(app.world.db.backend, sql))
        .await;
    let there: BTreeSet<String> = rows
        .expect("rows")
        .iter()
        .map(|row| row.try_get_by_index(0).expect("a word"))
        .collect();
    let all = C::VALUES.iter().map(|value| value.name);
    all.filter(|word| !there.contains(*word))
        .map(|word| format!("{table}.{column} {word}"))
        .collect()
}

fn small(seed: u64) -> Load {
    Load {
        size: Size::Small,
        seed,
        entries: 0,
    }
}

both! {
    async fn the_demo_fills_an_empty_database_and_the_next_start_changes_nothing(database: Database) {
        let app = program(&database).await;

        let first = seed::fill(&app).await.expect("a demo");
        let before = picture(&app).await;
        let second = seed::fill(&app).await.expect("a demo");

        assert_eq!((first, second), (true, false));
        assert_eq!(before, picture(&app).await);
        assert_eq!(count(&app, "SELECT count(*) FROM agencies").await, 2);
        assert_eq!(count(&app, "SELECT count(*) FROM clients").await, 23);
        assert_eq!(count(&app, "SELECT count(DISTINCT currency) FROM clients").await, 3);
        all_holds(&app).await;
    }

    async fn the_demo_is_the_same_wherever_it_is_made(database: Database) {
        let (app, other) = (program(&database).await, Database::open(database.kind).await.expect("a second database"));
        let elsewhere = program(&other).await;

        seed::fill(&app).await.expect("a demo");
        seed::fill(&elsewhere).await.expect("a demo");

        assert_eq!(names(&app).await, names(&elsewhere).await);
    }

    async fn every_role_of_the_demo_signs_in_and_sees_what_is_theirs(database: Database) {
        let app = program(&database).await;
        seed::fill(&app).await.expect("a demo");
        let document = "{ viewer { member { role } } clients(first: 100) { totalCount nodes { name projects(first: 3) { nodes { name } } } } }";

        let mut seen = vec![];
        for (account, _, role) in seed::ACCOUNTS {
            let data = ask_as(&app, &format!("{account}@demo.rapport.test"), document).await;
            assert_eq!(data["viewer"]["member"]["role"], role.word());
            let clients = data["clients"]["nodes"].as_array().expect("clients");
            let with_projects = clients.iter().filter(|client| client["projects"]["nodes"] != json!([])).count();
            seen.push((account, data["clients"]["totalCount"].as_u64().expect("a count"), with_projects));
        }
        let other = ask_as(&app, "owner@other.rapport.test", document).await;

        let of = |wanted| seen.iter().find(|(account, ..)| *account == wanted).expect("an account");
        for account in ["owner", "manager", "finance", "viewer"] {
            assert_eq!(of(account).1, 20, "{seen:?}");
        }
        for account in ["account", "project", "specialist", "freelancer"] {
            assert!((1..20).contains(&of(account).1), "{seen:?}");
        }
        assert_eq!(of("portal").1, 1, "{seen:?}");
        assert!(seen.iter().all(|(.., projects)| *projects > 0), "{seen:?}");
        assert_eq!(other["clients"]["totalCount"], 3);
    }

    async fn the_portal_of_the_demo_shows_what_is_shared(database: Database) {
        let app = program(&database).await;
        seed::fill(&app).await.expect("a demo");

        let data = ask_as(&app, "portal@demo.rapport.test",
            "{ projects(first: 1) { totalCount nodes { milestones(first: 1) { totalCount } } } interactions(first: 1) { totalCount } \
             promises(first: 1) { totalCount } tasks(first: 1) { totalCount } }").await;

        let some = |count: &Json| count.as_u64().is_some_and(|count| count > 0);
        assert!(some(&data["projects"]["nodes"][0]["milestones"]["totalCount"]), "{data}");
        for list in ["interactions", "promises", "tasks"] {
            assert!(some(&data[list]["totalCount"]), "{list}: {data}");
        }
    }

    async fn every_list_of_the_demo_has_something_to_show(database: Database) {
        let app = program(&database).await;
        seed::fill(&app).await.expect("a demo");

        let lists: Vec<_> = catalog().all().iter().filter_map(|resource| resource.roots).map(|(_, many)| many).collect();
        let fields: Vec<_> = lists.iter().map(|list| format!("{list}(first: 1) {{ totalCount }}")).collect();
        let data = ask_as(&app, "owner@demo.rapport.test", &format!("{{ {} }}", fields.join(" "))).await;

        assert!(lists.len() > 10, "{lists:?}");
        for list in lists {
            assert_ne!(data[list]["totalCount"], 0, "{list}");
        }
    }

    async fn the_demo_has_every_state_there_is(database: Database) {
        let app = program(&database).await;
        seed::fill(&app).await.expect("a demo");

        let missing = [
            missing::<client::ClientStage>(&app, "clients", "stage").await,
            missing::<client::ClientTier>(&app, "clients", "tier").await,
            missing::<interaction::Channel>(&app, "interactions", "channel").await,
            missing::<interaction::Hat>(&app, "interactions", "hat").await,
            missing::<event::Visibility>(&app, "interactions", "visibility").await,
            missing::<promise::PromiseStatus>(&app, "promises", "status").await,
            missing::<need::NeedStatus>(&app, "needs", "status").await,
            missing::<stage::StageKind>(&app, "stages", "kind").await,
            missing::<estimate::EstimateStatus>(&app, "estimates", "status").await,
            missing::<estimate::EstimateDistribution>(&app, "estimates", "distribution").await,
            missing::<project::ProjectStatus>(&app, "projects", "status").await,
            missing::<phase::PhaseStatus>(&app, "phases", "status").await,
            missing::<milestone::MilestoneStatus>(&app, "milestones", "status").await,
            missing::<task::TaskStatus>(&app, "tasks", "status").await,
            missing::<time_entry::BookingStatus>(&app, "time_entries", "status").await,
            missing::<time_entry::BookingStatus>(&app, "expenses", "status").await,
        ];
        assert_eq!(missing.concat(), Vec::<String>::new());
        assert_eq!(count(&app, "SELECT count(*) FROM opportunities o JOIN agencies a ON a.id = o.agency_id WHERE a.name = 'Studio Nord'").await, 14);
        assert_eq!(count(&app, "SELECT count(DISTINCT currency) FROM opportunities").await, 3);
        let empty = "SELECT count(*) FROM stages s JOIN agencies a ON a.id = s.agency_id WHERE a.name = 'Studio Nord' \
                     AND NOT EXISTS (SELECT 1 FROM opportunities o WHERE o.agency_id = s.agency_id AND o.stage_id = s.id)";
        assert_eq!(count(&app, empty).await, 0);
        for table in ["contacts", "interactions", "projects"] {
            let archived = count(&app, &format!("SELECT count(*) FROM {table} WHERE archived_at IS NOT NULL")).await;
            assert!(archived > 0, "nothing archived in {table}");
        }
        let overdue = format!("SELECT count(*) FROM promises WHERE status = 'OPEN' AND due_on < '{}'", start().date_naive());
        assert!(count(&app, &overdue).await > 0, "no promise is overdue");
    }

    async fn data_in_bulk_is_made_once_and_holds_together(database: Database) {
        let app = program(&database).await;

        let load = Load { entries: 13, ..small(1) };
        let made = seed::load(&app, load).await.expect("data");
        let again = seed::load(&app, load).await;

        let rows = |table| made.iter().find(|(known, _)| *known == table).map(|(_, rows)| *rows);
        let counts = ["clients", "contacts", "interactions", "projects", "phases", "milestones", "tasks"].map(rows);
        assert_eq!(counts, [100, 300, 1_000, 1_000, 3_000, 3_000, 6_000].map(Some));
        let money = ["contracts", "budgets", "time_entries", "expenses", "cost_entries"].map(rows);
        assert_eq!(money, [1_000, 1_000, 13_000, 1_000, 14_000].map(Some));
        for (table, rows) in &made {
            let there = count(&app, &format!("SELECT count(*) FROM {table}")).await;
            assert_eq!(usize::try_from(there), Ok(*rows), "{table}");
        }
        assert!(matches!(again, Err(LoadError::There(owner)) if owner == Size::Small.owner()));
        all_holds(&app).await;
        let open_in_done = "SELECT count(*) FROM tasks t JOIN phases f ON f.agency_id = t.agency_id AND f.id = t.phase_id \
                            WHERE f.status IN ('DONE', 'CANCELLED') AND t.status IN ('TODO', 'DOING', 'BLOCKED')";
        assert_eq!(count(&app, open_in_done).await, 0);
        let clients = ask_as(&app, &Size::Small.owner(), "{ clients(first: 1) { nodes { id } } }").await;
        let id = &clients["clients"]["nodes"][0]["id"];
        let create = format!("mutation {{ projectCreate(input: {{ clientId: {id}, name: \"Next\" }}) {{ project {{ code }} }} }}");
        let created = ask_as(&app, &Size::Small.owner(), &create).await;
        assert_eq!(created["projectCreate"]["project"]["code"], "PRJ-1001");
        let earned = "{ portfolioFinancials(first: 20) { nodes { netProfit { amount } costCoverageBps gaps { code } } } }";
        let earned = ask_as(&app, &Size::Small.owner(), earned).await;
        for project in earned["portfolioFinancials"]["nodes"].as_array().expect("projects") {
            assert!(project["netProfit"]["amount"].is_string(), "{project}");
        }
    }

    async fn a_seed_repeats_its_data_and_another_does_not(database: Database) {
        let app = program(&database).await;
        let others = [Database::open(database.kind).await.expect("a database"), Database::open(database.kind).await.expect("a database")];

        seed::load(&app, small(7)).await.expect("data");
        let mut told = vec![];
        for (other, seed) in others.iter().zip([7, 8]) {
            let app = program(other).await;
            seed::load(&app, small(seed)).await.expect("data");
            told.push(names(&app).await);
        }

        let here = names(&app).await;
        assert_eq!(here, told[0]);
        assert_ne!(here, told[1]);
    }
}
