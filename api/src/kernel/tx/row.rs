//! What the kernel knows of a row without knowing its table: columns by their names, and folded texts.

use entity::value::Keyed;
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait, IdenStatic, Iterable, ModelTrait, Value};
use uuid::Uuid;

use crate::kernel::{
    error::{Result, UserError},
    names::camel,
};

/// A row that rules change: it has a version.
pub trait Versioned: ModelTrait + Sized {
    /// The row, if it still has the version that the caller read.
    ///
    /// # Errors
    /// `VERSION_CONFLICT` with the record as it is now.
    fn at(self, expected: Option<i32>) -> Result<Self>;
}

impl<M> Versioned for M
where
    M: ModelTrait,
    M::Entity: Keyed,
{
    fn at(self, expected: Option<i32>) -> Result<Self> {
        let version = int(&self, "version").unwrap_or(0);
        match expected {
            Some(expected) if expected != version => {
                Err(UserError::version_conflict(<M::Entity as Keyed>::KIND, id_of(&self), version).into())
            }
            _ => Ok(self),
        }
    }
}

/// The column of this name, when the table has it.
pub(super) fn column<E: EntityTrait>(name: &str) -> Option<E::Column> {
    E::Column::iter().find(|column| column.as_str() == name)
}

fn value<M: ModelTrait>(row: &M, name: &str) -> Option<Value> {
    column::<M::Entity>(name).map(|column| row.get(column))
}

/// The whole number in a column.
pub(super) fn int<M: ModelTrait>(row: &M, name: &str) -> Option<i32> {
    match value(row, name) {
        Some(Value::Int(number)) => number,
        _ => None,
    }
}

/// The id in a column.
pub(super) fn uuid<M: ModelTrait>(row: &M, name: &str) -> Option<Uuid> {
    match value(row, name) {
        Some(Value::Uuid(id)) => id,
        _ => None,
    }
}

/// The text in a column.
pub(super) fn text<M: ModelTrait>(row: &M, name: &str) -> Option<String> {
    match value(row, name) {
        Some(Value::String(text)) => text,
        _ => None,
    }
}

/// The id of a row.
pub fn id_of<M: ModelTrait>(row: &M) -> Uuid {
    uuid(row, "id").unwrap_or_default()
}

/// Whether the record is out of sight.
pub(super) fn is_archived<M: ModelTrait>(row: &M) -> bool {
    matches!(value(row, "archived_at"), Some(Value::ChronoDateTimeUtc(Some(_))))
}

/// Sets what nobody has set to null, where a column may be null.
pub(super) fn complete<A: ActiveModelTrait>(row: &mut A) {
    let blank = A::default_values();
    for column in <A::Entity as EntityTrait>::Column::iter() {
        if row.is_not_set(column)
            && let ActiveValue::Set(value) = blank.get(column)
            && value == value.as_null()
        {
            row.set(column, value);
        }
    }
}

/// Drops what stays the same from the changes; the names of the rest as the API writes them.
pub(super) fn keep_changes<A: ActiveModelTrait>(
    old: &<A::Entity as EntityTrait>::Model,
    changes: &mut A,
) -> Vec<String> {
    let mut names = vec![];
    for column in <A::Entity as EntityTrait>::Column::iter() {
        match changes.get(column) {
            ActiveValue::Set(new) if new != old.get(column) => {
                let name = column.as_str();
                let name = name
                    .strip_suffix("_minor")
                    .or_else(|| name.strip_suffix("_micro"))
                    .or_else(|| name.strip_suffix("_currency"))
                    .unwrap_or(name);
                names.push(camel(name));
            }
            ActiveValue::Set(_) | ActiveValue::Unchanged(_) => changes.not_set(column),
            ActiveValue::NotSet => {}
        }
    }
    names.dedup();
    names
}

/// Columns that a record is found by, as far as it has them.
pub const SEARCHED: [&str; 12] = [
    "name",
    "title",
    "legal_name",
    "code",
    "email",
    "phone",
    "job_title",
    "sector",
    "summary",
    "text",
    "statement",
    "description",
];

/// Keeps the folded twins of texts.
pub(super) fn fold_texts<A: ActiveModelTrait>(row: &mut A, old: Option<&<A::Entity as EntityTrait>::Model>) {
    let texts: Vec<(&str, Option<String>, bool)> = SEARCHED
        .iter()
        .filter_map(|name| {
            let column = column::<A::Entity>(name)?;
            let (new, set) = match row.get(column) {
                ActiveValue::Set(value) => (Some(value), true),
                _ => (old.map(|old| old.get(column)), false),
            };
            let text = if let Some(Value::String(text)) = new {
                text
            } else {
                None
            };
            Some((*name, text, set))
        })
        .collect();
    if !texts.iter().any(|(_, _, set)| *set) {
        return;
    }
    if let (Some(column), Some((_, Some(name), true))) = (column::<A::Entity>("name_key"), texts.first()) {
        row.set(column, entity::value::sort_key(name).into());
    }
    if let Some(column) = column::<A::Entity>("search") {
        let all = entity::value::search_text(texts.iter().filter_map(|(_, text, _)| text.as_deref()));
        row.set(column, all.into());
    }
}
