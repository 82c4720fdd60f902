//! The order of a list: what was asked for, then the id, so that it is total; and the cursors that mark a place in it.

use async_graphql::Value;
use data_encoding::BASE64URL_NOPAD;
use ring::digest::{Context, SHA256};
use sea_orm::Value as SqlValue;
use uuid::Uuid;

use super::{
    error::ReadError,
    plan::Level,
    resource::{Resource, Scalar, Shape},
    select::word,
};
use crate::kernel::{
    actor::Actor,
    names::screaming,
    sql::{Binds, Dialect},
};

/// Sort keys a list takes at most.
const TERMS_AT_MOST: usize = 4;

/// One sort key.
#[derive(Clone, Debug)]
pub(super) struct Term {
    column: &'static str,
    scalar: Scalar,
    nullable: bool,
    descending: bool,
}

/// What ties a cursor to the list it came from.
pub(super) type Mark = [u8; 6];

/// A place in a list: the values of its sort keys, the id last.
pub(super) type Place = Vec<serde_json::Value>;

/// The sort keys of a list.
pub(super) fn terms(
    resource: &Resource,
    asked: Option<&Value>,
    actor: &Actor,
) -> Result<Vec<Term>, ReadError> {
    let mut terms = match asked {
        None => {
            let (field, descending) = resource.default_order;
            vec![term(resource, &screaming(field), descending, actor)?]
        }
        Some(Value::List(items)) => items
            .iter()
            .map(|item| asked_term(resource, item, actor))
            .collect::<Result<_, _>>()?,
        Some(item) => vec![asked_term(resource, item, actor)?],
    };
    if terms.len() > TERMS_AT_MOST {
        return Err(ReadError::bad(say!(
            "order by at most {TERMS_AT_MOST} fields",
            TERMS_AT_MOST
        )));
    }
    let descending = terms.last().is_some_and(|term| term.descending);
    terms.push(Term {
        column: "id",
        scalar: Scalar::Id(resource.kind),
        nullable: false,
        descending,
    });
    Ok(terms)
}

fn asked_term(resource: &Resource, item: &Value, actor: &Actor) -> Result<Term, ReadError> {
    let Value::Object(item) = item else {
        return Err(ReadError::bad(say!(
            "orderBy takes objects with field and direction"
        )));
    };
    let field = item
        .get("field")
        .and_then(word)
        .ok_or_else(|| ReadError::bad(say!("orderBy needs a field")))?;
    let descending = item.get("direction").and_then(word) == Some("DESC");
    term(resource, field, descending, actor)
}

fn term(resource: &Resource, name: &str, descending: bool, actor: &Actor) -> Result<Term, ReadError> {
    let field = resource
        .fields
        .iter()
        .find(|field| field.order && screaming(&field.name) == name);
    let Some(field) = field else {
        return Err(ReadError::bad(say!("cannot be ordered by {name}", name)));
    };
    if let Some(right) = field.right.filter(|right| !actor.has(*right)) {
        return Err(ReadError::Forbidden(right.scope().to_owned()));
    }
    match (&field.shape, field.folded) {
        (Shape::Column(..), Some(folded)) => Ok(Term {
            column: folded,
            scalar: Scalar::Text,
            nullable: false,
            descending,
        }),
        (Shape::Column(column, scalar), None) => {
            let nullable = field.nullable && resource.has(column);
            Ok(Term {
                column,
                scalar: *scalar,
                nullable,
                descending,
            })
        }
        _ => Err(ReadError::bad(say!("cannot be ordered by {name}", name))),
    }
}

/// The ORDER BY of a list. Nulls come before all values, on both databases.
pub(super) fn clause(terms: &[Term], row: &str, backward: bool) -> String {
    let parts = terms.iter().map(|term| {
        let direction = if term.descending == backward {
            "ASC"
        } else {
            "DESC"
        };
        let nulls = match (term.nullable, direction) {
            (false, _) => "",
            (true, "ASC") => " NULLS FIRST",
            (true, _) => " NULLS LAST",
        };
        format!("{row}.{} {direction}{nulls}", term.column)
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// The slots that a row's cursor is made of.
pub(super) fn slots(terms: &[Term], level: &mut Level, row: &str, dialect: &Dialect) -> Vec<usize> {
    let slots = terms.iter().map(|term| {
        let key = level.key(format!("{row}.{}", term.column));
        let expression = if matches!(term.scalar, Scalar::Id(_)) {
            dialect.id(&key)
        } else {
            key
        };
        level.slot(expression)
    });
    slots.collect()
}

/// The condition that a row comes after a place, or before it.
pub(super) fn beyond(
    terms: &[Term],
    place: &Place,
    row: &str,
    before: bool,
    binds: &mut Binds,
) -> Option<String> {
    let values: Option<Vec<SqlValue>> = terms
        .iter()
        .zip(place)
        .map(|(term, value)| bound(term, value))
        .collect();
    let values = values.filter(|values| values.len() == terms.len())?;
    let mut alternatives = vec![];
    let mut equal: Vec<String> = vec![];
    for (term, (value, raw)) in terms.iter().zip(values.into_iter().zip(place)) {
        let column = format!("{row}.{}", term.column);
        let rising = term.descending == before;
        if raw.is_null() {
            if rising {
                alternatives.push(both(&equal, &format!("{column} IS NOT NULL")));
            }
            equal.push(format!("{column} IS NULL"));
            continue;
        }
        let placeholder = binds.bind(value);
        let further = match (rising, term.nullable) {
            (true, _) => format!("{column} > {placeholder}"),
            (false, false) => format!("{column} < {placeholder}"),
            (false, true) => format!("({column} < {placeholder} OR {column} IS NULL)"),
        };
        alternatives.push(both(&equal, &further));
        equal.push(format!("{column} = {placeholder}"));
    }
    let all = format!("({})", alternatives.join(" OR "));
    // The first key alone bounds the part of the index to walk.
    let bound = terms
        .first()
        .zip(place.first())
        .filter(|(term, first)| !term.nullable && !first.is_null() && terms.len() > 1);
    let first = alternatives
        .first()
        .and_then(|alternative| bound.map(|_| alternative));
    Some(match first {
        Some(first) => format!(
            "{} AND {all}",
            first.replacen(" > ", " >= ", 1).replacen(" < ", " <= ", 1)
        ),
        None => all,
    })
}

fn both(equal: &[String], further: &str) -> String {
    let parts: Vec<&str> = equal.iter().map(String::as_str).chain([further]).collect();
    format!("({})", parts.join(" AND "))
}

fn bound(term: &Term, value: &serde_json::Value) -> Option<SqlValue> {
    if value.is_null() {
        return term.nullable.then_some(SqlValue::String(None));
    }
    Some(match term.scalar {
        Scalar::Id(_) => Uuid::try_parse(value.as_str()?).ok()?.into(),
        Scalar::Int | Scalar::Decimal(_) => value.as_i64()?.into(),
        Scalar::Bool => value
            .as_bool()
            .or_else(|| value.as_i64().map(|number| number != 0))?
            .into(),
        Scalar::Date => entity::value::Date::read(value.as_str()?)?.0.into(),
        Scalar::DateTime => entity::value::DateTime::read(value.as_str()?)?.0.into(),
        Scalar::Text | Scalar::Currency | Scalar::Choice(_) | Scalar::Json | Scalar::Texts => {
            value.as_str()?.into()
        }
    })
}

/// What ties cursors to a list: who asks in which agency, for what, in which order.
pub(super) fn mark(
    actor: &Actor,
    resource: &Resource,
    tests: Option<&Value>,
    terms: &[Term],
    search: Option<&str>,
) -> Mark {
    let mut digest = Context::new(&SHA256);
    digest.update(actor.agency_id.uuid().as_bytes());
    digest.update(resource.name().as_bytes());
    for term in terms {
        digest.update(term.column.as_bytes());
        digest.update(&[0, u8::from(term.descending)]);
    }
    if let Some(tests) = tests {
        digest.update(tests.to_string().as_bytes());
    }
    digest.update(&[1]);
    digest.update(search.unwrap_or("").as_bytes());
    let mut mark = Mark::default();
    mark.iter_mut()
        .zip(digest.finish().as_ref())
        .for_each(|(to, from)| *to = *from);
    mark
}

/// Writes a cursor.
pub(super) fn write_cursor(mark: Mark, place: &[serde_json::Value]) -> String {
    let mut bytes = mark.to_vec();
    bytes.extend(serde_json::to_vec(place).unwrap_or_default());
    BASE64URL_NOPAD.encode(&bytes)
}

/// Reads a cursor of this list.
pub(super) fn read_cursor(mark: Mark, text: &str) -> Result<Place, ReadError> {
    let bytes = BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|_not_base64| ReadError::InvalidCursor)?;
    let place = bytes
        .strip_prefix(mark.as_slice())
        .ok_or(ReadError::InvalidCursor)?;
    serde_json::from_slice(place).map_err(|_not_a_place| ReadError::InvalidCursor)
}
