use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client, membership, need,
    opportunity::{self, LostReason},
    stage,
    value::{Date, Id, MoneyInput},
};

use super::{LINKS, WHOLE_BPS};
use crate::kernel::{
    check::{Checks, NAME, NOTE},
    custom::CustomValues,
    error::Result,
    external::{self, ExternalIdInput},
};

/// The longest source.
const SOURCE: usize = 100;

/// The opportunity to make.
#[derive(Clone, Debug, InputObject)]
pub struct OpportunityCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// What the client may order, at most 200 characters.
    pub title: String,
    /// Where it begins, a stage that is OPEN; the agency's default when left out.
    pub stage_id: Option<Id<stage::Entity>>,
    /// What the order would be worth.
    pub amount: MoneyInput,
    /// The day the client is expected to decide by.
    pub expected_close: Date,
    /// Where it came from, at most 100 characters.
    pub source: Option<String>,
    /// Who works on it; when left out who answers for the client, else the caller.
    pub owner_id: Option<Id<membership::Entity>>,
    /// How likely an order is, in hundredths of a percent, where that is not what the stage says.
    pub probability_bps: Option<i32>,
    /// Needs of the client that it would meet.
    pub need_ids: Option<Vec<Id<need::Entity>>>,
    /// Ids in other systems.
    pub external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key.
    pub custom_fields: Option<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of an opportunity. What is left out stays; null clears. The stage is changed by opportunityMove only.
#[derive(Clone, Debug, InputObject)]
pub struct OpportunityUpdateInput {
    /// Which opportunity.
    pub id: Id<opportunity::Entity>,
    /// Refuse if the opportunity has another version.
    pub expected_version: Option<i32>,
    /// What the client may order.
    pub title: MaybeUndefined<String>,
    /// What the order would be worth.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The day the client is expected to decide by.
    pub expected_close: MaybeUndefined<Date>,
    /// Where it came from.
    pub source: MaybeUndefined<String>,
    /// Who works on it.
    pub owner_id: MaybeUndefined<Id<membership::Entity>>,
    /// How likely an order is, in hundredths of a percent; null is as likely as the stage says. Only while it is open.
    pub probability_bps: MaybeUndefined<i32>,
    /// Needs to add.
    pub add_need_ids: Option<Vec<Id<need::Entity>>>,
    /// Needs to take away.
    pub remove_need_ids: Option<Vec<Id<need::Entity>>>,
    /// Ids in other systems to add.
    pub add_external_ids: Option<Vec<ExternalIdInput>>,
    /// Ids in other systems to take away.
    pub remove_external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key. A key left out stays, null clears it.
    pub custom_fields: MaybeUndefined<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The stage an opportunity goes to.
#[derive(Clone, Debug, InputObject)]
pub struct OpportunityMoveInput {
    /// Which opportunity.
    pub id: Id<opportunity::Entity>,
    /// Refuse if the opportunity has another version.
    pub expected_version: i32,
    /// The stage it goes to: any other one in use. Its probability becomes that of the stage.
    pub stage_id: Id<stage::Entity>,
    /// Why the client will not order. Needed for a stage that is LOST, and only there.
    pub lost_reason: Option<LostReason>,
    /// What there is to say of it; kept in the history, and of a lost opportunity as lostNote. Needed for a stage that is LOST.
    pub note: Option<String>,
    /// The day it was won or lost, not ahead; today when left out. Only for a stage that is WON or LOST.
    pub on: Option<Date>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which opportunity to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct OpportunityArchiveInput {
    /// Which opportunity.
    pub id: Id<opportunity::Entity>,
    /// Refuse if the opportunity has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl OpportunityCreateInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("title", &self.title, NAME);
        checks.amount("amount", Some(&self.amount));
        checks.opt_text("source", self.source.as_ref(), SOURCE);
        checks.range("probabilityBps", self.probability_bps, 0, WHOLE_BPS);
        checks.at_most("needIds", self.need_ids.as_ref().map_or(0, Vec::len), LINKS);
        external::check(&mut checks, "externalIds", self.external_ids.as_ref());
        checks.done()
    }
}

impl OpportunityUpdateInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("title", &self.title);
        checks.not_cleared("amount", &self.amount);
        checks.not_cleared("expectedClose", &self.expected_close);
        checks.not_cleared("ownerId", &self.owner_id);
        checks.patch_text("title", &self.title, NAME);
        checks.amount("amount", self.amount.value());
        checks.patch_text("source", &self.source, SOURCE);
        checks.range(
            "probabilityBps",
            self.probability_bps.value().copied(),
            0,
            WHOLE_BPS,
        );
        for (field, ids) in [
            ("addNeedIds", &self.add_need_ids),
            ("removeNeedIds", &self.remove_need_ids),
        ] {
            checks.at_most(field, ids.as_ref().map_or(0, Vec::len), LINKS);
        }
        external::check(&mut checks, "addExternalIds", self.add_external_ids.as_ref());
        external::check(
            &mut checks,
            "removeExternalIds",
            self.remove_external_ids.as_ref(),
        );
        checks.done()
    }
}

impl OpportunityMoveInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("note", self.note.as_ref(), NOTE);
        checks.done()
    }
}
