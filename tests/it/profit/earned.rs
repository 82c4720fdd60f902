use api::budgets::service::ledger::Posting;
use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use crate::budgets::ground::id;

use super::ground::{book, bought, contract_over, eur, figures, hour_on, made, project};

const EARNED: &str = "earnedValue { budgetAtCompletion { amount } plannedValue { amount } earnedValue { amount } actualCost { amount } \
                      costVariance { amount } scheduleVariance { amount } costPerformanceIndex schedulePerformanceIndex \
                      toCompletePerformanceIndex } forecasts { method cost { amount } toComplete { amount } variance { amount } }";

/// A contract over phases that begin and end on these days and are to cost 1 000 each; the phases of the project.
async fn planned(owner: &Person<'_>, project: &str, days: &[(&str, &str)]) -> Vec<String> {
    let phase = |(starts, ends): &(&str, &str)| json!({ "name": starts, "startsOn": starts, "endsOn": ends, "price": eur("2000"), "plannedCost": eur("1000"), "minutes": 600 });
    let phases = days.iter().map(phase).collect();
    contract_over(owner, project, "FIXED_FEE", phases).await;
    let phases = "query($id: ID!) { project(id: $id) { phases(first: 20) { nodes { id } } } }";
    let phases = owner.ask_with(phases, json!({ "id": project })).await.good();
    let phases = phases.at("project.phases.nodes").as_array().expect("phases");
    phases
        .iter()
        .map(|phase| phase["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// Changes a phase, whatever its version.
async fn phase(owner: &Person<'_>, id: &str, change: Json) {
    let mut input = json!({ "id": id });
    input
        .as_object_mut()
        .expect("an object")
        .extend(change.as_object().expect("an object").clone());
    owner.write("phaseUpdate", input, "phase { id }").await.good();
}

/// The same for a phase.
fn of_phase(phase: &str, posting: Posting) -> Posting {
    Posting {
        phase: Some(id(phase)),
        ..posting
    }
}

/// What of the plan is done.
async fn earned(owner: &Person<'_>, project: &str) -> Json {
    let shown = figures(
        owner,
        project,
        None,
        "CONTRACTED",
        "earnedValue { earnedValue { amount } }",
    )
    .await
    .good();
    shown.at("projectFinancials.earnedValue.earnedValue").clone()
}

both! {
    /// Case E1, the fence of PMP Exam Prep (studylib.net/doc/5898152): four sides of 1 000, a day each; by the end of the third day
    /// 1 000, 1 200 and 600 were spent, and 100, 100, 50 and 0 % are done. The page prints an EAC of 4 479, of a rounded index.
    async fn what_is_done_is_measured_against_the_plan_and_told_ahead(app: App) {
        let owner = app.owner().await;
        let fence = project(&owner, "Fence", "EUR").await;
        let days = ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"].map(|day| (day, day));
        let sides = planned(&owner, &fence, &days).await;
        for (side, done) in sides.iter().zip([10_000, 10_000, 5_000, 0]) {
            phase(&owner, side, json!({ "percentCompleteMethod": "MANUAL", "percentBps": done })).await;
        }
        for ((day, _), cost) in days.iter().zip([100_000, 120_000, 60_000]) {
            book(&owner, &app, &fence, bought(day, Some(cost), 0, false)).await;
        }

        let shown = figures(&owner, &fence, None, "CONTRACTED", EARNED).await.good();
        let before = figures(&owner, &fence, Some("2026-11-23"), "CONTRACTED", EARNED).await.good();

        let amount = |amount: &str| json!({ "amount": amount });
        assert_eq!(shown.at("projectFinancials.earnedValue"), &json!({
            "budgetAtCompletion": amount("4000.00"), "plannedValue": amount("3000.00"), "earnedValue": amount("2500.00"),
            "actualCost": amount("2800.00"), "costVariance": amount("-300.00"), "scheduleVariance": amount("-500.00"),
            "costPerformanceIndex": "0.8929", "schedulePerformanceIndex": "0.8333", "toCompletePerformanceIndex": "1.2500",
        }));
        let forecast = |method: &str, cost: &str, rest: &str, variance: &str| {
            json!({ "method": method, "cost": amount(cost), "toComplete": amount(rest), "variance": amount(variance) })
        };
        assert_eq!(shown.at("projectFinancials.forecasts"), &json!([
            forecast("CPI", "4480.00", "1680.00", "-480.00"),
            forecast("REMAINING_AT_PLAN", "4300.00", "1500.00", "-300.00"),
            forecast("CPI_SPI", "4816.00", "2016.00", "-816.00"),
        ]));
        assert_eq!(before.at("projectFinancials"), &json!({ "earnedValue": null, "forecasts": [] }));
    }

    async fn progress_is_found_in_the_way_the_phase_says(app: App) {
        let owner = app.owner().await;
        let shop = project(&owner, "Shop", "EUR").await;
        let phases = planned(&owner, &shop, &[("2026-11-02", "2026-12-18")]).await;
        let build = &phases[0];
        let task = |name: &str, minutes: i32| json!({ "projectId": shop, "phaseId": build, "name": name, "estimateMinutes": minutes });
        let small = made(&owner, "task", task("Small", 60)).await;
        made(&owner, "task", task("Large", 180)).await;
        for name in ["Half", "Whole"] {
            made(&owner, "milestone", json!({ "projectId": shop, "phaseId": build, "name": name, "committedOn": "2026-12-01" })).await;
        }
        let by = async |method: &str| {
            phase(&owner, build, json!({ "percentCompleteMethod": method })).await;
            earned(&owner, &shop).await["amount"].clone()
        };

        assert_eq!(by("TASK_COUNT").await, json!("0.00"));
        for to in ["DOING", "DONE"] {
            let version = owner.ask_with("query($id: ID!) { task(id: $id) { version } }", json!({ "id": small })).await.good();
            let input = json!({ "id": small, "to": to, "expectedVersion": version.at("task.version") });
            owner.write("taskTransition", input, "task { id }").await.good();
        }
        book(&owner, &app, &shop, of_phase(build, hour_on("2026-11-03", 10_000))).await;

        assert_eq!(by("TASK_COUNT").await, json!("500.00"));
        assert_eq!(by("TASK_WEIGHT").await, json!("250.00"));
        assert_eq!(by("MILESTONE_0_100").await, json!("0.00"));
        assert_eq!(by("MILESTONE_50_50").await, json!("0.00"));
        let version = owner.ask_with("query($id: ID!) { phase(id: $id) { version } }", json!({ "id": build })).await.good();
        let input = json!({ "id": build, "to": "ACTIVE", "expectedVersion": version.at("phase.version") });
        owner.write("phaseTransition", input, "phase { id }").await.good();
        assert_eq!(by("MILESTONE_50_50").await, json!("500.00"));
        assert_eq!(by("EFFORT").await, json!("250.00"));
    }
}
