//! What a record shows: its columns, the records joined to it, the lists on it.

use async_graphql::{Name, parser::types::SelectionSet};
use entity::value::price::PRICE_DECIMALS;

use super::{Batch, Can, Item, Level, ObjectShape, Part, Planner};
use crate::{
    kernel::policy::{Action, Grant, grant},
    read::{
        error::ReadError,
        resource::{Resource, Scalar, Shape},
        scopes::scope,
        select::{Picked, interfaces, pick},
    },
};

/// Ids in other systems that are shown of one record.
const EXTERNAL_IDS_SHOWN: i64 = 20;

impl<'a> Planner<'a, '_> {
    /// The shape of a record and the slots it needs on this level.
    pub(in crate::read) fn object(
        &mut self,
        level: &mut Level,
        resource: &'static Resource,
        row: &str,
        sets: &[&'a SelectionSet],
    ) -> Result<ObjectShape, ReadError> {
        let picked = pick(self.ctx, resource.name(), interfaces(resource), sets);
        let mut items = Vec::with_capacity(picked.len());
        for picked in picked {
            let key = picked.key.clone();
            self.path.push(key.clone());
            let item = self.item(level, resource, row, picked)?;
            self.path.pop();
            items.push((key, item));
        }
        Ok(ObjectShape { items })
    }

    fn item(
        &mut self,
        level: &mut Level,
        resource: &'static Resource,
        row: &str,
        picked: Picked<'a>,
    ) -> Result<Item, ReadError> {
        if picked.name() == "__typename" {
            return Ok(Item::Typename(resource.name()));
        }
        let Some(field) = resource.field(picked.name()) else {
            return Err(ReadError::Internal("a field that validation should have refused"));
        };
        if let Some(right) = field.right.filter(|right| !self.actor.has(*right)) {
            return Ok(self.refuse(ReadError::Forbidden(right.scope().to_owned()), &picked));
        }
        match &field.shape {
            Shape::Column(column, scalar) => {
                Ok(Item::Scalar(self.scalar(level, row, column, *scalar), *scalar))
            }
            Shape::Money(minor, currency) => Ok(Item::Money {
                minor: self.scalar(level, row, minor, Scalar::Text),
                currency: self.scalar(level, row, currency, Scalar::Currency),
                decimals: None,
                parts: self.parts(&picked, "Money", "amount"),
            }),
            Shape::Price(micro, currency) => Ok(Item::Money {
                minor: self.scalar(level, row, micro, Scalar::Text),
                currency: self.scalar(level, row, currency, Scalar::Currency),
                decimals: Some(PRICE_DECIMALS),
                parts: self.parts(&picked, "UnitPrice", "amount"),
            }),
            Shape::One { to, key } => self.one(level, to, &format!("{row}.{key}"), &picked),
            Shape::Many { to, link } => {
                let target = self.resource(to)?;
                if grant(self.actor.role, target.kind, Action::Read) == Grant::Nothing {
                    return Ok(self.refuse(ReadError::Forbidden(scope(target)), &picked));
                }
                let link = (*link, level.key(format!("{row}.id")));
                self.attempt(&picked, |planner| {
                    let list = planner.connection(level, target, Some(&link), None, &picked)?;
                    Ok(Item::Many(list))
                })
            }
            Shape::Computed { needs, of, .. } => Ok(Item::Computed {
                slots: needs
                    .iter()
                    .map(|(column, scalar)| (*column, self.scalar(level, row, column, *scalar)))
                    .collect(),
                of: *of,
            }),
            Shape::AnyNode { kind, id } => {
                let (kind, id) = (
                    self.scalar(level, row, kind, Scalar::Text),
                    level.key(format!("{row}.{id}")),
                );
                let id = level.slot(self.binds.dialect.id(&id));
                let path = self.path.clone();
                self.batches.push(Batch { picked, path });
                Ok(Item::AnyNode {
                    kind,
                    id,
                    batch: self.batches.len() - 1,
                })
            }
            Shape::ExternalIds => Ok(self.external_ids(level, row, &picked)),
            Shape::ViewerCan => Ok(Item::ViewerCan {
                update: self.can(level, resource, row, Action::Update),
                archive: self.can(level, resource, row, Action::Archive),
                parts: self.parts(&picked, "RecordPermissions", "update"),
            }),
        }
    }

    /// A slot with the value of a column.
    fn scalar(&mut self, level: &mut Level, row: &str, column: &str, scalar: Scalar) -> usize {
        let key = level.key(format!("{row}.{column}"));
        let expression = match scalar {
            Scalar::Id(_) => self.binds.dialect.id(&key),
            Scalar::Json | Scalar::Texts => self.binds.dialect.json(&key),
            _ => key,
        };
        level.slot(expression)
    }

    fn one(
        &mut self,
        level: &mut Level,
        to: &str,
        key: &str,
        picked: &Picked<'a>,
    ) -> Result<Item, ReadError> {
        let target = self.resource(to)?;
        let row = self.name('j');
        let visible = self.visible(target, &row);
        let alive = if target.is_archivable() {
            format!(" AND {row}.archived_at IS NULL")
        } else {
            String::new()
        };
        level.joins.push(format!(
            " LEFT JOIN {} {row} ON {row}.id = {key} AND {visible}{alive}",
            target.table()
        ));
        let id = level.key(format!("{row}.id"));
        let present = level.slot(self.binds.dialect.id(&id));
        let shape = self.object(level, target, &row, &picked.sets)?;
        Ok(Item::One { present, shape })
    }

    fn external_ids(&mut self, level: &mut Level, row: &str, picked: &Picked<'a>) -> Item {
        let (parent, agency, dialect) = (
            level.key(format!("{row}.id")),
            self.binds.agency(),
            self.binds.dialect,
        );
        let name = self.name('e');
        let slot = level.slot(format!(
            "(SELECT {gather}({array}({name}.source,{name}.value)) FROM (SELECT source, value FROM external_ids \
             WHERE agency_id = {agency} AND row_id = {parent} ORDER BY source, value LIMIT {EXTERNAL_IDS_SHOWN}) {name})",
            gather = dialect.gather,
            array = dialect.array,
        ));
        Item::ExternalIds {
            slot,
            parts: self.parts(picked, "ExternalId", "source"),
        }
    }

    fn can(&mut self, level: &mut Level, resource: &Resource, row: &str, action: Action) -> Can {
        if action == Action::Archive && !resource.is_archivable() {
            return Can::Always(false);
        }
        match grant(self.actor.role, resource.kind, action) {
            Grant::Nothing => Can::Always(false),
            Grant::Agency => Can::Always(true),
            Grant::Own => {
                let own = (resource.own)(self.actor, action, row, &mut self.binds);
                let key = level.key(format!("CASE WHEN {own} THEN 1 ELSE 0 END"));
                Can::Slot(level.slot(key))
            }
        }
    }

    /// The fields of an object with two fields.
    fn parts(&self, picked: &Picked<'a>, type_name: &'static str, first: &str) -> Vec<(Name, Part)> {
        let parts = pick(self.ctx, type_name, &[], &picked.sets)
            .into_iter()
            .map(|part| {
                let item = match part.name() {
                    "__typename" => Part::Typename(type_name),
                    name if name == first => Part::First,
                    _ => Part::Second,
                };
                (part.key, item)
            });
        parts.collect()
    }
}
