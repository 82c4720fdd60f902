//! Answers root fields: plans, asks the database once, shapes. Records of any kind that rows name take one statement more.

mod nodes;
mod root;

use std::sync::Arc;

use async_graphql::{ContextSelectionSet, PathSegment, Value};
use entity::value::Kind;
use serde_json::Value as Json;
use uuid::Uuid;

pub(super) use self::root::{reference, root_field};
use super::{
    catalog::{Catalog, catalog},
    error::ReadError,
    plan::{Batch, Level, Planner},
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
        self.may_read(resource)?;
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

    /// Refuses a root field over records that the caller's role does not read at all.
    pub(super) fn may_read(&self, resource: &Resource) -> Result<(), ReadError> {
        if grant(self.actor.role, resource.kind, Action::Read) == Grant::Nothing {
            Err(ReadError::Forbidden(scope(resource)))
        } else {
            Ok(())
        }
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
            let nodes = self.nodes(&ids, &batch.picked.sets, Reason::Asked, &batch.path);
            found.push(Box::pin(nodes).await?);
        }
        Ok(found)
    }

    /// Tells of fields that the caller may not see.
    pub(super) fn report(&self, planner: &mut Planner<'a, 'c>) {
        for (path, error) in planner.refused.drain(..) {
            let mut error = self.ctx.set_error_path(error);
            error
                .path
                .extend(path.into_iter().map(|key| PathSegment::Field(key.to_string())));
            self.ctx.add_error(error);
        }
    }
}
