//! What tests of projects begin with.

use api::kernel::actor::{Actor, Who};
use serde_json::json;
use tests::{Answer, App, Person};

pub(super) use tests::made;

/// Makes a client.
pub(super) async fn client(person: &Person<'_>) -> String {
    made(person, "client", json!({ "name": "Kontor" })).await
}

/// Makes a project for a new client.
pub(super) async fn project(person: &Person<'_>) -> String {
    let client = client(person).await;
    made(person, "project", json!({ "clientId": client, "name": "Shop" })).await
}

/// Makes a task in a project.
pub(super) async fn task(person: &Person<'_>, project: &str) -> String {
    made(person, "task", json!({ "projectId": project, "name": "Write" })).await
}

/// Makes a phase in a project.
pub(super) async fn phase(person: &Person<'_>, project: &str) -> String {
    made(
        person,
        "phase",
        json!({ "projectId": project, "name": "Concept" }),
    )
    .await
}

/// Makes a milestone in a project.
pub(super) async fn milestone(person: &Person<'_>, project: &str) -> String {
    let input = json!({ "projectId": project, "name": "Launch", "committedOn": "2026-12-01" });
    made(person, "milestone", input).await
}

/// Takes a record of this type to a state, whatever its version.
pub(super) async fn go(person: &Person<'_>, record: &str, id: &str, to: &str) -> Answer {
    let known = person
        .ask_with(
            &format!("query($id: ID!) {{ {record}(id: $id) {{ version }} }}"),
            json!({ "id": id }),
        )
        .await;
    let mut input = json!({ "id": id, "to": to, "expectedVersion": known.at(&format!("{record}.version")) });
    if to == "REJECTED" {
        input["reason"] = "not what was agreed".into();
    }
    let selection = format!("{record} {{ id version status allowedTransitions }}");
    person
        .write(&format!("{record}Transition"), input, &selection)
        .await
}

/// Takes a record of this type through states.
pub(super) async fn through(person: &Person<'_>, record: &str, id: &str, states: &[&str]) {
    for state in states {
        go(person, record, id, state).await.good();
    }
}

/// Archives a record of this type.
pub(super) async fn archive(person: &Person<'_>, record: &str, id: &str) -> Answer {
    person
        .write(
            &format!("{record}Archive"),
            json!({ "id": id }),
            "errors { code }",
        )
        .await
}

/// Brings a record of this type back.
pub(super) async fn unarchive(person: &Person<'_>, record: &str, id: &str) -> Answer {
    let letters = record.get(..1).expect("a letter").to_uppercase() + record.get(1..).expect("letters");
    let document = format!(
        "mutation($input: {letters}ArchiveInput!) {{ payload: {record}Unarchive(input: $input) \
         {{ {record} {{ archivedAt }} errors {{ code message path }} }} }}"
    );
    person.ask_with(&document, json!({ "input": { "id": id } })).await
}

/// A portal user of a client who may sign.
pub(super) async fn signer<'a>(app: &'a App, client: &str) -> Person<'a> {
    let mut signer = app.portal(client).await;
    signer.actor = Actor::new(Who {
        may_accept_proposals: true,
        ..(*signer.actor).clone()
    });
    signer
}
