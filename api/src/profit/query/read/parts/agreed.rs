//! What was agreed and planned.

use super::{Asked, BUDGET, CONTRACT, PHASE, Part, TASKS, set};
use crate::kernel::sql::Binds;

/// What contracts came to by then: what was accepted later is taken off again.
pub(super) fn contracts(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let (agency, of_projects) = (binds.agency(), binds.any_id("c.project_id", asked.projects));
    let (mut value, mut bound) = ("c.value_minor".to_owned(), String::new());
    if let Some(day) = asked.day {
        let (last, after) = (binds.bind(day.last), binds.bind(day.after));
        bound = format!(" AND c.bound_on <= {last}");
        value = format!(
            "c.value_minor - CAST(COALESCE((SELECT sum(a.price_delta_minor) FROM contract_amendments a WHERE \
             a.agency_id = c.agency_id AND a.contract_id = c.id AND a.status = 'ACCEPTED' AND a.decided_at >= {after}), 0) AS bigint)"
        );
    }
    let rest = format!(
        "FROM contracts c WHERE c.agency_id = {agency} AND {of_projects} AND c.status NOT IN ('DRAFT', 'VOID'){bound}"
    );
    let mut part = Part {
        project: "c.project_id".to_owned(),
        other: "c.id".to_owned(),
        word: "c.contract_type".to_owned(),
        day: "c.bound_on".to_owned(),
        ..Part::new(CONTRACT, rest)
    };
    set(&mut part.numbers, [value, "c.not_to_exceed_minor".to_owned()]);
    part
}

/// The phases of the latest baseline by then.
pub(super) fn plan(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let (agency, of_projects) = (binds.agency(), binds.any_id("b.project_id", asked.projects));
    let (mut known, mut later) = (String::new(), String::new());
    if let Some(day) = asked.day {
        let after = binds.bind(day.after);
        known = format!(" AND b.created_at < {after}");
        later = format!(" AND n.created_at < {after}");
    }
    let rest = format!(
        "FROM baselines b LEFT JOIN baseline_rows w ON w.agency_id = b.agency_id AND w.baseline_id = b.id \
         WHERE b.agency_id = {agency} AND {of_projects}{known} AND NOT EXISTS (SELECT 1 FROM baselines n WHERE \
         n.agency_id = b.agency_id AND n.project_id = b.project_id AND n.number > b.number{later})"
    );
    let mut part = Part {
        project: "b.project_id".to_owned(),
        other: "w.phase_id".to_owned(),
        day: "w.starts_on".to_owned(),
        until: "w.ends_on".to_owned(),
        ..Part::new(PHASE, rest)
    };
    let minutes = "CAST(w.minutes AS bigint)".to_owned();
    set(
        &mut part.numbers,
        ["w.price_minor".to_owned(), "w.cost_minor".to_owned(), minutes],
    );
    part
}

/// The version of the budget by cost that was the latest approved by then.
pub(super) fn budgets(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let (agency, of_projects) = (binds.agency(), binds.any_id("v.project_id", asked.projects));
    let (mut known, mut later) = (String::new(), String::new());
    if let Some(day) = asked.day {
        let after = binds.bind(day.after);
        known = format!(" AND v.approved_at < {after}");
        later = format!(" AND n.approved_at < {after}");
    }
    let rest = format!(
        "FROM budget_versions v JOIN budgets b ON b.agency_id = v.agency_id AND b.id = v.budget_id AND b.basis = 'COST' \
         WHERE v.agency_id = {agency} AND {of_projects} AND v.approved_at IS NOT NULL{known} AND NOT EXISTS (SELECT 1 FROM \
         budget_versions n WHERE n.agency_id = v.agency_id AND n.budget_id = v.budget_id AND n.number > v.number \
         AND n.approved_at IS NOT NULL{later})"
    );
    let mut part = Part {
        project: "v.project_id".to_owned(),
        ..Part::new(BUDGET, rest)
    };
    set(
        &mut part.numbers,
        ["v.total".to_owned(), "b.committed".to_owned()],
    );
    part
}

/// What is left to work, as the tasks say it now.
pub(super) fn tasks(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let (agency, of_projects) = (binds.agency(), binds.any_id("k.project_id", asked.projects));
    let rest = format!(
        "FROM tasks k WHERE k.agency_id = {agency} AND {of_projects} AND k.archived_at IS NULL \
         AND k.status NOT IN ('DONE', 'CANCELLED') GROUP BY k.project_id"
    );
    let left = "CAST(sum(COALESCE(k.remaining_minutes, k.estimate_minutes)) AS bigint)".to_owned();
    let mut part = Part {
        project: "k.project_id".to_owned(),
        ..Part::new(TASKS, rest)
    };
    set(&mut part.numbers, [left]);
    part
}
