//! Lines of bills: work stands on one of them at the most, on whichever bill.

use entity::{
    engagement::{self, EngagementTerms},
    freelancer_bill,
    freelancer_bill_line::{self, Column},
    time_entry,
    value::{Id, Kind, price::of_quantity},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::{
    bills::input::FreelancerBillLineInput,
    budgets::service::ledger::MOST_MINOR,
    kernel::{
        error::{Error, Result, UserError},
        patch::trim,
        tx::Tx,
    },
};

/// One, as quantities are stored.
const ONE: i64 = 10_000;

/// A line that is not written yet.
pub(super) struct Draft {
    time_entry: Option<Id<time_entry::Entity>>,
    description: Option<String>,
    minor: i64,
}

/// The work that lines are for.
///
/// # Errors
/// `NOT_FOUND` at each line whose work the actor does not see.
pub(super) async fn work(tx: &Tx, lines: &[FreelancerBillLineInput]) -> Result<Vec<time_entry::Model>> {
    let (places, ids): (Vec<usize>, Vec<_>) = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.time_entry_id?)))
        .unzip();
    let found = tx.refer_all::<time_entry::Entity>(&ids, "input.lines").await;
    found.map_err(|error| at_lines(error, &places))
}

/// Errors at the places of a list, at the lines that it was made of.
fn at_lines(error: Error, places: &[usize]) -> Error {
    let Error::User(mut errors) = error else {
        return error;
    };
    for error in &mut errors {
        let place = error.path.get(2).and_then(|at| at.parse::<usize>().ok());
        if let Some(place) = place.and_then(|at| places.get(at)) {
            error.path = path(*place, "timeEntryId")
                .split('.')
                .map(str::to_owned)
                .collect();
        }
    }
    Error::User(errors)
}

/// Lines as they are to be written: what is left out is taken from the work and the engagement.
pub(super) async fn drafts(
    tx: &Tx,
    engagement: &engagement::Model,
    lines: Vec<FreelancerBillLineInput>,
    work: Vec<time_entry::Model>,
    own: Option<Id<freelancer_bill::Entity>>,
) -> Result<Vec<Draft>> {
    let billed = billed(tx, &work, own).await?;
    let mut drafts: Vec<Draft> = vec![];
    for (at, line) in lines.into_iter().enumerate() {
        let entry = line
            .time_entry_id
            .and_then(|id| work.iter().find(|entry| entry.id == id));
        if let Some(entry) = entry {
            free(engagement, entry, &billed, at)?;
            if drafts.iter().any(|draft| draft.time_entry == Some(entry.id)) {
                let message = say!("this work is on the bill twice");
                return Err(UserError::invalid(&path(at, "timeEntryId"), message).into());
            }
        }
        drafts.push(Draft {
            time_entry: line.time_entry_id,
            minor: amount(engagement, &line, entry, at)?,
            description: trim(line.description).or_else(|| entry?.note.clone()),
        });
    }
    Ok(drafts)
}

/// Lines of other bills that work stands on.
async fn billed(
    tx: &Tx,
    work: &[time_entry::Model],
    own: Option<Id<freelancer_bill::Entity>>,
) -> Result<Vec<freelancer_bill_line::Model>> {
    if work.is_empty() {
        return Ok(vec![]);
    }
    let mut standing = Condition::all()
        .add(Column::TimeEntryId.is_in(work.iter().map(|entry| entry.id)))
        .add(Column::ArchivedAt.is_null());
    if let Some(own) = own {
        standing = standing.add(Column::FreelancerBillId.ne(own));
    }
    let lines = tx.rows::<freelancer_bill_line::Entity>(standing);
    Ok(lines.all(tx.connection().await?).await?)
}

/// Refuses work that is not of the engagement, or stands on another bill.
fn free(
    engagement: &engagement::Model,
    entry: &time_entry::Model,
    billed: &[freelancer_bill_line::Model],
    at: usize,
) -> Result<(), UserError> {
    let path = path(at, "timeEntryId");
    if entry.engagement_id != Some(engagement.id) {
        return Err(UserError::invalid(
            &path,
            say!("this work is not of the engagement"),
        ));
    }
    match billed.iter().find(|line| line.time_entry_id == Some(entry.id)) {
        Some(line) => {
            let bill = (Kind::FreelancerBill, line.freelancer_bill_id.uuid());
            Err(UserError::not_unique(&path, Some(bill)))
        }
        None => Ok(()),
    }
}

/// What a line comes to, in minor units.
fn amount(
    engagement: &engagement::Model,
    line: &FreelancerBillLineInput,
    entry: Option<&time_entry::Model>,
    at: usize,
) -> Result<i64, UserError> {
    let path = path(at, "amount");
    if let Some(given) = &line.amount {
        if given.currency != engagement.currency {
            let message = say!("the engagement is in {currency}", currency = engagement.currency);
            return Err(UserError::invalid(&format!("{path}.currency"), message));
        }
        let minor = given.minor();
        return minor.map_err(|error| UserError::invalid(&format!("{path}.amount"), error));
    }
    match (entry, engagement.terms) {
        (Some(entry), _) => Ok(entry.fee_minor.unwrap_or(0)),
        (None, EngagementTerms::Hourly) => Err(UserError::required(&path)),
        (None, EngagementTerms::Fixed | EngagementTerms::PerDeliverable) => {
            of_quantity(ONE, engagement.rate_micro, engagement.currency)
                .ok_or_else(|| UserError::too_large(&path, say!("the amount is too large")))
        }
    }
}

/// What lines come to, exactly.
pub(super) fn total(drafts: &[Draft]) -> Result<i64, UserError> {
    let sum = drafts
        .iter()
        .try_fold(0_i64, |sum, draft| sum.checked_add(draft.minor));
    sum.filter(|sum| *sum <= MOST_MINOR)
        .ok_or_else(|| UserError::too_large("input.lines", say!("the amount is too large")))
}

/// Writes the lines of a bill.
pub(super) async fn write(tx: &Tx, bill: &freelancer_bill::Model, drafts: Vec<Draft>) -> Result<()> {
    let mut position = 0;
    for draft in drafts {
        position += 1;
        let row = freelancer_bill_line::ActiveModel {
            freelancer_bill_id: Set(bill.id),
            project_id: Set(bill.project_id),
            member_id: Set(bill.member_id),
            position: Set(position),
            time_entry_id: Set(draft.time_entry),
            description: Set(draft.description),
            currency: Set(bill.currency),
            amount_minor: Set(draft.minor),
            ..Default::default()
        };
        tx.insert(row).await?;
    }
    Ok(())
}

/// Puts the lines of a bill out of sight: the work on them can be billed again.
pub(super) async fn put_away(tx: &Tx, bill: Id<freelancer_bill::Entity>) -> Result<()> {
    for line in standing(tx, bill).await? {
        tx.archive::<freelancer_bill_line::Entity>(line).await?;
    }
    Ok(())
}

/// The lines of a bill.
pub(super) async fn standing(
    tx: &Tx,
    bill: Id<freelancer_bill::Entity>,
) -> Result<Vec<freelancer_bill_line::Model>> {
    let of_bill = Condition::all()
        .add(Column::FreelancerBillId.eq(bill))
        .add(Column::ArchivedAt.is_null());
    let lines = tx.rows::<freelancer_bill_line::Entity>(of_bill);
    Ok(lines.all(tx.connection().await?).await?)
}

fn path(at: usize, field: &str) -> String {
    format!("input.lines.{at}.{field}")
}
