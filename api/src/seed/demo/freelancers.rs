//! What the demo agency agreed with its freelancer, and what they bill for it.

use entity::{
    project,
    time_entry::{self, Column},
};
use sea_orm::{ColumnTrait, Condition, QueryOrder};
use serde_json::{Value as Json, json};

use super::story::{Story, input};
use crate::{
    bills::service as bills, engagements::service::engagement as engagements, kernel::error::Result,
};

impl Story<'_> {
    /// The freelancer works for a project by the hour, up to a hundred hours.
    pub(super) async fn engaged(&self, project: &project::Model) -> Result<()> {
        let Some(member) = self.member("freelancer") else {
            return Ok(());
        };
        let engagement = json!({
            "memberId": member, "projectId": project.id, "terms": "HOURLY", "rate": euros("55"), "capMinutes": 6_000,
            "startsOn": self.day(-60), "endsOn": self.day(60), "note": "Remote, two days a week",
        });
        let drafted = engagements::create(self.tx, input(engagement)?).await?;
        let begin = json!({ "id": drafted.id, "expectedVersion": drafted.version, "to": "ACTIVE" });
        engagements::transition(self.tx, input(begin)?).await?;
        Ok(())
    }

    /// The freelancer's bill for what they did there, handed in.
    pub(super) async fn billed(&self, project: &project::Model) -> Result<()> {
        let under_engagement = Condition::all()
            .add(Column::ProjectId.eq(project.id))
            .add(Column::EngagementId.is_not_null());
        let work = self.tx.rows::<time_entry::Entity>(under_engagement);
        let work = work
            .order_by_asc(Column::Id)
            .one(self.tx.connection().await?)
            .await?;
        let Some(work) = work else { return Ok(()) };
        let bill = json!({
            "engagementId": work.engagement_id, "number": "FL-0042", "billedOn": self.day(-1),
            "lines": [{ "timeEntryId": work.id }, { "description": "Fonts", "amount": euros("48.50") }],
        });
        let bill = bills::bill::create(self.tx, input(bill)?).await?;
        let hand_in = json!({ "id": bill.id, "expectedVersion": bill.version, "to": "SUBMITTED" });
        bills::transition::transition(self.tx, input(hand_in)?).await?;
        Ok(())
    }
}

fn euros(amount: &str) -> Json {
    json!({ "amount": amount, "currency": "EUR" })
}
