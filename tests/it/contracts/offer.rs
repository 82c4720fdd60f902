//! What a proposal says of the contract that its acceptance opens.

use serde_json::{Value as Json, json};
use tests::both;

use super::ground::{accept, broken, offered};
use crate::proposals::ground::{Office, empty_for, eur, fill, go, packages, sent_version, side, version_of};

both! {
    async fn how_the_work_is_paid_and_what_is_never_invoiced_beyond_are_frozen_and_agreed(office: Office) {
        let owner = office.owner().await;
        let terms = json!({ "contractType": "TIME_AND_MATERIALS", "notToExceed": eur("3533.33") });
        let sent = offered(&owner, terms).await;
        let shown = office.read(&sent.signer, "content { contractType notToExceed { amount currency } }").await.good();

        accept(&office, &sent).await.good();

        assert_eq!(shown.at("proposalLink.content"), &json!({ "contractType": "TIME_AND_MATERIALS", "notToExceed": { "amount": "3533.33", "currency": "EUR" } }));
        let contract = owner.ask("{ contracts { nodes { contractType value { amount } notToExceed { amount } } } }").await.good();
        assert_eq!(contract.at("contracts.nodes"), &json!([{ "contractType": "TIME_AND_MATERIALS", "value": { "amount": "3533.33" }, "notToExceed": { "amount": "3533.33" } }]));
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn options_beyond_what_is_never_invoiced_beyond_are_not_accepted(office: Office) {
        let owner = office.owner().await;
        let sent = offered(&owner, json!({ "notToExceed": eur("3533.32") })).await;

        let refused = accept(&office, &sent).await;
        let smaller = office.by_link("proposalLinkAccept", json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya" })).await;

        assert_eq!((refused.error().as_str(), refused.error_path().as_str()), ("INVALID: these options come to more than is never invoiced beyond", "input.selectedLineIds"));
        smaller.good();
        let contract = owner.ask("{ contracts { nodes { value { amount } } } }").await.good();
        assert_eq!(contract.at("contracts.nodes"), &json!([{ "value": { "amount": "1733.34" } }]));
    }

    async fn an_offer_beyond_what_is_never_invoiced_beyond_is_not_sent(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = empty_for(&owner, &side.client, json!({ "notToExceed": eur("1499.99") })).await;
        fill(&owner, &offer.version, packages()).await.good();
        for to in ["IN_REVIEW", "APPROVED"] {
            go(&owner, &offer.version, to).await.good();
        }
        let input = json!({ "id": offer.version, "expectedVersion": version_of(&owner, &offer.version).await, "delivery": "NONE", "recipients": [{ "contactId": side.contacts[0], "role": "SIGNER" }] });

        let refused = owner.write("proposalVersionSend", input, "proposalVersion { id }").await;

        assert_eq!(refused.error(), "INVALID_STATE: it comes to more than is never invoiced beyond");
    }

    async fn how_the_work_is_paid_is_changed_in_a_draft_and_copied_into_the_next_version(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = empty_for(&owner, &side.client, json!({ "notToExceed": eur("5000") })).await;
        fill(&owner, &offer.version, packages()).await.good();
        let selection = "proposalVersion { contractType notToExceed { amount } }";
        let dollars = json!({ "id": offer.version, "notToExceed": { "amount": "5", "currency": "USD" } });

        let in_dollars = owner.write("proposalVersionUpdate", dollars, selection).await;
        let cleared = owner.write("proposalVersionUpdate", json!({ "id": offer.version, "contractType": Json::Null }), selection).await;
        let without = owner.write("proposalVersionUpdate", json!({ "id": offer.version, "notToExceed": Json::Null }), selection).await.good();
        let changes = json!({ "id": offer.version, "contractType": "COST_PLUS", "notToExceed": eur("4000") });
        owner.write("proposalVersionUpdate", changes, selection).await.good();
        sent_version(&owner, &offer.version, &side).await;
        let next = owner.write("proposalVersionCreate", json!({ "proposalId": offer.proposal }), selection).await.good();

        assert_eq!(in_dollars.error(), "INVALID: the amounts of this proposal are in EUR");
        assert_eq!((cleared.error().as_str(), cleared.error_path().as_str()), ("REQUIRED: a value is needed", "input.contractType"));
        assert_eq!(without.at("payload.proposalVersion"), &json!({ "contractType": "FIXED_FEE", "notToExceed": null }));
        assert_eq!(next.at("payload.proposalVersion"), &json!({ "contractType": "COST_PLUS", "notToExceed": { "amount": "4000.00" } }));
    }
}
