use entity::{event::Visibility, membership::Role};
use serde_json::{Value as Json, json};
use tests::{App, both};

use super::{client, contact, interaction, project, refused, unarchived};

const INTERACTION: &str = "interaction { id version at minutes channel direction hat summary sentiment visibility client { id } project { id } \
    contacts { nodes { id } } members { nodes { id } } }";

both! {
    async fn an_interaction_is_recorded_as_it_was_told(app: App) {
        let owner = app.owner().await;
        let colleague = app.person(Role::Specialist).await;
        let client = client(&owner, "Kontor").await;
        let guest = contact(&owner, &client, "Ada Vogt").await;
        let project = project(&app, &owner, &client, Visibility::Internal).await.to_string();
        let input = json!({
            "clientId": client, "contactIds": [guest, guest], "memberIds": [colleague.id], "projectId": project, "at": "2026-11-20T15:00:00+01:00",
            "minutes": 45, "channel": "MEETING", "direction": "IN", "hat": "FINANCIAL_ADVISER", "summary": " They ask for a plan ", "sentiment": -1, "visibility": "SHARED",
        });

        let answer = owner.write("interactionCreate", input, INTERACTION).await.good();

        let mut expected = json!({
            "version": 1, "at": "2026-11-20T14:00:00Z", "minutes": 45, "channel": "MEETING", "direction": "IN", "hat": "FINANCIAL_ADVISER",
            "summary": "They ask for a plan", "sentiment": -1, "visibility": "SHARED", "client": { "id": client }, "project": { "id": project },
            "contacts": { "nodes": [{ "id": guest }] }, "members": { "nodes": [{ "id": colleague.id }] },
        });
        expected["id"] = answer.at("payload.interaction.id").clone();
        assert_eq!(answer.at("payload.interaction"), &expected);
    }

    async fn who_records_an_interaction_took_part_now_and_shares_it_with_nobody(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let input = json!({ "clientId": client, "channel": "CALL", "direction": "OUT", "hat": "SALESPERSON", "summary": "Called" });

        let answer = owner.write("interactionCreate", input, INTERACTION).await.good();

        assert_eq!(answer.at("payload.interaction.members.nodes"), &json!([{ "id": owner.id }]));
        assert_eq!(answer.at("payload.interaction.at"), "2026-11-24T09:30:00Z");
        assert_eq!(answer.at("payload.interaction.visibility"), "INTERNAL");
        let nobody = interaction(&owner, &client, json!({ "memberIds": [] })).await;
        let read = owner.ask_with("query($id: ID!) { interaction(id: $id) { members { totalCount } } }", json!({ "id": nobody })).await.good();
        assert_eq!(read.at("interaction.members.totalCount"), 0);
    }

    async fn what_is_wrong_with_an_interaction_is_told_with_its_place(app: App) {
        let owner = app.owner().await;
        let stranger = app.stranger().await;
        let (client, other, theirs) = (client(&owner, "Kontor").await, client(&owner, "Other").await, client(&stranger, "Theirs").await);
        let (guest, strange, hidden) = (contact(&owner, &client, "Ada").await, contact(&owner, &other, "Bo").await, contact(&stranger, &theirs, "Cy").await);
        let portal = app.portal(&client).await;
        let gone = contact(&owner, &client, "Gone").await;
        owner.write("contactArchive", json!({ "id": gone }), "contact { id }").await.good();
        let (foreign, unseen) = (project(&app, &owner, &other, Visibility::Shared).await.to_string(), project(&app, &stranger, &theirs, Visibility::Shared).await.to_string());
        let good = json!({ "clientId": client, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "Called", "contactIds": [guest] });
        let many: Vec<_> = (0..51).map(|_| guest.clone()).collect();

        refused(&owner, "interactionCreate", "interaction", &good, &[
            (json!({ "clientId": theirs }), "NOT_FOUND", "input.clientId"),
            (json!({ "clientId": guest }), "NOT_FOUND", "input.clientId"),
            (json!({ "contactIds": [guest, strange] }), "INVALID", "input.contactIds.1"),
            (json!({ "contactIds": [guest, hidden] }), "NOT_FOUND", "input.contactIds.1"),
            (json!({ "contactIds": [gone] }), "NOT_FOUND", "input.contactIds.0"),
            (json!({ "contactIds": many }), "TOO_LARGE", "input.contactIds"),
            (json!({ "memberIds": [owner.id, portal.id] }), "INVALID", "input.memberIds.1"),
            (json!({ "memberIds": [stranger.id] }), "NOT_FOUND", "input.memberIds.0"),
            (json!({ "projectId": foreign }), "INVALID", "input.projectId"),
            (json!({ "projectId": unseen }), "NOT_FOUND", "input.projectId"),
            (json!({ "minutes": -1 }), "INVALID", "input.minutes"),
            (json!({ "minutes": 10_081 }), "INVALID", "input.minutes"),
            (json!({ "sentiment": 3 }), "INVALID", "input.sentiment"),
            (json!({ "summary": " " }), "REQUIRED", "input.summary"),
            (json!({ "summary": "x".repeat(10_001) }), "TOO_LARGE", "input.summary"),
            (json!({ "summary": "a\u{0}b" }), "INVALID", "input.summary"),
            (json!({ "externalIds": [{ "source": "", "value": "1" }] }), "REQUIRED", "input.externalIds.0.source"),
            (json!({ "customFields": { "mood": "fine" } }), "INVALID", "input.customFields.mood"),
        ]).await;
        let id = interaction(&owner, &client, json!({})).await;
        refused(&owner, "interactionUpdate", "interaction", &json!({ "id": id }), &[
            (json!({ "id": theirs }), "NOT_FOUND", "input.id"),
            (json!({ "at": null }), "REQUIRED", "input.at"),
            (json!({ "channel": null }), "REQUIRED", "input.channel"),
            (json!({ "hat": null }), "REQUIRED", "input.hat"),
            (json!({ "visibility": null }), "REQUIRED", "input.visibility"),
            (json!({ "sentiment": -3 }), "INVALID", "input.sentiment"),
            (json!({ "addContactIds": [strange] }), "INVALID", "input.addContactIds.0"),
            (json!({ "addContactIds": [hidden] }), "NOT_FOUND", "input.addContactIds.0"),
            (json!({ "addMemberIds": [portal.id] }), "INVALID", "input.addMemberIds.0"),
            (json!({ "projectId": foreign }), "INVALID", "input.projectId"),
            (json!({ "expectedVersion": 7 }), "VERSION_CONFLICT", "input.expectedVersion"),
        ]).await;
    }

    async fn who_took_part_changes_by_adding_and_taking_away(app: App) {
        let owner = app.owner().await;
        let colleague = app.person(Role::Specialist).await;
        let client = client(&owner, "Kontor").await;
        let (ada, bo) = (contact(&owner, &client, "Ada").await, contact(&owner, &client, "Bo").await);
        let id = interaction(&owner, &client, json!({ "contactIds": [ada] })).await;

        let input = json!({ "id": id, "addContactIds": [bo, ada], "removeContactIds": [ada], "addMemberIds": [colleague.id], "removeMemberIds": [owner.id] });
        let first = owner.write("interactionUpdate", input, INTERACTION).await.good();
        let same = owner.write("interactionUpdate", json!({ "id": id, "addMemberIds": [colleague.id], "removeContactIds": [owner.id] }), INTERACTION).await.good();

        assert_eq!(first.at("payload.interaction.version"), 2);
        assert_eq!(first.at("payload.interaction.members.nodes"), &json!([{ "id": colleague.id }]));
        let mut contacts = first.each("payload.interaction.contacts.nodes", "id");
        contacts.sort_by_key(Json::to_string);
        let mut both = [json!(ada), json!(bo)];
        both.sort_by_key(Json::to_string);
        assert_eq!(contacts, both);
        assert_eq!(same.data, first.data);
        let told = owner.ask("{ events(filter: { eventType: { eq: INTERACTION_UPDATED } }) { nodes { subjectVersion changedFields } } }").await.good();
        assert_eq!(told.at("events.nodes"), &json!([{ "subjectVersion": 2, "changedFields": ["contacts", "members"] }]));
    }

    async fn the_hat_mix_of_a_client_over_a_period_is_told_in_numbers(app: App) {
        let owner = app.owner().await;
        let (mine, other) = (client(&owner, "Kontor").await, client(&owner, "Other").await);
        for (client, hat, at, minutes, channel) in [
            (&mine, "EXPERT", "2026-10-01T00:00:00+02:00", Some(30), "CALL"),
            (&mine, "EXPERT", "2026-11-05T10:00:00Z", Some(15), "CALL"),
            (&mine, "SALESPERSON", "2026-11-06T10:00:00Z", Some(60), "VISIT"),
            (&mine, "SALESPERSON", "2026-11-07T10:00:00Z", None, "EMAIL"),
            (&mine, "CUSTOMER_SERVICE", "2026-11-30T23:30:00Z", Some(5), "CHAT"),
            (&mine, "EXPERT", "2026-09-30T21:59:59Z", Some(500), "CALL"),
            (&mine, "EXPERT", "2026-12-31T23:00:00Z", Some(500), "CALL"),
            (&other, "EXPERT", "2026-11-05T10:00:00Z", Some(500), "CALL"),
        ] {
            interaction(&owner, client, json!({ "hat": hat, "at": at, "minutes": minutes, "channel": channel })).await;
        }
        let document = "query($client: ID!, $by: [InteractionGroupBy!]!) { interactionGroups(by: $by, filter: { clientId: { eq: $client }, \
                        at: { gte: \"2026-10-01T00:00:00+02:00\", lt: \"2027-01-01T00:00:00+01:00\" } }) { keys aggregate { count minutesSum } } }";
        let groups = async |by: &[&str]| owner.ask_with(document, json!({ "client": mine, "by": by })).await.good().at("interactionGroups").clone();
        let group = |keys: &[&str], count: i32, minutes: Option<i32>| json!({ "keys": keys, "aggregate": { "count": count, "minutesSum": minutes } });

        assert_eq!(groups(&["HAT"]).await, json!([
            group(&["CUSTOMER_SERVICE"], 1, Some(5)), group(&["EXPERT"], 2, Some(45)), group(&["SALESPERSON"], 2, Some(60)),
        ]));
        assert_eq!(groups(&["MONTH", "HAT"]).await, json!([
            group(&["2026-10", "EXPERT"], 1, Some(30)), group(&["2026-11", "EXPERT"], 1, Some(15)), group(&["2026-11", "SALESPERSON"], 2, Some(60)),
            group(&["2026-12", "CUSTOMER_SERVICE"], 1, Some(5)),
        ]));
        assert_eq!(groups(&["CHANNEL"]).await, json!([
            group(&["CALL"], 2, Some(45)), group(&["CHAT"], 1, Some(5)), group(&["EMAIL"], 1, Some(0)), group(&["VISIT"], 1, Some(60)),
        ]));
        assert_eq!(groups(&["CLIENT", "DIRECTION"]).await, json!([group(&[&mine, "OUT"], 5, Some(110))]));
    }

    async fn an_archived_interaction_is_out_of_sight_and_stays_as_it_is(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let id = interaction(&owner, &client, json!({})).await;

        for _ in 0..2 {
            owner.write("interactionArchive", json!({ "id": id }), INTERACTION).await.good();
        }
        let changed = owner.write("interactionUpdate", json!({ "id": id, "minutes": 5 }), INTERACTION).await;

        assert_eq!(changed.error(), "INVALID_STATE: the record is archived");
        let counts = "{ alive: interactions { totalCount } archived: interactions(filter: { archivedAt: { isNull: false } }) { totalCount } clients { nodes { interactions { totalCount } } } }";
        let answer = owner.ask(counts).await.good();
        assert_eq!((answer.at("alive.totalCount"), answer.at("archived.totalCount")), (&json!(0), &json!(1)));
        assert_eq!(answer.at("clients.nodes.0.interactions.totalCount"), 0);
        let told = owner.ask("{ events(filter: { eventType: { eq: INTERACTION_ARCHIVED } }) { totalCount } }").await.good();
        assert_eq!(told.at("events.totalCount"), 1);
    }

    async fn what_belongs_to_an_archived_client_comes_back_after_the_client(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let guest = contact(&owner, &client, "Ada").await;
        let records = [
            ("interaction", interaction(&owner, &client, json!({})).await),
            ("promise", super::promise(&owner, &client, json!({})).await),
            ("need", super::need(&owner, &client, json!({})).await),
            ("contact", guest),
        ];
        for (record, id) in &records {
            owner.write(&format!("{record}Archive"), json!({ "id": id }), &format!("{record} {{ id }}")).await.good();
        }
        owner.write("clientArchive", json!({ "id": client }), "client { id }").await.good();

        for (record, id) in &records {
            let back = unarchived(&owner, record, id).await;
            assert_eq!(back.error(), "INVALID_STATE: the client is archived", "{record}");
        }
        unarchived(&owner, "client", &client).await.good();
        for (record, id) in &records {
            let back = unarchived(&owner, record, id).await.good();
            assert_eq!(back.at(&format!("payload.{record}")), &json!({ "id": id, "archivedAt": null, "version": 3 }));
        }
    }
}
