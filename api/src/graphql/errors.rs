//! Errors that are data of a payload, as the schema shows them.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    ContextSelectionSet, Interface, OutputType, Positioned, ServerResult, SimpleObject, Value,
    parser::types::Field, registry::Registry,
};
use entity::{
    agency::{Locale, OverrunPolicy},
    value::{Date, Money},
};

use crate::{
    kernel::{
        error::{Detail, UserError, UserErrorCode},
        message::Message,
        world::Caller,
    },
    read::NodeRef,
};

/// Why a mutation did not do what was asked. Select these three fields to handle every kind, present and future.
#[derive(Clone, Debug, Interface)]
#[graphql(
    name = "UserError",
    field(name = "code", ty = "&UserErrorCode", desc = "For programs."),
    field(
        name = "message",
        ty = "&Message",
        desc = "For people, in the language of the request."
    ),
    field(
        name = "path",
        ty = "&Vec<String>",
        desc = "The input field at fault, for example [\"input\", \"contacts\", \"0\", \"email\"]."
    )
)]
pub enum Shown {
    /// See [`InputError`].
    Input(InputError),
    /// See [`VersionConflictError`].
    Conflict(VersionConflictError),
    /// See [`NotUniqueError`].
    NotUnique(NotUniqueError),
    /// See [`InvalidTransitionError`].
    Transition(InvalidTransitionError),
    /// See [`FrozenError`].
    Frozen(FrozenError),
    /// See [`PeriodClosedError`].
    PeriodClosed(PeriodClosedError),
    /// See [`BudgetExceededError`].
    BudgetExceeded(BudgetExceededError),
    /// See [`CapExceededError`].
    CapExceeded(CapExceededError),
}

/// A value at fault.
#[derive(Clone, Debug, SimpleObject)]
pub struct InputError {
    /// For programs.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// The input field at fault.
    pub path: Vec<String>,
}

/// The record changed since it was read.
#[derive(Clone, Debug, SimpleObject)]
pub struct VersionConflictError {
    /// `VERSION_CONFLICT`.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// Always `input`, `expectedVersion`.
    pub path: Vec<String>,
    /// The record as it is now, for a merge or a retry.
    pub current: Option<NodeRef>,
    /// Its version now.
    pub current_version: i32,
}

/// Another record has this value.
#[derive(Clone, Debug, SimpleObject)]
pub struct NotUniqueError {
    /// `NOT_UNIQUE`.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// The input field at fault.
    pub path: Vec<String>,
    /// The other record, if the caller may see it.
    pub existing: Option<NodeRef>,
}

/// A state that cannot follow the one a record is in.
#[derive(Clone, Debug, SimpleObject)]
pub struct InvalidTransitionError {
    /// `INVALID_STATE`.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// The input field at fault.
    pub path: Vec<String>,
    /// The state it is in.
    pub from: String,
    /// The state asked for.
    pub to: String,
    /// The states it can go to.
    pub allowed: Vec<String>,
}

/// The books of the day are closed: nothing is booked or changed there any more.
#[derive(Clone, Debug, SimpleObject)]
pub struct PeriodClosedError {
    /// `INVALID_STATE`.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// The input field at fault.
    pub path: Vec<String>,
    /// The last day whose books are closed: book on a later one.
    pub closed_until: Date,
}

/// A cost is more than a budget of the project has left, and the budget refuses it.
#[derive(Clone, Debug, SimpleObject)]
pub struct BudgetExceededError {
    /// `LIMIT_REACHED`.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// The input field at fault.
    pub path: Vec<String>,
    /// What the budget does with costs beyond it.
    pub policy: OverrunPolicy,
    /// What is left: negative when more was used than approved. Null without costs:read, and for a budget in minutes.
    pub remaining: Option<Money>,
    /// What was asked for. Null without costs:read, and for a budget in minutes.
    pub requested: Option<Money>,
    /// Minutes that are left, of a budget in minutes. Null without costs:read.
    pub remaining_minutes: Option<i64>,
    /// Minutes that were asked for, of a budget in minutes. Null without costs:read.
    pub requested_minutes: Option<i64>,
}

/// Work or a bill is more than a freelancer's engagement has left.
#[derive(Clone, Debug, SimpleObject)]
pub struct CapExceededError {
    /// `LIMIT_REACHED`.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// The input field at fault.
    pub path: Vec<String>,
    /// What is left. Null for a cap in minutes.
    pub remaining: Option<Money>,
    /// What was asked for. Null for a cap in minutes.
    pub requested: Option<Money>,
    /// Minutes that are left, of a cap in minutes.
    pub remaining_minutes: Option<i64>,
    /// Minutes that were asked for, of a cap in minutes.
    pub requested_minutes: Option<i64>,
}

/// A record that can no longer be changed in the state it is in.
#[derive(Clone, Debug, SimpleObject)]
pub struct FrozenError {
    /// `INVALID_STATE`.
    pub code: UserErrorCode,
    /// For people.
    pub message: Message,
    /// The input field at fault.
    pub path: Vec<String>,
    /// The state it is in.
    pub status: String,
}

impl From<UserError> for Shown {
    fn from(error: UserError) -> Self {
        let UserError {
            code,
            message,
            path,
            detail,
        } = error;
        match detail {
            Detail::None => Self::Input(InputError { code, message, path }),
            Detail::Conflict { kind, id, version } => {
                let current = Some(NodeRef(kind, id));
                Self::Conflict(VersionConflictError {
                    code,
                    message,
                    path,
                    current,
                    current_version: version,
                })
            }
            Detail::Existing(existing) => {
                let existing = existing.map(|(kind, id)| NodeRef(kind, id));
                Self::NotUnique(NotUniqueError {
                    code,
                    message,
                    path,
                    existing,
                })
            }
            Detail::Transition { from, to, allowed } => Self::Transition(InvalidTransitionError {
                code,
                message,
                path,
                from: from.to_owned(),
                to: to.to_owned(),
                allowed: allowed.into_iter().map(str::to_owned).collect(),
            }),
            Detail::Frozen(status) => Self::Frozen(FrozenError {
                code,
                message,
                path,
                status: status.to_owned(),
            }),
            Detail::PeriodClosed { until } => Self::PeriodClosed(PeriodClosedError {
                code,
                message,
                path,
                closed_until: Date(until),
            }),
            Detail::BudgetExceeded {
                policy,
                currency,
                figures,
            } => {
                let (remaining, requested) = figures.unzip();
                let money = |minor: Option<i64>| Some(Money::of_minor(minor?, currency?));
                let minutes = |minutes: Option<i64>| minutes.filter(|_| currency.is_none());
                Self::BudgetExceeded(BudgetExceededError {
                    code,
                    message,
                    path,
                    policy,
                    remaining: money(remaining),
                    requested: money(requested),
                    remaining_minutes: minutes(remaining),
                    requested_minutes: minutes(requested),
                })
            }
            Detail::CapExceeded {
                currency,
                remaining,
                requested,
            } => {
                let money = |minor: i64| Some(Money::of_minor(minor, currency?));
                let minutes = |minutes: i64| currency.is_none().then_some(minutes);
                Self::CapExceeded(CapExceededError {
                    code,
                    message,
                    path,
                    remaining: money(remaining),
                    requested: money(requested),
                    remaining_minutes: minutes(remaining),
                    requested_minutes: minutes(requested),
                })
            }
        }
    }
}

/// A message is text in the language of the request.
impl OutputType for Message {
    fn type_name() -> Cow<'static, str> {
        <String as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <String as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        let locale = ctx
            .data_opt::<Arc<Caller>>()
            .map_or(Locale::En, |caller| caller.locale);
        Ok(Value::String(self.in_language(locale)))
    }
}
