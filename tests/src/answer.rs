//! What the API answered, with short words for what tests look at.

use async_graphql::Response;
use serde_json::Value as Json;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The data.
    pub data: Json,
    /// The top-level errors.
    pub errors: Vec<Json>,
    /// How many statements it was read with.
    pub statements: usize,
    /// Whether it is the answer of an earlier request with the same key.
    pub is_replay: bool,
}

impl Answer {
    pub(crate) fn new(response: &Response, statements: usize, is_replay: bool) -> Self {
        let data = serde_json::to_value(&response.data).expect("data");
        let errors = response
            .errors
            .iter()
            .map(|error| serde_json::to_value(error).expect("an error"))
            .collect();
        Self {
            data,
            errors,
            statements,
            is_replay,
        }
    }

    /// The value at a path such as `clients.nodes.0.name`.
    #[track_caller]
    pub fn at(&self, path: &str) -> &Json {
        self.find(path)
            .unwrap_or_else(|| panic!("nothing at {path} in {} {:?}", self.data, self.errors))
    }

    fn find(&self, path: &str) -> Option<&Json> {
        path.split('.')
            .try_fold(&self.data, |value, part| match part.parse::<usize>() {
                Ok(at) if value.is_array() => value.get(at),
                _ => value.get(part),
            })
    }

    /// The text at a path.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        self.at(path)
            .as_str()
            .unwrap_or_else(|| panic!("no text at {path} in {}", self.data))
            .to_owned()
    }

    /// The values of a field of each record in the list at a path.
    #[track_caller]
    pub fn each(&self, path: &str, field: &str) -> Vec<Json> {
        let list = self
            .at(path)
            .as_array()
            .unwrap_or_else(|| panic!("no list at {path} in {}", self.data));
        list.iter()
            .map(|item| item.get(field).cloned().unwrap_or_default())
            .collect()
    }

    /// The answer, which has no errors of any kind.
    #[track_caller]
    #[expect(
        clippy::return_self_not_must_use,
        reason = "often it is enough that it is good"
    )]
    pub fn good(self) -> Self {
        assert!(self.errors.is_empty(), "{:?}", self.errors);
        let refused = self
            .find("payload.errors")
            .and_then(Json::as_array)
            .is_some_and(|errors| !errors.is_empty());
        assert!(!refused, "{}", self.data);
        self
    }

    /// The one error, as `CODE: message`, whether top-level or of the payload.
    #[track_caller]
    pub fn error(&self) -> String {
        if let Some(error) = self.errors.first() {
            let code = error
                .pointer("/extensions/code")
                .and_then(Json::as_str)
                .unwrap_or("-");
            return format!(
                "{code}: {}",
                error.get("message").and_then(Json::as_str).unwrap_or("-")
            );
        }
        let errors = self.find("payload.errors").and_then(Json::as_array);
        let error = errors
            .and_then(|errors| errors.first())
            .unwrap_or_else(|| panic!("no error in {}", self.data));
        format!(
            "{}: {}",
            error.get("code").and_then(Json::as_str).unwrap_or("-"),
            error.get("message").and_then(Json::as_str).unwrap_or("-")
        )
    }

    /// The input field that the first error of the payload is at, as `input.name`.
    #[track_caller]
    pub fn error_path(&self) -> String {
        let path = self.at("payload.errors.0.path").as_array().expect("a path");
        path.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(".")
    }
}
