//! What a proposal comes to: exact, for every choice of its options.

use std::collections::BTreeSet;

use async_graphql::SimpleObject;
use entity::{
    agency::TaxRounding,
    proposal_line, proposal_phase,
    tax_code::TaxCategory,
    value::{CurrencyCode, Id, Money, exact},
};

use super::content::{ProposalContent, ProposalContentLine, minor};

/// A whole in hundredths of a percent.
const WHOLE_BPS: i64 = 10_000;

/// Lines that the client takes.
pub type Chosen = BTreeSet<Id<proposal_line::Entity>>;

/// What a proposal comes to for one choice of its options.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct ProposalTotals {
    /// The sum of the lines, before the discount on the whole.
    pub subtotal: Money,
    /// What is taken off the whole.
    pub discount: Money,
    /// The sum before tax.
    pub net: Money,
    /// The tax of each rate.
    pub taxes: Vec<ProposalTax>,
    /// All tax.
    pub tax: Money,
    /// The sum to be paid.
    pub total: Money,
    /// What each phase comes to before tax. These add up to the net sum.
    pub phases: Vec<ProposalPhasePrice>,
}

/// The tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct ProposalTax {
    /// Why this rate applies.
    pub category: TaxCategory,
    /// The rate, in hundredths of a percent.
    pub rate_bps: i32,
    /// The amount that is taxed.
    pub net: Money,
    /// The tax on it.
    pub tax: Money,
}

/// What a phase comes to before tax.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct ProposalPhasePrice {
    /// The phase.
    pub phase_id: Id<proposal_phase::Entity>,
    /// Its price.
    pub price: Money,
}

/// A line as it counts: its amount in minor units, and its tax.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What it comes to, rounded.
    pub net: i64,
    /// Why its rate of tax applies.
    pub category: TaxCategory,
    /// The rate, in hundredths of a percent.
    pub rate_bps: i32,
}

/// What parts come to, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// The sum before the discount on the whole.
    pub subtotal: i64,
    /// What is taken off: never more than there is.
    pub discount: i64,
    /// Each part less its share of the discount, in the order of the parts.
    pub nets: Vec<i64>,
    /// Category, rate, taxed amount and tax, in this order.
    pub taxes: Vec<(TaxCategory, i32, i64, i64)>,
    /// The sum before tax.
    pub net: i64,
    /// All tax.
    pub tax: i64,
    /// The sum to be paid.
    pub total: i64,
}

/// Adds parts up. The discount is shared out by the largest remainder; tax is rounded once a group, or on every part. None when a
/// sum does not fit.
#[must_use]
pub fn sum_up(parts: &[Part], discount: i64, rounding: TaxRounding) -> Option<Sums> {
    let weights: Vec<i64> = parts.iter().map(|part| part.net).collect();
    let subtotal = added(weights.iter().copied())?;
    let discount = discount.clamp(0, subtotal.max(0));
    let nets = if discount == 0 {
        weights
    } else {
        let shares = exact::allocate(discount, &weights)?;
        let less = weights.iter().zip(shares);
        less.map(|(net, share)| net.checked_sub(share))
            .collect::<Option<_>>()?
    };
    let mut taxes: Vec<(TaxCategory, i32, i64, i64)> = vec![];
    for (part, net) in parts.iter().zip(&nets) {
        let tax = match rounding {
            TaxRounding::PerGroup => 0,
            TaxRounding::PerLine => exact::share(*net, part.rate_bps.into(), WHOLE_BPS)?,
        };
        let of_rate =
            |known: &&mut (TaxCategory, i32, i64, i64)| (known.0, known.1) == (part.category, part.rate_bps);
        match taxes.iter_mut().find(of_rate) {
            Some(known) => {
                known.2 = known.2.checked_add(*net)?;
                known.3 = known.3.checked_add(tax)?;
            }
            None => taxes.push((part.category, part.rate_bps, *net, tax)),
        }
    }
    if rounding == TaxRounding::PerGroup {
        for (_, rate_bps, net, tax) in &mut taxes {
            *tax = exact::share(*net, (*rate_bps).into(), WHOLE_BPS)?;
        }
    }
    taxes.sort_unstable();
    let net = subtotal.checked_sub(discount)?;
    let tax = added(taxes.iter().map(|(.., tax)| *tax))?;
    Some(Sums {
        subtotal,
        discount,
        nets,
        taxes,
        net,
        tax,
        total: net.checked_add(tax)?,
    })
}

/// What the proposal comes to when the client takes these options. None when a sum does not fit.
#[must_use]
pub fn totals(content: &ProposalContent, chosen: &Chosen) -> Option<ProposalTotals> {
    let taken = |line: &&ProposalContentLine| !line.optional || chosen.contains(&line.id);
    let parts = content
        .lines()
        .filter(taken)
        .map(part_of)
        .collect::<Option<Vec<_>>>()?;
    let sums = sum_up(&parts, minor(&content.discount)?, content.tax_rounding)?;
    let money = |minor| Money::of_minor(minor, content.currency);
    let mut nets = sums.nets.iter().copied();
    let mut phases = vec![];
    for phase in &content.phases {
        let count = phase.lines.iter().filter(taken).count();
        phases.push(ProposalPhasePrice {
            phase_id: phase.id,
            price: money(added(nets.by_ref().take(count))?),
        });
    }
    let taxes = sums
        .taxes
        .iter()
        .map(|(category, rate_bps, net, tax)| ProposalTax {
            category: *category,
            rate_bps: *rate_bps,
            net: money(*net),
            tax: money(*tax),
        });
    Some(ProposalTotals {
        subtotal: money(sums.subtotal),
        discount: money(sums.discount),
        net: money(sums.net),
        taxes: taxes.collect(),
        tax: money(sums.tax),
        total: money(sums.total),
        phases,
    })
}

/// Whether what is never invoiced beyond is enough for it.
#[must_use]
pub fn fits(content: &ProposalContent, sums: &ProposalTotals) -> bool {
    let most = content.not_to_exceed.as_ref().map(minor);
    most.is_none_or(|most| minor(&sums.net) <= most)
}

/// Nothing, in a currency.
#[must_use]
pub fn nothing(currency: CurrencyCode) -> Money {
    Money::of_minor(0, currency)
}

fn part_of(line: &ProposalContentLine) -> Option<Part> {
    Some(Part {
        net: minor(&line.net)?,
        category: line.tax_category,
        rate_bps: line.tax_rate_bps,
    })
}

fn added(amounts: impl Iterator<Item = i64>) -> Option<i64> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add)
}

#[cfg(test)]
mod tests;
