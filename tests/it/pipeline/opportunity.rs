use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{App, both};

use super::ground::{client, lost, made, money, opportunity, refused, to_stage, unarchive, with};

const SHOWN: &str = "opportunity { version title amount { amount currency } currency expectedClose source owner { id } stage { name } \
                     probabilityBps isProbabilityOwn lostReason lostNote closedOn needs { nodes { id } } externalIds { source value } customFields }";

fn new(client: &str) -> Json {
    json!({ "clientId": client, "title": "New shop", "amount": money("1000", "EUR"), "expectedClose": "2026-12-31" })
}

both! {
    async fn an_opportunity_is_recorded_with_all_that_is_known_of_it(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let need = made(&owner, "need", json!({ "clientId": client, "statement": "More orders" })).await;
        made(&owner, "customField", json!({ "kind": "Opportunity", "key": "channel", "label": "Channel", "valueType": "TEXT" })).await;
        let more = json!({
            "title": " فروشگاه تازه ", "amount": money("95000000000000.25", "IRR"), "source": "Referral", "probabilityBps": 1_234, "needIds": [need, need],
            "externalIds": [{ "source": "crm", "value": "77" }], "customFields": { "channel": "web" },
        });

        let answer = owner.write("opportunityCreate", with(new(&client), more), SHOWN).await.good();

        assert_eq!(answer.at("payload.opportunity"), &json!({
            "version": 1, "title": "فروشگاه تازه", "amount": money("95000000000000.25", "IRR"), "currency": "IRR", "expectedClose": "2026-12-31",
            "source": "Referral", "owner": { "id": owner.id }, "stage": { "name": "Lead" }, "probabilityBps": 1_234, "isProbabilityOwn": true,
            "lostReason": null, "lostNote": null, "closedOn": null, "needs": { "nodes": [{ "id": need }] },
            "externalIds": [{ "source": "crm", "value": "77" }], "customFields": { "channel": "web" },
        }));
        let found = owner.ask(r#"{ opportunities(search: "فروشگاه") { totalCount } client: clients { nodes { opportunities { totalCount } } } needs { nodes { opportunities { totalCount } } } }"#).await.good();
        assert_eq!(found.data, json!({
            "opportunities": { "totalCount": 1 }, "client": { "nodes": [{ "opportunities": { "totalCount": 1 } }] }, "needs": { "nodes": [{ "opportunities": { "totalCount": 1 } }] },
        }));
    }

    async fn who_answers_for_the_client_works_on_its_opportunities_unless_said_otherwise(app: App) {
        let (owner, lead) = (app.owner().await, app.person(Role::AccountManager).await);
        let led = made(&owner, "client", json!({ "name": "Led", "ownerId": lead.id })).await;
        let free = client(&owner).await;

        for (client, given, works) in [(&led, Json::Null, &lead.id), (&free, Json::Null, &owner.id), (&free, json!(lead.id), &lead.id)] {
            let answer = owner.write("opportunityCreate", with(new(client), json!({ "ownerId": given })), SHOWN).await.good();

            assert_eq!(answer.at("payload.opportunity.owner.id"), &json!(works));
        }
        let freelancer = app.person(Role::Freelancer).await;
        refused(&owner, "opportunityCreate", "opportunity", &new(&free), &[
            (json!({ "ownerId": freelancer.id }), "INVALID", "input.ownerId"),
            (json!({ "ownerId": app.stranger().await.id }), "NOT_FOUND", "input.ownerId"),
        ]).await;
    }

    async fn what_cannot_be_recorded_is_refused_where_it_stands(app: App) {
        let owner = app.owner().await;
        let (here, there) = (client(&owner).await, client(&owner).await);
        let strange = made(&owner, "need", json!({ "clientId": there, "statement": "Theirs" })).await;
        let won = super::ground::stages(&owner).await["Won"].clone();

        refused(&owner, "opportunityCreate", "opportunity", &new(&here), &[
            (json!({ "title": " " }), "REQUIRED", "input.title"),
            (json!({ "title": "x".repeat(201) }), "TOO_LARGE", "input.title"),
            (json!({ "amount": money("-1", "EUR") }), "INVALID", "input.amount.amount"),
            (json!({ "amount": money("1.001", "EUR") }), "INVALID", "input.amount.amount"),
            (json!({ "amount": money("1.5", "JPY") }), "INVALID", "input.amount.amount"),
            (json!({ "amount": money("99999999999999999999", "IRR") }), "INVALID", "input.amount.amount"),
            (json!({ "probabilityBps": 10_001 }), "INVALID", "input.probabilityBps"),
            (json!({ "probabilityBps": -1 }), "INVALID", "input.probabilityBps"),
            (json!({ "source": "x".repeat(101) }), "TOO_LARGE", "input.source"),
            (json!({ "stageId": won }), "INVALID", "input.stageId"),
            (json!({ "needIds": [strange] }), "INVALID", "input.needIds.0"),
            (json!({ "clientId": owner.id }), "NOT_FOUND", "input.clientId"),
            (json!({ "customFields": { "none": "x" } }), "INVALID", "input.customFields.none"),
        ]).await;
    }

    async fn an_opportunity_is_changed_field_by_field(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let need = made(&owner, "need", json!({ "clientId": client, "statement": "More orders" })).await;
        let id = opportunity(&owner, &client, json!({ "source": "Search" })).await;

        let changed = owner.write("opportunityUpdate", json!({
            "id": id, "expectedVersion": 1, "title": "Old shop", "amount": money("2500.50", "USD"), "expectedClose": "2027-01-15", "source": null, "addNeedIds": [need],
        }), SHOWN).await.good();
        let own = owner.write("opportunityUpdate", json!({ "id": id, "probabilityBps": 4_000, "removeNeedIds": [need] }), SHOWN).await.good();
        let stage = owner.write("opportunityUpdate", json!({ "id": id, "probabilityBps": null }), SHOWN).await.good();

        let shown = changed.at("payload.opportunity");
        assert_eq!((&shown["title"], &shown["amount"], &shown["currency"]), (&json!("Old shop"), &money("2500.50", "USD"), &json!("USD")));
        assert_eq!((&shown["source"], &shown["expectedClose"], &shown["version"]), (&Json::Null, &json!("2027-01-15"), &json!(2)));
        assert_eq!(shown["needs"]["nodes"], json!([{ "id": need }]));
        let likely = |answer: &tests::Answer| (answer.at("payload.opportunity.probabilityBps").clone(), answer.at("payload.opportunity.isProbabilityOwn").clone());
        assert_eq!(likely(&own), (json!(4_000), json!(true)));
        assert_eq!(likely(&stage), (json!(1_000), json!(false)));
        let events = owner.ask("{ events(filter: { eventType: { eq: OPPORTUNITY_UPDATED } }) { nodes { changedFields } } }").await.good();
        assert_eq!(events.each("events.nodes", "changedFields"), [
            json!(["probabilityBps", "isProbabilityOwn"]), json!(["probabilityBps", "isProbabilityOwn", "needs"]),
            json!(["title", "amount", "currency", "expectedClose", "source", "needs"]),
        ]);
        refused(&owner, "opportunityUpdate", "opportunity", &json!({ "id": id }), &[
            (json!({ "expectedVersion": 1 }), "VERSION_CONFLICT", "input.expectedVersion"),
            (json!({ "title": null }), "REQUIRED", "input.title"),
            (json!({ "amount": null }), "REQUIRED", "input.amount"),
            (json!({ "expectedClose": null }), "REQUIRED", "input.expectedClose"),
            (json!({ "ownerId": null }), "REQUIRED", "input.ownerId"),
            (json!({ "amount": money("-0.01", "EUR") }), "INVALID", "input.amount.amount"),
        ]).await;
    }

    async fn what_was_lost_is_grouped_by_its_reason_and_summed_by_currency(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        for (amount, reason) in [(money("100", "EUR"), "PRICE"), (money("250.50", "EUR"), "PRICE"), (money("70", "USD"), "PRICE"), (money("30", "EUR"), "TIMING")] {
            let id = opportunity(&owner, &client, json!({ "amount": amount })).await;
            to_stage(&owner, &id, "Lost", json!({ "lostReason": reason, "note": "so they said" })).await.good();
        }
        opportunity(&owner, &client, json!({})).await;

        let answer = owner.ask("{ opportunityGroups(by: [LOST_REASON], filter: { stage: { kind: { eq: LOST } } }) { keys aggregate { count amountSum { amount currency } } } }").await.good();

        assert_eq!(answer.at("opportunityGroups"), &json!([
            { "keys": ["PRICE"], "aggregate": { "count": 3, "amountSum": [money("350.50", "EUR"), money("70.00", "USD")] } },
            { "keys": ["TIMING"], "aggregate": { "count": 1, "amountSum": [money("30.00", "EUR")] } },
        ]));
    }

    async fn a_client_with_open_opportunities_is_not_archived(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({})).await;

        let open = owner.write("clientArchive", json!({ "id": client }), "client { id }").await;
        to_stage(&owner, &id, "Lost", lost()).await.good();
        owner.write("opportunityArchive", json!({ "id": id }), "opportunity { id }").await.good();
        owner.write("clientArchive", json!({ "id": client }), "client { id }").await.good();
        let back = unarchive(&owner, "opportunity", &id).await;
        let new = owner.write("opportunityCreate", new(&client), "opportunity { id }").await;

        assert_eq!(open.error(), "INVALID_STATE: the client still has open opportunities");
        assert_eq!(back.error(), "INVALID_STATE: the client is archived");
        assert_eq!(new.error(), "NOT_FOUND: there is no such record");
    }

    async fn what_is_archived_is_out_of_lists_and_stays_as_it_is(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({})).await;
        owner.write("opportunityArchive", json!({ "id": id }), "opportunity { id }").await.good();

        let listed = owner.ask("{ opportunities { totalCount } }").await.good();
        let changed = owner.write("opportunityUpdate", json!({ "id": id, "title": "Other" }), "opportunity { id }").await;
        let moved = to_stage(&owner, &id, "Won", json!({})).await;
        unarchive(&owner, "opportunity", &id).await.good();

        assert_eq!(listed.at("opportunities.totalCount"), &json!(0));
        assert_eq!(changed.error(), "INVALID_STATE: the record is archived");
        assert_eq!(moved.error(), "INVALID_STATE: the record is archived");
        assert_eq!(owner.ask("{ opportunities { totalCount } }").await.good().at("opportunities.totalCount"), &json!(1));
    }
}
