//! Changes of columns: what an input leaves out stays, null clears.

use async_graphql::MaybeUndefined;
use sea_orm::{ActiveValue, Value, sea_query::Nullable};

/// The change of a column that may be missing.
pub fn optional<T, C>(given: MaybeUndefined<T>) -> ActiveValue<Option<C>>
where
    T: Into<C>,
    Option<C>: Into<Value>,
    C: Nullable,
{
    match given {
        MaybeUndefined::Undefined => ActiveValue::NotSet,
        MaybeUndefined::Null => ActiveValue::Set(None),
        MaybeUndefined::Value(value) => ActiveValue::Set(Some(value.into())),
    }
}

/// The change of a column that always has a value; the input's checks refuse null.
pub fn needed<T, C>(given: MaybeUndefined<T>) -> ActiveValue<C>
where
    T: Into<C>,
    C: Into<Value>,
{
    match given {
        MaybeUndefined::Value(value) => ActiveValue::Set(value.into()),
        MaybeUndefined::Undefined | MaybeUndefined::Null => ActiveValue::NotSet,
    }
}

/// A text without blanks around it.
#[must_use]
pub fn trimmed(given: MaybeUndefined<String>) -> MaybeUndefined<String> {
    given.map_value(|text| text.trim().to_owned())
}

/// A text without blanks around it, none when nothing is left.
#[must_use]
pub fn trim(given: Option<String>) -> Option<String> {
    given
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}
