use api::rates::service::period::open_on;
use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::{made, work_of};

async fn month(person: &Person<'_>, from: &str, until: &str) -> String {
    made(
        person,
        "accountingPeriod",
        json!({ "startsOn": from, "endsOn": until }),
    )
    .await
}

async fn set(person: &Person<'_>, id: &str, verb: &str, more: Json) -> Answer {
    let known = person
        .ask_with(
            "query($id: ID!) { accountingPeriod(id: $id) { version } }",
            json!({ "id": id }),
        )
        .await;
    let mut input = json!({ "id": id, "expectedVersion": known.at("accountingPeriod.version") });
    if let (Some(input), Some(more)) = (input.as_object_mut(), more.as_object()) {
        input.extend(more.clone());
    }
    person
        .write(
            &format!("accountingPeriod{verb}"),
            input,
            "accountingPeriod { status statusReason closedBy { id } }",
        )
        .await
}

both! {
    async fn books_are_closed_in_order_and_opened_from_the_end(app: App) {
        let owner = app.owner().await;
        let (september, october) = (month(&owner, "2026-09-01", "2026-09-30").await, month(&owner, "2026-10-01", "2026-10-31").await);

        let early = set(&owner, &october, "Close", json!({})).await;
        let first = set(&owner, &september, "Close", json!({})).await.good();
        set(&owner, &october, "Close", json!({})).await.good();
        let again = set(&owner, &october, "Close", json!({})).await;
        let inner = set(&owner, &september, "Reopen", json!({ "reason": "a bill was late" })).await;
        let agency = owner.ask("{ viewer { agency { booksClosedUntil version } } }").await.good();
        let opened = set(&owner, &october, "Reopen", json!({ "reason": "a bill was late" })).await.good();

        assert_eq!(early.error(), "INVALID_STATE: an earlier period is still open");
        assert_eq!(first.at("payload.accountingPeriod"), &json!({ "status": "CLOSED", "statusReason": null, "closedBy": { "id": owner.id } }));
        assert_eq!(again.error(), "INVALID_STATE: the period is closed");
        assert_eq!(inner.error(), "INVALID_STATE: a later period is closed");
        assert_eq!(agency.at("viewer.agency"), &json!({ "booksClosedUntil": "2026-10-31", "version": 1 }));
        assert_eq!(opened.at("payload.accountingPeriod.statusReason"), &json!("a bill was late"));
        assert_eq!(owner.ask("{ viewer { agency { booksClosedUntil } } }").await.good().text("viewer.agency.booksClosedUntil"), "2026-09-30");
    }

    async fn periods_never_meet_and_none_is_made_in_closed_books(app: App) {
        let finance = app.person(Role::Finance).await;
        let october = month(&finance, "2026-10-01", "2026-10-31").await;
        let meeting = finance.write("accountingPeriodCreate", json!({ "startsOn": "2026-10-31", "endsOn": "2026-11-30" }), "accountingPeriod { id }").await;
        set(&finance, &october, "Close", json!({})).await.good();

        let late = finance.write("accountingPeriodCreate", json!({ "startsOn": "2026-09-01", "endsOn": "2026-09-30" }), "accountingPeriod { id }").await;

        assert_eq!(meeting.error(), "INVALID: another period goes from 2026-10-01 to 2026-10-31");
        assert_eq!(late.error(), "INVALID_STATE: the books are closed up to 2026-10-31");
        assert_eq!(late.at("payload.errors.0.__typename"), &json!("PeriodClosedError"));
    }

    async fn who_closes_books_waits_for_those_who_book(app: App) {
        let owner = app.owner().await;
        let october = month(&owner, "2026-10-01", "2026-10-31").await;
        let day = "2026-10-15".parse().expect("a day");
        let booking = work_of(&app, &owner).await;
        open_on(&booking, day, "input.on").await.expect("open books");

        let closing = set(&owner, &october, "Close", json!({}));
        let booked = async {
            open_on(&booking, day, "input.on").await.expect("still open books");
            booking.commit().await.expect("a commit");
        };
        let (closed, ()) = tokio::join!(closing, booked);

        closed.good();
        let late = work_of(&app, &owner).await;
        assert!(open_on(&late, day, "input.on").await.is_err());
        assert!(open_on(&late, "2026-11-01".parse().expect("a day"), "input.on").await.is_ok());
    }

    async fn only_those_who_keep_the_books_close_them(app: App) {
        let owner = app.owner().await;
        let october = month(&owner, "2026-10-01", "2026-10-31").await;

        for role in [Role::AccountManager, Role::ProjectManager, Role::Specialist, Role::Freelancer, Role::Viewer] {
            let answer = set(&app.person(role).await, &october, "Close", json!({})).await;
            assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{role:?}");
        }
    }
}
