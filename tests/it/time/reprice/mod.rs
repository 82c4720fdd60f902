//! Pricing anew what was booked.

mod refused;

use api::verify;
use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::{eur, go, ledger, made, project, rates};

const CHANGES: &str = "repricing { dryRun matched keptPrices skipped { reason entries } \
    changes { timeEntryId before { cost { amount } price { amount } rateSource } after { cost { amount } price { amount } rateSource } } \
    costBefore { amount } costAfter { amount } costChange { amount } unknownCostsBefore unknownCostsAfter \
    priceBefore { amount } priceAfter { amount } priceChange { amount } unknownPricesBefore unknownPricesAfter }";

async fn reprice(person: &Person<'_>, project: &str, more: Json) -> Answer {
    let mut input = json!({ "projectId": project, "sides": "BOTH", "reason": "the rates were wrong" });
    for (name, value) in more.as_object().expect("fields") {
        input[name] = value.clone();
    }
    person.write("timeEntriesReprice", input, CHANGES).await
}

/// Work of so many minutes on a day of November.
async fn work(person: &Person<'_>, project: &str, day: u32, minutes: i32) -> String {
    let worked_on = format!("2026-11-{day:02}");
    made(
        person,
        "timeEntry",
        json!({ "projectId": project, "workedOn": worked_on, "minutes": minutes }),
    )
    .await
}

/// An hour of this person costs so much from a day of November on.
async fn costs(owner: &Person<'_>, person: &Person<'_>, day: u32, amount: &str) {
    let starts_on = format!("2026-11-{day:02}");
    let rate = json!({ "memberId": person.id, "startsOn": starts_on, "perHour": eur(amount), "basis": "SALARY_LOADED" });
    made(owner, "costRate", rate).await;
}

/// A budget of costs with an approved version.
async fn budget(owner: &Person<'_>, project: &str, policy: &str, amount: &str) {
    let budget = made(
        owner,
        "budget",
        json!({ "projectId": project, "basis": "COST", "overrunPolicy": policy }),
    )
    .await;
    let version = made(
        owner,
        "budgetVersion",
        json!({ "budgetId": budget, "lines": [{ "amount": eur(amount) }] }),
    )
    .await;
    let approval = json!({ "id": version, "expectedVersion": 1 });
    owner
        .write("budgetVersionApprove", approval, "budgetVersion { id }")
        .await
        .good();
}

/// The events that tell of work that was priced anew.
async fn told(owner: &Person<'_>) -> Json {
    let events = "{ events(filter: { eventType: { eq: TIME_ENTRY_REPRICED } }) { nodes { reason } } }";
    owner.ask(events).await.good().at("events.nodes").clone()
}

/// What of the data does not hold.
async fn broken(app: &App) -> usize {
    let findings = verify::run(&app.world.db).await.expect("findings");
    findings.into_iter().filter(|finding| finding.broken > 0).count()
}

both! {
    async fn a_dry_run_answers_what_a_run_does_and_changes_nothing(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        work(&owner, &project, 19, 30).await;
        let dearer = work(&owner, &project, 20, 60).await;
        let given = json!({ "projectId": project, "workedOn": "2026-11-21", "minutes": 90, "sellRate": eur("75") });
        let given = made(&owner, "timeEntry", given).await;
        costs(&owner, &owner, 21, "50").await;
        let card = owner.ask("{ rateCards { nodes { id } } }").await.good().text("rateCards.nodes.0.id");
        made(&owner, "rateCardVersion", json!({ "rateCardId": card, "startsOn": "2026-11-20", "rates": [{ "perHour": eur("120") }] })).await;
        let before = ledger(&owner).await;

        let tried = reprice(&owner, &project, json!({ "dryRun": true })).await.good();
        let untouched = (ledger(&owner).await, told(&owner).await);
        let done = reprice(&owner, &project, json!({})).await.good();

        let mut expected = json!({
            "dryRun": true, "matched": 3, "keptPrices": 1, "skipped": [],
            "changes": [
                {
                    "timeEntryId": dearer,
                    "before": { "cost": { "amount": "40.00" }, "price": { "amount": "100.00" }, "rateSource": "AGENCY" },
                    "after": { "cost": { "amount": "40.00" }, "price": { "amount": "120.00" }, "rateSource": "AGENCY" },
                },
                {
                    "timeEntryId": given,
                    "before": { "cost": { "amount": "60.00" }, "price": { "amount": "112.50" }, "rateSource": "ENTRY" },
                    "after": { "cost": { "amount": "75.00" }, "price": { "amount": "112.50" }, "rateSource": "ENTRY" },
                },
            ],
            "costBefore": { "amount": "100.00" }, "costAfter": { "amount": "115.00" }, "costChange": { "amount": "15.00" },
            "unknownCostsBefore": 0, "unknownCostsAfter": 0,
            "priceBefore": { "amount": "212.50" }, "priceAfter": { "amount": "232.50" }, "priceChange": { "amount": "20.00" },
            "unknownPricesBefore": 0, "unknownPricesAfter": 0,
        });
        assert_eq!(tried.at("payload.repricing"), &expected);
        assert_eq!(untouched, (before, json!([])));
        expected["dryRun"] = false.into();
        assert_eq!(done.at("payload.repricing"), &expected);
        assert_eq!(ledger(&owner).await, (json!(180), json!([{ "amount": "135.00" }]), json!([{ "amount": "282.50" }])));
        assert_eq!(told(&owner).await, json!([{ "reason": "the rates were wrong" }, { "reason": "the rates were wrong" }]));
        let entries = owner.ask("{ costEntries { totalCount } }").await.good();
        assert_eq!((entries.at("costEntries.totalCount"), broken(&app).await), (&json!(7), 0));
    }

    async fn what_is_priced_by_the_rates_of_today_does_not_change(app: App) {
        let owner = app.owner().await;
        let maker = app.person(Role::Specialist).await;
        let client = made(&owner, "client", json!({ "name": "Kontor" })).await;
        let project = made(&owner, "project", json!({ "clientId": client, "name": "Shop" })).await;
        let role = made(&owner, "workRole", json!({ "name": "Design" })).await;
        let (person, role) = (json!(owner.id), json!(role));
        let agency = made(&owner, "rateCard", json!({ "name": "Standard" })).await;
        let special = made(&owner, "rateCard", json!({ "name": "Kontor", "clientId": client })).await;
        let rate = |amount: &str, more: Json| {
            let mut rate = more;
            rate["perHour"] = eur(amount);
            rate
        };
        for (day, shift) in [("2026-01-01", "0"), ("2026-11-12", "1")] {
            let priced = |amount: &str, more: Json| rate(&format!("{amount}{shift}"), more);
            let rates = json!([priced("1", json!({})), priced("2", json!({ "memberId": person })), priced("3", json!({ "workRoleId": role })), priced("4", json!({ "category": "Ads" }))]);
            made(&owner, "rateCardVersion", json!({ "rateCardId": agency, "startsOn": day, "rates": rates })).await;
            let rates = json!([priced("5", json!({ "workRoleId": role })), priced("6", json!({ "projectId": project, "category": "Ads" })), priced("7", json!({ "projectId": project, "memberId": person, "workRoleId": role }))]);
            made(&owner, "rateCardVersion", json!({ "rateCardId": special, "startsOn": day, "rates": rates })).await;
        }
        for (from, day, rate) in [("USD", "2026-11-01", "0.9"), ("USD", "2026-11-14", "0.8")] {
            owner.write("fxRateSet", json!({ "fromCurrency": from, "toCurrency": "EUR", "onDate": day, "rate": rate }), "fxRate { id }").await.good();
        }
        costs(&owner, &owner, 1, "40").await;
        let foreign = json!({ "memberId": maker.id, "startsOn": "2026-11-05", "perHour": { "amount": "33.33", "currency": "USD" }, "basis": "CONTRACT" });
        made(&owner, "costRate", foreign).await;
        for member in [&owner.id, &maker.id] {
            for role in [json!(null), role.clone()] {
                for category in [json!(null), json!("Ads"), json!("Else")] {
                    for day in ["2026-11-03", "2026-11-12", "2026-11-20"] {
                        made(&owner, "timeEntry", json!({ "projectId": project, "memberId": member, "workRoleId": role, "category": category, "workedOn": day, "minutes": 50 })).await;
                    }
                }
            }
        }

        let anew = reprice(&owner, &project, json!({})).await.good();

        assert_eq!((anew.at("payload.repricing.matched"), anew.at("payload.repricing.changes")), (&json!(36), &json!([])));
        let prices = owner.ask("{ timeEntryGroups(by: [RATE_SOURCE]) { keys } }").await.good();
        assert!(prices.at("timeEntryGroups").as_array().expect("groups").len() >= 5, "{}", prices.data);
    }

    async fn a_cost_that_was_unknown_is_known_afterwards_and_one_side_leaves_the_other(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        work(&owner, &project, 20, 60).await;
        rates(&owner, &[&owner]).await;

        let cost = reprice(&owner, &project, json!({ "sides": "COST" })).await.good();
        let sell = reprice(&owner, &project, json!({ "sides": "SELL" })).await.good();

        let of = |answer: &Answer| {
            let fields = ["costChange", "unknownCostsBefore", "unknownCostsAfter", "priceChange", "unknownPricesBefore", "unknownPricesAfter"];
            fields.map(|field| answer.at(&format!("payload.repricing.{field}")).clone())
        };
        let amount = |amount: &str| json!({ "amount": amount });
        assert_eq!(of(&cost), [amount("40.00"), json!(1), json!(0), amount("0.00"), json!(1), json!(1)]);
        assert_eq!(of(&sell), [amount("0.00"), json!(0), json!(0), amount("100.00"), json!(1), json!(0)]);
        assert_eq!(ledger(&owner).await, (json!(60), json!([amount("40.00")]), json!([amount("100.00")])));
        assert_eq!(broken(&app).await, 0);
    }

    async fn work_in_closed_books_and_work_that_is_not_booked_is_left_alone(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        made(&owner, "timeEntry", json!({ "projectId": project, "workedOn": "2026-10-30", "minutes": 60 })).await;
        let rejected = work(&owner, &project, 20, 60).await;
        for to in ["SUBMITTED", "REJECTED"] {
            go(&owner, "timeEntry", &rejected, to).await.good();
        }
        let approved = work(&owner, &project, 20, 60).await;
        for to in ["SUBMITTED", "APPROVED"] {
            go(&owner, "timeEntry", &approved, to).await.good();
        }
        let rate = owner.ask("{ costRates { nodes { id } } }").await.good().text("costRates.nodes.0.id");
        owner.write("costRateUpdate", json!({ "id": rate, "perHour": eur("55") }), "costRate { id }").await.good();
        let period = made(&owner, "accountingPeriod", json!({ "startsOn": "2026-10-01", "endsOn": "2026-10-31" })).await;
        owner.write("accountingPeriodClose", json!({ "id": period, "expectedVersion": 1 }), "accountingPeriod { id }").await.good();

        let anew = reprice(&owner, &project, json!({})).await.good();

        assert_eq!(anew.at("payload.repricing.skipped"), &json!([{ "reason": "PERIOD_CLOSED", "entries": 1 }, { "reason": "NOT_BOOKED", "entries": 1 }]));
        assert_eq!(anew.each("payload.repricing.changes", "timeEntryId"), [json!(approved)]);
        assert_eq!(ledger(&owner).await.1, json!([{ "amount": "95.00" }]));
    }

    async fn only_the_work_that_is_asked_for_is_priced_anew(app: App) {
        let owner = app.owner().await;
        let maker = app.person(Role::Specialist).await;
        let project = project(&owner).await;
        let role = made(&owner, "workRole", json!({ "name": "Design" })).await;
        let book = async |member: &str, role: Json, day: &str| {
            made(&owner, "timeEntry", json!({ "projectId": project, "memberId": member, "workRoleId": role, "workedOn": day, "minutes": 60 })).await
        };
        let first = book(&owner.id, json!(role), "2026-11-18").await;
        let second = book(&maker.id, json!(role), "2026-11-19").await;
        let third = book(&maker.id, json!(null), "2026-11-20").await;
        rates(&owner, &[]).await;
        let tried = async |mut more: Json| {
            more["dryRun"] = true.into();
            reprice(&owner, &project, more).await.good().each("payload.repricing.changes", "timeEntryId")
        };

        assert_eq!(tried(json!({})).await, [json!(first), json!(second), json!(third)]);
        assert_eq!(tried(json!({ "memberIds": [maker.id] })).await, [json!(second), json!(third)]);
        assert_eq!(tried(json!({ "workRoleIds": [role] })).await, [json!(first), json!(second)]);
        assert_eq!(tried(json!({ "from": "2026-11-19", "until": "2026-11-19" })).await, [json!(second)]);
        assert_eq!(tried(json!({ "memberIds": [] })).await, Vec::<Json>::new());
    }

    async fn a_budget_that_warns_lets_it_pass_and_says_so(app: App) {
        let owner = app.owner().await;
        rates(&owner, &[&owner]).await;
        let project = project(&owner).await;
        work(&owner, &project, 20, 60).await;
        budget(&owner, &project, "WARN", "45").await;
        costs(&owner, &owner, 20, "50").await;

        reprice(&owner, &project, json!({})).await.good();

        let warned = owner.ask("{ overrunDecisions { nodes { status } } budgetAlerts { nodes { kind } } }").await.good();
        assert_eq!(warned.at("overrunDecisions.nodes"), &json!([{ "status": "WARNED" }]));
        assert!(warned.each("budgetAlerts.nodes", "kind").contains(&json!("OVERRUN")));
        assert_eq!(broken(&app).await, 0);
    }

    async fn the_same_key_gives_the_same_differences_again_and_a_dry_run_uses_none_up(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        work(&owner, &project, 20, 60).await;
        rates(&owner, &[&owner]).await;

        reprice(&owner, &project, json!({ "idempotencyKey": "once", "dryRun": true })).await.good();
        let first = reprice(&owner, &project, json!({ "idempotencyKey": "once" })).await.good();
        let again = reprice(&owner, &project, json!({ "idempotencyKey": "once" })).await.good();
        let other = reprice(&owner, &project, json!({ "idempotencyKey": "once", "sides": "COST" })).await;

        assert_eq!(first.at("payload.repricing.costChange"), &json!({ "amount": "40.00" }));
        assert_eq!((first.is_replay, again.is_replay, &again.data), (false, true, &first.data));
        assert_eq!(other.error(), "IDEMPOTENCY_KEY_REUSED: the idempotency key was used for another input");
        assert_eq!(told(&owner).await.as_array().map(Vec::len), Some(1));
    }
}
