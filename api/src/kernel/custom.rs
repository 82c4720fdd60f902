//! The agency's own fields: their definitions check the values, and values are kept apart too, so that records are found by them.

use async_graphql::MaybeUndefined;
use entity::{
    custom_field::{self, CustomFieldType},
    custom_value,
    value::{Choice, Date, Decimal, Id, Keyed},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};
use serde_json::{Map, Value as Json};

use super::{
    error::{Result, UserError},
    tx::Tx,
};

/// The longest text of a value.
const TEXT: usize = 500;

/// Values for the agency's own fields, by key.
pub type Values = Map<String, Json>;

/// A JSON object of values by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomValues(pub Values);

/// A JSON value. Used only for values the schema can not know.
#[async_graphql::Scalar(name = "JSON")]
impl async_graphql::ScalarType for CustomValues {
    fn parse(value: async_graphql::Value) -> async_graphql::InputValueResult<Self> {
        match value.into_json() {
            Ok(Json::Object(values)) => Ok(Self(values)),
            _ => Err(async_graphql::InputValueError::custom("an object is needed")),
        }
    }

    fn is_valid(value: &async_graphql::Value) -> bool {
        matches!(value, async_graphql::Value::Object(_))
    }

    fn to_value(&self) -> async_graphql::Value {
        async_graphql::Value::from_json(Json::Object(self.0.clone())).unwrap_or_default()
    }
}

/// The values of a new record, checked.
///
/// # Errors
/// All that is wrong with them.
pub async fn checked_new<E: Keyed>(tx: &Tx, given: Option<CustomValues>) -> Result<Json> {
    let given = given.map(|given| given.0).unwrap_or_default();
    if given.is_empty() && !requires_any::<E>(tx).await? {
        return Ok(Json::Object(given));
    }
    checked::<E>(tx, &Values::new(), given).await
}

/// Whether records of this kind need a value of the agency's own: remembered for a few seconds, as most need none.
async fn requires_any<E: Keyed>(tx: &Tx) -> Result<bool> {
    let known = &tx.caller().world.required;
    let key = (tx.actor().agency_id.uuid(), E::KIND);
    if let Some(required) = known.get(&key) {
        return Ok(required);
    }
    let required = fields::<E>(tx).await?.iter().any(|field| field.required);
    known.insert(key, required);
    Ok(required)
}

/// Forgets what is remembered of the agency's own fields: they have changed.
pub fn forget(tx: &Tx) {
    tx.caller().world.required.invalidate_all();
}

/// The values of a record after a change, checked; nothing when the change leaves them alone. A key that is left out stays,
/// null clears it.
///
/// # Errors
/// All that is wrong with them.
pub async fn checked_patch<E: Keyed>(
    tx: &Tx,
    old: &Json,
    given: MaybeUndefined<CustomValues>,
) -> Result<Option<Json>> {
    let none = Values::new();
    let old = old.as_object().unwrap_or(&none);
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => {
            let cleared = old.keys().map(|key| (key.clone(), Json::Null)).collect();
            checked::<E>(tx, old, cleared).await.map(Some)
        }
        MaybeUndefined::Value(given) => checked::<E>(tx, old, given.0).await.map(Some),
    }
}

async fn checked<E: Keyed>(tx: &Tx, old: &Values, given: Values) -> Result<Json> {
    let fields = fields::<E>(tx).await?;
    let (mut values, mut faults) = (old.clone(), vec![]);
    for (key, value) in given {
        let path = format!("input.customFields.{key}");
        let Some(field) = fields.iter().find(|field| field.key == key) else {
            if value.is_null() {
                values.remove(&key);
            } else {
                faults.push(UserError::invalid(&path, say!("the agency has no such field")));
            }
            continue;
        };
        if value.is_null() {
            values.remove(&key);
        } else if fits(field, &value) {
            values.insert(key, value);
        } else {
            faults.push(UserError::invalid(
                &path,
                say!("a value of type {kind} is needed", kind = field.value_type.word()),
            ));
        }
    }
    for field in fields
        .iter()
        .filter(|field| field.required && !values.contains_key(&field.key))
    {
        faults.push(UserError::required(&format!("input.customFields.{}", field.key)));
    }
    if faults.is_empty() {
        Ok(Json::Object(values))
    } else {
        Err(faults.into())
    }
}

async fn fields<E: Keyed>(tx: &Tx) -> Result<Vec<custom_field::Model>> {
    let of_kind = Condition::all()
        .add(custom_field::Column::Kind.eq(E::KIND.name()))
        .add(custom_field::Column::ArchivedAt.is_null());
    Ok(tx
        .rows::<custom_field::Entity>(of_kind)
        .order_by_asc(custom_field::Column::Position)
        .all(tx.connection().await?)
        .await?)
}

fn fits(field: &custom_field::Model, value: &Json) -> bool {
    match (field.value_type, value) {
        (CustomFieldType::Text, Json::String(text)) => text.chars().count() <= TEXT && !text.contains('\0'),
        (CustomFieldType::Number, Json::String(text)) => Decimal::read(text).is_some(),
        (CustomFieldType::Date, Json::String(text)) => Date::read(text).is_some(),
        (CustomFieldType::Boolean, Json::Bool(_)) => true,
        (CustomFieldType::Choice, word @ Json::String(_)) => field
            .options
            .as_array()
            .is_some_and(|options| options.contains(word)),
        _ => false,
    }
}

/// Keeps the values apart, so that records are found by them.
///
/// # Errors
/// When the database fails.
pub async fn index<E: Keyed>(tx: &Tx, id: Id<E>, values: &Json) -> Result<()> {
    if !tx.is_new(id.uuid()) {
        if !tx.has_changed(id.uuid(), "customFields") {
            return Ok(());
        }
        tx.delete::<custom_value::Entity>(Condition::all().add(custom_value::Column::RowId.eq(id.uuid())))
            .await?;
    }
    let Some(values) = values.as_object().filter(|values| !values.is_empty()) else {
        return Ok(());
    };
    for field in fields::<E>(tx).await? {
        let Some(value) = values.get(&field.key) else {
            continue;
        };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let row = custom_value::ActiveModel {
            field_id: Set(field.id),
            row_id: Set(id.uuid()),
            value: Set(text),
            ..Default::default()
        };
        tx.insert(row).await?;
    }
    Ok(())
}
