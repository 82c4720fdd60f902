//! How far phases are.

use super::{Asked, PROGRESS, Part, set};
use crate::kernel::sql::Binds;

/// So much of so much of each phase, in the way that the phase says. Tasks that were given up count nowhere; milestones without
/// weights count alike.
pub(super) fn progress(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let agency = binds.agency();
    let [of_phases, of_tasks, of_milestones, of_rollups] =
        ["f", "k", "m", "r"].map(|table| binds.any_id(&format!("{table}.project_id"), asked.projects));
    let when = |test: &str, number: &str| format!("sum(CASE WHEN {test} THEN {number} ELSE 0 END)");
    let estimate = "COALESCE(k.estimate_minutes, 0)";
    let (is_done, achieved) = ("k.status = 'DONE'", "m.status IN ('ACHIEVED', 'CLIENT_ACCEPTED')");
    let tasks = format!(
        "SELECT k.phase_id, count(*) AS tasks, {} AS done, sum({estimate}) AS estimated, {} AS earned, {} AS remaining FROM tasks k \
         WHERE k.agency_id = {agency} AND {of_tasks} AND k.archived_at IS NULL AND k.status <> 'CANCELLED' GROUP BY k.phase_id",
        when(is_done, "1"),
        when(is_done, estimate),
        when(
            "k.status <> 'DONE'",
            "COALESCE(k.remaining_minutes, k.estimate_minutes, 0)"
        ),
    );
    let milestones = format!(
        "SELECT m.phase_id, count(*) AS milestones, {} AS achieved, sum(m.weight_bps) AS weight, {} AS weighed FROM milestones m \
         WHERE m.agency_id = {agency} AND {of_milestones} AND m.archived_at IS NULL GROUP BY m.phase_id",
        when(achieved, "1"),
        when(achieved, "m.weight_bps"),
    );
    let worked = format!(
        "SELECT r.phase_id, sum(r.minutes) AS worked FROM cost_rollups r WHERE r.agency_id = {agency} AND {of_rollups} GROUP BY r.phase_id"
    );
    let rest = format!(
        "FROM phases f LEFT JOIN ({tasks}) t ON t.phase_id = f.id LEFT JOIN ({milestones}) s ON s.phase_id = f.id \
         LEFT JOIN ({worked}) w ON w.phase_id = f.id WHERE f.agency_id = {agency} AND {of_phases}"
    );
    let mut part = Part {
        project: "f.project_id".to_owned(),
        other: "f.id".to_owned(),
        word: "f.percent_complete_method".to_owned(),
        flag: "f.status = 'DONE'".to_owned(),
        ..Part::new(PROGRESS, rest)
    };
    let number = |expression: &str| format!("CAST({expression} AS bigint)");
    set(
        &mut part.numbers,
        [
            number(DONE),
            number(OF),
            number("CASE WHEN f.status = 'PLANNED' THEN 0 ELSE 1 END"),
        ],
    );
    part
}

/// What is done of a phase. Of two halves of a milestone the first counts once the phase has begun.
const DONE: &str = "CASE f.percent_complete_method WHEN 'MANUAL' THEN COALESCE(f.percent_bps, 0) WHEN 'TASK_COUNT' THEN t.done \
                    WHEN 'TASK_WEIGHT' THEN t.earned WHEN 'EFFORT' THEN COALESCE(w.worked, 0) \
                    WHEN 'MILESTONE_0_100' THEN CASE WHEN s.weight > 0 THEN s.weighed ELSE s.achieved END \
                    ELSE CASE WHEN s.weight > 0 THEN s.weighed ELSE s.achieved END + CASE WHEN f.status = 'PLANNED' \
                    THEN CASE WHEN s.weight > 0 THEN s.weighed ELSE s.achieved END \
                    ELSE CASE WHEN s.weight > 0 THEN s.weight ELSE s.milestones END END END";
/// What there is to do in it.
const OF: &str = "CASE f.percent_complete_method WHEN 'MANUAL' THEN 10000 WHEN 'TASK_COUNT' THEN t.tasks WHEN 'TASK_WEIGHT' THEN t.estimated \
                  WHEN 'EFFORT' THEN COALESCE(w.worked, 0) + COALESCE(t.remaining, 0) \
                  WHEN 'MILESTONE_0_100' THEN CASE WHEN s.weight > 0 THEN s.weight ELSE s.milestones END \
                  ELSE 2 * CASE WHEN s.weight > 0 THEN s.weight ELSE s.milestones END END";
