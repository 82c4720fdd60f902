//! What somebody with a link reads, does, and cannot do.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tests::{Person, both};

use super::ground::{Office, Sent, line, sent, status, told};

async fn answer(office: &Office, sent: &Sent, field: &str, more: Json) -> tests::Answer {
    let mut input = json!({ "token": sent.signer });
    if field == "proposalLinkAccept" {
        input["contentHash"] = sent.hash.clone().into();
        input["name"] = "Maya Lindqvist".into();
    }
    for (name, value) in more.as_object().expect("fields") {
        input[name] = value.clone();
    }
    office.by_link(field, input).await
}

async fn acceptances(owner: &Person<'_>) -> Json {
    let document = "{ acceptances { nodes { decision selectedLineIds signedName comment contentHash net { amount } total { amount } \
                    contact { name } recipient { role } member { id } address userAgent proposalVersion { id } } } }";
    owner.ask(document).await.good().at("acceptances.nodes").clone()
}

both! {
    async fn a_link_that_does_not_work_is_nothing_whatever_the_reason(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let mut other = sent.signer.clone();
        other.replace_range(10..11, if &other[10..11] == "A" { "B" } else { "A" });
        let gone = super::ground::sent(&owner).await;
        owner.write("contactArchive", json!({ "id": gone.side.contacts[0] }), "contact { id }").await.good();

        for token in ["", "ppl_", "no token at all", other.as_str(), gone.signer.as_str()] {
            let read = office.read(token, "status").await.good();
            let viewed = office.by_link("proposalLinkView", json!({ "token": token })).await;
            let accepted = office.by_link("proposalLinkAccept", json!({ "token": token, "contentHash": sent.hash, "name": "Maya" })).await;
            let declined = office.by_link("proposalLinkDecline", json!({ "token": token })).await;

            assert_eq!(read.at("proposalLink"), &Json::Null, "{token}");
            for answer in [viewed, accepted, declined] {
                assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("INVALID_CREDENTIALS: the link does not work, or no longer", "input.token"));
            }
        }
        office.wait(TimeDelta::days(401));
        let old = office.read(&sent.signer, "status").await.good();
        assert_eq!(old.at("proposalLink"), &Json::Null);
        assert_eq!(office.count("SELECT count(*) FROM acceptances").await, 0);
    }

    async fn reading_is_noted_only_when_it_is_told(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let seen = "{ proposalRecipients { nodes { role openedAt viewedAt views { nodes { section seconds } totalCount } } } }";

        office.read(&sent.reader, "status").await.good();
        let unread = owner.ask(seen).await.good();
        office.wait(TimeDelta::minutes(1));
        let viewed = office.by_link("proposalLinkView", json!({ "token": sent.reader })).await.good();
        office.wait(TimeDelta::minutes(1));
        office.by_link("proposalLinkView", json!({ "token": sent.reader, "section": " Terms ", "seconds": 40 })).await.good();
        let read = owner.ask(seen).await.good();

        assert_eq!(unread.at("proposalRecipients.nodes.1.openedAt"), &Json::Null);
        assert_eq!(viewed.text("payload.document.status"), "VIEWED");
        assert_eq!(read.at("proposalRecipients.nodes.1"), &json!({
            "role": "VIEWER", "openedAt": "2026-11-24T09:31:00Z", "viewedAt": "2026-11-24T09:32:00Z",
            "views": { "nodes": [{ "section": "Terms", "seconds": 40 }], "totalCount": 1 },
        }));
        assert_eq!(read.at("proposalRecipients.nodes.0.openedAt"), &Json::Null);
        assert_eq!(told(&owner, "PROPOSAL_VERSION_VIEWED").await.len(), 1);
    }

    async fn all_that_a_page_shows_is_read_by_one_statement(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        answer(&office, &sent, "proposalLinkAccept", json!({})).await.good();
        let visit = office.visit();

        let found = visit.look(&sent.signer).await.unwrap().unwrap();

        assert_eq!(found.content.lines().count(), 4);
        assert_eq!((found.row.signed_name.as_deref(), visit.caller.statements()), (Some("Maya Lindqvist"), 1));
    }

    async fn an_acceptance_keeps_all_that_proves_it(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let [large, photos] = [line(&office, &sent.signer, "Large").await, line(&office, &sent.signer, "Photos").await];

        let accepted = answer(&office, &sent, "proposalLinkAccept", json!({ "selectedLineIds": [photos, large], "comment": " Go! " })).await.good();

        let mut taken = [large, photos];
        taken.sort();
        assert_eq!(accepted.at("payload.document"), &json!({
            "status": "ACCEPTED", "canAnswer": false,
            "answer": { "decision": "ACCEPTED", "name": "Maya Lindqvist", "comment": "Go!", "selectedLineIds": taken },
        }));
        assert_eq!(acceptances(&owner).await, json!([{
            "decision": "ACCEPTED", "selectedLineIds": taken, "signedName": "Maya Lindqvist", "comment": "Go!", "contentHash": sent.hash,
            "net": { "amount": "3300.00" }, "total": { "amount": "3300.00" }, "contact": { "name": "Maya" }, "recipient": { "role": "SIGNER" },
            "member": null, "address": null, "userAgent": null, "proposalVersion": { "id": sent.offer.version },
        }]));
        let seen = owner.ask("{ proposalVersions { nodes { decidedAt } } events(filter: { eventType: { eq: PROPOSAL_VERSION_ACCEPTED } }) { nodes { actor { id } subject { id } } } }").await.good();
        assert_eq!(seen.text("proposalVersions.nodes.0.decidedAt"), "2026-11-24T09:30:00Z");
        assert_eq!(seen.at("events.nodes"), &json!([{ "actor": null, "subject": { "id": sent.offer.version } }]));
    }

    async fn without_a_choice_the_options_chosen_beforehand_are_taken(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let small = line(&office, &sent.signer, "Small").await;

        answer(&office, &sent, "proposalLinkAccept", json!({})).await.good();

        let kept = acceptances(&owner).await;
        assert_eq!((&kept[0]["selectedLineIds"], &kept[0]["net"]["amount"]), (&json!([small]), &json!("1500.00")));
    }

    async fn a_wrong_hash_a_broken_rule_and_a_missing_name_are_refused(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let other = super::ground::sent(&owner).await;
        let [small, large] = [line(&office, &sent.signer, "Small").await, line(&office, &sent.signer, "Large").await];
        let foreign = line(&office, &other.signer, "Small").await;

        for (more, error, path) in [
            (json!({ "contentHash": other.hash }), "INVALID: this is not the hash of what was sent: read it again", "input.contentHash"),
            (json!({ "contentHash": "" }), "INVALID: this is not the hash of what was sent: read it again", "input.contentHash"),
            (json!({ "selectedLineIds": [] }), "INVALID: choose one option of \"Package\"", "input.selectedLineIds"),
            (json!({ "selectedLineIds": [small, large] }), "INVALID: choose one option of \"Package\"", "input.selectedLineIds"),
            (json!({ "selectedLineIds": [small, foreign] }), "INVALID: the proposal has no such option", "input.selectedLineIds.1"),
            (json!({ "name": "  " }), "REQUIRED: a value is needed", "input.name"),
            (json!({ "comment": "x".repeat(2_001) }), "TOO_LARGE: at most 2000 characters are allowed", "input.comment"),
        ] {
            let answer = answer(&office, &sent, "proposalLinkAccept", more).await;
            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), (error, path));
        }
        assert_eq!(status(&owner, &sent.offer.version).await, "SENT");
    }

    async fn who_is_to_read_reads_and_answers_nothing(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let reader = json!({ "token": sent.reader });

        let read = office.read(&sent.reader, "canAnswer recipientName recipientRole").await.good();
        let accepted = answer(&office, &sent, "proposalLinkAccept", reader.clone()).await;
        let declined = answer(&office, &sent, "proposalLinkDecline", reader).await;

        assert_eq!(read.at("proposalLink"), &json!({ "canAnswer": false, "recipientName": "Tom", "recipientRole": "VIEWER" }));
        for answer in [accepted, declined] {
            assert_eq!(answer.error(), "INVALID: this link is for reading only");
        }
    }

    async fn the_same_answer_twice_is_one_and_another_is_refused(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let large = line(&office, &sent.signer, "Large").await;

        for _ in 0..2 {
            answer(&office, &sent, "proposalLinkAccept", json!({ "selectedLineIds": [large] })).await.good();
        }
        let else_chosen = answer(&office, &sent, "proposalLinkAccept", json!({})).await;
        let declined = answer(&office, &sent, "proposalLinkDecline", json!({})).await;

        assert_eq!(else_chosen.error(), "INVALID_STATE: it cannot go from ACCEPTED to ACCEPTED");
        assert_eq!(declined.error(), "INVALID_STATE: it cannot go from ACCEPTED to DECLINED");
        assert_eq!(office.count("SELECT count(*) FROM acceptances").await, 1);
    }

    async fn a_refusal_says_why(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;

        let declined = answer(&office, &sent, "proposalLinkDecline", json!({ "comment": "too dear", "name": "Maya" })).await.good();

        assert_eq!(declined.at("payload.document"), &json!({
            "status": "DECLINED", "canAnswer": false, "answer": { "decision": "DECLINED", "name": "Maya", "comment": "too dear", "selectedLineIds": [] },
        }));
        assert_eq!(told(&owner, "PROPOSAL_VERSION_DECLINED").await.len(), 1);
    }

    async fn whoever_guesses_links_is_made_to_wait_and_those_who_have_one_read_on(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let guess = "ppl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        let mut tries = 0;
        let refused = loop {
            let answer = office.read(guess, "status").await;
            if !answer.errors.is_empty() {
                break answer;
            }
            tries += 1;
            assert!(tries < 100, "guesses are not counted");
        };
        let read = office.read(&sent.signer, "status").await.good();
        let accepted = answer(&office, &sent, "proposalLinkAccept", json!({})).await;
        office.wait(TimeDelta::minutes(2));
        let later = answer(&office, &sent, "proposalLinkAccept", json!({})).await.good();

        assert_eq!(refused.error(), "RATE_LIMITED: too many attempts: wait before the next");
        assert_eq!(read.text("proposalLink.status"), "SENT");
        assert_eq!(accepted.error(), "RATE_LIMITED: too many attempts: wait before the next");
        assert_eq!(later.text("payload.document.status"), "ACCEPTED");
    }
}
