use std::collections::BTreeMap;

use async_graphql::SimpleObject;
use entity::{
    membership, phase,
    value::{CurrencyCode, Date, Id, Money},
    work_role,
};
use uuid::Uuid;

use super::{count, known};
use crate::profit::{
    figures::{agreed::Agreed, ledger::Sums},
    query::read::{Group, GroupKey},
};

/// Entries of a project's ledger that have something in common.
#[derive(Clone, Debug, Default, SimpleObject)]
pub(crate) struct FinancialsGroup {
    /// The phase; null for entries of none and for other groups.
    phase_id: Option<Id<phase::Entity>>,
    /// Whose work it is; null for entries of nobody and for other groups.
    member_id: Option<Id<membership::Entity>>,
    /// The work role; null for entries of none and for other groups.
    work_role_id: Option<Id<work_role::Entity>>,
    /// The category; null for entries of none and for other groups.
    category: Option<String>,
    /// The first day of the month, in the agency's calendar; null for other groups.
    month: Option<Date>,
    /// How many entries stand.
    entries: i32,
    /// How many minutes were worked.
    minutes: i32,
    /// How many of them the client pays for.
    billable_minutes: i32,
    /// What the work costs, without what is passed on; null when some of it is unknown.
    cost: Option<Money>,
    /// What was spent for the client and is passed on; null when some of it is unknown.
    pass_through_cost: Option<Money>,
    /// What the client pays by the rates and mark-ups of the entries.
    price: Option<Money>,
    /// What the phase is to cost by the latest baseline; null for other groups, and when it does not say.
    planned_cost: Option<Money>,
    /// What the client pays for the phase by the latest baseline; null for other groups.
    planned_price: Option<Money>,
}

/// The groups, in the order of what they have in common; phases that are planned and not begun are among them.
pub(in crate::profit::query) fn groups(
    read: &[Group],
    agreed: &Agreed,
    currency: CurrencyCode,
) -> Vec<FinancialsGroup> {
    let mut merged = BTreeMap::<&GroupKey, [Sums; 2]>::new();
    for group in read {
        let sums = merged.entry(&group.key).or_default();
        let [own, passed] = sums;
        let sum = if group.pass_through { passed } else { own };
        *sum = sum.and(group.sums);
    }
    let shown = |(key, [own, passed]): (&GroupKey, [Sums; 2])| {
        let both = own.and(passed);
        let planned = match key {
            GroupKey::Phase(Some(phase)) => planned(agreed, *phase),
            GroupKey::Phase(None)
            | GroupKey::Person(_)
            | GroupKey::Role(_)
            | GroupKey::Category(_)
            | GroupKey::Month(_) => None,
        };
        let (planned_price, planned_cost) = planned.unzip();
        FinancialsGroup {
            entries: count(both.entries),
            minutes: count(both.minutes),
            billable_minutes: count(both.billable_minutes),
            cost: known(own.known_cost(), currency),
            pass_through_cost: known(passed.known_cost(), currency),
            price: Some(Money::of_minor(both.price, currency)),
            planned_cost: planned_cost
                .flatten()
                .map(|minor| Money::of_minor(minor, currency)),
            planned_price: planned_price.map(|minor| Money::of_minor(minor, currency)),
            ..keyed(key)
        }
    };
    merged.into_iter().map(shown).collect()
}

fn planned(agreed: &Agreed, phase: Uuid) -> Option<(i128, Option<i128>)> {
    let mut phases = agreed.plan.iter().flat_map(|plan| &plan.phases);
    let planned = phases.find(|planned| planned.phase == phase)?;
    Some((planned.price, planned.cost))
}

fn keyed(key: &GroupKey) -> FinancialsGroup {
    let none = FinancialsGroup::default();
    match key {
        GroupKey::Phase(id) => FinancialsGroup {
            phase_id: id.map(Id::of),
            ..none
        },
        GroupKey::Person(id) => FinancialsGroup {
            member_id: id.map(Id::of),
            ..none
        },
        GroupKey::Role(id) => FinancialsGroup {
            work_role_id: id.map(Id::of),
            ..none
        },
        GroupKey::Category(category) => FinancialsGroup {
            category: category.clone(),
            ..none
        },
        GroupKey::Month(month) => FinancialsGroup {
            month: Some(Date(*month)),
            ..none
        },
    }
}
