//! The limit: routes written by hand over the same pool, with the same token check. SQL gives the answer as JSON.

use std::{net::SocketAddr, sync::Arc};

use api::{
    app::App,
    http::{Origin, Prefix, Service},
    kernel::actor::Actor,
};
use axum::{
    Router,
    extract::{Json, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, Value};
use serde_json::Value as Input;
use tokio::net::TcpListener;
use uuid::Uuid;

/// Serves the routes on a port of their own.
pub(crate) async fn serve(app: Arc<App>) -> SocketAddr {
    let routes = Router::new()
        .route("/client", post(client))
        .route("/projects", post(projects))
        .route("/groups", post(groups))
        .route("/create", post(create))
        .route("/profit", post(profit))
        .route("/book", post(book))
        .with_state(app);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    address
}

async fn actor(app: &App, headers: &HeaderMap) -> Option<Actor> {
    let address = [127, 0, 0, 1].into();
    app.identify(
        headers.get(header::AUTHORIZATION),
        &Origin {
            address,
            prefix: Prefix::of(address),
        },
    )
    .await
    .ok()
    .flatten()
}

async fn json(db: &DatabaseConnection, sql: &str, values: Vec<Value>) -> Response {
    let backend = db.get_database_backend();
    let row = db
        .query_one_raw(Statement::from_sql_and_values(
            backend,
            in_words_of(sql, backend),
            values,
        ))
        .await;
    let text: String = row
        .expect("a statement")
        .expect("a row")
        .try_get_by_index(0)
        .expect("a text");
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// The statements are written for PostgreSQL; SQLite has other names for the same.
fn in_words_of(sql: &str, backend: DbBackend) -> String {
    if backend == DbBackend::Postgres {
        return sql.to_owned();
    }
    let words = [
        ("json_build_object", "json_object"),
        ("json_agg", "json_group_array"),
        ("::text", ""),
        ("ID(", "lower(hex("),
        (")DI", "))"),
    ];
    words
        .iter()
        .fold(sql.to_owned(), |sql, (from, to)| sql.replace(from, to))
}

fn of_postgres(sql: &str, backend: DbBackend) -> String {
    if backend == DbBackend::Postgres {
        sql.replace("ID(", "(").replace(")DI", ")")
    } else {
        sql.to_owned()
    }
}

async fn client(State(app): State<Arc<App>>, headers: HeaderMap, Json(input): Json<Input>) -> Response {
    let Some(actor) = actor(&app, &headers).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let id = input["id"]
        .as_str()
        .and_then(|id| Uuid::try_parse(id).ok())
        .unwrap_or_default();
    let sql = "SELECT json_build_object('id', ID(c.id)DI, 'name', c.name, 'stage', c.stage, 'projects', (SELECT json_agg(json_build_object(\
        'id', ID(p.id)DI, 'name', p.name, 'status', p.status, 'milestones', (SELECT json_agg(json_build_object('id', ID(m.id)DI, 'name', m.name, \
        'status', m.status, 'committedOn', m.committed_on)) FROM (SELECT * FROM milestones WHERE agency_id = $1 AND project_id = p.id AND archived_at \
        IS NULL ORDER BY committed_on, id LIMIT 3) m))) FROM (SELECT * FROM projects WHERE agency_id = $1 AND client_id = c.id AND archived_at IS NULL \
        ORDER BY created_at DESC, id DESC LIMIT 10) p))::text FROM clients c WHERE c.agency_id = $1 AND c.id = $2";
    let db = &app.world.db.read;
    json(
        db,
        &of_postgres(sql, app.world.db.backend),
        vec![actor.agency_id.uuid().into(), id.into()],
    )
    .await
}

async fn projects(State(app): State<Arc<App>>, headers: HeaderMap, Json(input): Json<Input>) -> Response {
    let Some(actor) = actor(&app, &headers).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let sql = "SELECT json_build_object('totalCount', (SELECT count(*) FROM projects WHERE agency_id = $1 AND status = $2 AND archived_at IS NULL), \
        'nodes', (SELECT json_agg(json_build_object('id', ID(p.id)DI, 'name', p.name, 'status', p.status, 'createdAt', p.created_at, 'client', \
        json_build_object('id', ID(c.id)DI, 'name', c.name))) FROM (SELECT * FROM projects WHERE agency_id = $1 AND status = $2 AND archived_at IS NULL \
        ORDER BY created_at DESC, id DESC LIMIT 50) p LEFT JOIN clients c ON c.agency_id = $1 AND c.id = p.client_id))::text";
    let status = input["status"].as_str().unwrap_or("").to_owned();
    json(
        &app.world.db.read,
        &of_postgres(sql, app.world.db.backend),
        vec![actor.agency_id.uuid().into(), status.into()],
    )
    .await
}

async fn groups(State(app): State<Arc<App>>, headers: HeaderMap, Json(_): Json<Input>) -> Response {
    let Some(actor) = actor(&app, &headers).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let sql = "SELECT json_agg(json_build_object('key', g.status, 'count', g.n))::text FROM (SELECT status, count(*) AS n FROM projects \
        WHERE agency_id = $1 AND archived_at IS NULL GROUP BY status ORDER BY status) g";
    json(&app.world.db.read, sql, vec![actor.agency_id.uuid().into()]).await
}

/// One row, one durable commit: no history, no checks.
async fn create(State(app): State<Arc<App>>, headers: HeaderMap, Json(input): Json<Input>) -> Response {
    let Some(actor) = actor(&app, &headers).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let name = input["name"].as_str().unwrap_or("").to_owned();
    let (id, now) = (app.world.uuid(), app.world.now());
    let sql = "INSERT INTO clients (id, agency_id, name, name_key, stage, currency, locale, custom_fields, version, created_at, created_by, updated_at, \
        search) VALUES ($1, $2, $3, $3, 'PROSPECT', 'EUR', 'EN', $4, 1, $5, $6, $5, $3) RETURNING json_build_object('id', ID(id)DI, 'name', name, \
        'version', version)::text";
    let values = vec![
        id.into(),
        actor.agency_id.uuid().into(),
        name.into(),
        serde_json::json!({}).into(),
        now.into(),
        actor.member().into(),
    ];
    json(
        &app.world.db.write,
        &of_postgres(sql, app.world.db.backend),
        values,
    )
    .await
}

/// What was agreed, and the sums of the ledger: no overhead, and no look at what may be missing.
async fn profit(State(app): State<Arc<App>>, headers: HeaderMap, Json(_): Json<Input>) -> Response {
    let Some(actor) = actor(&app, &headers).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let sql = "SELECT json_agg(json_build_object('id', ID(p.id)DI, 'code', p.code, 'name', p.name, 'client', c.name, 'minutes', t.minutes, \
        'revenue', (SELECT sum(k.value_minor) FROM contracts k WHERE k.agency_id = $1 AND k.project_id = p.id AND k.status NOT IN ('DRAFT', 'VOID')), \
        'cost', t.own_cost_minor, 'passThrough', t.pass_through_cost_minor))::text FROM (SELECT * FROM projects WHERE agency_id = $1 AND \
        archived_at IS NULL ORDER BY code, id LIMIT 20) p LEFT JOIN clients c ON c.agency_id = $1 AND c.id = p.client_id \
        LEFT JOIN project_totals t ON t.agency_id = $1 AND t.project_id = p.id";
    json(
        &app.world.db.read,
        &of_postgres(sql, app.world.db.backend),
        vec![actor.agency_id.uuid().into()],
    )
    .await
}

/// One row, one durable commit: no ledger, no budget, no rates.
async fn book(State(app): State<Arc<App>>, headers: HeaderMap, Json(input): Json<Input>) -> Response {
    let Some(actor) = actor(&app, &headers).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let id_of = |name: &str| input[name].as_str().and_then(|id| Uuid::try_parse(id).ok());
    let (id, now) = (app.world.uuid(), app.world.now());
    let sql = "INSERT INTO time_entries (id, agency_id, project_id, member_id, worked_on, booked_on, minutes, billable, status, budget_state, \
        currency, version, created_at, created_by, updated_at) VALUES ($1, $2, $3, $4, $5, $5, 60, TRUE, 'DRAFT', 'BOOKED', 'EUR', 1, $6, $4, $6) \
        RETURNING json_build_object('id', ID(id)DI, 'minutes', minutes, 'version', version)::text";
    let values = vec![
        id.into(),
        actor.agency_id.uuid().into(),
        id_of("project").into(),
        id_of("member").into(),
        now.date_naive().into(),
        now.into(),
    ];
    json(
        &app.world.db.write,
        &of_postgres(sql, app.world.db.backend),
        values,
    )
    .await
}
