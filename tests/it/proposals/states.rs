//! Every step from every state, and what can no longer be changed in which.

use chrono::TimeDelta;
use serde_json::json;
use tests::{Answer, Person, both};

use super::ground::{
    Offer, Office, Sent, Side, approve, deliver, drafted, eur, go, sent, sent_version, side, status, told,
    version_of,
};

/// Every state and where it can go.
const TABLE: [(&str, &[&str]); 11] = [
    ("DRAFT", &["IN_REVIEW", "DISCARDED"]),
    ("IN_REVIEW", &["APPROVED", "DRAFT"]),
    ("APPROVED", &["SENT"]),
    (
        "SENT",
        &[
            "VIEWED",
            "ACCEPTED",
            "DECLINED",
            "EXPIRED",
            "SUPERSEDED",
            "WITHDRAWN",
        ],
    ),
    (
        "VIEWED",
        &["ACCEPTED", "DECLINED", "EXPIRED", "SUPERSEDED", "WITHDRAWN"],
    ),
    ("ACCEPTED", &[]),
    ("DECLINED", &[]),
    ("SUPERSEDED", &[]),
    ("WITHDRAWN", &[]),
    ("DISCARDED", &[]),
    // The last: time passes on the way there.
    ("EXPIRED", &[]),
];
/// States that are gone to by review.
const REVIEW: [&str; 4] = ["DRAFT", "IN_REVIEW", "APPROVED", "DISCARDED"];

/// A version in a state, and the client it is for.
struct Placed {
    offer: Offer,
    client: String,
    hash: Option<String>,
}

async fn accept(office: &Office, sent: &Sent) -> Answer {
    let input = json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya" });
    office.by_link("proposalLinkAccept", input).await
}

async fn withdraw(owner: &Person<'_>, version: &str) -> Answer {
    let input =
        json!({ "id": version, "expectedVersion": version_of(owner, version).await, "reason": "too early" });
    owner
        .write("proposalVersionWithdraw", input, "proposalVersion { status }")
        .await
}

/// Makes a version that is in this state.
async fn placed(office: &Office, owner: &Person<'_>, state: &str) -> Placed {
    if REVIEW.contains(&state) {
        let client = side(owner).await.client;
        let offer = drafted(owner, &client).await;
        match state {
            "IN_REVIEW" | "DISCARDED" => {
                go(owner, &offer.version, state).await.good();
            }
            "APPROVED" => approve(owner, &offer.version).await,
            _ => {}
        }
        return Placed {
            offer,
            client,
            hash: None,
        };
    }
    let sent = sent(owner).await;
    match state {
        "VIEWED" => {
            office
                .by_link("proposalLinkView", json!({ "token": sent.signer }))
                .await
                .good();
        }
        "ACCEPTED" => {
            accept(office, &sent).await.good();
        }
        "DECLINED" => {
            office
                .by_link("proposalLinkDecline", json!({ "token": sent.signer }))
                .await
                .good();
        }
        "WITHDRAWN" => {
            withdraw(owner, &sent.offer.version).await.good();
        }
        "SUPERSEDED" => {
            let next = owner
                .write(
                    "proposalVersionCreate",
                    json!({ "proposalId": sent.offer.proposal }),
                    "proposalVersion { id }",
                )
                .await
                .good();
            sent_version(owner, &next.text("payload.proposalVersion.id"), &sent.side).await;
        }
        "EXPIRED" => {
            office.wait(TimeDelta::days(15));
            office.read(&sent.signer, "status").await.good();
        }
        _ => {}
    }
    assert_eq!(status(owner, &sent.offer.version).await, state);
    Placed {
        offer: sent.offer,
        client: sent.side.client,
        hash: Some(sent.hash),
    }
}

fn is_refused(answer: &Answer, from: &str, to: &str, allowed: &[&str]) {
    assert_eq!(
        answer.error(),
        format!("INVALID_STATE: it cannot go from {from} to {to}")
    );
    let error = answer.at("payload.errors.0");
    assert_eq!(error["__typename"], "InvalidTransitionError");
    assert_eq!(
        (&error["from"], &error["to"], &error["allowed"]),
        (&json!(from), &json!(to), &json!(allowed))
    );
}

both! {
    async fn a_version_goes_by_review_only_where_its_state_lets_it(office: Office) {
        let owner = office.owner().await;

        for (from, allowed) in TABLE {
            let Placed { offer, .. } = placed(&office, &owner, from).await;
            for (to, _) in TABLE {
                if allowed.contains(&to) && REVIEW.contains(&to) {
                    let Placed { offer, .. } = placed(&office, &owner, from).await;
                    let answer = go(&owner, &offer.version, to).await.good();
                    let (_, next) = TABLE.iter().find(|(state, _)| *state == to).expect("a row");
                    assert_eq!(answer.text("payload.proposalVersion.status"), to);
                    assert_eq!(answer.at("payload.proposalVersion.allowedTransitions"), &json!(next));
                    continue;
                }
                let answer = go(&owner, &offer.version, to).await;
                if allowed.contains(&to) {
                    assert_eq!(answer.error(), "INVALID_STATE: this state comes with sending, withdrawing, or the client's answer");
                } else {
                    is_refused(&answer, from, to, allowed);
                }
            }
            assert_eq!(status(&owner, &offer.version).await, from);
        }
    }

    async fn a_version_is_sent_withdrawn_and_answered_only_in_its_time(office: Office) {
        let owner = office.owner().await;

        for (from, allowed) in TABLE {
            let Placed { offer, client, hash } = placed(&office, &owner, from).await;
            let signer = office.signer(&client).await;
            let contacts = owner.ask_with("query($id: ID!) { client(id: $id) { contacts(orderBy: [{ field: NAME }]) { nodes { id } } } }", json!({ "id": client })).await.good();
            let contact = |at: usize| contacts.text(&format!("client.contacts.nodes.{at}.id"));
            let side = Side { client: client.clone(), contacts: [contact(0), contact(1)] };
            let answer = |to: &str| match to {
                "ACCEPTED" => ("proposalAccept", json!({ "proposalVersionId": offer.version, "contentHash": hash.clone().unwrap_or_default(), "name": "Maya" })),
                _ => ("proposalDecline", json!({ "proposalVersionId": offer.version })),
            };

            for to in ["SENT", "WITHDRAWN", "DECLINED", "ACCEPTED"] {
                if allowed.contains(&to) {
                    continue;
                }
                let refused = match to {
                    "SENT" => deliver(&owner, &offer.version, &side, "NONE").await,
                    "WITHDRAWN" => withdraw(&owner, &offer.version).await,
                    _ => {
                        let (field, input) = answer(to);
                        signer.write(field, input, "acceptance { id }").await
                    }
                };
                if hash.is_none() && matches!(to, "ACCEPTED" | "DECLINED") {
                    assert_eq!(refused.error(), "NOT_FOUND: there is no such record", "{from} {to}");
                } else {
                    is_refused(&refused, from, to, allowed);
                }
            }
            assert_eq!(status(&owner, &offer.version).await, from);
            let (field, input) = answer("ACCEPTED");
            if allowed.contains(&"ACCEPTED") {
                signer.write(field, input, "acceptance { id }").await.good();
                assert_eq!(status(&owner, &offer.version).await, "ACCEPTED");
            }
        }
    }

    async fn nothing_but_a_draft_can_be_changed(office: Office) {
        let owner = office.owner().await;

        for (from, _) in TABLE.into_iter().skip(1) {
            let Placed { offer, .. } = placed(&office, &owner, from).await;
            let version = &offer.version;
            let ids = owner.ask_with("query($id: ID!) { proposalVersion(id: $id) { phases { nodes { id } } lines { nodes { id } } optionGroups { nodes { id } } total { amount } } }", json!({ "id": version })).await.good();
            let id = |list: &str| ids.text(&format!("proposalVersion.{list}.nodes.0.id"));
            let (phase, line, group) = (id("phases"), id("lines"), id("optionGroups"));
            let before = version_of(&owner, version).await;

            for (field, input) in [
                ("proposalVersionUpdate", json!({ "id": version, "intro": "Else" })),
                ("proposalVersionContentSet", json!({ "id": version, "phases": [] })),
                ("proposalPhaseCreate", json!({ "proposalVersionId": version, "phase": { "name": "Else" } })),
                ("proposalPhaseUpdate", json!({ "id": phase, "plannedCost": eur("1") })),
                ("proposalPhaseRemove", json!({ "id": phase })),
                ("optionGroupCreate", json!({ "proposalVersionId": version, "group": { "name": "Else", "rule": "ANY" } })),
                ("optionGroupUpdate", json!({ "id": group, "rule": "ANY" })),
                ("optionGroupRemove", json!({ "id": group })),
                ("proposalLineCreate", json!({ "phaseId": phase, "line": { "description": "Else", "unitPrice": eur("1") } })),
                ("proposalLineUpdate", json!({ "id": line, "unitPrice": eur("1") })),
                ("proposalLineRemove", json!({ "id": line })),
            ] {
                let answer = owner.write(field, input, "errors { ... on FrozenError { status } }").await;
                assert_eq!(answer.error(), "INVALID_STATE: only a draft can be changed: make a new version", "{from} {field}");
                let error = answer.at("payload.errors.0");
                assert_eq!((&error["__typename"], &error["status"]), (&json!("FrozenError"), &json!(from)), "{field}");
            }
            assert_eq!(version_of(&owner, version).await, before);
        }
    }

    async fn an_accepted_proposal_gets_no_further_version_and_a_closed_one_does(office: Office) {
        let owner = office.owner().await;

        for (from, is_followed) in [("ACCEPTED", false), ("SENT", true), ("DECLINED", true), ("WITHDRAWN", true), ("EXPIRED", true)] {
            let Placed { offer, .. } = placed(&office, &owner, from).await;

            let next = owner.write("proposalVersionCreate", json!({ "proposalId": offer.proposal }), "proposalVersion { n }").await;

            if is_followed {
                assert_eq!(next.good().at("payload.proposalVersion.n"), &json!(2));
            } else {
                assert_eq!(next.error(), "INVALID_STATE: the proposal is accepted: what changes from here on is a matter of the contract");
                assert_eq!(next.text("payload.errors.0.__typename"), "FrozenError");
            }
        }
    }

    async fn a_version_that_is_ready_when_another_is_accepted_stays_in_the_drawer(office: Office) {
        let owner = office.owner().await;
        let first = sent(&owner).await;
        let next = owner.write("proposalVersionCreate", json!({ "proposalId": first.offer.proposal }), "proposalVersion { id }").await.good();
        let second = next.text("payload.proposalVersion.id");
        approve(&owner, &second).await;
        accept(&office, &first).await.good();

        let answer = deliver(&owner, &second, &first.side, "NONE").await;

        assert_eq!(answer.error(), "INVALID_STATE: the proposal is accepted");
        assert_eq!((status(&owner, &second).await.as_str(), status(&owner, &first.offer.version).await.as_str()), ("APPROVED", "ACCEPTED"));
    }

    async fn who_is_late_finds_the_version_expired_and_that_stays_on_record(office: Office) {
        let owner = office.owner().await;
        let (by_link, by_portal) = (sent(&owner).await, sent(&owner).await);
        let on_the_last_day = sent(&owner).await;
        office.wait(TimeDelta::days(14));
        accept(&office, &on_the_last_day).await.good();
        office.wait(TimeDelta::days(1));

        let late = accept(&office, &by_link).await;
        let signer = office.signer(&by_portal.side.client).await;
        let input = json!({ "proposalVersionId": by_portal.offer.version, "contentHash": by_portal.hash, "name": "Maya" });
        let late_too = signer.write("proposalAccept", input, "acceptance { id }").await;

        for (answer, version) in [(late, &by_link.offer.version), (late_too, &by_portal.offer.version)] {
            is_refused(&answer, "EXPIRED", "ACCEPTED", &[]);
            assert_eq!(status(&owner, version).await, "EXPIRED");
        }
        assert_eq!(told(&owner, "PROPOSAL_VERSION_EXPIRED").await.len(), 2);
        assert_eq!(office.count("SELECT count(*) FROM acceptances").await, 1);
    }
}
