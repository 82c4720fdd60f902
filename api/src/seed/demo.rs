//! The demo agency. It is made in one unit of work: after a crash nothing of it is there, and the next start makes it.

use std::sync::Arc;

use async_graphql::{InputType, Value};
use chrono::TimeDelta;
use entity::{
    agency::{Calendar, Locale},
    client,
    membership::{MemberStatus, Role},
    value::{CurrencyCode, Id},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value as Json, json};

use super::words::{CLIENTS, NEEDS, PEOPLE, PHASES, PROJECTS, TALKS, TASKS};
use super::{PASSWORD, user_of};
use crate::{
    agency::service as agencies,
    app::App,
    clients::service as clients,
    kernel::{
        actor::Actor,
        error::{Error, Result},
        tx::Tx,
        world::Caller,
    },
    people::{
        account::{Founding, Maker},
        credentials::password::StoredPassword,
    },
    projects::service as projects,
};

/// The demo accounts: the part of the address before `@demo.rapport.test`, the name, the role.
pub const ACCOUNTS: [(&str, &str, Role); 9] = [
    ("owner", "Olivia Berg", Role::Owner),
    ("manager", "Mehran Azadi", Role::Manager),
    ("account", "Anna Keller", Role::AccountManager),
    ("project", "Parsa Nikan", Role::ProjectManager),
    ("specialist", "Sofia Marin", Role::Specialist),
    ("finance", "Farid Rahimi", Role::Finance),
    ("freelancer", "Finn Larsen", Role::Freelancer),
    ("viewer", "Vera Novak", Role::Viewer),
    ("portal", "Maya Lindqvist", Role::Portal),
];

/// Makes the demo agencies that are not there yet. Whether it made one.
///
/// # Errors
/// When the database fails; then what it began is undone.
pub async fn fill(app: &App) -> Result<bool> {
    let caller = Arc::new(app.caller(None, "demo".to_owned()));
    let mut made = false;
    for demo in [Demo::OTHER, Demo::MAIN] {
        let owner = format!("owner@{}.rapport.test", demo.host);
        if user_of(app, &owner).await?.is_none() {
            let password = app
                .door
                .passwords
                .hash(PASSWORD, app.world.random.as_ref())
                .await?;
            demo.make(&caller, password).await?;
            made = true;
        }
    }
    Ok(made)
}

/// One agency of the demo.
#[derive(Clone, Copy)]
struct Demo {
    host: &'static str,
    name: &'static str,
    accounts: usize,
    clients: usize,
}

impl Demo {
    const MAIN: Self = Self {
        host: "demo",
        name: "Studio Nord",
        accounts: ACCOUNTS.len(),
        clients: CLIENTS.len(),
    };
    const OTHER: Self = Self {
        host: "other",
        name: "Another Agency",
        accounts: 1,
        clients: 3,
    };

    async fn make(self, caller: &Arc<Caller>, password: StoredPassword) -> Result<()> {
        let txn = caller.world.db.begin_write().await?;
        let maker = Maker {
            connection: &txn,
            random: caller.world.random.as_ref(),
            now: caller.world.now(),
        };
        let agency = maker.agency(Founding {
            name: self.name.to_owned(),
            base_currency: CurrencyCode::EUR,
            locale: Locale::En,
            time_zone: "Europe/Berlin".to_owned(),
            calendar: Calendar::Gregorian,
        });
        let agency = agency.await?;
        let mut members = vec![];
        for (account, name, role) in ACCOUNTS.into_iter().take(self.accounts) {
            let email = format!("{account}@{}.rapport.test", self.host);
            let user = maker
                .user(name, &email, Locale::En, Some(password.clone()))
                .await?;
            members.push(
                maker
                    .member(&agency, &user, role, MemberStatus::Active)
                    .await?
                    .id
                    .to_string(),
            );
        }
        let tx = Tx::over(txn, caller.clone(), Actor::system(&agency));
        let mut story = Story {
            tx: &tx,
            members,
            talks: 0,
            tasks: 0,
        };
        story.custom_fields().await?;
        for at in 0..self.clients {
            story.client(at).await?;
        }
        tx.commit().await
    }
}

/// The demo being told.
struct Story<'t> {
    tx: &'t Tx,
    members: Vec<String>,
    talks: usize,
    tasks: usize,
}

/// An input in the words of the API.
fn input<I: InputType>(fields: Json) -> Result<I> {
    let value = Value::from_json(without_nulls(fields))
        .map_err(|error| Error::internal(format!("the demo's words: {error}")))?;
    I::parse(Some(value)).map_err(|error| {
        Error::internal(format!(
            "the demo's words: {}",
            error.into_server_error(async_graphql::Pos::default()).message
        ))
    })
}

fn without_nulls(fields: Json) -> Json {
    match fields {
        Json::Object(fields) => {
            Json::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        other => other,
    }
}

/// One of a few, in turn.
fn turn<T: Copy + Default>(of: &[T], at: usize) -> T {
    of.get(at % of.len().max(1)).copied().unwrap_or_default()
}

/// The words of a language: English is the first, Persian the second.
fn in_tongue<const N: usize>(
    words: &'static [[&'static str; N]; 2],
    tongue: usize,
) -> &'static [&'static str] {
    let [english, persian] = words;
    if tongue == 0 { english } else { persian }
}

impl Story<'_> {
    fn member(&self, account: &str) -> Option<String> {
        let at = ACCOUNTS.iter().position(|(name, ..)| *name == account)?;
        self.members.get(at).cloned()
    }

    fn day(&self, days: i64) -> String {
        (self.tx.today() + TimeDelta::days(days)).to_string()
    }

    async fn custom_fields(&self) -> Result<()> {
        let fields = [
            json!({ "kind": "Client", "key": "source", "label": "Heard of us through", "valueType": "CHOICE", "options": ["Referral", "Search", "Event"] }),
            json!({ "kind": "Client", "key": "newsletter", "label": "Gets our newsletter", "valueType": "BOOLEAN", "position": 1 }),
            json!({ "kind": "Project", "key": "poNumber", "label": "Order number", "valueType": "TEXT" }),
        ];
        for field in fields {
            agencies::field_create(self.tx, input(field)?).await?;
        }
        Ok(())
    }

    async fn client(&mut self, at: usize) -> Result<()> {
        let Some((name, sector, tier, stage, currency, locale)) = CLIENTS.get(at).copied() else {
            return Ok(());
        };
        let tongue = usize::from(locale == "FA");
        let lead = if at.is_multiple_of(2) {
            "account"
        } else {
            "manager"
        };
        let created = clients::client::create(
            self.tx,
            input(json!({
                "name": name, "sector": sector, "tier": tier, "stage": stage, "currency": currency, "locale": locale,
                "since": if stage == "PROSPECT" { Json::Null } else { self.day(-40 * i64::try_from(at).unwrap_or(0) - 30).into() },
                "paymentTermDays": turn(&[14, 30, 45], at),
                "creditLimit": { "amount": if currency == "IRR" { "2500000000" } else { "25000" }, "currency": currency },
                "ownerId": self.member(lead).or_else(|| self.member("owner")),
                "externalIds": [{ "source": "xero", "value": format!("C-{:04}", at + 1) }],
                "customFields": { "source": turn(&["Referral", "Search", "Event"], at), "newsletter": at.is_multiple_of(3) },
            }))?,
        );
        let client = created.await?;
        if let Some(backup) = self.member("manager").filter(|_| lead == "account") {
            let note = "Knows the history since the first campaign; prefers calls to mails.";
            let backup = json!({ "clientId": client.id, "memberId": backup, "role": "BACKUP", "startsOn": self.day(-20), "handoverNote": note });
            clients::assignment::create(self.tx, input(backup)?).await?;
        }
        let contacts = self.contacts(&client, at, tongue).await?;
        let project = if matches!(stage, "PROSPECT" | "LOST") {
            None
        } else {
            Some(self.projects(&client, at, tongue).await?)
        };
        self.relationship(&client, at, tongue, &contacts, project.as_deref())
            .await?;
        if stage == "LOST"
            && let Some(gone) = contacts.last()
        {
            clients::contact::archive(self.tx, input(json!({ "id": gone }))?).await?;
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
        row.update(self.tx.connection()).await?;
        Ok(())
    }

    async fn relationship(
        &mut self,
        client: &client::Model,
        at: usize,
        tongue: usize,
        contacts: &[String],
        project: Option<&str>,
    ) -> Result<()> {
        let mut talks = vec![];
        for nth in 0..4 + at % 3 {
            let days = i64::try_from(nth * 9 + at).unwrap_or(0);
            let moment = self.tx.now() - TimeDelta::days(days) - TimeDelta::hours(days % 6);
            let talk = clients::interaction::create(
                self.tx,
                input(json!({
                    "clientId": client.id, "contactIds": contacts.get(nth % contacts.len().max(1)).map(|id| vec![id]),
                    "memberIds": self.member("account").map(|id| vec![id]), "projectId": if nth == 0 { project.into() } else { Json::Null },
                    "at": moment.to_rfc3339(), "minutes": 15 * (1 + nth % 4), "channel": turn(&["CALL", "MEETING", "EMAIL", "CHAT", "VISIT"], self.talks),
                    "direction": turn(&["OUT", "IN", "OUT"], self.talks), "summary": turn(in_tongue(&TALKS, tongue), self.talks),
                    "hat": turn(&["REPRESENTATIVE", "SALESPERSON", "CUSTOMER_SERVICE", "EXPERT", "FINANCIAL_ADVISER"], self.talks + at),
                    "sentiment": turn(&[1, 0, 2, -1, 1], self.talks), "visibility": turn(&["SHARED", "INTERNAL"], nth),
                }))?,
            );
            talks.push(talk.await?.id.to_string());
            self.talks += 1;
        }
        for nth in 0..2 {
            let promise = clients::promise::create(
                self.tx,
                input(json!({
                    "clientId": client.id, "interactionId": talks.get(nth), "byParty": turn(&["AGENCY", "CLIENT"], nth + at),
                    "ownerId": self.member("account"), "dueOn": self.day(i64::try_from(nth * 12).unwrap_or(0) - 5 + i64::try_from(at % 9).unwrap_or(0)),
                    "text": turn(&["Send the numbers of the last campaign", "Approve the new photos"], nth + at), "visibility": "SHARED",
                }))?,
            );
            let promise = promise.await?;
            let settled = turn(&["", "KEPT", "", "BROKEN", "RELEASED"], at + nth);
            if !settled.is_empty() {
                clients::promise::settle(
                    self.tx,
                    input(json!({ "id": promise.id, "to": settled, "reason": "Agreed on the phone" }))?,
                )
                .await?;
            }
        }
        let need = clients::need::create(
            self.tx,
            input(json!({
                "clientId": client.id, "kind": turn(&["NEED", "INTEREST"], at), "statement": turn(in_tongue(&NEEDS, tongue), at),
                "priority": turn(&["NORMAL", "HIGH", "LOW", "URGENT"], at), "evidenceIds": talks.first().map(|id| vec![id]),
            }))?,
        );
        let need = need.await?;
        let steps = ["CONFIRMED", "ADDRESSED", "VERIFIED"];
        for step in steps.iter().take(at % 4) {
            clients::need::transition(
                self.tx,
                input(json!({ "id": need.id, "to": step, "reason": "Orders grew by a tenth" }))?,
            )
            .await?;
        }
        Ok(())
    }

    /// Projects of a client; the id of the first.
    async fn projects(&mut self, client: &client::Model, at: usize, tongue: usize) -> Result<String> {
        let mut first = String::new();
        for nth in 0..=at % 3 {
            let begin = -60 + i64::try_from((at * 7 + nth * 30) % 75).unwrap_or(0);
            let project = projects::project::create(
                self.tx,
                input(json!({
                    "clientId": client.id, "name": turn(in_tongue(&PROJECTS, tongue), at + nth), "managerId": self.member("project").or_else(|| self.member("owner")),
                    "visibility": turn(&["SHARED", "INTERNAL", "SHARED"], nth), "startsOn": self.day(begin), "endsOn": self.day(begin + 90),
                    "rag": turn(&["GREEN", "GREEN", "AMBER", "RED"], at + nth), "customFields": { "poNumber": format!("PO-{at:02}{nth}") },
                }))?,
            );
            let project = project.await?;
            let status = turn(&["ACTIVE", "PLANNED", "ACTIVE", "ON_HOLD", "DELIVERED"], at + nth);
            self.plan(&project, begin, tongue, status).await?;
            if nth == 0 {
                first = project.id.to_string();
            }
        }
        Ok(first)
    }

    async fn plan(
        &mut self,
        project: &entity::project::Model,
        begin: i64,
        tongue: usize,
        status: &str,
    ) -> Result<()> {
        for (nth, name) in in_tongue(&PHASES, tongue).iter().copied().enumerate() {
            let from = begin + 30 * i64::try_from(nth).unwrap_or(0);
            let phase = projects::phase::create(self.tx, input(json!({ "projectId": project.id, "name": name, "startsOn": self.day(from), "endsOn": self.day(from + 29) }))?).await?;
            let milestone = json!({
                "projectId": project.id, "phaseId": phase.id, "name": format!("{name} ✓"), "committedOn": self.day(from + 28),
                "forecastOn": self.day(from + 28 + turn(&[0, 0, 4, -1], self.tasks)), "acceptanceCriteria": "Shown, and agreed in writing.",
            });
            projects::milestone::create(self.tx, input(milestone)?).await?;
            let mut before: Option<String> = None;
            for at in 0..2 {
                let assignee = self
                    .member(turn(
                        &["specialist", "freelancer", "project", "specialist"],
                        self.tasks,
                    ))
                    .map(|id| vec![id]);
                let task = projects::task::create(
                    self.tx,
                    input(json!({
                        "projectId": project.id, "phaseId": phase.id, "name": turn(in_tongue(&TASKS, tongue), nth * 2 + at), "assigneeIds": assignee,
                        "estimateMinutes": 120 + 60 * i32::try_from(self.tasks % 7).unwrap_or(0), "dueOn": self.day(from + 10 + 12 * i64::try_from(at).unwrap_or(0)),
                        "priority": turn(&["NORMAL", "HIGH", "LOW"], self.tasks), "visibility": turn(&["SHARED", "INTERNAL"], self.tasks),
                        "dependsOnIds": before.map(|id| vec![id]),
                    }))?,
                );
                let task = task.await?;
                before = Some(task.id.to_string());
                self.tasks += 1;
                if from + 20 < 0 && status != "PLANNED" {
                    for to in ["DOING", "DONE"] {
                        projects::task::transition(self.tx, input(json!({ "id": task.id, "to": to }))?)
                            .await?;
                    }
                }
            }
        }
        let path: &[&str] = match status {
            "ACTIVE" => &["ACTIVE"],
            "ON_HOLD" => &["ACTIVE", "ON_HOLD"],
            "DELIVERED" => &["ACTIVE", "DELIVERED"],
            _ => &[],
        };
        for (nth, to) in path.iter().enumerate() {
            let version = project.version + i32::try_from(nth).unwrap_or(0);
            projects::project::transition(
                self.tx,
                input(json!({ "id": project.id, "expectedVersion": version, "to": to }))?,
            )
            .await?;
        }
        Ok(())
    }
}
