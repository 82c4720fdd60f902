//! Pricing anew what was booked: a mistake in the rates is mended where it was made, and only when somebody asks for it and says why.
//! Rates are those of the day of the work. What changes is taken back in the ledger and booked anew, and the budgets look at it.

mod sums;

use std::collections::BTreeSet;

use entity::{
    membership, project,
    rate::RateSource,
    time_entry::{self, BudgetState, Column},
    value::{Date, Kind},
    work_role,
};
use sea_orm::{ColumnTrait, Condition, QueryOrder, QuerySelect};

use self::sums::{Seen, Sums};
use super::{place, pricing::Rates};
use crate::{
    budgets::service::rebook::{Rebooking, rebook},
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::trim,
        policy::Right,
        tx::Tx,
    },
    rates::service::{book::RateBook, lookup::Work, period},
    time::{
        input::TimeEntriesRepriceInput,
        repricing::{
            RepricedTimeEntry, RepricingSides, RepricingSkip, RepricingSkipReason, TimeRepricing, WorkPrice,
        },
    },
};

/// Time entries that one run looks at.
const AT_MOST: usize = 1_000;

/// Refuses those who do not run the agency or its money.
///
/// # Errors
/// FORBIDDEN.
pub fn may(tx: &Tx) -> Result<()> {
    if tx.actor().has(Right::Repricing) {
        Ok(())
    } else {
        Err(Error::Forbidden(Right::Repricing.scope().to_owned()))
    }
}

/// Prices work of a project anew.
///
/// # Errors
/// `LIMIT_REACHED` when it is more than one run takes, or more than a budget has left.
pub async fn reprice(tx: &Tx, input: TimeEntriesRepriceInput) -> Result<TimeRepricing> {
    may(tx)?;
    input.check()?;
    let project = place::project(tx, input.project_id).await?;
    let entries = asked_for(tx, &project, &input).await?;
    let matched = entries.len();
    let (entries, skipped) = as_far_as_open(tx, entries).await?;
    let seen = Seen {
        is_dry_run: input.is_dry_run(),
        currency: project.currency,
        matched: count(matched),
        skipped,
        kept_prices: count(
            entries
                .iter()
                .filter(|entry| keeps_price(entry, input.sides))
                .count(),
        ),
        changes: vec![],
    };
    let book = rates(tx, &project, &entries).await?;
    let reason = trim(Some(input.reason));
    let (mut sums, mut changes, mut rebookings) = (Sums::default(), vec![], vec![]);
    for before in entries {
        let Some(row) = priced(&before, &project, input.sides, &book)? else {
            continue;
        };
        let after = tx.update(before.clone(), row).await?;
        tx.tell_why(EventType::TimeEntryRepriced, &after, reason.clone());
        rebookings.extend(rebooking(&before, &after));
        sums.add(&before, &after);
        changes.push(changed(&before, &after));
    }
    rebook(tx, &project, Kind::TimeEntry, &rebookings).await?;
    Ok(sums.answer(Seen { changes, ..seen }))
}

/// The time entries that an input asks for, by the day of the work.
async fn asked_for(
    tx: &Tx,
    project: &project::Model,
    input: &TimeEntriesRepriceInput,
) -> Result<Vec<time_entry::Model>> {
    let mut wanted = Condition::all()
        .add(Column::ProjectId.eq(project.id))
        .add(Column::ArchivedAt.is_null())
        .add_option(input.from.map(|from| Column::WorkedOn.gte(from.0)))
        .add_option(input.until.map(|until| Column::WorkedOn.lte(until.0)));
    if let Some(members) = &input.member_ids {
        tx.refer_all::<membership::Entity>(members, "input.memberIds")
            .await?;
        wanted = wanted.add(Column::MemberId.is_in(members.iter().copied()));
    }
    if let Some(roles) = &input.work_role_ids {
        tx.refer_all::<work_role::Entity>(roles, "input.workRoleIds")
            .await?;
        wanted = wanted.add(Column::WorkRoleId.is_in(roles.iter().copied()));
    }
    let entries = tx
        .rows::<time_entry::Entity>(wanted)
        .order_by_asc(Column::WorkedOn)
        .order_by_asc(Column::Id)
        .limit(u64::try_from(AT_MOST + 1).unwrap_or(u64::MAX));
    let entries = entries.all(tx.connection().await?).await?;
    if entries.len() > AT_MOST {
        let message = say!(
            "this is more than {AT_MOST} time entries: name a shorter span or fewer people",
            AT_MOST
        );
        return Err(UserError::limit_reached("input", message).into());
    }
    Ok(entries)
}

/// The entries that can be priced anew, and how many cannot.
async fn as_far_as_open(
    tx: &Tx,
    entries: Vec<time_entry::Model>,
) -> Result<(Vec<time_entry::Model>, Vec<RepricingSkip>)> {
    let closed = period::closed_until(tx).await?;
    let skip = |entry: &time_entry::Model| match entry.budget_state {
        BudgetState::Pending | BudgetState::Refused | BudgetState::Released => {
            Some(RepricingSkipReason::NotBooked)
        }
        BudgetState::Booked => closed
            .is_some_and(|until| entry.booked_on <= until)
            .then_some(RepricingSkipReason::PeriodClosed),
    };
    let reasons: Vec<RepricingSkipReason> = entries.iter().filter_map(skip).collect();
    let skipped = [RepricingSkipReason::PeriodClosed, RepricingSkipReason::NotBooked]
        .into_iter()
        .map(|reason| RepricingSkip {
            reason,
            entries: count(reasons.iter().filter(|known| **known == reason).count()),
        });
    let skipped = skipped.filter(|skipped| skipped.entries > 0).collect();
    let open = entries.into_iter().filter(|entry| skip(entry).is_none());
    Ok((open.collect(), skipped))
}

/// The rates that may count for entries, which stand by the day of the work.
async fn rates(tx: &Tx, project: &project::Model, entries: &[time_entry::Model]) -> Result<RateBook> {
    let members: BTreeSet<_> = entries.iter().map(|entry| entry.member_id).collect();
    let members: Vec<_> = members.into_iter().collect();
    let day = |entry: Option<&time_entry::Model>| entry.map_or(tx.today(), |entry| entry.worked_on);
    RateBook::read(tx, project, &members, (day(entries.first()), day(entries.last()))).await
}

/// What changes of an entry; none when its rates are what they were. What a freelancer's engagement says an hour costs was agreed, and
/// stays.
fn priced(
    entry: &time_entry::Model,
    project: &project::Model,
    sides: RepricingSides,
    book: &RateBook,
) -> Result<Option<time_entry::ActiveModel>> {
    let work = Work {
        member: entry.member_id,
        role: entry.work_role_id,
        project,
        category: entry.category.as_deref(),
        on: entry.worked_on,
    };
    let before = Rates::of(entry);
    let mut rates = before;
    if sides.has_cost() && entry.engagement_id.is_none() {
        let cost = book.cost(work.member, work.on);
        rates.take_cost(cost.map(|(cost, worth)| (cost.currency, worth)));
    }
    if sides.has_sell() && !keeps_price(entry, sides) {
        rates.take_sell(book.sell(&work));
    }
    if rates == before {
        return Ok(None);
    }
    let mut row = time_entry::ActiveModel::default();
    rates.apply(
        &mut row,
        (entry.minutes, entry.billable),
        project.currency,
        "input",
    )?;
    Ok(Some(row))
}

/// Whether the price would be looked up if it had not been given when the work was booked.
fn keeps_price(entry: &time_entry::Model, sides: RepricingSides) -> bool {
    sides.has_sell() && entry.rate_source == Some(RateSource::Entry)
}

/// What the ledger has to know of a change; none when the amounts are what they were.
fn rebooking(before: &time_entry::Model, after: &time_entry::Model) -> Option<Rebooking> {
    let amounts = |entry: &time_entry::Model| (entry.cost_minor, entry.price_minor.unwrap_or(0));
    let (cost, price) = amounts(after);
    (amounts(before) != (cost, price)).then_some(Rebooking {
        id: after.id.uuid(),
        cost,
        price,
    })
}

fn changed(before: &time_entry::Model, after: &time_entry::Model) -> RepricedTimeEntry {
    RepricedTimeEntry {
        time_entry_id: after.id,
        member_id: after.member_id,
        worked_on: Date(after.worked_on),
        minutes: after.minutes,
        before: WorkPrice::of(before),
        after: WorkPrice::of(after),
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
