//! Leads of a client never overlap, whatever is tried and whoever is faster.

use chrono::{Days, NaiveDate};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value as Json, json};
use tests::{App, Person, both};
use tokio::{runtime::Handle, task::block_in_place};

use super::client;

/// Something people try with the leads of a client; days are counted from 1 November 2026.
#[derive(Clone, Debug)]
enum Try {
    Create {
        from: u64,
        days: Option<u64>,
        member: usize,
    },
    Update {
        at: usize,
        from: u64,
        days: Option<u64>,
    },
    End {
        at: usize,
        on: Option<u64>,
    },
    Own {
        member: Option<usize>,
    },
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let (day, days, member, at) = (0..60_u64, prop::option::of(0..30_u64), 0..3_usize, 0..8_usize);
    let create = (day.clone(), days.clone(), member.clone()).prop_map(|(from, days, member)| Try::Create {
        from,
        days,
        member,
    });
    let update = (at.clone(), day.clone(), days).prop_map(|(at, from, days)| Try::Update { at, from, days });
    let end = (at, prop::option::of(day)).prop_map(|(at, on)| Try::End { at, on });
    let own = prop::option::of(member).prop_map(|member| Try::Own { member });
    prop::collection::vec(prop_oneof![4 => create, 2 => update, 2 => end, 1 => own], 1..10)
}

fn day(day: u64) -> Json {
    let first = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    json!((first + Days::new(day)).to_string())
}

/// A lead of a client as the API shows it: the member, the first day, the day it ended.
type Lead = (String, String, Option<String>);

async fn leads(by: &Person<'_>, client: &str) -> (Option<String>, Vec<(String, Lead)>) {
    let document = "query($id: ID!) { client(id: $id) { owner { id } assignments(filter: { role: { eq: LEAD } }) { nodes { id startsOn endsOn member { id } } } } }";
    let answer = by.ask_with(document, json!({ "id": client })).await.good();
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let lead = |node: &Json| {
        Some((
            text(&node["id"])?,
            (
                text(&node["member"]["id"])?,
                text(&node["startsOn"])?,
                text(&node["endsOn"]),
            ),
        ))
    };
    let nodes = answer.at("client.assignments.nodes").as_array().expect("a list");
    (
        text(&answer.at("client")["owner"]["id"]),
        nodes.iter().filter_map(lead).collect(),
    )
}

async fn attempt(by: &Person<'_>, client: &str, team: &[String], this: Try) {
    let known = leads(by, client).await.1;
    let id = |at: usize| known.get(at % known.len().max(1)).map(|(id, _)| id.clone());
    let until = |from: u64, days: Option<u64>| days.map_or(Json::Null, |days| day(from + days));
    let (mutation, input, record) = match this {
        Try::Create { from, days, member } => {
            let input = json!({ "clientId": client, "memberId": team[member], "role": "LEAD", "startsOn": day(from), "endsOn": until(from, days) });
            ("accountAssignmentCreate", input, "accountAssignment")
        }
        Try::Update { at, from, days } => {
            let Some(id) = id(at) else { return };
            (
                "accountAssignmentUpdate",
                json!({ "id": id, "startsOn": day(from), "endsOn": until(from, days) }),
                "accountAssignment",
            )
        }
        Try::End { at, on } => {
            let Some(id) = id(at) else { return };
            (
                "accountAssignmentEnd",
                json!({ "id": id, "endsOn": on.map(day) }),
                "accountAssignment",
            )
        }
        Try::Own { member } => (
            "clientUpdate",
            json!({ "id": client, "ownerId": member.map(|at| team[at].clone()) }),
            "client",
        ),
    };
    let answer = by.write(mutation, input, &format!("{record} {{ id }}")).await;
    assert_eq!(answer.errors, Vec::<Json>::new(), "{mutation}");
}

/// At every moment one lead at most, and the open one owns the client.
async fn hold(by: &Person<'_>, client: &str) {
    let (owner, leads) = leads(by, client).await;
    let mut held: Vec<(&str, &str)> = leads
        .iter()
        .map(|(_, (_, from, until))| (from.as_str(), until.as_deref().unwrap_or("9999")))
        .filter(|(from, until)| from < until)
        .collect();
    held.sort_unstable();
    assert!(held.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{held:?}");
    let open: Vec<_> = leads
        .iter()
        .filter(|(_, (_, _, until))| until.is_none())
        .collect();
    assert!(open.len() <= 1, "{open:?}");
    assert_eq!(owner, open.first().map(|(_, (member, _, _))| member.clone()));
}

both! {
    async fn leads_never_overlap_whatever_is_tried(app: App) {
        let by = app.owner().await;
        let mut team = vec![];
        for _ in 0..3 {
            team.push(app.owner().await.id);
        }
        let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });

        let outcome = block_in_place(|| runner.run(&tries(), |tries| {
            Handle::current().block_on(async {
                let client = client(&by, "Kontor").await;
                for this in tries {
                    attempt(&by, &client, &team, this).await;
                    hold(&by, &client).await;
                }
            });
            Ok(())
        }));

        outcome.unwrap();
    }

    async fn two_who_become_lead_at_once_never_both_lead(app: App) {
        let (anna, boris) = (app.owner().await, app.owner().await);

        for round in 0..15 {
            let client = client(&anna, "Kontor").await;
            let lead = |who: &Person<'_>| json!({ "clientId": client, "memberId": who.id, "role": "LEAD" });
            let own = json!({ "id": client, "ownerId": anna.id });
            let (first, second, third) = tokio::join!(
                anna.write("accountAssignmentCreate", lead(&anna), "accountAssignment { id }"),
                boris.write("accountAssignmentCreate", lead(&boris), "accountAssignment { id }"),
                anna.write("clientUpdate", own, "client { id }"),
            );

            assert!([first, second, third].iter().all(|answer| answer.errors.is_empty()), "round {round}");
            hold(&anna, &client).await;
            assert!(leads(&anna, &client).await.0.is_some(), "round {round}");
        }
    }

    async fn two_who_lead_for_days_that_overlap_are_told_apart(app: App) {
        let (anna, boris) = (app.owner().await, app.owner().await);

        for round in 0..15 {
            let client = client(&anna, "Kontor").await;
            let lead = |who: &Person<'_>, from: u64| {
                json!({ "clientId": client, "memberId": who.id, "role": "LEAD", "startsOn": day(from), "endsOn": day(from + 10) })
            };
            let (first, second) = tokio::join!(
                anna.write("accountAssignmentCreate", lead(&anna, 0), "accountAssignment { id }"),
                boris.write("accountAssignmentCreate", lead(&boris, 5), "accountAssignment { id }"),
            );

            let won = [&first, &second].into_iter().filter(|answer| !answer.at("payload.accountAssignment").is_null()).count();
            assert_eq!(won, 1, "round {round}");
            hold(&anna, &client).await;
        }
    }
}
