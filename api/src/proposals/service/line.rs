//! Rules of lines of a draft.

use async_graphql::MaybeUndefined;
use entity::{
    need, option_group, proposal_line, proposal_phase, proposal_version, tax_code,
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryOrder};

use super::draft;
use crate::{
    kernel::{
        error::{Result, UserError},
        patch::{needed, optional, trim, trimmed},
        place,
        policy::Action,
        tx::{Tx, Versioned},
    },
    proposals::input::{
        LINES_AT_MOST, Priced, ProposalLineCreateInput, ProposalLineEntryInput, ProposalLineRemoveInput,
        ProposalLineUpdateInput, fits, micro, quantity,
    },
};

/// Adds a line to a phase of a draft.
pub async fn create(tx: &Tx, input: ProposalLineCreateInput) -> Result<proposal_line::Model> {
    tx.may(Action::Create, Kind::ProposalLine)?;
    input.check()?;
    let phase = tx
        .refer::<proposal_phase::Entity>(input.phase_id, "input.phaseId")
        .await?;
    let version = draft::held(tx, phase.proposal_version_id, "input.phaseId").await?;
    // Looked at again: it may have been taken out before the version was held.
    let phase = phase_of(tx, &version, input.phase_id).await?;
    if let Some(group) = input.group_id {
        group_of(tx, &version, group).await?;
    }
    let of_version = Condition::all().add(proposal_line::Column::ProposalVersionId.eq(version.id));
    let lines = tx.rows::<proposal_line::Entity>(of_version);
    if lines.clone().count(tx.connection().await?).await? >= u64::try_from(LINES_AT_MOST).unwrap_or(u64::MAX)
    {
        let message = say!("a proposal has at most {LINES_AT_MOST} lines", LINES_AT_MOST);
        return Err(UserError::limit_reached("input", message).into());
    }
    let last = lines
        .order_by_desc(proposal_line::Column::Position)
        .one(tx.connection().await?)
        .await?;
    let position = input
        .position
        .unwrap_or(place::after(last.map(|last| last.position)));
    refers(tx, &version, input.line.tax_code_id, input.line.need_id, "line.").await?;
    let place = Place {
        phase: phase.id,
        group: input.group_id,
        position,
    };
    let line = tx.insert(row(&version, input.line, place, "line.")?).await?;
    draft::settle(tx, version, proposal_version::ActiveModel::default(), &["lines"]).await?;
    Ok(line)
}

/// Where a line stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) phase: Id<proposal_phase::Entity>,
    pub(super) group: Option<Id<option_group::Entity>>,
    pub(super) position: i32,
}

/// A line as it is stored; `at` is the input's part that it stands in, with a dot at its end.
pub(super) fn row(
    version: &proposal_version::Model,
    given: ProposalLineEntryInput,
    place: Place,
    at: &str,
) -> Result<proposal_line::ActiveModel> {
    let priced = given.priced(version.currency, at)?;
    Ok(proposal_line::ActiveModel {
        proposal_version_id: Set(version.id),
        client_id: Set(version.client_id),
        phase_id: Set(place.phase),
        group_id: Set(place.group),
        need_id: Set(given.need_id),
        estimate_line_id: Set(None),
        position: Set(place.position),
        description: Set(given.description.trim().to_owned()),
        quantity: Set(priced.quantity),
        unit: Set(trim(given.unit)),
        currency: Set(version.currency),
        unit_price_micro: Set(priced.micro),
        discount_bps: Set(priced.discount_bps),
        tax_code_id: Set(given.tax_code_id),
        optional: Set(given.optional.unwrap_or(place.group.is_some())),
        selected: Set(given.selected.unwrap_or(false)),
        net_minor: Set(priced.net(version.currency, at)?),
        ..Default::default()
    })
}

/// Changes a line of a draft.
pub async fn update(tx: &Tx, input: ProposalLineUpdateInput) -> Result<proposal_line::Model> {
    let (version, line) = found(tx, input.id).await?;
    let line = line.at(input.expected_version)?;
    input.check()?;
    draft::is_draft(&version)?;
    if let MaybeUndefined::Value(phase) = input.phase_id {
        phase_of(tx, &version, phase).await?;
    }
    let group = match input.group_id {
        MaybeUndefined::Undefined => line.group_id,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(group) => Some(group_of(tx, &version, group).await?.id),
    };
    let is_optional = match input.optional {
        MaybeUndefined::Value(optional) => optional,
        MaybeUndefined::Undefined | MaybeUndefined::Null => line.optional || group.is_some(),
    };
    let is_selected = input
        .selected
        .value()
        .copied()
        .unwrap_or(line.selected && is_optional);
    fits(is_optional, is_selected, group.is_some(), "")?;
    let (tax_code, need) = (input.tax_code_id.value().copied(), input.need_id.value().copied());
    refers(tx, &version, tax_code, need, "").await?;
    let priced = priced_after(&version, &line, &input)?;
    let changes = proposal_line::ActiveModel {
        phase_id: needed(input.phase_id),
        group_id: Set(group),
        need_id: optional(input.need_id),
        position: needed(input.position),
        description: needed(trimmed(input.description)),
        quantity: Set(priced.quantity),
        unit: optional(trimmed(input.unit)),
        unit_price_micro: Set(priced.micro),
        discount_bps: Set(priced.discount_bps),
        tax_code_id: optional(input.tax_code_id),
        optional: Set(is_optional),
        selected: Set(is_selected),
        net_minor: Set(priced.net(version.currency, "")?),
        ..Default::default()
    };
    let before = line.version;
    let line = tx.update(line, changes).await?;
    if line.version != before {
        draft::settle(tx, version, proposal_version::ActiveModel::default(), &["lines"]).await?;
    }
    Ok(line)
}

/// Takes a line out of a draft.
pub async fn remove(tx: &Tx, input: ProposalLineRemoveInput) -> Result<proposal_version::Model> {
    let (version, line) = found(tx, input.id).await?;
    let line = line.at(input.expected_version)?;
    draft::is_draft(&version)?;
    let this = Condition::all().add(proposal_line::Column::Id.eq(line.id));
    tx.delete::<proposal_line::Entity>(this).await?;
    draft::settle(tx, version, proposal_version::ActiveModel::default(), &["lines"]).await
}

/// How much of something at which price the line has after a change.
fn priced_after(
    version: &proposal_version::Model,
    line: &proposal_line::Model,
    input: &ProposalLineUpdateInput,
) -> Result<Priced, UserError> {
    let given = input.quantity.value().map(|given| quantity(*given, ""));
    let price = input
        .unit_price
        .value()
        .map(|given| micro(given, version.currency, ""));
    Ok(Priced {
        quantity: given.transpose()?.unwrap_or(line.quantity),
        micro: price.transpose()?.unwrap_or(line.unit_price_micro),
        discount_bps: input.discount_bps.value().copied().unwrap_or(line.discount_bps),
    })
}

/// Refuses a tax code that is not in use, and a need of another client.
async fn refers(
    tx: &Tx,
    version: &proposal_version::Model,
    tax_code: Option<Id<tax_code::Entity>>,
    need: Option<Id<need::Entity>>,
    at: &str,
) -> Result<()> {
    if let Some(id) = tax_code {
        tx.refer::<tax_code::Entity>(id, &format!("input.{at}taxCodeId"))
            .await?;
    }
    if let Some(id) = need {
        let path = format!("input.{at}needId");
        let need = tx.refer::<need::Entity>(id, &path).await?;
        if need.client_id != version.client_id {
            return Err(UserError::invalid(&path, say!("this belongs to another client")).into());
        }
    }
    Ok(())
}

/// The line that the actor wants to change and its version, which is locked first.
async fn found(
    tx: &Tx,
    id: Id<proposal_line::Entity>,
) -> Result<(proposal_version::Model, proposal_line::Model)> {
    let seen = tx.glance::<proposal_line::Entity>(Action::Update, id).await?;
    let version = tx
        .under::<proposal_version::Entity>(Action::Update, seen.proposal_version_id, "input.id")
        .await?;
    Ok((version, tx.fetch_for(Action::Update, id).await?))
}

async fn phase_of(
    tx: &Tx,
    version: &proposal_version::Model,
    id: Id<proposal_phase::Entity>,
) -> Result<proposal_phase::Model> {
    let wanted = Condition::all()
        .add(proposal_phase::Column::Id.eq(id))
        .add(proposal_phase::Column::ProposalVersionId.eq(version.id));
    let phase = tx
        .rows::<proposal_phase::Entity>(wanted)
        .one(tx.connection().await?)
        .await?;
    phase.ok_or_else(|| UserError::not_found("input.phaseId").into())
}

async fn group_of(
    tx: &Tx,
    version: &proposal_version::Model,
    id: Id<option_group::Entity>,
) -> Result<option_group::Model> {
    let wanted = Condition::all()
        .add(option_group::Column::Id.eq(id))
        .add(option_group::Column::ProposalVersionId.eq(version.id));
    let group = tx
        .rows::<option_group::Entity>(wanted)
        .one(tx.connection().await?)
        .await?;
    group.ok_or_else(|| UserError::not_found("input.groupId").into())
}
