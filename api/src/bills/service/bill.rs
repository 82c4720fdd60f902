//! Rules of freelancers' bills: written under an engagement that holds or has held, and changed until they are handed in.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    engagement::{self, EngagementStatus},
    freelancer_bill::{self, Column, FreelancerBillStatus},
    phase, project,
    value::{Choice, Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::lines;
use crate::{
    bills::input::{FreelancerBillCreateInput, FreelancerBillUpdateInput},
    engagements::service::cap,
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
};

/// Writes a bill.
pub async fn create(tx: &Tx, input: FreelancerBillCreateInput) -> Result<freelancer_bill::Model> {
    tx.may(Action::Create, Kind::FreelancerBill)?;
    input.check()?;
    let engagement = tx
        .refer::<engagement::Entity>(input.engagement_id, "input.engagementId")
        .await?;
    let engagement = cap::hold(tx, engagement.id).await?;
    if let Some(phase) = input.phase_id {
        phase_of(tx, engagement.project_id, phase).await?;
    }
    let work = lines::work(tx, &input.lines).await?;
    begun(&engagement)?;
    let billed_on = input.billed_on.map_or(tx.today(), Into::into);
    not_ahead(tx, billed_on, "input.billedOn")?;
    let number = input.number.trim().to_owned();
    unused(tx, engagement.id, &number, None).await?;
    let drafts = lines::drafts(tx, &engagement, input.lines, work, None).await?;
    let row = freelancer_bill::ActiveModel {
        engagement_id: Set(engagement.id),
        project_id: Set(engagement.project_id),
        member_id: Set(engagement.member_id),
        phase_id: Set(input.phase_id),
        number: Set(number),
        billed_on: Set(billed_on),
        note: Set(trim(input.note)),
        currency: Set(engagement.currency),
        total_minor: Set(lines::total(&drafts)?),
        status: Set(FreelancerBillStatus::Draft),
        ..Default::default()
    };
    let bill = tx.insert(row).await?;
    lines::write(tx, &bill, drafts).await?;
    tx.tell(EventType::FreelancerBillCreated, &bill);
    Ok(bill)
}

/// Changes a bill that was not handed in, or is disputed. Lines that are given take the place of those it has.
pub async fn update(tx: &Tx, input: FreelancerBillUpdateInput) -> Result<freelancer_bill::Model> {
    let seen = tx
        .glance::<freelancer_bill::Entity>(Action::Update, input.id)
        .await?;
    let engagement = cap::hold(tx, seen.engagement_id).await?;
    let bill: freelancer_bill::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    if let MaybeUndefined::Value(phase) = input.phase_id {
        phase_of(tx, bill.project_id, phase).await?;
    }
    let given = input.lines.unwrap_or_default();
    let work = lines::work(tx, &given).await?;
    changeable(bill.status)?;
    if let MaybeUndefined::Value(day) = input.billed_on {
        not_ahead(tx, day.into(), "input.billedOn")?;
    }
    if let MaybeUndefined::Value(number) = &input.number {
        unused(tx, bill.engagement_id, number.trim(), Some(bill.id)).await?;
    }
    let mut changes = freelancer_bill::ActiveModel {
        number: needed(trimmed(input.number)),
        billed_on: needed(input.billed_on),
        phase_id: optional(input.phase_id),
        note: optional(trimmed(input.note)),
        ..Default::default()
    };
    let mut elsewhere = vec![];
    if !given.is_empty() {
        let drafts = lines::drafts(tx, &engagement, given, work, Some(bill.id)).await?;
        changes.total_minor = Set(lines::total(&drafts)?);
        lines::put_away(tx, bill.id).await?;
        lines::write(tx, &bill, drafts).await?;
        elsewhere.push("lines".to_owned());
    }
    let bill = tx.update_with(bill, changes, elsewhere).await?;
    tx.tell(EventType::FreelancerBillUpdated, &bill);
    Ok(bill)
}

/// Refuses bills for what does not hold yet, or never did.
fn begun(engagement: &engagement::Model) -> Result<(), UserError> {
    match engagement.status {
        EngagementStatus::Active | EngagementStatus::Ended => Ok(()),
        EngagementStatus::Draft | EngagementStatus::Void => {
            Err(UserError::invalid_state(say!("the engagement does not hold")))
        }
    }
}

fn changeable(status: FreelancerBillStatus) -> Result<(), UserError> {
    match status {
        FreelancerBillStatus::Draft | FreelancerBillStatus::Disputed => Ok(()),
        FreelancerBillStatus::Submitted
        | FreelancerBillStatus::Approved
        | FreelancerBillStatus::Paid
        | FreelancerBillStatus::Discarded => {
            let message = say!("only a draft or a disputed bill can be changed");
            Err(UserError::frozen(status.word(), message))
        }
    }
}

/// Refuses a day that is still to come.
pub(super) fn not_ahead(tx: &Tx, day: NaiveDate, path: &str) -> Result<(), UserError> {
    if day > tx.today() {
        return Err(UserError::invalid(path, say!("this day is still ahead")));
    }
    Ok(())
}

/// Refuses a phase that is none of the project.
async fn phase_of(tx: &Tx, project: Id<project::Entity>, phase: Id<phase::Entity>) -> Result<()> {
    let of_project = Condition::all()
        .add(phase::Column::Id.eq(phase))
        .add(phase::Column::ProjectId.eq(project))
        .add(phase::Column::ArchivedAt.is_null());
    if tx.exists(tx.rows::<phase::Entity>(of_project)).await? {
        Ok(())
    } else {
        Err(UserError::not_found("input.phaseId").into())
    }
}

/// Refuses a number that another bill of the engagement has.
async fn unused(
    tx: &Tx,
    engagement: Id<engagement::Entity>,
    number: &str,
    own: Option<Id<freelancer_bill::Entity>>,
) -> Result<()> {
    let same = Condition::all()
        .add(Column::EngagementId.eq(engagement))
        .add(Column::Number.eq(number))
        .add(Column::Status.ne(FreelancerBillStatus::Discarded));
    let other = tx
        .rows::<freelancer_bill::Entity>(same)
        .one(tx.connection().await?)
        .await?;
    match other.filter(|other| Some(other.id) != own) {
        Some(other) => {
            let other = (Kind::FreelancerBill, other.id.uuid());
            Err(UserError::not_unique("input.number", Some(other)).into())
        }
        None => Ok(()),
    }
}
