use chrono::TimeDelta;
use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::{ledger, project, rates};

both! {
    async fn a_timer_that_is_stopped_becomes_a_time_entry(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        let timer = owner.write("timerStart", json!({ "projectId": project, "note": "call" }), "timer { id startedAt stoppedAt }").await.good();
        let id = timer.text("payload.timer.id");

        let second = owner.write("timerStart", json!({ "projectId": project }), "timer { id }").await;
        app.wait(TimeDelta::seconds(25 * 60 + 1));
        let entry = owner.write("timerStop", json!({ "id": id }), "timeEntry { minutes note workedOn member { id } }").await.good();
        let again = owner.write("timerStop", json!({ "id": id }), "timeEntry { id }").await;
        owner.write("timerStart", json!({ "projectId": project }), "timer { id }").await.good();

        assert_eq!(timer.at("payload.timer.stoppedAt"), &json!(null));
        assert_eq!(second.error(), "INVALID_STATE: another timer is running: stop it first");
        assert_eq!(entry.at("payload.timeEntry"), &json!({ "minutes": 26, "note": "call", "workedOn": "2026-11-24", "member": { "id": owner.id } }));
        assert_eq!(again.error(), "INVALID_STATE: the timer is stopped");
        assert_eq!(ledger(&owner).await.0, json!(26));
    }

    async fn two_timers_that_start_at_once_leave_one_running(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let start = || owner.write("timerStart", json!({ "projectId": project }), "timer { id }");

        let answers = tokio::join!(start(), start(), start());

        let good = [&answers.0, &answers.1, &answers.2].into_iter().filter(|answer| !answer.at("payload.timer").is_null()).count();
        assert_eq!(good, 1);
        assert_eq!(owner.ask("{ timers(filter: { stoppedAt: { isNull: true } }) { totalCount } }").await.good().at("timers.totalCount"), &json!(1));
    }

    async fn a_timer_is_seen_and_stopped_by_its_person(app: App) {
        let owner = app.owner().await;
        let (one, other) = (app.person(Role::Specialist).await, app.person(Role::Specialist).await);
        let project = project(&owner).await;
        for person in [&one, &other] {
            owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": person.id }), "projectMember { id }").await.good();
        }
        let id = one.write("timerStart", json!({ "projectId": project }), "timer { id }").await.good().text("payload.timer.id");

        let strange = other.write("timerDiscard", json!({ "id": id }), "timer { id }").await;
        let own = one.write("timerDiscard", json!({ "id": id }), "timer { stoppedAt }").await.good();

        assert_eq!(strange.error(), "NOT_FOUND: there is no such record");
        assert!(own.at("payload.timer.stoppedAt").is_string());
        assert_eq!(other.ask("{ timers { totalCount } }").await.good().at("timers.totalCount"), &json!(0));
        assert_eq!(owner.ask("{ timeEntries { totalCount } }").await.good().at("timeEntries.totalCount"), &json!(0));
    }
}
