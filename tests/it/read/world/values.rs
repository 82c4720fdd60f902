//! What stands in a column: words in several scripts, days and moments that often fall together, gaps.

use api::read::{Scalar, Shape, catalog};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value as Json, json};
use tests::start;

use super::{
    Cell,
    schema::{Column, Type},
};
use crate::read::dice::Dice;

/// Words that are hard to fold, to quote, to look up or to tell apart.
pub(in crate::read) const WORDS: [&str; 30] = [
    "Atlas",
    "atlas",
    "Café",
    "cafe",
    "Zoë",
    "100%",
    "a_b",
    "axb",
    "O'Hara",
    "\"Quote\"",
    "back\\slash",
    "شركة",
    "شرکة",
    "كيميا",
    "می‌روم",
    "می رود",
    "Straße",
    "strasse",
    "ＡＢＣ",
    "Ünal",
    "de",
    "x",
    "🎉",
    "ΟΔΟΣ",
    "οδος",
    "Müller",
    "İstanbul",
    "ﬁnal",
    "Öl & Gas",
    "line\nbreak\ttab \u{7}",
];

/// Lines of business: some differ in case only.
const SECTORS: [&str; 6] = ["Food", "food", "Küche", "صنعت", "Öl & Gas", "100%"];

/// Currencies of no, two and three decimals.
const CURRENCIES: [&str; 5] = ["EUR", "USD", "IRR", "JPY", "KWD"];

/// Times of a day: some are on another day or in another month elsewhere.
const TIMES: [&str; 6] = [
    "00:00:00",
    "09:30:00",
    "09:30:00.125",
    "09:30:00.125001",
    "20:45:00",
    "22:59:59.999999",
];

/// A value for a column that refers to nothing. `serial` is another number for each row.
pub(super) fn value(dice: &mut Dice, table: &'static str, column: Column, serial: i64) -> Cell {
    let gap = if column.name == "archived_at" { 78 } else { 25 };
    if column.null && dice.percent(gap) {
        return Cell::Null;
    }
    match column.kind {
        Type::Id => Cell::Id(dice.id()),
        Type::Text => Cell::Text(text(dice, table, column.name, serial)),
        Type::Int => Cell::Int(number(dice, column.name, serial)),
        Type::Bool => Cell::Bool(dice.percent(50)),
        Type::Date if column.name == "ends_on" && dice.percent(50) => Cell::Date(near(dice)),
        Type::Date => Cell::Date(day(dice)),
        Type::Instant => Cell::Instant(moment(dice)),
        Type::Json => Cell::Json(document(dice, column.name)),
        Type::Bytes => Cell::Bytes(dice.id().as_bytes().to_vec()),
    }
}

fn text(dice: &mut Dice, table: &'static str, column: &str, serial: i64) -> String {
    if let Some(words) = choice(table, column) {
        return (*dice.one(&words)).to_owned();
    }
    let word = |dice: &mut Dice, words: &[&str]| (*dice.one(words)).to_owned();
    match column {
        "email" | "email_key" => format!("name{serial}@example.test"),
        "code" => format!("PRJ-{serial:04}"),
        "number" => format!("PRP-{serial:04}"),
        "key" => format!("key{serial}"),
        "kind" => word(dice, &["Client", "Project", "Task"]),
        "locale" => word(dice, &["EN", "FA"]),
        "time_zone" => word(dice, &["Europe/Berlin", "Asia/Tehran"]),
        "sector" => word(dice, &SECTORS),
        "source" => word(dice, &["xero", "crm", "Ünal"]),
        name if name.ends_with("currency") => word(dice, &CURRENCIES),
        "value" if table == "external_ids" => format!("C-{serial}"),
        "request_id" => format!("request-{serial}"),
        _ => {
            let words = [dice.one(&WORDS), dice.one(&WORDS), dice.one(&WORDS)];
            let many = dice.between(1, 3);
            words.map(|word| *word)[..usize::try_from(many).expect("a few")].join(" ")
        }
    }
}

/// The words of a column that is shown as a choice.
fn choice(table: &str, column: &str) -> Option<Vec<&'static str>> {
    let resource = catalog()
        .all()
        .iter()
        .find(|resource| resource.table() == table)?;
    resource.fields.iter().find_map(|field| match field.shape {
        Shape::Column(name, Scalar::Choice(words)) if name == column => {
            Some(words.values.iter().map(|value| value.name).collect())
        }
        _ => None,
    })
}

fn number(dice: &mut Dice, column: &str, serial: i64) -> i64 {
    match column {
        "seq" => serial,
        "transaction_id" => 0,
        "sentiment" => dice.between(-2, 2),
        "position" => dice.between(0, 4),
        "fiscal_year_start_month" => dice.between(1, 12),
        // Beyond what a floating number can hold.
        "credit_limit_minor" | "per_hour_micro" | "rate" => {
            *dice.one(&[0, 5, -250, 2_500_000, 9_007_199_254_740_993])
        }
        _ => dice.between(0, 120),
    }
}

/// Yesterday, today or tomorrow: where what ends still holds, or no longer.
fn near(dice: &mut Dice) -> NaiveDate {
    start().date_naive() + TimeDelta::days(dice.between(-1, 1))
}

fn day(dice: &mut Dice) -> NaiveDate {
    let days = if dice.percent(40) {
        dice.between(-3, 3)
    } else {
        dice.between(-500, 120)
    };
    start().date_naive() + TimeDelta::days(days)
}

fn moment(dice: &mut Dice) -> DateTime<Utc> {
    let time = dice.one(&TIMES).parse().expect("a time of day");
    day(dice).and_time(time).and_utc()
}

fn document(dice: &mut Dice, column: &str) -> Json {
    match column {
        "options" | "deliverables" => json!(["Referral", "Café"]),
        "thresholds_bps" => json!([8_000, 10_000]),
        "changed_fields" => {
            json!([["name"].as_slice(), ["name", "status"].as_slice(), [].as_slice()][dice.below(3)])
        }
        _ => {
            let word = *dice.one(&WORDS);
            [
                json!({}),
                json!({ "source": word }),
                json!({ "source": word, "newsletter": true, "größe": "12.5" }),
            ][dice.below(3)]
            .clone()
        }
    }
}
