//! What tests of proposals begin with.

use chrono::NaiveDate;
use data_encoding::HEXLOWER;
use ring::digest::{SHA256, digest};
use serde_json::{Value as Json, json};
use tests::{Answer, Person};

pub(crate) use tests::{eur, made};

pub(crate) use super::office::Office;

pub(crate) fn capitalised(field: &str) -> String {
    field[..1].to_uppercase() + &field[1..]
}

/// A day so many days from the beginning of the test.
pub(crate) fn day(days: i64) -> String {
    let first = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    (first + chrono::TimeDelta::days(days)).to_string()
}

/// A client with two contacts, of whom the first signs.
pub(crate) struct Side {
    pub client: String,
    pub contacts: [String; 2],
}

/// Makes a client with two contacts.
pub(crate) async fn side(person: &Person<'_>) -> Side {
    let client = made(person, "client", json!({ "name": "Kontor" })).await;
    let contact = async |name: &str, locale: &str| {
        let email = format!("{}@kontor.example.test", name.to_lowercase());
        let input = json!({ "clientId": client, "name": name, "email": email, "locale": locale });
        made(person, "contact", input).await
    };
    let contacts = [contact("Maya", "EN").await, contact("Tom", "FA").await];
    Side { client, contacts }
}

/// A proposal and its first version.
#[derive(Clone)]
pub(crate) struct Offer {
    pub proposal: String,
    pub version: String,
}

/// Makes a proposal that is empty.
pub(crate) async fn empty(person: &Person<'_>, client: &str) -> Offer {
    empty_for(person, client, json!({})).await
}

/// Makes a proposal that is empty, with these fields.
pub(crate) async fn empty_for(person: &Person<'_>, client: &str, fields: Json) -> Offer {
    let mut input = json!({ "clientId": client, "title": "New shop", "validUntil": day(14) });
    if let (Some(input), Json::Object(fields)) = (input.as_object_mut(), fields) {
        input.extend(fields);
    }
    let answer = person
        .write("proposalCreate", input, "proposal { id currentVersion { id } }")
        .await
        .good();
    Offer {
        proposal: answer.text("payload.proposal.id"),
        version: answer.text("payload.proposal.currentVersion.id"),
    }
}

/// Two packages of which one is taken, an extra, and a line that is always there: 1 000, 2 500, 300 and 500 euros.
pub(crate) fn packages() -> Json {
    let line = |text: &str, price: &str| json!({ "description": text, "unitPrice": eur(price) });
    let option = |text: &str, price: &str, selected: bool| json!({ "description": text, "unitPrice": eur(price), "optional": true, "selected": selected });
    json!({
        "groups": [{ "key": "package", "group": { "name": "Package", "rule": "EXACTLY_ONE" } }],
        "phases": [
            { "phase": { "name": "Concept", "plannedCost": eur("200") }, "lines": [{ "line": line("Workshop", "500") }] },
            { "phase": { "name": "Build", "plannedCost": eur("700") }, "lines": [
                { "groupKey": "package", "line": option("Small", "1000", true) },
                { "groupKey": "package", "line": option("Large", "2500", false) },
                { "line": option("Photos", "300", false) },
            ] },
        ],
    })
}

/// Makes a proposal with two packages, still a draft.
pub(crate) async fn drafted(person: &Person<'_>, client: &str) -> Offer {
    let offer = empty(person, client).await;
    fill(person, &offer.version, packages()).await.good();
    offer
}

/// Puts content into a draft.
pub(crate) async fn fill(person: &Person<'_>, version: &str, mut content: Json) -> Answer {
    content["id"] = version.into();
    let selection = "proposalVersion { version net { amount } tax { amount } total { amount } }";
    person
        .write("proposalVersionContentSet", content, selection)
        .await
}

/// Takes a version to a state by review, whatever its version is.
pub(crate) async fn go(person: &Person<'_>, version: &str, to: &str) -> Answer {
    let known = version_of(person, version).await;
    let input = json!({ "id": version, "expectedVersion": known, "to": to });
    person
        .write(
            "proposalVersionTransition",
            input,
            "proposalVersion { id status allowedTransitions }",
        )
        .await
}

/// The version number of a version.
pub(crate) async fn version_of(person: &Person<'_>, version: &str) -> Json {
    let document = "query($id: ID!) { proposalVersion(id: $id) { version } }";
    let known = person.ask_with(document, json!({ "id": version })).await;
    known.data["proposalVersion"]["version"].clone()
}

/// Takes a draft through review.
pub(crate) async fn approve(person: &Person<'_>, version: &str) {
    for to in ["IN_REVIEW", "APPROVED"] {
        go(person, version, to).await.good();
    }
}

/// Sends a version that is approved: the first contact signs, the second reads.
pub(crate) async fn deliver(person: &Person<'_>, version: &str, side: &Side, delivery: &str) -> Answer {
    let [signer, reader] = &side.contacts;
    let input = json!({
        "id": version, "expectedVersion": version_of(person, version).await, "delivery": delivery,
        "recipients": [{ "contactId": signer, "role": "SIGNER" }, { "contactId": reader, "role": "VIEWER" }],
    });
    let selection =
        "proposalVersion { id status contentHash } links { token url recipient { role contact { id } } }";
    person.write("proposalVersionSend", input, selection).await
}

/// A proposal that was sent: its tokens are those of the signer and of the reader.
pub(crate) struct Sent {
    pub offer: Offer,
    pub side: Side,
    pub hash: String,
    pub signer: String,
    pub reader: String,
}

/// Approves and sends a version.
pub(crate) async fn sent_version(person: &Person<'_>, version: &str, side: &Side) -> (String, [String; 2]) {
    approve(person, version).await;
    let answer = deliver(person, version, side, "NONE").await.good();
    let token = |at: usize| answer.text(&format!("payload.links.{at}.token"));
    (
        answer.text("payload.proposalVersion.contentHash"),
        [token(0), token(1)],
    )
}

/// Makes a proposal with two packages and sends it.
pub(crate) async fn sent(person: &Person<'_>) -> Sent {
    let side = side(person).await;
    let offer = drafted(person, &side.client).await;
    let (hash, [signer, reader]) = sent_version(person, &offer.version, &side).await;
    Sent {
        offer,
        side,
        hash,
        signer,
        reader,
    }
}

/// The id of the line that says this, of the document that a link leads to.
pub(crate) async fn line(office: &Office, token: &str, description: &str) -> String {
    let answer = office
        .read(token, "content { phases { lines { id description } } }")
        .await
        .good();
    let phases = answer
        .at("proposalLink.content.phases")
        .as_array()
        .expect("phases")
        .clone();
    let lines = phases
        .iter()
        .flat_map(|phase| phase["lines"].as_array().expect("lines"));
    let line = lines.into_iter().find(|line| line["description"] == description);
    line.expect("a line")["id"].as_str().expect("an id").to_owned()
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    HEXLOWER.encode(digest(&SHA256, text.as_bytes()).as_ref())
}

/// How a version is.
pub(crate) async fn status(person: &Person<'_>, version: &str) -> String {
    let document = "query($id: ID!) { proposalVersion(id: $id) { status } }";
    let answer = person.ask_with(document, json!({ "id": version })).await.good();
    answer.text("proposalVersion.status")
}

/// The events of these types, the oldest first.
pub(crate) async fn told(person: &Person<'_>, types: &str) -> Vec<Json> {
    let document = format!(
        "{{ events(filter: {{ eventType: {{ in: [{types}] }} }}, orderBy: [{{ field: SEQ }}]) {{ nodes {{ eventType }} }} }}"
    );
    person
        .ask(&document)
        .await
        .good()
        .each("events.nodes", "eventType")
}
