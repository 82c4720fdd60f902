//! That somebody has opened their link, and what they looked at.

use entity::{
    proposal_version::{self, ProposalVersionStatus},
    proposal_view,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, PaginatorTrait};

use super::{Found, Visit};
use crate::kernel::{error::Result, event::EventType, policy::Action, retry, tx::Tx};

/// Looks that are kept of one recipient.
const VIEWS_AT_MOST: u64 = 500;

impl Visit {
    /// Notes that somebody has opened their link, the first time they do.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn opened(&self, found: &mut Found) -> Result<()> {
        if found.row.opened_at.is_some() {
            return Ok(());
        }
        self.seen(found, None).await
    }

    /// Notes that somebody looks now, and at what.
    pub(super) async fn seen(&self, found: &mut Found, look: Option<(String, i32)>) -> Result<()> {
        retry::tried(&self.caller.world, || self.seen_once(found, look.clone())).await?;
        if found.row.status == ProposalVersionStatus::Sent {
            found.row.status = ProposalVersionStatus::Viewed;
        }
        Ok(())
    }

    async fn seen_once(&self, found: &Found, look: Option<(String, i32)>) -> Result<()> {
        let tx = Tx::begin(self.caller.clone(), found.actor()).await?;
        let version = tx
            .under::<proposal_version::Entity>(Action::Read, found.row.version_id, "input.token")
            .await?;
        let client = version.client_id;
        if version.status == ProposalVersionStatus::Sent {
            let changes = proposal_version::ActiveModel {
                status: Set(ProposalVersionStatus::Viewed),
                ..Default::default()
            };
            let version = tx.update(version, changes).await?;
            tx.tell(EventType::ProposalVersionViewed, &version);
        }
        let mut binds = tx.caller().binds(tx.actor());
        let (agency, now) = (binds.agency(), binds.bind(tx.now()));
        let this = binds.bind(found.row.recipient_id.uuid());
        let sql = format!(
            "UPDATE proposal_recipients SET opened_at = COALESCE(opened_at, {now}), viewed_at = {now} \
             WHERE agency_id = {agency} AND id = {this}"
        );
        tx.connection().await?.execute_raw(binds.statement(sql)).await?;
        if let Some((section, seconds)) = look {
            let of_recipient =
                Condition::all().add(proposal_view::Column::RecipientId.eq(found.row.recipient_id));
            let known = tx
                .rows::<proposal_view::Entity>(of_recipient)
                .count(tx.connection().await?)
                .await?;
            if known < VIEWS_AT_MOST {
                let row = proposal_view::ActiveModel {
                    recipient_id: Set(found.row.recipient_id),
                    client_id: Set(client),
                    section: Set(section.trim().to_owned()),
                    seconds: Set(seconds),
                    ..Default::default()
                };
                tx.insert_all(vec![row]).await?;
            }
        }
        tx.commit().await
    }
}
