use serde_json::json;
use tests::{App, both};

const CLIENT: &str = "client { id name version stage creditLimit { amount currency } externalIds { source value } owner { id } }";

both! {
    async fn a_client_is_found_again_as_it_was_made(app: App) {
        let owner = app.owner().await;
        let input = json!({
            "name": "Kontor Süd", "stage": "ACTIVE", "creditLimit": { "amount": "12.50", "currency": "EUR" },
            "externalIds": [{ "source": "xero", "value": "42" }], "ownerId": owner.id,
        });

        let made = owner.write("clientCreate", input, CLIENT).await.good();

        let found = owner.ask(r#"{ clients(filter: { externalId: { source: { eq: "xero" }, value: { eq: "42" } } }) { nodes { id name version stage
            creditLimit { amount currency } externalIds { source value } owner { id } } } }"#).await.good();
        assert_eq!(found.at("clients.nodes.0"), made.at("payload.client"));
        assert_eq!(made.at("payload.client.creditLimit"), &json!({ "amount": "12.50", "currency": "EUR" }));
        assert_eq!(made.text("payload.client.owner.id"), owner.id);
    }

    async fn a_name_that_folds_to_many_letters_is_kept_and_found(app: App) {
        let owner = app.owner().await;
        let name = "\u{FDFA}".repeat(200);

        owner.write("clientCreate", json!({ "name": name }), CLIENT).await.good();

        let document = "query($name: String!) { clients(filter: { name: { eq: $name } }, orderBy: [{ field: NAME }]) { nodes { name } } }";
        let found = owner.ask_with(document, json!({ "name": name })).await.good();
        assert_eq!(found.each("clients.nodes", "name"), [json!(name)]);
    }

    async fn a_stale_change_is_refused_and_shows_what_is_there_now(app: App) {
        let owner = app.owner().await;
        let made = owner.write("clientCreate", json!({ "name": "Kontor" }), CLIENT).await.good();
        let id = made.text("payload.client.id");
        owner.write("clientUpdate", json!({ "id": id, "name": "Kontor Süd" }), CLIENT).await.good();

        let answer = owner.write("clientUpdate", json!({ "id": id, "expectedVersion": 1, "name": "Kontor Nord" }), CLIENT).await;

        assert_eq!(answer.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(answer.at("payload.errors.0.currentVersion"), &json!(2));
    }

    async fn a_field_left_out_of_a_change_stays_and_null_clears_it(app: App) {
        let owner = app.owner().await;
        let made = owner.write("clientCreate", json!({ "name": "Kontor", "sector": "Food", "legalName": "Kontor GmbH" }), CLIENT).await.good();
        let document = "mutation($id: ID!, $name: String, $sector: String) { clientUpdate(input: { id: $id, name: $name, sector: $sector }) \
                        { client { name sector legalName } errors { code } } }";

        let answer = owner.ask_with(document, json!({ "id": made.text("payload.client.id"), "sector": null })).await.good();

        assert_eq!(answer.at("clientUpdate.client"), &json!({ "name": "Kontor", "sector": null, "legalName": "Kontor GmbH" }));
    }

    async fn the_same_key_has_one_effect_and_one_answer(app: App) {
        let owner = app.owner().await;
        let input = json!({ "name": "Kontor", "idempotencyKey": "k-1" });

        let first = owner.write("clientCreate", input.clone(), CLIENT).await.good();
        let second = owner.write("clientCreate", input, CLIENT).await.good();
        let other = owner.write("clientCreate", json!({ "name": "Other", "idempotencyKey": "k-1" }), CLIENT).await;

        assert_eq!(first.data, second.data);
        assert!(second.is_replay && !first.is_replay);
        assert_eq!(other.error(), "IDEMPOTENCY_KEY_REUSED: the idempotency key was used for another input");
        assert_eq!(owner.ask("{ clients { totalCount } }").await.at("clients.totalCount"), &json!(1));
    }
}
