//! Root fields that write.

use entity::overhead_period;

use super::{
    input::{OverheadPeriodCreateInput, OverheadPeriodLockInput, OverheadPeriodUpdateInput},
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of what the agency as a whole cost.
    OverheadPeriodPayload { overhead_period: overhead_period::Entity }
}

mutations! {
    /// Changes of what the agency as a whole cost.
    ProfitMutation {
        /// Records what the agency as a whole cost in some whole months.
        overhead_period_create(OverheadPeriodCreateInput) -> OverheadPeriodPayload, "overheadPeriods:write", service::overhead::create;
        /// Changes what the agency as a whole cost, until the period is locked.
        overhead_period_update(OverheadPeriodUpdateInput) -> OverheadPeriodPayload, "overheadPeriods:write", service::overhead::update;
        /// Locks a period: figures made with it do not move any more.
        overhead_period_lock(OverheadPeriodLockInput) -> OverheadPeriodPayload, "overheadPeriods:write", service::overhead::lock;
    }
}
