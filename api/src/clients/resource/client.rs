use async_graphql::{Name, Value};
use entity::{
    account_assignment,
    agency::Locale,
    client::{self, ClientStage, ClientTier, Column},
    contact, contract, estimate, interaction, membership, need, opportunity, project, promise,
    value::Choice,
};

use crate::{
    kernel::{actor::Actor, policy::Right},
    read::{Resource, Row, resource},
};

/// A company or person the agency works for.
#[rustfmt::skip]
pub(super) fn client() -> Resource {
    resource::<client::Entity>("A company or person the agency works for.")
        .field(Column::Name, "The name people know the client by.").filter().order().folded(Column::NameKey)
        .field(Column::LegalName, "The name in contracts.").needs(Right::Details)
        .choice::<ClientStage>(Column::Stage, "How the relationship stands.").filter().order().group().needs(Right::Details)
        .field(Column::StageReason, "Why it stands so.").needs(Right::Internal)
        .transitions::<ClientStage>("[ClientStage!]!", Column::Stage, stages)
        .choice::<ClientTier>(Column::Tier, "How much the client matters to the agency.").filter().order().group().needs(Right::Internal)
        .field(Column::Sector, "The line of business.").filter().order().group().needs(Right::Details)
        .currency(Column::Currency, "The currency the client is billed in.").filter().order().group().needs(Right::Details)
        .choice::<Locale>(Column::Locale, "The language of what is sent to the client.").needs(Right::Details)
        .field(Column::TaxId, "The tax number.").needs(Right::Details)
        .field(Column::BillingAddress, "Where invoices go.").needs(Right::Details)
        .field(Column::PaymentTermDays, "Days the client has to pay.").needs(Right::Details)
        .money("creditLimit", Column::CreditLimitMinor, Column::CreditLimitCurrency, "How much may be outstanding.").sum().needs(Right::Finance)
        .field(Column::Since, "The day work began.").filter().order().by_month().needs(Right::Details)
        .one::<membership::Entity>("owner", Column::OwnerId, "The colleague who answers for the client: its open LEAD assignment.").filter().group().needs(Right::Details)
        .many::<contact::Entity>("contacts", contact::Column::ClientId, "The people there.").filter()
        .many::<account_assignment::Entity>("assignments", account_assignment::Column::ClientId, "Who answers for it, and who did.").filter()
        .many::<interaction::Entity>("interactions", interaction::Column::ClientId, "What both sides said.").filter()
        .many::<promise::Entity>("promises", promise::Column::ClientId, "What both sides promised.").filter()
        .many::<need::Entity>("needs", need::Column::ClientId, "What it needs and is interested in.").filter()
        .many::<opportunity::Entity>("opportunities", opportunity::Column::ClientId, "What it may order.").filter()
        .many::<estimate::Entity>("estimates", estimate::Column::ClientId, "What work for it would take.").filter()
        .many::<project::Entity>("projects", project::Column::ClientId, "The work done for it.").filter()
        .many::<contract::Entity>("contracts", contract::Column::ClientId, "What was agreed with it.").filter()
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .root("client", "clients")
}

/// Any stage can follow any other; the change is recorded with its reason.
fn stages(row: &Row<'_>, actor: &Actor) -> Value {
    let now = row.text("stage");
    let others = ClientStage::VALUES
        .iter()
        .filter(|stage| stage.name != now && actor.has(Right::Details));
    Value::List(others.map(|stage| Value::Enum(Name::new(stage.name))).collect())
}
