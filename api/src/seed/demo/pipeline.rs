//! The demo's pipeline: what clients may order, what they ordered or did not, and what two of the orders would take.

use std::collections::HashMap;

use entity::{client, need, opportunity, stage, value::Id};
use sea_orm::{ColumnTrait, Condition};
use serde_json::json;

use super::story::{Story, in_tongue, input, put, turn};
use crate::{kernel::error::Result, pipeline::service as pipeline, seed::words::CLIENTS};

/// What a client may order.
struct Deal {
    /// The client's place among the clients.
    client: usize,
    title: &'static str,
    amount: &'static str,
    /// The day it is expected to be decided by, from today.
    close: i64,
    /// The stages it went through after the first.
    path: &'static [&'static str],
}

const fn deal(
    client: usize,
    title: &'static str,
    amount: &'static str,
    close: i64,
    path: &'static [&'static str],
) -> Deal {
    Deal {
        client,
        title,
        amount,
        close,
        path,
    }
}

const DEALS: [Deal; 14] = [
    deal(
        0,
        "Subscription shop",
        "48000",
        40,
        &["Qualified", "Proposal", "Negotiation"],
    ),
    deal(0, "Photos of the coffee bars", "3200", 75, &[]),
    deal(
        1,
        "فروش اینترنتی سبد خانواده",
        "185000000000",
        30,
        &["Qualified", "Proposal"],
    ),
    deal(
        3,
        "کمپین داروهای گیاهی",
        "62000000000",
        -12,
        &["Qualified", "Lost"],
    ),
    deal(4, "Spring catalogue", "12500", 55, &["Qualified"]),
    deal(
        6,
        "Campaign to find drivers",
        "27500",
        -9,
        &["Qualified", "Proposal", "Won"],
    ),
    deal(
        8,
        "Solar calculator for households",
        "36000",
        90,
        &["Qualified", "Proposal"],
    ),
    deal(10, "معرفی شعبه‌ی تازه", "24000000000", 65, &[]),
    deal(12, "Reprint of the classics", "8400", -60, &["Lost"]),
    deal(
        14,
        "Admissions website",
        "54000",
        35,
        &["Qualified", "Proposal", "Negotiation"],
    ),
    deal(
        15,
        "Opening of a second restaurant",
        "18750.5",
        80,
        &["Qualified"],
    ),
    deal(
        17,
        "Film for the product launch",
        "95000",
        -20,
        &["Qualified", "Negotiation", "Won"],
    ),
    deal(
        18,
        "Care home finder",
        "21000",
        120,
        &["Qualified", "Lost", "Qualified"],
    ),
    deal(
        19,
        "قفسه‌ی پروتئین",
        "310000000000",
        50,
        &["Qualified", "Proposal", "Negotiation"],
    ),
];

/// The places of the deals that are estimated: the largest that are open.
const ESTIMATED: [usize; 2] = [0, 13];

/// Why clients did not order, in turn: the reason and a note by language.
const LOST: [(&str, [&str; 2]); 3] = [
    (
        "TIMING",
        [
            "They want to wait for the summer.",
            "می‌خواهند تا تابستان صبر کنند.",
        ],
    ),
    (
        "PRICE",
        ["A third cheaper elsewhere.", "جای دیگر یک‌سوم ارزان‌تر بود."],
    ),
    (
        "NO_ANSWER",
        [
            "Three mails and two calls without an answer.",
            "سه نامه و دو تماس بی‌پاسخ ماند.",
        ],
    ),
];

/// What an estimate takes for granted, by language.
const ASSUMPTIONS: [[&str; 2]; 2] = [
    [
        "Texts and photos come from the client.",
        "Two rounds of changes are included.",
    ],
    ["متن‌ها و عکس‌ها را مشتری می‌دهد.", "دو بار تغییر در قیمت است."],
];

/// A line of an estimate.
type Line = (&'static str, &'static str, &'static str, [i64; 3], i64, i64);

/// The lines of an estimate: phase, kind of work, who does it, minutes by three points, what an hour costs and sells for in euros.
const LINES: [Line; 5] = [
    ("discover", "research", "Strategist", [480, 720, 1_440], 58, 110),
    ("build", "design", "Designer", [2_400, 3_600, 6_000], 46, 95),
    (
        "build",
        "development",
        "Developer",
        [4_800, 7_200, 14_400],
        52,
        105,
    ),
    ("launch", "development", "Developer", [480, 960, 1_920], 52, 105),
    ("launch", "training", "Strategist", [240, 360, 480], 58, 110),
];
/// Rials that the demo takes for a euro.
const RIALS: i64 = 900_000;

impl Story<'_> {
    /// What a client may order, with the estimates of the two largest orders that are open.
    pub(super) async fn pipeline(&mut self, client: &client::Model, at: usize, tongue: usize) -> Result<()> {
        let deals = DEALS.iter().enumerate().filter(|(_, deal)| deal.client == at);
        for (nth, deal) in deals {
            let opportunity = self.deal(client, (nth, deal), tongue).await?;
            if ESTIMATED.contains(&nth) {
                self.estimates(&opportunity, tongue).await?;
            }
        }
        Ok(())
    }

    async fn deal(
        &self,
        client: &client::Model,
        (nth, deal): (usize, &Deal),
        tongue: usize,
    ) -> Result<opportunity::Model> {
        let currency = CLIENTS
            .get(deal.client)
            .map_or("EUR", |(.., currency, _)| *currency);
        let needs = Condition::all().add(need::Column::ClientId.eq(client.id));
        let need = self
            .tx
            .rows::<need::Entity>(needs)
            .one(self.tx.connection().await?)
            .await?;
        let created = pipeline::opportunity::create(
            self.tx,
            input(json!({
                "clientId": client.id, "title": deal.title, "amount": { "amount": deal.amount, "currency": currency },
                "expectedClose": self.day(deal.close), "source": turn(&["Referral", "Search", "Event"], nth),
                "ownerId": client.owner_id.map_or_else(|| self.member("owner"), |owner| Some(owner.to_string())),
                "needIds": need.map(|need| vec![need.id]), "probabilityBps": (deal.client == 10).then_some(2_000),
            }))?,
        );
        let mut opportunity = created.await?;
        let stages = self.stages().await?;
        for to in deal.path {
            let mut step = json!({ "id": opportunity.id, "expectedVersion": opportunity.version, "stageId": stages.get(*to) });
            if *to == "Lost" {
                let (reason, notes) = LOST.get(nth % LOST.len()).copied().unwrap_or_default();
                put(&mut step, "lostReason", reason.into());
                put(&mut step, "note", turn(&notes, tongue).into());
            }
            if matches!(*to, "Lost" | "Won") {
                put(&mut step, "on", self.day(deal.close.min(0)).into());
            }
            opportunity = pipeline::opportunity_move::to_stage(self.tx, input(step)?).await?;
        }
        Ok(opportunity)
    }

    async fn stages(&self) -> Result<HashMap<String, Id<stage::Entity>>> {
        let all = self.tx.rows::<stage::Entity>(Condition::all());
        let all = all.all(self.tx.connection().await?).await?;
        Ok(all.into_iter().map(|stage| (stage.name, stage.id)).collect())
    }

    /// A first estimate and, for who writes in English, the next one that took its place.
    async fn estimates(&self, opportunity: &opportunity::Model, tongue: usize) -> Result<()> {
        let created = pipeline::estimate::create(
            self.tx,
            input(json!({
                "opportunityId": opportunity.id, "title": opportunity.title, "method": "THREE_POINT",
                "distribution": turn(&["BETA", "TRIANGULAR"], tongue), "assumptions": in_tongue(&ASSUMPTIONS, tongue),
            }))?,
        );
        let first = created.await?;
        let rials = opportunity.currency.code() == "IRR";
        let price = |euros: i64| if rials { euros * RIALS } else { euros };
        let lines = LINES.map(|(phase, category, role, minutes, cost, sell)| {
            let money = |at: usize| {
                let hours = minutes.get(at).map_or(0, |minutes| minutes / 60);
                json!({ "amount": (price(cost) * hours).to_string(), "currency": opportunity.currency })
            };
            json!({
                "phaseKey": phase, "category": category, "workRoleName": role,
                "optimisticMinutes": minutes[0], "likelyMinutes": minutes[1], "pessimisticMinutes": minutes[2],
                "optimisticCost": money(0), "likelyCost": money(1), "pessimisticCost": money(2),
                "sellRate": { "amount": price(sell).to_string(), "currency": opportunity.currency },
            })
        });
        let lines = json!({ "id": first.id, "expectedVersion": first.version, "lines": lines });
        let first = pipeline::estimate_line::replace(self.tx, input(lines)?).await?;
        if tongue != 0 {
            return Ok(());
        }
        let step = |estimate: &entity::estimate::Model, to: &str| {
            input(json!({ "id": estimate.id, "expectedVersion": estimate.version, "to": to }))
        };
        let copy = pipeline::estimate::copy(self.tx, input(json!({ "id": first.id }))?).await?;
        pipeline::estimate::transition(self.tx, step(&first, "ARCHIVED")?).await?;
        let training = json!({
            "estimateId": copy.id, "phaseKey": "launch", "category": "expenses", "note": "Hosting for the first year",
            "optimisticCost": { "amount": "900", "currency": copy.currency }, "likelyCost": { "amount": "1200", "currency": copy.currency },
            "pessimisticCost": { "amount": "1800", "currency": copy.currency },
        });
        pipeline::estimate_line::create(self.tx, input(training)?).await?;
        let copy = self
            .tx
            .refer::<entity::estimate::Entity>(copy.id, "input")
            .await?;
        pipeline::estimate::transition(self.tx, step(&copy, "FINAL")?).await?;
        Ok(())
    }
}
