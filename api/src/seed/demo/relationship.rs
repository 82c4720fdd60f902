//! What the demo's clients and the agency said, promised and need.

use chrono::TimeDelta;
use entity::client;
use serde_json::{Value as Json, json};

use super::story::{Story, in_tongue, input, turn};
use crate::{
    clients::service as clients,
    kernel::error::Result,
    seed::words::{NEEDS, PROMISES, TALKS},
};

/// Why things came to be as they are, by language.
const REASONS: [[&str; 3]; 2] = [
    [
        "Orders grew by a tenth",
        "They decided to wait a year",
        "Agreed on the phone",
    ],
    [
        "سفارش‌ها ده درصد بیشتر شد",
        "تصمیم گرفتند یک سال صبر کنند",
        "تلفنی هماهنگ شد",
    ],
];

impl Story<'_> {
    /// All that was said, promised and needed between a client and the agency.
    pub(super) async fn relationship(
        &mut self,
        client: &client::Model,
        at: usize,
        tongue: usize,
        contacts: &[String],
        project: Option<&str>,
    ) -> Result<()> {
        let mut talks = vec![];
        for nth in 0..4 + at % 3 {
            talks.push(self.talk(client, (at, nth), tongue, contacts, project).await?);
        }
        for nth in 0..2 {
            self.promise(client, (at, nth), tongue, talks.get(nth)).await?;
        }
        self.need(client, at, tongue, &talks).await?;
        // Noted twice by mistake.
        if at % 5 == 4
            && let Some(last) = talks.last()
        {
            clients::interaction::archive(self.tx, input(json!({ "id": last }))?).await?;
        }
        Ok(())
    }

    async fn talk(
        &mut self,
        client: &client::Model,
        (at, nth): (usize, usize),
        tongue: usize,
        contacts: &[String],
        project: Option<&str>,
    ) -> Result<String> {
        let days = i64::try_from(nth * 9 + at).unwrap_or(0);
        let moment = self.tx.now() - TimeDelta::days(days) - TimeDelta::hours(days % 6);
        let colleague = self.member(turn(&["account", "manager"], at));
        let talk = clients::interaction::create(
            self.tx,
            input(json!({
                "clientId": client.id, "contactIds": contacts.get(nth % contacts.len().max(1)).map(|id| vec![id]),
                "memberIds": colleague.map(|id| vec![id]), "projectId": if nth == 0 { project.into() } else { Json::Null },
                "at": moment.to_rfc3339(), "minutes": 15 * (1 + nth % 4),
                "channel": turn(&["CALL", "MEETING", "EMAIL", "CHAT", "VISIT", "PORTAL"], self.talks),
                "direction": turn(&["OUT", "IN", "OUT"], self.talks), "summary": turn(in_tongue(&TALKS, tongue), self.talks + at),
                "hat": turn(&["REPRESENTATIVE", "SALESPERSON", "CUSTOMER_SERVICE", "EXPERT", "FINANCIAL_ADVISER"], self.talks + at),
                "sentiment": turn(&[1, 0, 2, -1, 1, 0, -2], self.talks), "visibility": turn(&["SHARED", "INTERNAL"], nth),
            }))?,
        );
        self.talks += 1;
        Ok(talk.await?.id.to_string())
    }

    async fn promise(
        &self,
        client: &client::Model,
        (at, nth): (usize, usize),
        tongue: usize,
        talk: Option<&String>,
    ) -> Result<()> {
        let (days, later) = (i64::try_from(at % 9), i64::try_from(nth * 12));
        let promise = clients::promise::create(
            self.tx,
            input(json!({
                "clientId": client.id, "interactionId": talk, "byParty": turn(&["AGENCY", "CLIENT"], nth + at),
                "ownerId": self.member(turn(&["account", "manager"], at)),
                "dueOn": self.day(later.unwrap_or(0) + days.unwrap_or(0) - 5),
                "text": turn(in_tongue(&PROMISES, tongue), nth + at), "visibility": turn(&["SHARED", "SHARED", "INTERNAL"], nth + at / 2),
            }))?,
        );
        let promise = promise.await?;
        let settled = turn(&["", "KEPT", "", "BROKEN", "RELEASED"], at + nth);
        if !settled.is_empty() {
            let reason = turn(
                in_tongue(&[["Agreed on the phone"], ["تلفنی هماهنگ شد"]], tongue),
                0,
            );
            let settle = json!({ "id": promise.id, "to": settled, "reason": reason });
            clients::promise::settle(self.tx, input(settle)?).await?;
        }
        Ok(())
    }

    async fn need(&self, client: &client::Model, at: usize, tongue: usize, talks: &[String]) -> Result<()> {
        let need = clients::need::create(
            self.tx,
            input(json!({
                "clientId": client.id, "kind": turn(&["NEED", "INTEREST"], at), "statement": turn(in_tongue(&NEEDS, tongue), at / 2),
                "priority": turn(&["NORMAL", "HIGH", "LOW", "URGENT"], at), "evidenceIds": talks.get(..1 + at % 2),
            }))?,
        );
        let need = need.await?;
        let steps: &[&str] = match at % 5 {
            0 => &[],
            1 => &["CONFIRMED"],
            2 => &["CONFIRMED", "ADDRESSED"],
            3 => &["CONFIRMED", "ADDRESSED", "VERIFIED"],
            _ => &["DROPPED"],
        };
        for step in steps {
            let reason = turn(in_tongue(&REASONS, tongue), usize::from(*step == "DROPPED"));
            let step = json!({ "id": need.id, "to": step, "reason": reason });
            clients::need::transition(self.tx, input(step)?).await?;
        }
        Ok(())
    }
}
