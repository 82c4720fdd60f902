use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client, contact,
    event::Visibility,
    interaction::{self, Channel, Direction, Hat},
    membership, project,
    value::{DateTime, Id},
};

use super::LINKS;
use crate::kernel::{
    check::{Checks, TEXT},
    custom::CustomValues,
    error::Result,
    external::{self, ExternalIdInput},
};

/// The longest interaction, in minutes: a week.
const LONGEST: i32 = 7 * 24 * 60;

/// The interaction to record.
#[derive(Clone, Debug, InputObject)]
pub struct InteractionCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// The contacts of the client who took part.
    pub contact_ids: Option<Vec<Id<contact::Entity>>>,
    /// The colleagues who took part; whoever records it when left out.
    pub member_ids: Option<Vec<Id<membership::Entity>>>,
    /// The project it was about, one of the client's.
    pub project_id: Option<Id<project::Entity>>,
    /// When it began; now when left out.
    pub at: Option<DateTime>,
    /// How many minutes it took, at most a week.
    pub minutes: Option<i32>,
    /// How the two sides met.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// The role that the agency's side played.
    pub hat: Hat,
    /// What was said, at most 10000 characters.
    pub summary: String,
    /// The client's mood, from -2, very bad, to 2, very good.
    pub sentiment: Option<i32>,
    /// Whether the client sees it in the portal; INTERNAL when left out.
    pub visibility: Option<Visibility>,
    /// Ids in other systems.
    pub external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key.
    pub custom_fields: Option<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of an interaction. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct InteractionUpdateInput {
    /// Which interaction.
    pub id: Id<interaction::Entity>,
    /// Refuse if the interaction has another version.
    pub expected_version: Option<i32>,
    /// Contacts to add.
    pub add_contact_ids: Option<Vec<Id<contact::Entity>>>,
    /// Contacts to take away.
    pub remove_contact_ids: Option<Vec<Id<contact::Entity>>>,
    /// Colleagues to add.
    pub add_member_ids: Option<Vec<Id<membership::Entity>>>,
    /// Colleagues to take away.
    pub remove_member_ids: Option<Vec<Id<membership::Entity>>>,
    /// The project it was about, one of the client's.
    pub project_id: MaybeUndefined<Id<project::Entity>>,
    /// When it began.
    pub at: MaybeUndefined<DateTime>,
    /// How many minutes it took.
    pub minutes: MaybeUndefined<i32>,
    /// How the two sides met.
    pub channel: MaybeUndefined<Channel>,
    /// Who began it.
    pub direction: MaybeUndefined<Direction>,
    /// The role that the agency's side played.
    pub hat: MaybeUndefined<Hat>,
    /// What was said.
    pub summary: MaybeUndefined<String>,
    /// The client's mood, from -2, very bad, to 2, very good.
    pub sentiment: MaybeUndefined<i32>,
    /// Whether the client sees it in the portal.
    pub visibility: MaybeUndefined<Visibility>,
    /// Ids in other systems to add.
    pub add_external_ids: Option<Vec<ExternalIdInput>>,
    /// Ids in other systems to take away.
    pub remove_external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key. A key left out stays, null clears it.
    pub custom_fields: MaybeUndefined<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which interaction to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct InteractionArchiveInput {
    /// Which interaction.
    pub id: Id<interaction::Entity>,
    /// Refuse if the interaction has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl InteractionCreateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.at_most("contactIds", self.contact_ids.as_ref().map_or(0, Vec::len), LINKS);
        checks.at_most("memberIds", self.member_ids.as_ref().map_or(0, Vec::len), LINKS);
        checks.range("minutes", self.minutes, 0, LONGEST);
        checks.text("summary", &self.summary, TEXT);
        checks.range("sentiment", self.sentiment, -2, 2);
        external::check(&mut checks, "externalIds", self.external_ids.as_ref());
        checks.done()
    }
}

impl InteractionUpdateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("at", &self.at);
        checks.not_cleared("channel", &self.channel);
        checks.not_cleared("direction", &self.direction);
        checks.not_cleared("hat", &self.hat);
        checks.not_cleared("summary", &self.summary);
        checks.not_cleared("visibility", &self.visibility);
        let contacts = [
            ("addContactIds", &self.add_contact_ids),
            ("removeContactIds", &self.remove_contact_ids),
        ];
        for (field, ids) in contacts {
            checks.at_most(field, ids.as_ref().map_or(0, Vec::len), LINKS);
        }
        let members = [
            ("addMemberIds", &self.add_member_ids),
            ("removeMemberIds", &self.remove_member_ids),
        ];
        for (field, ids) in members {
            checks.at_most(field, ids.as_ref().map_or(0, Vec::len), LINKS);
        }
        checks.range("minutes", self.minutes.value().copied(), 0, LONGEST);
        checks.patch_text("summary", &self.summary, TEXT);
        checks.range("sentiment", self.sentiment.value().copied(), -2, 2);
        external::check(&mut checks, "addExternalIds", self.add_external_ids.as_ref());
        external::check(
            &mut checks,
            "removeExternalIds",
            self.remove_external_ids.as_ref(),
        );
        checks.done()
    }
}
