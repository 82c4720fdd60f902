//! From a selection to one SQL expression: every record a JSON array of slots, every list a nested array, so that a whole
//! tree comes back from the database in one value.
//!
//! A list is two selects: the inner one filters, orders and cuts, with to-one relations joined; the outer one makes the JSON,
//! with to-many relations as selects of their own that refer to the inner one's columns. Both databases walk their indexes
//! only as far as the page reaches, for each parent.

use async_graphql::{ContextSelectionSet, Name, ServerError};
use entity::value::price::PRICE_DECIMALS;

use super::{
    catalog::Catalog,
    error::ReadError,
    filter, order,
    page::Page,
    resource::{Compute, Field, Link, Resource, Scalar, Shape},
    scopes::scope,
    select::{Picked, argument, interfaces, pick},
};
use crate::kernel::{
    actor::Actor,
    policy::{Action, Grant, grant},
    sql::Binds,
};

/// PostgreSQL passes at most 100 arguments to a function.
pub(super) const SLOTS_IN_A_CALL: usize = 90;
/// Ids in other systems that are shown of one record.
const EXTERNAL_IDS_SHOWN: i64 = 20;

/// A record's part of the answer: what stands under each key.
#[derive(Debug)]
pub(super) struct ObjectShape {
    /// Keys in the order of the answer.
    pub items: Vec<(Name, Item)>,
}

/// What stands under one key of a record.
#[derive(Debug)]
pub(super) enum Item {
    /// Null, as the caller lacks a right.
    Null,
    /// The name of the type.
    Typename(&'static str),
    /// A value in a slot.
    Scalar(usize, Scalar),
    /// An amount in two slots, with the currency's decimals unless it has its own.
    Money {
        minor: usize,
        currency: usize,
        decimals: Option<u32>,
        parts: Vec<(Name, Part)>,
    },
    /// A joined record; null when the slot of its id is.
    One { present: usize, shape: ObjectShape },
    /// A list.
    Many(Connection),
    /// A value worked out.
    Computed {
        slots: Vec<(&'static str, usize)>,
        of: Compute,
    },
    /// Ids in other systems.
    ExternalIds { slot: usize, parts: Vec<(Name, Part)> },
    /// Permissions.
    ViewerCan {
        update: Can,
        archive: Can,
        parts: Vec<(Name, Part)>,
    },
    /// A record of any kind, read afterwards.
    AnyNode { kind: usize, id: usize, batch: usize },
}

/// A field of a small object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The name of the type.
    Typename(&'static str),
    /// The first or the second field.
    First,
    /// The second field.
    Second,
}

/// Whether the caller may do something with a record.
#[derive(Clone, Copy, Debug)]
pub(super) enum Can {
    /// The same for all records.
    Always(bool),
    /// As the slot says.
    Slot(usize),
}

/// A list's part of the answer.
#[derive(Debug)]
pub(super) struct Connection {
    /// The slot with the rows, when rows were asked for.
    pub rows: Option<usize>,
    /// The slot with the count, when it was asked for.
    pub count: Option<usize>,
    /// Keys in the order of the answer.
    pub items: Vec<(Name, ListItem)>,
    /// The page.
    pub page: Page,
    /// The slots that make a row's cursor.
    pub cursor: Vec<usize>,
    /// How many slots a row has.
    pub width: usize,
}

/// What stands under one key of a list.
#[derive(Debug)]
pub(super) enum ListItem {
    /// The name of the type.
    Typename(String),
    /// The records.
    Nodes(ObjectShape),
    /// The records with their cursors.
    Edges(Vec<(Name, EdgeItem)>),
    /// Where the page ends.
    PageInfo(Vec<(Name, PagePart)>),
    /// How many there are.
    TotalCount,
}

/// What stands under one key of an edge.
#[derive(Debug)]
pub(super) enum EdgeItem {
    /// The name of the type.
    Typename(String),
    /// The place in the list.
    Cursor,
    /// The record.
    Node(ObjectShape),
}

/// A field of `PageInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PagePart {
    Typename,
    HasNextPage,
    HasPreviousPage,
    StartCursor,
    EndCursor,
}

/// One list in the making: the columns of its inner select and the slots of its outer one.
#[derive(Debug)]
pub(super) struct Level {
    name: String,
    columns: Vec<String>,
    joins: Vec<String>,
    slots: Vec<String>,
}

impl Level {
    /// A level whose inner select is called `name`.
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            columns: vec![],
            joins: vec![],
            slots: vec![],
        }
    }

    /// A column of the inner select, as the outer one names it.
    pub(super) fn key(&mut self, expression: String) -> String {
        let at = self
            .columns
            .iter()
            .position(|known| *known == expression)
            .unwrap_or_else(|| {
                self.columns.push(expression);
                self.columns.len() - 1
            });
        format!("{}.k{at}", self.name)
    }

    /// A slot of the outer select.
    pub(super) fn slot(&mut self, expression: String) -> usize {
        self.slots.push(expression);
        self.slots.len() - 1
    }

    /// How many slots a row has.
    pub(super) fn width(&self) -> usize {
        self.slots.len()
    }

    /// The JSON of one row.
    pub(super) fn json(&self, array: &str) -> String {
        if self.slots.len() <= SLOTS_IN_A_CALL {
            return format!("{array}({})", self.slots.join(","));
        }
        let parts: Vec<_> = self
            .slots
            .chunks(SLOTS_IN_A_CALL)
            .map(|part| format!("{array}({})", part.join(",")))
            .collect();
        format!("{array}({})", parts.join(","))
    }
}

/// A record of any kind that is read after the rows that name it.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    /// What was selected of it.
    pub picked: Picked<'a>,
}

/// Makes plans for one root field.
pub(super) struct Planner<'a, 'c> {
    /// The request.
    pub ctx: &'c ContextSelectionSet<'a>,
    /// Who asks.
    pub actor: &'c Actor,
    /// All declarations.
    pub catalog: &'static Catalog,
    /// The values bound so far.
    pub binds: Binds,
    /// Fields that the caller may not see, with their places.
    pub refused: Vec<(Vec<Name>, ServerError)>,
    /// Records to be read afterwards.
    pub batches: Vec<Batch<'a>>,
    path: Vec<Name>,
    names: usize,
}

impl<'a, 'c> Planner<'a, 'c> {
    /// Nothing planned yet.
    pub(super) fn new(
        ctx: &'c ContextSelectionSet<'a>,
        actor: &'c Actor,
        catalog: &'static Catalog,
        binds: Binds,
    ) -> Self {
        Self {
            ctx,
            actor,
            catalog,
            binds,
            refused: vec![],
            batches: vec![],
            path: vec![],
            names: 0,
        }
    }

    /// A name that the statement does not use yet.
    pub(super) fn name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    /// The conditions under which the caller sees a row: its agency, and its being their own where that is the rule.
    pub(super) fn visible(&mut self, resource: &Resource, row: &str) -> String {
        let agency = self.of_agency(resource, row);
        match grant(self.actor.role, resource.kind, Action::Read) {
            Grant::Nothing => "FALSE".to_owned(),
            Grant::Agency => agency,
            Grant::Own => {
                let own = (resource.own)(self.actor, Action::Read, row, &mut self.binds);
                format!("{agency} AND ({own})")
            }
        }
    }

    /// The condition that a row belongs to the caller's agency.
    pub(super) fn of_agency(&mut self, resource: &Resource, row: &str) -> String {
        format!("{row}.{} = {}", resource.agency_column(), self.binds.agency())
    }

    /// The shape of a record and the slots it needs on this level.
    pub(super) fn object(
        &mut self,
        level: &mut Level,
        resource: &'static Resource,
        row: &str,
        sets: &[&'a async_graphql::parser::types::SelectionSet],
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
                let parent = level.key(format!("{row}.id"));
                Ok(Item::Many(self.connection(
                    level,
                    target,
                    Some(&(*link, parent)),
                    None,
                    &picked,
                )?))
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
                self.batches.push(Batch { picked });
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

    /// A list: adds its slots to the level it hangs on.
    pub(super) fn connection(
        &mut self,
        outer: &mut Level,
        resource: &'static Resource,
        link: Option<&(Link, String)>,
        search: Option<&str>,
        picked: &Picked<'a>,
    ) -> Result<Connection, ReadError> {
        let given = |name: &str| {
            argument(self.ctx, picked.field, name).filter(|value| *value != async_graphql::Value::Null)
        };
        let (tests, orders) = (given("filter"), given("orderBy"));
        let paging = ["first", "after", "last", "before"].map(given);
        let terms = order::terms(resource, orders.as_ref(), self.actor)?;
        let mark = order::mark(self.actor, resource, tests.as_ref(), &terms, search);
        let page = Page::read(paging, &terms, mark)?;

        let (row, mut level) = (self.name('a'), Level::new(self.name('x')));
        let (items, needs) = self.list_items(&mut level, resource, &row, picked)?;
        let cursor = if needs.cursors {
            order::slots(&terms, &mut level, &row, self.binds.dialect)
        } else {
            vec![]
        };

        let mut connection = Connection {
            rows: None,
            count: None,
            items,
            page,
            cursor,
            width: 0,
        };
        if needs.rows {
            let mut conditions = self.conditions(resource, &row, link, tests.as_ref(), search)?;
            conditions.extend(connection.page.conditions(&terms, &row, &mut self.binds)?);
            let limit = connection.page.size + i64::from(needs.more);
            connection.page.looked_further = needs.more;
            let limit = self.binds.bind(limit);
            let order = order::clause(&terms, &row, connection.page.backward);
            outer.slot(self.list(
                &level,
                resource,
                &row,
                &conditions,
                &format!("ORDER BY {order} LIMIT {limit}"),
            ));
            connection.rows = Some(outer.slots.len() - 1);
            connection.width = level.width();
        }
        if needs.count {
            let row = self.name('a');
            let conditions = self.conditions(resource, &row, link, tests.as_ref(), search)?;
            let sql = format!(
                "(SELECT count(*) FROM {} {row} WHERE {})",
                resource.table(),
                conditions.join(" AND ")
            );
            connection.count = Some(outer.slot(sql));
        }
        Ok(connection)
    }

    /// The select that gathers the rows of a level.
    pub(super) fn list(
        &self,
        level: &Level,
        resource: &Resource,
        row: &str,
        conditions: &[String],
        tail: &str,
    ) -> String {
        let columns: Vec<_> = level
            .columns
            .iter()
            .enumerate()
            .map(|(at, expression)| format!("{expression} AS k{at}"))
            .collect();
        let columns = if columns.is_empty() {
            "1 AS k0".to_owned()
        } else {
            columns.join(",")
        };
        format!(
            "(SELECT {gather}({json}) FROM (SELECT {columns} FROM {table} {row}{joins} WHERE {conditions} {tail}) {name})",
            gather = self.binds.dialect.gather,
            json = level.json(self.binds.dialect.array),
            table = resource.table(),
            joins = level.joins.concat(),
            conditions = conditions.join(" AND "),
            name = level.name,
        )
    }

    /// What all rows of a list fulfil: visible, linked, not archived, matching.
    pub(super) fn conditions(
        &mut self,
        resource: &'static Resource,
        row: &str,
        link: Option<&(Link, String)>,
        tests: Option<&async_graphql::Value>,
        search: Option<&str>,
    ) -> Result<Vec<String>, ReadError> {
        let mut conditions = vec![self.visible(resource, row)];
        match link {
            Some((Link::Key(column), parent)) => conditions.push(format!("{row}.{column} = {parent}")),
            Some((Link::Through { table, near, far }, parent)) => {
                let agency = self.binds.agency();
                conditions.push(format!(
                    "{row}.id IN (SELECT {far} FROM {table} WHERE agency_id = {agency} AND {near} = {parent})"
                ));
            }
            None => {}
        }
        if resource.is_archivable() && !tests.is_some_and(filter::names_archived) {
            conditions.push(format!("{row}.archived_at IS NULL"));
        }
        if let Some(tests) = tests {
            conditions.push(filter::condition(self, resource, row, tests)?);
        }
        if let Some(search) = search {
            conditions.push(filter::search(self, resource, row, search));
        }
        Ok(conditions)
    }

    fn list_items(
        &mut self,
        level: &mut Level,
        resource: &'static Resource,
        row: &str,
        picked: &Picked<'a>,
    ) -> Result<(Vec<(Name, ListItem)>, Needs), ReadError> {
        let name = format!("{}Connection", resource.name());
        let (mut items, mut needs) = (vec![], Needs::default());
        for part in pick(self.ctx, &name, &[], &picked.sets) {
            let key = part.key.clone();
            self.path.push(key.clone());
            let item = match part.name() {
                "__typename" => ListItem::Typename(name.clone()),
                "totalCount" => {
                    needs.count = true;
                    ListItem::TotalCount
                }
                "nodes" => {
                    needs.rows = true;
                    ListItem::Nodes(self.object(level, resource, row, &part.sets)?)
                }
                "edges" => {
                    needs.rows = true;
                    ListItem::Edges(self.edges(level, resource, row, &part, &mut needs)?)
                }
                _ => ListItem::PageInfo(self.page_info(&part, &mut needs)),
            };
            self.path.pop();
            items.push((key, item));
        }
        Ok((items, needs))
    }

    fn edges(
        &mut self,
        level: &mut Level,
        resource: &'static Resource,
        row: &str,
        picked: &Picked<'a>,
        needs: &mut Needs,
    ) -> Result<Vec<(Name, EdgeItem)>, ReadError> {
        let name = format!("{}Edge", resource.name());
        let mut items = vec![];
        for part in pick(self.ctx, &name, &[], &picked.sets) {
            let key = part.key.clone();
            self.path.push(key.clone());
            let item = match part.name() {
                "__typename" => EdgeItem::Typename(name.clone()),
                "node" => EdgeItem::Node(self.object(level, resource, row, &part.sets)?),
                _ => {
                    needs.cursors = true;
                    EdgeItem::Cursor
                }
            };
            self.path.pop();
            items.push((key, item));
        }
        Ok(items)
    }

    fn page_info(&self, picked: &Picked<'a>, needs: &mut Needs) -> Vec<(Name, PagePart)> {
        let parts = pick(self.ctx, "PageInfo", &[], &picked.sets)
            .into_iter()
            .map(|part| {
                let item = match part.name() {
                    "__typename" => PagePart::Typename,
                    "hasNextPage" => PagePart::HasNextPage,
                    "hasPreviousPage" => PagePart::HasPreviousPage,
                    "startCursor" => PagePart::StartCursor,
                    _ => PagePart::EndCursor,
                };
                (part.key, item)
            });
        let parts: Vec<_> = parts.collect();
        for (_, part) in &parts {
            needs.rows |= *part != PagePart::Typename;
            needs.more |= matches!(part, PagePart::HasNextPage | PagePart::HasPreviousPage);
            needs.cursors |= matches!(part, PagePart::StartCursor | PagePart::EndCursor);
        }
        parts
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

    fn refuse(&mut self, why: ReadError, picked: &Picked<'a>) -> Item {
        self.refused.push((self.path.clone(), why.at(picked.pos)));
        Item::Null
    }

    /// The declaration of a type that another one names.
    pub(super) fn resource(&self, name: &str) -> Result<&'static Resource, ReadError> {
        self.catalog
            .named(name)
            .ok_or(ReadError::Internal("a relation to a type that is not declared"))
    }

    /// Refuses a field that the caller may not test, order or group by.
    pub(super) fn allow(&self, field: &Field) -> Result<(), ReadError> {
        match field.right.filter(|right| !self.actor.has(*right)) {
            Some(right) => Err(ReadError::Forbidden(right.scope().to_owned())),
            None => Ok(()),
        }
    }
}

/// What a list must fetch.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four things that are asked for apart"
)]
struct Needs {
    rows: bool,
    count: bool,
    more: bool,
    cursors: bool,
}
