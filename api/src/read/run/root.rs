//! The root fields that the declarations give, and references to records from elsewhere in the graph.

use async_graphql::{
    Context, ContextSelectionSet, ServerError, ServerResult, Value, parser::types::SelectionSet,
};
use entity::value::Kind;
use uuid::Uuid;

use super::{Reason, Run};
use crate::read::{
    catalog::catalog,
    error::ReadError,
    resource::Resource,
    select::{Picked, argument},
};

/// Ids that can be asked for at once.
const IDS_AT_MOST: usize = 100;

/// Answers a root field over resources; none when it is not one.
pub(in crate::read) async fn root_field(ctx: &Context<'_>) -> ServerResult<Option<Value>> {
    let name = ctx.item.node.name.node.as_str();
    let inner = ctx.with_selection_set(&ctx.item.node.selection_set);
    let pos = ctx.item.pos;
    let kind = Root::of(name);
    let Some(kind) = kind else { return Ok(None) };
    let answer = match Run::new(&inner) {
        Ok(run) => kind.answer(&run, picked(ctx)).await,
        Err(error) => return Ok(Some(fail(ctx, error.into_server_error(pos)))),
    };
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) => Ok(Some(fail(ctx, error.at(pos)))),
    }
}

/// Root fields are nullable: a failed one is null, its siblings live.
fn fail(ctx: &Context<'_>, error: ServerError) -> Value {
    ctx.add_error(ctx.set_error_path(error));
    Value::Null
}

fn picked<'a>(ctx: &Context<'a>) -> Picked<'a> {
    let field = &ctx.item.node;
    Picked {
        key: field.response_key().node.clone(),
        field,
        pos: ctx.item.pos,
        sets: vec![&field.selection_set.node],
    }
}

/// The root fields that the declarations give.
enum Root {
    One(&'static Resource),
    Many(&'static Resource),
    Aggregate(&'static Resource),
    Groups(&'static Resource),
    Node,
    Nodes,
}

impl Root {
    fn of(name: &str) -> Option<Self> {
        let catalog = catalog();
        match name {
            "node" => return Some(Self::Node),
            "nodes" => return Some(Self::Nodes),
            _ => {}
        }
        catalog
            .one(name)
            .map(Self::One)
            .or_else(|| catalog.many(name).map(Self::Many))
            .or_else(|| {
                name.strip_suffix("Aggregate")
                    .and_then(|one| catalog.one(one))
                    .map(Self::Aggregate)
            })
            .or_else(|| {
                name.strip_suffix("Groups")
                    .and_then(|one| catalog.one(one))
                    .map(Self::Groups)
            })
    }

    async fn answer<'a>(self, run: &Run<'a, '_>, picked: Picked<'a>) -> Result<Value, ReadError> {
        match self {
            Self::Many(resource) => run.list(resource, picked).await,
            Self::Aggregate(resource) => run.aggregate(resource, &picked).await,
            Self::Groups(resource) => run.groups(resource, &picked).await,
            Self::One(resource) => {
                let id = match argument(run.ctx, picked.field, "id") {
                    Some(Value::String(text)) => resource.kind.read(&text).ok().map(|id| (resource.kind, id)),
                    _ => None,
                };
                single(run, id, &picked.sets).await
            }
            Self::Node => {
                let id = match argument(run.ctx, picked.field, "id") {
                    Some(Value::String(text)) => Kind::read_any(&text).ok(),
                    _ => None,
                };
                single(run, id, &picked.sets).await
            }
            Self::Nodes => {
                let ids = match argument(run.ctx, picked.field, "ids") {
                    Some(Value::List(ids)) => ids,
                    Some(id) => vec![id],
                    None => vec![],
                };
                if ids.len() > IDS_AT_MOST {
                    return Err(ReadError::bad(say!(
                        "nodes takes at most {IDS_AT_MOST} ids",
                        IDS_AT_MOST
                    )));
                }
                let ids: Vec<_> = ids
                    .iter()
                    .map(|id| {
                        if let Value::String(text) = id {
                            Kind::read_any(text).ok()
                        } else {
                            None
                        }
                    })
                    .collect();
                let mut wanted: Vec<_> = ids.iter().flatten().copied().collect();
                wanted.sort_unstable();
                wanted.dedup();
                let found = run.nodes(&wanted, &picked.sets, Reason::Asked, &[]).await?;
                let answers = ids
                    .into_iter()
                    .map(|id| id.and_then(|id| found.get(&id)).cloned().unwrap_or(Value::Null));
                Ok(Value::List(answers.collect()))
            }
        }
    }
}

async fn single<'a>(
    run: &Run<'a, '_>,
    id: Option<(Kind, Uuid)>,
    sets: &[&'a SelectionSet],
) -> Result<Value, ReadError> {
    let Some(id) = id else { return Ok(Value::Null) };
    Ok(run
        .nodes(&[id], sets, Reason::Asked, &[])
        .await?
        .remove(&id)
        .unwrap_or(Value::Null))
}

/// Reads one record with the selection that stands at this place; null when the caller may not see it.
pub(in crate::read) async fn reference(
    ctx: &ContextSelectionSet<'_>,
    kind: Kind,
    id: Uuid,
    reason: Reason,
) -> ServerResult<Value> {
    let pos = ctx.item.pos;
    let run = Run::new(ctx).map_err(|error| ctx.set_error_path(error.into_server_error(pos)))?;
    // The answer of an earlier request is told again under the rights of today.
    let reason = if run.caller.is_replay() {
        Reason::Asked
    } else {
        reason
    };
    let answer = run.nodes(&[(kind, id)], &[&ctx.item.node], reason, &[]).await;
    match answer {
        Ok(mut found) => Ok(found.remove(&(kind, id)).unwrap_or(Value::Null)),
        Err(error) => {
            ctx.add_error(ctx.set_error_path(error.at(pos)));
            Ok(Value::Null)
        }
    }
}
