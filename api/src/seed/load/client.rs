//! Clients, their contacts, who answers for them, and what was talked about.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account_assignment::{self, AssignmentRole},
    agency::Locale,
    client::{self, ClientStage, ClientTier},
    contact::{self, DecisionRole},
    event::Visibility,
    interaction::{self, Channel, Direction, Hat},
    interaction_contact, interaction_member,
    membership::Role,
    value::{CurrencyCode, Id},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{PROJECTS, Story, chance::Dice, rows::Rows, words};

/// Contacts of each client.
const CONTACTS: usize = 3;
/// Interactions with each client.
const INTERACTIONS: usize = 10;
/// How many days ago the agency took on its first client.
pub(super) const AGE_DAYS: i64 = 3 * 365;

impl Story {
    /// A client with all that belongs to it.
    pub(super) fn client(&self, rows: &mut Rows, at: usize) {
        let mut dice = self.chance.dice();
        let made = self.taken_on(at);
        let tongue = if dice.once_in(3) { Locale::Fa } else { Locale::En };
        let owner = self.staff.one(Role::AccountManager, at);
        let currency = match tongue {
            Locale::Fa => "IRR",
            Locale::En => dice.word(&["EUR", "EUR", "USD"]),
        };
        let currency = CurrencyCode::read(currency).unwrap_or(CurrencyCode::EUR);
        let row = client::ActiveModel {
            id: Set(self.chance.id(made)),
            name: Set(words::client(tongue, &mut dice)),
            sector: Set(Some(dice.word(words::SECTORS).to_owned())),
            tier: Set(Some(dice.one(
                ClientTier::A,
                &[ClientTier::B, ClientTier::B, ClientTier::C, ClientTier::C],
            ))),
            stage: Set(stage(&mut dice)),
            currency: Set(currency),
            locale: Set(tongue),
            payment_term_days: Set(Some(dice.one(14, &[30, 30, 60]))),
            since: Set(Some(made.date_naive())),
            owner_id: Set(owner),
            custom_fields: Set(json!({})),
            created_at: Set(made),
            updated_at: Set(made),
            ..Default::default()
        };
        let id = *row.id.as_ref();
        rows.clients.push(row);
        if let Some(owner) = owner {
            rows.assignments.push(account_assignment::ActiveModel {
                id: Set(self.chance.id(made)),
                client_id: Set(id),
                member_id: Set(owner),
                role: Set(AssignmentRole::Lead),
                starts_on: Set(made.date_naive()),
                created_at: Set(made),
                updated_at: Set(made),
                ..Default::default()
            });
        }
        let contacts: Vec<_> = (0..CONTACTS)
            .map(|nth| self.contact(rows, id, at * CONTACTS + nth, tongue, made))
            .collect();
        for nth in 0..INTERACTIONS {
            let contact = contacts.get(nth % CONTACTS).copied();
            self.interaction(rows, id, tongue, made, contact, owner);
        }
        for nth in 0..PROJECTS {
            self.project(
                rows,
                id,
                at * PROJECTS + nth,
                tongue,
                currency,
                self.later(made, nth),
            );
        }
    }

    /// When the client at this place was taken on: the last of them not long ago.
    fn taken_on(&self, at: usize) -> DateTime<Utc> {
        let (at, clients) = (i64::try_from(at), i64::try_from(self.clients));
        let minutes = AGE_DAYS * 24 * 60;
        let waited = minutes * at.unwrap_or(0) / clients.unwrap_or(1).max(1);
        self.now - TimeDelta::minutes(minutes - waited)
    }

    /// When the project at this place of a client's was planned: evenly between its first day and today.
    fn later(&self, made: DateTime<Utc>, nth: usize) -> DateTime<Utc> {
        let share = i32::try_from(PROJECTS).unwrap_or(1);
        made + (self.now - made) / share * i32::try_from(nth).unwrap_or(0)
    }

    fn contact(
        &self,
        rows: &mut Rows,
        client: Id<client::Entity>,
        number: usize,
        tongue: Locale,
        made: DateTime<Utc>,
    ) -> Id<contact::Entity> {
        use DecisionRole::{Blocker, Champion, Other, Payer, Signer, User};
        let mut dice = self.chance.dice();
        let id = self.chance.id(made);
        rows.contacts.push(contact::ActiveModel {
            id: Set(id),
            client_id: Set(client),
            name: Set(words::person(tongue, &mut dice)),
            email: Set(Some(format!("contact{}@load.test", number + 1))),
            job_title: Set(Some(dice.word(words::JOBS).to_owned())),
            decision_role: Set(dice.one(Signer, &[Payer, Champion, User, User, Blocker, Other])),
            locale: Set(tongue),
            consent_survey: Set(!dice.once_in(4)),
            consent_marketing: Set(dice.once_in(4)),
            consent_publish_comments: Set(false),
            custom_fields: Set(json!({})),
            created_at: Set(made),
            updated_at: Set(made),
            ..Default::default()
        });
        id
    }

    fn interaction(
        &self,
        rows: &mut Rows,
        client: Id<client::Entity>,
        tongue: Locale,
        since: DateTime<Utc>,
        contact: Option<Id<contact::Entity>>,
        member: Option<Id<entity::membership::Entity>>,
    ) {
        use Channel::{Call, Chat, Email, Meeting, Portal, Visit};
        use Hat::{CustomerService, Expert, FinancialAdviser, Representative, Salesperson};
        let mut dice = self.chance.dice();
        let at = since + (self.now - since) / 10_000 * dice.between(0, 9_999);
        let id = self.chance.id(at);
        rows.interactions.push(interaction::ActiveModel {
            id: Set(id),
            client_id: Set(client),
            at: Set(at),
            minutes: Set(Some(5 * dice.between(1, 18))),
            channel: Set(dice.one(Call, &[Meeting, Email, Email, Chat, Visit, Portal])),
            direction: Set(dice.one(Direction::In, &[Direction::Out])),
            hat: Set(dice.one(
                Representative,
                &[
                    Salesperson,
                    CustomerService,
                    CustomerService,
                    Expert,
                    FinancialAdviser,
                ],
            )),
            summary: Set(words::talk(tongue, &mut dice).to_owned()),
            sentiment: Set(Some(dice.between(-2, 2))),
            visibility: Set(dice.one(Visibility::Internal, &[Visibility::Shared])),
            custom_fields: Set(json!({})),
            created_at: Set(at),
            updated_at: Set(at),
            ..Default::default()
        });
        if let Some(contact) = contact {
            rows.interaction_contacts.push(interaction_contact::ActiveModel {
                interaction_id: Set(id),
                contact_id: Set(contact),
                ..Default::default()
            });
        }
        if let Some(member) = member {
            rows.interaction_members.push(interaction_member::ActiveModel {
                interaction_id: Set(id),
                member_id: Set(member),
                ..Default::default()
            });
        }
    }
}

fn stage(dice: &mut Dice) -> ClientStage {
    use ClientStage::{Active, AtRisk, Lost, Onboarding, Paused, Prospect};
    dice.one(
        Active,
        &[
            Active, Active, Active, Active, Prospect, Onboarding, AtRisk, Paused, Lost,
        ],
    )
}
