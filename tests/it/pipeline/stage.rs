use entity::{agency::Locale, stage};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder,
};
use serde_json::{Value as Json, json};
use tests::{App, both};

use super::ground::{client, lost, made, opportunity, refused, stages, to_stage, unarchive};

const ALL: &str = "{ stages(first: 50) { nodes { name kind probabilityBps isDefault } } }";

both! {
    async fn a_new_agency_has_stages_from_a_first_talk_to_an_order(app: App) {
        let owner = app.owner().await;

        let answer = owner.ask(ALL).await.good();

        let stage = |name: &str, kind: &str, bps: i32, first: bool| json!({ "name": name, "kind": kind, "probabilityBps": bps, "isDefault": first });
        assert_eq!(answer.at("stages.nodes"), &json!([
            stage("Lead", "OPEN", 1_000, true), stage("Qualified", "OPEN", 2_500, false), stage("Proposal", "OPEN", 5_000, false),
            stage("Negotiation", "OPEN", 7_500, false), stage("Won", "WON", 10_000, false), stage("Lost", "LOST", 0, false),
        ]));
    }

    async fn a_stage_comes_last_and_is_moved_between_others(app: App) {
        let owner = app.owner().await;
        let id = made(&owner, "stage", json!({ "name": "Pitch", "kind": "OPEN", "probabilityBps": 6_000 })).await;

        let last = owner.ask(ALL).await.good();
        owner.write("stageUpdate", json!({ "id": id, "position": 3_500, "name": " Pitched " }), "stage { id }").await.good();

        assert_eq!(last.each("stages.nodes", "name").last(), Some(&json!("Pitch")));
        let names = owner.ask(ALL).await.good().each("stages.nodes", "name");
        assert_eq!(names, ["Lead", "Qualified", "Proposal", "Pitched", "Negotiation", "Won", "Lost"]);
    }

    async fn opportunities_begin_in_one_stage_at_a_time_and_it_is_open(app: App) {
        let owner = app.owner().await;
        let known = stages(&owner).await;
        let update = async |name: &str, fields: Json| {
            let mut input = fields;
            input["id"] = known[name].clone().into();
            owner.write("stageUpdate", input, "stage { isDefault }").await
        };

        let given = update("Qualified", json!({ "isDefault": true })).await.good();
        let won = update("Won", json!({ "isDefault": true })).await;
        let taken = update("Qualified", json!({ "isDefault": false })).await;
        let made_default = made(&owner, "stage", json!({ "name": "Call", "kind": "OPEN", "probabilityBps": 500, "isDefault": true })).await;

        assert_eq!(given.at("payload.stage.isDefault"), &json!(true));
        assert_eq!((won.error().as_str(), won.error_path().as_str()), ("INVALID: opportunities begin in a stage that is OPEN", "input.isDefault"));
        assert_eq!(taken.error(), "INVALID_STATE: opportunities begin in this stage: make another one the default first");
        let default = owner.ask("{ stages(filter: { isDefault: { eq: true } }) { nodes { id } } }").await.good();
        assert_eq!(default.at("stages.nodes"), &json!([{ "id": made_default }]));
        let client = client(&owner).await;
        let begun = opportunity(&owner, &client, json!({})).await;
        let begun = owner.ask_with("query($id: ID!) { opportunity(id: $id) { stage { id } probabilityBps } }", json!({ "id": begun })).await.good();
        assert_eq!(begun.at("opportunity"), &json!({ "stage": { "id": made_default }, "probabilityBps": 500 }));
    }

    async fn the_first_stage_of_an_agency_is_where_opportunities_begin(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        app.world.db.write.execute_unprepared("DELETE FROM stages").await.expect("no stages");

        let none = owner.write("opportunityCreate", json!({ "clientId": client, "title": "Shop", "amount": { "amount": "1", "currency": "EUR" }, "expectedClose": "2026-12-01" }), "opportunity { id }").await;
        let won = owner.write("stageCreate", json!({ "name": "Won", "kind": "WON" }), "stage { id }").await;
        let open = owner.write("stageCreate", json!({ "name": "Open", "kind": "OPEN", "probabilityBps": 100 }), "stage { isDefault position }").await.good();

        assert_eq!(none.error(), "INVALID_STATE: the agency has no stages");
        assert_eq!(won.error(), "INVALID: opportunities begin in a stage that is OPEN");
        assert_eq!(open.at("payload.stage"), &json!({ "isDefault": true, "position": 1_024 }));
    }

    async fn a_stage_that_decides_has_a_probability_that_is_certain(app: App) {
        let owner = app.owner().await;
        let won = made(&owner, "stage", json!({ "name": "Ordered", "kind": "WON" })).await;

        let made = owner.ask_with("query($id: ID!) { stage(id: $id) { probabilityBps } }", json!({ "id": won })).await.good();
        refused(&owner, "stageUpdate", "stage", &json!({ "id": won }), &[
            (json!({ "probabilityBps": 9_999 }), "INVALID", "input.probabilityBps"),
            (json!({ "name": "" }), "REQUIRED", "input.name"),
            (json!({ "name": null }), "REQUIRED", "input.name"),
            (json!({ "position": -1 }), "INVALID", "input.position"),
            (json!({ "name": "lead" }), "NOT_UNIQUE", "input.name"),
        ]).await;

        assert_eq!(made.at("stage.probabilityBps"), &json!(10_000));
        refused(&owner, "stageCreate", "stage", &json!({ "name": "Next", "kind": "OPEN", "probabilityBps": 1 }), &[
            (json!({ "probabilityBps": null }), "REQUIRED", "input.probabilityBps"),
            (json!({ "probabilityBps": 10_001 }), "INVALID", "input.probabilityBps"),
            (json!({ "kind": "LOST", "probabilityBps": 1 }), "INVALID", "input.probabilityBps"),
            (json!({ "name": " LEAD " }), "NOT_UNIQUE", "input.name"),
            (json!({ "name": "x".repeat(101) }), "TOO_LARGE", "input.name"),
        ]).await;
    }

    async fn a_stage_passes_its_probability_on_to_what_has_none_of_its_own(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let follows = opportunity(&owner, &client, json!({})).await;
        let own = opportunity(&owner, &client, json!({ "probabilityBps": 3_000 })).await;
        let elsewhere = opportunity(&owner, &client, json!({})).await;
        to_stage(&owner, &elsewhere, "Qualified", json!({})).await.good();

        let input = json!({ "id": stages(&owner).await["Lead"], "probabilityBps": 1_500 });
        owner.write("stageUpdate", input, "stage { id }").await.good();

        for (id, probability, version) in [(follows, 1_500, 2), (own, 3_000, 1), (elsewhere, 2_500, 2)] {
            let seen = owner.ask_with("query($id: ID!) { opportunity(id: $id) { probabilityBps version } }", json!({ "id": id })).await.good();
            assert_eq!(seen.at("opportunity"), &json!({ "probabilityBps": probability, "version": version }));
        }
    }

    async fn a_stage_in_use_is_not_archived(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = opportunity(&owner, &client, json!({})).await;
        to_stage(&owner, &id, "Lost", lost()).await.good();
        let known = stages(&owner).await;
        let archive = async |name: &str| owner.write("stageArchive", json!({ "id": known[name] }), "stage { archivedAt }").await;

        let in_use = archive("Lost").await;
        let default = archive("Lead").await;
        archive("Proposal").await.good();
        owner.write("opportunityArchive", json!({ "id": id }), "opportunity { id }").await.good();
        archive("Lost").await.good();
        let back = unarchive(&owner, "opportunity", &id).await;

        assert_eq!(in_use.error(), "INVALID_STATE: the stage still has opportunities");
        assert_eq!(default.error(), "INVALID_STATE: opportunities begin in this stage: make another one the default first");
        assert_eq!(back.error(), "INVALID_STATE: the stage is archived");
        let into = owner.write("opportunityCreate", json!({ "clientId": client, "title": "Shop", "amount": { "amount": "1", "currency": "EUR" }, "expectedClose": "2026-12-01", "stageId": known["Proposal"] }), "opportunity { id }").await;
        assert_eq!((into.error().as_str(), into.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.stageId"));
        unarchive(&owner, "stage", &known["Lost"]).await.good();
        unarchive(&owner, "opportunity", &id).await.good();
    }

    async fn a_stage_comes_back_only_with_a_name_that_is_free(app: App) {
        let owner = app.owner().await;
        let id = stages(&owner).await["Proposal"].clone();
        owner.write("stageArchive", json!({ "id": id }), "stage { id }").await.good();
        made(&owner, "stage", json!({ "name": "Proposal", "kind": "OPEN", "probabilityBps": 4_000 })).await;

        let back = unarchive(&owner, "stage", &id).await;

        assert_eq!(back.error(), "NOT_UNIQUE: another record has this value");
    }

    async fn a_stage_changed_since_it_was_read_is_left_alone(app: App) {
        let owner = app.owner().await;
        let id = stages(&owner).await["Proposal"].clone();
        owner.write("stageUpdate", json!({ "id": id, "probabilityBps": 4_000 }), "stage { id }").await.good();

        let answer = owner.write("stageUpdate", json!({ "id": id, "expectedVersion": 1, "probabilityBps": 6_000 }), "stage { id }").await;

        assert_eq!(answer.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(answer.at("payload.errors.0.currentVersion"), &json!(2));
    }

    async fn stages_of_persian_agencies_are_named_in_persian(app: App) {
        let owner = app.owner().await;
        let agency = entity::agency::Entity::find().one(&app.world.db.write).await.expect("a row").expect("an agency");
        let mut other = agency.into_active_model();
        other.id = Set(entity::value::Id::of(app.world.uuid()));
        other.locale = Set(Locale::Fa);
        let other = other.insert(&app.world.db.write).await.expect("an agency");

        let maker = api::people::account::Maker { connection: &app.world.db.write, random: app.world.random.as_ref(), now: app.world.now() };
        maker.stages(&other).await.expect("stages");

        let all = stage::Entity::find().order_by_asc(stage::Column::Position).all(&app.world.db.write).await.expect("stages");
        let names: Vec<_> = all.into_iter().filter(|stage| stage.agency_id == other.id).map(|stage| stage.name).collect();
        assert_eq!(names, ["سرنخ", "نیازسنجی", "پیشنهاد", "مذاکره", "برنده", "از دست رفته"]);
        assert_eq!(stages(&owner).await.len(), 6);
    }
}
