use serde_json::{Value as Json, json};
use tests::{App, both};

use super::{
    active, approved_hour, bill, broken, eur, freelancer, go, handed_in, hour, project, used, with, written,
};

both! {
    async fn a_freelancer_bills_work_and_more_and_hands_it_in(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let work = hour(&finn, &project, &json!({ "minutes": 50, "note": "drew" })).await.good().text("payload.timeEntry.id");

        let lines = json!([{ "timeEntryId": work }, { "description": " Fonts ", "amount": eur("12.34") }]);
        let bill = written(&finn, &engagement, " 2026-7 ", lines).await.good();
        let id = bill.text("payload.freelancerBill.id");
        let handed_in = go(&finn, "freelancerBill", &id, "SUBMITTED").await.good();

        assert_eq!(bill.at("payload.freelancerBill"), &json!({
            "id": id, "number": "2026-7", "billedOn": "2026-11-24", "status": "DRAFT", "total": { "amount": "45.67", "currency": "EUR" },
            "member": { "id": finn.id }, "project": { "id": project },
            "lines": { "nodes": [
                { "position": 1, "description": "drew", "amount": { "amount": "33.33" }, "timeEntry": { "id": work } },
                { "position": 2, "description": "Fonts", "amount": { "amount": "12.34" }, "timeEntry": null },
            ] },
        }));
        assert_eq!(handed_in.text("payload.freelancerBill.status"), "SUBMITTED");
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn the_rate_is_billed_where_it_is_for_the_whole_or_for_something_delivered(app: App) {
        let (owner, finn, greta) = (app.owner().await, freelancer(&app).await, freelancer(&app).await);
        let project = project(&owner).await;
        let whole = active(&owner, &finn.id, &project, &json!({ "terms": "FIXED", "rate": eur("900") })).await;
        let each = active(&owner, &greta.id, &project, &json!({ "terms": "PER_DELIVERABLE", "rate": eur("80.5") })).await;
        let work = hour(&finn, &project, &json!({})).await.good().text("payload.timeEntry.id");

        let one = written(&finn, &whole, "1", json!([{ "description": "All of it" }, { "timeEntryId": work }])).await.good();
        let two = written(&greta, &each, "1", json!([{ "description": "Icon" }, { "description": "Logo" }])).await.good();

        assert_eq!(one.at("payload.freelancerBill.total.amount"), &json!("900.00"));
        assert_eq!(two.at("payload.freelancerBill.total.amount"), &json!("161.00"));
    }

    async fn a_bill_makes_sense_or_is_refused(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let (ours, theirs) = (project(&owner).await, project(&owner).await);
        let engagement = active(&owner, &finn.id, &ours, &json!({})).await;
        active(&owner, &finn.id, &theirs, &json!({})).await;
        let draft = super::made(&owner, "engagement", json!({ "memberId": finn.id, "projectId": ours, "terms": "FIXED", "rate": eur("5"), "startsOn": "2025-01-01", "endsOn": "2025-01-31" })).await;
        let work = hour(&finn, &ours, &json!({})).await.good().text("payload.timeEntry.id");
        let strange = hour(&finn, &theirs, &json!({})).await.good().text("payload.timeEntry.id");
        bill(&finn, &engagement, "7", json!([{ "description": "Fonts", "amount": eur("1") }])).await;
        let fonts = json!([{ "description": "Fonts", "amount": eur("1") }]);
        let sound = json!({ "engagementId": engagement, "number": "8", "lines": fonts });
        let cases = [
            (json!({ "lines": [] }), "REQUIRED: a value is needed"),
            (json!({ "lines": [{ "amount": eur("1") }] }), "REQUIRED: a value is needed"),
            (json!({ "lines": [{ "description": "Fonts" }] }), "REQUIRED: a value is needed"),
            (json!({ "lines": [{ "description": "Fonts", "amount": eur("-1") }] }), "INVALID: the amount is negative"),
            (json!({ "lines": [{ "description": "Fonts", "amount": { "amount": "1", "currency": "USD" } }] }), "INVALID: the engagement is in EUR"),
            (json!({ "lines": [{ "timeEntryId": strange }] }), "INVALID: this work is not of the engagement"),
            (json!({ "lines": [{ "timeEntryId": work }, { "timeEntryId": work }] }), "INVALID: this work is on the bill twice"),
            (json!({ "billedOn": "2026-11-25" }), "INVALID: this day is still ahead"),
            (json!({ "number": "7" }), "NOT_UNIQUE: another record has this value"),
            (json!({ "engagementId": draft }), "INVALID_STATE: the engagement does not hold"),
        ];

        for (more, error) in cases {
            let answer = finn.write("freelancerBillCreate", with(sound.clone(), &more), "freelancerBill { id }").await;
            assert_eq!(answer.error(), error, "{more}");
        }
        assert_eq!(finn.ask("{ freelancerBills { totalCount } }").await.good().at("freelancerBills.totalCount"), &json!(1));
    }

    async fn work_stands_on_one_bill_until_that_is_discarded_or_changed(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let work = hour(&finn, &project, &json!({})).await.good().text("payload.timeEntry.id");
        let lines = json!([{ "timeEntryId": work }]);
        let first = bill(&finn, &engagement, "1", lines.clone()).await;

        let twice = written(&finn, &engagement, "2", lines.clone()).await;
        go(&finn, "freelancerBill", &first, "DISCARDED").await.good();
        let second = bill(&finn, &engagement, "1", lines.clone()).await;
        let fonts = json!([{ "description": "Fonts", "amount": eur("3") }]);
        let changed = finn.write("freelancerBillUpdate", json!({ "id": second, "lines": fonts }), "freelancerBill { total { amount } lines { nodes { description } } version }").await.good();
        let third = written(&finn, &engagement, "2", lines).await.good();

        assert_eq!(twice.error(), "NOT_UNIQUE: another record has this value");
        assert_eq!(twice.error_path(), "input.lines.0.timeEntryId");
        assert_eq!(changed.at("payload.freelancerBill"), &json!({ "total": { "amount": "3.00" }, "lines": { "nodes": [{ "description": "Fonts" }] }, "version": 2 }));
        assert_eq!(third.at("payload.freelancerBill.total.amount"), &json!("40.00"));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn of_two_bills_at_once_for_the_same_work_one_is_written(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let work = hour(&finn, &project, &json!({})).await.good().text("payload.timeEntry.id");

        let numbers = ["1", "2", "3", "4"];
        let bills = numbers.map(|number| written(&finn, &engagement, number, json!([{ "timeEntryId": work }])));
        let answers = futures_util::future::join_all(bills).await;

        let written = answers.iter().filter(|answer| answer.data["payload"]["freelancerBill"].is_object()).count();
        assert_eq!(written, 1);
        assert_eq!(finn.ask("{ freelancerBills { totalCount } }").await.good().at("freelancerBills.totalCount"), &json!(1));
    }

    async fn a_disputed_bill_is_mended_handed_in_again_approved_and_paid(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let work = approved_hour(&owner, &finn, &project).await;
        let id = handed_in(&finn, &engagement, "1", json!([{ "timeEntryId": work, "amount": eur("55") }])).await;

        let frozen = finn.write("freelancerBillUpdate", json!({ "id": id, "note": "late" }), "freelancerBill { id }").await;
        let without = owner.write("freelancerBillTransition", json!({ "id": id, "to": "DISPUTED", "expectedVersion": 2 }), "freelancerBill { id }").await;
        go(&owner, "freelancerBill", &id, "DISPUTED").await.good();
        let told = finn.ask("{ freelancerBills { nodes { status statusReason decidedBy { id } } } }").await.good();
        finn.write("freelancerBillUpdate", json!({ "id": id, "lines": [{ "timeEntryId": work }] }), "freelancerBill { id }").await.good();
        for (person, to) in [(&finn, "SUBMITTED"), (&owner, "APPROVED"), (&owner, "PAID")] {
            go(person, "freelancerBill", &id, to).await.good();
        }
        let paid = finn.ask("{ freelancerBills { nodes { status statusReason paidOn budgetState bookedOn total { amount } allowedTransitions } } }").await.good();
        let again = go(&owner, "freelancerBill", &id, "DISPUTED").await;

        assert_eq!(frozen.error(), "INVALID_STATE: only a draft or a disputed bill can be changed");
        assert_eq!(without.error(), "REQUIRED: a value is needed");
        assert_eq!(told.at("freelancerBills.nodes.0"), &json!({ "status": "DISPUTED", "statusReason": "not agreed", "decidedBy": { "id": owner.id } }));
        assert_eq!(paid.at("freelancerBills.nodes.0"), &json!({
            "status": "PAID", "statusReason": null, "paidOn": "2026-11-24", "budgetState": "BOOKED", "bookedOn": "2026-11-24",
            "total": { "amount": "40.00" }, "allowedTransitions": [],
        }));
        assert_eq!(again.error(), "INVALID_STATE: it cannot go from PAID to DISPUTED");
        assert_eq!(used(&owner, &engagement).await, (json!(60), json!("40.00")));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn a_bill_is_approved_once_all_of_the_work_on_it_is(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let engagement = active(&owner, &finn.id, &project, &json!({})).await;
        let (one, other) = (approved_hour(&owner, &finn, &project).await, hour(&finn, &project, &json!({})).await.good().text("payload.timeEntry.id"));
        let id = handed_in(&finn, &engagement, "1", json!([{ "timeEntryId": one }, { "timeEntryId": other }])).await;

        let early = go(&owner, "freelancerBill", &id, "APPROVED").await;
        for (person, to) in [(&finn, "SUBMITTED"), (&owner, "APPROVED")] {
            go(person, "timeEntry", &other, to).await.good();
        }
        let approved = go(&owner, "freelancerBill", &id, "APPROVED").await.good();

        assert_eq!(early.error(), "INVALID_STATE: not all of the work on the bill is approved");
        assert_eq!(approved.at("payload.freelancerBill.status"), &Json::from("APPROVED"));
    }
}
