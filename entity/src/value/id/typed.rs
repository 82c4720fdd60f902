//! The id of a record of one table: a project's does not go where a client's is meant.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value as GraphValue};
use sea_orm::{
    ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable, Value,
    sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr},
};
use uuid::Uuid;

use super::{IdError, Keyed};

/// The id of one record of the table `E`.
pub struct Id<E>(Uuid, PhantomData<fn() -> E>);

impl<E> Id<E> {
    /// Says that this UUID is the id of a record of `E`.
    #[must_use]
    pub const fn of(id: Uuid) -> Self {
        Self(id, PhantomData)
    }

    /// The UUID inside.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E> Copy for Id<E> {}
impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<E> Eq for Id<E> {}
impl<E> PartialOrd for Id<E> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<E> Ord for Id<E> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<E> Hash for Id<E> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<E> fmt::Debug for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<E: Keyed> fmt::Display for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&E::KIND.show(self.0))
    }
}
impl<E: Keyed> FromStr for Id<E> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        E::KIND.read(text).map(Self::of)
    }
}
impl<E: Keyed> serde::Serialize for Id<E> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, E: Keyed> serde::Deserialize<'de> for Id<E> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<E> From<Id<E>> for Value {
    fn from(id: Id<E>) -> Self {
        Value::Uuid(Some(id.0))
    }
}
impl<E> TryGetable for Id<E> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        Uuid::try_get_by(row, index).map(Self::of)
    }
}
impl<E> TryFromU64 for Id<E> {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64("Id"))
    }
}
impl<E> Nullable for Id<E> {
    fn null() -> Value {
        Value::Uuid(None)
    }
}
impl<E> ValueType for Id<E> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        <Uuid as ValueType>::try_from(value).map(Self::of)
    }
    fn type_name() -> String {
        "Id".to_owned()
    }
    fn array_type() -> ArrayType {
        ArrayType::Uuid
    }
    fn column_type() -> ColumnType {
        ColumnType::Uuid
    }
}

/// Opaque, unique across all types, stable for ever.
#[Scalar(name = "ID", use_type_description = false)]
impl<E: Keyed + Send + Sync> ScalarType for Id<E> {
    fn parse(value: GraphValue) -> InputValueResult<Self> {
        match &value {
            // A wrong prefix is an unknown id like any other: the nil id is never given to a record.
            GraphValue::String(text) => Ok(text.parse().unwrap_or(Self::of(Uuid::nil()))),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &GraphValue) -> bool {
        matches!(value, GraphValue::String(_))
    }

    fn to_value(&self) -> GraphValue {
        GraphValue::String(self.to_string())
    }
}
