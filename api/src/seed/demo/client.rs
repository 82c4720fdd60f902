//! The demo's clients: who they are, who is there, and who answers for them.

use entity::{client, value::Id};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value as Json, json};

use super::story::{Story, in_tongue, input, turn};
use crate::{
    clients::service as clients,
    kernel::error::{Error, Result},
    seed::words::{CLIENTS, HANDOVERS, PEOPLE},
};

impl Story<'_> {
    /// The client at this place, with all that belongs to it.
    pub(super) async fn client(&mut self, at: usize) -> Result<()> {
        let Some((name, sector, tier, stage, currency, locale)) = CLIENTS.get(at).copied() else {
            return Ok(());
        };
        let tongue = usize::from(locale == "FA");
        let days = -40 * i64::try_from(at).unwrap_or(0) - 60;
        let created = clients::client::create(
            self.tx,
            input(json!({
                "name": name, "sector": sector, "tier": tier, "stage": stage, "currency": currency, "locale": locale,
                "since": if stage == "PROSPECT" { Json::Null } else { self.day(days).into() },
                "paymentTermDays": turn(&[14, 30, 45], at),
                "creditLimit": { "amount": if currency == "IRR" { "2500000000" } else { "25000" }, "currency": currency },
                "externalIds": [{ "source": "xero", "value": format!("C-{:04}", at + 1) }],
                "customFields": { "source": turn(&["Referral", "Search", "Event"], at), "newsletter": at.is_multiple_of(3) },
            }))?,
        );
        let client = created.await?;
        self.assignments(&client, at, tongue, days).await?;
        let contacts = self.contacts(&client, at, tongue).await?;
        let project = if matches!(stage, "PROSPECT" | "LOST") {
            None
        } else {
            self.projects(&client, at, tongue).await?
        };
        self.relationship(&client, at, tongue, &contacts, project.as_deref())
            .await?;
        self.pipeline(&client, at, tongue).await?;
        if stage == "LOST"
            && let Some(gone) = contacts.last()
        {
            clients::contact::archive(self.tx, input(json!({ "id": gone }))?).await?;
        }
        Ok(())
    }

    /// Who answers for a client: the lead, for every other client a backup, and for every fourth who led before.
    async fn assignments(&self, client: &client::Model, at: usize, tongue: usize, days: i64) -> Result<()> {
        let owner = self.member("owner");
        let (lead, other) = if at.is_multiple_of(2) {
            ("account", "manager")
        } else {
            ("manager", "account")
        };
        let (lead, other) = (self.member(lead), self.member(other));
        let note = |nth| turn(in_tongue(&HANDOVERS, tongue), at / 2 + nth);
        let assign = async |fields| clients::assignment::create(self.tx, input(fields)?).await;
        let mut since = days;
        if at % 4 == 1
            && let Some(before) = &other
        {
            since = days / 2;
            assign(json!({
                "clientId": client.id, "memberId": before, "role": "LEAD", "startsOn": self.day(days), "endsOn": self.day(since),
                "handoverNote": note(1),
            }))
            .await?;
        }
        assign(json!({
            "clientId": client.id, "memberId": lead.or(owner), "role": "LEAD", "startsOn": self.day(since),
        }))
        .await?;
        if at.is_multiple_of(2)
            && let Some(backup) = other
        {
            assign(json!({
                "clientId": client.id, "memberId": backup, "role": "BACKUP", "startsOn": self.day(-20), "handoverNote": note(0),
            }))
            .await?;
        }
        Ok(())
    }

    async fn contacts(&self, client: &client::Model, at: usize, tongue: usize) -> Result<Vec<String>> {
        let mut ids = vec![];
        for nth in 0..3 {
            let name = turn(
                in_tongue(&PEOPLE, tongue),
                if at == 0 && nth == 0 { 0 } else { at * 3 + nth },
            );
            let contact = clients::contact::create(
                self.tx,
                input(json!({
                    "clientId": client.id, "name": name, "email": format!("contact{}@client{}.test", nth + 1, at + 1),
                    "phone": format!("+49 30 5550{:02}{nth}", at), "decisionRole": turn(&["SIGNER", "CHAMPION", "USER"], nth),
                    "jobTitle": turn(&["Managing director", "Head of marketing", "Shop manager"], nth), "consentSurvey": nth != 2,
                }))?,
            );
            let contact = contact.await?;
            if at == 0 && nth == 0 {
                self.bind_portal(client, contact.id).await?;
            }
            ids.push(contact.id.to_string());
        }
        Ok(ids)
    }

    /// The portal account is this contact.
    async fn bind_portal(&self, client: &client::Model, contact: Id<entity::contact::Entity>) -> Result<()> {
        let Some(portal) = self.member("portal") else {
            return Ok(());
        };
        let portal = portal
            .parse()
            .map_err(|_unknown| Error::internal("an id of ours"))?;
        let member = self
            .tx
            .refer::<entity::membership::Entity>(portal, "input")
            .await?;
        let mut row = member.into_active_model();
        row.client_id = Set(Some(client.id));
        row.contact_id = Set(Some(contact));
        row.may_accept_proposals = Set(true);
        row.update(self.tx.connection().await?).await?;
        Ok(())
    }
}
