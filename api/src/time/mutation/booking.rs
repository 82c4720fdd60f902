use entity::{expense, time_entry, timer};

use crate::{
    mutations, payload,
    time::{
        input::{
            ExpenseCreateInput, ExpenseDiscardInput, ExpenseTransitionInput, ExpenseUpdateInput,
            TimeEntryCreateInput, TimeEntryDiscardInput, TimeEntryTransitionInput, TimeEntryUpdateInput,
            TimerDiscardInput, TimerStartInput, TimerStopInput,
        },
        service,
    },
};

payload! {
    /// What came of a change of a time entry.
    TimeEntryPayload { time_entry: time_entry::Entity }
}

payload! {
    /// What came of a change of a timer.
    TimerPayload { timer: timer::Entity }
}

payload! {
    /// What came of a change of an expense.
    ExpensePayload { expense: expense::Entity }
}

mutations! {
    /// Changes of time entries, timers and expenses.
    BookingMutation {
        /// Books work on a project. A budget of the project may refuse it, or want somebody to decide.
        time_entry_create(TimeEntryCreateInput) -> TimeEntryPayload, "timeEntries:write", service::time_entry::create;
        /// Changes a time entry that is a DRAFT.
        time_entry_update(TimeEntryUpdateInput) -> TimeEntryPayload, "timeEntries:write", service::time_entry::update;
        /// Takes a time entry to another state: hands it in, approves it, rejects it, or takes it back.
        time_entry_transition(TimeEntryTransitionInput) -> TimeEntryPayload, "timeEntries:write", service::time_entry::transition;
        /// Discards a time entry that is a DRAFT.
        time_entry_discard(TimeEntryDiscardInput) -> TimeEntryPayload, "timeEntries:write", service::time_entry::discard;
        /// Starts the caller's timer. One runs at a time.
        timer_start(TimerStartInput) -> TimerPayload, "timers:write", service::timer::start;
        /// Stops the caller's timer and books what it measured.
        timer_stop(TimerStopInput) -> TimeEntryPayload, "timers:write", service::timer::stop;
        /// Stops the caller's timer and books nothing.
        timer_discard(TimerDiscardInput) -> TimerPayload, "timers:write", service::timer::discard;
        /// Books something bought for a project. A budget of the project may refuse it, or want somebody to decide.
        expense_create(ExpenseCreateInput) -> ExpensePayload, "expenses:write", service::expense::create;
        /// Changes an expense that is a DRAFT.
        expense_update(ExpenseUpdateInput) -> ExpensePayload, "expenses:write", service::expense::update;
        /// Takes an expense to another state: hands it in, approves it, rejects it, or takes it back.
        expense_transition(ExpenseTransitionInput) -> ExpensePayload, "expenses:write", service::expense::transition;
        /// Discards an expense that is a DRAFT.
        expense_discard(ExpenseDiscardInput) -> ExpensePayload, "expenses:write", service::expense::discard;
    }
}
