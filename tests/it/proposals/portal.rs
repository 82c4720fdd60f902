//! Proposals as the client's own people see and answer them in the portal.

use serde_json::{Value as Json, json};
use tests::{Person, both};

use super::ground::{Office, Sent, drafted, sent, sent_version, side, status};

const ALL: &str = "{ proposals { nodes { number } } proposalVersions { nodes { n status } } proposalPhases { totalCount } optionGroups { totalCount } \
                   proposalLines { totalCount } proposalRecipients { totalCount } acceptances { totalCount } }";

async fn seen(person: &Person<'_>) -> Json {
    person.ask(ALL).await.good().data
}

fn nothing() -> Json {
    json!({
        "proposals": { "nodes": [] }, "proposalVersions": { "nodes": [] }, "proposalPhases": { "totalCount": 0 }, "optionGroups": { "totalCount": 0 },
        "proposalLines": { "totalCount": 0 }, "proposalRecipients": { "totalCount": 0 }, "acceptances": { "totalCount": 0 },
    })
}

fn accepting(sent: &Sent) -> Json {
    json!({ "proposalVersionId": sent.offer.version, "contentHash": sent.hash, "name": "Maya" })
}

both! {
    async fn what_is_not_sent_is_not_there(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = drafted(&owner, &side.client).await;
        let portal = office.portal(&side.client).await;

        let mut seen_before = vec![seen(&portal).await];
        for to in ["IN_REVIEW", "APPROVED"] {
            super::ground::go(&owner, &offer.version, to).await.good();
            seen_before.push(seen(&portal).await);
        }
        super::ground::deliver(&owner, &offer.version, &side, "NONE").await.good();
        let after = seen(&portal).await;

        assert_eq!(seen_before, [nothing(), nothing(), nothing()]);
        assert_eq!(after, json!({
            "proposals": { "nodes": [{ "number": "PRP-0001" }] }, "proposalVersions": { "nodes": [{ "n": 1, "status": "SENT" }] }, "proposalPhases": { "totalCount": 2 },
            "optionGroups": { "totalCount": 1 }, "proposalLines": { "totalCount": 4 }, "proposalRecipients": { "totalCount": 2 }, "acceptances": { "totalCount": 0 },
        }));
    }

    async fn a_later_draft_stays_hidden_behind_what_was_sent(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let next = owner.write("proposalVersionCreate", json!({ "proposalId": sent.offer.proposal }), "proposalVersion { id }").await.good();
        let draft = next.text("payload.proposalVersion.id");
        let portal = office.portal(&sent.side.client).await;

        let seen = portal.ask("{ proposals { nodes { currentVersion { n } versions { nodes { n lines { totalCount } } } } } }").await.good();
        let by_id = portal.ask_with("query($id: ID!) { proposalVersion(id: $id) { id } node(id: $id) { id } }", json!({ "id": draft })).await.good();

        assert_eq!(seen.at("proposals.nodes"), &json!([{ "currentVersion": null, "versions": { "nodes": [{ "n": 1, "lines": { "totalCount": 4 } }] } }]));
        assert_eq!(by_id.data, json!({ "proposalVersion": null, "node": null }));
        let (_, _) = sent_version(&owner, &draft, &sent.side).await;
        let after = portal.ask("{ proposals { nodes { currentVersion { n } } } proposalVersions { nodes { n status } } }").await.good();
        assert_eq!(after.data, json!({
            "proposals": { "nodes": [{ "currentVersion": { "n": 2 } }] },
            "proposalVersions": { "nodes": [{ "n": 2, "status": "SENT" }, { "n": 1, "status": "SUPERSEDED" }] },
        }));
    }

    async fn another_client_s_proposals_are_not_there(office: Office) {
        let owner = office.owner().await;
        let (ours, theirs) = (sent(&owner).await, sent(&owner).await);
        let portal = office.signer(&ours.side.client).await;

        let list = portal.ask("{ proposalVersions { nodes { id } } }").await.good();
        let one = portal.ask_with("query($id: ID!) { proposalVersion(id: $id) { id } }", json!({ "id": theirs.offer.version })).await.good();
        let accepted = portal.write("proposalAccept", accepting(&theirs), "acceptance { id }").await;
        let declined = portal.write("proposalDecline", json!({ "proposalVersionId": theirs.offer.version }), "acceptance { id }").await;

        assert_eq!(list.at("proposalVersions.nodes"), &json!([{ "id": ours.offer.version }]));
        assert_eq!(one.at("proposalVersion"), &Json::Null);
        for answer in [accepted, declined] {
            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.proposalVersionId"));
        }
    }

    async fn who_may_sign_accepts_for_their_company(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let signer = office.signer(&sent.side.client).await;
        let lines = signer.ask("{ proposalLines { nodes { id description } } }").await.good();
        let large = lines.at("proposalLines.nodes").as_array().unwrap().iter().find(|line| line["description"] == "Large").unwrap()["id"].clone();
        let mut input = accepting(&sent);
        input["selectedLineIds"] = json!([large]);
        input["idempotencyKey"] = "yes".into();
        let selection = "acceptance { decision selectedLineIds signedName net { amount } member { id } recipient { id } proposalVersion { status } }";

        let accepted = signer.write("proposalAccept", input.clone(), selection).await.good();
        let again = signer.write("proposalAccept", input, selection).await.good();

        assert_eq!(accepted.at("payload.acceptance"), &json!({
            "decision": "ACCEPTED", "selectedLineIds": [large], "signedName": "Maya", "net": { "amount": "3000.00" },
            "member": { "id": signer.id }, "recipient": null, "proposalVersion": { "status": "ACCEPTED" },
        }));
        assert!(again.is_replay);
        assert_eq!(again.data, accepted.data);
        assert_eq!(office.read(&sent.signer, "status canAnswer").await.good().at("proposalLink"), &json!({ "status": "ACCEPTED", "canAnswer": false }));
    }

    async fn who_may_sign_declines_for_their_company(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let signer = office.signer(&sent.side.client).await;

        let declined = signer.write("proposalDecline", json!({ "proposalVersionId": sent.offer.version, "comment": "not now" }), "acceptance { decision comment selectedLineIds }").await.good();

        assert_eq!(declined.at("payload.acceptance"), &json!({ "decision": "DECLINED", "comment": "not now", "selectedLineIds": [] }));
        assert_eq!(status(&owner, &sent.offer.version).await, "DECLINED");
    }

    async fn only_who_may_sign_answers(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let reader = office.portal(&sent.side.client).await;

        for person in [&reader, &owner] {
            let accepted = person.write("proposalAccept", accepting(&sent), "acceptance { id }").await;
            let declined = person.write("proposalDecline", json!({ "proposalVersionId": sent.offer.version }), "acceptance { id }").await;
            for answer in [accepted, declined] {
                assert_eq!(answer.error(), "FORBIDDEN: you may not do this");
                assert_eq!(answer.errors[0]["extensions"]["requiredScopes"], json!(["proposals:accept"]));
            }
        }
        assert_eq!(status(&owner, &sent.offer.version).await, "SENT");
    }
}
