//! Whoever is faster: what is moved, archived and changed at once ends in one state that all rules hold for.

use serde_json::json;
use tests::{Answer, App, both};

use super::ground::{client, estimate, line, opportunity, stages, version};

fn won<'a>(answers: &'a [Answer], record: &str) -> Vec<&'a Answer> {
    let path = format!("payload.{record}");
    answers
        .iter()
        .filter(|answer| answer.errors.is_empty() && !answer.at(&path).is_null())
        .collect()
}

both! {
    async fn of_two_who_move_an_opportunity_at_once_one_is_too_late(app: App) {
        let owner = app.owner().await;
        let (client, stages) = (client(&owner).await, stages(&owner).await);

        for round in 0..12 {
            let id = opportunity(&owner, &client, json!({})).await;
            let to = |stage: &str| json!({ "id": id, "expectedVersion": 1, "stageId": stages[stage] });
            let (one, other) = tokio::join!(
                owner.write("opportunityMove", to("Won"), "opportunity { version }"),
                owner.write("opportunityMove", to("Proposal"), "opportunity { version }"),
            );

            let answers = [one, other];
            assert_eq!(won(&answers, "opportunity").len(), 1, "round {round}");
            let late = answers.iter().find(|answer| answer.at("payload.opportunity").is_null()).expect("one");
            assert_eq!(late.error(), "VERSION_CONFLICT: the record changed since it was read", "round {round}");
            assert_eq!(version(&owner, "opportunity", &id).await, 2);
        }
    }

    async fn a_stage_archived_while_an_opportunity_goes_there_ends_up_empty_or_in_use(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;

        for round in 0..12 {
            let stage = owner.write("stageCreate", json!({ "name": format!("S{round}"), "kind": "OPEN", "probabilityBps": 1 }), "stage { id }").await.good().text("payload.stage.id");
            let id = opportunity(&owner, &client, json!({})).await;
            let (moved, archived) = tokio::join!(
                owner.write("opportunityMove", json!({ "id": id, "expectedVersion": 1, "stageId": stage }), "opportunity { id }"),
                owner.write("stageArchive", json!({ "id": stage }), "stage { id }"),
            );

            let refused = match (moved.at("payload.opportunity").is_null(), archived.at("payload.stage").is_null()) {
                (true, false) => moved.error(),
                (false, true) => archived.error(),
                both => panic!("{both:?}: one of them is too late"),
            };
            assert!(["NOT_FOUND: there is no such record", "INVALID_STATE: the stage still has opportunities"].contains(&refused.as_str()), "{refused}");
        }
    }

    async fn a_stage_that_changes_its_probability_while_opportunities_come_and_go_leaves_none_behind(app: App) {
        let owner = app.owner().await;
        let (client, stages) = (client(&owner).await, stages(&owner).await);

        for round in 0..8 {
            let (here, there) = (opportunity(&owner, &client, json!({})).await, opportunity(&owner, &client, json!({ "stageId": stages["Qualified"] })).await);
            let to = |id: &str, stage: &str| json!({ "id": id, "expectedVersion": 1, "stageId": stages[stage] });
            let (changed, goes, comes, back) = tokio::join!(
                owner.write("stageUpdate", json!({ "id": stages["Lead"], "probabilityBps": 2_000 + round }), "stage { id }"),
                owner.write("opportunityMove", to(&here, "Qualified"), "opportunity { id }"),
                owner.write("opportunityMove", to(&there, "Lead"), "opportunity { id }"),
                owner.write("opportunityUpdate", json!({ "id": there, "probabilityBps": null }), "opportunity { id }"),
            );

            changed.good();
            for answer in [goes, comes, back] {
                assert!(answer.errors.is_empty(), "{:?}", answer.errors);
            }
            let findings = api::verify::run(&app.world.db).await.expect("findings");
            let broken: Vec<_> = findings.into_iter().filter(|finding| finding.broken > 0).collect();
            assert_eq!(broken, vec![], "round {round}");
        }
    }

    async fn two_stages_made_the_default_at_once_leave_one(app: App) {
        let owner = app.owner().await;
        let stages = stages(&owner).await;

        for (one, other) in [("Qualified", "Proposal"), ("Lead", "Negotiation"), ("Proposal", "Qualified"), ("Negotiation", "Lead")] {
            let default = |stage: &str| json!({ "id": stages[stage], "isDefault": true });
            let (one, other) = tokio::join!(
                owner.write("stageUpdate", default(one), "stage { id }"),
                owner.write("stageUpdate", default(other), "stage { id }"),
            );

            one.good();
            other.good();
            let seen = owner.ask("{ stages(filter: { isDefault: { eq: true } }) { totalCount } }").await.good();
            assert_eq!(seen.at("stages.totalCount"), &json!(1));
        }
    }

    async fn a_line_changed_while_the_estimate_becomes_final_is_in_it_or_refused(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;

        for round in 0..10 {
            let estimate = estimate(&owner, &client, json!({})).await;
            let id = line(&owner, &estimate, json!({})).await;
            let (finished, changed) = tokio::join!(
                owner.write("estimateTransition", json!({ "id": estimate, "expectedVersion": 2, "to": "FINAL" }), "estimate { id }"),
                owner.write("estimateLineUpdate", json!({ "id": id, "likelyMinutes": 20 }), "estimateLine { id }"),
            );

            let refused = match (finished.at("payload.estimate").is_null(), changed.at("payload.estimateLine").is_null()) {
                (true, false) => finished.error(),
                (false, true) => changed.error(),
                both => panic!("{both:?} in round {round}: one of them is too late"),
            };
            assert!(["VERSION_CONFLICT: the record changed since it was read", "INVALID_STATE: the estimate is final: copy it to go on"].contains(&refused.as_str()), "{refused}");
        }
    }
}
