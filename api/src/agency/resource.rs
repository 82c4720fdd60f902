//! What can be read.

use entity::{
    agency::{self, Calendar, Locale, OverrunPolicy, TaxRounding},
    custom_field::{self, CustomFieldType},
    event::{self, Visibility},
    membership,
    membership::Role,
    value::Kind,
};

use crate::{
    clients::own_clients,
    kernel::{
        actor::Actor,
        event::EventType,
        guard::Guarded,
        policy::{Action, Grant, Right, grant},
        sql::Binds,
    },
    projects::own_projects,
    read::{Resource, resource},
};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![agency(), custom_field(), event()]
}

impl Guarded for agency::Entity {
    fn own(_: &Actor, _: Action, _: &str, _: &mut Binds) -> String {
        "TRUE".to_owned()
    }
}

impl Guarded for custom_field::Entity {
    fn own(_: &Actor, _: Action, _: &str, _: &mut Binds) -> String {
        "TRUE".to_owned()
    }
}

impl Guarded for event::Entity {
    /// What concerns the actor's own clients and projects, as far as they may see the records.
    fn own(actor: &Actor, _: Action, row: &str, binds: &mut Binds) -> String {
        let readable = format!(
            "{row}.subject_kind IN ({})",
            kinds(|kind| grant(actor.role, kind, Action::Read) != Grant::Nothing)
        );
        match actor.role {
            Role::Viewer => readable,
            Role::Portal => {
                let clients = format!("{row}.client_id IN ({})", own_clients(actor, binds));
                let projects = own_projects(actor, binds);
                format!(
                    "{readable} AND {clients} AND {row}.visibility = 'SHARED' AND ({row}.project_id IS NULL OR {row}.project_id IN ({projects}))"
                )
            }
            Role::Freelancer => {
                let (projects, agency, member) = (own_projects(actor, binds), binds.agency(), binds.member());
                format!(
                    "{row}.project_id IN ({projects}) AND ({row}.subject_kind IN ('Project', 'Phase', 'Milestone') OR {row}.subject_kind = 'Task' \
                     AND {row}.subject_id IN (SELECT task_id FROM task_assignees WHERE agency_id = {agency} AND member_id = {member}))"
                )
            }
            Role::Specialist => {
                let (agency, member) = (binds.agency(), binds.member());
                let booked = ["time_entries", "timers", "expenses"].map(|table| {
                    format!("SELECT id FROM {table} WHERE agency_id = {agency} AND member_id = {member}")
                });
                let files = format!(
                    "SELECT id FROM files WHERE agency_id = {agency} AND (created_by = {member} OR member_id = {member})"
                );
                let booked = format!(
                    "{row}.subject_kind NOT IN ('TimeEntry', 'Timer', 'Expense', 'File') OR {row}.subject_id IN ({} UNION ALL {files})",
                    booked.join(" UNION ALL ")
                );
                format!("{readable} AND ({booked}) AND ({})", of_own(actor, row, binds))
            }
            Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager | Role::Finance => {
                format!("{readable} AND ({})", of_own(actor, row, binds))
            }
        }
    }
}

/// Events of the actor's own clients and projects, and of what everybody in the agency may see.
fn of_own(actor: &Actor, row: &str, binds: &mut Binds) -> String {
    let clients = format!("{row}.client_id IN ({})", own_clients(actor, binds));
    let projects = own_projects(actor, binds);
    let of_all = kinds(|kind| {
        kind != Kind::Member && kind != Kind::Event && grant(actor.role, kind, Action::Read) == Grant::Agency
    });
    format!(
        "{clients} AND {row}.project_id IS NULL OR {row}.project_id IN ({projects}) OR {row}.subject_kind IN ({of_all})"
    )
}

/// The names of kinds, as a list of SQL.
fn kinds(of: impl Fn(Kind) -> bool) -> String {
    let names = Kind::ALL.iter().copied().filter(|kind| of(*kind));
    names
        .map(|kind| format!("'{}'", kind.name()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The agency that the caller is signed in to.
#[rustfmt::skip]
fn agency() -> Resource {
    use agency::Column;
    resource::<agency::Entity>("An agency: all other records belong to one.")
        .field(Column::Name, "Its name.").order()
        .currency(Column::BaseCurrency, "The currency its own books are kept in.")
        .choice::<Locale>(Column::Locale, "The language of its texts.")
        .field(Column::TimeZone, "The time zone of its business days, an IANA name such as Europe/Berlin.")
        .choice::<Calendar>(Column::Calendar, "The calendar its months are counted in.")
        .field(Column::FiscalYearStartMonth, "The month its fiscal year begins with, 1 to 12, in its calendar.").needs(Right::Internal)
        .choice::<TaxRounding>(Column::TaxRounding, "Where tax is rounded.").needs(Right::Internal)
        .field(Column::ProposalRequiredBeforeContract, "Whether a contract needs an accepted proposal.").needs(Right::Internal)
        .field(Column::MarginFloorBps, "The net margin below which a project is reported, in hundredths of a percent.").needs(Right::Finance)
        .choice::<OverrunPolicy>(Column::OverrunDefault, "What happens when a cost would exceed its budget, unless the budget says otherwise.").needs(Right::Internal)
        .field(Column::ReportMaxGapDays, "The most days between two reports to a client.").needs(Right::Internal)
        .field(Column::SilenceNoticeDays, "After so many days a client's silence counts as consent to a resolution.").needs(Right::Internal)
        .field(Column::AnswerTargetHours, "Hours to answer a concern, by severity.").needs(Right::Internal)
        .field(Column::BooksClosedUntil, "The last day whose books are closed: nothing is booked or changed there.").needs(Right::Internal)
        .field(Column::KAnonymity, "Fewer shoppers than this are never shown as a group.").needs(Right::Internal)
        .record()
        .ordered("createdAt", false)
        .no_root()
}

/// A field that the agency added to a kind of record.
#[rustfmt::skip]
fn custom_field() -> Resource {
    use custom_field::Column;
    resource::<custom_field::Entity>("A field that the agency added to a kind of record.")
        .field(Column::Kind, "The type that has the field, for example Client.").filter().order()
        .field(Column::Key, "Its key in customFields.").filter()
        .field(Column::Label, "Its name for people.")
        .choice::<CustomFieldType>(Column::ValueType, "What it holds.")
        .field(Column::Options, "The words of a CHOICE.")
        .field(Column::Required, "Whether every record needs a value.")
        .field(Column::Position, "Its place among the fields of the type.").order()
        .record()
        .hides([Column::CreatedBy])
        .ordered("position", false)
        .root("customField", "customFields")
}

/// An entry of the history.
#[rustfmt::skip]
fn event() -> Resource {
    use event::Column;
    resource::<event::Entity>("One entry of the history: who did what to which record. Written with the change itself.")
        .choice::<EventType>(Column::EventType, "What happened.").filter().group()
        .field(Column::Seq, "Its number: grows with time within the agency.").filter().order()
        .field(Column::OccurredAt, "When.").filter().order().by_month()
        .one::<membership::Entity>("actor", Column::ActorId, "Who did it; null for the system.").filter().group()
        .any_node("subject", Column::SubjectKind, Column::SubjectId, "The record as it is now; null when the caller may not see it.")
        .field(Column::SubjectKind, "The record's type.").filter().group()
        .field(Column::SubjectVersion, "The record's version after the event.")
        .computed("changedFields", "[String!]!", "Names of the fields that changed.", [Column::ChangedFields], changed_fields)
        .choice::<Visibility>(Column::Visibility, "Whether the client may see it.").needs(Right::Internal)
        .field(Column::Reason, "The reason somebody gave.").needs(Right::Internal)
        .field(Column::RequestId, "The request it came with.").needs(Right::Internal)
        .hides([Column::TransactionId, Column::ClientId, Column::ProjectId])
        .ordered("seq", true)
        .root("event", "events")
}

fn changed_fields(row: &crate::read::Row<'_>, _: &Actor) -> async_graphql::Value {
    row.json("changed_fields")
}
