//! The four parameters of a request, from a body or from a query string.

use async_graphql::{Extensions, Variables};
use async_graphql_value::ConstValue;
use axum::{extract::Query, http::Uri};
use serde::Deserialize;

use crate::{
    graphql::refusal::{Code, Refusal},
    kernel::message::Message,
};

/// Brackets of JSON that may be open at once.
const DEEPEST: usize = 32;

/// What a request asks for.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    /// The document.
    pub query: String,
    /// Which of its operations.
    pub operation_name: Option<String>,
    /// The values of its variables.
    pub variables: Variables,
    /// What clients and servers agreed on between them.
    pub extensions: Extensions,
}

/// The body as JSON. Serde refuses a member that is given twice; members that are not ours are left out.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: Option<ConstValue>,
    operation_name: Option<ConstValue>,
    variables: Option<ConstValue>,
    extensions: Option<ConstValue>,
}

impl Parameters {
    /// Reads the body of a POST.
    pub(super) fn from_body(body: &[u8]) -> Result<Self, Refusal> {
        check_json(body)?;
        match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{') => {}
            Some(b'[') => return Err(bad(say!("send one request: batches are not accepted"))),
            Some(_) => return Err(bad(say!("the body is not a JSON object"))),
            None => return Err(bad(say!("the body is empty"))),
        }
        let body: Body = serde_json::from_slice(body).map_err(|error| {
            bad(say!(
                "the body is not the JSON of a request (line {line}, column {column})",
                line = error.line(),
                column = error.column()
            ))
        })?;
        Self::from_parts(body)
    }

    /// Reads the query string of a GET.
    pub(super) fn from_query(uri: &Uri) -> Result<Self, Refusal> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|error| {
            bad(say!(
                "the query string is malformed ({status})",
                status = error.status().as_u16()
            ))
        })?;
        let mut body = Body {
            query: None,
            operation_name: None,
            variables: None,
            extensions: None,
        };
        for (name, value) in pairs {
            let (slot, value) = match name.as_str() {
                "query" => (&mut body.query, ConstValue::String(value)),
                "operationName" => (&mut body.operation_name, ConstValue::String(value)),
                "variables" => (&mut body.variables, json("variables", &value)?),
                "extensions" => (&mut body.extensions, json("extensions", &value)?),
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return Err(bad(say!("a parameter is given twice")));
            }
        }
        Self::from_parts(body)
    }

    fn from_parts(body: Body) -> Result<Self, Refusal> {
        let query = text("query", body.query)?;
        let operation_name = text("operationName", body.operation_name)?;
        let variables = match body.variables {
            None | Some(ConstValue::Null) => Variables::default(),
            Some(object @ ConstValue::Object(_)) => Variables::from_value(object),
            Some(_) => return Err(bad(say!("variables must be an object"))),
        };
        let extensions = match body.extensions {
            None | Some(ConstValue::Null) => Extensions::default(),
            Some(ConstValue::Object(members)) => {
                let members = members.into_iter().map(|(name, value)| (name.to_string(), value));
                Extensions(members.collect())
            }
            Some(_) => return Err(bad(say!("extensions must be an object"))),
        };
        let query = match query {
            Some(query) if !query.is_empty() => query,
            Some(_) | None if extensions.contains_key("persistedQuery") => {
                let code = Code::PersistedQueryNotSupported;
                return Err(Refusal::new(
                    code,
                    Message::foreign("PersistedQueryNotSupported".to_owned()),
                ));
            }
            Some(_) | None => return Err(bad(say!("query is missing"))),
        };
        Ok(Self {
            query,
            operation_name,
            variables,
            extensions,
        })
    }
}

fn bad(message: impl Into<Message>) -> Refusal {
    Refusal::new(Code::BadRequest, message)
}

fn text(name: &'static str, value: Option<ConstValue>) -> Result<Option<String>, Refusal> {
    match value {
        None | Some(ConstValue::Null) => Ok(None),
        Some(ConstValue::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad(say!("{name} must be a string", name))),
    }
}

fn json(name: &'static str, text: &str) -> Result<ConstValue, Refusal> {
    check_json(text.as_bytes())?;
    serde_json::from_str(text).map_err(|error| {
        bad(say!(
            "{name} is not JSON (column {column})",
            name,
            column = error.column()
        ))
    })
}

/// Counts brackets, before a parser recurses into them.
fn check_json(text: &[u8]) -> Result<(), Refusal> {
    if text.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Err(bad(say!(
            "the body starts with a byte order mark, which JSON does not have"
        )));
    }
    let mut open = 0_usize;
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            b'"' => skip_string(&mut bytes),
            _ => {}
        }
        if open > DEEPEST {
            return Err(bad(say!("the JSON is nested too deeply: 32 levels are allowed")));
        }
    }
    Ok(())
}

fn skip_string(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn body(text: &str) -> Result<Parameters, String> {
        Parameters::from_body(text.as_bytes()).map_err(|refusal| refusal.message.to_string())
    }

    fn query(text: &str) -> Result<Parameters, String> {
        let uri: Uri = format!("/graphql?{text}").parse().unwrap();
        Parameters::from_query(&uri).map_err(|refusal| refusal.message.to_string())
    }

    #[test]
    fn all_four_parameters_are_read_and_others_left_out() {
        let read = body(
            r#"{"query":"{a}","operationName":"A","variables":{"v":[1]},"extensions":{"x":1},"more":{}}"#,
        )
        .unwrap();

        assert_eq!(read.query, "{a}");
        assert_eq!(read.operation_name.as_deref(), Some("A"));
        assert_eq!(read.variables.len(), 1);
        assert_eq!(read.extensions.len(), 1);
    }

    #[test]
    fn the_query_string_carries_the_same() {
        let read = query("query=%7Ba%7D&operationName=A&variables=%7B%22v%22:1%7D&utm=1").unwrap();

        assert_eq!(read.query, "{a}");
        assert_eq!(read.variables.len(), 1);
        assert_eq!(
            query("query=a&query=b").unwrap_err(),
            "a parameter is given twice"
        );
        assert_eq!(
            query("query=a&variables=%7B").unwrap_err(),
            "variables is not JSON (column 1)"
        );
        assert_eq!(query("").unwrap_err(), "query is missing");
    }

    #[test]
    fn a_body_that_is_no_request_is_refused_in_words() {
        for (text, message) in [
            ("", "the body is empty"),
            ("  ", "the body is empty"),
            ("[{}]", "send one request: batches are not accepted"),
            ("\"a\"", "the body is not a JSON object"),
            ("{}", "query is missing"),
            (r#"{"query":1}"#, "query must be a string"),
            (
                r#"{"query":"a","operationName":[]}"#,
                "operationName must be a string",
            ),
            (r#"{"query":"a","variables":[]}"#, "variables must be an object"),
            (r#"{"query":"a","extensions":0}"#, "extensions must be an object"),
            (
                "{\"query\":",
                "the body is not the JSON of a request (line 1, column 9)",
            ),
            (
                "\u{feff}{}",
                "the body starts with a byte order mark, which JSON does not have",
            ),
            (
                r#"{"extensions":{"persistedQuery":{"version":1}}}"#,
                "PersistedQueryNotSupported",
            ),
        ] {
            assert_eq!(body(text).unwrap_err(), message, "{text}");
        }
    }

    #[test]
    fn a_parameter_given_twice_is_refused() {
        let error = body(r#"{"query":"{a}","query":"{b}"}"#).unwrap_err();

        assert!(
            error.starts_with("the body is not the JSON of a request"),
            "{error}"
        );
    }

    #[test]
    fn json_may_be_nested_thirty_two_levels_and_no_more() {
        let nested = |depth: usize| {
            format!(
                r#"{{"query":"a","variables":{{"v":{}{}}}}}"#,
                "[".repeat(depth),
                "]".repeat(depth)
            )
        };

        assert!(body(&nested(30)).is_ok());
        assert!(body(&nested(31)).unwrap_err().contains("nested too deeply"));
        assert!(body(&nested(100_000)).unwrap_err().contains("nested too deeply"));
        assert!(body(&format!(r#"{{"query":"{}\""}}"#, "[".repeat(100))).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>()) {
            let _ = Parameters::from_body(&bytes);
        }
    }
}
