//! Of all who accept at once one opens a contract.

use futures_util::future::{join, join_all};
use serde_json::json;
use tests::{Answer, both};

use super::ground::{broken, offered};
use crate::proposals::ground::{Office, approve, sent, version_of};

/// How often each race is run: more of them before an issue is called done.
fn rounds() -> usize {
    let given = std::env::var("RAPPORT_RACE_ROUNDS").ok();
    given.and_then(|given| given.parse().ok()).unwrap_or(5)
}

fn is_done(answer: &Answer) -> bool {
    answer.errors.is_empty() && answer.data["payload"]["errors"] == json!([])
}

both! {
    async fn two_signers_who_accept_two_versions_at_once_leave_one_contract(office: Office) {
        let owner = office.owner().await;

        for round in 1..=rounds() {
            let first = sent(&owner).await;
            let next = owner.write("proposalVersionCreate", json!({ "proposalId": first.offer.proposal }), "proposalVersion { id }").await.good();
            let second = next.text("payload.proposalVersion.id");
            approve(&owner, &second).await;
            let known = version_of(&owner, &second).await;
            let by_portal = office.signer(&first.side.client).await;
            // One signer accepts the first version while the second is sent and accepted by another as soon as it is out.
            let accept_first = office.by_link("proposalLinkAccept", json!({ "token": first.signer, "contentHash": first.hash, "name": "Maya" }));
            let accept_second = async {
                let input = json!({ "id": second, "expectedVersion": known, "delivery": "NONE", "recipients": [{ "contactId": first.side.contacts[0], "role": "SIGNER" }] });
                let sent = owner.write("proposalVersionSend", input, "proposalVersion { contentHash }").await;
                let hash = sent.data["payload"]["proposalVersion"]["contentHash"].clone();
                by_portal.write("proposalAccept", json!({ "proposalVersionId": second, "contentHash": hash.as_str().unwrap_or_default(), "name": "Maya" }), "acceptance { id }").await
            };

            let (one, other) = join(accept_first, accept_second).await;

            assert_eq!([&one, &other].into_iter().filter(|answer| is_done(answer)).count(), 1, "{one:?} {other:?}");
            let round = i64::try_from(round).unwrap();
            for table in ["contracts", "projects", "acceptances", "budgets", "baselines"] {
                assert_eq!(office.count(&format!("SELECT count(*) FROM {table}")).await, round, "{table}");
            }
        }
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn many_who_accept_the_same_version_at_once_leave_one_contract(office: Office) {
        let owner = office.owner().await;

        for round in 1..=rounds() {
            let sent = offered(&owner, json!({})).await;
            let signers = [office.signer(&sent.side.client).await, office.signer(&sent.side.client).await];
            let accept = json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya" });
            let input = json!({ "proposalVersionId": sent.offer.version, "contentHash": sent.hash, "name": "Maya" });
            let by_link = join_all((0..3).map(|_| office.by_link("proposalLinkAccept", accept.clone())));
            let by_portal = join_all(signers.iter().map(|signer| signer.write("proposalAccept", input.clone(), "acceptance { id }")));

            let (_, _) = join(by_link, by_portal).await;

            let round = i64::try_from(round).unwrap();
            for table in ["contracts", "projects", "acceptances", "budgets", "baselines"] {
                assert_eq!(office.count(&format!("SELECT count(*) FROM {table}")).await, round, "{table}");
            }
        }
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn offers_for_one_project_that_are_accepted_at_once_are_all_added(office: Office) {
        let owner = office.owner().await;
        let first = offered(&owner, json!({})).await;
        super::ground::accept(&office, &first).await.good();
        let project = owner.ask("{ projects { nodes { id } } }").await.good().text("projects.nodes.0.id");
        let mut more = vec![];
        for _ in 0..3 {
            let side = crate::proposals::ground::Side { client: first.side.client.clone(), contacts: first.side.contacts.clone() };
            let offer = crate::proposals::ground::empty_for(&owner, &side.client, json!({ "projectId": project })).await;
            crate::proposals::ground::fill(&owner, &offer.version, crate::proposals::ground::packages()).await.good();
            more.push(crate::proposals::ground::sent_version(&owner, &offer.version, &side).await);
        }

        let accept = |(hash, [token, _]): &(String, [String; 2])| office.by_link("proposalLinkAccept", json!({ "token": token, "contentHash": hash, "name": "Maya" }));
        let answers = join_all(more.iter().map(accept)).await;

        assert!(answers.iter().all(is_done), "{answers:?}");
        let after = owner.ask("{ projects { nodes { phases { totalCount } baselines { totalCount nodes { price { amount } } } } } budgets { nodes { approved { amount } versions { totalCount } } } }").await.good();
        assert_eq!(after.at("projects.nodes.0.phases.totalCount"), &json!(9));
        assert_eq!(after.at("projects.nodes.0.baselines.totalCount"), &json!(4));
        assert_eq!(after.at("projects.nodes.0.baselines.nodes.0.price.amount"), "8033.33");
        assert_eq!(after.at("budgets.nodes"), &json!([{ "approved": { "amount": "3650.83" }, "versions": { "totalCount": 4 } }]));
        assert_eq!(broken(&office).await, vec![]);
    }
}
