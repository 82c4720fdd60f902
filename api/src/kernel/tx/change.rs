//! Rows that a rule makes, changes and removes.

use chrono::{DateTime, Utc};
use entity::value::{Id, Keyed};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IdenStatic, IntoActiveModel,
    Iterable, QueryFilter, TryIntoModel, Value,
};

use super::{
    Tx,
    row::{column, complete, fold_texts, id_of, int, is_archived, keep_changes},
    waiting::Rows,
};
use crate::kernel::error::{Error, Result, UserError};

impl Tx {
    /// Makes a row: its id, agency, version, times and folded texts are filled in. It waits to be written until somebody looks,
    /// at the latest for the commit: a value that another record has is refused then.
    ///
    /// # Errors
    /// When a column that needs a value has none, or the database refuses what waited.
    pub async fn insert<A>(&self, mut row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + TryIntoModel<<A::Entity as EntityTrait>::Model>,
    {
        self.fill(&mut row);
        let waits = Rows::of(std::slice::from_ref(&row))?;
        let row = row.try_into_model()?;
        self.told().made.push(id_of(&row));
        self.remember(&row);
        self.wait(waits).await?;
        Ok(row)
    }

    /// Makes rows of which the history says nothing: links, and what a seed makes in bulk. Ids and times that are given stay.
    /// They wait as a single row does.
    ///
    /// # Errors
    /// When the database refuses what waited.
    pub async fn insert_all<A: ActiveModelTrait>(&self, mut rows: Vec<A>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        for row in &mut rows {
            self.fill(row);
        }
        self.wait(Rows::of(&rows)?).await
    }

    /// Lets rows wait to be written; when there are too many, all are written now.
    async fn wait(&self, rows: Rows) -> Result<()> {
        let too_many = self.waiting().push(rows);
        if too_many {
            self.connection().await?;
        }
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
        complete(row);
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
            .exec_with_returning(self.connection().await?)
            .await?;
        let Some(row) = rows.into_iter().next() else {
            return Err(UserError::version_conflict(<A::Entity as Keyed>::KIND, id, version).into());
        };
        self.note(id, names);
        self.remember(&row);
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
            .exec(self.connection().await?)
            .await?;
        Ok(deleted.rows_affected)
    }
}
