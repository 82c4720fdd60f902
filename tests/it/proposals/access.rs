//! Who sees and changes which proposals, and what of them.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::both;

use super::ground::{Office, approve, deliver, drafted, eur, made, sent, side, version_of};

const LISTS: [&str; 8] = [
    "taxCodes",
    "proposals",
    "proposalVersions",
    "proposalPhases",
    "optionGroups",
    "proposalLines",
    "proposalRecipients",
    "acceptances",
];

both! {
    async fn somebody_of_another_agency_sees_and_changes_nothing(office: Office) {
        let (owner, stranger) = (office.owner().await, office.stranger().await);
        let sent = sent(&owner).await;
        made(&owner, "taxCode", json!({ "name": "VAT", "rateBps": 1_900, "category": "S" })).await;
        office.by_link("proposalLinkView", json!({ "token": sent.signer, "section": "Terms" })).await.good();
        office.by_link("proposalLinkAccept", json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya" })).await.good();
        let draft = drafted(&owner, &sent.side.client).await;

        for list in LISTS {
            let own = owner.ask(&format!("{{ {list}(first: 1) {{ totalCount nodes {{ id }} }} }}")).await.good();
            let seen = stranger.ask(&format!("{{ {list} {{ totalCount }} }}")).await.good();
            let node = stranger.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": own.at(&format!("{list}.nodes.0.id")) })).await.good();

            assert_ne!(own.at(&format!("{list}.totalCount")), &json!(0), "{list}");
            assert_eq!((seen.at(&format!("{list}.totalCount")), node.at("node")), (&json!(0), &Json::Null), "{list}");
        }
        for (field, input) in [
            ("proposalCreate", json!({ "clientId": sent.side.client, "title": "Ours" })),
            ("proposalVersionCreate", json!({ "proposalId": draft.proposal })),
            ("proposalVersionUpdate", json!({ "id": draft.version, "intro": "Ours" })),
            ("proposalVersionContentSet", json!({ "id": draft.version, "phases": [] })),
            ("proposalVersionTransition", json!({ "id": draft.version, "expectedVersion": 2, "to": "IN_REVIEW" })),
            ("proposalVersionSend", json!({ "id": draft.version, "expectedVersion": 2, "delivery": "NONE", "recipients": [{ "contactId": sent.side.contacts[0], "role": "SIGNER" }] })),
            ("proposalPhaseCreate", json!({ "proposalVersionId": draft.version, "phase": { "name": "Ours" } })),
            ("optionGroupCreate", json!({ "proposalVersionId": draft.version, "group": { "name": "Ours", "rule": "ANY" } })),
        ] {
            let answer = stranger.write(field, input, "errors { code }").await;
            assert_eq!(answer.error(), "NOT_FOUND: there is no such record", "{field}");
        }
    }

    async fn roles_that_have_no_part_in_offers_see_none(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let project = made(&owner, "project", json!({ "clientId": sent.side.client, "name": "Shop" })).await;
        for role in [Role::Specialist, Role::Freelancer, Role::Viewer] {
            let person = office.person(role).await;
            if role != Role::Viewer {
                owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": person.id }), "projectMember { id }").await.good();
            }

            for list in LISTS {
                let seen = person.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
                assert_eq!(seen.error(), "FORBIDDEN: you may not see this", "{role:?} {list}");
            }
            let by_client = person.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": sent.offer.version })).await;
            assert_eq!(by_client.data["node"], Json::Null);
            let told = person.ask("{ events(filter: { subjectKind: { in: [\"Proposal\", \"ProposalVersion\"] } }) { totalCount } }").await.good();
            assert_eq!(told.at("events.totalCount"), &json!(0), "{role:?}");
        }
    }

    async fn finance_reads_all_and_keeps_the_tax_codes(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let finance = office.person(Role::Finance).await;

        let seen = finance.ask("{ proposalVersions { nodes { margin { amount } total { amount } } } }").await.good();
        made(&finance, "taxCode", json!({ "name": "VAT", "rateBps": 1_900, "category": "S" })).await;
        let changed = finance.write("proposalVersionWithdraw", json!({ "id": sent.offer.version, "expectedVersion": 1 }), "proposalVersion { id }").await;

        assert_eq!(seen.at("proposalVersions.nodes"), &json!([{ "margin": { "amount": "600.00" }, "total": { "amount": "1500.00" } }]));
        assert_eq!(changed.error(), "FORBIDDEN: you may not do this");
    }

    async fn an_account_manager_offers_to_own_clients_and_sees_no_others(office: Office) {
        let (owner, account) = (office.owner().await, office.person(Role::AccountManager).await);
        let own = side(&account).await;
        let theirs = sent(&owner).await;
        let offer = drafted(&account, &own.client).await;
        approve(&account, &offer.version).await;

        deliver(&account, &offer.version, &own, "NONE").await.good();
        let seen = account.ask("{ proposals { nodes { id } } }").await.good();
        let foreign = account.write("proposalCreate", json!({ "clientId": theirs.side.client, "title": "Ours" }), "proposal { id }").await;
        let code = account.write("taxCodeCreate", json!({ "name": "VAT", "rateBps": 1_900, "category": "S" }), "taxCode { id }").await;

        assert_eq!(seen.at("proposals.nodes"), &json!([{ "id": offer.proposal }]));
        assert_eq!(foreign.error(), "NOT_FOUND: there is no such record");
        assert_eq!(code.error(), "FORBIDDEN: you may not do this");
    }

    async fn a_project_manager_writes_offers_to_own_clients_and_leaves_sending_to_others(office: Office) {
        let (owner, manager) = (office.owner().await, office.person(Role::ProjectManager).await);
        let side = side(&owner).await;
        made(&owner, "project", json!({ "clientId": side.client, "name": "Shop", "managerId": manager.id })).await;
        let offer = drafted(&manager, &side.client).await;
        approve(&manager, &offer.version).await;

        let sent = deliver(&manager, &offer.version, &side, "NONE").await;

        assert_eq!(sent.error(), "FORBIDDEN: you may not do this");
        assert_eq!(version_of(&manager, &offer.version).await, json!(4));
    }

    async fn the_client_sees_prices_and_never_costs(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let portal = office.portal(&sent.side.client).await;
        office.by_link("proposalLinkDecline", json!({ "token": sent.signer })).await.good();

        let prices = portal.ask("{ proposalVersions { nodes { total { amount } phases { nodes { price { amount } } } lines(first: 1) { nodes { unitPrice { amount } net { amount } } } } } }").await.good();

        assert_eq!(prices.text("proposalVersions.nodes.0.total.amount"), "1500.00");
        for secret in [
            "{ proposalVersions { nodes { plannedCost { amount } } } }",
            "{ proposalVersions { nodes { margin { amount } } } }",
            "{ proposalPhases { nodes { plannedCost { amount } } } }",
            "{ proposals { nodes { versions { nodes { phases { nodes { plannedCost { amount } } } } } } } }",
            "{ proposalRecipients { nodes { expiresAt } } }",
            "{ acceptances { nodes { address } } }",
        ] {
            assert_eq!(portal.ask(secret).await.error(), "FORBIDDEN: you may not see this", "{secret}");
        }
        let document = office.ask_as_nobody("{ __type(name: \"ProposalDocument\") { fields { name } } content: __type(name: \"ProposalContent\") { fields { name } } phase: __type(name: \"ProposalContentPhase\") { fields { name } } line: __type(name: \"ProposalContentLine\") { fields { name } } }", Json::Null).await.good();
        for internal in ["plannedCost", "margin", "need", "statusReason", "opportunity", "estimate"] {
            assert!(!document.data.to_string().to_lowercase().contains(&internal.to_lowercase()), "{internal}");
        }
    }

    async fn what_a_phase_costs_is_in_no_event_and_in_no_error(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        drafted(&owner, &side.client).await;
        let phases = owner.ask("{ proposalPhases { nodes { id } } }").await.good();

        let wrong = owner.write("proposalPhaseUpdate", json!({ "id": phases.at("proposalPhases.nodes.0.id"), "plannedCost": { "amount": "31337", "currency": "USD" } }), "proposalPhase { id }").await;
        owner.write("proposalPhaseUpdate", json!({ "id": phases.at("proposalPhases.nodes.0.id"), "plannedCost": eur("31337") }), "proposalPhase { id }").await.good();

        assert!(!wrong.data.to_string().contains("31337"));
        let told = owner.ask("{ events { nodes { eventType changedFields reason } } }").await.good();
        assert!(!told.data.to_string().contains("31337"), "{}", told.data);
        assert!(told.data.to_string().contains("plannedCost"));
    }
}
