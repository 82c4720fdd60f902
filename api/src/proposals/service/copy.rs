//! One version as the beginning of the next.

use std::collections::HashMap;

use entity::{
    option_group, proposal_line, proposal_phase,
    proposal_version::{self, ProposalVersionStatus},
    value::Id,
};
use sea_orm::ActiveValue::Set;

use super::parts::{Parts, parts};
use crate::kernel::{error::Result, tx::Tx};

/// Ids of what was copied, by the ids of what it is a copy of.
type Copies<E> = HashMap<Id<E>, Id<E>>;

/// A draft with all that stands in a version.
pub(super) async fn of(tx: &Tx, last: proposal_version::Model) -> Result<proposal_version::Model> {
    let rows = parts(tx, last.id).await?;
    let version = proposal_version::ActiveModel {
        proposal_id: Set(last.proposal_id),
        client_id: Set(last.client_id),
        n: Set(last.n.saturating_add(1)),
        status: Set(ProposalVersionStatus::Draft),
        locale: Set(last.locale),
        currency: Set(last.currency),
        valid_until: Set(last.valid_until),
        intro: Set(last.intro),
        sections: Set(last.sections),
        terms: Set(last.terms),
        contract_type: Set(last.contract_type),
        not_to_exceed_minor: Set(last.not_to_exceed_minor),
        discount_minor: Set(last.discount_minor),
        tax_rounding: Set(last.tax_rounding),
        net_minor: Set(last.net_minor),
        tax_minor: Set(last.tax_minor),
        total_minor: Set(last.total_minor),
        planned_cost_minor: Set(last.planned_cost_minor),
        margin_minor: Set(last.margin_minor),
        ..Default::default()
    };
    let version = tx.insert(version).await?;
    let Parts {
        phases,
        groups,
        lines,
        tax_codes: _,
    } = rows;
    let phase_ids = new_ids(tx, phases.iter().map(|phase| phase.id));
    let group_ids = new_ids(tx, groups.iter().map(|group| group.id));
    let phases = phases
        .into_iter()
        .map(|phase| copy_phase(phase, &version, &phase_ids));
    tx.insert_all(phases.collect()).await?;
    let groups = groups
        .into_iter()
        .map(|group| copy_group(group, &version, &group_ids));
    tx.insert_all(groups.collect()).await?;
    let lines = lines
        .into_iter()
        .map(|line| copy_line(line, &version, &phase_ids, &group_ids));
    tx.insert_all(lines.collect()).await?;
    Ok(version)
}

fn new_ids<E>(tx: &Tx, ids: impl Iterator<Item = Id<E>>) -> Copies<E> {
    ids.map(|id| (id, Id::of(tx.uuid()))).collect()
}

fn copied<E>(ids: &Copies<E>, id: Id<E>) -> Id<E> {
    ids.get(&id).copied().unwrap_or(id)
}

fn copy_phase(
    phase: proposal_phase::Model,
    version: &proposal_version::Model,
    ids: &Copies<proposal_phase::Entity>,
) -> proposal_phase::ActiveModel {
    proposal_phase::ActiveModel {
        id: Set(copied(ids, phase.id)),
        proposal_version_id: Set(version.id),
        client_id: Set(version.client_id),
        position: Set(phase.position),
        name: Set(phase.name),
        goal: Set(phase.goal),
        starts_on: Set(phase.starts_on),
        ends_on: Set(phase.ends_on),
        start_offset_days: Set(phase.start_offset_days),
        duration_days: Set(phase.duration_days),
        deliverables: Set(phase.deliverables),
        currency: Set(phase.currency),
        price_minor: Set(phase.price_minor),
        planned_cost_minor: Set(phase.planned_cost_minor),
        billing: Set(phase.billing),
        billing_bps: Set(phase.billing_bps),
        acceptance_criteria: Set(phase.acceptance_criteria),
        milestone_name: Set(phase.milestone_name),
        ..Default::default()
    }
}

fn copy_group(
    group: option_group::Model,
    version: &proposal_version::Model,
    ids: &Copies<option_group::Entity>,
) -> option_group::ActiveModel {
    option_group::ActiveModel {
        id: Set(copied(ids, group.id)),
        proposal_version_id: Set(version.id),
        client_id: Set(version.client_id),
        position: Set(group.position),
        name: Set(group.name),
        rule: Set(group.rule),
        ..Default::default()
    }
}

fn copy_line(
    line: proposal_line::Model,
    version: &proposal_version::Model,
    phases: &Copies<proposal_phase::Entity>,
    groups: &Copies<option_group::Entity>,
) -> proposal_line::ActiveModel {
    proposal_line::ActiveModel {
        proposal_version_id: Set(version.id),
        client_id: Set(version.client_id),
        phase_id: Set(copied(phases, line.phase_id)),
        group_id: Set(line.group_id.map(|group| copied(groups, group))),
        need_id: Set(line.need_id),
        estimate_line_id: Set(line.estimate_line_id),
        position: Set(line.position),
        description: Set(line.description),
        quantity: Set(line.quantity),
        unit: Set(line.unit),
        currency: Set(line.currency),
        unit_price_micro: Set(line.unit_price_micro),
        discount_bps: Set(line.discount_bps),
        tax_code_id: Set(line.tax_code_id),
        optional: Set(line.optional),
        selected: Set(line.selected),
        net_minor: Set(line.net_minor),
        ..Default::default()
    }
}
