use entity::{accounting_period, cost_rate, fx_rate, rate, rate_card, rate_card_version, work_role};

use crate::{
    mutations, payload,
    rates::{
        input::{
            AccountingPeriodCloseInput, AccountingPeriodCreateInput, AccountingPeriodReopenInput,
            CostRateCreateInput, CostRateUpdateInput, FxRateSetInput, RateArchiveInput, RateCardArchiveInput,
            RateCardCreateInput, RateCardUpdateInput, RateCardVersionCreateInput, RateCreateInput,
            RateUpdateInput, WorkRoleArchiveInput, WorkRoleCreateInput, WorkRoleUpdateInput,
        },
        service,
    },
};

payload! {
    /// What came of a change of a work role.
    WorkRolePayload { work_role: work_role::Entity }
}

payload! {
    /// What came of a change of a rate card.
    RateCardPayload { rate_card: rate_card::Entity }
}

payload! {
    /// What came of a change of a version of a rate card.
    RateCardVersionPayload { rate_card_version: rate_card_version::Entity }
}

payload! {
    /// What came of a change of a rate.
    RatePayload { rate: rate::Entity }
}

payload! {
    /// What came of a change of what an hour of somebody costs.
    CostRatePayload { cost_rate: cost_rate::Entity }
}

payload! {
    /// What came of recording what a currency was worth.
    FxRatePayload { fx_rate: fx_rate::Entity }
}

payload! {
    /// What came of a change of an accounting period.
    AccountingPeriodPayload { accounting_period: accounting_period::Entity }
}

mutations! {
    /// Changes of rates, of what currencies are worth, and of which books are closed.
    RecordMutation {
        /// Makes a work role.
        work_role_create(WorkRoleCreateInput) -> WorkRolePayload, "workRoles:write", service::work_role::create;
        /// Changes a work role.
        work_role_update(WorkRoleUpdateInput) -> WorkRolePayload, "workRoles:write", service::work_role::update;
        /// Archives a work role; it can be brought back.
        work_role_archive(WorkRoleArchiveInput) -> WorkRolePayload, "workRoles:write", service::work_role::archive;
        /// Brings an archived work role back.
        work_role_unarchive(WorkRoleArchiveInput) -> WorkRolePayload, "workRoles:write", service::work_role::unarchive;
        /// Makes a rate card, of the agency or for one client.
        rate_card_create(RateCardCreateInput) -> RateCardPayload, "rateCards:write", service::card::create;
        /// Changes the name of a rate card.
        rate_card_update(RateCardUpdateInput) -> RateCardPayload, "rateCards:write", service::card::update;
        /// Archives a rate card: new work is no longer priced by it. It can be brought back.
        rate_card_archive(RateCardArchiveInput) -> RateCardPayload, "rateCards:write", service::card::archive;
        /// Brings an archived rate card back.
        rate_card_unarchive(RateCardArchiveInput) -> RateCardPayload, "rateCards:write", service::card::unarchive;
        /// Sets the rates of a card from a day on; the version before ends the day before.
        rate_card_version_create(RateCardVersionCreateInput) -> RateCardVersionPayload, "rateCardVersions:write", service::card::version_create;
        /// Adds a rate to a version of a card.
        rate_create(RateCreateInput) -> RatePayload, "rates:write", service::rate::create;
        /// Changes what an hour sells for. Work that was booked keeps the rate it was booked with.
        rate_update(RateUpdateInput) -> RatePayload, "rates:write", service::rate::update;
        /// Archives a rate: new work is no longer priced by it. It can be brought back.
        rate_archive(RateArchiveInput) -> RatePayload, "rates:write", service::rate::archive;
        /// Brings an archived rate back.
        rate_unarchive(RateArchiveInput) -> RatePayload, "rates:write", service::rate::unarchive;
        /// Sets what an hour of a person costs from a day on; an open rate that began earlier ends the day before.
        cost_rate_create(CostRateCreateInput) -> CostRatePayload, "costRates:write", service::cost_rate::create;
        /// Changes what an hour of a person costs. Work that was booked keeps the rate it was booked with.
        cost_rate_update(CostRateUpdateInput) -> CostRatePayload, "costRates:write", service::cost_rate::update;
        /// Records what a currency was worth on a day, in place of what was known for this day.
        fx_rate_set(FxRateSetInput) -> FxRatePayload, "fxRates:write", service::fx::set;
        /// Makes an accounting period.
        accounting_period_create(AccountingPeriodCreateInput) -> AccountingPeriodPayload, "accountingPeriods:write", service::period::create;
        /// Closes the books of a period: nothing is booked or changed on its last day or before.
        accounting_period_close(AccountingPeriodCloseInput) -> AccountingPeriodPayload, "accountingPeriods:write", service::period::close;
        /// Opens the books of the period that was closed last.
        accounting_period_reopen(AccountingPeriodReopenInput) -> AccountingPeriodPayload, "accountingPeriods:write", service::period::reopen;
    }
}
