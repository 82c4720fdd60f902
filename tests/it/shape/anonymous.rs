//! Who is not signed in is answered nothing but what lets them in.

use std::sync::Arc;

use api::{graphql::execute, http::HttpSettings, kernel::world::Caller};
use async_graphql::{Request, Variables};
use entity::value::Kind;
use serde_json::{Value as Json, json};
use tests::{Server, both};

use super::{
    ground::{Rows, never},
    inputs::document,
    sdl::{Field, Sdl, is_list, named},
};

/// What is open to everybody.
const OPEN: &[&str] = &[
    "__typename",
    "__schema",
    "__type",
    "signUp",
    "signIn",
    "tokenRefresh",
    "passwordResetRequest",
    "passwordReset",
    "invitationAccept",
    "proposalLink",
    "proposalLinkView",
    "proposalLinkAccept",
    "proposalLinkDecline",
];

#[test]
fn the_open_fields_are_those_that_let_somebody_in() {
    let open = HttpSettings::default().anonymous_fields;

    assert_eq!(open, OPEN);
}

both! {
    async fn nobody_is_answered_nothing_but_what_lets_them_in(server: Server) {
        let sdl = Sdl::read();
        let before = Rows::of(&server, None).await;
        let (mut faults, mut tried) = (vec![], 0);

        for (operation, fields) in [("query", sdl.queries()), ("mutation", sdl.mutations())] {
            for field in fields.iter().filter(|field| !OPEN.contains(&field.name.as_str())) {
                let document = document(operation, field, &sdl.selection(named(&field.ty), 1));
                let arguments = arguments(&sdl, &server, field);
                tried += 1;

                let reply = server.nobody().ask(&document, arguments.clone()).await;
                if (reply.status, reply.codes()) != (401, vec!["UNAUTHENTICATED"]) || !reply.data.is_null() {
                    faults.push(format!("{}: {reply:?}", field.name));
                }
                // Behind the edge it is refused once more.
                let inside = run_as_nobody(&server, &document, arguments).await;
                if inside != ["UNAUTHENTICATED"] {
                    faults.push(format!("{} behind the edge: {inside:?}", field.name));
                }
            }
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert_eq!(tried, sdl.queries().len() + sdl.mutations().len() - (OPEN.len() - 3));
        assert_eq!(Rows::of(&server, None).await, before);
    }
}

/// The codes of the errors of an execution that nobody stands behind.
async fn run_as_nobody(server: &Server, document: &str, arguments: Json) -> Vec<String> {
    let caller = Caller::new(server.app.world.clone(), None, "test".to_owned());
    let request = Request::new(document).variables(Variables::from_json(arguments));
    let response = execute::execute(&server.app.schema, request, Arc::new(caller)).await;
    let codes = response.errors.iter().map(|error| {
        let code = error
            .extensions
            .as_ref()
            .and_then(|extensions| extensions.get("code"));
        code.map_or_else(|| error.message.clone(), |code| code.to_string().replace('"', ""))
    });
    codes.collect()
}

/// Arguments that are of the right form.
fn arguments(sdl: &Sdl, server: &Server, field: &Field) -> Json {
    let values = field
        .arguments
        .iter()
        .filter(|argument| argument.is_required)
        .map(|argument| {
            let value = formed(sdl, server, named(&argument.ty));
            (
                argument.name.clone(),
                if is_list(&argument.ty) {
                    json!([value])
                } else {
                    value
                },
            )
        });
    Json::Object(values.collect())
}

fn formed(sdl: &Sdl, server: &Server, ty: &str) -> Json {
    if let Some(fields) = sdl.input(ty) {
        let values = fields.iter().filter(|field| field.is_required).map(|field| {
            let value = formed(sdl, server, named(&field.ty));
            (
                field.name.clone(),
                if is_list(&field.ty) { json!([value]) } else { value },
            )
        });
        return Json::Object(values.collect());
    }
    if let Some([first, ..]) = sdl.words(ty) {
        return json!(first);
    }
    match ty {
        "ID" => json!(never(server, Kind::Client)),
        "Int" => json!(1),
        "Boolean" => json!(true),
        "Date" => json!("2026-12-01"),
        "DateTime" => json!("2026-11-24T09:30:00Z"),
        "Decimal" => json!("1.00"),
        "CurrencyCode" => json!("EUR"),
        "JSON" => json!({}),
        _ => json!("text"),
    }
}
