//! What the agency as a whole costs, and what its currency was worth.

use super::{Asked, FX, OVERHEAD, Part, set};
use crate::kernel::sql::Binds;

pub(super) fn overhead(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let agency = binds.agency();
    let begun = asked.day.map_or_else(String::new, |day| {
        format!(" AND o.starts_on <= {}", binds.bind(day.last))
    });
    let rest = format!("FROM overhead_periods o WHERE o.agency_id = {agency}{begun}");
    let bigint = |column: &str| format!("CAST(o.{column} AS bigint)");
    let mut part = Part {
        word: "o.currency".to_owned(),
        day: "o.starts_on".to_owned(),
        until: "o.ends_on".to_owned(),
        ..Part::new(OVERHEAD, rest)
    };
    let numbers = [
        "facility_minor",
        "internal_labour_minor",
        "total_minutes",
        "client_minutes",
    ];
    set(&mut part.numbers, numbers.map(bigint));
    part
}

/// The latest rate by the end of each overhead period, of each pair of its currency and a project's.
pub(super) fn fx(binds: &mut Binds, asked: &Asked<'_>) -> Part {
    let agency = binds.agency();
    let currencies: Vec<String> = asked.currencies.iter().map(ToString::to_string).collect();
    let (from, to) = (
        binds.any_text("f.from_currency", currencies.clone()),
        binds.any_text("f.to_currency", currencies),
    );
    let rest = format!(
        "FROM overhead_periods o JOIN fx_rates f ON f.agency_id = o.agency_id AND f.on_date <= o.ends_on AND \
         ((f.from_currency = o.currency AND {to}) OR (f.to_currency = o.currency AND {from})) WHERE o.agency_id = {agency} AND \
         NOT EXISTS (SELECT 1 FROM fx_rates g WHERE g.agency_id = f.agency_id AND g.from_currency = f.from_currency AND \
         g.to_currency = f.to_currency AND g.on_date > f.on_date AND g.on_date <= o.ends_on)"
    );
    let mut part = Part {
        word: "f.from_currency || f.to_currency".to_owned(),
        day: "f.on_date".to_owned(),
        until: "o.ends_on".to_owned(),
        ..Part::new(FX, rest)
    };
    set(&mut part.numbers, ["f.rate".to_owned()]);
    part
}
