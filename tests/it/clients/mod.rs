mod access;
mod assignment;
mod client;
mod contact;
mod interaction;
mod list;
mod need;
mod promise;
mod race;

use entity::{
    event::Visibility,
    project::{self, ProjectStatus, Rag},
    project_member::{self, ProjectRole},
    value::{CurrencyCode, Id, fold},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Map, Value as Json, json};
use tests::{Answer, App, Person};

/// Writes a record and gives its id.
async fn made(by: &Person<'_>, mutation: &str, record: &str, input: Json) -> String {
    let answer = by.write(mutation, input, &format!("{record} {{ id }}")).await;
    answer.good().text(&format!("payload.{record}.id"))
}

/// A client of this name.
async fn client(by: &Person<'_>, name: &str) -> String {
    made(by, "clientCreate", "client", json!({ "name": name })).await
}

/// A contact at a client.
async fn contact(by: &Person<'_>, client: &str, name: &str) -> String {
    let input = json!({ "clientId": client, "name": name });
    made(by, "contactCreate", "contact", input).await
}

/// An interaction with a client: a mail to them, unless `more` says otherwise.
async fn interaction(by: &Person<'_>, client: &str, more: Json) -> String {
    let input = with(
        json!({ "clientId": client, "channel": "EMAIL", "direction": "OUT", "hat": "EXPERT", "summary": "We wrote" }),
        more,
    );
    made(by, "interactionCreate", "interaction", input).await
}

/// A promise of the agency, unless `more` says otherwise.
async fn promise(by: &Person<'_>, client: &str, more: Json) -> String {
    let input = with(
        json!({ "clientId": client, "byParty": "AGENCY", "text": "We call back", "dueOn": "2026-12-01" }),
        more,
    );
    made(by, "promiseCreate", "promise", input).await
}

/// A need of a client.
async fn need(by: &Person<'_>, client: &str, more: Json) -> String {
    let input = with(
        json!({ "clientId": client, "statement": "More guests on Mondays" }),
        more,
    );
    made(by, "needCreate", "need", input).await
}

/// Brings a record back.
async fn unarchived(by: &Person<'_>, record: &str, id: &str) -> Answer {
    let kind = format!("{}{}", record[..1].to_uppercase(), &record[1..]);
    let document = format!(
        "mutation($input: {kind}ArchiveInput!) {{ payload: {record}Unarchive(input: $input) {{ {record} {{ id archivedAt version }} errors {{ code message path }} }} }}"
    );
    by.ask_with(&document, json!({ "input": { "id": id } })).await
}

/// An input with more fields, which win.
fn with(input: Json, more: Json) -> Json {
    let fields = [input, more].into_iter().filter_map(|part| match part {
        Json::Object(fields) => Some(fields),
        _ => None,
    });
    Json::Object(fields.flatten().collect::<Map<_, _>>())
}

/// A project of a client.
async fn project(app: &App, by: &Person<'_>, client: &str, visibility: Visibility) -> Id<project::Entity> {
    let (now, id) = (app.world.now(), app.world.uuid());
    let name = format!("Project {}", id.simple());
    let row = project::ActiveModel {
        id: Set(Id::of(id)),
        agency_id: Set(by.actor.agency_id),
        client_id: Set(client.parse().expect("a client's id")),
        code: Set(id.simple().to_string()),
        name_key: Set(fold(&name)),
        search: Set(fold(&name)),
        name: Set(name),
        status: Set(ProjectStatus::Active),
        rag: Set(Rag::Green),
        currency: Set(CurrencyCode::EUR),
        visibility: Set(visibility),
        custom_fields: Set(json!({})),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    row.insert(&app.world.db.write).await.expect("a project").id
}

/// Puts somebody on a project.
async fn join(app: &App, project: Id<project::Entity>, who: &Person<'_>) {
    let now = app.world.now();
    let row = project_member::ActiveModel {
        id: Set(Id::of(app.world.uuid())),
        agency_id: Set(who.actor.agency_id),
        project_id: Set(project),
        member_id: Set(who.actor.member_id.expect("a member")),
        role: Set(ProjectRole::Contributor),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    row.insert(&app.world.db.write)
        .await
        .expect("a place on the project");
}

/// Runs a mutation with each of these inputs, laid over a good one, and compares code and path of the first error.
async fn refused(by: &Person<'_>, mutation: &str, record: &str, good: &Json, cases: &[(Json, &str, &str)]) {
    for (more, code, path) in cases {
        let input = with(good.clone(), more.clone());

        let answer = by.write(mutation, input, &format!("{record} {{ id }}")).await;

        assert_eq!(answer.errors, Vec::<Json>::new(), "{mutation} {more}");
        assert_eq!(
            answer.at(&format!("payload.{record}")),
            &Json::Null,
            "{mutation} {more}"
        );
        assert_eq!(
            (answer.text("payload.errors.0.code"), answer.error_path()),
            ((*code).to_owned(), (*path).to_owned()),
            "{mutation} {more}"
        );
    }
}
