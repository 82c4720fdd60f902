//! What somebody with a link may do: read what was sent, and answer it if they are to sign. The link alone says who they are.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    acceptance::Decision,
    agency::{self, Calendar, Locale},
    contact,
    membership::Role,
    proposal_line, proposal_recipient,
    proposal_recipient::RecipientRole,
    proposal_version,
    proposal_version::ProposalVersionStatus,
    proposal_view,
    value::{CurrencyCode, Id},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, FromQueryResult, PaginatorTrait, Statement,
};

use super::{
    acceptance::{Answer, Answerer, decide},
    expiry,
    sending::PREFIX,
};
use crate::{
    kernel::{
        actor::{Actor, Who},
        calendar,
        error::{Error, Result, UserError, UserErrorCode},
        event::EventType,
        policy::Action,
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
        selection,
        states::is_open,
        totals::Chosen,
    },
};

/// Looks that are kept of one recipient.
const VIEWS_AT_MOST: u64 = 500;

/// The link's row with all that a page needs: one statement.
const FIND: &str = "SELECT r.id AS recipient_id, r.agency_id, r.role, r.opened_at, r.contact_id, c.name AS contact_name, \
    v.id AS version_id, v.status, v.valid_until, v.content, v.content_hash, \
    g.locale AS agency_locale, g.base_currency, g.time_zone, g.calendar, \
    a.decision, a.recipient_id AS answered_by, a.signed_name, a.comment, a.selected_line_ids, a.created_at AS answered_at \
    FROM proposal_recipients r \
    JOIN proposal_versions v ON v.agency_id = r.agency_id AND v.id = r.proposal_version_id \
    JOIN contacts c ON c.agency_id = r.agency_id AND c.id = r.contact_id AND c.archived_at IS NULL \
    JOIN agencies g ON g.id = r.agency_id \
    LEFT JOIN acceptances a ON a.agency_id = r.agency_id AND a.proposal_version_id = v.id \
    WHERE r.key_hash = $1 AND r.expires_at > $2";

/// What is known of a link.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LinkRow {
    /// Whose link it is.
    pub recipient_id: Id<proposal_recipient::Entity>,
    agency_id: Id<agency::Entity>,
    /// What they were sent it for.
    pub role: RecipientRole,
    opened_at: Option<DateTime<Utc>>,
    contact_id: Id<contact::Entity>,
    /// Their name.
    pub contact_name: String,
    /// The version that was sent.
    pub version_id: Id<proposal_version::Entity>,
    /// How far it is.
    pub status: ProposalVersionStatus,
    valid_until: Option<NaiveDate>,
    content: Option<String>,
    /// The hash of what it says.
    pub content_hash: Option<String>,
    agency_locale: Locale,
    base_currency: CurrencyCode,
    time_zone: String,
    /// The agency's calendar.
    pub calendar: Calendar,
    /// What the client answered.
    pub decision: Option<Decision>,
    answered_by: Option<Id<proposal_recipient::Entity>>,
    /// The name under the answer.
    pub signed_name: Option<String>,
    /// What was added to it.
    pub comment: Option<String>,
    selected_line_ids: Option<sea_orm::JsonValue>,
    /// When the client answered.
    pub answered_at: Option<DateTime<Utc>>,
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub struct Found {
    /// What is known of the link.
    pub row: LinkRow,
    /// What was sent.
    pub content: ProposalContent,
}

impl Found {
    /// Whether an answer by this link would be heard.
    #[must_use]
    pub fn can_answer(&self) -> bool {
        match self.row.role {
            RecipientRole::Signer => is_open(self.row.status),
            RecipientRole::Viewer => false,
        }
    }

    /// The options that were taken.
    #[must_use]
    pub fn taken(&self) -> Vec<Id<proposal_line::Entity>> {
        let ids = self.row.selected_line_ids.clone().unwrap_or_default();
        serde_json::from_value(ids).unwrap_or_default()
    }

    /// The day on which the client answered, where the agency is.
    #[must_use]
    pub fn answered_on(&self) -> Option<NaiveDate> {
        self.row
            .answered_at
            .map(|at| calendar::day_at(at, &self.row.time_zone))
    }

    /// The agency at work: who has a link is nobody of it.
    fn actor(&self) -> Actor {
        let LinkRow {
            agency_id,
            agency_locale,
            base_currency,
            ref time_zone,
            calendar,
            ..
        } = self.row;
        Actor::new(Who {
            agency_id,
            user_id: None,
            member_id: None,
            session_id: None,
            role: Role::Owner,
            contact_id: None,
            client_id: None,
            may_accept_proposals: false,
            locale: agency_locale,
            agency_locale,
            base_currency,
            time_zone: time_zone.clone(),
            calendar,
        })
    }
}

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
        let Some(mut found) = self.find(token).await? else {
            let attempt = self.admitted().await?;
            self.failed(attempt).await?;
            return Ok(None);
        };
        let today = calendar::day_at(self.caller.world.now(), &found.row.time_zone);
        if is_open(found.row.status) && found.row.valid_until.is_some_and(|last| last < today) {
            expiry::record(&self.caller, &found.actor(), found.row.version_id).await?;
            found.row.status = ProposalVersionStatus::Expired;
        }
        Ok(Some(found))
    }

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
        let answer = Answer {
            decision: Decision::Accepted,
            content_hash: Some(input.content_hash),
            lines: input.selected_line_ids,
            name: Some(input.name),
            comment: input.comment,
            by: Answerer::default(),
        };
        self.answer(&input.token, answer).await
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
        match found.row.role {
            RecipientRole::Signer => {}
            RecipientRole::Viewer => {
                return Err(UserError::invalid("input.token", "this link is for reading only").into());
            }
        }
        if is_repeated(&found, &answer) {
            return Ok(found);
        }
        let answer = Answer {
            by: Answerer {
                recipient: Some(found.row.recipient_id),
                contact: Some(found.row.contact_id),
                member: None,
            },
            ..answer
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

    async fn seen(&self, found: &mut Found, look: Option<(String, i32)>) -> Result<()> {
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
        tx.connection().execute_raw(binds.statement(sql)).await?;
        if let Some((section, seconds)) = look {
            let of_recipient =
                Condition::all().add(proposal_view::Column::RecipientId.eq(found.row.recipient_id));
            let known = tx
                .rows::<proposal_view::Entity>(of_recipient)
                .count(tx.connection())
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
    let message = "the link does not work, or no longer";
    UserError::new(UserErrorCode::InvalidCredentials, "input.token", message).into()
}
