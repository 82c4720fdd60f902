//! Records found by words.

use entity::value::fold;
use sea_orm::DbBackend;

use crate::read::{plan::Planner, resource::Resource};

/// The condition that a row is found by the words of a text.
///
/// Words of three letters and more are looked up anywhere, through the trigram index; shorter ones at the beginning of words.
pub(in crate::read) fn search(
    planner: &mut Planner<'_, '_>,
    resource: &Resource,
    row: &str,
    text: &str,
) -> String {
    let folded = fold(text);
    let conditions: Vec<String> = folded
        .split(' ')
        .filter(|part| !part.is_empty())
        .take(8)
        .map(|part| search_word(planner, resource, row, part))
        .collect();
    if conditions.is_empty() {
        "TRUE".to_owned()
    } else {
        conditions.join(" AND ")
    }
}

fn search_word(planner: &mut Planner<'_, '_>, resource: &Resource, row: &str, part: &str) -> String {
    if part.chars().count() < 3 {
        let (start, inner) = (
            planner.binds.bind(like(part, "", "%")),
            planner.binds.bind(like(part, "% ", "%")),
        );
        return format!("({row}.search LIKE {start} ESCAPE '\\' OR {row}.search LIKE {inner} ESCAPE '\\')");
    }
    if planner.binds.dialect.backend == DbBackend::Postgres {
        let placeholder = planner.binds.bind(like(part, "%", "%"));
        return format!("{row}.search LIKE {placeholder} ESCAPE '\\'");
    }
    let phrase = planner.binds.bind(format!("\"{}\"", part.replace('"', "\"\"")));
    format!(
        "{row}.id IN (SELECT id FROM {table}_search WHERE search MATCH {phrase})",
        table = resource.table()
    )
}

/// The pattern of a text that stands between two wildcards, with those in the text itself meant as they are.
pub(super) fn like(text: &str, before: &str, after: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("{before}{escaped}{after}")
}
