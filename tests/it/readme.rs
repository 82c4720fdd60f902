//! The README does what it says.

use std::sync::Arc;

use api::{graphql::execute::execute, seed};
use async_graphql::{Request, Variables};
use serde_json::Value as Json;
use tests::{Database, both};

use crate::seed::{ask_as, program};

const README: &str = include_str!("../../README.md");

/// What stands between these, wherever they do.
fn between<'t>(text: &'t str, begin: &str, end: &str) -> Vec<&'t str> {
    let parts = text.split(begin).skip(1);
    parts.filter_map(|part| Some(part.split_once(end)?.0)).collect()
}

both! {
    async fn what_it_sends_is_answered(database: Database) {
        let app = program(&database).await;
        seed::fill(&app).await.expect("a demo");
        let bodies = between(README, "-d '", "'\n");
        let documents = between(README, "```graphql\n", "```");

        assert_eq!((bodies.len(), documents.len()), (1, 2));
        for body in bodies {
            let body: Json = serde_json::from_str(body).expect("the JSON of a request");
            let request = Request::new(body["query"].as_str().expect("a document"));
            let request = request.variables(Variables::from_json(body["variables"].clone()));
            let answer = execute(&app.schema, request, Arc::new(app.caller(None, "test".to_owned()))).await;
            let answer = serde_json::to_value(&answer).expect("an answer");
            assert!(answer["data"]["signIn"]["accessToken"].is_string(), "{answer}");
        }
        for document in documents {
            let answer = ask_as(&app, "owner@demo.rapport.test", document).await;
            for field in answer.as_object().expect("fields").values() {
                assert!(field["errors"].as_array().is_none_or(Vec::is_empty), "{answer}");
            }
        }
    }
}
