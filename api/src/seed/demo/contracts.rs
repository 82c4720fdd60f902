//! What the demo agency agreed beyond proposals: changes of the campaign that was accepted, and a contract that is being written.

use entity::{contract, contract_amendment};
use sea_orm::Condition;
use serde_json::{Value as Json, json};

use super::story::{Story, input, put};
use crate::{
    contracts::service as contracts,
    kernel::error::{Error, Result},
};

impl Story<'_> {
    /// The contracts of the demo.
    pub(super) async fn contracts(&self) -> Result<()> {
        if self.member("account").is_none() {
            return Ok(());
        }
        self.changes().await?;
        self.retainer().await
    }

    /// Changes of the campaign: one that was accepted, one that waits for an answer, one that is being written.
    async fn changes(&self) -> Result<()> {
        let contract = self.tx.rows::<contract::Entity>(Condition::all());
        let contract = contract.one(self.tx.connection().await?).await?;
        let contract = contract.ok_or_else(|| Error::internal("the demo without a contract"))?;
        let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        let radio = self
            .sent(&contract, json!({
                "title": "Radio as a fourth channel", "reason": "The stations of the north offered a good price.", "scope": "Two spots of 20 seconds, on air for three weeks.",
                "priceDelta": euros("2400"), "costDelta": euros("1350"), "minutesDelta": 960, "shiftDays": 7,
            }))
            .await?;
        let accept = json!({
            "id": radio.id, "expectedVersion": radio.version, "accept": true, "signedName": "Maya Lindqvist", "comment": "As agreed on the phone",
        });
        contracts::decision::decide(self.tx, input(accept)?).await?;
        self.sent(&contract, json!({
            "title": "No film", "reason": "The film of last year is still good.", "priceDelta": euros("-800"), "costDelta": euros("-500"),
        }))
        .await?;
        self.written(
            &contract,
            json!({ "title": "A week later", "reason": "The warehouse moves.", "shiftDays": 7 }),
        )
        .await?;
        Ok(())
    }

    async fn written(
        &self,
        contract: &contract::Model,
        mut amendment: Json,
    ) -> Result<contract_amendment::Model> {
        put(&mut amendment, "contractId", contract.id.to_string().into());
        contracts::amendment::create(self.tx, input(amendment)?).await
    }

    async fn sent(&self, contract: &contract::Model, amendment: Json) -> Result<contract_amendment::Model> {
        let amendment = self.written(contract, amendment).await?;
        let send = json!({ "id": amendment.id, "expectedVersion": amendment.version, "to": "SENT" });
        contracts::amendment::transition(self.tx, input(send)?).await
    }

    /// A retainer that is being written.
    async fn retainer(&self) -> Result<()> {
        let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        let draft = json!({
            "clientId": self.client_at(4).await?.id, "title": "Care of the shop", "contractType": "RETAINER", "currency": "EUR", "draft": true,
            "autoRenew": true, "noticeDays": 60, "notToExceed": euros("18000"),
            "phases": [{
                "name": "Care", "goal": "The shop sells, day and night.", "startsOn": self.day(30), "endsOn": self.day(394), "price": euros("18000"),
                "plannedCost": euros("10800"), "minutes": 14_400, "billing": "MONTHLY",
                "deliverables": ["Updates each month", "An answer within four hours", "A report each quarter"],
            }],
        });
        contracts::contract::create(self.tx, input(draft)?).await?;
        Ok(())
    }
}
