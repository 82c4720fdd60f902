//! All phases, groups and lines of a draft at once.

use std::collections::{HashMap, HashSet};

use entity::{
    need, option_group, proposal_line, proposal_phase, proposal_version, tax_code,
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::{draft, group, line, phase};
use crate::{
    kernel::{
        error::{Result, UserError},
        place,
        policy::Action,
        tx::{Tx, Versioned},
    },
    proposals::input::{
        ProposalContentGroupInput, ProposalContentLineInput, ProposalContentPhaseInput,
        ProposalVersionContentSetInput,
    },
};

/// Puts phases, groups and lines in place of those that a draft has.
pub async fn set(tx: &Tx, input: ProposalVersionContentSetInput) -> Result<proposal_version::Model> {
    tx.may(Action::Update, Kind::ProposalVersion)?;
    let version = tx
        .fetch_for::<proposal_version::Entity>(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    draft::is_draft(&version)?;
    refers(tx, &version, &input.phases).await?;
    empty(tx, version.id).await?;
    let keys = put_groups(tx, &version, input.groups.unwrap_or_default()).await?;
    put_phases(tx, &version, input.phases, &keys).await?;
    let changes = proposal_version::ActiveModel::default();
    draft::settle(tx, version, changes, &["optionGroups", "phases", "lines"]).await
}

/// Groups by what lines call them.
type Keys = HashMap<String, Id<option_group::Entity>>;

/// Takes everything out of a draft.
async fn empty(tx: &Tx, version: Id<proposal_version::Entity>) -> Result<()> {
    let lines = Condition::all().add(proposal_line::Column::ProposalVersionId.eq(version));
    tx.delete::<proposal_line::Entity>(lines).await?;
    let groups = Condition::all().add(option_group::Column::ProposalVersionId.eq(version));
    tx.delete::<option_group::Entity>(groups).await?;
    let phases = Condition::all().add(proposal_phase::Column::ProposalVersionId.eq(version));
    tx.delete::<proposal_phase::Entity>(phases).await?;
    Ok(())
}

async fn put_groups(
    tx: &Tx,
    version: &proposal_version::Model,
    given: Vec<ProposalContentGroupInput>,
) -> Result<Keys> {
    let mut keys = Keys::new();
    let mut rows = vec![];
    for (at, ProposalContentGroupInput { key, group }) in given.into_iter().enumerate() {
        let id = Id::of(tx.uuid());
        keys.insert(key, id);
        rows.push(option_group::ActiveModel {
            id: Set(id),
            ..group::row(version, &group, place::of(at))
        });
    }
    tx.insert_all(rows).await?;
    Ok(keys)
}

async fn put_phases(
    tx: &Tx,
    version: &proposal_version::Model,
    given: Vec<ProposalContentPhaseInput>,
    keys: &Keys,
) -> Result<()> {
    let mut phases = vec![];
    let mut lines = vec![];
    for (at, ProposalContentPhaseInput { phase, lines: given }) in given.into_iter().enumerate() {
        let id = Id::of(tx.uuid());
        phases.push(proposal_phase::ActiveModel {
            id: Set(id),
            ..phase::row(version, phase, place::of(at), &format!("phases.{at}.phase."))?
        });
        for (nth, ProposalContentLineInput { group_key, line }) in given.into_iter().enumerate() {
            let place = line::Place {
                phase: id,
                group: group_key.and_then(|key| keys.get(&key).copied()),
                position: place::of(lines.len()),
            };
            let path = format!("phases.{at}.lines.{nth}.line.");
            lines.push(line::row(version, line, place, &path)?);
        }
    }
    tx.insert_all(phases).await?;
    tx.insert_all(lines).await
}

/// Refuses tax codes that are not in use and needs of other clients, each at its place; all are read at once.
async fn refers(
    tx: &Tx,
    version: &proposal_version::Model,
    phases: &[ProposalContentPhaseInput],
) -> Result<()> {
    let lines = || {
        phases
            .iter()
            .flat_map(|phase| &phase.lines)
            .map(|line| &line.line)
    };
    let codes: HashSet<_> = lines().filter_map(|line| line.tax_code_id).collect();
    let needs: HashSet<_> = lines().filter_map(|line| line.need_id).collect();
    let codes = Condition::all()
        .add(tax_code::Column::Id.is_in(codes))
        .add(tax_code::Column::ArchivedAt.is_null());
    let needs = Condition::all()
        .add(need::Column::Id.is_in(needs))
        .add(need::Column::ClientId.eq(version.client_id))
        .add(need::Column::ArchivedAt.is_null());
    let codes = tx
        .rows::<tax_code::Entity>(codes)
        .all(tx.connection().await?)
        .await?;
    let needs = tx.rows::<need::Entity>(needs).all(tx.connection().await?).await?;
    let mut faults = vec![];
    for (at, phase) in phases.iter().enumerate() {
        for (nth, ProposalContentLineInput { line, .. }) in phase.lines.iter().enumerate() {
            let path = format!("input.phases.{at}.lines.{nth}.line");
            if line
                .tax_code_id
                .is_some_and(|id| codes.iter().all(|code| code.id != id))
            {
                faults.push(UserError::not_found(&format!("{path}.taxCodeId")));
            }
            if line
                .need_id
                .is_some_and(|id| needs.iter().all(|need| need.id != id))
            {
                faults.push(UserError::not_found(&format!("{path}.needId")));
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into())
    }
}
