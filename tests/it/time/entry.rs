use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::{eur, go, ledger, made, project, rates};

both! {
    async fn work_is_booked_with_its_rates_and_is_in_the_ledger_at_once(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;

        let input = json!({ "projectId": project, "minutes": 50, "note": " wrote " });
        let entry = owner.write("timeEntryCreate", input, "timeEntry { member { id } workedOn bookedOn minutes note billable status budgetState costRate { amount } cost { amount currency } sellRate { amount } price { amount } rateSource allowedTransitions version }").await.good();

        assert_eq!(entry.at("payload.timeEntry"), &json!({
            "member": { "id": owner.id }, "workedOn": "2026-11-24", "bookedOn": "2026-11-24", "minutes": 50, "note": "wrote", "billable": true,
            "status": "DRAFT", "budgetState": "BOOKED", "costRate": { "amount": "40.000000" }, "cost": { "amount": "33.33", "currency": "EUR" },
            "sellRate": { "amount": "100.000000" }, "price": { "amount": "83.33" }, "rateSource": "AGENCY", "allowedTransitions": ["SUBMITTED"], "version": 1,
        }));
        assert_eq!(ledger(&owner).await, (json!(50), json!([{ "amount": "33.33" }]), json!([{ "amount": "83.33" }])));
    }

    /// Editing the minutes of an old entry prices it anew in Odoo: here the frozen rate is multiplied again.
    async fn changing_how_long_it_took_keeps_the_rates_it_was_booked_with(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        let id = made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 60, "workedOn": "2026-11-20" })).await;
        made(&owner, "costRate", json!({ "memberId": owner.id, "startsOn": "2026-11-01", "perHour": eur("90"), "basis": "SALARY_LOADED" })).await;

        let longer = owner.write("timeEntryUpdate", json!({ "id": id, "minutes": 90 }), "timeEntry { cost { amount } price { amount } }").await.good();
        let moved = owner.write("timeEntryUpdate", json!({ "id": id, "workedOn": "2026-11-21" }), "timeEntry { bookedOn cost { amount } price { amount } }").await.good();

        assert_eq!(longer.at("payload.timeEntry"), &json!({ "cost": { "amount": "60.00" }, "price": { "amount": "150.00" } }));
        assert_eq!(moved.at("payload.timeEntry"), &json!({ "bookedOn": "2026-11-21", "cost": { "amount": "135.00" }, "price": { "amount": "150.00" } }));
        assert_eq!(ledger(&owner).await, (json!(90), json!([{ "amount": "135.00" }]), json!([{ "amount": "150.00" }])));
    }

    async fn work_nobody_pays_for_has_a_cost_and_no_price(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;

        let entry = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60, "billable": false }), "timeEntry { cost { amount } price { amount } }").await.good();

        assert_eq!(entry.at("payload.timeEntry"), &json!({ "cost": { "amount": "40.00" }, "price": { "amount": "0.00" } }));
    }

    /// The keys of groups are texts in the schema, whatever the databases store.
    async fn work_can_be_told_apart_by_whether_the_client_pays_for_it(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 60, "billable": false })).await;
        made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 30 })).await;

        let groups = owner.ask("{ timeEntryGroups(by: [BILLABLE]) { keys aggregate { minutesSum } } }").await.good();

        assert_eq!(groups.at("timeEntryGroups"), &json!([
            { "keys": ["false"], "aggregate": { "minutesSum": 60 } },
            { "keys": ["true"], "aggregate": { "minutesSum": 30 } },
        ]));
    }

    async fn work_is_handed_in_approved_by_somebody_else_and_then_stays(app: App) {
        let owner = app.owner().await;
        let (lead, maker) = (app.person(Role::ProjectManager).await, app.person(Role::Specialist).await);
        rates(&owner, &[&lead, &maker]).await;
        let project = project(&owner).await;
        for person in [&lead, &maker] {
            owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": person.id }), "projectMember { id }").await.good();
        }
        let id = made(&maker, "timeEntry", json!({ "projectId": project, "minutes": 60 })).await;
        let own = made(&lead, "timeEntry", json!({ "projectId": project, "minutes": 30 })).await;

        go(&maker, "timeEntry", &id, "SUBMITTED").await.good();
        let by_maker = go(&maker, "timeEntry", &id, "APPROVED").await;
        let approved = go(&lead, "timeEntry", &id, "APPROVED").await.good();
        go(&lead, "timeEntry", &own, "SUBMITTED").await.good();
        let by_self = go(&lead, "timeEntry", &own, "APPROVED").await;
        let late = maker.write("timeEntryUpdate", json!({ "id": id, "minutes": 5 }), "timeEntry { id }").await;
        let again = go(&lead, "timeEntry", &id, "REJECTED").await;

        assert_eq!(by_maker.error(), "FORBIDDEN: you may not do this");
        assert_eq!(approved.at("payload.timeEntry.decidedBy"), &json!({ "id": lead.id }));
        assert_eq!(by_self.error(), "INVALID_STATE: somebody else has to decide on what you booked");
        assert_eq!(late.error(), "INVALID_STATE: only a draft can be changed");
        assert_eq!(again.error(), "INVALID_STATE: it cannot go from APPROVED to REJECTED");
    }

    async fn what_is_rejected_or_discarded_leaves_the_ledger_and_comes_back_as_a_draft(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        let (one, other) = (made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 60 })).await, made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 30 })).await);

        go(&owner, "timeEntry", &one, "SUBMITTED").await.good();
        let rejected = go(&owner, "timeEntry", &one, "REJECTED").await.good();
        assert_eq!(ledger(&owner).await.0, json!(30));
        owner.write("timeEntryDiscard", json!({ "id": other }), "timeEntry { id }").await.good();
        assert_eq!(ledger(&owner).await.0, json!(0));
        let back = go(&owner, "timeEntry", &one, "DRAFT").await.good();

        assert_eq!(rejected.at("payload.timeEntry.budgetState"), &json!("RELEASED"));
        assert_eq!(rejected.at("payload.timeEntry.statusReason"), &json!("not agreed"));
        assert_eq!(back.at("payload.timeEntry.budgetState"), &json!("BOOKED"));
        assert_eq!(ledger(&owner).await, (json!(60), json!([{ "amount": "40.00" }]), json!([{ "amount": "100.00" }])));
        assert_eq!(owner.ask("{ timeEntries { totalCount } }").await.good().at("timeEntries.totalCount"), &json!(1));
    }

    async fn nothing_is_booked_ahead_or_in_closed_books_and_late_work_goes_to_open_ones(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        let before = made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 60, "workedOn": "2026-10-30" })).await;
        let period = owner.write("accountingPeriodCreate", json!({ "startsOn": "2026-10-01", "endsOn": "2026-10-31" }), "accountingPeriod { id }").await.good().text("payload.accountingPeriod.id");
        owner.write("accountingPeriodClose", json!({ "id": period, "expectedVersion": 1 }), "accountingPeriod { id }").await.good();

        let ahead = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60, "workedOn": "2026-11-25" }), "timeEntry { id }").await;
        let closed = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60, "workedOn": "2026-10-31" }), "timeEntry { id }").await;
        let late = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60, "workedOn": "2026-10-31", "bookedOn": "2026-11-02" }), "timeEntry { workedOn bookedOn }").await.good();
        let changed = owner.write("timeEntryUpdate", json!({ "id": before, "minutes": 30 }), "timeEntry { id }").await;
        let moved = go(&owner, "timeEntry", &before, "SUBMITTED").await;

        assert_eq!(ahead.error(), "INVALID: this day is still ahead");
        assert_eq!(closed.error(), "INVALID_STATE: the books are closed up to 2026-10-31");
        assert_eq!(closed.at("payload.errors.0.__typename"), &json!("PeriodClosedError"));
        assert_eq!(late.at("payload.timeEntry"), &json!({ "workedOn": "2026-10-31", "bookedOn": "2026-11-02" }));
        assert_eq!(changed.error(), "INVALID_STATE: the books are closed up to 2026-10-31");
        assert_eq!(moved.error(), "INVALID_STATE: the books are closed up to 2026-10-31");
        assert_eq!(ledger(&owner).await.0, json!(120));
    }

    async fn inputs_that_make_no_sense_are_refused_and_change_nothing(app: App) {
        let owner = app.owner().await;
        let (ours, theirs) = (project(&owner).await, project(&owner).await);
        let task = made(&owner, "task", json!({ "projectId": theirs, "name": "Write" })).await;
        let phase = made(&owner, "phase", json!({ "projectId": theirs, "name": "Concept" })).await;
        let cases = [
            (json!({ "minutes": 0 }), "INVALID: a number from 1 to 1440 is needed"),
            (json!({ "minutes": 1441 }), "INVALID: a number from 1 to 1440 is needed"),
            (json!({ "minutes": 5, "taskId": task }), "NOT_FOUND: there is no such record"),
            (json!({ "minutes": 5, "phaseId": phase }), "NOT_FOUND: there is no such record"),
            (json!({ "minutes": 5, "bookedOn": "2026-11-20" }), "INVALID: it cannot be booked before it happened"),
            (json!({ "minutes": 5, "sellRate": { "amount": "1", "currency": "USD" } }), "INVALID: the project is in EUR"),
            (json!({ "minutes": 5, "sellRate": eur("-1") }), "INVALID: the amount is negative"),
        ];

        for (mut input, error) in cases {
            input["projectId"] = ours.clone().into();
            let answer = owner.write("timeEntryCreate", input.clone(), "timeEntry { id }").await;
            assert_eq!(answer.error(), error, "{input}");
        }
        assert_eq!(owner.ask("{ timeEntries { totalCount } costEntries { totalCount } }").await.good().data, json!({ "timeEntries": { "totalCount": 0 }, "costEntries": { "totalCount": 0 } }));
    }

    async fn a_closed_project_takes_no_more_work_and_is_not_closed_over_unapproved_work(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        let entry = made(&owner, "timeEntry", json!({ "projectId": project, "minutes": 60 })).await;
        for state in ["ACTIVE", "DELIVERED"] {
            go_project(&owner, &project, state).await.good();
        }

        let early = go_project(&owner, &project, "CLOSED").await;
        for state in ["SUBMITTED", "APPROVED"] {
            go(&owner, "timeEntry", &entry, state).await.good();
        }
        go_project(&owner, &project, "CLOSED").await.good();
        let late = owner.write("timeEntryCreate", json!({ "projectId": project, "minutes": 60 }), "timeEntry { id }").await;

        assert_eq!(early.error(), "INVALID_STATE: the project still has work that nobody approved");
        assert_eq!(late.error(), "INVALID_STATE: the project is closed");
    }
}

async fn go_project(person: &tests::Person<'_>, id: &str, to: &str) -> tests::Answer {
    let known = person
        .ask_with(
            "query($id: ID!) { project(id: $id) { version } }",
            json!({ "id": id }),
        )
        .await;
    let input = json!({ "id": id, "to": to, "expectedVersion": known.at("project.version") });
    person
        .write("projectTransition", input, "project { status }")
        .await
}
