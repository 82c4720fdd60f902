//! How bills go on: handed in by freelancers, disputed, approved and paid by those who see to money.

use entity::{
    freelancer_bill::{self, FreelancerBillStatus},
    membership::Role,
    project,
    value::Id,
};
use sea_orm::ActiveValue::Set;

use super::{bill::not_ahead, book, lines};
use crate::{
    bills::input::FreelancerBillTransitionInput,
    engagements::service::cap,
    kernel::{
        actor::Actor,
        error::{Error, Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
};

/// Takes a bill to another state.
pub async fn transition(tx: &Tx, input: FreelancerBillTransitionInput) -> Result<freelancer_bill::Model> {
    let (project, bill) = found(tx, input.id).await?;
    let bill = bill.at(Some(input.expected_version))?;
    input.check()?;
    bill.status.step(input.to)?;
    let reason = trim(input.reason);
    let changes = match input.to {
        FreelancerBillStatus::Draft => freelancer_bill::ActiveModel::default(),
        FreelancerBillStatus::Submitted => freelancer_bill::ActiveModel {
            submitted_at: Set(Some(tx.now())),
            ..Default::default()
        },
        FreelancerBillStatus::Discarded => {
            lines::put_away(tx, bill.id).await?;
            freelancer_bill::ActiveModel::default()
        }
        FreelancerBillStatus::Disputed => {
            let project = deciding(tx.actor(), project.as_ref(), &bill)?;
            decided(tx, book::take_back(tx, project, &bill).await?)
        }
        FreelancerBillStatus::Approved => {
            let project = deciding(tx.actor(), project.as_ref(), &bill)?;
            let booked = book::book(tx, project, &bill).await?;
            if !book::is_booked(&booked) {
                let bill = tx.update(bill, booked).await?;
                tx.tell_why(EventType::FreelancerBillUpdated, &bill, reason);
                return Ok(bill);
            }
            decided(tx, booked)
        }
        FreelancerBillStatus::Paid => {
            deciding(tx.actor(), project.as_ref(), &bill)?;
            let on = input.paid_on.map_or(tx.today(), Into::into);
            not_ahead(tx, on, "input.paidOn")?;
            freelancer_bill::ActiveModel {
                paid_on: Set(Some(on)),
                ..Default::default()
            }
        }
    };
    let changes = freelancer_bill::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..changes
    };
    let bill = tx.update(bill, changes).await?;
    tx.tell_why(EventType::FreelancerBillStatusChanged, &bill, reason);
    Ok(bill)
}

/// The bill that the actor wants to take on. Its engagement is held first, and before that its project by those who decide: what
/// they decide is booked there.
async fn found(
    tx: &Tx,
    id: Id<freelancer_bill::Entity>,
) -> Result<(Option<project::Model>, freelancer_bill::Model)> {
    let seen = tx.glance::<freelancer_bill::Entity>(Action::Update, id).await?;
    let project = if decides(tx.actor().role) {
        let project = tx.under::<project::Entity>(Action::Read, seen.project_id, "input.id");
        Some(project.await?)
    } else {
        None
    };
    cap::hold(tx, seen.engagement_id).await?;
    Ok((project, tx.fetch_for(Action::Update, id).await?))
}

/// The project of a bill, for those who may decide on it: nobody on what they ask for themself, and only those who run the agency
/// on what they wrote for somebody.
fn deciding<'p>(
    actor: &Actor,
    project: Option<&'p project::Model>,
    bill: &freelancer_bill::Model,
) -> Result<&'p project::Model> {
    let project = project.ok_or_else(|| Error::Forbidden("freelancerBills:approve".to_owned()))?;
    let runs = matches!(actor.role, Role::Owner | Role::Manager);
    let is_mine = |member: Option<_>| member.is_some() && member == actor.member_id;
    if is_mine(Some(bill.member_id)) || (!runs && is_mine(bill.created_by)) {
        return Err(UserError::invalid_state(say!("somebody else has to decide on this bill")).into());
    }
    Ok(project)
}

/// Whether somebody disputes, approves and pays bills.
const fn decides(role: Role) -> bool {
    match role {
        Role::Owner | Role::Manager | Role::Finance => true,
        Role::AccountManager
        | Role::ProjectManager
        | Role::Specialist
        | Role::Freelancer
        | Role::Viewer
        | Role::Portal => false,
    }
}

fn decided(tx: &Tx, changes: freelancer_bill::ActiveModel) -> freelancer_bill::ActiveModel {
    freelancer_bill::ActiveModel {
        decided_at: Set(Some(tx.now())),
        decided_by: Set(tx.actor().member_id),
        ..changes
    }
}
