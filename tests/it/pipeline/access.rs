//! Who sees and changes what of the pipeline.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::ground::{client, copied, estimate, line, lost, made, money, opportunity, stages, to_stage};

/// One list after the other: who may see them, with how many records.
async fn counts(person: &Person<'_>) -> Vec<Json> {
    let mut counts = vec![];
    for list in ["stages", "opportunities", "estimates", "estimateLines"] {
        let answer = person.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
        counts.push(match answer.errors.first() {
            Some(_) => json!(answer.error()),
            None => answer.at(&format!("{list}.totalCount")).clone(),
        });
    }
    counts
}

/// An opportunity and an estimate with a line, of this client.
async fn pipeline(owner: &Person<'_>, client: &str) -> [String; 3] {
    let deal = opportunity(owner, client, json!({})).await;
    let id = estimate(owner, client, json!({ "opportunityId": deal })).await;
    let line = line(
        owner,
        &id,
        json!({ "sellRate": { "amount": "85", "currency": "EUR" } }),
    )
    .await;
    [deal, id, line]
}

/// All that can be tried with records that are there, with their versions as they are.
fn tries(known: &[String; 3], stage: &str, client: &str) -> Vec<(&'static str, &'static str, Json)> {
    let [deal, id, line] = known;
    let fields =
        json!({ "phaseKey": "x", "optimisticMinutes": 1, "likelyMinutes": 1, "pessimisticMinutes": 1 });
    vec![
        ("stageUpdate", "stage", json!({ "id": stage, "name": "Mine" })),
        ("stageArchive", "stage", json!({ "id": stage })),
        (
            "opportunityCreate",
            "opportunity",
            json!({ "clientId": client, "title": "Mine", "amount": money("1", "EUR"), "expectedClose": "2026-12-01" }),
        ),
        (
            "opportunityUpdate",
            "opportunity",
            json!({ "id": deal, "title": "Mine" }),
        ),
        (
            "opportunityMove",
            "opportunity",
            json!({ "id": deal, "expectedVersion": 1, "stageId": stage }),
        ),
        ("opportunityArchive", "opportunity", json!({ "id": deal })),
        (
            "estimateCreate",
            "estimate",
            json!({ "clientId": client, "title": "Mine", "method": "BOTTOM_UP" }),
        ),
        ("estimateUpdate", "estimate", json!({ "id": id, "title": "Mine" })),
        ("estimateCopy", "estimate", json!({ "id": id })),
        (
            "estimateTransition",
            "estimate",
            json!({ "id": id, "expectedVersion": 2, "to": "FINAL" }),
        ),
        (
            "estimateLinesReplace",
            "estimate",
            json!({ "id": id, "expectedVersion": 2, "lines": [fields] }),
        ),
        (
            "estimateLineCreate",
            "estimateLine",
            json!({ "estimateId": id, "phaseKey": "x", "optimisticMinutes": 1, "likelyMinutes": 1, "pessimisticMinutes": 1 }),
        ),
        (
            "estimateLineUpdate",
            "estimateLine",
            json!({ "id": line, "note": "Mine" }),
        ),
        ("estimateLineArchive", "estimateLine", json!({ "id": line })),
    ]
}

both! {
    async fn somebody_of_another_agency_sees_and_changes_nothing(app: App) {
        let (owner, stranger) = (app.owner().await, app.stranger().await);
        let client = client(&owner).await;
        let known = pipeline(&owner, &client).await;
        let stage = stages(&owner).await["Proposal"].clone();

        let seen = counts(&stranger).await;
        let nodes = stranger.ask_with(
            "query($a: ID!, $b: ID!, $c: ID!) { a: node(id: $a) { id } b: node(id: $b) { id } c: node(id: $c) { id } estimateFigures(id: $b) { kBps } }",
            json!({ "a": known[0], "b": known[1], "c": known[2] }),
        ).await.good();

        assert_eq!(seen, [json!(6), json!(0), json!(0), json!(0)]);
        assert_eq!(nodes.data, json!({ "a": null, "b": null, "c": null, "estimateFigures": null }));
        for (mutation, record, input) in tries(&known, &stage, &client) {
            let answer = stranger.write(mutation, input, &format!("{record} {{ id }}")).await;

            assert_eq!(answer.error(), "NOT_FOUND: there is no such record", "{mutation}");
        }
    }

    async fn every_role_sees_what_is_its_own_and_no_more(app: App) {
        let owner = app.owner().await;
        let account = app.person(Role::AccountManager).await;
        let own = made(&owner, "client", json!({ "name": "Own", "ownerId": account.id })).await;
        let other = client(&owner).await;
        let manager = app.person(Role::ProjectManager).await;
        made(&owner, "project", json!({ "clientId": own, "name": "Shop", "managerId": manager.id })).await;
        for client in [&own, &other] {
            pipeline(&owner, client).await;
        }
        let no = json!("FORBIDDEN: you may not see this");
        let all = [6, 2, 2, 2].map(Json::from);
        let of_own = [6, 1, 1, 1].map(Json::from);
        let nothing = [no.clone(), no.clone(), no.clone(), no.clone()];

        for (person, seen) in [
            (app.person(Role::Manager).await, all.clone()), (app.person(Role::Finance).await, all), (account, of_own.clone()), (manager, of_own),
            (app.person(Role::Viewer).await, [json!(6), json!(2), no.clone(), no.clone()]),
            (app.person(Role::Specialist).await, nothing.clone()), (app.person(Role::Freelancer).await, nothing.clone()), (app.portal(&own).await, nothing),
        ] {
            assert_eq!(counts(&person).await, seen, "{:?}", person.actor.role);
        }
    }

    async fn who_may_only_look_changes_nothing(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let known = pipeline(&owner, &client).await;
        let stage = stages(&owner).await["Proposal"].clone();

        for role in [Role::Finance, Role::Viewer, Role::Specialist, Role::Freelancer] {
            let person = app.person(role).await;
            for (mutation, record, input) in tries(&known, &stage, &client) {
                let answer = person.write(mutation, input, &format!("{record} {{ id }}")).await;

                assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{role:?} {mutation}");
            }
        }
    }

    async fn an_account_manager_works_on_all_of_their_clients_and_leaves_stages_alone(app: App) {
        let (owner, account) = (app.owner().await, app.person(Role::AccountManager).await);
        let own = made(&owner, "client", json!({ "name": "Own", "ownerId": account.id })).await;
        let other = client(&owner).await;
        let (ours, theirs) = (pipeline(&owner, &own).await, pipeline(&owner, &other).await);
        let stage = stages(&owner).await["Proposal"].clone();

        for (mutation, record, input) in tries(&theirs, &stage, &other) {
            let answer = account.write(mutation, input, &format!("{record} {{ id }}")).await;

            let expected = if record == "stage" { "FORBIDDEN: you may not do this" } else { "NOT_FOUND: there is no such record" };
            assert_eq!(answer.error(), expected, "{mutation}");
        }
        to_stage(&account, &ours[0], "Lost", lost()).await.good();
        copied(&account, &ours[1]).await;
        account.write("estimateLineUpdate", json!({ "id": ours[2], "note": "ours" }), "estimateLine { id }").await.good();
    }

    async fn a_project_manager_estimates_and_only_looks_at_opportunities(app: App) {
        let (owner, manager) = (app.owner().await, app.person(Role::ProjectManager).await);
        let client = client(&owner).await;
        made(&owner, "project", json!({ "clientId": client, "name": "Shop", "managerId": manager.id })).await;
        let known = pipeline(&owner, &client).await;

        let moved = manager.write("opportunityUpdate", json!({ "id": known[0], "title": "Mine" }), "opportunity { id }").await;
        let can = manager.ask("{ opportunities { nodes { viewerCan { update archive } } } estimates { nodes { viewerCan { update archive } } } }").await.good();
        estimate(&manager, &client, json!({ "opportunityId": known[0] })).await;

        assert_eq!(moved.error(), "FORBIDDEN: you may not do this");
        assert_eq!(can.data, json!({
            "opportunities": { "nodes": [{ "viewerCan": { "update": false, "archive": false } }] }, "estimates": { "nodes": [{ "viewerCan": { "update": true, "archive": false } }] },
        }));
    }

    async fn who_sees_no_prices_learns_no_amount_in_any_way(app: App) {
        let (owner, viewer) = (app.owner().await, app.person(Role::Viewer).await);
        let client = client(&owner).await;
        opportunity(&owner, &client, json!({})).await;

        let plain = viewer.ask("{ opportunities { nodes { title currency expectedClose amount { amount } } } }").await;
        let nested = viewer.ask("{ clients { nodes { opportunities { nodes { amount { amount } } } } } }").await;
        for document in [
            "{ opportunityAggregate { amountSum { amount } } }", "{ opportunityGroups(by: [CURRENCY]) { keys aggregate { amountSum { amount } } } }",
            "{ opportunityForecast(from: \"2026-01-01\", until: \"2027-01-01\") { count } }",
        ] {
            assert_eq!(viewer.ask(document).await.error(), "FORBIDDEN: you may not see this", "{document}");
        }

        assert_eq!(plain.error(), "FORBIDDEN: you may not see this");
        assert_eq!(plain.errors[0]["extensions"]["requiredScopes"], json!(["prices:read"]));
        assert_eq!(plain.at("opportunities.nodes"), &json!([{ "title": "New shop", "currency": "EUR", "expectedClose": "2026-12-31", "amount": null }]));
        assert_eq!(nested.at("clients.nodes.0.opportunities.nodes"), &json!([{ "amount": null }]));
        let scopes = viewer.ask("{ viewer { scopes } }").await.good();
        let scopes = scopes.at("viewer.scopes").as_array().expect("scopes").clone();
        assert!(scopes.contains(&json!("opportunities:read")) && !scopes.contains(&json!("prices:read")) && !scopes.contains(&json!("estimates:read")), "{scopes:?}");
    }

    async fn who_sees_no_estimates_finds_them_in_no_other_way(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let known = pipeline(&owner, &client).await;
        let specialist = app.person(Role::Specialist).await;
        made(&owner, "project", json!({ "clientId": client, "name": "Shop", "managerId": owner.id })).await;
        let project = owner.ask("{ projects { nodes { id } } }").await.good().text("projects.nodes.0.id");
        owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": specialist.id }), "projectMember { id }").await.good();

        for person in [app.person(Role::Viewer).await, specialist, app.portal(&client).await] {
            let role = person.actor.role;
            let nodes = person.ask_with("query($a: ID!, $b: ID!) { a: node(id: $a) { id } b: node(id: $b) { id } }", json!({ "a": known[1], "b": known[2] })).await.good();
            let tested = person.ask("{ clients(filter: { estimates: { some: {} } }) { totalCount } }").await.good();
            let figures = person.ask_with("query($id: ID!) { estimateFigures(id: $id) { total { cost { expected { amount } } } } }", json!({ "id": known[1] })).await;
            let related = person.ask("{ clients { nodes { estimates { totalCount } } } }").await;
            let told = person.ask("{ events(first: 100) { nodes { subjectKind eventType } } }").await.good();

            assert_eq!(nodes.data, json!({ "a": null, "b": null }), "{role:?}");
            assert_eq!(tested.at("clients.totalCount"), &json!(0), "{role:?}");
            assert_eq!(figures.error(), "FORBIDDEN: you may not see this", "{role:?}");
            assert_eq!(related.error(), "FORBIDDEN: you may not see this", "{role:?}");
            let kinds = told.each("events.nodes", "subjectKind");
            assert!(!kinds.iter().any(|kind| kind == "Estimate" || kind == "EstimateLine"), "{role:?}: {kinds:?}");
            assert_eq!(kinds.iter().any(|kind| kind == "Opportunity"), role == Role::Viewer, "{role:?}: {kinds:?}");
        }
    }

    async fn the_history_names_fields_and_never_amounts(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let known = pipeline(&owner, &client).await;
        owner.write("opportunityUpdate", json!({ "id": known[0], "amount": money("98765.43", "EUR") }), "opportunity { id }").await.good();
        owner.write("estimateLineUpdate", json!({ "id": known[2], "sellRate": { "amount": "87.6543", "currency": "EUR" } }), "estimateLine { id }").await.good();

        let told = owner.ask("{ events(first: 100) { nodes { eventType changedFields reason subjectKind visibility } } }").await.good();

        let text = told.data.to_string();
        assert!(text.contains("sellRate") && text.contains("amount"), "{text}");
        assert!(!text.contains("98765") && !text.contains("9876543") && !text.contains("87.6") && !text.contains("876543"), "{text}");
    }
}
