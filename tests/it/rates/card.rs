use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::{eur, made};

both! {
    async fn versions_of_a_card_follow_each_other_without_a_gap(app: App) {
        let owner = app.owner().await;
        let card = made(&owner, "rateCard", json!({ "name": "Standard" })).await;
        for day in ["2026-01-01", "2027-01-01", "2026-07-01"] {
            made(&owner, "rateCardVersion", json!({ "rateCardId": card, "startsOn": day })).await;
        }

        let twin = owner.write("rateCardVersionCreate", json!({ "rateCardId": card, "startsOn": "2026-07-01" }), "rateCardVersion { id }").await;
        let seen = owner.ask("{ rateCards { nodes { currency versions { nodes { startsOn endsOn } } } } }").await.good();

        assert_eq!(twin.error(), "NOT_UNIQUE: another record has this value");
        assert_eq!(seen.at("rateCards.nodes.0.currency"), &json!("EUR"));
        assert_eq!(seen.at("rateCards.nodes.0.versions.nodes"), &json!([
            { "startsOn": "2027-01-01", "endsOn": null },
            { "startsOn": "2026-07-01", "endsOn": "2026-12-31" },
            { "startsOn": "2026-01-01", "endsOn": "2026-06-30" },
        ]));
    }

    async fn a_version_brings_its_rates_each_for_other_work(app: App) {
        let owner = app.owner().await;
        let card = made(&owner, "rateCard", json!({ "name": "Standard" })).await;
        let role = made(&owner, "workRole", json!({ "name": "Designer" })).await;
        let rates = json!([{ "perHour": eur("90") }, { "workRoleId": role, "perHour": eur("120.333333") }]);

        let input = json!({ "rateCardId": card, "startsOn": "2026-01-01", "rates": rates });
        let version = owner.write("rateCardVersionCreate", input, "rateCardVersion { id any: rates(filter: { workRoleId: { isNull: true } }) { nodes { perHour { amount currency } } } designers: rates(filter: { workRole: { name: { eq: \"Designer\" } } }) { nodes { perHour { amount } } } }").await.good();
        let id = version.text("payload.rateCardVersion.id");
        let twin = owner.write("rateCreate", json!({ "rateCardVersionId": id, "rate": { "workRoleId": role, "perHour": eur("1") } }), "rate { id }").await;
        let foreign = owner.write("rateCreate", json!({ "rateCardVersionId": id, "rate": { "category": "copy", "perHour": { "amount": "1", "currency": "USD" } } }), "rate { id }").await;
        let fine = owner.write("rateCreate", json!({ "rateCardVersionId": id, "rate": { "category": "copy", "perHour": eur("0.0000001") } }), "rate { id }").await;

        assert_eq!(version.at("payload.rateCardVersion.any.nodes"), &json!([{ "perHour": { "amount": "90.000000", "currency": "EUR" } }]));
        assert_eq!(version.at("payload.rateCardVersion.designers.nodes"), &json!([{ "perHour": { "amount": "120.333333" } }]));
        assert_eq!(twin.error(), "NOT_UNIQUE: another record has this value");
        assert_eq!(foreign.error(), "INVALID: the rates of this card are in EUR");
        assert_eq!(fine.error(), "INVALID: at most 6 decimals are allowed");
    }

    async fn a_card_of_a_client_takes_projects_of_this_client_only(app: App) {
        let owner = app.owner().await;
        let [ours, theirs] = [made(&owner, "client", json!({ "name": "Kontor" })).await, made(&owner, "client", json!({ "name": "Werft" })).await];
        let project = made(&owner, "project", json!({ "clientId": theirs, "name": "Shop" })).await;
        let card = made(&owner, "rateCard", json!({ "name": "Kontor 2026", "clientId": ours })).await;

        let input = json!({ "rateCardId": card, "startsOn": "2026-01-01", "rates": [{ "projectId": project, "perHour": eur("1") }] });
        let answer = owner.write("rateCardVersionCreate", input, "rateCardVersion { id }").await;

        assert_eq!(answer.error(), "INVALID: this belongs to another client");
        assert_eq!(answer.error_path(), "input.rates.0.projectId");
        assert_eq!(owner.ask("{ rateCardVersions { totalCount } }").await.good().at("rateCardVersions.totalCount"), &json!(0));
    }

    async fn what_hours_sell_for_is_no_business_of_freelancers_viewers_and_clients(app: App) {
        let owner = app.owner().await;
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;
        let card = made(&owner, "rateCard", json!({ "name": "Standard" })).await;
        let input = json!({ "rateCardId": card, "startsOn": "2026-01-01", "rates": [{ "perHour": eur("90") }] });
        made(&owner, "rateCardVersion", input).await;

        let people = [app.person(Role::Specialist).await, app.person(Role::Freelancer).await, app.person(Role::Viewer).await, app.portal(&client).await];
        for person in people {
            for list in ["rateCards", "rateCardVersions", "rates"] {
                let answer = person.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
                assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{:?} {list}", person.actor.role);
            }
            let node = person.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": card })).await;
            assert_eq!(node.at("node"), &json!(null));
        }
    }
}
