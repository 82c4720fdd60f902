use chrono::NaiveDate;
use proptest::{
    prelude::{Strategy, any, prop},
    strategy::ValueTree,
    test_runner::TestRunner,
};
use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::{ledger, project};

/// Something that was bought: on which day of November, in which currency, for how many minor units.
type Bought = (u32, usize, i64);
/// What was written down of a currency: on which day, how many hundredths of it a euro was worth, and whether it was written the
/// other way round.
type Known = (u32, usize, i64, bool);

/// Currencies other than the project's, with their decimals.
const OTHERS: [(&str, u32); 3] = [("USD", 2), ("JPY", 0), ("KWD", 3)];
/// How many days a rate stands.
const DAYS: u32 = 31;

/// Half away from zero, in whole numbers.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator.abs() + denominator) / (2 * denominator) * numerator.signum()
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::TimeDelta::days(i64::from(number))
}

fn written(minor: i64, decimals: u32) -> String {
    let unit = 10_i64.pow(decimals);
    match usize::try_from(decimals).unwrap() {
        0 => minor.to_string(),
        width => format!("{}.{:0width$}", minor / unit, minor % unit),
    }
}

/// What it cost in cents of a euro: none without a rate of that day or of one not long before.
fn cost(known: &[Known], (on, at, minor): Bought) -> Option<i128> {
    let same = known
        .iter()
        .filter(|(of, currency, ..)| *currency == at && *of <= on && on - of <= DAYS);
    // Of two for one day the later one counts, whichever way round: they never are for one day here.
    let (.., hundredths, is_inverse) = same.max_by_key(|(of, ..)| *of)?;
    let unit = 10_i128.pow(OTHERS.get(at)?.1);
    let (minor, hundredths) = (i128::from(minor), i128::from(*hundredths));
    Some(if *is_inverse {
        // So many hundredths of a euro for one unit.
        rounded(minor * hundredths, unit)
    } else {
        rounded(minor * 100 * 100, unit * hundredths)
    })
}

async fn know(owner: &Person<'_>, (on, at, hundredths, is_inverse): Known) {
    let (from, to) = if is_inverse {
        (OTHERS[at].0, "EUR")
    } else {
        ("EUR", OTHERS[at].0)
    };
    let input =
        json!({ "fromCurrency": from, "toCurrency": to, "onDate": day(on), "rate": written(hundredths, 2) });
    owner.write("fxRateSet", input, "fxRate { id }").await.good();
}

async fn buy(owner: &Person<'_>, project: &str, (on, at, minor): Bought) -> Json {
    let (code, decimals) = OTHERS[at];
    let paid = json!({ "amount": written(minor, decimals), "currency": code });
    let input = json!({ "projectId": project, "description": "Bought", "spentOn": day(on), "paid": paid });
    let answer = owner
        .write("expenseCreate", input, "expense { cost { amount currency } }")
        .await;
    answer.at("payload").clone()
}

/// One rate for a currency and a day.
fn rates() -> impl Strategy<Value = Vec<Known>> {
    let rate = (0..70_u32, 0..OTHERS.len(), 1..50_000_i64, any::<bool>());
    prop::collection::vec(rate, 3..9).prop_map(|mut rates| {
        rates.sort_unstable();
        rates.dedup_by_key(|(on, at, ..)| (*on, *at));
        rates
    })
}

both! {
    /// M2: whatever is bought in whatever currency, the ledger holds the sum of what a dated rate made of each, rounded once, and
    /// nothing of what had none.
    async fn what_was_paid_in_other_currencies_adds_up_by_dated_rates_or_is_refused(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let bought = prop::collection::vec((0..80_u32, 0..OTHERS.len(), 1..10_000_000_i64), 40);
        let mut runner = TestRunner::deterministic();
        let (known, bought) = (rates(), bought).new_tree(&mut runner).expect("rates and purchases").current();
        for rate in &known {
            know(&owner, *rate).await;
        }

        let (mut sum, mut refused) = (0, 0);
        for purchase in &bought {
            let answer = buy(&owner, &project, *purchase).await;
            if let Some(cents) = cost(&known, *purchase) {
                sum += cents;
                let shown = written(i64::try_from(cents).unwrap(), 2);
                assert_eq!(answer["expense"]["cost"], json!({ "amount": shown, "currency": "EUR" }), "{purchase:?}");
            } else {
                refused += 1;
                assert_eq!(answer["errors"][0]["code"], "INVALID", "{purchase:?}");
            }
        }

        assert!(refused > 0 && refused < bought.len(), "{refused} of {} had no rate", bought.len());
        assert_eq!(ledger(&owner).await.1, json!([{ "amount": written(i64::try_from(sum).unwrap(), 2) }]));
    }
}
