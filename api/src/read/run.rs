//! Answers root fields: plans, asks the database once, shapes. Records of any kind that rows name take one statement more.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Context, ContextSelectionSet, PathSegment, ServerError, ServerResult, Value, parser::types::SelectionSet,
};
use entity::value::Kind;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    catalog::{Catalog, catalog},
    error::ReadError,
    plan::{Batch, Level, ObjectShape, Planner},
    resource::Resource,
    scopes::scope,
    select::{Picked, argument},
    shape::{self, Found, Shaper},
};
use crate::kernel::{
    actor::Actor,
    error::Error,
    policy::{Action, Grant, grant},
    world::Caller,
};

/// Ids that can be asked for at once.
const IDS_AT_MOST: usize = 100;

/// Why a record is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The caller asked for it.
    Asked,
    /// The caller has just written it.
    Written,
}

/// One root field being answered.
pub(super) struct Run<'a, 'c> {
    pub ctx: &'c ContextSelectionSet<'a>,
    pub caller: &'c Caller,
    pub actor: &'c Actor,
    pub catalog: &'static Catalog,
}

impl<'a, 'c> Run<'a, 'c> {
    /// A run for the caller of this request.
    pub(super) fn new(ctx: &'c ContextSelectionSet<'a>) -> Result<Self, Error> {
        let caller = ctx
            .data_opt::<Arc<Caller>>()
            .ok_or_else(|| Error::internal("reading without a caller"))?;
        Ok(Self {
            ctx,
            caller,
            actor: caller.actor()?,
            catalog: catalog(),
        })
    }

    pub(super) fn planner(&self) -> Planner<'a, 'c> {
        Planner::new(self.ctx, self.actor, self.catalog, self.caller.binds(self.actor))
    }

    /// Runs a statement of one value and gives its slots.
    pub(super) async fn slots(
        &self,
        level: &Level,
        planner: &mut Planner<'a, 'c>,
    ) -> Result<Vec<Json>, ReadError> {
        let binds = std::mem::replace(&mut planner.binds, self.caller.binds(self.actor));
        let (before, after) = binds.dialect.text;
        let sql = format!(
            "SELECT {before}{}{after} AS answer",
            level.json(binds.dialect.array)
        );
        let rows = self.caller.read(binds.statement(sql)).await?;
        let text: String = rows
            .first()
            .ok_or(ReadError::Internal("a statement without an answer"))?
            .try_get_by_index(0)?;
        serde_json::from_str(&text).map_err(|_not_json| ReadError::Internal("an answer that is no JSON"))
    }

    /// A list.
    pub(super) async fn list(
        &self,
        resource: &'static Resource,
        picked: Picked<'a>,
    ) -> Result<Value, ReadError> {
        if grant(self.actor.role, resource.kind, Action::Read) == Grant::Nothing {
            return Err(ReadError::Forbidden(scope(resource)));
        }
        let search = match argument(self.ctx, picked.field, "search") {
            Some(Value::String(text)) if text.chars().count() > 200 => {
                return Err(ReadError::bad(say!("search takes at most 200 characters")));
            }
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let (mut planner, mut level) = (self.planner(), Level::new("r".to_owned()));
        let list = planner.connection(&mut level, resource, None, search.as_deref(), &picked)?;
        let mut slots = if list.rows.is_some() || list.count.is_some() {
            self.slots(&level, &mut planner).await?
        } else {
            vec![]
        };
        let found = self
            .found(planner.batches.as_slice(), |all| {
                shape::wanted(&list, &slots, all);
            })
            .await?;
        self.report(&mut planner);
        Ok(Shaper {
            actor: self.actor,
            found: &found,
        }
        .connection(&list, &mut slots))
    }

    /// Records of several kinds by id, in one statement, each with what was selected of its type.
    pub(super) async fn nodes(
        &self,
        ids: &[(Kind, Uuid)],
        sets: &[&'a SelectionSet],
        reason: Reason,
    ) -> Result<HashMap<(Kind, Uuid), Value>, ReadError> {
        let (mut planner, mut level) = (self.planner(), Level::new("r".to_owned()));
        let mut parts: Vec<(Kind, ObjectShape, usize, usize, usize)> = vec![];
        for kind in Kind::ALL {
            let of_kind: Vec<Uuid> = ids
                .iter()
                .filter(|(other, _)| other == kind)
                .map(|(_, id)| *id)
                .collect();
            let Some(resource) = self.catalog.named(kind.name()).filter(|_| !of_kind.is_empty()) else {
                continue;
            };
            let (row, name) = (planner.name('a'), planner.name('x'));
            let mut inner = Level::new(name);
            let key = inner.key(format!("{row}.id"));
            let id = inner.slot(planner.binds.dialect.id(&key));
            let shape = planner.object(&mut inner, resource, &row, sets)?;
            let mut conditions = vec![match reason {
                Reason::Asked => planner.visible(resource, &row),
                Reason::Written => planner.of_agency(resource, &row),
            }];
            conditions.push(planner.binds.any_id(&format!("{row}.id"), &of_kind));
            let limit = planner
                .binds
                .bind(i64::try_from(of_kind.len()).unwrap_or(i64::MAX));
            let list = planner.list(&inner, resource, &row, &conditions, &format!("LIMIT {limit}"));
            parts.push((*kind, shape, id, level.slot(list), inner.width()));
        }
        if parts.is_empty() {
            return Ok(HashMap::new());
        }
        let mut slots = self.slots(&level, &mut planner).await?;
        let rows = |slots: &mut [Json], slot: usize, width: usize| match slots.get_mut(slot).map(Json::take) {
            Some(Json::Array(rows)) => rows.into_iter().map(|row| shape::slots(row, width)).collect(),
            _ => vec![],
        };
        let mut read: Vec<(Kind, ObjectShape, usize, Vec<Vec<Json>>)> = parts
            .into_iter()
            .map(|(kind, shape, id, slot, width)| (kind, shape, id, rows(&mut slots, slot, width)))
            .collect();
        let found = self
            .found(planner.batches.as_slice(), |all| {
                for (_, shape, _, rows) in &read {
                    for row in rows {
                        shape::wanted_of(shape, row, all);
                    }
                }
            })
            .await?;
        self.report(&mut planner);
        let shaper = Shaper {
            actor: self.actor,
            found: &found,
        };
        let answers = read.iter_mut().flat_map(|(kind, shape, id, rows)| {
            let shaper = &shaper;
            let (kind, shape, id) = (*kind, &*shape, *id);
            rows.iter_mut().filter_map(move |row| {
                let uuid = Uuid::try_parse(row.get(id)?.as_str()?).ok()?;
                Some(((kind, uuid), shaper.object(shape, row)))
            })
        });
        Ok(answers.collect())
    }

    /// Reads the records that fields of any kind name, one statement a field.
    async fn found(
        &self,
        batches: &[Batch<'a>],
        wanted: impl FnOnce(&mut Vec<Vec<(Kind, Uuid)>>),
    ) -> Result<Found, ReadError> {
        if batches.is_empty() {
            return Ok(vec![]);
        }
        let mut all = vec![vec![]; batches.len()];
        wanted(&mut all);
        let mut found = Vec::with_capacity(batches.len());
        for (batch, mut ids) in batches.iter().zip(all) {
            ids.sort_unstable();
            ids.dedup();
            found.push(Box::pin(self.nodes(&ids, &batch.picked.sets, Reason::Asked)).await?);
        }
        Ok(found)
    }

    /// Tells of fields that the caller may not see.
    fn report(&self, planner: &mut Planner<'a, 'c>) {
        for (path, error) in planner.refused.drain(..) {
            let mut error = self.ctx.set_error_path(error);
            error
                .path
                .extend(path.into_iter().map(|key| PathSegment::Field(key.to_string())));
            self.ctx.add_error(error);
        }
    }
}

/// Answers a root field over resources; none when it is not one.
pub(super) async fn root_field(ctx: &Context<'_>) -> ServerResult<Option<Value>> {
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
                let found = run.nodes(&wanted, &picked.sets, Reason::Asked).await?;
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
        .nodes(&[id], sets, Reason::Asked)
        .await?
        .remove(&id)
        .unwrap_or(Value::Null))
}

/// Reads one record with the selection that stands at this place; null when the caller may not see it.
pub(super) async fn reference(
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
    let answer = run.nodes(&[(kind, id)], &[&ctx.item.node], reason).await;
    match answer {
        Ok(mut found) => Ok(found.remove(&(kind, id)).unwrap_or(Value::Null)),
        Err(error) => {
            ctx.add_error(ctx.set_error_path(error.at(pos)));
            Ok(Value::Null)
        }
    }
}
