//! Lines of drafts: together they are the version.

use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{
    approve, approved, broken, budget, draft, eur, left, lines, made, phase, project, row, spend,
};

const LINE: &str = "budgetLine { id version position phase { name } category workRole contingency note amount { amount } budgetVersion { version total { amount } } }";

/// A draft without a line.
async fn empty(person: &Person<'_>, basis: &str) -> (String, String) {
    let shown = project(person).await;
    let budget = budget(person, &shown, basis, "BLOCK").await;
    (shown, draft(person, &budget, json!([])).await)
}

async fn add(person: &Person<'_>, version: &str, line: Json) -> Answer {
    let mut input = json!({ "budgetVersionId": version });
    let fields = line.as_object().expect("an object").clone();
    input.as_object_mut().expect("an object").extend(fields);
    person.write("budgetLineCreate", input, LINE).await
}

both! {
    async fn a_draft_comes_to_its_lines_as_they_are_added_changed_and_removed(app: App) {
        let owner = app.owner().await;
        let (shown, version) = empty(&owner, "COST").await;
        let concept = phase(&owner, &shown, "Concept").await;

        let first = add(&owner, &version, json!({ "phaseId": concept, "workRole": " Designer ", "amount": eur("1200.50"), "note": "two weeks" })).await.good();
        let second = add(&owner, &version, json!({ "contingency": true, "amount": eur("0.01") })).await.good();
        let update = json!({ "id": first.at("payload.budgetLine.id"), "expectedVersion": 1, "amount": eur("300"), "phaseId": null, "category": "print" });
        let changed = owner.write("budgetLineUpdate", update, LINE).await.good();
        let remove = json!({ "id": second.at("payload.budgetLine.id"), "expectedVersion": 1 });
        let removed = owner.write("budgetLineRemove", remove, "budgetVersion { version total { amount } lines { nodes { position } } }").await.good();

        assert_eq!(first.at("payload.budgetLine"), &json!({
            "id": first.at("payload.budgetLine.id"), "version": 1, "position": 1, "phase": { "name": "Concept" }, "category": null, "workRole": "Designer",
            "contingency": false, "note": "two weeks", "amount": { "amount": "1200.50" }, "budgetVersion": { "version": 2, "total": { "amount": "1200.50" } },
        }));
        assert_eq!(second.at("payload.budgetLine.budgetVersion"), &json!({ "version": 3, "total": { "amount": "1200.51" } }));
        assert_eq!(changed.at("payload.budgetLine.category"), &json!("print"));
        assert_eq!(changed.at("payload.budgetLine.phase"), &Json::Null);
        assert_eq!(changed.at("payload.budgetLine.budgetVersion.total"), &json!({ "amount": "300.01" }));
        assert_eq!(removed.at("payload.budgetVersion"), &json!({ "version": 5, "total": { "amount": "300.00" }, "lines": { "nodes": [{ "position": 1 }] } }));
        assert_eq!(broken(&app).await, vec![]);
    }

    /// Who approves a draft has seen its lines: it is another version since one was added.
    async fn what_was_approved_is_what_was_seen_and_stays(app: App) {
        let owner = app.owner().await;
        let (_, version) = empty(&owner, "COST").await;
        let line = add(&owner, &version, json!({ "amount": eur("10") })).await.good();
        let id = line.at("payload.budgetLine.id");

        let unseen = approve(&owner, &version, None).await;
        owner.write("budgetVersionApprove", json!({ "id": version, "expectedVersion": 2 }), "budgetVersion { id }").await.good();
        let late = [
            add(&owner, &version, json!({ "amount": eur("1") })).await,
            owner.write("budgetLineUpdate", json!({ "id": id, "amount": eur("1") }), LINE).await,
            owner.write("budgetLineRemove", json!({ "id": id }), "budgetVersion { id }").await,
        ];

        assert_eq!(unseen.error(), "VERSION_CONFLICT: the record changed since it was read");
        for answer in late {
            assert_eq!(answer.error(), "INVALID_STATE: only a draft can be changed: make a new version");
        }
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn lines_at_fault_are_told_at_their_place(app: App) {
        let owner = app.owner().await;
        let (_, money) = empty(&owner, "COST").await;
        let (_, minutes) = empty(&owner, "MINUTES").await;
        let elsewhere = phase(&owner, &project(&owner).await, "Concept").await;
        let rials = json!({ "amount": "1", "currency": "IRR" });
        let cases = [
            (&money, json!({ "amount": rials }), "input.amount.currency INVALID: this is not the currency of the budget"),
            (&money, json!({ "minutes": 5 }), "input.minutes INVALID: this budget is in money"),
            (&money, json!({}), "input.amount REQUIRED: a value is needed"),
            (&money, json!({ "amount": eur("-1") }), "input.amount.amount INVALID: the amount is negative"),
            (&money, json!({ "amount": eur("0.001") }), "input.amount.amount INVALID: the amount has more decimals than the currency"),
            (&money, json!({ "amount": eur("100000000000001") }), "input.amount.amount TOO_LARGE: the amount is too large"),
            (&money, json!({ "amount": eur("1"), "phaseId": elsewhere }), "input.phaseId NOT_FOUND: there is no such record"),
            (&money, json!({ "amount": eur("1"), "category": " " }), "input.category REQUIRED: a value is needed"),
            (&minutes, json!({ "amount": eur("1") }), "input.amount INVALID: this budget is in minutes"),
            (&minutes, json!({ "minutes": -5 }), "input.minutes INVALID: the amount is negative"),
        ];

        for (version, line, error) in cases {
            let answer = add(&owner, version, line).await;

            assert_eq!(format!("{} {}", answer.error_path(), answer.error()), error);
        }
        add(&owner, &minutes, json!({ "minutes": 90 })).await.good();
    }

    async fn a_version_has_two_hundred_lines_at_most(app: App) {
        let owner = app.owner().await;
        let shown = project(&owner).await;
        let budget = budget(&owner, &shown, "COST", "BLOCK").await;
        let many = (0..200).map(|at| json!({ "category": format!("c{at}"), "amount": eur("1") })).collect();
        let version = draft(&owner, &budget, many).await;

        let more = add(&owner, &version, json!({ "amount": eur("1") })).await;

        assert_eq!(more.error(), "LIMIT_REACHED: a version has at most 200 lines");
    }

    async fn a_draft_begins_with_the_approved_lines_and_their_months_when_asked(app: App) {
        let owner = app.owner().await;
        let shown = project(&owner).await;
        let budget = budget(&owner, &shown, "COST", "BLOCK").await;
        let version = draft(&owner, &budget, json!([{ "category": "ads", "amount": eur("90") }, { "contingency": true, "amount": eur("10") }])).await;
        let ads = lines(&owner, &version).await[0].clone();
        owner.write("budgetLinePeriodsSet", json!({ "id": ads, "startsOn": "2026-12-01", "endsOn": "2027-01-31" }), "budgetLine { id }").await.good();
        approve(&owner, &version, None).await.good();

        let copy = json!({ "budgetId": budget, "copyApproved": true });
        let answer = owner.write("budgetVersionCreate", copy, "budgetVersion { number status lines { nodes { category contingency amount { amount } periods { nodes { month amount { amount } } } } } }").await.good();

        assert_eq!(answer.at("payload.budgetVersion"), &json!({ "number": 2, "status": "DRAFT", "lines": { "nodes": [
            { "category": "ads", "contingency": false, "amount": { "amount": "90.00" }, "periods": { "nodes": [
                { "month": "2026-12-01", "amount": { "amount": "45.00" } }, { "month": "2027-01-01", "amount": { "amount": "45.00" } },
            ] } },
            { "category": null, "contingency": true, "amount": { "amount": "10.00" }, "periods": { "nodes": [] } },
        ] } }));
        assert_eq!(broken(&app).await, vec![]);
    }

    /// B7: whether commitments count in the budget or not.
    async fn less_than_what_is_used_and_promised_takes_a_reason_and_a_budget_that_warns(app: App) {
        let owner = app.owner().await;
        let shown = project(&owner).await;
        let budget = approved(&owner, &shown, "BLOCK", "100").await;
        spend(&owner, &row(&app, &shown).await, 4_000).await.expect("a cost");
        made(&owner, "commitment", json!({ "budgetId": budget, "vendor": "Print shop", "description": "Posters", "amount": eur("20") })).await;
        let less = draft(&owner, &budget, json!([{ "amount": eur("59.99") }])).await;
        let change = async |change: Json| {
            let mut input = json!({ "id": budget });
            input.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
            owner.write("budgetUpdate", input, "budget { id }").await.good();
        };

        let blocked = approve(&owner, &less, Some("they pay less")).await;
        change(json!({ "overrunPolicy": "REQUIRE_APPROVAL", "includeCommitted": false })).await;
        let asked = approve(&owner, &less, Some("they pay less")).await;
        change(json!({ "overrunPolicy": "WARN", "includeCommitted": true })).await;
        let unsaid = approve(&owner, &less, None).await;
        approve(&owner, &less, Some("they pay less")).await.good();

        assert_eq!(blocked.error(), "INVALID_STATE: more than this is used already, and the budget allows no overrun");
        assert_eq!(asked.error(), blocked.error());
        assert_eq!(format!("{} {}", unsaid.error_path(), unsaid.error()), "input.reason REQUIRED: a value is needed");
        assert_eq!(left(&owner, &budget).await, json!("-0.01"));
        assert_eq!(broken(&app).await, vec![]);
    }
}
