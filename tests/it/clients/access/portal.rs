use serde_json::{Value as Json, json};
use tests::{App, both};

use super::{super::promise, account, refusals, seen, sorted};

both! {
    async fn a_portal_user_sees_what_is_shared_with_their_client_only(app: App) {
        let owner = app.owner().await;
        let (mine, other) = (account(&owner, &owner.id, "Mine").await, account(&owner, &owner.id, "Other").await);
        let portal = app.portal(&mine.client).await;

        let lists = seen(&portal, &["clients", "contacts", "interactions", "promises"]).await;
        let [id, hidden, foreign] = [&mine.shared[0], &mine.internal[0], &other.shared[0]];
        let tree = portal.ask_with(
            "query($shared: ID!, $hidden: ID!, $foreign: ID!, $promise: ID!) { shared: interaction(id: $shared) { client { name } contacts { nodes { name } } } hidden: interaction(id: $hidden) { id } \
             foreign: node(id: $foreign) { id } promise: promise(id: $promise) { id } clients { nodes { interactions { nodes { id } totalCount } promises { nodes { interaction { id } } } } } }",
            json!({ "shared": id, "hidden": hidden, "foreign": foreign, "promise": mine.internal[1] }),
        ).await.good();

        assert_eq!(lists, [sorted(&[&mine.client]), sorted(&[&mine.contact]), sorted(&[&mine.shared[0]]), sorted(&[&mine.shared[1]])]);
        assert_eq!(tree.at("shared"), &json!({ "client": { "name": "Mine" }, "contacts": { "nodes": [{ "name": "Mine contact" }] } }));
        assert_eq!([tree.at("hidden"), tree.at("foreign"), tree.at("promise")], [&Json::Null, &Json::Null, &Json::Null]);
        assert_eq!(tree.at("clients.nodes.0"), &json!({
            "interactions": { "nodes": [{ "id": id }], "totalCount": 1 }, "promises": { "nodes": [{ "interaction": { "id": id } }] },
        }));
    }

    async fn a_shared_promise_of_an_internal_talk_does_not_show_the_talk(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let id = promise(&owner, &mine.client, json!({ "visibility": "SHARED", "interactionId": mine.internal[0] })).await;
        let portal = app.portal(&mine.client).await;

        let answer = portal.ask_with("query($id: ID!) { promise(id: $id) { text interaction { summary } } }", json!({ "id": id })).await.good();

        assert_eq!(answer.at("promise"), &json!({ "text": "We call back", "interaction": null }));
    }

    async fn a_portal_user_sees_nothing_of_what_the_agency_thinks(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let portal = app.portal(&mine.client).await;

        let answer = portal.ask(
            "{ clients { nodes { name tier stageReason customFields creditLimit { amount } externalIds { value } needs { totalCount } who: assignments { nodes { id } } } }
               interactions { nodes { summary sentiment mood: sentiment visibility customFields } } promises { nodes { text statusReason } } contacts { nodes { decisionRole } } }",
        ).await;

        assert_eq!(answer.at("clients.nodes.0"), &json!({
            "name": "Mine", "tier": null, "stageReason": null, "customFields": null, "creditLimit": null, "externalIds": null, "needs": null, "who": null,
        }));
        assert_eq!(answer.at("interactions.nodes.0"), &json!({ "summary": "We wrote", "sentiment": null, "mood": null, "visibility": null, "customFields": null }));
        assert_eq!(refusals(&answer), [
            "FORBIDDEN clients.nodes.creditLimit", "FORBIDDEN clients.nodes.customFields", "FORBIDDEN clients.nodes.externalIds", "FORBIDDEN clients.nodes.needs",
            "FORBIDDEN clients.nodes.stageReason", "FORBIDDEN clients.nodes.tier", "FORBIDDEN clients.nodes.who", "FORBIDDEN contacts.nodes.decisionRole",
            "FORBIDDEN interactions.nodes.customFields", "FORBIDDEN interactions.nodes.mood", "FORBIDDEN interactions.nodes.sentiment",
            "FORBIDDEN interactions.nodes.visibility", "FORBIDDEN promises.nodes.statusReason",
        ]);
        let scopes = |path: &str| answer.errors.iter().find(|error| error["path"] == json!(path.split('.').collect::<Vec<_>>())).expect("an error")["extensions"]["requiredScopes"].clone();
        assert_eq!(scopes("clients.nodes.tier"), json!(["internal:read"]));
        assert_eq!(scopes("clients.nodes.creditLimit"), json!(["finance:read"]));
        assert_eq!(scopes("clients.nodes.needs"), json!(["needs:read"]));
    }

    async fn what_somebody_may_not_see_they_cannot_test_sort_group_or_sum_by(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let portal = app.portal(&mine.client).await;

        for document in [
            "{ clients(filter: { tier: { eq: A } }) { totalCount } }",
            "{ clients(filter: { not: { or: [{ tier: { isNull: true } }] } }) { totalCount } }",
            r#"{ clients(filter: { customField: { key: "k", eq: "v" } }) { totalCount } }"#,
            r#"{ clients(filter: { externalId: { source: { eq: "xero" } } }) { totalCount } }"#,
            "{ clients(filter: { interactions: { some: { sentiment: { lt: 0 } } } }) { totalCount } }",
            "{ clients(filter: { interactions: { none: { visibility: { eq: INTERNAL } } } }) { totalCount } }",
            "{ interactions(filter: { client: { tier: { eq: A } } }) { totalCount } }",
            "{ clients(orderBy: [{ field: TIER }]) { totalCount } }",
            "{ interactions(orderBy: [{ field: SENTIMENT }]) { nodes { id } } }",
            "{ promises(filter: { visibility: { eq: SHARED } }) { totalCount } }",
            "{ clientGroups(by: [TIER]) { keys } }",
            "{ clientGroups(by: [STAGE], filter: { tier: { eq: A } }) { keys } }",
            "{ interactionGroups(by: [SENTIMENT]) { keys } }",
            "{ clientAggregate(filter: { tier: { eq: A } }) { count } }",
            "{ needs { totalCount } }",
            "{ needGroups(by: [STATUS]) { keys } }",
            "{ accountAssignments { totalCount } }",
        ] {
            let answer = portal.ask(document).await;
            assert_eq!(answer.errors[0]["extensions"]["code"], "FORBIDDEN", "{document}");
            let field = answer.data.as_object().and_then(|data| data.values().next()).cloned().unwrap_or_default();
            assert_eq!(field, Json::Null, "{document}");
        }
        let sum = portal.ask("{ clientAggregate { count creditLimitSum { amount } } }").await;
        assert_eq!(sum.errors[0]["extensions"]["code"], "FORBIDDEN");
        assert_eq!(sum.at("clientAggregate"), &serde_json::json!({ "count": 1, "creditLimitSum": null }));
        let inner = portal.ask("{ clients { nodes { interactions(filter: { sentiment: { eq: 2 } }) { totalCount } } } }").await;
        assert_eq!(inner.errors[0]["extensions"]["code"], "FORBIDDEN");
        assert_eq!(inner.at("clients.nodes.0.interactions"), &Json::Null);
        let unseen = portal.ask("{ clients(filter: { needs: { some: {} } }) { totalCount } }").await.good();
        assert_eq!(unseen.at("clients.totalCount"), 0);
    }
}
