//! The history: an entry for each event, written by the commit that changes the record.

use chrono::{DateTime, Utc};
use entity::{
    event::{self, Visibility},
    value::{Choice, Id, Kind},
};
use sea_orm::ActiveValue::{NotSet, Set};
use uuid::Uuid;

use super::{actor::Actor, event::EventType, world::Caller};

/// An entry of the history that the commit will write.
#[derive(Debug)]
pub struct Pending {
    /// What happened.
    pub event: EventType,
    /// The kind of record.
    pub kind: Kind,
    /// The record.
    pub id: Uuid,
    /// Its version afterwards.
    pub version: Option<i32>,
    /// Names of the fields that changed.
    pub changed: Vec<String>,
    /// The client it concerns.
    pub client: Option<Uuid>,
    /// The project it concerns.
    pub project: Option<Uuid>,
    /// Whether the client may see it.
    pub visibility: Visibility,
    /// The reason somebody gave.
    pub reason: Option<String>,
}

/// Where a record under a project belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The project's client.
    pub client: Uuid,
    /// Whether the client may see the project.
    pub visibility: Visibility,
}

impl Pending {
    /// The project that the record belongs to, when the record itself does not say whose it is.
    pub(super) fn under(&self) -> Option<Uuid> {
        self.project.filter(|_| self.client.is_none())
    }

    /// A record under a project concerns the project's client, and is as visible as the project.
    pub(super) fn at(self, place: Option<&Place>) -> Self {
        let Some(Place { client, visibility }) = place.copied() else {
            return self;
        };
        let shared = match self.kind {
            Kind::Phase | Kind::Milestone => visibility,
            _ if visibility == Visibility::Internal => Visibility::Internal,
            _ => self.visibility,
        };
        Self {
            client: Some(client),
            visibility: shared,
            ..self
        }
    }
}

/// The row of an entry.
///
/// Two columns are left to the database. The entry's number comes from a sequence on PostgreSQL, where one counting row would
/// make an agency's writers wait for each other, and from the table on SQLite, where there is one writer.
pub(super) fn row(
    caller: &Caller,
    actor: &Actor,
    now: DateTime<Utc>,
    pending: Pending,
) -> event::ActiveModel {
    let Pending {
        event,
        kind,
        id,
        version,
        changed,
        client,
        project,
        visibility,
        reason,
    } = pending;
    event::ActiveModel {
        id: Set(Id::of(caller.world.random.uuid(now))),
        agency_id: Set(actor.agency_id),
        seq: NotSet,
        transaction_id: NotSet,
        event_type: Set(event.word().to_owned()),
        occurred_at: Set(now),
        actor_id: Set(actor.member_id),
        subject_kind: Set(kind.name().to_owned()),
        subject_id: Set(id),
        subject_version: Set(version),
        changed_fields: Set(changed.into()),
        client_id: Set(client),
        project_id: Set(project),
        visibility: Set(visibility),
        reason: Set(reason),
        request_id: Set(Some(caller.request_id.clone()).filter(|id| !id.is_empty())),
    }
}
