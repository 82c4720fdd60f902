//! Records found by words.

use entity::value::fold;
use sea_orm::DbBackend;

use crate::{
    kernel::tx::SEARCHED,
    read::{
        error::ReadError,
        plan::Planner,
        resource::{Resource, Shape},
    },
};

/// The condition that a row is found by the words of a text.
///
/// Words of three letters and more are looked up anywhere, through the trigram index; shorter ones at the beginning of words. Who may
/// not read all that a record is found by finds it by its name alone.
pub(in crate::read) fn search(
    planner: &mut Planner<'_, '_>,
    resource: &Resource,
    row: &str,
    text: &str,
) -> Result<String, ReadError> {
    let column = found_by(planner, resource)?;
    let folded = fold(text);
    let conditions: Vec<String> = folded
        .split(' ')
        .filter(|part| !part.is_empty())
        .take(8)
        .map(|part| search_word(planner, resource, row, column, part))
        .collect();
    Ok(if conditions.is_empty() {
        "TRUE".to_owned()
    } else {
        conditions.join(" AND ")
    })
}

/// The column with the folded text that the caller finds records by.
fn found_by(planner: &Planner<'_, '_>, resource: &Resource) -> Result<&'static str, ReadError> {
    let searched = resource.fields.iter().filter(|field| match field.shape {
        Shape::Column(column, _) => SEARCHED.contains(&column),
        _ => false,
    });
    let refused = searched
        .map(|field| planner.allow(field))
        .find(Result::is_err)
        .unwrap_or(Ok(()));
    let name = resource
        .fields
        .iter()
        .find(|field| field.folded == Some("name_key"));
    match (refused, name) {
        (Ok(()), _) => Ok("search"),
        (Err(_), Some(name)) => planner.allow(name).map(|()| "name_key"),
        (Err(refused), None) => Err(refused),
    }
}

fn search_word(
    planner: &mut Planner<'_, '_>,
    resource: &Resource,
    row: &str,
    column: &str,
    part: &str,
) -> String {
    if part.chars().count() < 3 {
        let (start, inner) = (
            planner.binds.bind(like(part, "", "%")),
            planner.binds.bind(like(part, "% ", "%")),
        );
        return format!(
            "({row}.{column} LIKE {start} ESCAPE '\\' OR {row}.{column} LIKE {inner} ESCAPE '\\')"
        );
    }
    if planner.binds.dialect.backend == DbBackend::Postgres || column != "search" {
        let placeholder = planner.binds.bind(like(part, "%", "%"));
        return format!("{row}.{column} LIKE {placeholder} ESCAPE '\\'");
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
