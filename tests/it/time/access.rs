use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::{made, project, rates};

both! {
    async fn people_see_what_they_booked_and_leads_what_was_booked_on_their_projects(app: App) {
        let owner = app.owner().await;
        let (lead, maker, freelancer) = (app.person(Role::ProjectManager).await, app.person(Role::Specialist).await, app.person(Role::Freelancer).await);
        rates(&owner, &[&lead, &maker, &freelancer]).await;
        let (ours, theirs) = (project(&owner).await, project(&owner).await);
        for person in [&lead, &maker, &freelancer] {
            owner.write("projectMemberAdd", json!({ "projectId": ours, "memberId": person.id }), "projectMember { id }").await.good();
            made(person, "timeEntry", json!({ "projectId": ours, "minutes": 60 })).await;
        }
        made(&owner, "timeEntry", json!({ "projectId": theirs, "minutes": 60 })).await;

        for (person, seen) in [(&owner, 4), (&lead, 3), (&maker, 1), (&freelancer, 1)] {
            let list = person.ask("{ timeEntries { totalCount } }").await.good();
            assert_eq!(list.at("timeEntries.totalCount"), &json!(seen), "{:?}", person.actor.role);
        }
        let strange = maker.write("timeEntryCreate", json!({ "projectId": theirs, "minutes": 60 }), "timeEntry { id }").await;
        let other = maker.write("timeEntryCreate", json!({ "projectId": ours, "minutes": 60, "memberId": lead.id }), "timeEntry { id }").await;
        let team = lead.write("timeEntryCreate", json!({ "projectId": ours, "minutes": 60, "memberId": maker.id }), "timeEntry { member { id } cost { amount } }").await.good();

        assert_eq!(strange.error(), "NOT_FOUND: there is no such record");
        assert_eq!(other.error(), "FORBIDDEN: you may not do this");
        assert_eq!(team.at("payload.timeEntry"), &json!({ "member": { "id": maker.id }, "cost": { "amount": "40.00" } }));
        assert_eq!(app.stranger().await.ask("{ timeEntries { totalCount } expenses { totalCount } timers { totalCount } }").await.good().data, json!({ "timeEntries": { "totalCount": 0 }, "expenses": { "totalCount": 0 }, "timers": { "totalCount": 0 } }));
    }

    async fn no_path_leads_a_freelancer_to_prices_or_a_specialist_to_costs(app: App) {
        let owner = app.owner().await;
        let (maker, freelancer) = (app.person(Role::Specialist).await, app.person(Role::Freelancer).await);
        rates(&owner, &[&maker, &freelancer]).await;
        let project = project(&owner).await;
        for person in [&maker, &freelancer] {
            owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": person.id }), "projectMember { id }").await.good();
            made(person, "timeEntry", json!({ "projectId": project, "minutes": 60 })).await;
        }
        let secrets = [
            (&maker, vec!["cost { amount }", "costRate { amount }", "costRateCurrency", "costFxRate"], "costs:read"),
            (&freelancer, vec!["cost { amount }", "costRate { amount }"], "costs:read"),
            (&freelancer, vec!["price { amount }", "sellRate { amount }", "rateSource"], "prices:read"),
        ];

        for (person, fields, scope) in secrets {
            for field in fields {
                let answer = person.ask(&format!("{{ timeEntries {{ nodes {{ {field} }} }} }}")).await;
                assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{field}");
                assert_eq!(answer.errors[0]["extensions"]["requiredScopes"], json!([scope]), "{field}");
                assert!(answer.at("timeEntries.nodes.0").as_object().expect("an entry").values().all(serde_json::Value::is_null));
            }
            let sum = if scope == "costs:read" { "costSum" } else { "priceSum" };
            let total = person.ask(&format!("{{ timeEntryAggregate {{ {sum} {{ amount }} }} }}")).await;
            assert_eq!(total.error(), "FORBIDDEN: you may not see this");
            let ledger = person.ask("{ costEntries { totalCount } }").await;
            assert_eq!(ledger.error(), "FORBIDDEN: you may not see this");
        }
        let grouped = freelancer.ask("{ timeEntryGroups(by: [RATE_SOURCE]) { keys } }").await;
        assert_eq!(grouped.error(), "FORBIDDEN: you may not see this");
        let events = maker.ask("{ events(filter: { subjectKind: { in: [\"TimeEntry\", \"CostEntry\", \"CostRate\"] } }) { totalCount } }").await.good();
        assert_eq!(events.at("events.totalCount"), &json!(1));
    }

    async fn clients_and_viewers_see_nothing_that_was_booked(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "Shop", "visibility": "SHARED" })).await;
        let entry = made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 60 })).await;

        for person in [app.portal(&client).await, app.person(Role::Viewer).await] {
            for list in ["timeEntries", "expenses", "timers"] {
                let answer = person.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
                assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{list}");
            }
            let node = person.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": entry })).await;
            assert_eq!(node.at("node"), &json!(null));
            let events = person.ask("{ events(filter: { subjectKind: { eq: \"TimeEntry\" } }) { totalCount } }").await.good();
            assert_eq!(events.at("events.totalCount"), &json!(0));
        }
    }
}
