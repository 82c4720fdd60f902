//! Of all who answer at once one is heard.

use futures_util::future::{join, join_all};
use serde_json::json;
use tests::both;

use super::ground::{Office, approve, drafted, line, sent, side, version_of};

/// How often each race is run: more of them before an issue is called done.
fn rounds() -> usize {
    let given = std::env::var("RAPPORT_RACE_ROUNDS").ok();
    given.and_then(|given| given.parse().ok()).unwrap_or(5)
}

/// How many of these were done.
fn done(answers: &[tests::Answer]) -> usize {
    answers
        .iter()
        .filter(|answer| answer.errors.is_empty() && answer.data["payload"]["errors"] == json!([]))
        .count()
}

both! {
    async fn of_answers_to_one_version_one_is_heard(office: Office) {
        let owner = office.owner().await;

        for round in 0..rounds() {
            let sent = sent(&owner).await;
            let [large, small] = [line(&office, &sent.signer, "Large").await, line(&office, &sent.signer, "Small").await];
            let signers = [office.signer(&sent.side.client).await, office.signer(&sent.side.client).await];
            let accept = |lines: [&String; 1]| json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya", "selectedLineIds": lines });
            let by_link = join_all([office.by_link("proposalLinkAccept", accept([&large])), office.by_link("proposalLinkAccept", accept([&small]))]);
            let decline = office.by_link("proposalLinkDecline", json!({ "token": sent.signer }));
            let input = json!({ "proposalVersionId": sent.offer.version, "contentHash": sent.hash, "name": "Maya" });
            let by_portal = join_all(signers.iter().map(|signer| signer.write("proposalAccept", input.clone(), "acceptance { id }")));

            let (links, (portal, declined)) = join(by_link, join(by_portal, decline)).await;

            let answers: Vec<_> = links.into_iter().chain(portal).chain([declined]).collect();
            assert_eq!(done(&answers), 1, "{answers:?}");
            assert_eq!(office.count("SELECT count(*) FROM acceptances").await, i64::try_from(round).unwrap() + 1);
        }
        let decided = "SELECT count(*) FROM proposal_versions WHERE status IN ('ACCEPTED', 'DECLINED')";
        assert_eq!(office.count(decided).await, i64::try_from(rounds()).unwrap());
    }

    async fn two_versions_are_never_both_accepted(office: Office) {
        let owner = office.owner().await;

        for _ in 0..rounds() {
            let first = sent(&owner).await;
            let next = owner.write("proposalVersionCreate", json!({ "proposalId": first.offer.proposal }), "proposalVersion { id }").await.good();
            let second = next.text("payload.proposalVersion.id");
            approve(&owner, &second).await;
            let known = version_of(&owner, &second).await;
            let send = async {
                let input = json!({ "id": second, "expectedVersion": known, "delivery": "NONE", "recipients": [{ "contactId": first.side.contacts[0], "role": "SIGNER" }] });
                owner.write("proposalVersionSend", input, "proposalVersion { contentHash } links { token }").await
            };
            let accept = office.by_link("proposalLinkAccept", json!({ "token": first.signer, "contentHash": first.hash, "name": "Maya" }));

            let (accepted, sent) = join(accept, send).await;
            // Whoever comes with the next link finds the proposal accepted, or its older version closed.
            if done(std::slice::from_ref(&sent)) == 1 {
                let input = json!({ "token": sent.text("payload.links.0.token"), "contentHash": sent.text("payload.proposalVersion.contentHash"), "name": "Maya" });
                let late = office.by_link("proposalLinkAccept", input).await;
                assert_eq!(done(&[accepted, late]), 1);
            }
            let of_proposal = owner.ask_with("query($id: ID!) { proposal(id: $id) { versions(filter: { status: { eq: ACCEPTED } }) { totalCount } acceptances { totalCount } } }", json!({ "id": first.offer.proposal })).await.good();
            assert_eq!(of_proposal.at("proposal"), &json!({ "versions": { "totalCount": 1 }, "acceptances": { "totalCount": 1 } }));
        }
    }

    async fn a_draft_that_is_sent_is_what_was_read(office: Office) {
        let owner = office.owner().await;

        for _ in 0..rounds() {
            let side = side(&owner).await;
            let offer = drafted(&owner, &side.client).await;
            let phase = owner.ask_with("query($id: ID!) { proposalVersion(id: $id) { phases { nodes { id } } } }", json!({ "id": offer.version })).await.good();
            let phase = phase.text("proposalVersion.phases.nodes.0.id");
            let known = version_of(&owner, &offer.version).await;
            let review = owner.write("proposalVersionTransition", json!({ "id": offer.version, "expectedVersion": known, "to": "IN_REVIEW" }), "proposalVersion { id }");
            let add = owner.write("proposalLineCreate", json!({ "phaseId": phase, "line": { "description": "Slipped in", "unitPrice": { "amount": "1", "currency": "EUR" } } }), "proposalLine { id }");

            let (reviewed, added) = join(review, add).await;

            assert_eq!(done(&[reviewed, added]), 1);
        }
    }
}
