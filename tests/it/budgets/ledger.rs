//! The ledger: entries stay, and sums are those of the entries.

use api::budgets::service::{
    consume::release,
    ledger::{Posting, post, reverse, standing},
};
use chrono::{Days, NaiveDate};
use entity::{
    cost_entry::{self, CostKind},
    value::Choice,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value as Json, json};
use tests::{App, Person, both};
use tokio::{runtime::Handle, task::block_in_place};

use super::ground::{broken, hour, id, phase, project, row, work};

/// Something that happens to the ledger of a project.
#[derive(Clone, Debug)]
enum Step {
    Post(Draft),
    Reverse { at: usize },
    Move { at: usize, to: Draft },
}

/// An entry to be: who, where and when are places in lists.
#[derive(Clone, Debug)]
struct Draft {
    kind: usize,
    day: u64,
    phase: usize,
    member: usize,
    category: usize,
    minutes: i32,
    billable: bool,
    pass_through: bool,
    cost: Option<i64>,
    price: i64,
}

fn drafts() -> impl Strategy<Value = Draft> {
    let place = (0..7_usize, 0..100_u64, 0..3_usize, 0..3_usize, 0..3_usize);
    let amounts = (
        -500..2_000_i32,
        prop::option::of(-1_000_000..9_000_000_000_i64),
        0..5_000_000_i64,
    );
    (place, amounts, any::<bool>(), any::<bool>()).prop_map(
        |((kind, day, phase, member, category), (minutes, cost, price), billable, pass_through)| Draft {
            kind,
            day,
            phase,
            member,
            category,
            minutes,
            billable,
            pass_through,
            cost,
            price,
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => drafts().prop_map(Step::Post),
        1 => (0..20_usize).prop_map(|at| Step::Reverse { at }),
        1 => (0..20_usize, drafts()).prop_map(|(at, to)| Step::Move { at, to }),
    ];
    prop::collection::vec(step, 1..15)
}

/// What entries are booked on.
struct Ground {
    project: entity::project::Model,
    phases: Vec<String>,
    members: Vec<String>,
}

impl Ground {
    fn posting(&self, draft: &Draft) -> Posting {
        let kinds = CostKind::VALUES;
        Posting {
            kind: CostKind::read(kinds[draft.kind % kinds.len()].name).expect("a kind"),
            on: NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day") + Days::new(draft.day),
            phase: self.phases.get(draft.phase).map(|phase| id(phase)),
            member: self.members.get(draft.member).map(|member| id(member)),
            category: [None, Some("ads"), Some("print")][draft.category].map(str::to_owned),
            minutes: draft.minutes,
            billable: draft.billable,
            pass_through: draft.pass_through,
            cost: draft.cost,
            price: draft.price,
            ..hour(0)
        }
    }

    async fn take(&self, by: &Person<'_>, step: &Step) {
        let known: Vec<_> = cost_entry::Entity::find()
            .all(&by.app().world.db.write)
            .await
            .expect("entries");
        let of = |at: usize| known.get(at % known.len().max(1)).cloned();
        match step {
            Step::Post(draft) => {
                work(by, async |tx| post(tx, &self.project, &self.posting(draft)).await)
                    .await
                    .expect("an entry");
            }
            Step::Reverse { at } => {
                let Some(entry) = of(*at) else { return };
                let undone = entry.reverses_id.is_some()
                    || known.iter().any(|other| other.reverses_id == Some(entry.id));
                let reversed = work(by, async |tx| reverse(tx, &entry, entry.on_date).await).await;
                assert_eq!(reversed.is_err(), undone, "{reversed:?}");
            }
            Step::Move { at, to } => {
                let Some(entry) = of(*at) else { return };
                let source = hour(0).source;
                let source = api::budgets::service::ledger::Source {
                    id: entry.source_id,
                    ..source
                };
                let moved = Posting {
                    source,
                    ..self.posting(to)
                };
                work(by, async |tx| {
                    release(tx, &self.project, source, None).await?;
                    post(tx, &self.project, &moved).await
                })
                .await
                .expect("a moved entry");
            }
        }
    }
}

both! {
    async fn sums_are_those_of_the_ledger_whatever_happens(app: App) {
        let by = app.owner().await;
        let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });

        let outcome = block_in_place(|| runner.run(&steps(), |steps| {
            Handle::current().block_on(async {
                let shown = project(&by).await;
                let phases = vec![phase(&by, &shown, "Concept").await, phase(&by, &shown, "Build").await];
                let ground = Ground { project: row(&app, &shown).await, phases, members: vec![by.id.clone(), app.owner().await.id] };
                for step in &steps {
                    ground.take(&by, step).await;
                }
                assert_eq!(broken(&app).await, vec![]);
            });
            Ok(())
        }));

        outcome.unwrap();
    }

    async fn an_entry_is_neither_changed_nor_removed(app: App) {
        let by = app.owner().await;
        let project = row(&app, &project(&by).await).await;
        work(&by, async |tx| post(tx, &project, &hour(100)).await).await.expect("an entry");

        for statement in ["UPDATE cost_entries SET price_minor = 0", "DELETE FROM cost_entries"] {
            let refused = app.world.db.write.execute_unprepared(statement).await.expect_err("it is refused");

            assert!(refused.to_string().contains("cost_entries stay as they are"), "{refused}");
        }
    }

    async fn an_entry_is_taken_back_once(app: App) {
        let by = app.owner().await;
        let project = row(&app, &project(&by).await).await;
        let entry = work(&by, async |tx| post(tx, &project, &hour(100)).await).await.expect("an entry");
        let reversal = work(&by, async |tx| reverse(tx, &entry, entry.on_date).await).await.expect("a reversal");

        let again = work(&by, async |tx| reverse(tx, &entry, entry.on_date).await).await;
        let back = work(&by, async |tx| reverse(tx, &reversal, entry.on_date).await).await;

        assert!(format!("{again:?}").contains("the cost was taken back before"), "{again:?}");
        assert!(format!("{back:?}").contains("the cost was taken back before"), "{back:?}");
        let source = hour(0).source;
        let source = api::budgets::service::ledger::Source { id: entry.source_id, ..source };
        let left = work(&by, async |tx| standing(tx, source).await).await.expect("entries");
        assert_eq!(left, vec![]);
    }

    async fn closed_books_take_no_entry_and_no_reversal(app: App) {
        let by = app.owner().await;
        let project = row(&app, &project(&by).await).await;
        let entry = work(&by, async |tx| post(tx, &project, &hour(100)).await).await.expect("an entry");
        let period = json!({ "startsOn": "2026-11-01", "endsOn": "2026-11-30" });
        let period = by.write("accountingPeriodCreate", period, "accountingPeriod { id version }").await.good();
        let close = json!({ "id": period.at("payload.accountingPeriod.id"), "expectedVersion": 1 });
        by.write("accountingPeriodClose", close, "accountingPeriod { id }").await.good();

        let posted = work(&by, async |tx| post(tx, &project, &hour(100)).await).await;
        let reversed = work(&by, async |tx| reverse(tx, &entry, entry.on_date).await).await;
        let later = work(&by, async |tx| reverse(tx, &entry, "2026-12-01".parse().expect("a day")).await).await;

        assert!(format!("{posted:?}").contains("PeriodClosed { until: 2026-11-30 }"), "{posted:?}");
        assert!(format!("{reversed:?}").contains("PeriodClosed { until: 2026-11-30 }"), "{reversed:?}");
        assert_eq!(later.expect("a reversal").reverses_id, Some(entry.id));
        assert_eq!(broken(&app).await, vec![]);
    }

    async fn the_ledger_is_read_listed_and_added_up(app: App) {
        let by = app.owner().await;
        let shown = project(&by).await;
        let project = row(&app, &shown).await;
        let concept = phase(&by, &shown, "Concept").await;
        let postings = [
            Posting { phase: Some(id(&concept)), member: Some(id(&by.id)), category: Some("design".to_owned()), ..hour(10_050) },
            Posting { cost: None, on: "2026-12-01".parse().expect("a day"), ..hour(500) },
            Posting { kind: CostKind::Expense, minutes: 0, pass_through: true, ..hour(99_999) },
        ];
        for posting in &postings {
            work(&by, async |tx| post(tx, &project, posting).await).await.expect("an entry");
        }

        let answer = by.ask(
            "{ costEntries(orderBy: [{ field: CREATED_AT }, { field: ON_DATE }], filter: { kind: { eq: TIME } }) { totalCount nodes { kind onDate minutes billable passThrough
                 cost { amount currency } isCostKnown price { amount } phase { name } member { id } category source { id } reverses { id } } }
               costEntryAggregate { count minutesSum costSum { amount currency } priceSum { amount } }
               byMonth: costEntryGroups(by: [MONTH]) { keys aggregate { minutesSum costSum { amount } } }
               byKind: costEntryGroups(by: [KIND, PHASE]) { keys aggregate { costSum { amount } } } }",
        ).await.good();

        assert_eq!(answer.at("costEntries.totalCount"), &json!(2));
        assert_eq!(answer.at("costEntries.nodes.0.cost"), &json!({ "amount": "100.50", "currency": "EUR" }));
        assert_eq!(answer.at("costEntries.nodes.0.phase.name"), &json!("Concept"));
        assert_eq!(answer.at("costEntries.nodes.1.cost"), &Json::Null);
        assert_eq!(answer.at("costEntries.nodes.1.isCostKnown"), &json!(false));
        assert_eq!(answer.at("costEntryAggregate"), &json!({
            "count": 3, "minutesSum": 120, "costSum": [{ "amount": "1100.49", "currency": "EUR" }], "priceSum": [{ "amount": "2210.98" }],
        }));
        assert_eq!(answer.each("byMonth", "keys"), [json!(["2026-11"]), json!(["2026-12"])]);
        assert_eq!(answer.at("byMonth.0.aggregate.costSum.0.amount"), &json!("1100.49"));
        assert_eq!(answer.each("byKind", "keys"), [json!(["EXPENSE", null]), json!(["TIME", null]), json!(["TIME", concept])]);
    }
}
