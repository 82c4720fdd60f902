//! Trying an acceptance out.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tests::{Answer, Person, both};

use super::ground::{Office, Sent, line, sent, status, told};

const PREVIEW: &str = "preview { selectedLineIds totals { net { amount } total { amount } phases { price { amount } } } contractType value { amount } \
    startsOn endsOn phases { name startsOn endsOn price { amount } } billingPlan { name billingTrigger amount { amount } dueOn } }";

/// Tries an acceptance by the signer's link out.
async fn tried(office: &Office, sent: &Sent, more: Json) -> Answer {
    let mut input = json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya", "dryRun": true });
    for (name, value) in more.as_object().expect("fields") {
        input[name] = value.clone();
    }
    let document = format!(
        "mutation($input: ProposalLinkAcceptInput!) {{ payload: proposalLinkAccept(input: $input) {{ document {{ status canAnswer }} {PREVIEW} \
         errors {{ __typename code message path }} }} }}"
    );
    office.ask_as_nobody(&document, json!({ "input": input })).await
}

/// The options of a choice in the order of the document.
async fn large(office: &Office, sent: &Sent) -> [String; 2] {
    let mut lines = [
        line(office, &sent.signer, "Large").await,
        line(office, &sent.signer, "Photos").await,
    ];
    lines.sort_unstable();
    lines
}

/// All that an acceptance, or a look, leaves behind.
async fn traces(office: &Office, owner: &Person<'_>, sent: &Sent) -> Json {
    let tables = [
        "acceptances",
        "contracts",
        "projects",
        "baselines",
        "billing_plan_items",
        "budgets",
        "idempotency_keys",
        "proposal_views",
        "events",
    ];
    let mut counts = vec![];
    for table in tables {
        counts.push(office.count(&format!("SELECT count(*) FROM {table}")).await);
    }
    let opened = office
        .count("SELECT count(*) FROM proposal_recipients WHERE opened_at IS NOT NULL")
        .await;
    json!([counts, opened, status(owner, &sent.offer.version).await])
}

both! {
    async fn what_is_tried_out_by_a_link_is_what_is_agreed_when_it_is_done(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let chosen = large(&office, &sent).await;
        let before = traces(&office, &owner, &sent).await;

        let preview = tried(&office, &sent, json!({ "selectedLineIds": chosen })).await.good();
        let after = traces(&office, &owner, &sent).await;
        office.by_link("proposalLinkAccept", json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya", "selectedLineIds": chosen })).await.good();

        assert_eq!(after, before);
        assert_eq!(preview.at("payload.document"), &json!({ "status": "SENT", "canAnswer": true }));
        let agreed = "{ contracts { nodes { contractType value { amount } startsOn endsOn phases { nodes { name startsOn endsOn price { amount } } } \
                      billingPlan { nodes { name billingTrigger amount { amount } dueOn } } } } acceptances { nodes { selectedLineIds net { amount } total { amount } } } }";
        let agreed = owner.ask(agreed).await.good();
        let (contract, shown) = (agreed.at("contracts.nodes.0"), preview.at("payload.preview"));
        for field in ["contractType", "value", "startsOn", "endsOn"] {
            assert_eq!(shown[field], contract[field], "{field}");
        }
        assert_eq!((&shown["phases"], &shown["billingPlan"]), (&contract["phases"]["nodes"], &contract["billingPlan"]["nodes"]));
        assert_eq!(shown["value"], json!({ "amount": "3300.00" }));
        assert_eq!((&shown["totals"]["net"], &shown["totals"]["total"]), (agreed.at("acceptances.nodes.0.net"), agreed.at("acceptances.nodes.0.total")));
        assert_eq!((&shown["selectedLineIds"], &json!(chosen)), (agreed.at("acceptances.nodes.0.selectedLineIds"), &shown["selectedLineIds"]));
    }

    async fn all_that_is_checked_when_it_is_done_is_checked_when_it_is_tried_out(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let (small, large) = (line(&office, &sent.signer, "Small").await, line(&office, &sent.signer, "Large").await);
        let before = traces(&office, &owner, &sent).await;
        let cases = [
            (json!({ "contentHash": "0" }), "INVALID: this is not the hash of what was sent: read it again"),
            (json!({ "selectedLineIds": [small, large] }), "INVALID: choose one option of \"Package\""),
            (json!({ "name": " " }), "REQUIRED: a value is needed"),
            (json!({ "token": sent.reader }), "INVALID: this link is for reading only"),
            (json!({ "token": "ppl_" }), "INVALID_CREDENTIALS: the link does not work, or no longer"),
        ];

        for (more, error) in cases {
            let refused = tried(&office, &sent, more).await;
            assert_eq!((refused.error().as_str(), refused.at("payload.preview")), (error, &Json::Null));
        }
        assert_eq!(traces(&office, &owner, &sent).await, before);
    }

    async fn trying_out_what_has_expired_is_refused_and_does_not_record_it(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let signer = office.signer(&sent.side.client).await;
        office.wait(TimeDelta::days(20));

        let by_link = tried(&office, &sent, json!({})).await;
        let input = json!({ "proposalVersionId": sent.offer.version, "contentHash": sent.hash, "name": "Maya", "dryRun": true });
        let by_portal = signer.write("proposalAccept", input, PREVIEW).await;

        for answer in [by_link, by_portal] {
            assert_eq!(answer.error(), "INVALID_STATE: it cannot go from EXPIRED to ACCEPTED");
        }
        assert_eq!(told(&owner, "PROPOSAL_VERSION_EXPIRED").await, Vec::<Json>::new());
    }

    async fn who_may_sign_tries_it_out_in_the_portal_and_uses_no_key_up(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let (signer, colleague) = (office.signer(&sent.side.client).await, office.portal(&sent.side.client).await);
        let input = |dry_run: bool| json!({ "proposalVersionId": sent.offer.version, "contentHash": sent.hash, "name": "Maya", "dryRun": dry_run, "idempotencyKey": "yes" });
        let before = traces(&office, &owner, &sent).await;
        let selection = format!("acceptance {{ net {{ amount }} }} {PREVIEW}");

        let preview = signer.write("proposalAccept", input(true), &selection).await.good();
        let after = traces(&office, &owner, &sent).await;
        let refused = colleague.write("proposalAccept", input(true), &selection).await;
        let done = signer.write("proposalAccept", input(false), &selection).await.good();

        assert_eq!(after, before);
        assert_eq!(preview.at("payload.acceptance"), &Json::Null);
        assert_eq!(preview.at("payload.preview.value"), &json!({ "amount": "1500.00" }));
        assert_eq!(preview.at("payload.preview.totals.phases"), &json!([{ "price": { "amount": "500.00" } }, { "price": { "amount": "1000.00" } }]));
        assert_eq!(refused.error(), "FORBIDDEN: you may not do this");
        assert_eq!((done.is_replay, done.at("payload.acceptance"), done.at("payload.preview")), (false, &json!({ "net": { "amount": "1500.00" } }), &Json::Null));
    }

    async fn trying_out_what_was_accepted_before_says_that_nothing_more_would_come_of_it(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        office.by_link("proposalLinkAccept", json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya" })).await.good();

        let again = tried(&office, &sent, json!({})).await.good();

        assert_eq!(again.at("payload"), &json!({ "document": { "status": "ACCEPTED", "canAnswer": false }, "preview": null, "errors": [] }));
    }
}
