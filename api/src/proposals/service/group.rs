//! Rules of groups of options of a draft.

use entity::{
    option_group, proposal_version,
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, PaginatorTrait, QueryOrder};

use super::draft;
use crate::{
    kernel::{
        error::{Result, UserError},
        patch::{needed, trimmed},
        place,
        policy::Action,
        tx::{Tx, Versioned},
    },
    proposals::input::{
        GROUPS_AT_MOST, OptionGroupCreateInput, OptionGroupEntryInput, OptionGroupRemoveInput,
        OptionGroupUpdateInput,
    },
};

/// Adds a group of options to a draft.
pub async fn create(tx: &Tx, input: OptionGroupCreateInput) -> Result<option_group::Model> {
    tx.may(Action::Create, Kind::OptionGroup)?;
    input.check()?;
    let version = draft::held(tx, input.proposal_version_id, "input.proposalVersionId").await?;
    let of_version = Condition::all().add(option_group::Column::ProposalVersionId.eq(version.id));
    let groups = tx.rows::<option_group::Entity>(of_version);
    if groups.clone().count(tx.connection().await?).await?
        >= u64::try_from(GROUPS_AT_MOST).unwrap_or(u64::MAX)
    {
        let message = say!(
            "a proposal has at most {GROUPS_AT_MOST} groups of options",
            GROUPS_AT_MOST
        );
        return Err(UserError::limit_reached("input", message).into());
    }
    let last = groups
        .order_by_desc(option_group::Column::Position)
        .one(tx.connection().await?)
        .await?;
    let position = input
        .position
        .unwrap_or(place::after(last.map(|last| last.position)));
    let group = tx.insert(row(&version, &input.group, position)).await?;
    draft::settle(
        tx,
        version,
        proposal_version::ActiveModel::default(),
        &["optionGroups"],
    )
    .await?;
    Ok(group)
}

/// A group as it is stored.
pub(super) fn row(
    version: &proposal_version::Model,
    given: &OptionGroupEntryInput,
    position: i32,
) -> option_group::ActiveModel {
    option_group::ActiveModel {
        proposal_version_id: Set(version.id),
        client_id: Set(version.client_id),
        position: Set(position),
        name: Set(given.name.trim().to_owned()),
        rule: Set(given.rule),
        ..Default::default()
    }
}

/// Changes a group of options of a draft.
pub async fn update(tx: &Tx, input: OptionGroupUpdateInput) -> Result<option_group::Model> {
    let (version, group) = found(tx, input.id).await?;
    let group = group.at(input.expected_version)?;
    input.check()?;
    draft::is_draft(&version)?;
    let changes = option_group::ActiveModel {
        position: needed(input.position),
        name: needed(trimmed(input.name)),
        rule: needed(input.rule),
        ..Default::default()
    };
    let before = group.version;
    let group = tx.update(group, changes).await?;
    if group.version != before {
        draft::settle(
            tx,
            version,
            proposal_version::ActiveModel::default(),
            &["optionGroups"],
        )
        .await?;
    }
    Ok(group)
}

/// Takes a group out of a draft. Its lines stay, as options of their own.
pub async fn remove(tx: &Tx, input: OptionGroupRemoveInput) -> Result<proposal_version::Model> {
    let (version, group) = found(tx, input.id).await?;
    let group = group.at(input.expected_version)?;
    draft::is_draft(&version)?;
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, group_id) = (binds.agency(), binds.bind(group.id.uuid()));
    let now = binds.bind(tx.now());
    let sql = format!(
        "UPDATE proposal_lines SET group_id = NULL, version = version + 1, updated_at = {now} \
         WHERE agency_id = {agency} AND group_id = {group_id}"
    );
    tx.connection().await?.execute_raw(binds.statement(sql)).await?;
    let this = Condition::all().add(option_group::Column::Id.eq(group.id));
    tx.delete::<option_group::Entity>(this).await?;
    draft::settle(
        tx,
        version,
        proposal_version::ActiveModel::default(),
        &["optionGroups"],
    )
    .await
}

/// The group that the actor wants to change and its version, which is locked first.
async fn found(
    tx: &Tx,
    id: Id<option_group::Entity>,
) -> Result<(proposal_version::Model, option_group::Model)> {
    let seen = tx.glance::<option_group::Entity>(Action::Update, id).await?;
    let version = tx
        .under::<proposal_version::Entity>(Action::Update, seen.proposal_version_id, "input.id")
        .await?;
    Ok((version, tx.fetch_for(Action::Update, id).await?))
}
