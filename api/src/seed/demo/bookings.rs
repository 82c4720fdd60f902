//! What the people of the demo did and bought for its projects.

use chrono::TimeDelta;
use entity::{
    phase,
    project::{self, ProjectStatus},
    timer,
    value::{Id, Money},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder, QuerySelect};
use serde_json::{Value as Json, json};

use super::story::{Story, input, turn};
use crate::{
    kernel::error::{Error, Result},
    time::service as time,
};

/// Who books, and how far the booking goes.
const WORK: [(&str, i64, &[&str]); 7] = [
    ("specialist", 480, &["SUBMITTED", "APPROVED"]),
    ("project", 150, &["SUBMITTED", "APPROVED"]),
    ("freelancer", 360, &["SUBMITTED"]),
    ("account", 45, &[]),
    ("specialist", 210, &["SUBMITTED", "REJECTED"]),
    ("manager", 90, &["SUBMITTED"]),
    ("viewer", 30, &[]),
];
/// What is bought, the category, the amount in euros, whether it is passed on, and how far the booking goes.
const PURCHASES: [(&str, &str, i64, bool, &[&str]); 4] = [
    ("Advertising", "media", 180_000, true, &["SUBMITTED", "APPROVED"]),
    ("Stock photos", "material", 11_900, false, &[]),
    ("Travel to the workshop", "travel", 8_640, false, &["SUBMITTED"]),
    (
        "Print samples",
        "material",
        23_050,
        false,
        &["SUBMITTED", "REJECTED"],
    ),
];

impl Story<'_> {
    /// Work and purchases on projects that are going on, and a clock that runs.
    pub(super) async fn bookings(&mut self) -> Result<()> {
        let going_on = Condition::all()
            .add(project::Column::Status.eq(ProjectStatus::Active))
            .add(project::Column::ArchivedAt.is_null());
        let projects = self
            .tx
            .rows::<project::Entity>(going_on)
            .order_by_asc(project::Column::Code)
            .limit(8)
            .all(self.tx.connection().await?)
            .await?;
        let base = self.tx.actor().base_currency;
        let engaged = projects.iter().find(|project| project.currency == base);
        if let Some(project) = engaged {
            self.engaged(project).await?;
        }
        for (at, project) in projects.iter().enumerate() {
            self.budget(project, at).await?;
            for nth in 0..WORK.len() {
                self.booked(project, at, nth).await?;
            }
            for nth in 0..PURCHASES.len() {
                self.purchase(project, nth).await?;
            }
        }
        if let Some(project) = engaged {
            self.billed(project).await?;
        }
        match projects.first() {
            Some(project) => self.clock(project).await,
            None => Ok(()),
        }
    }

    async fn booked(&self, project: &project::Model, at: usize, nth: usize) -> Result<()> {
        let (account, minutes, path) = turn(&WORK, nth);
        let (Some(member), true) = (self.member(account), account != "viewer") else {
            return Ok(());
        };
        let of_project = Condition::all()
            .add(phase::Column::ProjectId.eq(project.id))
            .add(phase::Column::ArchivedAt.is_null());
        let phase = self.tx.rows::<phase::Entity>(of_project);
        let phase = phase
            .order_by_asc(phase::Column::Position)
            .one(self.tx.connection().await?)
            .await?;
        let days = i64::try_from(1 + (at + nth) % 12).unwrap_or(1);
        let entry = json!({
            "projectId": project.id, "phaseId": phase.map(|phase| phase.id), "memberId": member, "minutes": minutes,
            "workedOn": self.day(-days), "billable": nth % 3 != 1, "category": "delivery",
        });
        let mut entry = time::time_entry::create(self.tx, input(entry)?).await?;
        for to in path {
            entry = time::time_entry::transition(self.tx, input(step(entry.id, entry.version, to))?).await?;
        }
        if account == "account" && at % 4 == 3 {
            time::time_entry::discard(self.tx, input(json!({ "id": entry.id }))?).await?;
        }
        Ok(())
    }

    async fn purchase(&self, project: &project::Model, nth: usize) -> Result<()> {
        let (what, category, minor, passed_on, path) = turn(&PURCHASES, nth);
        let (Some(member), true) = (
            self.member("project"),
            project.currency == self.tx.actor().base_currency,
        ) else {
            return Ok(());
        };
        let paid = Money::of_minor(minor, project.currency);
        let paid = json!({ "amount": paid.amount.to_string(), "currency": "EUR" });
        // Travel has a receipt.
        let receipt = if category == "travel" {
            Some(self.receipt().await?)
        } else {
            None
        };
        let expense = json!({
            "receiptId": receipt, "projectId": project.id, "memberId": member, "category": category, "description": what, "spentOn": self.day(-6),
            "paid": paid, "markupBps": if passed_on { 0 } else { 1_500 }, "passThrough": passed_on,
        });
        let mut expense = time::expense::create(self.tx, input(expense)?).await?;
        for to in path {
            expense =
                time::expense::transition(self.tx, input(step(expense.id, expense.version, to))?).await?;
        }
        Ok(())
    }

    /// Somebody is at work.
    async fn clock(&self, project: &project::Model) -> Result<()> {
        let Some(member) = self.member("specialist") else {
            return Ok(());
        };
        let member = member
            .parse()
            .map_err(|_no_id| Error::internal("the demo's words: a member without an id"))?;
        let row = timer::ActiveModel {
            member_id: Set(member),
            project_id: Set(project.id),
            billable: Set(true),
            note: Set(Some("Storyboard".to_owned())),
            started_at: Set(self.tx.now() - TimeDelta::minutes(35)),
            ..Default::default()
        };
        self.tx.insert(row).await?;
        Ok(())
    }
}

fn step<E: entity::value::Keyed>(id: Id<E>, version: i32, to: &str) -> Json {
    let reason = (to == "REJECTED").then_some("Booked on the wrong project");
    json!({ "id": id, "expectedVersion": version, "to": to, "reason": reason })
}
