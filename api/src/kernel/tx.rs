//! One unit of work: one actor, one moment, all or nothing.
//!
//! A rule takes `&Tx` and cannot commit: whoever opened the unit of work does, so that rules compose. What a rule changes is
//! written to the history by the same commit.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    event::Visibility,
    value::{Id, Keyed, Kind},
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue, ColumnTrait, Condition, DatabaseTransaction,
    EntityTrait, IdenStatic, IntoActiveModel, Iterable, ModelTrait, PaginatorTrait, QueryFilter, Select,
    Statement, Value,
};
use uuid::Uuid;

use super::{
    actor::Actor,
    calendar,
    error::{Error, Result, UserError},
    event::{self, EventType, Pending},
    guard::Guarded,
    names::camel,
    policy::{Action, Grant, grant},
    sql::{Binds, Dialect},
    world::Caller,
};

/// One unit of work.
pub struct Tx {
    txn: DatabaseTransaction,
    caller: Arc<Caller>,
    actor: Actor,
    now: DateTime<Utc>,
    told: Mutex<Told>,
}

/// What the history will say.
#[derive(Debug, Default)]
struct Told {
    changed: Vec<(Uuid, Vec<String>)>,
    made: Vec<Uuid>,
    untouched: Vec<Uuid>,
    events: Vec<Pending>,
}

impl Told {
    /// Whether rules wrote a record without changing anything of it.
    fn is_untouched(&self, id: Uuid) -> bool {
        self.untouched.contains(&id)
            && !self.made.contains(&id)
            && !self.changed.iter().any(|(of, _)| *of == id)
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("actor", &self.actor)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

/// A row that rules change: it has a version.
pub trait Versioned: ModelTrait + Sized {
    /// The row, if it still has the version that the caller read.
    ///
    /// # Errors
    /// `VERSION_CONFLICT` with the record as it is now.
    fn at(self, expected: Option<i32>) -> Result<Self>;
}

impl<M> Versioned for M
where
    M: ModelTrait,
    M::Entity: Keyed,
{
    fn at(self, expected: Option<i32>) -> Result<Self> {
        let version = int(&self, "version").unwrap_or(0);
        match expected {
            Some(expected) if expected != version => {
                Err(UserError::version_conflict(<M::Entity as Keyed>::KIND, id_of(&self), version).into())
            }
            _ => Ok(self),
        }
    }
}

impl Tx {
    /// Opens a unit of work.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn begin(caller: Arc<Caller>, actor: Actor) -> Result<Self> {
        let txn = caller.world.db.begin_write().await?;
        Ok(Self {
            txn,
            now: caller.world.now(),
            caller,
            actor,
            told: Mutex::default(),
        })
    }

    /// A unit of work that began before its agency was there.
    #[must_use]
    pub fn over(txn: DatabaseTransaction, caller: Arc<Caller>, actor: Actor) -> Self {
        Self {
            txn,
            now: caller.world.now(),
            caller,
            actor,
            told: Mutex::default(),
        }
    }

    /// Writes the history and commits.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn commit(self) -> Result<()> {
        let told = self.told.into_inner().unwrap_or_else(PoisonError::into_inner);
        for pending in told.events {
            event::write(&self.txn, &self.caller, &self.actor, self.now, pending).await?;
        }
        self.txn.commit().await?;
        Ok(())
    }

    /// The one moment of this unit of work.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The business day it is for the agency.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        calendar::day_at(self.now, &self.actor.time_zone)
    }

    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The request that it belongs to.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The connection, for what the kernel has no words for.
    #[must_use]
    pub const fn connection(&self) -> &DatabaseTransaction {
        &self.txn
    }

    /// A new id.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.caller.world.random.uuid(self.now)
    }

    /// Refuses what the actor's role may not do at all.
    ///
    /// # Errors
    /// FORBIDDEN.
    pub fn may(&self, action: Action, kind: Kind) -> Result<()> {
        match grant(self.actor.role, kind, action) {
            Grant::Nothing => Err(Error::Forbidden(format!(
                "{}:{}",
                camel(kind.table()),
                if action == Action::Read { "read" } else { "write" }
            ))),
            Grant::Own | Grant::Agency => Ok(()),
        }
    }

    /// The record that the actor wants to do something with.
    ///
    /// # Errors
    /// FORBIDDEN when the role may not, `NOT_FOUND` when the actor cannot see such a record, `INVALID_STATE` when it is archived.
    pub async fn fetch_for<E: Guarded>(&self, action: Action, id: Id<E>) -> Result<E::Model> {
        self.may(action, E::KIND)?;
        let row = self
            .seen::<E>(action, id, true)
            .await?
            .ok_or_else(|| UserError::not_found("input.id"))?;
        if action == Action::Update && is_archived(&row) {
            return Err(UserError::invalid_state("the record is archived").into());
        }
        Ok(row)
    }

    /// The record that the actor wants to do something with, not locked yet: for rules that lock what it belongs to first.
    ///
    /// # Errors
    /// FORBIDDEN when the role may not, `NOT_FOUND` when the actor cannot see such a record.
    pub async fn glance<E: Guarded>(&self, action: Action, id: Id<E>) -> Result<E::Model> {
        self.may(action, E::KIND)?;
        self.seen::<E>(action, id, false)
            .await?
            .ok_or_else(|| UserError::not_found("input.id").into())
    }

    /// A record that an input refers to.
    ///
    /// # Errors
    /// `NOT_FOUND` at the input's field when the actor cannot see such a record, or it is archived.
    pub async fn refer<E: Guarded>(&self, id: Id<E>, path: &str) -> Result<E::Model> {
        let row = match grant(self.actor.role, E::KIND, Action::Read) {
            Grant::Nothing => None,
            Grant::Own | Grant::Agency => self.seen::<E>(Action::Read, id, false).await?,
        };
        row.filter(|row| !is_archived(row))
            .ok_or_else(|| UserError::not_found(path).into())
    }

    /// The parent of a record to be made or changed, locked so that its state stays while the rule looks at it.
    ///
    /// # Errors
    /// `NOT_FOUND` at the input's field when the actor may not do this under such a record, or it is archived.
    pub async fn under<E: Guarded>(&self, action: Action, id: Id<E>, path: &str) -> Result<E::Model> {
        let row = match grant(self.actor.role, E::KIND, Action::Read) {
            Grant::Nothing => None,
            Grant::Own | Grant::Agency => self.seen::<E>(action, id, true).await?,
        };
        row.filter(|row| !is_archived(row))
            .ok_or_else(|| UserError::not_found(path).into())
    }

    /// Records that a list of an input refers to, read at once; each comes once, however often it is named.
    ///
    /// # Errors
    /// `NOT_FOUND` at every place of the list where the actor cannot see such a record, or it is archived.
    pub async fn refer_all<E: Guarded>(&self, ids: &[Id<E>], path: &str) -> Result<Vec<E::Model>> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let mut rows = vec![];
        if grant(self.actor.role, E::KIND, Action::Read) != Grant::Nothing {
            let mut binds = self.binds();
            let wanted: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
            let wanted = binds.any_id("r.id", &wanted);
            let statement = self.select::<E>(Action::Read, &wanted, "", binds);
            rows = find::<E>().from_raw_sql(statement).all(&self.txn).await?;
            rows.retain(|row| !is_archived(row));
        }
        let faults: Vec<UserError> = ids
            .iter()
            .enumerate()
            .filter(|(_, id)| !rows.iter().any(|row| id_of(row) == id.uuid()))
            .map(|(at, _)| UserError::not_found(&format!("{path}.{at}")))
            .collect();
        if faults.is_empty() {
            Ok(rows)
        } else {
            Err(faults.into())
        }
    }

    async fn seen<E: Guarded>(&self, action: Action, id: Id<E>, lock: bool) -> Result<Option<E::Model>> {
        let mut binds = self.binds();
        let wanted = format!("r.id = {}", binds.bind(id.uuid()));
        let lock = if lock { binds.dialect.lock } else { "" };
        let statement = self.select::<E>(action, &wanted, lock, binds);
        Ok(find::<E>().from_raw_sql(statement).one(&self.txn).await?)
    }

    /// The select of rows, named `r`, that the actor may do something with.
    fn select<E: Guarded>(&self, action: Action, wanted: &str, lock: &str, mut binds: Binds) -> Statement {
        let agency = binds.agency();
        let agency_column = if E::KIND == Kind::Agency {
            "id"
        } else {
            "agency_id"
        };
        let own = match grant(self.actor.role, E::KIND, Action::Read) {
            Grant::Agency if grant(self.actor.role, E::KIND, action) != Grant::Own => String::new(),
            _ => format!(" AND ({})", E::own(&self.actor, action, "r", &mut binds)),
        };
        let sql = format!(
            "SELECT r.* FROM {} r WHERE r.{agency_column} = {agency} AND {wanted}{own}{lock}",
            E::KIND.table()
        );
        binds.statement(sql)
    }

    fn binds(&self) -> Binds {
        Binds::new(Dialect::of(self.caller.world.db.backend), &self.actor, self.now)
    }

    /// Whether such a row exists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exists<E: EntityTrait>(&self, rows: Select<E>) -> Result<bool>
    where
        E::Model: Send + Sync,
    {
        Ok(rows.count(&self.txn).await? > 0)
    }

    /// Rows of the actor's agency that fulfil a condition, for rules; visibility is the rule's concern.
    #[must_use]
    pub fn rows<E: EntityTrait>(&self, condition: Condition) -> Select<E> {
        let agency = column::<E>("agency_id").map(|column| column.eq(self.actor.agency_id.uuid()));
        find::<E>().filter(
            agency
                .map_or(Condition::all(), |agency| Condition::all().add(agency))
                .add(condition),
        )
    }

    /// Removes rows that are no records: links, ids in other systems, indexed values.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete<E: EntityTrait>(&self, condition: Condition) -> Result<u64> {
        let agency = column::<E>("agency_id").map(|column| column.eq(self.actor.agency_id.uuid()));
        let Some(agency) = agency else {
            return Err(Error::internal("deleting rows of no agency"));
        };
        #[expect(clippy::disallowed_methods, reason = "this is the kernel")]
        let deleted = E::delete_many()
            .filter(condition.add(agency))
            .exec(&self.txn)
            .await?;
        Ok(deleted.rows_affected)
    }

    /// Makes a row: its id, agency, version, times and folded texts are filled in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert<A>(&self, mut row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        self.fill(&mut row);
        let row = row.insert(&self.txn).await?;
        self.told().made.push(id_of(&row));
        Ok(row)
    }

    /// Makes rows in one statement, of which the history says nothing: links, and what a seed makes in bulk. Ids and times that
    /// are given stay.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_all<A>(&self, mut rows: Vec<A>) -> Result<()>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        if rows.is_empty() {
            return Ok(());
        }
        for row in &mut rows {
            self.fill(row);
        }
        A::Entity::insert_many(rows)
            .exec_without_returning(&self.txn)
            .await?;
        Ok(())
    }

    fn fill<A: ActiveModelTrait>(&self, row: &mut A) {
        let member = self.actor.member_id.map(Id::uuid);
        for column in <A::Entity as EntityTrait>::Column::iter() {
            let value: Value = match column.as_str() {
                "id" if row.get(column).is_not_set() => self.uuid().into(),
                "agency_id" => self.actor.agency_id.uuid().into(),
                "version" => 1.into(),
                "created_at" | "updated_at" if row.get(column).is_not_set() => self.now.into(),
                "created_by" => member.into(),
                _ => continue,
            };
            row.set(column, value);
        }
        fold_texts(row, None);
    }

    /// Changes a row. What stays the same is not written; when nothing changes, nothing is.
    ///
    /// # Errors
    /// `VERSION_CONFLICT` when somebody else was faster.
    pub async fn update<A>(
        &self,
        old: <A::Entity as EntityTrait>::Model,
        changes: A,
    ) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: Keyed,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        self.update_with(old, changes, vec![]).await
    }

    /// Changes a row of which these fields, kept in other tables, have changed already: its version grows for them too.
    ///
    /// # Errors
    /// `VERSION_CONFLICT` when somebody else was faster.
    pub async fn update_with<A>(
        &self,
        old: <A::Entity as EntityTrait>::Model,
        mut changes: A,
        elsewhere: Vec<String>,
    ) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: Keyed,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let mut names = keep_changes(&old, &mut changes);
        names.extend(elsewhere);
        if names.is_empty() {
            self.told().untouched.push(id_of(&old));
            return Ok(old);
        }
        fold_texts(&mut changes, Some(&old));
        let (id, version) = (id_of(&old), int(&old, "version").unwrap_or(0));
        let mut mine = Condition::all();
        for column in <A::Entity as EntityTrait>::Column::iter() {
            match column.as_str() {
                "id" => mine = mine.add(column.eq(id)),
                "agency_id" => mine = mine.add(column.eq(self.actor.agency_id.uuid())),
                "version" => {
                    mine = mine.add(column.eq(version));
                    changes.set(column, (version + 1).into());
                }
                "updated_at" => changes.set(column, self.now.into()),
                _ => {}
            }
        }
        #[expect(clippy::disallowed_methods, reason = "this is the kernel")]
        let rows = A::Entity::update_many()
            .set(changes)
            .filter(mine)
            .exec_with_returning(&self.txn)
            .await?;
        let Some(row) = rows.into_iter().next() else {
            return Err(UserError::version_conflict(<A::Entity as Keyed>::KIND, id, version).into());
        };
        self.note(id, names);
        Ok(row)
    }

    /// Puts a record out of sight. Doing it twice changes nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn archive<E: EntityTrait + Keyed>(&self, row: E::Model) -> Result<E::Model>
    where
        E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        if is_archived(&row) {
            self.told().untouched.push(id_of(&row));
            return Ok(row);
        }
        self.set_archived::<E>(row, Some(self.now)).await
    }

    /// Brings a record back.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unarchive<E: EntityTrait + Keyed>(&self, row: E::Model) -> Result<E::Model>
    where
        E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        self.set_archived::<E>(row, None).await
    }

    async fn set_archived<E: EntityTrait + Keyed>(
        &self,
        row: E::Model,
        at: Option<DateTime<Utc>>,
    ) -> Result<E::Model>
    where
        E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let mut changes = <E::ActiveModel as ActiveModelTrait>::default();
        let archived =
            column::<E>("archived_at").ok_or_else(|| Error::internal("archiving what cannot be archived"))?;
        changes.set(archived, at.into());
        self.update(row, changes).await
    }

    /// Tells the history what happened to a record; nothing is told of what changed nothing.
    pub fn tell<M: ModelTrait>(&self, event: EventType, row: &M)
    where
        M::Entity: Keyed,
    {
        self.tell_why(event, row, None);
    }

    /// Tells the history what happened to a record, and the reason somebody gave.
    pub fn tell_why<M: ModelTrait>(&self, event: EventType, row: &M, reason: Option<String>)
    where
        M::Entity: Keyed,
    {
        let (kind, id) = (<M::Entity as Keyed>::KIND, id_of(row));
        let own = |of: Kind| (kind == of).then_some(id);
        let mut told = self.told();
        if told.is_untouched(id) {
            return;
        }
        let changed = told
            .changed
            .iter()
            .filter(|(of, _)| *of == id)
            .flat_map(|(_, fields)| fields.clone())
            .collect();
        let pending = Pending {
            event,
            kind,
            id,
            version: int(row, "version"),
            changed,
            client: own(Kind::Client).or_else(|| uuid(row, "client_id")),
            project: own(Kind::Project).or_else(|| uuid(row, "project_id")),
            visibility: if text(row, "visibility").as_deref() == Some("SHARED") {
                Visibility::Shared
            } else {
                Visibility::Internal
            },
            reason,
        };
        match told
            .events
            .iter_mut()
            .find(|known| known.event == event && known.id == id)
        {
            Some(known) => *known = pending,
            None => told.events.push(pending),
        }
    }

    /// Notes that fields of a record changed which are no columns of its row.
    pub fn note(&self, id: Uuid, fields: Vec<String>) {
        self.told().changed.push((id, fields));
    }

    /// Whether the record was made by this unit of work.
    pub fn is_new(&self, id: Uuid) -> bool {
        self.told().made.contains(&id)
    }

    /// Whether this unit of work has changed a field of the record.
    pub fn has_changed(&self, id: Uuid, field: &str) -> bool {
        let told = self.told();
        let mut of_record = told.changed.iter().filter(|(of, _)| *of == id);
        of_record.any(|(_, fields)| fields.iter().any(|known| known == field))
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the kernel")]
fn find<E: EntityTrait>() -> Select<E> {
    E::find()
}

fn column<E: EntityTrait>(name: &str) -> Option<E::Column> {
    E::Column::iter().find(|column| column.as_str() == name)
}

fn value<M: ModelTrait>(row: &M, name: &str) -> Option<Value> {
    column::<M::Entity>(name).map(|column| row.get(column))
}

fn int<M: ModelTrait>(row: &M, name: &str) -> Option<i32> {
    match value(row, name) {
        Some(Value::Int(number)) => number,
        _ => None,
    }
}

fn uuid<M: ModelTrait>(row: &M, name: &str) -> Option<Uuid> {
    match value(row, name) {
        Some(Value::Uuid(id)) => id,
        _ => None,
    }
}

fn text<M: ModelTrait>(row: &M, name: &str) -> Option<String> {
    match value(row, name) {
        Some(Value::String(text)) => text,
        _ => None,
    }
}

/// The id of a row.
pub fn id_of<M: ModelTrait>(row: &M) -> Uuid {
    uuid(row, "id").unwrap_or_default()
}

fn is_archived<M: ModelTrait>(row: &M) -> bool {
    matches!(value(row, "archived_at"), Some(Value::ChronoDateTimeUtc(Some(_))))
}

/// Drops what stays the same from the changes; the names of the rest as the API writes them.
fn keep_changes<A: ActiveModelTrait>(
    old: &<A::Entity as EntityTrait>::Model,
    changes: &mut A,
) -> Vec<String> {
    let mut names = vec![];
    for column in <A::Entity as EntityTrait>::Column::iter() {
        match changes.get(column) {
            ActiveValue::Set(new) if new != old.get(column) => {
                let name = column.as_str();
                let name = name
                    .strip_suffix("_minor")
                    .or_else(|| name.strip_suffix("_micro"))
                    .or_else(|| name.strip_suffix("_currency"))
                    .unwrap_or(name);
                names.push(camel(name));
            }
            ActiveValue::Set(_) | ActiveValue::Unchanged(_) => changes.not_set(column),
            ActiveValue::NotSet => {}
        }
    }
    names.dedup();
    names
}

/// Columns that a record is found by, as far as it has them.
const SEARCHED: [&str; 12] = [
    "name",
    "title",
    "legal_name",
    "code",
    "email",
    "phone",
    "job_title",
    "sector",
    "summary",
    "text",
    "statement",
    "description",
];

/// Keeps the folded twins of texts.
fn fold_texts<A: ActiveModelTrait>(row: &mut A, old: Option<&<A::Entity as EntityTrait>::Model>) {
    let texts: Vec<(&str, Option<String>, bool)> = SEARCHED
        .iter()
        .filter_map(|name| {
            let column = column::<A::Entity>(name)?;
            let (new, set) = match row.get(column) {
                ActiveValue::Set(value) => (Some(value), true),
                _ => (old.map(|old| old.get(column)), false),
            };
            let text = if let Some(Value::String(text)) = new {
                text
            } else {
                None
            };
            Some((*name, text, set))
        })
        .collect();
    if !texts.iter().any(|(_, _, set)| *set) {
        return;
    }
    if let (Some(column), Some((_, Some(name), true))) = (column::<A::Entity>("name_key"), texts.first()) {
        row.set(column, entity::value::fold(name).into());
    }
    if let Some(column) = column::<A::Entity>("search") {
        let all = entity::value::search_text(texts.iter().filter_map(|(_, text, _)| text.as_deref()));
        row.set(column, all.into());
    }
}
