//! Every event we emit.

use entity::choice;

choice! {
    /// What happened to a record.
    EventType {
        /// The agency's settings were changed.
        AgencyUpdated = "AGENCY_UPDATED",
        /// Somebody was invited.
        MemberInvited = "MEMBER_INVITED",
        /// Somebody accepted the invitation.
        MemberJoined = "MEMBER_JOINED",
        /// Somebody's place in the agency was changed.
        MemberUpdated = "MEMBER_UPDATED",
        /// Somebody can no longer sign in to the agency.
        MemberDeactivated = "MEMBER_DEACTIVATED",
        /// Somebody can sign in to the agency again.
        MemberReactivated = "MEMBER_REACTIVATED",
        /// A session was ended because its refresh token came twice: somebody else had a copy.
        SessionReplayed = "SESSION_REPLAYED",
        /// A field of the agency's own was made.
        CustomFieldCreated = "CUSTOM_FIELD_CREATED",
        /// A field of the agency's own was changed.
        CustomFieldUpdated = "CUSTOM_FIELD_UPDATED",
        /// A field of the agency's own was archived.
        CustomFieldArchived = "CUSTOM_FIELD_ARCHIVED",
        /// A field of the agency's own was brought back.
        CustomFieldUnarchived = "CUSTOM_FIELD_UNARCHIVED",
        /// A client was made.
        ClientCreated = "CLIENT_CREATED",
        /// A client was changed.
        ClientUpdated = "CLIENT_UPDATED",
        /// The relationship with a client went to another stage.
        ClientStageChanged = "CLIENT_STAGE_CHANGED",
        /// A client was archived.
        ClientArchived = "CLIENT_ARCHIVED",
        /// A client was brought back.
        ClientUnarchived = "CLIENT_UNARCHIVED",
        /// A contact was made.
        ContactCreated = "CONTACT_CREATED",
        /// A contact was changed.
        ContactUpdated = "CONTACT_UPDATED",
        /// A contact was archived.
        ContactArchived = "CONTACT_ARCHIVED",
        /// A contact was brought back.
        ContactUnarchived = "CONTACT_UNARCHIVED",
        /// Somebody began to answer for a client.
        AccountAssignmentCreated = "ACCOUNT_ASSIGNMENT_CREATED",
        /// An assignment was changed.
        AccountAssignmentUpdated = "ACCOUNT_ASSIGNMENT_UPDATED",
        /// Somebody no longer answers for a client.
        AccountAssignmentEnded = "ACCOUNT_ASSIGNMENT_ENDED",
        /// An interaction was recorded.
        InteractionCreated = "INTERACTION_CREATED",
        /// An interaction was changed.
        InteractionUpdated = "INTERACTION_UPDATED",
        /// An interaction was archived.
        InteractionArchived = "INTERACTION_ARCHIVED",
        /// An interaction was brought back.
        InteractionUnarchived = "INTERACTION_UNARCHIVED",
        /// A promise was made.
        PromiseCreated = "PROMISE_CREATED",
        /// A promise was changed.
        PromiseUpdated = "PROMISE_UPDATED",
        /// A promise was kept, broken or released.
        PromiseSettled = "PROMISE_SETTLED",
        /// A promise was archived.
        PromiseArchived = "PROMISE_ARCHIVED",
        /// A promise was brought back.
        PromiseUnarchived = "PROMISE_UNARCHIVED",
        /// A need was recorded.
        NeedCreated = "NEED_CREATED",
        /// A need was changed.
        NeedUpdated = "NEED_UPDATED",
        /// A need went to another state.
        NeedStatusChanged = "NEED_STATUS_CHANGED",
        /// A need was archived.
        NeedArchived = "NEED_ARCHIVED",
        /// A need was brought back.
        NeedUnarchived = "NEED_UNARCHIVED",
        /// A stage was made.
        StageCreated = "STAGE_CREATED",
        /// A stage was changed.
        StageUpdated = "STAGE_UPDATED",
        /// A stage was archived.
        StageArchived = "STAGE_ARCHIVED",
        /// A stage was brought back.
        StageUnarchived = "STAGE_UNARCHIVED",
        /// An opportunity was made.
        OpportunityCreated = "OPPORTUNITY_CREATED",
        /// An opportunity was changed.
        OpportunityUpdated = "OPPORTUNITY_UPDATED",
        /// An opportunity went to another stage.
        OpportunityMoved = "OPPORTUNITY_MOVED",
        /// An opportunity was won.
        OpportunityWon = "OPPORTUNITY_WON",
        /// An opportunity was lost.
        OpportunityLost = "OPPORTUNITY_LOST",
        /// An opportunity that was won or lost is open again.
        OpportunityReopened = "OPPORTUNITY_REOPENED",
        /// An opportunity was archived.
        OpportunityArchived = "OPPORTUNITY_ARCHIVED",
        /// An opportunity was brought back.
        OpportunityUnarchived = "OPPORTUNITY_UNARCHIVED",
        /// An estimate was made, or copied from another.
        EstimateCreated = "ESTIMATE_CREATED",
        /// An estimate or its lines were changed.
        EstimateUpdated = "ESTIMATE_UPDATED",
        /// An estimate went to another state.
        EstimateStatusChanged = "ESTIMATE_STATUS_CHANGED",
        /// A line was added to an estimate.
        EstimateLineCreated = "ESTIMATE_LINE_CREATED",
        /// A line of an estimate was changed.
        EstimateLineUpdated = "ESTIMATE_LINE_UPDATED",
        /// A line of an estimate was archived.
        EstimateLineArchived = "ESTIMATE_LINE_ARCHIVED",
        /// A line of an estimate was brought back.
        EstimateLineUnarchived = "ESTIMATE_LINE_UNARCHIVED",
        /// A project was made.
        ProjectCreated = "PROJECT_CREATED",
        /// A project was changed.
        ProjectUpdated = "PROJECT_UPDATED",
        /// A project went to another state.
        ProjectStatusChanged = "PROJECT_STATUS_CHANGED",
        /// A project was archived.
        ProjectArchived = "PROJECT_ARCHIVED",
        /// A project was brought back.
        ProjectUnarchived = "PROJECT_UNARCHIVED",
        /// Somebody was put on a project.
        ProjectMemberAdded = "PROJECT_MEMBER_ADDED",
        /// Somebody's role on a project was changed.
        ProjectMemberUpdated = "PROJECT_MEMBER_UPDATED",
        /// Somebody was taken off a project.
        ProjectMemberRemoved = "PROJECT_MEMBER_REMOVED",
        /// A phase was made.
        PhaseCreated = "PHASE_CREATED",
        /// A phase was changed.
        PhaseUpdated = "PHASE_UPDATED",
        /// A phase went to another state.
        PhaseStatusChanged = "PHASE_STATUS_CHANGED",
        /// A phase was archived.
        PhaseArchived = "PHASE_ARCHIVED",
        /// A phase was brought back.
        PhaseUnarchived = "PHASE_UNARCHIVED",
        /// A milestone was made.
        MilestoneCreated = "MILESTONE_CREATED",
        /// A milestone was changed.
        MilestoneUpdated = "MILESTONE_UPDATED",
        /// A milestone went to another state.
        MilestoneStatusChanged = "MILESTONE_STATUS_CHANGED",
        /// The day that the client was told for a milestone was moved, with the client's consent.
        MilestoneCommitmentMoved = "MILESTONE_COMMITMENT_MOVED",
        /// A milestone was archived.
        MilestoneArchived = "MILESTONE_ARCHIVED",
        /// A milestone was brought back.
        MilestoneUnarchived = "MILESTONE_UNARCHIVED",
        /// A task was made.
        TaskCreated = "TASK_CREATED",
        /// A task was changed.
        TaskUpdated = "TASK_UPDATED",
        /// A task went to another state.
        TaskStatusChanged = "TASK_STATUS_CHANGED",
        /// A task was archived.
        TaskArchived = "TASK_ARCHIVED",
        /// A task was brought back.
        TaskUnarchived = "TASK_UNARCHIVED",
        /// A work role was made.
        WorkRoleCreated = "WORK_ROLE_CREATED",
        /// A work role was changed.
        WorkRoleUpdated = "WORK_ROLE_UPDATED",
        /// A work role was archived.
        WorkRoleArchived = "WORK_ROLE_ARCHIVED",
        /// A work role was brought back.
        WorkRoleUnarchived = "WORK_ROLE_UNARCHIVED",
        /// A rate card was made.
        RateCardCreated = "RATE_CARD_CREATED",
        /// A rate card was changed.
        RateCardUpdated = "RATE_CARD_UPDATED",
        /// A rate card was archived.
        RateCardArchived = "RATE_CARD_ARCHIVED",
        /// A rate card was brought back.
        RateCardUnarchived = "RATE_CARD_UNARCHIVED",
        /// Rates of a card were set from a day on.
        RateCardVersionCreated = "RATE_CARD_VERSION_CREATED",
        /// A rate was added to a version of a card.
        RateCreated = "RATE_CREATED",
        /// A rate was changed.
        RateUpdated = "RATE_UPDATED",
        /// A rate was archived.
        RateArchived = "RATE_ARCHIVED",
        /// A rate was brought back.
        RateUnarchived = "RATE_UNARCHIVED",
        /// What an hour of somebody costs was set from a day on.
        CostRateCreated = "COST_RATE_CREATED",
        /// What an hour of somebody costs was changed.
        CostRateUpdated = "COST_RATE_UPDATED",
        /// What a currency was worth on a day was recorded.
        FxRateSet = "FX_RATE_SET",
        /// An accounting period was made.
        AccountingPeriodCreated = "ACCOUNTING_PERIOD_CREATED",
        /// The books of a period were closed.
        AccountingPeriodClosed = "ACCOUNTING_PERIOD_CLOSED",
        /// The books of a period were opened again.
        AccountingPeriodReopened = "ACCOUNTING_PERIOD_REOPENED",
        /// A budget was made.
        BudgetCreated = "BUDGET_CREATED",
        /// What a budget does with costs beyond it was changed.
        BudgetUpdated = "BUDGET_UPDATED",
        /// A version of a budget was drafted.
        BudgetVersionCreated = "BUDGET_VERSION_CREATED",
        /// A draft of a budget was changed.
        BudgetVersionUpdated = "BUDGET_VERSION_UPDATED",
        /// A version of a budget was approved.
        BudgetVersionApproved = "BUDGET_VERSION_APPROVED",
        /// A version of a budget was followed by another.
        BudgetVersionSuperseded = "BUDGET_VERSION_SUPERSEDED",
        /// A draft of a budget was given up.
        BudgetVersionDiscarded = "BUDGET_VERSION_DISCARDED",
        /// A line of a budget was spread over other months.
        BudgetLineSpread = "BUDGET_LINE_SPREAD",
        /// An amount went from one line of a budget to another.
        BudgetMoved = "BUDGET_MOVED",
        /// A commitment beyond its budget waits for somebody to decide.
        CommitmentRequested = "COMMITMENT_REQUESTED",
        /// A commitment was made.
        CommitmentOpened = "COMMITMENT_OPENED",
        /// What is said of a commitment was changed.
        CommitmentUpdated = "COMMITMENT_UPDATED",
        /// A part of a commitment was given back.
        CommitmentReleased = "COMMITMENT_RELEASED",
        /// A commitment was closed.
        CommitmentClosed = "COMMITMENT_CLOSED",
        /// A cost beyond a budget waits for somebody to decide.
        OverrunRequested = "OVERRUN_REQUESTED",
        /// A cost beyond a budget was booked with a warning.
        OverrunWarned = "OVERRUN_WARNED",
        /// Somebody decided on a cost beyond a budget, or nobody did in time.
        OverrunDecided = "OVERRUN_DECIDED",
        /// A budget is used up to a threshold, or beyond.
        BudgetAlertRaised = "BUDGET_ALERT_RAISED",
        /// Somebody has taken note of an alert.
        BudgetAlertAcknowledged = "BUDGET_ALERT_ACKNOWLEDGED",
        /// A file was announced.
        FileCreated = "FILE_CREATED",
        /// A file arrived.
        FileStored = "FILE_STORED",
        /// A file became the receipt of an expense, or is none any more.
        FileUpdated = "FILE_UPDATED",
        /// Something is to be agreed with a freelancer.
        EngagementCreated = "ENGAGEMENT_CREATED",
        /// What is agreed with a freelancer was changed.
        EngagementUpdated = "ENGAGEMENT_UPDATED",
        /// What is agreed with a freelancer began to hold, ended or was given up.
        EngagementStatusChanged = "ENGAGEMENT_STATUS_CHANGED",
        /// Work was booked.
        TimeEntryCreated = "TIME_ENTRY_CREATED",
        /// Booked work was changed.
        TimeEntryUpdated = "TIME_ENTRY_UPDATED",
        /// Booked work was handed in, approved, rejected or taken back.
        TimeEntryStatusChanged = "TIME_ENTRY_STATUS_CHANGED",
        /// Booked work was discarded.
        TimeEntryDiscarded = "TIME_ENTRY_DISCARDED",
        /// Booked work was priced anew.
        TimeEntryRepriced = "TIME_ENTRY_REPRICED",
        /// A freelancer's bill was written.
        FreelancerBillCreated = "FREELANCER_BILL_CREATED",
        /// A freelancer's bill was changed.
        FreelancerBillUpdated = "FREELANCER_BILL_UPDATED",
        /// A freelancer's bill was handed in, disputed, approved, paid or discarded.
        FreelancerBillStatusChanged = "FREELANCER_BILL_STATUS_CHANGED",
        /// A timer was started.
        TimerStarted = "TIMER_STARTED",
        /// A timer was stopped.
        TimerStopped = "TIMER_STOPPED",
        /// An expense was booked.
        ExpenseCreated = "EXPENSE_CREATED",
        /// An expense was changed.
        ExpenseUpdated = "EXPENSE_UPDATED",
        /// An expense was handed in, approved, rejected or taken back.
        ExpenseStatusChanged = "EXPENSE_STATUS_CHANGED",
        /// An expense was discarded.
        ExpenseDiscarded = "EXPENSE_DISCARDED",
        /// A contract was made.
        ContractCreated = "CONTRACT_CREATED",
        /// A contract was changed.
        ContractUpdated = "CONTRACT_UPDATED",
        /// A contract began to bind, was fulfilled, ended or given up.
        ContractStatusChanged = "CONTRACT_STATUS_CHANGED",
        /// A change of a contract was written.
        ContractAmendmentCreated = "CONTRACT_AMENDMENT_CREATED",
        /// A change of a contract was rewritten.
        ContractAmendmentUpdated = "CONTRACT_AMENDMENT_UPDATED",
        /// A change of a contract was sent, accepted, declined or withdrawn.
        ContractAmendmentStatusChanged = "CONTRACT_AMENDMENT_STATUS_CHANGED",
        /// A part of a contract's price became due, or its billing changed.
        BillingPlanItemUpdated = "BILLING_PLAN_ITEM_UPDATED",
        /// The plan of a project was kept as it was agreed.
        BaselineTaken = "BASELINE_TAKEN",
        /// A tax code was made.
        TaxCodeCreated = "TAX_CODE_CREATED",
        /// A tax code got another name.
        TaxCodeUpdated = "TAX_CODE_UPDATED",
        /// A tax code was archived.
        TaxCodeArchived = "TAX_CODE_ARCHIVED",
        /// A tax code was brought back.
        TaxCodeUnarchived = "TAX_CODE_UNARCHIVED",
        /// A proposal was made.
        ProposalCreated = "PROPOSAL_CREATED",
        /// A proposal was changed.
        ProposalUpdated = "PROPOSAL_UPDATED",
        /// A version of a proposal was made.
        ProposalVersionCreated = "PROPOSAL_VERSION_CREATED",
        /// What stands in a version of a proposal was changed.
        ProposalVersionUpdated = "PROPOSAL_VERSION_UPDATED",
        /// A version of a proposal went to another state before it was sent.
        ProposalVersionStatusChanged = "PROPOSAL_VERSION_STATUS_CHANGED",
        /// A version of a proposal was sent.
        ProposalVersionSent = "PROPOSAL_VERSION_SENT",
        /// A version of a proposal was opened by somebody it was sent to.
        ProposalVersionViewed = "PROPOSAL_VERSION_VIEWED",
        /// A version of a proposal was accepted.
        ProposalVersionAccepted = "PROPOSAL_VERSION_ACCEPTED",
        /// A version of a proposal was declined.
        ProposalVersionDeclined = "PROPOSAL_VERSION_DECLINED",
        /// The time of a version of a proposal was up before the client answered.
        ProposalVersionExpired = "PROPOSAL_VERSION_EXPIRED",
        /// A later version of a proposal took the place of one that was sent.
        ProposalVersionSuperseded = "PROPOSAL_VERSION_SUPERSEDED",
        /// A version of a proposal was taken back.
        ProposalVersionWithdrawn = "PROPOSAL_VERSION_WITHDRAWN",
        /// What the agency as a whole cost in some months was recorded.
        OverheadPeriodCreated = "OVERHEAD_PERIOD_CREATED",
        /// What the agency as a whole cost in some months was changed.
        OverheadPeriodUpdated = "OVERHEAD_PERIOD_UPDATED",
        /// What the agency as a whole cost in some months was locked.
        OverheadPeriodLocked = "OVERHEAD_PERIOD_LOCKED",
    }
}
