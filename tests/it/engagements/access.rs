use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::ground::{active, freelancer, go, hour, made, project};

both! {
    async fn freelancers_see_their_own_engagements_and_those_who_run_projects_theirs(app: App) {
        let (owner, finn, greta) = (app.owner().await, freelancer(&app).await, freelancer(&app).await);
        let (lead, finance, maker, viewer) = (
            app.person(Role::ProjectManager).await, app.person(Role::Finance).await, app.person(Role::Specialist).await, app.person(Role::Viewer).await,
        );
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;
        let ours = made(&owner, "project", json!({ "clientId": client, "name": "Shop", "visibility": "SHARED" })).await;
        let theirs = project(&owner).await;
        for person in [&lead, &maker] {
            owner.write("projectMemberAdd", json!({ "projectId": ours, "memberId": person.id }), "projectMember { id }").await.good();
        }
        let own = active(&owner, &finn.id, &ours, &json!({})).await;
        active(&owner, &greta.id, &ours, &json!({})).await;
        active(&owner, &greta.id, &theirs, &json!({})).await;
        let portal = app.portal(&client).await;

        for (person, seen) in [(&owner, 3), (&finance, 3), (&lead, 2), (&finn, 1), (&greta, 2)] {
            let list = person.ask("{ engagements { totalCount } }").await.good();
            assert_eq!(list.at("engagements.totalCount"), &json!(seen), "{:?}", person.actor.role);
        }
        for person in [&maker, &viewer, &portal] {
            let list = person.ask("{ engagements { totalCount } }").await;
            assert_eq!(list.error(), "FORBIDDEN: you may not see this", "{:?}", person.actor.role);
            let node = person.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": own })).await;
            assert_eq!(node.at("node"), &json!(null));
            let events = person.ask("{ events(filter: { subjectKind: { eq: \"Engagement\" } }) { totalCount } }").await.good();
            assert_eq!(events.at("events.totalCount"), &json!(0));
        }
        let events = lead.ask("{ events(filter: { subjectKind: { eq: \"Engagement\" } }) { totalCount } }").await.good();
        assert_eq!(events.at("events.totalCount"), &json!(4), "made and begun, two of them");
        assert_eq!(app.stranger().await.ask("{ engagements { totalCount } }").await.good().at("engagements.totalCount"), &json!(0));
    }

    async fn those_who_see_to_money_agree_with_freelancers_and_nobody_else_does(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let id = active(&owner, &finn.id, &project, &json!({})).await;

        for role in [Role::AccountManager, Role::ProjectManager, Role::Specialist, Role::Freelancer, Role::Viewer] {
            let person = app.person(role).await;
            let change = person.write("engagementUpdate", json!({ "id": id, "note": "more" }), "engagement { id }").await;
            assert_eq!(change.error(), "FORBIDDEN: you may not do this", "{role:?}");
        }
        let finance = app.person(Role::Finance).await;
        finance.write("engagementUpdate", json!({ "id": id, "note": "more" }), "engagement { id }").await.good();
        let own = finn.write("engagementUpdate", json!({ "id": id, "capMinutes": 9000 }), "engagement { id }").await;
        let stranger = app.stranger().await.write("engagementUpdate", json!({ "id": id, "note": "more" }), "engagement { id }").await;

        assert_eq!(own.error(), "FORBIDDEN: you may not do this");
        assert_eq!(stranger.error(), "NOT_FOUND: there is no such record");
    }

    async fn no_path_leads_from_work_to_an_engagement_of_somebody_else(app: App) {
        let (owner, finn, greta) = (app.owner().await, freelancer(&app).await, freelancer(&app).await);
        let project = project(&owner).await;
        for person in [&finn, &greta] {
            active(&owner, &person.id, &project, &json!({})).await;
            let work = hour(person, &project, &json!({})).await.good();
            go(person, "timeEntry", &work.text("payload.timeEntry.id"), "SUBMITTED").await.good();
        }

        let seen = finn.ask("{ timeEntries { nodes { fee { amount } engagement { member { id } } } } members(filter: { role: { eq: FREELANCER } }) { totalCount } }").await.good();
        let prices = finn.ask("{ timeEntries { nodes { price { amount } } } }").await;
        let costs = finn.ask("{ timeEntries { nodes { cost { amount } } } }").await;

        assert_eq!(seen.at("timeEntries.nodes"), &json!([{ "fee": { "amount": "40.00" }, "engagement": { "member": { "id": finn.id } } }]));
        assert_eq!(prices.error(), "FORBIDDEN: you may not see this");
        assert_eq!(costs.error(), "FORBIDDEN: you may not see this");
    }
}
