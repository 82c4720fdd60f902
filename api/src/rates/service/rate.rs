//! Rules of rates: one for each kind of work in a version of a card.

use entity::{
    membership, project,
    rate::{self, Column},
    rate_card, rate_card_version,
    value::{CurrencyCode, Id, Kind, MoneyError, UnitPriceInput},
    work_role,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        tx::{Tx, Versioned},
    },
    rates::input::{RATES_AT_MOST, RateArchiveInput, RateCreateInput, RateEntryInput, RateUpdateInput},
};

/// Adds a rate to a version of a card.
pub async fn create(tx: &Tx, input: RateCreateInput) -> Result<rate::Model> {
    tx.may(Action::Create, Kind::Rate)?;
    input.check()?;
    let version = tx
        .under::<rate_card_version::Entity>(
            Action::Update,
            input.rate_card_version_id,
            "input.rateCardVersionId",
        )
        .await?;
    let card = tx
        .refer::<rate_card::Entity>(version.rate_card_id, "input.rateCardVersionId")
        .await?;
    let others = live(tx, &version).await?;
    if others.len() >= RATES_AT_MOST {
        let most = say!(
            "a version of a card has at most {RATES_AT_MOST} rates",
            RATES_AT_MOST
        );
        return Err(UserError::limit_reached("input.rateCardVersionId", most).into());
    }
    let row = checked(tx, &card, &version, input.rate, "input.rate").await?;
    unlike(&others, &row, "input.rate")?;
    let rate = tx.insert(row).await?;
    tx.tell(EventType::RateCreated, &rate);
    Ok(rate)
}

/// Changes what an hour sells for.
pub async fn update(tx: &Tx, input: RateUpdateInput) -> Result<rate::Model> {
    let rate: rate::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let mut changes = rate::ActiveModel::default();
    if let Some(price) = input.per_hour.value() {
        changes.per_hour_micro = Set(micro(price, rate.currency, "input.perHour")?);
    }
    let rate = tx.update(rate, changes).await?;
    tx.tell(EventType::RateUpdated, &rate);
    Ok(rate)
}

/// Takes a rate out of use.
pub async fn archive(tx: &Tx, input: RateArchiveInput) -> Result<rate::Model> {
    let rate = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let rate = tx.archive::<rate::Entity>(rate).await?;
    tx.tell(EventType::RateArchived, &rate);
    Ok(rate)
}

/// Takes a rate into use again, unless another one is for the same work by now.
pub async fn unarchive(tx: &Tx, input: RateArchiveInput) -> Result<rate::Model> {
    let rate: rate::Model = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let version = tx
        .under::<rate_card_version::Entity>(Action::Update, rate.rate_card_version_id, "input.id")
        .await?;
    let others = live(tx, &version).await?;
    if let Some(other) = others
        .iter()
        .find(|other| other.id != rate.id && work(other) == work(&rate))
    {
        return Err(UserError::not_unique("input.id", Some((Kind::Rate, other.id.uuid()))).into());
    }
    let rate = tx.unarchive::<rate::Entity>(rate).await?;
    tx.tell(EventType::RateUnarchived, &rate);
    Ok(rate)
}

/// Adds rates to a version that has none.
pub(super) async fn put_all(
    tx: &Tx,
    card: &rate_card::Model,
    version: &rate_card_version::Model,
    rates: Vec<RateEntryInput>,
) -> Result<()> {
    let mut made: Vec<rate::Model> = vec![];
    for (at, rate) in rates.into_iter().enumerate() {
        let path = format!("input.rates.{at}");
        let row = checked(tx, card, version, rate, &path).await?;
        unlike(&made, &row, &path)?;
        made.push(tx.insert(row).await?);
    }
    Ok(())
}

async fn live(tx: &Tx, version: &rate_card_version::Model) -> Result<Vec<rate::Model>> {
    let of_version = Condition::all()
        .add(Column::RateCardVersionId.eq(version.id))
        .add(Column::ArchivedAt.is_null());
    Ok(tx
        .rows::<rate::Entity>(of_version)
        .all(tx.connection().await?)
        .await?)
}

/// The work that a rate is for.
type Work<'r> = (
    Option<Id<membership::Entity>>,
    Option<Id<work_role::Entity>>,
    Option<Id<project::Entity>>,
    Option<&'r str>,
);

fn work(rate: &rate::Model) -> Work<'_> {
    (
        rate.member_id,
        rate.work_role_id,
        rate.project_id,
        rate.category.as_deref(),
    )
}

fn unlike(others: &[rate::Model], row: &rate::ActiveModel, path: &str) -> Result<(), UserError> {
    let category = row.category.try_as_ref().and_then(Option::as_deref);
    let new: Work<'_> = (
        row.member_id.try_as_ref().copied().flatten(),
        row.work_role_id.try_as_ref().copied().flatten(),
        row.project_id.try_as_ref().copied().flatten(),
        category,
    );
    match others.iter().find(|other| work(other) == new) {
        Some(other) => Err(UserError::not_unique(path, Some((Kind::Rate, other.id.uuid())))),
        None => Ok(()),
    }
}

async fn checked(
    tx: &Tx,
    card: &rate_card::Model,
    version: &rate_card_version::Model,
    given: RateEntryInput,
    path: &str,
) -> Result<rate::ActiveModel> {
    let RateEntryInput {
        member_id,
        work_role_id,
        project_id,
        category,
        per_hour,
    } = given;
    if let Some(member) = member_id {
        tx.refer::<membership::Entity>(member, &format!("{path}.memberId"))
            .await?;
    }
    if let Some(role) = work_role_id {
        tx.refer::<work_role::Entity>(role, &format!("{path}.workRoleId"))
            .await?;
    }
    if let Some(project) = project_id {
        let at = format!("{path}.projectId");
        let project = tx.refer::<project::Entity>(project, &at).await?;
        if card.client_id.is_some_and(|client| client != project.client_id) {
            return Err(UserError::invalid(&at, say!("this belongs to another client")).into());
        }
    }
    Ok(rate::ActiveModel {
        rate_card_version_id: Set(version.id),
        member_id: Set(member_id),
        work_role_id: Set(work_role_id),
        project_id: Set(project_id),
        category: Set(trim(category)),
        per_hour_micro: Set(micro(&per_hour, card.currency, &format!("{path}.perHour"))?),
        currency: Set(card.currency),
        ..Default::default()
    })
}

fn micro(price: &UnitPriceInput, currency: CurrencyCode, path: &str) -> Result<i64, UserError> {
    if price.currency != currency {
        let message = say!("the rates of this card are in {currency}", currency);
        return Err(UserError::invalid(&format!("{path}.currency"), message));
    }
    price
        .micro()
        .map_err(|error: MoneyError| UserError::invalid(&format!("{path}.amount"), error))
}
