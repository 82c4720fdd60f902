use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::ground::{active, draft, eur, freelancer, go, hour, made, project, with};

both! {
    async fn an_engagement_is_written_down_and_puts_the_freelancer_on_the_project_when_it_holds(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let input = json!({
            "memberId": finn.id, "projectId": project, "terms": "HOURLY", "rate": eur("62.5"), "capMoney": eur("1000"), "capMinutes": 6000,
            "startsOn": "2026-11-01", "endsOn": "2026-12-31", "ndaSignedAt": "2026-10-30T10:00:00Z", "note": " from home ",
        });

        let drafted = owner.write("engagementCreate", input, "engagement { id member { id } project { id } terms rate { amount currency } capMoney { amount } capMinutes usedMoney { amount } usedMinutes startsOn endsOn ndaSignedAt note status allowedTransitions }").await.good();
        let id = drafted.text("payload.engagement.id");
        let before = finn.ask("{ projects { totalCount } }").await.good();
        go(&owner, "engagement", &id, "ACTIVE").await.good();
        let after = finn.ask("{ projects { nodes { id } } engagements { nodes { id status rate { amount } } } }").await.good();

        assert_eq!(drafted.at("payload.engagement"), &json!({
            "id": id, "member": { "id": finn.id }, "project": { "id": project }, "terms": "HOURLY", "rate": { "amount": "62.500000", "currency": "EUR" },
            "capMoney": { "amount": "1000.00" }, "capMinutes": 6000, "usedMoney": { "amount": "0.00" }, "usedMinutes": 0,
            "startsOn": "2026-11-01", "endsOn": "2026-12-31", "ndaSignedAt": "2026-10-30T10:00:00Z", "note": "from home",
            "status": "DRAFT", "allowedTransitions": ["ACTIVE", "VOID"],
        }));
        assert_eq!(before.at("projects.totalCount"), &json!(0));
        assert_eq!(after.at("projects.nodes"), &json!([{ "id": project }]));
        assert_eq!(after.at("engagements.nodes"), &json!([{ "id": id, "status": "ACTIVE", "rate": { "amount": "62.500000" } }]));
    }

    async fn an_engagement_is_of_a_freelancer_and_makes_sense(app: App) {
        let (owner, finn, maker) = (app.owner().await, freelancer(&app).await, app.person(Role::Specialist).await);
        let project = project(&owner).await;
        let sound = json!({ "memberId": finn.id, "projectId": project, "terms": "FIXED", "rate": eur("900"), "startsOn": "2026-11-01" });
        let cases = [
            (json!({ "memberId": maker.id }), "INVALID: this person is no freelancer"),
            (json!({ "endsOn": "2026-10-31" }), "INVALID: this day is before the first one"),
            (json!({ "rate": eur("-1") }), "INVALID: the amount is negative"),
            (json!({ "capMoney": eur("-1") }), "INVALID: the amount is negative"),
            (json!({ "capMoney": { "amount": "5", "currency": "USD" } }), "INVALID: the rate is in EUR"),
            (json!({ "capMinutes": 0 }), "INVALID: a number from 1 to 2147483647 is needed"),
        ];

        for (more, error) in cases {
            let answer = owner.write("engagementCreate", with(sound.clone(), &more), "engagement { id }").await;
            assert_eq!(answer.error(), error, "{more}");
        }
        assert_eq!(owner.ask("{ engagements { totalCount } }").await.good().at("engagements.totalCount"), &json!(0));
    }

    async fn two_engagements_of_one_freelancer_on_one_project_never_hold_on_the_same_day(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let (ours, theirs) = (project(&owner).await, project(&owner).await);
        active(&owner, &finn.id, &ours, &json!({ "endsOn": "2026-11-20" })).await;
        let next = active(&owner, &finn.id, &ours, &json!({ "startsOn": "2026-11-21" })).await;
        active(&owner, &finn.id, &theirs, &json!({})).await;
        let meeting = draft(&owner, &finn.id, &ours, &json!({ "startsOn": "2026-11-20", "endsOn": "2026-11-20" })).await;

        let refused = go(&owner, "engagement", &meeting, "ACTIVE").await;
        let earlier = draft(&owner, &finn.id, &ours, &json!({ "startsOn": "2026-10-01", "endsOn": "2026-10-31" })).await;
        go(&owner, "engagement", &earlier, "ACTIVE").await.good();
        let longer = owner.write("engagementUpdate", json!({ "id": earlier, "endsOn": null }), "engagement { id }").await;

        assert_eq!(refused.error(), "INVALID: another engagement of this person for the project holds from 2026-11-01 on");
        assert!(longer.error().starts_with("INVALID: another engagement of this person for the project holds from 2026-11-"), "{}", longer.error());
        assert_eq!(go(&owner, "engagement", &next, "VOID").await.error(), "INVALID_STATE: it cannot go from ACTIVE to VOID");
    }

    async fn what_work_is_priced_by_stays_once_it_holds_and_nothing_is_changed_once_it_is_over(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let id = draft(&owner, &finn.id, &project, &json!({})).await;
        owner.write("engagementUpdate", json!({ "id": id, "rate": eur("50"), "terms": "FIXED" }), "engagement { id }").await.good();
        owner.write("engagementUpdate", json!({ "id": id, "terms": "HOURLY" }), "engagement { id }").await.good();
        go(&owner, "engagement", &id, "ACTIVE").await.good();
        hour(&finn, &project, &json!({ "workedOn": "2026-11-20" })).await.good();

        let dearer = owner.write("engagementUpdate", json!({ "id": id, "rate": eur("60") }), "engagement { id }").await;
        let shorter = owner.write("engagementUpdate", json!({ "id": id, "endsOn": "2026-11-19" }), "engagement { id }").await;
        let tighter = owner.write("engagementUpdate", json!({ "id": id, "capMinutes": 59 }), "engagement { id }").await;
        let tight = owner.write("engagementUpdate", json!({ "id": id, "capMinutes": 60, "capMoney": eur("50"), "note": "no more" }), "engagement { capMinutes capMoney { amount } note }").await.good();
        go(&owner, "engagement", &id, "ENDED").await.good();
        let over = owner.write("engagementUpdate", json!({ "id": id, "note": "much more" }), "engagement { id }").await;

        assert_eq!(dearer.error(), "INVALID_STATE: terms that hold are not changed: end the engagement and make another");
        assert_eq!(dearer.at("payload.errors.0.__typename"), &json!("FrozenError"));
        assert_eq!(shorter.error(), "INVALID: work was booked after this day");
        assert_eq!(tighter.error(), "INVALID: more than this is used already");
        assert_eq!(tight.at("payload.engagement"), &json!({ "capMinutes": 60, "capMoney": { "amount": "50.00" }, "note": "no more" }));
        assert_eq!(over.error(), "INVALID_STATE: the engagement is over");
        let ended = owner.ask("{ engagements { nodes { status endsOn allowedTransitions } } }").await.good();
        assert_eq!(ended.at("engagements.nodes.0"), &json!({ "status": "ENDED", "endsOn": "2026-11-24", "allowedTransitions": [] }));
    }

    async fn an_engagement_that_has_not_begun_cannot_be_ended_and_a_stale_change_is_refused(app: App) {
        let (owner, finn) = (app.owner().await, freelancer(&app).await);
        let project = project(&owner).await;
        let id = active(&owner, &finn.id, &project, &json!({ "startsOn": "2026-12-01" })).await;

        let early = go(&owner, "engagement", &id, "ENDED").await;
        let stale = owner.write("engagementUpdate", json!({ "id": id, "expectedVersion": 1, "note": "late" }), "engagement { id }").await;
        let given_up = draft(&owner, &finn.id, &project, &json!({})).await;
        let given_up = go(&owner, "engagement", &given_up, "VOID").await.good();

        assert_eq!(early.error(), "INVALID_STATE: it holds from 2026-12-01 on and can be ended then");
        assert_eq!(stale.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(given_up.text("payload.engagement.status"), "VOID");
        assert_eq!(made(&owner, "engagement", json!({ "memberId": finn.id, "projectId": project, "terms": "PER_DELIVERABLE", "rate": eur("5"), "startsOn": "2026-11-01" })).await.split('_').next(), Some("eng"));
    }
}
