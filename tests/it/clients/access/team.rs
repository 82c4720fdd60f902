use entity::{event::Visibility, membership::Role};
use serde_json::{Value as Json, json};
use tests::{App, both};

use super::{
    super::{join, made, project},
    ALL, account, hidden_from, refusals, seen, sorted,
};

both! {
    async fn nobody_writes_what_their_role_does_not_write(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let work = project(&app, &owner, &mine.client, Visibility::Shared).await;
        let team = [app.person(Role::ProjectManager).await, app.person(Role::Specialist).await, app.person(Role::Freelancer).await];
        for person in &team {
            join(&app, work, person).await;
        }
        let [manager, specialist, freelancer] = team;
        let (viewer, finance, portal) = (app.person(Role::Viewer).await, app.person(Role::Finance).await, app.portal(&mine.client).await);
        let id = &mine.client;
        let talk = json!({ "clientId": id, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "Called" });
        let writes = [
            ("clientUpdate", "client", json!({ "id": id, "name": "Ours" })),
            ("contactCreate", "contact", json!({ "clientId": id, "name": "Bo" })),
            ("accountAssignmentCreate", "accountAssignment", json!({ "clientId": id, "memberId": owner.id, "role": "BACKUP" })),
            ("accountAssignmentEnd", "accountAssignment", json!({ "id": mine.assignment })),
            ("promiseCreate", "promise", json!({ "clientId": id, "byParty": "CLIENT", "text": "x", "dueOn": "2026-12-01" })),
            ("promiseSettle", "promise", json!({ "id": mine.shared[1], "to": "KEPT" })),
            ("needCreate", "need", json!({ "clientId": id, "statement": "x" })),
            ("needTransition", "need", json!({ "id": mine.need, "to": "CONFIRMED" })),
        ];

        for person in [&manager, &specialist, &freelancer, &viewer, &finance, &portal] {
            for (mutation, record, input) in &writes {
                let answer = person.write(mutation, input.clone(), &format!("{record} {{ id }}")).await;
                assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{:?} {mutation}", person.actor.role);
            }
        }
        for person in [&freelancer, &viewer, &finance, &portal] {
            let answer = person.write("interactionCreate", talk.clone(), "interaction { id }").await;
            assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{:?}", person.actor.role);
        }
        for person in [&manager, &specialist] {
            let recorded = person.write("interactionCreate", talk.clone(), "interaction { id viewerCan { update } }").await.good();
            assert_eq!(recorded.at("payload.interaction.viewerCan.update"), person.actor.role == Role::ProjectManager);
        }
    }

    async fn an_account_manager_has_their_own_clients_only(app: App) {
        let owner = app.owner().await;
        let anna = app.person(Role::AccountManager).await;
        let (mine, other) = (account(&owner, &anna.id, "Mine").await, account(&owner, &owner.id, "Other").await);

        let lists = seen(&anna, &ALL).await;

        assert_eq!(lists, [
            sorted(&[&mine.client]), sorted(&[&mine.contact]), sorted(&[&mine.assignment]), sorted(&[&mine.internal[0], &mine.shared[0]]),
            sorted(&[&mine.internal[1], &mine.shared[1]]), sorted(&[&mine.need]),
        ]);
        anna.write("clientUpdate", json!({ "id": mine.client, "name": "Ours" }), "client { id }").await.good();
        anna.write("needTransition", json!({ "id": mine.need, "to": "CONFIRMED" }), "need { id }").await.good();
        let taken = made(&anna, "clientCreate", "client", json!({ "name": "New" })).await;
        assert_eq!(seen(&anna, &["clients"]).await, [sorted(&[&mine.client, &taken])]);
        hidden_from(&anna, &other).await;
    }

    async fn an_account_manager_who_stands_in_has_the_client_too(app: App) {
        let owner = app.owner().await;
        let anna = app.person(Role::AccountManager).await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let input = json!({ "clientId": mine.client, "memberId": anna.id, "role": "BACKUP" });
        let backup = made(&owner, "accountAssignmentCreate", "accountAssignment", input).await;

        let before = seen(&anna, &["clients"]).await;
        owner.write("accountAssignmentEnd", json!({ "id": backup }), "accountAssignment { id }").await.good();
        let after = seen(&anna, &["clients"]).await;

        assert_eq!((before, after), (vec![sorted(&[&mine.client])], vec![vec![]]));
    }

    async fn a_specialist_has_the_clients_of_their_projects(app: App) {
        let owner = app.owner().await;
        let specialist = app.person(Role::Specialist).await;
        let (mine, other) = (account(&owner, &owner.id, "Mine").await, account(&owner, &owner.id, "Other").await);
        join(&app, project(&app, &owner, &mine.client, Visibility::Internal).await, &specialist).await;
        project(&app, &owner, &other.client, Visibility::Shared).await;

        let lists = seen(&specialist, &ALL).await;

        assert_eq!(lists, [
            sorted(&[&mine.client]), sorted(&[&mine.contact]), sorted(&[&mine.assignment]), sorted(&[&mine.internal[0], &mine.shared[0]]),
            sorted(&[&mine.internal[1], &mine.shared[1]]), sorted(&[&mine.need]),
        ]);
        let talk = |client: &str| json!({ "clientId": client, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "Called" });
        specialist.write("interactionCreate", talk(&mine.client), "interaction { id }").await.good();
        let foreign = specialist.write("interactionCreate", talk(&other.client), "interaction { id }").await;
        assert_eq!((foreign.error(), foreign.error_path()), ("NOT_FOUND: there is no such record".to_owned(), "input.clientId".to_owned()));
    }

    async fn a_freelancer_sees_of_a_client_the_name_only(app: App) {
        let owner = app.owner().await;
        let freelancer = app.person(Role::Freelancer).await;
        let (mine, _other) = (account(&owner, &owner.id, "Mine").await, account(&owner, &owner.id, "Other").await);
        join(&app, project(&app, &owner, &mine.client, Visibility::Internal).await, &freelancer).await;

        let answer = freelancer.ask(
            "{ clients { nodes { id name legalName stage stageReason allowedTransitions tier sector currency locale taxId billingAddress paymentTermDays creditLimit { amount } since \
               owner { id } assignments { totalCount } interactions { totalCount } promises { totalCount } needs { totalCount } contacts { totalCount } externalIds { value } customFields } } }",
        ).await;

        let shown: Vec<_> = answer.at("clients.nodes.0").as_object().expect("a client").iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), value.clone())).collect();
        assert_eq!(answer.at("clients.nodes").as_array().map(Vec::len), Some(1));
        assert_eq!(shown, [("allowedTransitions".to_owned(), json!([])), ("id".to_owned(), json!(mine.client)), ("name".to_owned(), json!("Mine"))]);
        assert_eq!(answer.errors.len(), 20);
        for list in ["contacts", "accountAssignments", "interactions", "promises", "needs"] {
            let answer = freelancer.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
            assert_eq!(refusals(&answer), [format!("FORBIDDEN {list}")]);
        }
        for document in ["{ clients(orderBy: [{ field: STAGE }]) { totalCount } }", "{ clientGroups(by: [OWNER]) { keys } }", "{ clients(filter: { ownerId: { isNull: true } }) { totalCount } }"] {
            assert_eq!(freelancer.ask(document).await.error(), "FORBIDDEN: you may not see this", "{document}");
        }
    }

    async fn records_of_another_agency_do_not_exist(app: App) {
        let (owner, stranger) = (app.owner().await, app.stranger().await);
        let theirs = account(&stranger, &stranger.id, "Theirs").await;

        assert_eq!(seen(&owner, &ALL).await, vec![Vec::<Json>::new(); 6]);
        hidden_from(&owner, &theirs).await;
    }
}
