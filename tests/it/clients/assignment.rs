use chrono::TimeDelta;
use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::{client, made, refused};

const ASSIGNMENT: &str = "accountAssignment { id version role startsOn endsOn handoverNote member { id } client { id owner { id } } }";

async fn assigned(
    by: &Person<'_>,
    client: &str,
    member: &str,
    role: &str,
    from: &str,
    until: Json,
) -> String {
    let input =
        json!({ "clientId": client, "memberId": member, "role": role, "startsOn": from, "endsOn": until });
    made(by, "accountAssignmentCreate", "accountAssignment", input).await
}

/// The leads of a client, first to last, as `(member, first day, last day)`.
async fn leads(by: &Person<'_>, client: &str) -> Vec<(String, String, Option<String>)> {
    let document = r"query($id: ID!) { client(id: $id) { assignments(filter: { role: { eq: LEAD } }, orderBy: [{ field: STARTS_ON }, { field: ENDS_ON, direction: DESC }])
        { nodes { startsOn endsOn member { id } } } } }";
    let answer = by.ask_with(document, json!({ "id": client })).await.good();
    let nodes = answer.at("client.assignments.nodes").as_array().expect("a list");
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let lead = |node: &Json| {
        Some((
            text(&node["member"]["id"])?,
            text(&node["startsOn"])?,
            text(&node["endsOn"]),
        ))
    };
    nodes.iter().map(|node| lead(node).expect("a lead")).collect()
}

async fn owner_of(by: &Person<'_>, client: &str) -> Json {
    let answer = by
        .ask_with(
            "query($id: ID!) { client(id: $id) { owner { id } } }",
            json!({ "id": client }),
        )
        .await
        .good();
    answer.at("client.owner").get("id").cloned().unwrap_or_default()
}

both! {
    async fn a_lead_ends_the_open_one_the_day_they_start_and_owns_the_client(app: App) {
        let owner = app.owner().await;
        let (anna, boris) = (app.person(Role::AccountManager).await, app.person(Role::AccountManager).await);
        let client = made(&owner, "clientCreate", "client", json!({ "name": "Kontor", "ownerId": anna.id })).await;

        let input = json!({ "clientId": client, "memberId": boris.id, "role": "LEAD", "startsOn": "2026-12-01", "handoverNote": "likes short mails" });
        let answer = owner.write("accountAssignmentCreate", input, ASSIGNMENT).await.good();

        assert_eq!(answer.at("payload.accountAssignment.handoverNote"), "likes short mails");
        assert_eq!(answer.at("payload.accountAssignment.client.owner.id"), &boris.id);
        assert_eq!(leads(&owner, &client).await, [
            (anna.id.clone(), "2026-11-24".to_owned(), Some("2026-12-01".to_owned())),
            (boris.id.clone(), "2026-12-01".to_owned(), None),
        ]);
    }

    async fn a_client_is_owned_from_its_first_version_and_says_once_that_it_was_made(app: App) {
        let owner = app.owner().await;
        let anna = app.person(Role::AccountManager).await;

        let made = owner.write("clientCreate", json!({ "name": "Kontor", "ownerId": anna.id }), "client { version owner { id } }").await.good();

        assert_eq!(made.at("payload.client"), &json!({ "version": 1, "owner": { "id": anna.id } }));
        let told = owner.ask("{ events(orderBy: [{ field: SEQ }]) { nodes { eventType } } }").await.good();
        assert_eq!(told.each("events.nodes", "eventType"), ["ACCOUNT_ASSIGNMENT_CREATED", "CLIENT_CREATED"]);
    }

    async fn a_lead_is_refused_where_another_leads_then(app: App) {
        let owner = app.owner().await;
        let (anna, boris) = (app.person(Role::AccountManager).await, app.person(Role::AccountManager).await);
        let client = client(&owner, "Kontor").await;
        assigned(&owner, &client, &anna.id, "LEAD", "2026-10-01", json!("2026-11-01")).await;
        assigned(&owner, &client, &anna.id, "LEAD", "2026-12-01", Json::Null).await;
        let good = json!({ "clientId": client, "memberId": boris.id, "role": "LEAD", "startsOn": "2026-11-01", "endsOn": "2026-12-01" });

        refused(&owner, "accountAssignmentCreate", "accountAssignment", &good, &[
            (json!({ "startsOn": "2026-10-31" }), "INVALID", "input.startsOn"),
            (json!({ "startsOn": "2026-09-01" }), "INVALID", "input.endsOn"),
            (json!({ "endsOn": "2026-12-02" }), "INVALID", "input.endsOn"),
            (json!({ "endsOn": null }), "INVALID", "input.endsOn"),
            (json!({ "endsOn": "2026-11-01" }), "INVALID", "input.endsOn"),
        ]).await;

        made(&owner, "accountAssignmentCreate", "accountAssignment", good).await;
        let days: Vec<_> = leads(&owner, &client).await.into_iter().map(|(_, from, until)| (from, until.unwrap_or_default())).collect();
        let day = |from: &str, until: &str| (from.to_owned(), until.to_owned());
        assert_eq!(days, [day("2026-10-01", "2026-11-01"), day("2026-11-01", "2026-12-01"), day("2026-12-01", "")]);
    }

    async fn an_owner_given_with_the_client_leads_from_today_on_whatever_was_planned(app: App) {
        let owner = app.owner().await;
        let (anna, boris, clara) = (app.person(Role::AccountManager).await, app.person(Role::AccountManager).await, app.person(Role::AccountManager).await);
        let client = client(&owner, "Kontor").await;
        assigned(&owner, &client, &anna.id, "LEAD", "2026-01-01", Json::Null).await;
        assigned(&owner, &client, &boris.id, "LEAD", "2026-12-01", Json::Null).await;

        owner.write("clientUpdate", json!({ "id": client, "ownerId": clara.id }), "client { id }").await.good();

        assert_eq!(leads(&owner, &client).await, [
            (anna.id.clone(), "2026-01-01".to_owned(), Some("2026-11-24".to_owned())),
            (clara.id.clone(), "2026-11-24".to_owned(), None),
            (boris.id.clone(), "2026-12-01".to_owned(), Some("2026-12-01".to_owned())),
        ]);
        assert_eq!(owner_of(&owner, &client).await, clara.id.as_str());
    }

    async fn a_client_can_be_left_without_an_owner(app: App) {
        let owner = app.owner().await;
        let anna = app.person(Role::AccountManager).await;
        let client = made(&owner, "clientCreate", "client", json!({ "name": "Kontor", "ownerId": anna.id })).await;

        owner.write("clientUpdate", json!({ "id": client, "ownerId": null }), "client { id }").await.good();

        assert_eq!(owner_of(&owner, &client).await, Json::Null);
        assert_eq!(leads(&owner, &client).await, [(anna.id.clone(), "2026-11-24".to_owned(), Some("2026-11-24".to_owned()))]);
    }

    async fn several_stand_in_at_once_but_nobody_twice(app: App) {
        let owner = app.owner().await;
        let (anna, boris) = (app.person(Role::AccountManager).await, app.person(Role::Specialist).await);
        let client = client(&owner, "Kontor").await;

        let first = assigned(&owner, &client, &anna.id, "BACKUP", "2026-11-01", Json::Null).await;
        assigned(&owner, &client, &boris.id, "BACKUP", "2026-11-01", Json::Null).await;

        let input = json!({ "clientId": client, "memberId": anna.id, "role": "BACKUP", "startsOn": "2026-12-01" });
        let twice = owner.write("accountAssignmentCreate", input, "accountAssignment { id } errors { ... on NotUniqueError { existing { id } } }").await;
        assert_eq!((twice.error(), twice.error_path()), ("NOT_UNIQUE: another record has this value".to_owned(), "input.memberId".to_owned()));
        assert_eq!(twice.at("payload.errors.0.existing.id"), &first);
        assert_eq!(owner_of(&owner, &client).await, Json::Null);
    }

    async fn only_active_colleagues_answer_for_clients(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let (freelancer, viewer) = (app.person(Role::Freelancer).await, app.person(Role::Viewer).await);
        let (portal, stranger) = (app.portal(&client).await, app.stranger().await);
        let good = json!({ "clientId": client, "memberId": owner.id, "role": "LEAD" });

        refused(&owner, "accountAssignmentCreate", "accountAssignment", &good, &[
            (json!({ "memberId": freelancer.id }), "INVALID", "input.memberId"),
            (json!({ "memberId": viewer.id }), "INVALID", "input.memberId"),
            (json!({ "memberId": portal.id }), "INVALID", "input.memberId"),
            (json!({ "memberId": stranger.id }), "NOT_FOUND", "input.memberId"),
            (json!({ "clientId": super::client(&stranger, "Theirs").await }), "NOT_FOUND", "input.clientId"),
            (json!({ "handoverNote": "x".repeat(10_001) }), "TOO_LARGE", "input.handoverNote"),
            (json!({ "handoverNote": " " }), "REQUIRED", "input.handoverNote"),
        ]).await;
    }

    async fn the_days_of_a_lead_change_within_the_rules_and_the_owner_with_them(app: App) {
        let owner = app.owner().await;
        let (anna, boris) = (app.person(Role::AccountManager).await, app.person(Role::AccountManager).await);
        let client = client(&owner, "Kontor").await;
        let first = assigned(&owner, &client, &anna.id, "LEAD", "2026-10-01", Json::Null).await;
        let second = assigned(&owner, &client, &boris.id, "LEAD", "2026-11-01", Json::Null).await;

        refused(&owner, "accountAssignmentUpdate", "accountAssignment", &json!({ "id": first }), &[
            (json!({ "endsOn": null }), "INVALID", "input.endsOn"),
            (json!({ "endsOn": "2026-11-02" }), "INVALID", "input.endsOn"),
            (json!({ "endsOn": "2026-10-01" }), "INVALID", "input.endsOn"),
            (json!({ "startsOn": null }), "REQUIRED", "input.startsOn"),
            (json!({ "expectedVersion": 1 }), "VERSION_CONFLICT", "input.expectedVersion"),
        ]).await;
        refused(&owner, "accountAssignmentUpdate", "accountAssignment", &json!({ "id": second }), &[
            (json!({ "startsOn": "2026-10-31" }), "INVALID", "input.startsOn"),
        ]).await;
        let ended = owner.write("accountAssignmentUpdate", json!({ "id": second, "endsOn": "2027-01-01", "handoverNote": "until spring" }), ASSIGNMENT).await.good();

        assert_eq!(ended.at("payload.accountAssignment.endsOn"), "2027-01-01");
        assert_eq!(ended.at("payload.accountAssignment.client.owner"), &Json::Null);
        let opened = owner.write("accountAssignmentUpdate", json!({ "id": second, "endsOn": null }), ASSIGNMENT).await.good();
        assert_eq!(opened.at("payload.accountAssignment.client.owner.id"), &boris.id);
        assert_eq!(opened.at("payload.accountAssignment.handoverNote"), "until spring");
    }

    async fn an_assignment_ends_once_and_not_before_it_begins(app: App) {
        let owner = app.owner().await;
        let anna = app.person(Role::AccountManager).await;
        let client = client(&owner, "Kontor").await;
        let lead = assigned(&owner, &client, &anna.id, "LEAD", "2026-10-01", Json::Null).await;
        let planned = assigned(&owner, &client, &anna.id, "BACKUP", "2027-01-01", Json::Null).await;

        let early = owner.write("accountAssignmentEnd", json!({ "id": lead, "endsOn": "2026-09-30" }), ASSIGNMENT).await;
        let ended = owner.write("accountAssignmentEnd", json!({ "id": lead, "handoverNote": "ask for Ms Vogt" }), ASSIGNMENT).await.good();
        let again = owner.write("accountAssignmentEnd", json!({ "id": lead }), ASSIGNMENT).await;
        let never = owner.write("accountAssignmentEnd", json!({ "id": planned }), ASSIGNMENT).await.good();

        assert_eq!((early.error(), early.error_path()), ("INVALID: this is before the assignment begins".to_owned(), "input.endsOn".to_owned()));
        assert_eq!(ended.at("payload.accountAssignment.endsOn"), "2026-11-24");
        assert_eq!(ended.at("payload.accountAssignment.handoverNote"), "ask for Ms Vogt");
        assert_eq!(ended.at("payload.accountAssignment.client.owner"), &Json::Null);
        assert_eq!(again.error(), "INVALID_STATE: the assignment ends on 2026-11-24 already");
        assert_eq!(never.at("payload.accountAssignment.endsOn"), "2027-01-01");
    }

    async fn assignments_of_an_archived_client_stay_as_they_are(app: App) {
        let owner = app.owner().await;
        let client = made(&owner, "clientCreate", "client", json!({ "name": "Kontor", "ownerId": owner.id })).await;
        let lead = owner.ask("{ accountAssignments { nodes { id } } }").await.text("accountAssignments.nodes.0.id");
        owner.write("clientArchive", json!({ "id": client }), "client { id }").await.good();

        let ended = owner.write("accountAssignmentEnd", json!({ "id": lead }), ASSIGNMENT).await;
        let new = owner.write("accountAssignmentCreate", json!({ "clientId": client, "memberId": owner.id, "role": "BACKUP" }), ASSIGNMENT).await;

        assert_eq!(ended.error(), "INVALID_STATE: the client is archived");
        assert_eq!((new.error(), new.error_path()), ("NOT_FOUND: there is no such record".to_owned(), "input.clientId".to_owned()));
    }

    async fn whoever_hands_a_client_over_sees_that_it_is_done_and_then_no_more_of_it(app: App) {
        let (anna, boris) = (app.person(Role::AccountManager).await, app.person(Role::AccountManager).await);
        let client = client(&anna, "Kontor").await;

        let input = json!({ "clientId": client, "memberId": boris.id, "role": "LEAD", "idempotencyKey": "hand-over" });
        let handed = anna.write("accountAssignmentCreate", input.clone(), ASSIGNMENT).await.good();
        let replay = anna.write("accountAssignmentCreate", input, ASSIGNMENT).await.good();

        assert_eq!(handed.at("payload.accountAssignment.member.id"), &boris.id);
        assert_eq!(handed.at("payload.accountAssignment.client"), &Json::Null);
        assert_eq!(replay.at("payload.accountAssignment"), &Json::Null);
        let left = anna.write("clientUpdate", json!({ "id": client, "name": "Mine" }), "client { id }").await;
        assert_eq!(left.error(), "NOT_FOUND: there is no such record");
        boris.write("clientUpdate", json!({ "id": client, "name": "Kontor Süd" }), "client { id }").await.good();
    }

    async fn a_lead_who_will_go_keeps_the_client_until_that_day(app: App) {
        let owner = app.owner().await;
        let (anna, boris) = (app.person(Role::AccountManager).await, app.person(Role::AccountManager).await);
        let client = made(&owner, "clientCreate", "client", json!({ "name": "Kontor", "ownerId": anna.id })).await;
        assigned(&owner, &client, &boris.id, "LEAD", "2026-12-01", Json::Null).await;
        let count = "{ clients { totalCount } }";

        let before = [anna.ask(count).await.good(), boris.ask(count).await.good()];
        app.wait(TimeDelta::days(7));
        let after = [anna.ask(count).await.good(), boris.ask(count).await.good()];

        let numbers = |answers: [tests::Answer; 2]| answers.map(|answer| answer.at("clients.totalCount").clone());
        assert_eq!(numbers(before), [json!(1), json!(1)]);
        assert_eq!(numbers(after), [json!(0), json!(1)]);
    }
}
