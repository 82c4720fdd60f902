use async_graphql::InputObject;
use entity::{
    billing_plan_item::{self, BillingStatus},
    value::Id,
};

use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// What becomes of a part of a contract's price.
#[derive(Clone, Debug, InputObject)]
pub struct BillingPlanItemTransitionInput {
    /// Which part.
    pub id: Id<billing_plan_item::Entity>,
    /// Refuse if the part has another version.
    pub expected_version: i32,
    /// PENDING, READY or CANCELLED: one of allowedTransitions. INVOICED comes with an invoice.
    pub to: BillingStatus,
    /// Why; needed for CANCELLED.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl BillingPlanItemTransitionInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        match (self.to, &self.reason) {
            (BillingStatus::Cancelled, None) => checks.fault(UserError::required("input.reason")),
            (BillingStatus::Invoiced, _) => {
                let message = say!("this state comes with an invoice");
                checks.fault(UserError::invalid("input.to", message));
            }
            (BillingStatus::Pending | BillingStatus::Ready | BillingStatus::Cancelled, reason) => {
                checks.opt_text("reason", reason.as_ref(), NOTE);
            }
        }
        checks.done()
    }
}
