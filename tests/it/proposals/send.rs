//! Sending: what is frozen, under which hash, and who gets what.

use serde_json::{Map, Value as Json, json};
use tests::{LINKS, both};

use super::ground::{
    Office, approve, deliver, drafted, empty, eur, fill, made, packages, sent, sent_version, sha256, side,
    status, told, version_of,
};

/// RFC 8785 as a stranger would write it after docs/proposals.md: for values without fractions, whose names are ASCII.
fn canonical(value: &Json) -> String {
    match value {
        Json::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            let parts: Vec<String> = names
                .iter()
                .map(|name| format!("\"{name}\":{}", canonical(&members[*name])))
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        Json::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// All fields of a type, down to the last, as a front end asks for them that knows only the schema.
fn all_fields(types: &Map<String, Json>, name: &str) -> String {
    let fields = types[name].as_array().expect("fields");
    let each = fields.iter().map(|field| {
        let inner = innermost(&field["type"]);
        let name = field["name"].as_str().expect("a name");
        if types.get(inner).is_some_and(Json::is_array) {
            format!("{name} {{ {} }}", all_fields(types, inner))
        } else {
            name.to_owned()
        }
    });
    each.collect::<Vec<_>>().join(" ")
}

fn innermost(ty: &Json) -> &str {
    if ty["ofType"].is_null() {
        ty["name"].as_str().expect("a name")
    } else {
        innermost(&ty["ofType"])
    }
}

async fn content_fields(office: &Office) -> String {
    let document = "{ __schema { types { name fields { name type { name ofType { name ofType { name ofType { name } } } } } } } }";
    let answer = office.ask_as_nobody(document, Json::Null).await.good();
    let types = answer.at("__schema.types").as_array().expect("types");
    let types = types
        .iter()
        .map(|ty| {
            (
                ty["name"].as_str().expect("a name").to_owned(),
                ty["fields"].clone(),
            )
        })
        .collect();
    all_fields(&types, "ProposalContent")
}

both! {
    async fn anybody_can_recompute_the_hash_from_what_the_link_shows(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let code = made(&owner, "taxCode", json!({ "name": "VAT", "rateBps": 1_900, "category": "S" })).await;
        let offer = empty(&owner, &side.client).await;
        let mut content = packages();
        content["phases"][0]["lines"][0]["line"]["taxCodeId"] = code.into();
        content["phases"][0]["phase"]["deliverables"] = json!(["\"Quoted\" \\ and\ttabbed", "فارسی 🚀"]);
        fill(&owner, &offer.version, content).await.good();
        owner.write("proposalVersionUpdate", json!({ "id": offer.version, "intro": "Dear Maya,\nhello", "sections": [{ "heading": "Why", "body": "Because" }], "discount": eur("10") }), "proposalVersion { id }").await.good();
        let (hash, [token, _]) = sent_version(&owner, &offer.version, &side).await;

        let fields = content_fields(&office).await;
        let answer = office.read(&token, &format!("contentHash content {{ {fields} }}")).await.good();
        let internal = owner.ask("{ proposalVersions { nodes { contentHash content } } }").await.good();

        let text = canonical(answer.at("proposalLink.content"));
        assert!(fields.contains("acceptanceCriteria") && fields.contains("unitPrice { amount currency }"), "{fields}");
        assert_eq!((sha256(&text), answer.text("proposalLink.contentHash")), (hash.clone(), hash.clone()));
        assert_eq!(internal.text("proposalVersions.nodes.0.content"), text);
        assert!(!text.contains("plannedCost") && !text.contains("700.00"), "{text}");
    }

    async fn what_was_sent_stays_as_it_was_whatever_changes_around_it(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let code = made(&owner, "taxCode", json!({ "name": "VAT", "rateBps": 1_900, "category": "S" })).await;
        let offer = empty(&owner, &side.client).await;
        let line = json!({ "line": { "description": "Stamp", "unitPrice": eur("0.03"), "taxCodeId": code } });
        fill(&owner, &offer.version, json!({ "phases": [{ "phase": { "name": "All" }, "lines": [line, line, line] }] })).await.good();
        let (hash, [token, _]) = sent_version(&owner, &offer.version, &side).await;
        let shown = "contentHash totals { total { amount } } content { agency client taxRounding phases { lines { taxName } } }";
        let before = office.read(&token, shown).await.good();

        owner.write("taxCodeUpdate", json!({ "id": code, "name": "Else" }), "taxCode { id }").await.good();
        owner.write("agencyUpdate", json!({ "name": "Else", "taxRounding": "PER_LINE" }), "agency { id }").await.good();
        owner.write("clientUpdate", json!({ "id": side.client, "name": "Else" }), "client { id }").await.good();
        let after = office.read(&token, shown).await.good();

        assert_eq!(before.data, after.data);
        assert_eq!(after.text("proposalLink.totals.total.amount"), "0.11");
        let accepted = office.by_link("proposalLinkAccept", json!({ "token": token, "contentHash": hash, "name": "Maya" })).await.good();
        assert_eq!(accepted.text("payload.document.status"), "ACCEPTED");
    }

    async fn by_mail_everybody_gets_a_letter_in_their_language_with_a_link_of_their_own(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = drafted(&owner, &side.client).await;
        approve(&owner, &offer.version).await;

        let answer = deliver(&owner, &offer.version, &side, "EMAIL").await.good();

        assert_eq!(answer.at("payload.links"), &json!([]));
        let mails = office.texts("SELECT subject || ' ' || recipient FROM mails ORDER BY recipient").await;
        assert_eq!(mails, ["Studio Nord sends you a proposal: New shop maya@kontor.example.test", "Studio Nord برای شما پیشنهادی فرستاده است: New shop tom@kontor.example.test"]);
        let bodies = office.texts("SELECT body FROM mails ORDER BY recipient").await;
        let mut tokens = vec![];
        for body in &bodies {
            let (_, rest) = body.split_once(&format!("{LINKS}/p/")).expect("a link");
            tokens.push(rest.split_whitespace().next().expect("a token").to_owned());
            assert!(body.contains("2026-12-08 23:00 UTC"), "{body}");
        }
        assert_ne!(tokens[0], tokens[1]);
        for (token, role) in tokens.iter().zip(["SIGNER", "VIEWER"]) {
            let seen = office.read(token, "recipientRole status").await.good();
            assert_eq!(seen.at("proposalLink"), &json!({ "recipientRole": role, "status": "SENT" }));
        }
    }

    async fn by_nobody_the_links_are_given_once_and_only_their_hashes_stay(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = drafted(&owner, &side.client).await;
        approve(&owner, &offer.version).await;
        let input = json!({
            "id": offer.version, "expectedVersion": version_of(&owner, &offer.version).await, "delivery": "NONE", "idempotencyKey": "once",
            "recipients": [{ "contactId": side.contacts[0], "role": "SIGNER" }],
        });
        let send = async || owner.write("proposalVersionSend", input.clone(), "proposalVersion { id } links { token url recipient { role contact { id } } }").await.good();

        let (first, again) = (send().await, send().await);

        let (token, url) = (first.text("payload.links.0.token"), first.text("payload.links.0.url"));
        assert_eq!(url, format!("{LINKS}/p/{token}"));
        assert_eq!(first.at("payload.links.0.recipient"), &json!({ "role": "SIGNER", "contact": { "id": side.contacts[0] } }));
        assert!(again.is_replay);
        assert_eq!(again.at("payload.links"), &json!([]));
        assert_eq!(office.count("SELECT count(*) FROM mails").await, 0);
        let hash = if office.database.kind == tests::Kind::Sqlite { "SELECT lower(hex(key_hash)) FROM proposal_recipients" } else { "SELECT encode(key_hash, 'hex') FROM proposal_recipients" };
        assert_eq!(office.texts(hash).await, [sha256(&token)]);
        assert!(token.starts_with("ppl_") && token.len() == 47, "{token}");
    }

    async fn a_later_version_takes_the_place_of_the_open_one(office: Office) {
        let owner = office.owner().await;
        let first = sent(&owner).await;
        let next = owner.write("proposalVersionCreate", json!({ "proposalId": first.offer.proposal }), "proposalVersion { id }").await.good();
        let second = next.text("payload.proposalVersion.id");
        assert_eq!(status(&owner, &first.offer.version).await, "SENT");

        let (_, [token, _]) = sent_version(&owner, &second, &first.side).await;

        let seen = owner.ask_with("query($id: ID!) { proposalVersion(id: $id) { status supersedes { id status } } }", json!({ "id": second })).await.good();
        assert_eq!(seen.at("proposalVersion"), &json!({ "status": "SENT", "supersedes": { "id": first.offer.version, "status": "SUPERSEDED" } }));
        let old = office.read(&first.signer, "status canAnswer content { n }").await.good();
        let new = office.read(&token, "status canAnswer content { n }").await.good();
        assert_eq!(old.at("proposalLink"), &json!({ "status": "SUPERSEDED", "canAnswer": false, "content": { "n": 1 } }));
        assert_eq!(new.at("proposalLink"), &json!({ "status": "SENT", "canAnswer": true, "content": { "n": 2 } }));
        assert_eq!(told(&owner, "PROPOSAL_VERSION_SENT, PROPOSAL_VERSION_SUPERSEDED").await, ["PROPOSAL_VERSION_SENT", "PROPOSAL_VERSION_SUPERSEDED", "PROPOSAL_VERSION_SENT"]);
    }

    async fn what_is_missing_keeps_a_version_from_being_sent(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let bare = empty(&owner, &side.client).await;
        let timeless = drafted(&owner, &side.client).await;
        owner.write("proposalVersionUpdate", json!({ "id": timeless.version, "validUntil": null }), "proposalVersion { id }").await.good();
        let over = drafted(&owner, &side.client).await;
        owner.write("proposalVersionUpdate", json!({ "id": over.version, "validUntil": "2026-11-23" }), "proposalVersion { id }").await.good();
        let unchosen = empty(&owner, &side.client).await;
        let mut content = packages();
        content["phases"][1]["lines"][0]["line"]["selected"] = false.into();
        fill(&owner, &unchosen.version, content).await.good();

        for (offer, error) in [
            (&bare, "INVALID_STATE: it has no lines"),
            (&timeless, "INVALID_STATE: it has no last day on which it can be accepted"),
            (&over, "INVALID_STATE: the last day on which it can be accepted is over"),
            (&unchosen, "INVALID_STATE: the options chosen beforehand of \"Package\" break its rule"),
        ] {
            approve(&owner, &offer.version).await;
            assert_eq!(deliver(&owner, &offer.version, &side, "NONE").await.error(), error);
        }
    }

    async fn it_goes_to_contacts_of_the_client_of_whom_one_signs(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = drafted(&owner, &side.client).await;
        approve(&owner, &offer.version).await;
        let other = made(&owner, "client", json!({ "name": "Werft" })).await;
        let stranger = made(&owner, "contact", json!({ "clientId": other, "name": "Ines", "email": "ines@werft.example.test" })).await;
        let mute = made(&owner, "contact", json!({ "clientId": side.client, "name": "Ole" })).await;
        let [maya, tom] = &side.contacts;

        for (recipients, delivery, error, path) in [
            (json!([]), "NONE", "INVALID: somebody has to sign", "input.recipients"),
            (json!([{ "contactId": maya, "role": "VIEWER" }]), "NONE", "INVALID: somebody has to sign", "input.recipients"),
            (json!([{ "contactId": maya, "role": "SIGNER" }, { "contactId": maya, "role": "VIEWER" }]), "NONE", "INVALID: this contact is named twice", "input.recipients.1.contactId"),
            (json!([{ "contactId": maya, "role": "SIGNER" }, { "contactId": stranger, "role": "VIEWER" }]), "NONE", "INVALID: this belongs to another client", "input.recipients.1.contactId"),
            (json!([{ "contactId": mute, "role": "SIGNER" }, { "contactId": tom, "role": "VIEWER" }]), "EMAIL", "INVALID: this contact has no e-mail address", "input.recipients.0.contactId"),
        ] {
            let input = json!({ "id": offer.version, "expectedVersion": version_of(&owner, &offer.version).await, "delivery": delivery, "recipients": recipients });
            let answer = owner.write("proposalVersionSend", input, "proposalVersion { id }").await;
            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), (error, path));
        }
        assert_eq!(office.count("SELECT count(*) FROM proposal_recipients").await, 0);
        assert_eq!(status(&owner, &offer.version).await, "APPROVED");
    }

    async fn a_version_that_was_withdrawn_keeps_the_reason_to_the_agency(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let input = json!({ "id": sent.offer.version, "expectedVersion": version_of(&owner, &sent.offer.version).await, "reason": "too cheap" });

        owner.write("proposalVersionWithdraw", input, "proposalVersion { statusReason }").await.good();

        let seen = office.read(&sent.signer, "status canAnswer").await.good();
        assert_eq!(seen.at("proposalLink"), &json!({ "status": "WITHDRAWN", "canAnswer": false }));
        let portal = office.signer(&sent.side.client).await;
        assert_eq!(portal.ask("{ proposalVersions { nodes { statusReason } } }").await.error(), "FORBIDDEN: you may not see this");
    }
}
