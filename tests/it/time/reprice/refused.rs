//! What is not priced anew, and by whom it is not.

use std::sync::Arc;

use api::kernel::{tx::Tx, world::Caller};
use entity::{membership::Role, time_entry, value::Id};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, EntityTrait, IntoActiveModel};
use serde_json::json;
use tests::{App, both};

use super::{broken, budget, reprice, work};
use crate::time::{eur, project, rates};

both! {
    async fn a_budget_that_blocks_or_asks_refuses_what_it_has_not_enough_for_and_lets_less_pass(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        for policy in ["BLOCK", "REQUIRE_APPROVAL"] {
            let project = project(&owner).await;
            let (_, later) = (work(&owner, &project, 20, 60).await, work(&owner, &project, 21, 60).await);
            budget(&owner, &project, policy, "90").await;
            let rate = owner.ask("{ costRates { nodes { id } } }").await.good().text("costRates.nodes.0.id");
            let cost = async |amount: &str| {
                owner.write("costRateUpdate", json!({ "id": rate, "perHour": eur(amount) }), "costRate { id }").await.good();
            };

            cost("46").await;
            let tried = reprice(&owner, &project, json!({ "dryRun": true })).await;
            let refused = reprice(&owner, &project, json!({})).await;
            let part = reprice(&owner, &project, json!({ "from": "2026-11-21" })).await.good();
            cost("40").await;
            let less = reprice(&owner, &project, json!({})).await.good();

            for answer in [tried, refused] {
                assert_eq!(answer.error(), "LIMIT_REACHED: this is more than the budget of the project has left", "{policy}");
                assert_eq!(answer.at("payload.errors.0.__typename"), &json!("BudgetExceededError"));
            }
            assert_eq!(part.each("payload.repricing.changes", "timeEntryId"), [json!(later)]);
            assert_eq!(less.at("payload.repricing.costChange"), &json!({ "amount": "-6.00" }));
            let consumed = "query($id: ID!) { budgets(filter: { projectId: { eq: $id } }) { nodes { consumed { amount } } } }";
            let consumed = owner.ask_with(consumed, json!({ "id": project })).await.good();
            assert_eq!(consumed.at("budgets.nodes"), &json!([{ "consumed": { "amount": "80.00" } }]));
        }
        assert_eq!(broken(&app).await, 0);
    }

    async fn those_who_run_the_agency_or_its_money_price_anew_and_nobody_else(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;

        for role in [Role::Manager, Role::Finance] {
            let person = app.person(role).await;
            reprice(&person, &project, json!({})).await.good();
        }
        for role in [Role::AccountManager, Role::ProjectManager, Role::Specialist, Role::Freelancer, Role::Viewer] {
            let person = app.person(role).await;
            for dry_run in [true, false] {
                assert_eq!(reprice(&person, &project, json!({ "dryRun": dry_run })).await.error(), "FORBIDDEN: you may not do this");
            }
        }
    }

    async fn more_work_than_one_run_takes_is_refused(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let id: Id<time_entry::Entity> = work(&owner, &project, 20, 60).await.parse().expect("an id");
        let entry = time_entry::Entity::find_by_id(id).one(&app.world.db.write).await.expect("a row").expect("an entry");
        let caller = Caller::new(app.world.clone(), Some(owner.actor.clone()), "test".to_owned());
        let tx = Tx::begin(Arc::new(caller), owner.actor.clone()).await.expect("a unit of work");
        let copy = || time_entry::ActiveModel { id: NotSet, ..entry.clone().into_active_model().reset_all() };
        tx.insert_all((0..1_000).map(|_| copy()).collect()).await.expect("copies");
        tx.commit().await.expect("a commit");

        let refused = reprice(&owner, &project, json!({ "dryRun": true })).await;

        assert_eq!(refused.error(), "LIMIT_REACHED: this is more than 1000 time entries: name a shorter span or fewer people");
    }

    async fn inputs_that_make_no_sense_are_told_where(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let cases = [
            (json!({ "from": "2026-11-02", "until": "2026-11-01" }), "INVALID: this day is before the first one", "input.until"),
            (json!({ "reason": " " }), "REQUIRED: a value is needed", "input.reason"),
            (json!({ "memberIds": vec![&owner.id; 101] }), "TOO_LARGE: at most 100 items are allowed", "input.memberIds"),
        ];

        for (more, error, path) in cases {
            let answer = reprice(&owner, &project, more).await;
            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), (error, path));
        }
    }
}
