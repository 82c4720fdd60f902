//! What can be read.

use entity::{
    agency::Locale,
    client, contact,
    membership::{self, Column, MemberStatus, Role},
    project, project_member, task, task_assignee,
};

use crate::{
    kernel::{
        actor::Actor,
        guard::Guarded,
        policy::{Action, Right},
        sql::Binds,
    },
    read::{Resource, resource},
};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![member()]
}

impl Guarded for membership::Entity {
    /// A portal user sees themself and the colleagues who answer for their company or run its shared projects. What anybody
    /// changes of their own is themself.
    fn own(actor: &Actor, action: Action, row: &str, binds: &mut Binds) -> String {
        if action != Action::Read {
            return format!("{row}.id = {}", binds.member());
        }
        let (agency, member, today) = (binds.agency(), binds.member(), binds.today());
        let client = binds.bind(actor.client());
        format!(
            "{row}.id = {member} OR {row}.id IN (SELECT member_id FROM account_assignments WHERE agency_id = {agency} AND client_id = {client} AND starts_on <= {today} AND (ends_on IS NULL OR ends_on > {today})) \
             OR {row}.id IN (SELECT manager_id FROM projects WHERE agency_id = {agency} AND client_id = {client} AND visibility = 'SHARED' AND archived_at IS NULL)"
        )
    }
}

/// A person in the agency.
#[rustfmt::skip]
fn member() -> Resource {
    resource::<membership::Entity>("A person in the agency. Never deleted, so that what they did keeps its author.")
        .field(Column::Name, "Their name.").filter().order().folded(Column::NameKey)
        .field(Column::Email, "Their mail address, in lower case.").filter().order().needs(Right::Details)
        .choice::<Role>(Column::Role, "What they do, and so what they may see and change.").filter().order().group()
        .choice::<MemberStatus>(Column::Status, "Whether they can sign in.").filter().order().group().needs(Right::Internal)
        .one::<client::Entity>("client", Column::ClientId, "The client that a portal user belongs to.").filter()
        .one::<contact::Entity>("contact", Column::ContactId, "The contact that a portal user is.").filter()
        .field(Column::MayAcceptProposals, "Whether a portal user may sign for their company.").needs(Right::Internal)
        .choice::<Locale>(Column::Locale, "The language they chose.").needs(Right::Internal)
        .field(Column::TimeZone, "The time zone they chose.").needs(Right::Internal)
        .field(Column::LastActiveAt, "When they last did something here.").needs(Right::Internal)
        .through::<project::Entity, project_member::Entity>("projects", project_member::Column::MemberId, project_member::Column::ProjectId, "The projects they are on.").filter()
        .through::<task::Entity, task_assignee::Entity>("tasks", task_assignee::Column::MemberId, task_assignee::Column::TaskId, "The tasks they do.").filter()
        .record()
        .hides([Column::UserId, Column::CreatedBy])
        .ordered("name", false)
        .root("member", "members")
}
