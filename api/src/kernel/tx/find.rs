//! Records that a rule looks at: found for what the actor wants to do with them.

use entity::value::{Id, Kind};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, Select, Statement};
use uuid::Uuid;

use super::{
    Tx,
    row::{column, id_of, is_archived},
};
use crate::kernel::{
    error::{Result, UserError},
    guard::Guarded,
    policy::{Action, Grant, grant},
    sql::Binds,
};

impl Tx {
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
            return Err(UserError::invalid_state(say!("the record is archived")).into());
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
            rows = find::<E>()
                .from_raw_sql(statement)
                .all(self.connection().await?)
                .await?;
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
        let words = if lock { binds.dialect.lock } else { "" };
        let statement = self.select::<E>(action, &wanted, words, binds);
        let select = find::<E>().from_raw_sql(statement);
        let row = select.one(self.connection().await?).await?;
        if let Some(row) = row.as_ref().filter(|_| lock) {
            self.remember(row);
        }
        Ok(row)
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

    /// Whether such a row exists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exists<E: EntityTrait>(&self, rows: Select<E>) -> Result<bool>
    where
        E::Model: Send + Sync,
    {
        Ok(rows.count(self.connection().await?).await? > 0)
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
}

/// Rows of a table, of any agency yet.
#[expect(clippy::disallowed_methods, reason = "this is the kernel")]
pub(super) fn find<E: EntityTrait>() -> Select<E> {
    E::find()
}
