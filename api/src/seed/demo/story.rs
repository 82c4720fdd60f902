//! The demo being told: who is in it, and the words that the parts share.

use async_graphql::{InputType, Value};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::ACCOUNTS;
use crate::{
    agency::service as agencies,
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
};

/// The demo being told, and how much of it there is.
pub(super) struct Story<'t> {
    pub(super) tx: &'t Tx,
    pub(super) members: Vec<String>,
    pub(super) talks: usize,
    pub(super) tasks: usize,
    pub(super) projects: usize,
}

/// An input in the words of the API.
pub(super) fn input<I: InputType>(fields: Json) -> Result<I> {
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

/// Gives a field of an input another value.
pub(super) fn put(fields: &mut Json, name: &str, value: Json) {
    if let Some(fields) = fields.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

/// One of a few, in turn.
pub(super) fn turn<T: Copy + Default>(of: &[T], at: usize) -> T {
    of.get(at % of.len().max(1)).copied().unwrap_or_default()
}

/// The words of a language: English is the first, Persian the second.
pub(super) fn in_tongue<const N: usize>(
    words: &'static [[&'static str; N]; 2],
    tongue: usize,
) -> &'static [&'static str] {
    let [english, persian] = words;
    if tongue == 0 { english } else { persian }
}

impl Story<'_> {
    /// The membership of one of the demo accounts, where the agency has it.
    pub(super) fn member(&self, account: &str) -> Option<String> {
        let at = ACCOUNTS.iter().position(|(name, ..)| *name == account)?;
        self.members.get(at).cloned()
    }

    /// A day so many days from today.
    pub(super) fn day(&self, days: i64) -> String {
        (self.tx.today() + TimeDelta::days(days)).to_string()
    }

    /// The agency's own fields.
    pub(super) async fn custom_fields(&self) -> Result<()> {
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
}
