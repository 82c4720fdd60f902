//! Commitments: what is promised counts until it is used or given back.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{
    approve, approved, broken, budget, draft, eur, figures, left, made, phase, project, row, spend,
};

pub(super) const SHOWN: &str = "commitment { id version status statusReason amount { amount } consumed { amount } released { amount } amountMinutes allowedTransitions }";

/// Promises posters of a print shop.
pub(super) async fn promise(person: &Person<'_>, budget: &str, amount: &str) -> Answer {
    let input = json!({ "budgetId": budget, "vendor": "Print shop", "description": "Posters", "amount": eur(amount) });
    person.write("commitmentCreate", input, SHOWN).await
}

/// How far a commitment is, and what of it was consumed and released.
pub(super) async fn state(person: &Person<'_>, commitment: &str) -> Json {
    let document =
        "query($id: ID!) { commitment(id: $id) { status consumed { amount } released { amount } } }";
    let answer = person
        .ask_with(document, json!({ "id": commitment }))
        .await
        .good();
    answer.at("commitment").clone()
}

both! {
    async fn what_is_promised_is_not_there_for_others(app: App) {
        let owner = app.owner().await;
        let shown = project(&owner).await;
        let project = row(&app, &shown).await;
        let budget = approved(&owner, &shown, "BLOCK", "100").await;

        promise(&owner, &budget, "70").await.good();
        let too_much = spend(&owner, &project, 3_001).await;
        let more = promise(&owner, &budget, "30.01").await;
        spend(&owner, &project, 3_000).await.expect("a cost that fits");

        assert!(format!("{too_much:?}").contains("LimitReached"), "{too_much:?}");
        assert_eq!(more.error(), "LIMIT_REACHED: this is more than the budget of the project has left");
        assert_eq!(figures(&owner, &budget).await, json!({
            "approved": { "amount": "100.00" }, "consumed": { "amount": "30.00" }, "committed": { "amount": "70.00" }, "remaining": { "amount": "0.00" }, "isOverrun": false,
        }));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_part_is_given_back_and_the_rest_with_the_end(app: App) {
        let owner = app.owner().await;
        let budget = approved(&owner, &project(&owner).await, "BLOCK", "100").await;
        let commitment = promise(&owner, &budget, "90").await.good().text("payload.commitment.id");
        let give_back = async |amount: &str| owner.write("commitmentRelease", json!({ "id": commitment, "amount": eur(amount), "reason": "fewer posters" }), SHOWN).await;

        let too_much = give_back("90.01").await;
        let nothing = give_back("0").await;
        let part = give_back("20").await.good();
        assert_eq!(left(&owner, &budget).await, json!("30.00"));
        let close = json!({ "id": commitment, "expectedVersion": part.at("payload.commitment.version"), "reason": "all is printed" });
        let closed = owner.write("commitmentClose", close, SHOWN).await.good();
        let again = give_back("1").await;

        assert_eq!(format!("{} {}", too_much.error_path(), too_much.error()), "input.amount TOO_LARGE: the commitment holds less than this");
        assert_eq!(nothing.error(), "INVALID: an amount above zero is needed");
        assert_eq!(closed.at("payload.commitment.status"), &json!("CLOSED"));
        assert_eq!(closed.at("payload.commitment.released"), &json!({ "amount": "90.00" }));
        assert_eq!(closed.at("payload.commitment.statusReason"), &json!("all is printed"));
        assert_eq!(again.error(), "INVALID_STATE: the commitment is not open");
        assert_eq!(left(&owner, &budget).await, json!("100.00"));
        let told = owner.ask("{ events(filter: { subjectKind: { eq: \"Commitment\" } }, orderBy: [{ field: SEQ }]) { nodes { eventType reason } } }").await.good();
        assert_eq!(told.at("events.nodes"), &json!([
            { "eventType": "COMMITMENT_OPENED", "reason": null }, { "eventType": "COMMITMENT_RELEASED", "reason": "fewer posters" }, { "eventType": "COMMITMENT_CLOSED", "reason": "all is printed" },
        ]));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn what_is_said_of_a_commitment_changes_until_it_is_closed(app: App) {
        let owner = app.owner().await;
        let shown = project(&owner).await;
        let build = phase(&owner, &shown, "Build").await;
        let budget = approved(&owner, &shown, "BLOCK", "100").await;
        let commitment = promise(&owner, &budget, "90").await.good().text("payload.commitment.id");
        let update = json!({ "id": commitment, "phaseId": build, "description": "Posters and flyers" });

        let changed = owner.write("commitmentUpdate", update.clone(), "commitment { description phase { name } amount { amount } }").await.good();
        owner.write("commitmentClose", json!({ "id": commitment }), SHOWN).await.good();
        let late = owner.write("commitmentUpdate", update, "commitment { id }").await;

        assert_eq!(changed.at("payload.commitment"), &json!({ "description": "Posters and flyers", "phase": { "name": "Build" }, "amount": { "amount": "90.00" } }));
        assert_eq!(late.error(), "INVALID_STATE: the commitment is closed");
    }

    async fn commitments_count_only_where_the_budget_says_so(app: App) {
        let owner = app.owner().await;
        let budget = approved(&owner, &project(&owner).await, "BLOCK", "100").await;
        let count = async |counts: bool| owner.write("budgetUpdate", json!({ "id": budget, "includeCommitted": counts }), "budget { includeCommitted remaining { amount } }").await.good();
        count(false).await;

        promise(&owner, &budget, "130").await.good();
        let without = left(&owner, &budget).await;
        let with = count(true).await;

        assert_eq!(without, json!("100.00"));
        assert_eq!(with.at("payload.budget"), &json!({ "includeCommitted": true, "remaining": { "amount": "-30.00" } }));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_commitment_beyond_a_budget_that_asks_waits(app: App) {
        let (owner, manager) = (app.owner().await, app.person(Role::Manager).await);
        let budget = approved(&owner, &project(&owner).await, "REQUIRE_APPROVAL", "100").await;
        let mut asked = vec![];
        for amount in ["110", "120", "130"] {
            let pending = promise(&owner, &budget, amount).await.good();
            assert_eq!(pending.at("payload.commitment.status"), &json!("PENDING"));
            asked.push(pending.text("payload.commitment.id"));
        }
        assert_eq!(left(&owner, &budget).await, json!("100.00"));
        let questions = owner.ask("{ overrunDecisions(first: 10, filter: { status: { eq: PENDING } }) { nodes { id source { id } } } }").await.good();
        let question = |commitment: &str| {
            let nodes = questions.at("overrunDecisions.nodes").as_array().expect("questions");
            nodes.iter().find(|node| node["source"]["id"] == json!(commitment)).expect("a question")["id"].clone()
        };
        let decide = async |commitment: &str, to: &str| manager.write("overrunDecisionDecide", json!({ "id": question(commitment), "expectedVersion": 1, "to": to, "reason": "decided" }), "overrunDecision { status }").await.good();

        decide(&asked[0], "APPROVED").await;
        decide(&asked[1], "REJECTED").await;
        owner.write("commitmentClose", json!({ "id": asked[2] }), SHOWN).await.good();

        assert_eq!(state(&owner, &asked[0]).await["status"], json!("OPEN"));
        assert_eq!(state(&owner, &asked[1]).await, json!({ "status": "CLOSED", "consumed": { "amount": "0.00" }, "released": { "amount": "120.00" } }));
        let states = owner.ask("{ overrunDecisionGroups(by: [STATUS]) { keys } }").await.good();
        assert_eq!(states.each("overrunDecisionGroups", "keys"), [json!(["APPROVED"]), json!(["REJECTED"]), json!(["WITHDRAWN"])]);
        assert_eq!(left(&owner, &budget).await, json!("-10.00"));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_commitment_beyond_a_budget_that_warns_is_recorded(app: App) {
        let owner = app.owner().await;
        let budget = approved(&owner, &project(&owner).await, "WARN", "100").await;

        promise(&owner, &budget, "110").await.good();

        let found = owner.ask("{ overrunDecisions { nodes { status requested { amount } remainingBefore { amount } source { __typename } } } budgetAlerts(filter: { kind: { eq: OVERRUN } }) { totalCount } }").await.good();
        assert_eq!(found.at("overrunDecisions.nodes"), &json!([{ "status": "WARNED", "requested": { "amount": "110.00" }, "remainingBefore": { "amount": "100.00" }, "source": { "__typename": "Commitment" } }]));
        assert_eq!(found.at("budgetAlerts.totalCount"), &json!(1));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn minutes_are_promised_of_a_budget_in_minutes(app: App) {
        let owner = app.owner().await;
        let freelancer = app.person(Role::Freelancer).await;
        let shown = project(&owner).await;
        let build = phase(&owner, &shown, "Build").await;
        let budget = budget(&owner, &shown, "MINUTES", "BLOCK").await;
        approve(&owner, &draft(&owner, &budget, json!([{ "minutes": 600 }])).await, None).await.good();
        let input = json!({ "budgetId": budget, "memberId": freelancer.id, "phaseId": build, "description": "The shop", "minutes": 480 });

        let answer = owner.write("commitmentCreate", input, SHOWN).await.good();

        assert_eq!(answer.at("payload.commitment.amountMinutes"), &json!(480));
        assert_eq!(answer.at("payload.commitment.amount"), &Json::Null);
        let found = owner.ask("{ budgets { nodes { remainingMinutes committedMinutes } } }").await.good();
        assert_eq!(found.at("budgets.nodes"), &json!([{ "remainingMinutes": 120, "committedMinutes": 480 }]));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn what_is_promised_names_somebody_of_ours(app: App) {
        let owner = app.owner().await;
        let (shown, other) = (project(&owner).await, project(&owner).await);
        let budget = approved(&owner, &shown, "BLOCK", "100").await;
        let elsewhere = phase(&owner, &other, "Build").await;
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;
        let (portal, stranger) = (app.portal(&client).await, app.stranger().await);
        let with = |more: Json| {
            let mut input = json!({ "budgetId": budget, "description": "Posters", "amount": eur("1") });
            input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            input
        };
        let cases = [
            (with(json!({})), "input.vendor REQUIRED: a value is needed"),
            (with(json!({ "memberId": stranger.id })), "input.memberId NOT_FOUND: there is no such record"),
            (with(json!({ "memberId": portal.id })), "input.memberId INVALID: this person does not work for the agency"),
            (with(json!({ "vendor": "x", "phaseId": elsewhere })), "input.phaseId NOT_FOUND: there is no such record"),
            (with(json!({ "vendor": "x", "amount": eur("0") })), "input.amount INVALID: an amount above zero is needed"),
        ];

        for (input, error) in cases {
            let answer = owner.write("commitmentCreate", input, SHOWN).await;

            assert_eq!(format!("{} {}", answer.error_path(), answer.error()), error);
        }
    }

    async fn a_project_is_closed_once_no_commitment_is_open_and_promises_nothing_afterwards(app: App) {
        let owner = app.owner().await;
        let shown = project(&owner).await;
        let budget = approved(&owner, &shown, "BLOCK", "100").await;
        let commitment = promise(&owner, &budget, "10").await.good().text("payload.commitment.id");
        let go = async |to: &str, version: i32| owner.write("projectTransition", json!({ "id": shown, "expectedVersion": version, "to": to }), "project { status }").await;
        go("ACTIVE", 1).await.good();
        go("DELIVERED", 2).await.good();

        let open = go("CLOSED", 3).await;
        owner.write("commitmentClose", json!({ "id": commitment }), SHOWN).await.good();
        go("CLOSED", 3).await.good();
        let late = promise(&owner, &budget, "10").await;

        assert_eq!(open.error(), "INVALID_STATE: the project still has open commitments");
        assert_eq!(late.error(), "INVALID_STATE: the project is closed");
    }
}
