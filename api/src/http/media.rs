//! Media types, both ways.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::{
    graphql::refusal::{Code, Refusal},
    kernel::message::Message,
};

/// The kinds of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status tells what happened.
    GraphqlResponse,
    /// `application/json`, for older clients: what is wrong with a document is told in the answer alone.
    Json,
}

impl Media {
    /// The kind that the caller likes best, or none that they accept.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        let mut is_given = false;
        for line in headers.get_all(header::ACCEPT) {
            is_given = true;
            for part in line.to_str().unwrap_or_default().split(',') {
                let Some((weight, media)) = preference(part) else {
                    continue;
                };
                if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
                    best = Some((weight, media));
                }
            }
        }
        if !is_given {
            return Some(Self::Json);
        }
        best.map(|(_, media)| media)
    }

    /// The answer's content type.
    pub(super) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// One media range and its weight in thousandths.
fn preference(part: &str) -> Option<(u16, Media)> {
    let mut parameters = part.split(';').map(str::trim);
    let media = match parameters.next()?.to_ascii_lowercase().as_str() {
        "application/graphql-response+json" => Media::GraphqlResponse,
        "application/json" | "application/*" | "*/*" => Media::Json,
        _ => return None,
    };
    let weight = parameters
        .find_map(|parameter| {
            parameter
                .strip_prefix("q=")
                .or_else(|| parameter.strip_prefix("Q="))
        })
        .map_or(Some(1_000), thousandths)?;
    Some((weight, media))
}

/// `0.75` as 750.
pub(super) fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    Some((whole * 1_000 + fraction).min(1_000))
}

/// The media type of requests to the graph.
pub(super) const JSON: &str = "application/json";
/// The media type of forms.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Refuses bodies that are anything but of this media type in UTF-8, uncompressed. The graph takes none of the simple kinds that
/// a web page of anyone may send.
pub(super) fn check_body(headers: &HeaderMap, media: &str) -> Result<(), Refusal> {
    check_plain(headers)?;
    let other = || unsupported(say!("send the content type {media}", media));
    let mut kinds = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(kind), None) = (kinds.next(), kinds.next()) else {
        return Err(other());
    };
    let kind = kind.to_str().unwrap_or_default();
    let mut parameters = kind.split(';').map(str::trim);
    if !parameters.next().unwrap_or_default().eq_ignore_ascii_case(media) {
        return Err(other());
    }
    let is_utf8 = parameters
        .filter_map(|parameter| parameter.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .all(|(_, value)| value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"));
    if !is_utf8 {
        return Err(unsupported(say!("send the body in UTF-8")));
    }
    Ok(())
}

/// Refuses bodies that are compressed.
pub(super) fn check_plain(headers: &HeaderMap) -> Result<(), Refusal> {
    let is_plain = headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .all(|encoding| encoding == "identity");
    if is_plain {
        Ok(())
    } else {
        Err(unsupported(say!("send the body without content encoding")))
    }
}

fn unsupported(message: Message) -> Refusal {
    Refusal::new(Code::UnsupportedMediaType, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &header::HeaderName, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name.clone(), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn accepted(values: &[&str]) -> Option<Media> {
        Media::negotiate(&headers(&header::ACCEPT, values))
    }

    #[test]
    fn the_kind_with_the_greatest_weight_wins_and_the_first_of_equals() {
        let graphql = "application/graphql-response+json";

        assert_eq!(accepted(&[]), Some(Media::Json));
        assert_eq!(accepted(&["*/*"]), Some(Media::Json));
        assert_eq!(accepted(&[graphql]), Some(Media::GraphqlResponse));
        assert_eq!(
            accepted(&[graphql, "application/json"]),
            Some(Media::GraphqlResponse)
        );
        assert_eq!(
            accepted(&["application/json;q=0.9, application/graphql-response+json;q=0.8"]),
            Some(Media::Json)
        );
        assert_eq!(
            accepted(&["application/json;q=0.5, Application/GraphQL-Response+JSON; charset=utf-8"]),
            Some(Media::GraphqlResponse)
        );
    }

    #[test]
    fn what_cannot_be_given_is_not_acceptable() {
        for value in [
            "text/html",
            "application/json;q=0",
            "",
            "application/json;q=2",
            "application/json;q=x",
        ] {
            assert_eq!(accepted(&[value]), None, "{value}");
        }
    }

    #[test]
    fn only_json_in_utf8_is_read() {
        let check = |values: &[&str]| check_body(&headers(&header::CONTENT_TYPE, values), JSON).is_ok();

        for value in [
            "application/json",
            "Application/JSON; Charset=\"UTF-8\"",
            "application/json;charset=utf-8",
        ] {
            assert!(check(&[value]), "{value}");
        }
        for value in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16",
            "application/jsonp",
            "",
        ] {
            assert!(!check(&[value]), "{value}");
        }
        assert!(!check(&[]));
        assert!(!check(&["application/json", "text/plain"]));
    }

    #[test]
    fn a_form_is_read_where_a_form_is_wanted() {
        let form = headers(&header::CONTENT_TYPE, &["application/x-www-form-urlencoded"]);
        let json = headers(&header::CONTENT_TYPE, &["application/json"]);

        assert!(check_body(&form, FORM).is_ok());
        assert!(check_body(&json, FORM).is_err());
    }

    #[test]
    fn compressed_bodies_are_not_read() {
        let mut compressed = headers(&header::CONTENT_TYPE, &["application/json"]);
        compressed.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));

        assert_eq!(
            check_body(&compressed, JSON).unwrap_err().code,
            Code::UnsupportedMediaType
        );
    }
}
