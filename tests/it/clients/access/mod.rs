//! Who sees and changes which clients, and what is known of them.

mod portal;
mod team;

use serde_json::{Value as Json, json};
use tests::{Answer, Person};

use super::{client, contact, interaction, made, need, promise};

/// A client with one record of everything, twice where it can be shared.
struct Account {
    client: String,
    contact: String,
    assignment: String,
    internal: [String; 2],
    shared: [String; 2],
    need: String,
}

async fn account(by: &Person<'_>, lead: &str, name: &str) -> Account {
    let input = json!({
        "name": name, "tier": "A", "sector": "Food", "stage": "ACTIVE", "since": "2020-01-01", "ownerId": lead,
        "creditLimit": { "amount": "100", "currency": "EUR" }, "externalIds": [{ "source": "xero", "value": name }],
    });
    let client = made(by, "clientCreate", "client", input).await;
    by.write(
        "clientUpdate",
        json!({ "id": client, "stageReason": "they pay late" }),
        "client { id }",
    )
    .await
    .good();
    let contact = contact(by, &client, &format!("{name} contact")).await;
    let both = async |visibility: &str| {
        let interaction = interaction(
            by,
            &client,
            json!({ "visibility": visibility, "sentiment": -2, "contactIds": [contact] }),
        )
        .await;
        let promise = promise(
            by,
            &client,
            json!({ "visibility": visibility, "interactionId": interaction }),
        )
        .await;
        [interaction, promise]
    };
    let (internal, shared) = (both("INTERNAL").await, both("SHARED").await);
    let need = need(by, &client, json!({ "evidenceIds": [shared[0]] })).await;
    let document =
        "query($id: ID!) { accountAssignments(filter: { clientId: { eq: $id } }) { nodes { id } } }";
    let assignment = by
        .ask_with(document, json!({ "id": client }))
        .await
        .text("accountAssignments.nodes.0.id");
    Account {
        client,
        contact,
        assignment,
        internal,
        shared,
        need,
    }
}

/// The ids that each list shows somebody.
async fn seen(by: &Person<'_>, lists: &[&str]) -> Vec<Vec<Json>> {
    let mut all = vec![];
    for list in lists {
        let answer = by
            .ask(&format!("{{ {list} {{ nodes {{ id }} totalCount }} }}"))
            .await
            .good();
        let mut ids = answer.each(&format!("{list}.nodes"), "id");
        assert_eq!(answer.at(&format!("{list}.totalCount")), ids.len(), "{list}");
        ids.sort_by_key(Json::to_string);
        all.push(ids);
    }
    all
}

fn sorted(ids: &[&str]) -> Vec<Json> {
    let mut ids: Vec<Json> = ids.iter().map(|id| json!(id)).collect();
    ids.sort_by_key(Json::to_string);
    ids
}

/// Codes of the top-level errors, with their paths.
fn refusals(answer: &Answer) -> Vec<String> {
    let refusal = |error: &Json| {
        let path: Vec<String> = error["path"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
            .collect();
        format!(
            "{} {}",
            error["extensions"]["code"].as_str().unwrap_or("-"),
            path.join(".")
        )
    };
    let mut all: Vec<String> = answer.errors.iter().map(refusal).collect();
    all.sort_unstable();
    all
}

const ALL: [&str; 6] = [
    "clients",
    "contacts",
    "accountAssignments",
    "interactions",
    "promises",
    "needs",
];

/// Nothing of an account is read or written, nor named in an input.
#[expect(clippy::too_many_lines, reason = "a list of everything there is to try")]
async fn hidden_from(by: &Person<'_>, account: &Account) {
    let Account {
        client: id,
        contact,
        assignment,
        internal,
        shared,
        need,
    } = account;
    for id in [id, contact, assignment, need]
        .into_iter()
        .chain(internal)
        .chain(shared)
    {
        let answer = by
            .ask_with(
                "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }",
                json!({ "id": id }),
            )
            .await
            .good();
        assert_eq!(answer.data, json!({ "node": null, "nodes": [null] }));
    }
    let mine = client(by, "One of mine").await;
    let my_talk = interaction(by, &mine, json!({})).await;
    let my_need = super::need(by, &mine, json!({})).await;
    let talk = |input: Json| {
        super::with(
            json!({ "clientId": mine, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "Called" }),
            input,
        )
    };
    let word = |input: Json| {
        super::with(
            json!({ "clientId": mine, "byParty": "AGENCY", "text": "x", "dueOn": "2026-12-01" }),
            input,
        )
    };
    let writes = [
        (
            "clientUpdate",
            "client",
            json!({ "id": id, "name": "x" }),
            "input.id",
        ),
        ("clientArchive", "client", json!({ "id": id }), "input.id"),
        (
            "contactCreate",
            "contact",
            json!({ "clientId": id, "name": "x" }),
            "input.clientId",
        ),
        (
            "contactUpdate",
            "contact",
            json!({ "id": contact, "name": "x" }),
            "input.id",
        ),
        ("contactArchive", "contact", json!({ "id": contact }), "input.id"),
        (
            "accountAssignmentCreate",
            "accountAssignment",
            json!({ "clientId": id, "memberId": by.id, "role": "BACKUP" }),
            "input.clientId",
        ),
        (
            "accountAssignmentUpdate",
            "accountAssignment",
            json!({ "id": assignment, "handoverNote": "x" }),
            "input.id",
        ),
        (
            "accountAssignmentEnd",
            "accountAssignment",
            json!({ "id": assignment }),
            "input.id",
        ),
        (
            "interactionCreate",
            "interaction",
            talk(json!({ "clientId": id })),
            "input.clientId",
        ),
        (
            "interactionCreate",
            "interaction",
            talk(json!({ "contactIds": [contact] })),
            "input.contactIds.0",
        ),
        (
            "interactionUpdate",
            "interaction",
            json!({ "id": shared[0], "minutes": 1 }),
            "input.id",
        ),
        (
            "interactionUpdate",
            "interaction",
            json!({ "id": my_talk, "addContactIds": [contact] }),
            "input.addContactIds.0",
        ),
        (
            "interactionArchive",
            "interaction",
            json!({ "id": internal[0] }),
            "input.id",
        ),
        (
            "promiseCreate",
            "promise",
            word(json!({ "clientId": id })),
            "input.clientId",
        ),
        (
            "promiseCreate",
            "promise",
            word(json!({ "interactionId": shared[0] })),
            "input.interactionId",
        ),
        (
            "promiseUpdate",
            "promise",
            json!({ "id": shared[1], "text": "x" }),
            "input.id",
        ),
        (
            "promiseSettle",
            "promise",
            json!({ "id": shared[1], "to": "KEPT" }),
            "input.id",
        ),
        (
            "promiseArchive",
            "promise",
            json!({ "id": internal[1] }),
            "input.id",
        ),
        (
            "needCreate",
            "need",
            json!({ "clientId": id, "statement": "x" }),
            "input.clientId",
        ),
        (
            "needCreate",
            "need",
            json!({ "clientId": mine, "statement": "x", "evidenceIds": [shared[0]] }),
            "input.evidenceIds.0",
        ),
        (
            "needUpdate",
            "need",
            json!({ "id": need, "statement": "x" }),
            "input.id",
        ),
        (
            "needUpdate",
            "need",
            json!({ "id": my_need, "addEvidenceIds": [my_talk, internal[0]] }),
            "input.addEvidenceIds.1",
        ),
        (
            "needTransition",
            "need",
            json!({ "id": need, "to": "CONFIRMED" }),
            "input.id",
        ),
        ("needArchive", "need", json!({ "id": need }), "input.id"),
    ];
    for (mutation, record, input, path) in writes {
        let answer = by.write(mutation, input, &format!("{record} {{ id }}")).await;
        assert_eq!(
            (answer.error(), answer.error_path()),
            ("NOT_FOUND: there is no such record".to_owned(), path.to_owned()),
            "{mutation}"
        );
    }
}
