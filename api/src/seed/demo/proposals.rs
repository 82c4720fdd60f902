//! What the demo agency offers: one proposal that waits for an answer, one that was accepted, one that is being written.

use std::sync::Arc;

use entity::{acceptance::Decision, client, contact, opportunity, proposal, proposal_version};
use sea_orm::{ColumnTrait, Condition, QueryOrder};
use serde_json::{Value as Json, json};

use super::story::{Story, input, put};
use crate::{
    kernel::{
        error::{Error, Result},
        random::{Random, SeededRandom},
    },
    people::credentials::opaque::Opaque,
    proposals::service::{
        self as proposals,
        acceptance::{Answer, Answerer},
        sending::{Desk, LinkMade, PREFIX},
    },
    seed::words::CLIENTS,
};

/// The chance that the public link of the demo comes from: as well known as the demo's password.
const LINK_SEED: u64 = 1405;

/// The path of the public page of the demo's proposal.
#[must_use]
pub fn link_path() -> String {
    let link = Opaque::new(PREFIX, &SeededRandom::new(LINK_SEED));
    format!("/p/{}", link.text.reveal())
}

impl Story<'_> {
    /// The proposals of the demo.
    pub(super) async fn proposals(&self) -> Result<()> {
        if self.member("account").is_none() {
            return Ok(());
        }
        let mut codes = vec![];
        for code in [
            json!({ "name": "VAT 19 %", "rateBps": 1_900, "category": "S" }),
            json!({ "name": "VAT 7 %", "rateBps": 700, "category": "S" }),
            json!({ "name": "مالیات بر ارزش افزوده ۱۰٪", "rateBps": 1_000, "category": "S" }),
            json!({ "name": "Reverse charge", "rateBps": 0, "category": "AE" }),
        ] {
            codes.push(
                proposals::tax_code::create(self.tx, input(code)?)
                    .await?
                    .id
                    .to_string(),
            );
        }
        let [vat, _, persian_vat, _] = codes.as_slice() else {
            return Ok(());
        };
        self.waiting(persian_vat).await?;
        self.accepted(vat).await?;
        self.being_written(vat).await
    }

    /// A shop in two packages, in Persian, which waits for its answer.
    async fn waiting(&self, vat: &str) -> Result<()> {
        let rials = |amount: &str| json!({ "amount": amount, "currency": "IRR" });
        let line = |text: &str, amount: &str| json!({ "description": text, "unitPrice": rials(amount), "taxCodeId": vat });
        let option = |text: &str, amount: &str, selected: bool| {
            let mut line = line(text, amount);
            put(&mut line, "optional", true.into());
            put(&mut line, "selected", selected.into());
            line
        };
        let content = json!({
            "groups": [{ "key": "package", "group": { "name": "بسته‌ی فروشگاه", "rule": "EXACTLY_ONE" } }],
            "phases": [
                {
                    "phase": {
                        "name": "شناخت و طراحی", "goal": "می‌دانیم خریداران چه می‌خواهند و فروشگاه چه شکلی خواهد داشت.",
                        "startsOn": self.day(21), "endsOn": self.day(50), "deliverables": ["گزارش رفتار خریداران", "طرح صفحه‌ی اصلی و صفحه‌ی محصول"],
                        "plannedCost": rials("620000000"), "milestoneName": "تأیید طرح", "billing": "ON_START",
                    },
                    "lines": [
                        { "line": line("گفت‌وگو با ده خریدار و تحلیل فروش سه ماه", "380000000") },
                        { "line": { "description": "طراحی صفحه", "quantity": "6", "unit": "صفحه", "unitPrice": rials("95000000"), "discountBps": 500, "taxCodeId": vat } },
                    ],
                },
                {
                    "phase": {
                        "name": "ساخت و راه‌اندازی", "startsOn": self.day(51), "endsOn": self.day(110),
                        "deliverables": ["فروشگاه روی نشانی شما", "آموزش دو نفر از همکاران شما"], "plannedCost": rials("1450000000"),
                        "acceptanceCriteria": "ده سفارش آزمایشی بدون خطا ثبت و پرداخت شود.", "milestoneName": "آغاز فروش", "billing": "PERCENT", "billingBps": 4_000,
                    },
                    "lines": [
                        { "line": line("آموزش و پشتیبانی ماه نخست", "240000000") },
                        { "groupKey": "package", "line": option("بسته‌ی پایه: تا ۵۰۰ محصول و درگاه پرداخت", "1350000000", true) },
                        { "groupKey": "package", "line": option("بسته‌ی کامل: محصول نامحدود، باشگاه مشتریان و اتصال به انبار", "2180000000", false) },
                        { "line": option("عکاسی ۱۰۰ محصول", "420000000", true) },
                        { "line": option("ترجمه‌ی انگلیسی فروشگاه", "310000000", false) },
                    ],
                },
            ],
        });
        let intro = "از گفت‌وگوی هفته‌ی گذشته سپاسگزاریم. این پیشنهاد ما برای فروشگاه تازه‌ی شماست: با زمان‌بندی، هزینه و آنچه در هر فاز تحویل می‌دهیم.";
        let mut new = json!({
            "title": "فروشگاه اینترنتی آوند", "validUntil": self.day(30), "intro": intro,
            "sections": [{ "heading": "چرا اکنون", "body": "پیش از نوروز بیشترین خرید سال انجام می‌شود.\nفروشگاهی که تا آن زمان آماده باشد، هزینه‌ی خود را همان فصل برمی‌گرداند." }],
            "terms": "پرداخت هر صورت‌حساب تا ۱۴ روز. تغییر خواسته‌ها پس از پذیرش با توافق دو طرف انجام می‌شود.",
        });
        put(
            &mut new,
            "opportunityId",
            self.deal_named("فروش اینترنتی سبد خانواده").await?.into(),
        );
        let version = self.offer(1, new, content).await?;
        let known = Arc::new(SeededRandom::new(LINK_SEED));
        self.send(version, 1, known).await?;
        Ok(())
    }

    /// A campaign that the client has accepted.
    async fn accepted(&self, vat: &str) -> Result<()> {
        let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        let content = json!({
            "phases": [
                {
                    "phase": { "name": "Plan", "startsOn": self.day(7), "endsOn": self.day(27), "deliverables": ["Media plan", "Two drafts"], "plannedCost": euros("2900"), "milestoneName": "Plan agreed", "billing": "ON_START" },
                    "lines": [
                        { "line": { "description": "Strategy workshop", "quantity": "1.5", "unit": "days", "unitPrice": euros("1160"), "taxCodeId": vat } },
                        { "line": { "description": "Design", "quantity": "24", "unit": "hours", "unitPrice": euros("110"), "taxCodeId": vat } },
                    ],
                },
                {
                    "phase": { "name": "Run", "startsOn": self.day(28), "endsOn": self.day(117), "deliverables": ["Campaign on three channels", "A report each month"], "plannedCost": euros("6200"), "billing": "MONTHLY" },
                    "lines": [
                        { "line": { "description": "Running the campaign", "quantity": "3", "unit": "months", "unitPrice": euros("2650"), "discountBps": 250, "taxCodeId": vat } },
                        { "line": { "description": "A film of 20 seconds", "unitPrice": euros("3400"), "taxCodeId": vat, "optional": true } },
                    ],
                },
            ],
        });
        let new = json!({
            "title": "Winter campaign", "validUntil": self.day(21), "intro": "Here is what we would do this winter, and what it costs.",
            "terms": "Invoices are due within 14 days.", "discount": euros("250"),
        });
        let version = self.offer(0, new, content).await?;
        let version_id = version.id;
        let (version, links, signer) = self
            .send(version, 0, self.tx.caller().world.random.clone())
            .await?;
        let answer = Answer {
            decision: Decision::Accepted,
            content_hash: version.content_hash,
            lines: None,
            name: Some(signer.name),
            comment: Some("Looking forward to it!".to_owned()),
            by: Answerer {
                recipient: links.first().map(|link| link.recipient),
                contact: Some(signer.id),
                member: None,
            },
        };
        proposals::acceptance::decide(self.tx, version_id, answer, "input").await?;
        Ok(())
    }

    /// A proposal that is being written.
    async fn being_written(&self, vat: &str) -> Result<()> {
        let content = json!({
            "phases": [{
                "phase": { "name": "Concept", "startOffsetDays": 0, "durationDays": 20, "deliverables": ["A concept for the waiting room"] },
                "lines": [{ "line": { "description": "Concept", "quantity": "16", "unit": "hours", "unitPrice": { "amount": "125", "currency": "EUR" }, "taxCodeId": vat } }],
            }],
        });
        self.offer(2, json!({ "title": "Waiting room, rethought" }), content)
            .await?;
        Ok(())
    }

    /// A draft for the client at this place, with its content.
    async fn offer(&self, at: usize, mut new: Json, mut content: Json) -> Result<proposal_version::Model> {
        put(
            &mut new,
            "clientId",
            self.client_at(at).await?.id.to_string().into(),
        );
        let proposal: proposal::Model = proposals::proposal::create(self.tx, input(new)?).await?;
        let version = proposal.current_version_id.ok_or_else(missing)?;
        put(&mut content, "id", version.to_string().into());
        proposals::content::set(self.tx, input(content)?).await
    }

    /// Takes a draft through review and sends it to the first contact of the client at this place.
    async fn send(
        &self,
        mut version: proposal_version::Model,
        at: usize,
        random: Arc<dyn Random>,
    ) -> Result<(proposal_version::Model, Vec<LinkMade>, contact::Model)> {
        for to in ["IN_REVIEW", "APPROVED"] {
            let step = json!({ "id": version.id, "expectedVersion": version.version, "to": to });
            version = proposals::version::transition(self.tx, input(step)?).await?;
        }
        let client = self.client_at(at).await?;
        let of_client = Condition::all().add(contact::Column::ClientId.eq(client.id));
        let contacts = self
            .tx
            .rows::<contact::Entity>(of_client)
            .order_by_asc(contact::Column::Email);
        let contacts = contacts.all(self.tx.connection().await?).await?;
        let [signer, reader, ..] = contacts.as_slice() else {
            return Err(missing());
        };
        let desk = Desk {
            link_base: String::new(),
            random,
        };
        let send = json!({
            "id": version.id, "expectedVersion": version.version, "delivery": "NONE",
            "recipients": [{ "contactId": signer.id, "role": "SIGNER" }, { "contactId": reader.id, "role": "VIEWER" }],
        });
        let (version, links) = proposals::sending::send(self.tx, &desk, input(send)?).await?;
        Ok((version, links, signer.clone()))
    }

    async fn deal_named(&self, title: &str) -> Result<String> {
        let titled = Condition::all().add(opportunity::Column::Title.eq(title));
        let deal = self
            .tx
            .rows::<opportunity::Entity>(titled)
            .one(self.tx.connection().await?)
            .await?;
        Ok(deal.ok_or_else(missing)?.id.to_string())
    }

    pub(super) async fn client_at(&self, at: usize) -> Result<client::Model> {
        let name = CLIENTS.get(at).map_or("", |(name, ..)| *name);
        let named = Condition::all().add(client::Column::Name.eq(name));
        let client = self
            .tx
            .rows::<client::Entity>(named)
            .one(self.tx.connection().await?)
            .await?;
        client.ok_or_else(missing)
    }
}

fn missing() -> Error {
    Error::internal("the demo without a client, a contact or a version of its own")
}
