use api::rates::service::fx::{Converted, convert};
use entity::value::CurrencyCode;
use serde_json::{Value as Json, json};
use tests::{App, both};

use super::work_of;

fn input(to: &str, day: &str, rate: &str) -> Json {
    json!({ "fromCurrency": "EUR", "toCurrency": to, "onDate": day, "rate": rate, "source": "ECB" })
}

both! {
    async fn a_rate_of_a_day_is_replaced_by_the_next_that_is_set(app: App) {
        let owner = app.owner().await;
        owner.write("fxRateSet", input("USD", "2026-11-02", "1.1512"), "fxRate { id }").await.good();

        let again = owner.write("fxRateSet", input("USD", "2026-11-02", "1.1513"), "fxRate { rate version source }").await.good();
        let same = owner.write("fxRateSet", input("EUR", "2026-11-02", "1"), "fxRate { id }").await;
        let nothing = owner.write("fxRateSet", input("USD", "2026-11-02", "0"), "fxRate { id }").await;

        assert_eq!(again.at("payload.fxRate"), &json!({ "rate": "1.1513000000", "version": 2, "source": "ECB" }));
        assert_eq!(same.error(), "INVALID: two different currencies are needed");
        assert_eq!(nothing.error(), "INVALID: a rate above zero is needed");
        assert_eq!(owner.ask("{ fxRates(filter: { toCurrency: { eq: \"USD\" } }) { totalCount } }").await.good().at("fxRates.totalCount"), &json!(1));
    }

    async fn amounts_are_changed_by_the_rate_of_their_day_and_never_by_a_later_or_a_stale_one(app: App) {
        let owner = app.owner().await;
        for (day, rate) in [("2026-10-01", "1.10"), ("2026-11-02", "1.20")] {
            owner.write("fxRateSet", input("USD", day, rate), "fxRate { id }").await.good();
        }
        let tx = work_of(&app, &owner).await;
        let [eur, usd, irr] = ["EUR", "USD", "IRR"].map(|code| CurrencyCode::read(code).expect("a currency"));
        let on = |day: &str| day.parse().expect("a day");

        assert_eq!(convert(&tx, 10_000, eur, usd, on("2026-10-31")).await.expect("an amount"), Some(Converted { amount: 11_000, rate: 11_000_000_000 }));
        assert_eq!(convert(&tx, 12_000, usd, eur, on("2026-11-05")).await.expect("an amount"), Some(Converted { amount: 10_000, rate: 8_333_333_333 }));
        assert_eq!(convert(&tx, 10_000, eur, usd, on("2026-12-24")).await.expect("none"), None);
        assert_eq!(convert(&tx, 10_000, eur, usd, on("2026-09-30")).await.expect("none"), None);
        assert_eq!(convert(&tx, 10_000, eur, irr, on("2026-11-05")).await.expect("none"), None);
    }
}
