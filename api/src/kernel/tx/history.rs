//! What the history will say: noted while the rule works, written with what it changed.

use std::collections::HashMap;

use entity::{
    event::Visibility,
    project,
    value::{Keyed, Kind},
};
use sea_orm::{EntityName, ModelTrait};
use uuid::Uuid;

use super::{
    Tx,
    find::find,
    row::{id_of, int, text, uuid},
    waiting::Rows,
};
use crate::kernel::{
    entry::{self, Pending, Place},
    error::Result,
    event::EventType,
};

/// What the history will say.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) made: Vec<Uuid>,
    pub(super) untouched: Vec<Uuid>,
    changed: Vec<(Uuid, Vec<String>)>,
    events: Vec<Pending>,
    projects: HashMap<Uuid, Place>,
}

impl Told {
    /// Whether rules wrote a record without changing anything of it.
    fn is_untouched(&self, id: Uuid) -> bool {
        self.untouched.contains(&id)
            && !self.made.contains(&id)
            && !self.changed.iter().any(|(of, _)| *of == id)
    }
}

impl Tx {
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
            visibility: visibility(row),
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

    /// Remembers a project that nobody else changes before the commit: it is locked, or of this unit of work.
    pub(super) fn remember<M: ModelTrait>(&self, row: &M) {
        if M::Entity::default().table_name() != Kind::Project.table() {
            return;
        }
        if let Some(client) = uuid(row, "client_id") {
            let visibility = visibility(row);
            self.told()
                .projects
                .insert(id_of(row), Place { client, visibility });
        }
    }

    /// Lets the entries of the history wait with the other rows.
    pub(super) async fn write_history(&self) -> Result<()> {
        let Told {
            events, mut projects, ..
        } = std::mem::take(&mut *self.told());
        let mut unknown: Vec<Uuid> = events.iter().filter_map(Pending::under).collect();
        unknown.retain(|project| !projects.contains_key(project));
        if !unknown.is_empty() {
            projects.extend(self.places(&unknown).await?);
        }
        for pending in events {
            let place = pending.under().and_then(|project| projects.get(&project));
            let row = entry::row(&self.caller, &self.actor, self.now, pending.at(place));
            let dialect = self.binds().dialect;
            let computed = vec![
                ("seq", dialect.next_seq),
                ("transaction_id", dialect.transaction_id),
            ];
            self.waiting().push(Rows::of(&[row])?.computing(computed));
        }
        Ok(())
    }

    /// What the history has to know of projects that no rule has held.
    async fn places(&self, projects: &[Uuid]) -> Result<Vec<(Uuid, Place)>> {
        let mut binds = self.binds();
        let (agency, wanted) = (binds.agency(), binds.any_id("r.id", projects));
        let sql = format!("SELECT r.* FROM projects r WHERE r.agency_id = {agency} AND {wanted}");
        let select = find::<project::Entity>().from_raw_sql(binds.statement(sql));
        let rows = select.all(self.connection().await?).await?;
        let place = |row: project::Model| {
            let (client, visibility) = (row.client_id.uuid(), row.visibility);
            (row.id.uuid(), Place { client, visibility })
        };
        Ok(rows.into_iter().map(place).collect())
    }
}

fn visibility<M: ModelTrait>(row: &M) -> Visibility {
    if text(row, "visibility").as_deref() == Some("SHARED") {
        Visibility::Shared
    } else {
        Visibility::Internal
    }
}
