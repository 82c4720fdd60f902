//! Figures that modules work out themselves, over records that the caller sees and that a filter picks.

use std::borrow::Cow;

use async_graphql::{Context, InputType, InputValueError, InputValueResult, Value, registry::Registry};
use entity::value::Keyed;
use sea_orm::QueryResult;

use super::{error::ReadError, plan::Planner, run::Run, scopes::scope};
use crate::kernel::{
    policy::{Action, Grant, Right, grant},
    sql::Binds,
};

/// The filter of a kind of record, as an argument of a field that is written by hand.
#[derive(Clone, Debug)]
pub struct FilterOf<E> {
    tests: Value,
    entity: std::marker::PhantomData<fn() -> E>,
}

impl<E: Keyed> InputType for FilterOf<E> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        format!("{}Filter", E::KIND.name()).into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(tests @ Value::Object(_)) => Ok(Self {
                tests,
                entity: std::marker::PhantomData,
            }),
            other => Err(InputValueError::expected_type(other.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        self.tests.clone()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// The right that figures take beyond seeing the records.
///
/// # Errors
/// FORBIDDEN.
pub fn allow(ctx: &Context<'_>, right: Right) -> async_graphql::Result<()> {
    let inner = ctx.with_selection_set(&ctx.item.node.selection_set);
    if Run::new(&inner)?.actor.has(right) {
        Ok(())
    } else {
        Err(ReadError::Forbidden(right.scope().to_owned()).into())
    }
}

/// The rows of a statement over records of a kind. What is handed over beside the values bound are the conditions on a record
/// named `r`: the caller sees it, it is in sight, and the filter picks it.
///
/// # Errors
/// FORBIDDEN when the caller sees no such records, `BAD_USER_INPUT` when the filter is none, or what the database says.
pub async fn figures<E: Keyed>(
    ctx: &Context<'_>,
    filter: Option<&FilterOf<E>>,
    statement: impl FnOnce(&mut Binds, &str) -> String,
) -> async_graphql::Result<Vec<QueryResult>> {
    let inner = ctx.with_selection_set(&ctx.item.node.selection_set);
    let run = Run::new(&inner)?;
    let resource = run.catalog.named(E::KIND.name());
    let resource = resource.ok_or(ReadError::Internal("figures over what is not declared"))?;
    if grant(run.actor.role, resource.kind, Action::Read) == Grant::Nothing {
        return Err(ReadError::Forbidden(scope(resource)).into());
    }
    let mut planner = run.planner();
    let tests = filter.map(|filter| &filter.tests);
    let conditions = planner.conditions(resource, "r", None, tests, None)?;
    let Planner { mut binds, .. } = planner;
    let sql = statement(&mut binds, &conditions.join(" AND "));
    let rows = run.caller.read(binds.statement(sql)).await;
    Ok(rows.map_err(ReadError::from)?)
}
