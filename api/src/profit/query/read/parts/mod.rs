//! The parts of one statement that reads all that a profit is made of, at one moment.

mod agreed;
mod overhead;
mod progress;

use entity::value::CurrencyCode;
use uuid::Uuid;

use super::day::Day;
use crate::{
    kernel::{sql::Binds, sum},
    profit::query::shown::FinancialsGrouping,
};

/// Groups of one answer.
pub(super) const GROUPS: usize = 1_000;

/// What a row of the statement is about.
pub(super) const LEDGER: i32 = 1;
pub(super) const GROUP: i32 = 2;
pub(super) const CONTRACT: i32 = 3;
pub(super) const PHASE: i32 = 4;
pub(super) const BUDGET: i32 = 5;
pub(super) const TASKS: i32 = 6;
pub(super) const OVERHEAD: i32 = 7;
pub(super) const FX: i32 = 8;
pub(super) const PROGRESS: i32 = 9;

/// One part: columns of the same meaning in all of them, null where a part has no use for one.
struct Part {
    number: i32,
    project: String,
    other: String,
    word: String,
    day: String,
    until: String,
    flag: String,
    numbers: [String; 5],
    sums: [String; 4],
    rest: String,
}

impl Part {
    fn new(number: i32, rest: String) -> Self {
        let null = |ty: &str| format!("CAST(NULL AS {ty})");
        Self {
            number,
            project: null("uuid"),
            other: null("uuid"),
            word: null("text"),
            day: null("date"),
            until: null("date"),
            flag: null("boolean"),
            numbers: std::array::from_fn(|_| null("bigint")),
            sums: std::array::from_fn(|_| null("text")),
            rest,
        }
    }

    fn sql(&self) -> String {
        let Self {
            number,
            project,
            other,
            word,
            day,
            until,
            flag,
            numbers,
            sums,
            rest,
        } = self;
        let (numbers, sums) = (numbers.join(", "), sums.join(", "));
        format!(
            "SELECT {number}, {project}, {other}, {word}, {day}, {until}, {flag}, {numbers}, {sums} {rest}"
        )
    }
}

/// What is read of which projects.
pub(super) struct Asked<'a> {
    pub(super) projects: &'a [Uuid],
    pub(super) currencies: &'a [CurrencyCode],
    pub(super) day: Option<&'a Day>,
    pub(super) grouping: Option<FinancialsGrouping>,
    /// Whether it is asked how far phases are.
    pub(super) progress: bool,
}

/// The whole statement.
pub(super) fn statement(binds: &mut Binds, asked: &Asked<'_>) -> String {
    let mut parts = vec![
        ledger(binds, asked),
        agreed::contracts(binds, asked),
        agreed::plan(binds, asked),
        agreed::budgets(binds, asked),
        agreed::tasks(binds, asked),
        overhead::overhead(binds, asked),
        overhead::fx(binds, asked),
    ];
    if let Some(grouping) = asked.grouping {
        parts.push(groups(binds, asked, grouping));
    }
    if asked.progress {
        parts.push(progress::progress(binds, asked));
    }
    let parts: Vec<String> = parts.iter().map(Part::sql).collect();
    parts.join(" UNION ALL ")
}

fn sums(binds: &Binds) -> [String; 4] {
    let [[cost_parts, cost_rest], [price_parts, price_rest]] =
        ["t.cost_minor", "t.price_minor"].map(|amount| sum::exact(binds.dialect, amount));
    [cost_parts, cost_rest, price_parts, price_rest]
}

fn counts() -> [String; 5] {
    [
        "entries",
        "unknown_entries",
        "minutes",
        "billable_minutes",
        "unknown_minutes",
    ]
    .map(|count| format!("CAST(sum(t.{count}) AS bigint)"))
}

/// Entries by a day are those of the months before, which are kept added up, and those of its own month until then.
fn entries(binds: &mut Binds, asked: &Asked<'_>) -> String {
    let (agency, of_rollups) = (binds.agency(), binds.any_id("project_id", asked.projects));
    let columns = "project_id, phase_id, member_id, work_role_id, category, kind, month, pass_through, entries, unknown_entries, \
                   minutes, billable_minutes, unknown_minutes, cost_minor, price_minor";
    let rollups = format!("SELECT {columns} FROM cost_rollups WHERE agency_id = {agency} AND {of_rollups}");
    let Some(day) = asked.day else {
        return format!("({rollups}) t");
    };
    let (month, last, nil) = (
        binds.bind(day.month),
        binds.bind(day.last),
        binds.bind(Uuid::nil()),
    );
    let of_entries = binds.any_id("project_id", asked.projects);
    let one = "CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END";
    let unknown = |number: &str| format!("CASE WHEN cost_minor IS NULL THEN {number} ELSE 0 END");
    format!(
        "({rollups} AND month < {month} UNION ALL SELECT project_id, COALESCE(phase_id, {nil}), COALESCE(member_id, {nil}), \
         COALESCE(work_role_id, {nil}), COALESCE(category, ''), kind, {month}, pass_through, {one}, {}, minutes, \
         CASE WHEN billable THEN minutes ELSE 0 END, {}, COALESCE(cost_minor, 0), price_minor FROM cost_entries \
         WHERE agency_id = {agency} AND {of_entries} AND on_date >= {month} AND on_date <= {last}) t",
        unknown(one),
        unknown("minutes"),
    )
}

fn ledger(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let entries = entries(binds, asked);
    let rest = format!("FROM {entries} GROUP BY t.project_id, t.month, t.kind, t.pass_through");
    Part {
        project: "t.project_id".to_owned(),
        word: "t.kind".to_owned(),
        day: "t.month".to_owned(),
        flag: "t.pass_through".to_owned(),
        numbers: counts(),
        sums: sums(binds),
        ..Part::new(LEDGER, rest)
    }
}

fn groups(binds: &mut Binds, asked: &Asked<'_>, grouping: FinancialsGrouping) -> Part {
    let entries = entries(binds, asked);
    let key = grouping.column();
    let most = GROUPS + 1;
    let rest = format!("FROM {entries} GROUP BY t.project_id, t.{key}, t.pass_through LIMIT {most}");
    let part = Part {
        project: "t.project_id".to_owned(),
        flag: "t.pass_through".to_owned(),
        numbers: counts(),
        sums: sums(binds),
        ..Part::new(GROUP, String::new())
    };
    // A limit belongs to its part, not to the whole.
    let rest = format!(
        "FROM (SELECT t.project_id AS project, t.{key} AS key_of, t.pass_through AS passed, {} {rest}) g",
        aliased(&part)
    );
    let numbers = std::array::from_fn(|at| format!("g.n{at}"));
    let sums = std::array::from_fn(|at| format!("g.s{at}"));
    let part = Part {
        project: "g.project".to_owned(),
        flag: "g.passed".to_owned(),
        numbers,
        sums,
        ..Part::new(GROUP, rest)
    };
    let key = "g.key_of".to_owned();
    match grouping {
        FinancialsGrouping::Phase | FinancialsGrouping::Person | FinancialsGrouping::Role => {
            Part { other: key, ..part }
        }
        FinancialsGrouping::Category => Part { word: key, ..part },
        FinancialsGrouping::Month => Part { day: key, ..part },
    }
}

fn aliased(part: &Part) -> String {
    let numbers = part.numbers.iter().enumerate();
    let numbers = numbers.map(|(at, number)| format!("{number} AS n{at}"));
    let sums = part
        .sums
        .iter()
        .enumerate()
        .map(|(at, sum)| format!("{sum} AS s{at}"));
    numbers.chain(sums).collect::<Vec<_>>().join(", ")
}

fn set<const N: usize>(numbers: &mut [String; 5], given: [String; N]) {
    for (number, given) in numbers.iter_mut().zip(given) {
        *number = given;
    }
}
