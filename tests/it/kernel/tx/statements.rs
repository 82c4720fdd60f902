use serde_json::{Value as Json, json};
use tests::{Answer, App, Database, Person, only};

use super::tap::Tap;

/// The program, over a connection whose statements are counted.
async fn tapped(mut database: Database) -> (Tap, App) {
    let tap = Tap::between(&mut database).await;
    (tap, App::on(database).await)
}

/// What this mutation costs PostgreSQL, once its statements are known there.
async fn asked(tap: &Tap, by: &Person<'_>, mutation: &str, input: &Json, selection: &str) -> (Answer, usize) {
    by.write(mutation, input.clone(), selection).await;
    by.write(mutation, input.clone(), selection).await;
    tap.during(by.write(mutation, input.clone(), selection)).await
}

only! { Postgres:
    async fn making_a_client_takes_one_statement_to_write_and_one_to_read(database: Database) {
        let (tap, app) = tapped(database).await;
        let owner = app.owner().await;

        let (answer, statements) = asked(&tap, &owner, "clientCreate", &json!({ "name": "Kontor" }), "client { id }").await;

        assert_eq!((answer.good().statements, statements), (1, 2));
    }

    async fn making_a_task_takes_its_locks_and_one_statement_in_a_transaction(database: Database) {
        let (tap, app) = tapped(database).await;
        let owner = app.owner().await;
        let client = owner.write("clientCreate", json!({ "name": "Kontor" }), "client { id }").await.text("payload.client.id");
        let project = json!({ "clientId": client, "name": "Shop", "visibility": "SHARED" });
        let project = owner.write("projectCreate", project, "project { id }").await.text("payload.project.id");
        let task = json!({ "projectId": project, "name": "Write", "visibility": "SHARED" });

        let (answer, statements) = asked(&tap, &owner, "taskCreate", &task, "task { id }").await;

        // BEGIN, the project, the last position, the rows, COMMIT, the answer.
        assert_eq!((answer.good().statements, statements), (1, 6));
        let portal = app.portal(&client).await;
        let told = portal.ask("{ events(filter: { eventType: { eq: TASK_CREATED } }) { totalCount } }").await.good();
        assert_eq!(told.at("events.totalCount"), &json!(3));
    }

    async fn recording_an_interaction_writes_who_took_part_in_the_same_statement(database: Database) {
        let (tap, app) = tapped(database).await;
        let owner = app.owner().await;
        let client = owner.write("clientCreate", json!({ "name": "Kontor" }), "client { id }").await.text("payload.client.id");
        let talk = json!({ "clientId": client, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "They called" });

        let selection = "interaction { id members { nodes { id } } }";
        let (answer, statements) = asked(&tap, &owner, "interactionCreate", &talk, selection).await;

        // BEGIN, the client, the people, the rows, COMMIT, the answer.
        assert_eq!((answer.text("payload.interaction.members.nodes.0.id"), statements), (owner.id.clone(), 6));
    }

    async fn a_key_adds_what_it_takes_to_hold_it(database: Database) {
        let (tap, app) = tapped(database).await;
        let owner = app.owner().await;
        let make = |key: &'static str| owner.write("clientCreate", json!({ "name": "Kontor", "idempotencyKey": key }), "client { id }");
        make("one").await;
        make("two").await;

        let (first, statements) = tap.during(make("three")).await;
        let again = make("three").await;

        // BEGIN, an old key, the key, its record, the rows, COMMIT, the answer.
        assert_eq!(statements, 7);
        assert_eq!(again.good().text("payload.client.id"), first.good().text("payload.client.id"));
    }

    async fn an_input_that_is_refused_as_it_stands_does_not_reach_the_database(database: Database) {
        let (tap, app) = tapped(database).await;
        let owner = app.owner().await;

        let (answer, statements) = asked(&tap, &owner, "clientCreate", &json!({ "name": " " }), "client { id }").await;

        assert_eq!((answer.error_path(), statements), ("input.name".to_owned(), 0));
    }
}
