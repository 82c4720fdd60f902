//! Importing what currencies were worth.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

fn row(to: &str, day: &str, rate: &str) -> Json {
    json!({ "fromCurrency": "EUR", "toCurrency": to, "onDate": day, "rate": rate })
}

async fn import(person: &Person<'_>, rates: Json, more: Json) -> Answer {
    let mut input = json!({ "rates": rates, "source": "ECB" });
    for (name, value) in more.as_object().expect("fields") {
        input[name] = value.clone();
    }
    person
        .write(
            "fxRatesImport",
            input,
            "import { dryRun created unchanged replaced }",
        )
        .await
}

/// All rates: their days, values and versions.
async fn known(person: &Person<'_>) -> Json {
    let rates = "{ fxRates(orderBy: [{ field: ON_DATE }]) { nodes { onDate rate source version } } }";
    person.ask(rates).await.good().at("fxRates.nodes").clone()
}

fn outcome(is_dry_run: bool, created: i32, unchanged: i32, replaced: i32) -> Json {
    json!({ "dryRun": is_dry_run, "created": created, "unchanged": unchanged, "replaced": replaced })
}

/// What is wrong, and where.
fn faults(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.at("payload.errors").as_array().expect("errors").clone();
    let path = |error: &Json| {
        let parts = error["path"].as_array().expect("a path").iter();
        parts
            .map(|part| part.as_str().expect("a part"))
            .collect::<Vec<_>>()
            .join(".")
    };
    let told = |error: &Json| {
        (
            path(error),
            error["message"].as_str().expect("a message").to_owned(),
        )
    };
    errors.iter().map(told).collect()
}

both! {
    async fn rates_that_are_known_stay_and_new_ones_come_in(app: App) {
        let owner = app.owner().await;
        let rates = json!([row("USD", "2026-11-02", "1.15"), row("USD", "2026-11-03", "1.16")]);

        let tried = import(&owner, rates.clone(), json!({ "dryRun": true })).await.good();
        let nothing = known(&owner).await;
        let first = import(&owner, rates.clone(), json!({})).await.good();
        let more = import(&owner, json!([row("USD", "2026-11-03", "1.1600"), row("USD", "2026-11-04", "1.17")]), json!({ "source": "else" })).await.good();

        assert_eq!((tried.at("payload.import"), nothing), (&outcome(true, 2, 0, 0), json!([])));
        assert_eq!(first.at("payload.import"), &outcome(false, 2, 0, 0));
        assert_eq!(more.at("payload.import"), &outcome(false, 1, 1, 0));
        assert_eq!(known(&owner).await, json!([
            { "onDate": "2026-11-02", "rate": "1.1500000000", "source": "ECB", "version": 1 },
            { "onDate": "2026-11-03", "rate": "1.1600000000", "source": "ECB", "version": 1 },
            { "onDate": "2026-11-04", "rate": "1.1700000000", "source": "else", "version": 1 },
        ]));
        let events = owner.ask("{ events(filter: { eventType: { eq: FX_RATE_SET } }) { totalCount } }").await.good();
        assert_eq!(events.at("events.totalCount"), &json!(3));
    }

    async fn another_value_for_a_day_that_is_known_is_refused_unless_it_is_to_be_replaced(app: App) {
        let owner = app.owner().await;
        import(&owner, json!([row("USD", "2026-11-02", "1.15")]), json!({})).await.good();
        let rates = json!([row("USD", "2026-11-03", "1.16"), row("USD", "2026-11-02", "1.25")]);

        let refused = import(&owner, rates.clone(), json!({})).await;
        let before = known(&owner).await;
        let replaced = import(&owner, rates, json!({ "replace": true })).await.good();

        assert_eq!(faults(&refused), [("input.rates.1.rate".to_owned(), "another rate is known for this day: say so if it is to be replaced".to_owned())]);
        assert_eq!(refused.at("payload.errors.0.__typename"), &json!("NotUniqueError"));
        assert_eq!(before, json!([{ "onDate": "2026-11-02", "rate": "1.1500000000", "source": "ECB", "version": 1 }]));
        assert_eq!(replaced.at("payload.import"), &outcome(false, 1, 0, 1));
        assert_eq!(known(&owner).await[0], json!({ "onDate": "2026-11-02", "rate": "1.2500000000", "source": "ECB", "version": 2 }));
    }

    async fn all_that_is_wrong_with_rows_is_told_where_it_stands_and_none_is_taken(app: App) {
        let owner = app.owner().await;
        let rates = json!([
            row("USD", "2026-11-02", "1.15"), row("EUR", "2026-11-02", "1"), row("GBP", "2026-11-02", "0"),
            row("IRR", "2026-11-02", "1.00000000001"), row("USD", "2026-11-02", "1.15"),
        ]);

        let refused = import(&owner, rates, json!({})).await;
        let none = import(&owner, json!([]), json!({})).await;
        let many = import(&owner, json!(vec![row("USD", "2026-11-02", "1.15"); 1_001]), json!({})).await;

        let expected = [
            ("input.rates.1.toCurrency", "two different currencies are needed"), ("input.rates.2.rate", "a rate above zero is needed"),
            ("input.rates.3.rate", "at most 10 decimals are allowed"), ("input.rates.4", "rates.0 has the same currencies and the same day"),
        ];
        assert_eq!(faults(&refused), expected.map(|(path, message)| (path.to_owned(), message.to_owned())));
        assert_eq!(none.error(), "REQUIRED: a value is needed");
        assert_eq!(faults(&many)[0], ("input.rates".to_owned(), "at most 1000 items are allowed".to_owned()));
        assert_eq!(known(&owner).await, json!([]));
    }

    async fn a_thousand_rates_come_in_at_once(app: App) {
        let owner = app.owner().await;
        let first: chrono::NaiveDate = "2024-01-01".parse().expect("a day");
        let rates: Vec<Json> = (0..1_000).map(|day| row("USD", &(first + chrono::Days::new(day)).to_string(), "1.1")).collect();

        let imported = import(&owner, json!(rates), json!({})).await.good();
        let again = import(&owner, json!(rates), json!({})).await.good();

        assert_eq!(imported.at("payload.import"), &outcome(false, 1_000, 0, 0));
        assert_eq!(again.at("payload.import"), &outcome(false, 0, 1_000, 0));
    }

    async fn who_may_set_a_rate_may_import_them_and_the_same_key_answers_the_same(app: App) {
        let owner = app.owner().await;
        let finance = app.person(Role::Finance).await;
        let rates = json!([row("USD", "2026-11-02", "1.15")]);

        let first = import(&finance, rates.clone(), json!({ "idempotencyKey": "once" })).await.good();
        let again = import(&finance, rates.clone(), json!({ "idempotencyKey": "once" })).await.good();

        assert_eq!((again.is_replay, again.at("payload.import")), (true, first.at("payload.import")));
        assert_eq!(first.at("payload.import"), &outcome(false, 1, 0, 0));
        for role in [Role::AccountManager, Role::ProjectManager, Role::Specialist, Role::Freelancer, Role::Viewer] {
            let person = app.person(role).await;
            for dry_run in [true, false] {
                assert_eq!(import(&person, rates.clone(), json!({ "dryRun": dry_run })).await.error(), "FORBIDDEN: you may not do this");
            }
        }
        assert_eq!(known(&owner).await.as_array().map(Vec::len), Some(1));
    }
}
