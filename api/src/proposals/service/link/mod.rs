//! What somebody with a link may do: read what was sent, and answer it if they are to sign. The link alone says who they are.

mod found;
mod seen;

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use entity::{
    acceptance::Decision, proposal_recipient::RecipientRole, proposal_version::ProposalVersionStatus,
};
use sea_orm::{FromQueryResult, Statement};

use self::found::FIND;
pub use self::found::{Found, LinkRow};
use super::{
    acceptance::{Answer, Answerer, decide, try_decide},
    expiry,
    sending::PREFIX,
};
use crate::{
    kernel::{
        calendar,
        error::{Error, Result, UserError, UserErrorCode},
        retry,
        tx::Tx,
        world::Caller,
    },
    people::{
        credentials::{
            opaque,
            throttle::{self, Admission, Attempt, Place},
        },
        door::Door,
    },
    proposals::{
        content::ProposalContent,
        input::{ProposalLinkAcceptInput, ProposalLinkDeclineInput, ProposalLinkViewInput},
        preview::AcceptancePreview,
        selection,
        states::is_open,
        totals::Chosen,
    },
};

/// Somebody who comes with a link.
#[derive(Clone, Debug)]
pub struct Visit {
    /// What slows guessers down.
    pub door: Arc<Door>,
    /// The request.
    pub caller: Arc<Caller>,
}

impl Visit {
    /// What a link leads to; none for a link that does not work, for whatever reason. Those who guess are made to wait.
    ///
    /// # Errors
    /// `RATE_LIMITED` after too many links that do not work.
    pub async fn look(&self, token: &str) -> Result<Option<Found>> {
        let Some(mut found) = self.sought(token).await? else {
            return Ok(None);
        };
        let today = calendar::day_at(self.caller.world.now(), &found.row.time_zone);
        if is_open(found.row.status) && found.row.valid_until.is_some_and(|last| last < today) {
            expiry::record(&self.caller, &found.actor(), found.row.version_id).await?;
            found.row.status = ProposalVersionStatus::Expired;
        }
        Ok(Some(found))
    }

    /// What a link leads to, as it is recorded. Those who guess are made to wait.
    async fn sought(&self, token: &str) -> Result<Option<Found>> {
        let found = self.find(token).await?;
        if found.is_none() {
            let attempt = self.admitted().await?;
            self.failed(attempt).await?;
        }
        Ok(found)
    }

    /// Notes what somebody looks at.
    ///
    /// # Errors
    /// When the link does not work.
    pub async fn view(&self, input: ProposalLinkViewInput) -> Result<Found> {
        input.check()?;
        let mut found = self.known(&input.token).await?;
        let look = input.section.map(|section| (section, input.seconds.unwrap_or(0)));
        self.seen(&mut found, look).await?;
        Ok(found)
    }

    /// Accepts what a link leads to.
    ///
    /// # Errors
    /// Why it cannot be accepted.
    pub async fn accept(&self, input: ProposalLinkAcceptInput) -> Result<Found> {
        input.check()?;
        let token = input.token.clone();
        self.answer(&token, yes(input)).await
    }

    /// What would come of accepting what a link leads to; none where the same was accepted before. It changes nothing, and notes
    /// nothing.
    ///
    /// # Errors
    /// Why it cannot be accepted.
    pub async fn try_accept(
        &self,
        input: ProposalLinkAcceptInput,
    ) -> Result<(Found, Option<AcceptancePreview>)> {
        input.check()?;
        let token = input.token.clone();
        drop(self.admitted().await?);
        let found = self.sought(&token).await?.ok_or_else(dead_link)?;
        let Some(answer) = signed(&found, yes(input))? else {
            return Ok((found, None));
        };
        let version = found.row.version_id;
        let once = |answer: Answer| async {
            let tx = Tx::begin(self.caller.clone(), found.actor()).await?;
            try_decide(&tx, version, answer, "input.token").await
        };
        let preview = retry::tried(&self.caller.world, || once(answer.clone())).await?;
        Ok((found, Some(preview)))
    }

    /// Declines what a link leads to.
    ///
    /// # Errors
    /// Why it cannot be declined.
    pub async fn decline(&self, input: ProposalLinkDeclineInput) -> Result<Found> {
        input.check()?;
        let answer = Answer {
            decision: Decision::Declined,
            content_hash: None,
            lines: None,
            name: input.name,
            comment: input.comment,
            by: Answerer::default(),
        };
        self.answer(&input.token, answer).await
    }

    async fn answer(&self, token: &str, answer: Answer) -> Result<Found> {
        let found = self.known(token).await?;
        let Some(answer) = signed(&found, answer)? else {
            return Ok(found);
        };
        retry::tried(&self.caller.world, || self.decided(&found, answer.clone())).await?;
        self.find(token).await?.ok_or_else(dead_link)
    }

    async fn decided(&self, found: &Found, answer: Answer) -> Result<()> {
        let tx = Tx::begin(self.caller.clone(), found.actor()).await?;
        decide(&tx, found.row.version_id, answer, "input.token").await?;
        tx.commit().await
    }

    /// What a link leads to, for those who change something by it.
    async fn known(&self, token: &str) -> Result<Found> {
        // Whoever has guessed too often waits here as well, even with a link that works.
        drop(self.admitted().await?);
        self.look(token).await?.ok_or_else(dead_link)
    }

    async fn find(&self, token: &str) -> Result<Option<Found>> {
        let Some(hash) = opaque::parse(PREFIX, token) else {
            return Ok(None);
        };
        let world = &self.caller.world;
        let values = [hash.into(), world.now().into()];
        let rows = self
            .caller
            .read(Statement::from_sql_and_values(world.db.backend, FIND, values))
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let row = LinkRow::from_query_result(row, "")?;
        let text = row
            .content
            .as_deref()
            .ok_or_else(|| Error::internal("a link to what was not sent"))?;
        let content = ProposalContent::frozen(text)?;
        Ok(Some(Found { row, content }))
    }

    async fn admitted(&self) -> Result<Attempt<'_>> {
        let world = &self.caller.world;
        let address = self.caller.address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let action = throttle::Action::Token;
        let throttle = &self.door.throttle;
        let admission = throttle
            .admit(&world.db.write, action, None, Place::from(address), world.now())
            .await?;
        match admission {
            Admission::Go(attempt) => Ok(attempt),
            Admission::Wait(span) => Err(Error::Wait(span.num_seconds() + 1)),
        }
    }

    async fn failed(&self, attempt: Attempt<'_>) -> Result<()> {
        let world = &self.caller.world;
        Ok(attempt
            .failed(&world.db.write, world.random.as_ref(), world.now())
            .await?)
    }
}

fn yes(input: ProposalLinkAcceptInput) -> Answer {
    Answer {
        decision: Decision::Accepted,
        content_hash: Some(input.content_hash),
        lines: input.selected_line_ids,
        name: Some(input.name),
        comment: input.comment,
        by: Answerer::default(),
    }
}

/// An answer with whose it is; none when they have given the same before.
fn signed(found: &Found, answer: Answer) -> Result<Option<Answer>, UserError> {
    match found.row.role {
        RecipientRole::Signer => {}
        RecipientRole::Viewer => {
            return Err(UserError::invalid(
                "input.token",
                say!("this link is for reading only"),
            ));
        }
    }
    let by = Answerer {
        recipient: Some(found.row.recipient_id),
        contact: Some(found.row.contact_id),
        member: None,
    };
    Ok((!is_repeated(found, &answer)).then_some(Answer { by, ..answer }))
}

/// Whether the same person has already answered the same.
fn is_repeated(found: &Found, answer: &Answer) -> bool {
    let is_same_choice = match (answer.decision, &answer.lines) {
        (Decision::Declined, _) => true,
        (Decision::Accepted, None) => selection::beforehand(&found.content)
            .into_iter()
            .eq(found.taken()),
        (Decision::Accepted, Some(lines)) => {
            let options = found
                .content
                .lines()
                .filter(|line| line.optional && lines.contains(&line.id));
            options
                .map(|line| line.id)
                .collect::<Chosen>()
                .into_iter()
                .eq(found.taken())
        }
    };
    found.row.answered_by == Some(found.row.recipient_id)
        && found.row.decision == Some(answer.decision)
        && is_same_choice
}

/// The answer to a link that does not work, for whatever reason.
fn dead_link() -> Error {
    let message = say!("the link does not work, or no longer");
    UserError::new(UserErrorCode::InvalidCredentials, "input.token", message).into()
}
