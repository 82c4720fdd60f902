//! An agency with a record of every kind, all of them about one client.
//!
//! A kind needs nothing here: a row of it is laid into its table, with texts in all its texts and tied to the records of the kinds
//! before it. A module may say in a file beside this one how a record is made through the API instead; then the input given there is
//! also what mutations are tried with. What a record needs is asked for by kind, and made when it is not there yet.

mod agency;
mod clients;
mod laid;
mod people;
mod projects;
mod rates;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use entity::value::Kind;
use futures_util::future::BoxFuture;
use serde_json::{Value as Json, json};
use tests::{Account, Server, Visitor};
use uuid::Uuid;

use super::place::{capitalised, uncapitalised};

/// The makers of all modules.
const MODULES: &[&[Maker]] = &[agency::MAKERS, clients::MAKERS, projects::MAKERS, rates::MAKERS];

/// What makes something in a world.
pub(super) type Making<T> = for<'w> fn(&'w World<'_>) -> BoxFuture<'w, T>;

/// How records of a kind come about.
pub(super) struct Maker {
    /// The kind.
    pub(super) kind: Kind,
    /// How.
    pub(super) how: How,
}

/// How a record comes about.
pub(super) enum How {
    /// By `<kind>Create` with this input.
    Created(Making<Json>),
    /// By this mutation with this input.
    Written(&'static str, Making<Json>),
    /// In another way, which gives its id.
    Found(Making<String>),
}

/// An agency with records.
pub(super) struct World<'a> {
    /// The program it is in.
    pub(super) server: &'a Server,
    /// Its owner, who makes everything.
    pub(super) owner: Account,
    mark: String,
    made: Mutex<HashMap<Kind, String>>,
    numbers: Arc<AtomicUsize>,
}

/// The maker of a kind.
pub(super) fn maker(kind: Kind) -> Option<&'static Maker> {
    MODULES.iter().copied().flatten().find(|maker| maker.kind == kind)
}

impl Maker {
    /// The mutation that makes one, and its input.
    pub(super) fn mutation(&self) -> Option<(String, Making<Json>)> {
        match self.how {
            How::Created(input) => Some((format!("{}Create", uncapitalised(self.kind.name())), input)),
            How::Written(mutation, input) => Some((mutation.to_owned(), input)),
            How::Found(_) => None,
        }
    }
}

impl<'a> World<'a> {
    /// A new agency. Records are made when they are asked for.
    pub(super) async fn found(server: &'a Server) -> Self {
        Self::of(
            server,
            server.sign_up("Studio").await,
            Arc::new(AtomicUsize::new(1)),
        )
    }

    /// Other records in the agency of this world, about another client.
    pub(super) fn beside(&self) -> Self {
        Self::of(self.server, self.owner.clone(), self.numbers.clone())
    }

    fn of(server: &'a Server, owner: Account, numbers: Arc<AtomicUsize>) -> Self {
        static WORLDS: AtomicUsize = AtomicUsize::new(1);
        let mark = format!("qx{}w", WORLDS.fetch_add(1, Ordering::Relaxed));
        Self {
            server,
            owner,
            mark,
            made: Mutex::default(),
            numbers,
        }
    }

    /// Makes a record of every kind.
    pub(super) async fn fill(&self) {
        for kind in Kind::ALL {
            self.id(*kind).await;
        }
    }

    /// The id of the agency.
    pub(super) fn agency(&self) -> Uuid {
        let shown = self.owner.viewer["agency"]["id"].as_str().expect("an id");
        Kind::Agency.read(shown).expect("an agency's id")
    }

    /// The version of the world's record of this kind.
    pub(super) async fn version(&self, kind: Kind) -> Json {
        let document = "query($id: ID!) { node(id: $id) { ... on Versioned { version } } }";
        let id = self.id(kind).await;
        let reply = self.visitor().ask(document, json!({ "id": id })).await.good();
        reply.data["node"]["version"].clone()
    }

    /// The owner at the door.
    pub(super) fn visitor(&self) -> Visitor<'a> {
        self.server.visitor(&self.owner)
    }

    /// The id of the world's record of this kind.
    pub(super) async fn id(&self, kind: Kind) -> String {
        if let Some(id) = self.made().get(&kind) {
            return id.clone();
        }
        let id = match maker(kind) {
            Some(maker) => self.make(maker).await,
            None => self.lay(kind, true).await,
        };
        self.made().entry(kind).or_insert(id).clone()
    }

    /// The id of a new record of this kind.
    pub(super) async fn fresh(&self, kind: Kind) -> String {
        if let Some(maker) = maker(kind) {
            return self.make(maker).await;
        }
        Box::pin(self.id(kind)).await;
        self.lay(kind, false).await
    }

    async fn make(&self, maker: &Maker) -> String {
        let kind = maker.kind;
        let (mutation, input) = match maker.how {
            How::Found(find) => return Box::pin(find(self)).await,
            How::Created(_) | How::Written(..) => maker.mutation().expect("a mutation"),
        };
        let input = Box::pin(input(self)).await;
        let record = uncapitalised(kind.name());
        let document = format!(
            "mutation($input: {}Input!) {{ payload: {mutation}(input: $input) {{ {record} {{ id }} errors {{ code message path }} }} }}",
            capitalised(&mutation)
        );
        let reply = self.visitor().ask(&document, json!({ "input": input })).await;
        assert!(reply.is_good(), "{mutation} with {input}: {reply:?}");
        reply.text(&format!("/payload/{record}/id"))
    }

    /// A text that says which world and which kind of record it is from, another one each time.
    pub(super) fn text(&self, kind: Kind) -> String {
        format!("{} {}", self.mark_of(kind), self.number())
    }

    /// The word that all texts of this world about this kind contain, and no others.
    pub(super) fn mark_of(&self, kind: Kind) -> String {
        format!("{}{}z", self.mark, kind.name().to_lowercase())
    }

    /// A day that no other record of the agency has, later each time, from a year on.
    pub(super) fn day(&self, from: i32) -> String {
        let days = u64::try_from(self.number()).expect("a small number");
        let first = chrono::NaiveDate::from_ymd_opt(from, 1, 1).expect("a day");
        (first + chrono::Days::new(days)).to_string()
    }

    /// The next number.
    pub(super) fn number(&self) -> usize {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<Kind, String>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
