use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::{active, approved_hour, bill, eur, freelancer, go, handed_in, made, written};

both! {
    async fn freelancers_see_their_own_bills_and_nobody_sees_them_who_sees_no_costs(app: App) {
        let (owner, finn, greta) = (app.owner().await, freelancer(&app).await, freelancer(&app).await);
        let (lead, finance, maker, viewer) = (
            app.person(Role::ProjectManager).await, app.person(Role::Finance).await, app.person(Role::Specialist).await, app.person(Role::Viewer).await,
        );
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "Shop", "visibility": "SHARED" })).await;
        for person in [&lead, &maker] {
            owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": person.id }), "projectMember { id }").await.good();
        }
        let mut bills = vec![];
        for person in [&finn, &greta] {
            let engagement = active(&owner, &person.id, &project, &json!({})).await;
            let work = approved_hour(&owner, person, &project).await;
            bills.push(handed_in(person, &engagement, "1", json!([{ "timeEntryId": work }])).await);
        }
        let portal = app.portal(&client).await;

        for (person, seen) in [(&owner, 2), (&finance, 2), (&lead, 2), (&finn, 1), (&greta, 1)] {
            let list = person.ask("{ freelancerBills { totalCount } freelancerBillLines { totalCount } }").await.good();
            assert_eq!(list.data, json!({ "freelancerBills": { "totalCount": seen }, "freelancerBillLines": { "totalCount": seen } }), "{:?}", person.actor.role);
        }
        for person in [&maker, &viewer, &portal] {
            for list in ["freelancerBills", "freelancerBillLines"] {
                let answer = person.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
                assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{list}");
            }
            let node = person.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": bills[0] })).await;
            assert_eq!(node.at("node"), &json!(null));
        }
        let theirs = finn.ask_with("query($id: ID!) { freelancerBill(id: $id) { id } }", json!({ "id": bills[1] })).await;
        assert_eq!(theirs.at("freelancerBill"), &json!(null));
        assert_eq!(app.stranger().await.ask("{ freelancerBills { totalCount } }").await.good().at("freelancerBills.totalCount"), &json!(0));
    }

    async fn freelancers_bill_for_themselves_and_those_who_see_to_money_decide(app: App) {
        let (owner, finn, greta) = (app.owner().await, freelancer(&app).await, freelancer(&app).await);
        let (lead, finance) = (app.person(Role::ProjectManager).await, app.person(Role::Finance).await);
        let project = super::project(&owner).await;
        owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": lead.id }), "projectMember { id }").await.good();
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let fonts = json!([{ "description": "Fonts", "amount": eur("9") }]);
        let id = handed_in(&finn, &engagement, "1", fonts.clone()).await;

        let others = written(&greta, &engagement, "2", fonts.clone()).await;
        let managed = written(&lead, &engagement, "2", fonts.clone()).await;
        let strange = app.stranger().await.write("freelancerBillTransition", json!({ "id": id, "to": "APPROVED", "expectedVersion": 2 }), "freelancerBill { id }").await;
        let own = go(&finn, "freelancerBill", &id, "APPROVED").await;
        let by_lead = go(&lead, "freelancerBill", &id, "APPROVED").await;
        let written_down = bill(&finance, &engagement, "2", fonts).await;
        go(&finance, "freelancerBill", &written_down, "SUBMITTED").await.good();
        let by_writer = go(&finance, "freelancerBill", &written_down, "APPROVED").await;
        go(&finance, "freelancerBill", &id, "APPROVED").await.good();
        go(&owner, "freelancerBill", &written_down, "APPROVED").await.good();

        assert_eq!(others.error(), "NOT_FOUND: there is no such record");
        assert_eq!(managed.error(), "FORBIDDEN: you may not do this");
        assert_eq!(strange.error(), "NOT_FOUND: there is no such record");
        assert_eq!(own.error(), "FORBIDDEN: you may not do this");
        assert_eq!(by_lead.error(), "FORBIDDEN: you may not do this");
        assert_eq!(by_writer.error(), "INVALID_STATE: somebody else has to decide on this bill");
    }

    async fn nobody_approves_their_own_bill_whatever_they_have_become(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = super::project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let id = handed_in(&finn, &engagement, "1", json!([{ "description": "Fonts", "amount": eur("9") }])).await;
        let mut who = (*finn.actor).clone();
        who.role = Role::Manager;
        let mut promoted = finn.clone();
        promoted.actor = api::kernel::actor::Actor::new(who);

        let own = go(&promoted, "freelancerBill", &id, "APPROVED").await;

        assert_eq!(own.error(), "INVALID_STATE: somebody else has to decide on this bill");
    }

    async fn a_freelancer_who_bills_learns_no_price_and_no_budget(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = super::project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let work = approved_hour(&owner, &finn, &project).await;
        handed_in(&finn, &engagement, "1", json!([{ "timeEntryId": work }])).await;

        let fee = finn.ask("{ freelancerBills { nodes { total { amount } lines { nodes { timeEntry { fee { amount } } } } engagement { usedMoney { amount } } } } }").await.good();

        assert_eq!(fee.at("freelancerBills.nodes.0"), &json!({
            "total": { "amount": "40.00" }, "lines": { "nodes": [{ "timeEntry": { "fee": { "amount": "40.00" } } }] }, "engagement": { "usedMoney": { "amount": "40.00" } },
        }));
        for field in ["price { amount }", "sellRate { amount }", "cost { amount }"] {
            let answer = finn.ask(&format!("{{ freelancerBills {{ nodes {{ lines {{ nodes {{ timeEntry {{ {field} }} }} }} }} }} }}")).await;
            assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{field}");
        }
        for list in ["budgets", "costEntries", "overrunDecisions"] {
            let answer = finn.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
            assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{list}");
        }
    }
}
