use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::{
    super::{client, interaction, made, need, refused, with},
    names,
};

/// A field of the agency's own, for clients unless the input says otherwise.
async fn field(by: &Person<'_>, input: Json) -> String {
    made(
        by,
        "customFieldCreate",
        "customField",
        with(json!({ "kind": "Client", "label": "A field" }), input),
    )
    .await
}

both! {
    async fn clients_carry_fields_of_the_agencys_own(app: App) {
        let owner = app.owner().await;
        for (key, kind) in [("motto", "TEXT"), ("tables", "NUMBER"), ("visited", "DATE"), ("chain", "BOOLEAN")] {
            field(&owner, json!({ "key": key, "valueType": kind })).await;
        }
        field(&owner, json!({ "key": "kitchen", "valueType": "CHOICE", "options": ["Persian", "Italian"] })).await;
        let values = json!({ "motto": "سلام", "tables": "12.5", "visited": "2026-02-28", "chain": false, "kitchen": "Persian" });

        let made = owner.write("clientCreate", json!({ "name": "Kontor", "customFields": values }), "client { id customFields }").await.good();
        client(&owner, "Plain").await;

        assert_eq!(made.at("payload.client.customFields"), &values);
        let with = |key: &str, value: &str| format!("filter: {{ customField: {{ key: {}, eq: {} }} }}", json!(key), json!(value));
        for (key, value) in [("motto", "سلام"), ("tables", "12.5"), ("visited", "2026-02-28"), ("chain", "false"), ("kitchen", "Persian")] {
            assert_eq!(names(&owner, &with(key, value)).await, ["Kontor"], "{key}");
        }
        assert_eq!(names(&owner, &with("kitchen", "Italian")).await, Vec::<String>::new());
        assert_eq!(names(&owner, &with("chain", "Persian")).await, Vec::<String>::new());
        let changed = json!({ "id": made.at("payload.client.id"), "customFields": { "kitchen": "Italian", "motto": null } });
        let changed = owner.write("clientUpdate", changed, "client { customFields }").await.good();
        assert_eq!(changed.at("payload.client.customFields"), &json!({ "tables": "12.5", "visited": "2026-02-28", "chain": false, "kitchen": "Italian" }));
        assert_eq!(names(&owner, &with("kitchen", "Italian")).await, ["Kontor"]);
        assert_eq!(names(&owner, &with("motto", "سلام")).await, Vec::<String>::new());
    }

    async fn a_field_of_the_agencys_own_takes_what_fits_it(app: App) {
        let owner = app.owner().await;
        for (key, kind) in [("motto", "TEXT"), ("tables", "NUMBER"), ("visited", "DATE"), ("chain", "BOOLEAN")] {
            field(&owner, json!({ "key": key, "valueType": kind })).await;
        }
        field(&owner, json!({ "key": "kitchen", "valueType": "CHOICE", "options": ["Persian"] })).await;
        let of = |key: &str, value: Json| json!({ "customFields": { key: value } });

        refused(&owner, "clientCreate", "client", &json!({ "name": "Kontor" }), &[
            (of("motto", json!(5)), "INVALID", "input.customFields.motto"),
            (of("motto", json!("x".repeat(501))), "INVALID", "input.customFields.motto"),
            (of("tables", json!(12)), "INVALID", "input.customFields.tables"),
            (of("tables", json!("twelve")), "INVALID", "input.customFields.tables"),
            (of("visited", json!("2026-02-30")), "INVALID", "input.customFields.visited"),
            (of("chain", json!("false")), "INVALID", "input.customFields.chain"),
            (of("kitchen", json!("French")), "INVALID", "input.customFields.kitchen"),
            (of("kitchen", json!(["Persian"])), "INVALID", "input.customFields.kitchen"),
            (of("cellar", json!("x")), "INVALID", "input.customFields.cellar"),
        ]).await;
    }

    async fn a_required_field_of_the_agencys_own_is_asked_for(app: App) {
        let owner = app.owner().await;
        let before = client(&owner, "Before").await;
        field(&owner, json!({ "key": "kitchen", "valueType": "TEXT", "required": true })).await;

        refused(&owner, "clientCreate", "client", &json!({ "name": "Kontor" }), &[
            (json!({}), "REQUIRED", "input.customFields.kitchen"),
            (json!({ "customFields": { "kitchen": null } }), "REQUIRED", "input.customFields.kitchen"),
        ]).await;
        owner.write("clientUpdate", json!({ "id": before, "name": "Renamed" }), "client { id }").await.good();
        owner.write("clientUpdate", json!({ "id": before, "customFields": { "kitchen": "Persian" } }), "client { id }").await.good();
        refused(&owner, "clientUpdate", "client", &json!({ "id": before }), &[
            (json!({ "customFields": { "kitchen": null } }), "REQUIRED", "input.customFields.kitchen"),
            (json!({ "customFields": null }), "REQUIRED", "input.customFields.kitchen"),
        ]).await;
    }

    async fn interactions_and_needs_carry_fields_of_the_agencys_own_too(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        for kind in ["Interaction", "Need"] {
            field(&owner, json!({ "kind": kind, "key": "theme", "valueType": "TEXT" })).await;
        }
        let more = json!({ "customFields": { "theme": "menu" }, "externalIds": [{ "source": "crm", "value": "1" }] });

        let (talk, wish) = (interaction(&owner, &client, more.clone()).await, need(&owner, &client, more).await);

        let filter = r#"filter: { customField: { key: "theme", eq: "menu" }, externalId: { value: { eq: "1" } } }"#;
        let answer = owner.ask(&format!("{{ interactions({filter}) {{ nodes {{ id }} }} needs({filter}) {{ nodes {{ id customFields }} }} }}")).await.good();
        assert_eq!(answer.data, json!({ "interactions": { "nodes": [{ "id": talk }] }, "needs": { "nodes": [{ "id": wish, "customFields": { "theme": "menu" } }] } }));
    }
}
