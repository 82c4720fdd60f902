//! Expenses that use commitments: what was promised counts once.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::{
    commitment::{SHOWN, promise, state},
    ground::{approved, broken, eur, left, project},
};

/// Buys posters for a project as they were promised.
async fn buy(person: &Person<'_>, project: &str, commitment: &str, paid: &str) -> Answer {
    let input = json!({ "projectId": project, "commitmentId": commitment, "description": "Posters", "paid": eur(paid) });
    person
        .write("expenseCreate", input, "expense { id version budgetState }")
        .await
}

async fn change(person: &Person<'_>, expense: &str, change: Json) -> Answer {
    let mut input = json!({ "id": expense });
    input
        .as_object_mut()
        .expect("an object")
        .extend(change.as_object().expect("an object").clone());
    person
        .write("expenseUpdate", input, "expense { id commitment { id } }")
        .await
}

fn used(consumed: &str) -> Json {
    json!({ "status": "OPEN", "consumed": { "amount": consumed }, "released": { "amount": "0.00" } })
}

both! {
    /// The budget of 100 is promised as far as 90: what is bought as promised takes nothing more of it, and what is dearer the rest.
    async fn what_is_bought_as_it_was_promised_uses_the_promise_first(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let budget = approved(&owner, &project, "BLOCK", "100").await;
        let commitment = promise(&owner, &budget, "90").await.good().text("payload.commitment.id");

        buy(&owner, &project, &commitment, "40").await.good();
        let dear = buy(&owner, &project, &commitment, "60.01").await;
        let last = buy(&owner, &project, &commitment, "60").await.good().text("payload.expense.id");

        assert_eq!(dear.error(), "LIMIT_REACHED: this is more than the budget of the project has left");
        assert_eq!(state(&owner, &commitment).await, used("90.00"));
        assert_eq!(left(&owner, &budget).await, json!("0.00"));
        owner.write("expenseDiscard", json!({ "id": last }), "expense { id }").await.good();
        assert_eq!(state(&owner, &commitment).await, used("40.00"));
        assert_eq!(left(&owner, &budget).await, json!("10.00"));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_change_of_what_was_bought_changes_what_is_used_of_the_promise(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let budget = approved(&owner, &project, "BLOCK", "200").await;
        let first = promise(&owner, &budget, "50").await.good().text("payload.commitment.id");
        let second = promise(&owner, &budget, "50").await.good().text("payload.commitment.id");
        let expense = buy(&owner, &project, &first, "30").await.good().text("payload.expense.id");

        change(&owner, &expense, json!({ "paid": eur("45") })).await.good();
        assert_eq!(state(&owner, &first).await, used("45.00"));
        let moved = change(&owner, &expense, json!({ "commitmentId": second })).await.good();
        assert_eq!([state(&owner, &first).await, state(&owner, &second).await], [used("0.00"), used("45.00")]);
        let alone = change(&owner, &expense, json!({ "commitmentId": null })).await.good();

        assert_eq!(moved.at("payload.expense.commitment.id"), &json!(second));
        assert_eq!(alone.at("payload.expense.commitment"), &Json::Null);
        assert_eq!(state(&owner, &second).await, used("0.00"));
        assert_eq!(left(&owner, &budget).await, json!("55.00"));
        assert_eq!(broken(&app).await, vec![]);
    }

    /// What it has used goes with the expense; what was left was given back already, and stays so.
    async fn a_closed_commitment_stays_closed_when_what_used_it_is_taken_back(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let budget = approved(&owner, &project, "BLOCK", "100").await;
        let commitment = promise(&owner, &budget, "90").await.good().text("payload.commitment.id");
        let expense = buy(&owner, &project, &commitment, "40").await.good().text("payload.expense.id");
        owner.write("commitmentClose", json!({ "id": commitment }), SHOWN).await.good();
        assert_eq!(left(&owner, &budget).await, json!("60.00"));

        let late = buy(&owner, &project, &commitment, "1").await;
        owner.write("expenseDiscard", json!({ "id": expense }), "expense { id }").await.good();

        assert_eq!(format!("{} {}", late.error_path(), late.error()), "input.commitmentId INVALID: the commitment is not open");
        assert_eq!(state(&owner, &commitment).await, json!({ "status": "CLOSED", "consumed": { "amount": "0.00" }, "released": { "amount": "90.00" } }));
        assert_eq!(left(&owner, &budget).await, json!("100.00"));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn what_waits_for_a_decision_uses_the_promise_once_it_is_approved(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let budget = approved(&owner, &project, "REQUIRE_APPROVAL", "100").await;
        let commitment = promise(&owner, &budget, "50").await.good().text("payload.commitment.id");

        let bought = buy(&owner, &project, &commitment, "120").await.good();
        assert_eq!(state(&owner, &commitment).await, used("0.00"));
        let asked = owner.ask("{ overrunDecisions { nodes { id } } }").await.good();
        let decide = json!({ "id": asked.at("overrunDecisions.nodes.0.id"), "expectedVersion": 1, "to": "APPROVED" });
        owner.write("overrunDecisionDecide", decide, "overrunDecision { status }").await.good();

        assert_eq!(bought.at("payload.expense.budgetState"), &json!("PENDING"));
        assert_eq!(state(&owner, &commitment).await, used("50.00"));
        assert_eq!(left(&owner, &budget).await, json!("-20.00"));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_commitment_of_another_project_is_none(app: App) {
        let owner = app.owner().await;
        let (shown, other) = (project(&owner).await, project(&owner).await);
        let budget = approved(&owner, &other, "BLOCK", "100").await;
        let commitment = promise(&owner, &budget, "90").await.good().text("payload.commitment.id");

        let answer = buy(&owner, &shown, &commitment, "1").await;

        assert_eq!(format!("{} {}", answer.error_path(), answer.error()), "input.commitmentId NOT_FOUND: there is no such record");
    }

    /// Who may not know of money that is promised can neither name a commitment nor find out which expense uses one.
    async fn who_sees_no_commitments_neither_uses_nor_finds_one(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let budget = approved(&owner, &project, "BLOCK", "100").await;
        let commitment = promise(&owner, &budget, "90").await.good().text("payload.commitment.id");

        for role in [Role::Specialist, Role::Freelancer] {
            let person = app.person(role).await;
            owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": person.id }), "projectMember { id }").await.good();
            let own = json!({ "projectId": project, "commitmentId": commitment, "memberId": person.id, "description": "Taxi", "paid": eur("1") });
            let id = owner.write("expenseCreate", own, "expense { id }").await.good().text("payload.expense.id");

            let named = buy(&person, &project, &commitment, "1").await;
            let seen = person.ask_with("query($id: ID!) { expense(id: $id) { description commitment { id } } }", json!({ "id": id })).await;
            let asked = person.ask("{ expenses(filter: { commitmentId: { isNull: false } }) { totalCount } }").await;

            assert_eq!(named.error(), "NOT_FOUND: there is no such record");
            assert_eq!(seen.at("expense"), &json!({ "description": "Taxi", "commitment": null }));
            assert_eq!(asked.error(), "FORBIDDEN: you may not see this");
        }
    }
}
