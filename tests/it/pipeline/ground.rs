//! What tests of the pipeline begin with.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};
use tests::{Answer, Person};

/// Makes a record of this type and gives its id.
pub(crate) async fn made(person: &Person<'_>, record: &str, input: Json) -> String {
    let field = record.get(..1).expect("a letter").to_lowercase() + record.get(1..).expect("letters");
    let answer = person
        .write(&format!("{field}Create"), input, &format!("{field} {{ id }}"))
        .await
        .good();
    answer.text(&format!("payload.{field}.id"))
}

/// A client that is billed in euros.
pub(crate) async fn client(person: &Person<'_>) -> String {
    made(person, "client", json!({ "name": "Kontor" })).await
}

/// The agency's stages: their ids by name.
pub(crate) async fn stages(person: &Person<'_>) -> HashMap<String, String> {
    let answer = person
        .ask("{ stages(first: 50) { nodes { id name } } }")
        .await
        .good();
    let nodes = answer.at("stages.nodes").as_array().expect("a list");
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    nodes
        .iter()
        .map(|node| (text(&node["name"]), text(&node["id"])))
        .collect()
}

/// An amount as the API takes and shows it.
pub(crate) fn money(amount: &str, currency: &str) -> Json {
    json!({ "amount": amount, "currency": currency })
}

/// An opportunity of this client: 1000 euros by the end of the year, unless `more` says otherwise.
pub(crate) async fn opportunity(person: &Person<'_>, client: &str, more: Json) -> String {
    let input = json!({ "clientId": client, "title": "New shop", "amount": money("1000", "EUR"), "expectedClose": "2026-12-31" });
    made(person, "opportunity", with(input, more)).await
}

/// Takes an opportunity to the stage of this name, whatever its version.
pub(crate) async fn to_stage(person: &Person<'_>, id: &str, stage: &str, more: Json) -> Answer {
    let (stages, version) = (stages(person).await, version(person, "opportunity", id).await);
    let input = json!({ "id": id, "expectedVersion": version, "stageId": stages[stage] });
    person.write("opportunityMove", with(input, more), MOVED).await
}

/// What is looked at of an opportunity that was moved.
const MOVED: &str =
    "opportunity { id version stage { name } probabilityBps isProbabilityOwn lostReason lostNote closedOn }";

/// Why a client does not order.
pub(crate) fn lost() -> Json {
    json!({ "lostReason": "PRICE", "note": "a third cheaper elsewhere" })
}

/// An estimate in euros, by three points a line unless `more` says otherwise.
pub(crate) async fn estimate(person: &Person<'_>, client: &str, more: Json) -> String {
    let input = json!({ "clientId": client, "title": "New shop", "method": "THREE_POINT" });
    made(person, "estimate", with(input, more)).await
}

/// A line of an estimate: 10, 15 or 30 minutes unless `more` says otherwise.
pub(crate) async fn line(person: &Person<'_>, estimate: &str, more: Json) -> String {
    let input = json!({ "estimateId": estimate, "phaseKey": "build", "optimisticMinutes": 10, "likelyMinutes": 15, "pessimisticMinutes": 30 });
    made(person, "estimateLine", with(input, more)).await
}

/// The version that a record of this type has.
pub(crate) async fn version(person: &Person<'_>, record: &str, id: &str) -> i64 {
    let document = format!("query($id: ID!) {{ {record}(id: $id) {{ version }} }}");
    let answer = person.ask_with(&document, json!({ "id": id })).await.good();
    answer
        .at(&format!("{record}.version"))
        .as_i64()
        .expect("a version")
}

/// Takes an estimate to a state, whatever its version.
pub(crate) async fn go(person: &Person<'_>, id: &str, to: &str) -> Answer {
    let version = version(person, "estimate", id).await;
    let input = json!({ "id": id, "expectedVersion": version, "to": to });
    person
        .write(
            "estimateTransition",
            input,
            "estimate { status allowedTransitions version }",
        )
        .await
}

/// Brings a record of this type back.
pub(crate) async fn unarchive(person: &Person<'_>, record: &str, id: &str) -> Answer {
    let letters = record.get(..1).expect("a letter").to_uppercase() + record.get(1..).expect("letters");
    let document = format!(
        "mutation($input: {letters}ArchiveInput!) {{ payload: {record}Unarchive(input: $input) \
         {{ {record} {{ id archivedAt }} errors {{ code message path }} }} }}"
    );
    person.ask_with(&document, json!({ "input": { "id": id } })).await
}

/// Copies an estimate and gives the id of the copy.
pub(crate) async fn copied(person: &Person<'_>, id: &str) -> String {
    let answer = person
        .write("estimateCopy", json!({ "id": id }), "estimate { id }")
        .await
        .good();
    answer.text("payload.estimate.id")
}

/// Gives an estimate these lines in place of those it has.
pub(crate) async fn replaced(person: &Person<'_>, estimate: &str, lines: Json) -> Answer {
    let version = version(person, "estimate", estimate).await;
    let input = json!({ "id": estimate, "expectedVersion": version, "lines": lines });
    let selection = "estimate { id version lines(first: 100) { totalCount nodes { id phaseKey phasePosition position note } } }";
    person.write("estimateLinesReplace", input, selection).await
}

/// An input with more fields, which win.
pub(crate) fn with(input: Json, more: Json) -> Json {
    let fields = [input, more].into_iter().filter_map(|part| match part {
        Json::Object(fields) => Some(fields),
        _ => None,
    });
    Json::Object(fields.flatten().collect::<Map<_, _>>())
}

/// Runs a mutation with each of these inputs, laid over a good one, and compares code and path of the first error.
pub(crate) async fn refused(
    person: &Person<'_>,
    mutation: &str,
    record: &str,
    good: &Json,
    cases: &[(Json, &str, &str)],
) {
    for (more, code, path) in cases {
        let answer = person
            .write(
                mutation,
                with(good.clone(), more.clone()),
                &format!("{record} {{ id }}"),
            )
            .await;

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
