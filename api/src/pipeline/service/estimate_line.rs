//! Rules of the lines of estimates. Whoever changes one holds the estimate, whose version grows with it: who makes an estimate
//! final by its version has seen its lines.

use async_graphql::MaybeUndefined;
use entity::{
    estimate, estimate_line,
    value::{Id, Kind},
};

use super::lines::{Places, columns, draft, fields_of, lines_of, settle};
use crate::{
    kernel::{
        check::Checks,
        error::{Result, UserError},
        event::EventType,
        policy::Action,
        tx::{Tx, Versioned},
    },
    pipeline::input::{
        EstimateLineArchiveInput, EstimateLineCreateInput, EstimateLineFields, EstimateLineItemInput,
        EstimateLineUpdateInput, EstimateLinesReplaceInput,
    },
};

/// Adds a line to an estimate.
pub async fn create(tx: &Tx, input: EstimateLineCreateInput) -> Result<estimate_line::Model> {
    tx.may(Action::Create, Kind::EstimateLine)?;
    input.check()?;
    let estimate = tx
        .under::<estimate::Entity>(Action::Update, input.estimate_id, "input.estimateId")
        .await?;
    draft(&estimate)?;
    let places = Places::of(&lines_of(tx, estimate.id).await?).take(&input.fields);
    let mut checks = Checks::new();
    let row = columns(&estimate, input.fields, places, (&mut checks, ""));
    checks.done()?;
    let line = tx.insert(row).await?;
    settle(tx, estimate).await?;
    tx.tell(EventType::EstimateLineCreated, &line);
    Ok(line)
}

/// Changes a line of an estimate.
pub async fn update(tx: &Tx, input: EstimateLineUpdateInput) -> Result<estimate_line::Model> {
    let (estimate, line) = found(tx, Action::Update, input.id).await?;
    let line = line.at(input.expected_version)?;
    input.check()?;
    draft(&estimate)?;
    let fields = merged(input, fields_of(&line, estimate.method));
    let mut checks = Checks::new();
    fields.check(&mut checks, "");
    let others = lines_of(tx, estimate.id).await?;
    let others = others.iter().filter(|other| other.id != line.id);
    let places = Places::of(others).take(&fields);
    let changes = columns(&estimate, fields, places, (&mut checks, ""));
    checks.done()?;
    let before = line.version;
    let line = tx.update(line, changes).await?;
    if line.version != before {
        settle(tx, estimate).await?;
    }
    tx.tell(EventType::EstimateLineUpdated, &line);
    Ok(line)
}

/// Takes a line out of an estimate.
pub async fn archive(tx: &Tx, input: EstimateLineArchiveInput) -> Result<estimate_line::Model> {
    let (estimate, line) = found(tx, Action::Archive, input.id).await?;
    let line: estimate_line::Model = line.at(input.expected_version)?;
    draft(&estimate)?;
    let before = line.version;
    let line = tx.archive::<estimate_line::Entity>(line).await?;
    if line.version != before {
        settle(tx, estimate).await?;
    }
    tx.tell(EventType::EstimateLineArchived, &line);
    Ok(line)
}

/// Brings a line of an estimate back, as far as it says what the method needs.
pub async fn unarchive(tx: &Tx, input: EstimateLineArchiveInput) -> Result<estimate_line::Model> {
    let (estimate, line) = found(tx, Action::Archive, input.id).await?;
    let line: estimate_line::Model = line.at(input.expected_version)?;
    draft(&estimate)?;
    let (fields, places) = (
        fields_of(&line, estimate.method),
        (line.phase_position, line.position),
    );
    let mut checks = Checks::new();
    columns(&estimate, fields, places, (&mut checks, ""));
    checks.done()?;
    let before = line.version;
    let line = tx.unarchive::<estimate_line::Entity>(line).await?;
    if line.version != before {
        settle(tx, estimate).await?;
    }
    tx.tell(EventType::EstimateLineUnarchived, &line);
    Ok(line)
}

/// Gives an estimate the lines it is to have, all of them or none.
pub async fn replace(tx: &Tx, input: EstimateLinesReplaceInput) -> Result<estimate::Model> {
    tx.may(Action::Update, Kind::EstimateLine)?;
    let estimate: estimate::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    draft(&estimate)?;
    let mut there = lines_of(tx, estimate.id).await?;
    let before = named(&mut there, &input.lines)?;
    let (mut places, mut checks) = (Places::default(), Checks::new());
    let mut new = vec![];
    let mut has_changed = !there.is_empty();
    let mut kept = vec![];
    for (at, (item, before)) in input.lines.into_iter().zip(before).enumerate() {
        let place = places.take(&item.fields);
        let row = columns(
            &estimate,
            item.fields,
            place,
            (&mut checks, &format!("lines.{at}.")),
        );
        match before {
            Some(line) => kept.push((line, row)),
            None => new.push(row),
        }
    }
    checks.done()?;
    has_changed |= !new.is_empty();
    for line in there {
        tx.archive::<estimate_line::Entity>(line).await?;
    }
    for (line, row) in kept {
        let version = line.version;
        has_changed |= tx.update(line, row).await?.version != version;
    }
    tx.insert_all(new).await?;
    if has_changed {
        settle(tx, estimate).await
    } else {
        Ok(estimate)
    }
}

/// The line that somebody wants to change and its estimate, which is locked first.
async fn found(
    tx: &Tx,
    action: Action,
    id: Id<estimate_line::Entity>,
) -> Result<(estimate::Model, estimate_line::Model)> {
    let seen = tx.glance::<estimate_line::Entity>(action, id).await?;
    let estimate = tx
        .under::<estimate::Entity>(Action::Update, seen.estimate_id, "input.id")
        .await?;
    Ok((estimate, tx.fetch_for(action, id).await?))
}

/// The lines that items name, taken out of those that are there.
fn named(
    there: &mut Vec<estimate_line::Model>,
    items: &[EstimateLineItemInput],
) -> Result<Vec<Option<estimate_line::Model>>> {
    let (mut lines, mut faults) = (vec![], vec![]);
    for (at, item) in items.iter().enumerate() {
        let place = item.id.map(|id| there.iter().position(|line| line.id == id));
        lines.push(match place {
            Some(Some(place)) => Some(there.remove(place)),
            // Named twice it is no longer there.
            Some(None) => {
                faults.push(UserError::not_found(&format!("input.lines.{at}.id")));
                None
            }
            None => None,
        });
    }
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(faults.into())
    }
}

/// What a line says after a change. One that goes to another phase stands where that phase does.
fn merged(input: EstimateLineUpdateInput, old: EstimateLineFields) -> EstimateLineFields {
    let moves = matches!(&input.phase_key, MaybeUndefined::Value(key) if key.trim() != old.phase_key);
    EstimateLineFields {
        phase_position: after(input.phase_position, old.phase_position.filter(|_| !moves)),
        phase_key: after(input.phase_key, Some(old.phase_key)).unwrap_or_default(),
        position: after(input.position, old.position),
        category: after(input.category, old.category),
        work_role_name: after(input.work_role_name, old.work_role_name),
        optimistic_minutes: after(input.optimistic_minutes, old.optimistic_minutes),
        likely_minutes: after(input.likely_minutes, old.likely_minutes),
        pessimistic_minutes: after(input.pessimistic_minutes, old.pessimistic_minutes),
        optimistic_cost: after(input.optimistic_cost, old.optimistic_cost),
        likely_cost: after(input.likely_cost, old.likely_cost),
        pessimistic_cost: after(input.pessimistic_cost, old.pessimistic_cost),
        quantity: after(input.quantity, old.quantity),
        unit: after(input.unit, old.unit),
        unit_cost: after(input.unit_cost, old.unit_cost),
        sell_rate: after(input.sell_rate, old.sell_rate),
        reference: after(input.reference, old.reference),
        note: after(input.note, old.note),
    }
}

/// The value that a change leaves.
fn after<T>(change: MaybeUndefined<T>, before: Option<T>) -> Option<T> {
    match change {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => Some(value),
    }
}
