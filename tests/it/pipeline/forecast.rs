//! What open opportunities are worth, month by month.

use api::kernel::actor::{Actor, Who};
use entity::{agency::Calendar, membership::Role, value::exact};
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::ground::{client, lost, made, money, opportunity, to_stage};

async fn forecast(person: &Person<'_>, from: &str, until: &str) -> Answer {
    filtered(person, Json::Null, from, until).await
}

async fn filtered(person: &Person<'_>, filter: Json, from: &str, until: &str) -> Answer {
    let document = "query($filter: OpportunityFilter, $from: Date!, $until: Date!) { opportunityForecast(filter: $filter, from: $from, until: $until) \
                    { month from until count amount { amount currency } weighted { amount currency } } }";
    person
        .ask_with(
            document,
            json!({ "filter": filter, "from": from, "until": until }),
        )
        .await
}

/// Somebody whose agency counts the months of the Iranian year.
fn jalali(mut person: Person<'_>) -> Person<'_> {
    person.actor = Actor::new(Who {
        calendar: Calendar::Jalali,
        ..(*person.actor).clone()
    });
    person
}

fn row(month: (&str, &str, &str), count: i32, currency: &str, amount: &str, weighted: &str) -> Json {
    json!({
        "month": month.0, "from": month.1, "until": month.2, "count": count,
        "amount": money(amount, currency), "weighted": money(weighted, currency),
    })
}

const NOVEMBER: (&str, &str, &str) = ("2026-11", "2026-11-01", "2026-12-01");
const DECEMBER: (&str, &str, &str) = ("2026-12", "2026-12-01", "2027-01-01");

both! {
    async fn open_opportunities_are_summed_by_month_and_currency_and_currencies_never_added(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        for (amount, currency, day, probability) in [
            ("100.00", "EUR", "2026-11-01", 2_500), ("50.05", "EUR", "2026-11-30", 5_000), ("80", "USD", "2026-11-15", 1_000),
            ("1000", "EUR", "2026-12-01", 9_999), ("70", "EUR", "2026-10-31", 5_000), ("70", "EUR", "2027-01-01", 5_000),
        ] {
            opportunity(&owner, &client, json!({ "amount": money(amount, currency), "expectedClose": day, "probabilityBps": probability })).await;
        }

        let answer = forecast(&owner, "2026-11-01", "2027-01-01").await.good();

        // 25.00 + 25.025, each rounded by itself: half a cent goes up.
        assert_eq!(answer.at("opportunityForecast"), &json!([
            row(NOVEMBER, 2, "EUR", "150.05", "50.03"), row(NOVEMBER, 1, "USD", "80.00", "8.00"), row(DECEMBER, 1, "EUR", "1000.00", "999.90"),
        ]));
        assert_eq!(answer.statements, 1);
    }

    async fn months_are_those_of_the_agency_s_calendar(app: App) {
        let (gregorian, persian) = (app.owner().await, jalali(app.owner().await));
        let client = client(&gregorian).await;
        for day in ["2026-11-21", "2026-11-22", "2026-12-21", "2026-12-22"] {
            opportunity(&gregorian, &client, json!({ "expectedClose": day })).await;
        }

        let civil = forecast(&gregorian, "2026-11-01", "2027-01-01").await.good();
        let solar = forecast(&persian, "2026-11-01", "2027-01-01").await.good();

        assert_eq!(civil.at("opportunityForecast"), &json!([row(NOVEMBER, 2, "EUR", "2000.00", "200.00"), row(DECEMBER, 2, "EUR", "2000.00", "200.00")]));
        // Aban ends on 21 November 2026, Azar on 21 December.
        assert_eq!(solar.at("opportunityForecast"), &json!([
            row(("1405-08", "2026-10-23", "2026-11-22"), 1, "EUR", "1000.00", "100.00"),
            row(("1405-09", "2026-11-22", "2026-12-22"), 2, "EUR", "2000.00", "200.00"),
            row(("1405-10", "2026-12-22", "2027-01-21"), 1, "EUR", "1000.00", "100.00"),
        ]));
    }

    async fn the_days_asked_for_may_begin_and_end_within_a_month(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        for day in ["2026-11-09", "2026-11-10", "2026-11-19", "2026-11-20"] {
            opportunity(&owner, &client, json!({ "expectedClose": day })).await;
        }

        let answer = forecast(&owner, "2026-11-10", "2026-11-20").await.good();

        assert_eq!(answer.at("opportunityForecast"), &json!([row(NOVEMBER, 2, "EUR", "2000.00", "200.00")]));
    }

    async fn what_is_decided_or_out_of_sight_is_no_forecast(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let mut all = vec![];
        for _ in 0..4 {
            all.push(opportunity(&owner, &client, json!({})).await);
        }
        to_stage(&owner, &all[0], "Won", json!({})).await.good();
        to_stage(&owner, &all[1], "Lost", lost()).await.good();
        owner.write("opportunityArchive", json!({ "id": all[2] }), "opportunity { id }").await.good();
        to_stage(&owner, &all[3], "Negotiation", json!({})).await.good();

        let answer = forecast(&owner, "2026-12-01", "2027-01-01").await.good();

        assert_eq!(answer.at("opportunityForecast"), &json!([row(DECEMBER, 1, "EUR", "1000.00", "750.00")]));
    }

    async fn a_filter_narrows_the_forecast(app: App) {
        let owner = app.owner().await;
        let (one, other) = (client(&owner).await, client(&owner).await);
        opportunity(&owner, &one, json!({ "source": "Search" })).await;
        opportunity(&owner, &one, json!({ "source": "Referral" })).await;
        opportunity(&owner, &other, json!({ "source": "Search" })).await;

        for (filter, found) in [
            (json!({ "clientId": { "eq": one } }), json!(2)),
            (json!({ "source": { "eq": "Search" } }), json!(2)),
            (json!({ "and": [{ "clientId": { "eq": other } }, { "stage": { "name": { "eq": "Lead" } } }] }), json!(1)),
        ] {
            let answer = filtered(&owner, filter.clone(), "2026-12-01", "2027-01-01").await.good();

            assert_eq!(answer.at("opportunityForecast.0.count"), &found, "{filter}");
        }
        let none = filtered(&owner, json!({ "source": { "eq": "Fair" } }), "2026-12-01", "2027-01-01").await.good();
        assert_eq!(none.at("opportunityForecast"), &json!([]));
        let inline = owner.ask("{ opportunityForecast(from: \"2026-12-01\", until: \"2027-01-01\", filter: { stage: { kind: { eq: OPEN } }, currency: { in: [\"EUR\"] } }) { count } }").await.good();
        assert_eq!(inline.at("opportunityForecast"), &json!([{ "count": 3 }]));
    }

    async fn amounts_in_rials_are_exact_far_beyond_32_and_53_bits(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let amounts = [("92233720368547758.07", 9_999), ("92233720368547758.07", 9_999), ("92233720368547758.07", 3_333), ("9007199254740993.01", 5_001), ("0.01", 5_000), ("0.01", 4_999)];
        for (amount, probability) in amounts {
            opportunity(&owner, &client, json!({ "amount": money(amount, "IRR"), "probabilityBps": probability })).await;
        }

        let answer = forecast(&owner, "2026-12-01", "2027-01-01").await.good();

        let minor = |amount: &str| amount.replace('.', "").parse::<i64>().expect("a number");
        let shown = |units: i128| format!("{}.{:02}", units / 100, units % 100);
        let total: i128 = amounts.iter().map(|(amount, _)| i128::from(minor(amount))).sum();
        let weighted: i128 = amounts.iter().map(|(amount, probability)| i128::from(exact::share(minor(amount), *probability, 10_000).expect("a share"))).sum();
        assert_eq!(answer.at("opportunityForecast"), &json!([row(DECEMBER, 6, "IRR", &shown(total), &shown(weighted))]));
    }

    async fn a_forecast_is_of_what_the_caller_sees(app: App) {
        let (owner, account, stranger) = (app.owner().await, app.person(Role::AccountManager).await, app.stranger().await);
        let own = made(&owner, "client", json!({ "name": "Own", "ownerId": account.id })).await;
        let other = client(&owner).await;
        opportunity(&owner, &own, json!({})).await;
        opportunity(&owner, &other, json!({ "amount": money("500", "EUR") })).await;
        let span = ("2026-12-01", "2027-01-01");

        let seen = [forecast(&owner, span.0, span.1).await.good(), forecast(&account, span.0, span.1).await.good(), forecast(&stranger, span.0, span.1).await.good()];
        let portal = app.portal(&own).await;

        let counts: Vec<_> = seen.iter().map(|answer| answer.data["opportunityForecast"][0]["amount"]["amount"].clone()).collect();
        assert_eq!(counts, [json!("1500.00"), json!("1000.00"), Json::Null]);
        for person in [app.person(Role::Specialist).await, app.person(Role::Freelancer).await, app.person(Role::Viewer).await, portal] {
            let refused = forecast(&person, span.0, span.1).await;

            assert_eq!(refused.error(), "FORBIDDEN: you may not see this", "{:?}", person.actor.role);
            assert_eq!(refused.at("opportunityForecast"), &Json::Null);
        }
    }

    async fn a_span_that_is_none_or_too_long_is_refused(app: App) {
        let owner = app.owner().await;

        for (from, until, error) in [
            ("2026-12-01", "2026-12-01", "BAD_USER_INPUT: until is a day after from"),
            ("2026-12-02", "2026-12-01", "BAD_USER_INPUT: until is a day after from"),
            ("2000-01-01", "2020-01-02", "BAD_USER_INPUT: a forecast spans at most 240 months"),
        ] {
            assert_eq!(forecast(&owner, from, until).await.error(), error);
        }
        forecast(&owner, "2000-01-01", "2020-01-01").await.good();
    }
}
