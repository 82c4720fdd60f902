use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{approve, approved, broken, draft, eur, in_the_end, made, project, rounds};

/// Lets an hour of this person cost 40 euros.
async fn costs(owner: &Person<'_>, person: &Person<'_>) {
    let rate = json!({ "memberId": person.id, "startsOn": "2026-01-01", "perHour": eur("40"), "basis": "SALARY_LOADED" });
    made(owner, "costRate", rate).await;
}

async fn version(person: &Person<'_>, budget: &str, amount: &str) -> String {
    draft(person, budget, json!([{ "amount": eur(amount) }])).await
}

async fn book(person: &Person<'_>, project: &str) -> Answer {
    let input = json!({ "projectId": project, "minutes": 60 });
    person
        .write("timeEntryCreate", input, "timeEntry { id budgetState }")
        .await
}

async fn figures(person: &Person<'_>) -> Json {
    let document =
        "{ budgets { nodes { approved { amount } consumed { amount } remaining { amount } isOverrun } } }";
    person.ask(document).await.good().at("budgets.nodes.0").clone()
}

both! {
    /// Two hours fit. In Kimai what remains is never less than nothing, so that an overrun reads as "0 left": ours is signed.
    async fn a_budget_that_blocks_refuses_what_does_not_fit_and_says_what_is_left(app: App) {
        let owner = app.owner().await;
        costs(&owner, &owner).await;
        let project = project(&owner).await;
        approved(&owner, &project, "BLOCK", "100").await;

        book(&owner, &project).await.good();
        book(&owner, &project).await.good();
        let third = owner.ask_with(
            "mutation($id: ID!) { payload: timeEntryCreate(input: { projectId: $id, minutes: 60 }) { errors { __typename code message ... on BudgetExceededError { remaining { amount } requested { amount } policy } } } }",
            json!({ "id": project })).await;

        assert_eq!(third.at("payload.errors.0"), &json!({
            "__typename": "BudgetExceededError", "code": "LIMIT_REACHED", "message": "this is more than the budget of the project has left",
            "remaining": { "amount": "20.00" }, "requested": { "amount": "40.00" }, "policy": "BLOCK",
        }));
        assert_eq!(figures(&owner).await, json!({ "approved": { "amount": "100.00" }, "consumed": { "amount": "80.00" }, "remaining": { "amount": "20.00" }, "isOverrun": false }));
        assert_eq!(broken(&app).await, vec![]);
    }

    /// Work nobody pays for costs all the same: in Kimai it never touches the budget.
    async fn a_budget_that_warns_lets_pass_and_records_it(app: App) {
        let owner = app.owner().await;
        costs(&owner, &owner).await;
        let project = project(&owner).await;
        approved(&owner, &project, "WARN", "50").await;

        for _ in 0..2 {
            let input = json!({ "projectId": project, "minutes": 60, "billable": false });
            owner.write("timeEntryCreate", input, "timeEntry { id }").await.good();
        }
        let seen = owner.ask("{ overrunDecisions { nodes { status } } budgetAlerts { nodes { thresholdBps } } }").await.good();

        assert_eq!(figures(&owner).await["remaining"], json!({ "amount": "-30.00" }));
        assert_eq!(seen.at("overrunDecisions.nodes"), &json!([{ "status": "WARNED" }]));
        let thresholds = seen.each("budgetAlerts.nodes", "thresholdBps");
        assert_eq!(thresholds.iter().filter(|threshold| **threshold == json!(8_000)).count(), 1);
        assert_eq!(thresholds.iter().filter(|threshold| **threshold == json!(10_000)).count(), 1);
    }

    async fn a_budget_that_asks_keeps_the_cost_out_until_somebody_decides(app: App) {
        let owner = app.owner().await;
        let maker = app.person(Role::Specialist).await;
        costs(&owner, &maker).await;
        let project = project(&owner).await;
        owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": maker.id }), "projectMember { id }").await.good();
        approved(&owner, &project, "REQUIRE_APPROVAL", "50").await;
        book(&maker, &project).await.good();

        let waiting = [book(&maker, &project).await.good(), book(&maker, &project).await.good()];
        let before = figures(&owner).await;
        let asked = owner.ask("{ overrunDecisions(orderBy: [{ field: CREATED_AT }]) { nodes { id version status } } }").await.good();
        for (at, decision) in ["APPROVED", "REJECTED"].iter().enumerate() {
            let id = asked.text(&format!("overrunDecisions.nodes.{at}.id"));
            let input = json!({ "id": id, "expectedVersion": 1, "to": decision, "reason": "agreed on the phone" });
            owner.write("overrunDecisionDecide", input, "overrunDecision { status }").await.good();
        }
        let states = maker.ask("{ timeEntryGroups(by: [BUDGET_STATE]) { keys aggregate { count } } }").await.good();

        for answer in &waiting {
            assert_eq!(answer.at("payload.timeEntry.budgetState"), &json!("PENDING"));
        }
        assert_eq!(before["consumed"], json!({ "amount": "40.00" }));
        assert_eq!(figures(&owner).await["consumed"], json!({ "amount": "80.00" }));
        let mut groups = states.at("timeEntryGroups").as_array().expect("groups").clone();
        groups.sort_by_key(|group| group["keys"][0].as_str().map(str::to_owned));
        assert_eq!(Json::from(groups), json!([{ "keys": ["BOOKED"], "aggregate": { "count": 2 } }, { "keys": ["REFUSED"], "aggregate": { "count": 1 } }]));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_version_takes_the_place_of_the_approved_one_and_never_less_than_was_used(app: App) {
        let owner = app.owner().await;
        costs(&owner, &owner).await;
        let project = project(&owner).await;
        let budget = approved(&owner, &project, "BLOCK", "100").await;
        book(&owner, &project).await.good();
        let (less, more) = (version(&owner, &budget, "39.99").await, version(&owner, &budget, "200").await);

        let refused = approve(&owner, &less, Some("we must")).await;
        approve(&owner, &more, None).await.good();
        let again = approve(&owner, &more, None).await;
        let states = owner.ask("{ budgetVersions(orderBy: [{ field: NUMBER }]) { nodes { status } } }").await.good();

        assert_eq!(refused.error(), "INVALID_STATE: more than this is used already, and the budget allows no overrun");
        assert_eq!(again.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(states.each("budgetVersions.nodes", "status"), [json!("SUPERSEDED"), json!("DRAFT"), json!("APPROVED")]);
        assert_eq!(figures(&owner).await["remaining"], json!({ "amount": "160.00" }));
    }

    async fn fifty_at_once_against_a_nearly_spent_budget_admit_exactly_those_that_fit(app: App) {
        let owner = app.owner().await;
        costs(&owner, &owner).await;
        for round in 0..rounds() {
            let project = project(&owner).await;
            let budget = approved(&owner, &project, "BLOCK", "300").await;

            let booked = (0..50).map(|_| in_the_end(async || book(&owner, &project).await));
            let answers = futures_util::future::join_all(booked).await;

            let admitted = answers.iter().filter(|answer| !answer.at("payload.timeEntry").is_null()).count();
            let left = owner.ask_with("query($id: ID!) { budget(id: $id) { remaining { amount } } }", json!({ "id": budget })).await.good();
            assert_eq!(admitted, 7, "round {round}");
            assert_eq!(left.text("budget.remaining.amount"), "20.00", "round {round}");
        }
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn what_projects_may_cost_is_no_business_of_specialists_freelancers_viewers_and_clients(app: App) {
        let owner = app.owner().await;
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "Shop", "visibility": "SHARED" })).await;
        let budget = approved(&owner, &project, "BLOCK", "100").await;

        let people = [app.person(Role::Specialist).await, app.person(Role::Freelancer).await, app.person(Role::Viewer).await, app.portal(&client).await];
        for person in people {
            for list in ["budgets", "budgetVersions", "budgetLines", "budgetPeriods", "budgetMoves", "commitments", "overrunDecisions", "budgetAlerts", "costEntries"] {
                let answer = person.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
                assert_eq!(answer.error(), "FORBIDDEN: you may not see this", "{list}");
            }
            let node = person.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({ "id": budget })).await;
            assert_eq!(node.at("node"), &Json::Null);
        }
        assert_eq!(app.stranger().await.ask("{ budgets { totalCount } }").await.good().at("budgets.totalCount"), &json!(0));
    }
}
