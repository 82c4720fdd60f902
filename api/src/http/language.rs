//! The language that the caller reads.

use axum::http::{HeaderMap, HeaderValue, header};
use entity::agency::Locale;

use crate::http::media::thousandths;

/// The language of ours that the header `Accept-Language` likes best; none when it names none of them.
pub(super) fn asked(headers: &HeaderMap) -> Option<Locale> {
    let mut best: Option<(u16, Locale)> = None;
    for line in headers.get_all(header::ACCEPT_LANGUAGE) {
        for part in line.to_str().unwrap_or_default().split(',') {
            let Some((weight, locale)) = preference(part) else {
                continue;
            };
            if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, locale));
            }
        }
    }
    best.map(|(_, locale)| locale)
}

/// One language and its weight in thousandths. Where it is spoken makes no difference to us: `fa-AF` is `fa`.
fn preference(part: &str) -> Option<(u16, Locale)> {
    let mut parameters = part.split(';').map(str::trim);
    let tag = parameters.next()?.to_ascii_lowercase();
    let locale = match tag.split('-').next()? {
        "en" => Locale::En,
        "fa" => Locale::Fa,
        _ => return None,
    };
    let weight = parameters
        .find_map(|parameter| {
            parameter
                .strip_prefix("q=")
                .or_else(|| parameter.strip_prefix("Q="))
        })
        .map_or(Some(1_000), thousandths)?;
    Some((weight, locale))
}

/// Tells which language an answer is in, and what decided it.
pub(super) fn tell(headers: &mut HeaderMap, locale: Locale) {
    let tag = match locale {
        Locale::En => HeaderValue::from_static("en"),
        Locale::Fa => HeaderValue::from_static("fa"),
    };
    headers.insert(header::CONTENT_LANGUAGE, tag);
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&'static str]) -> Option<Locale> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT_LANGUAGE, HeaderValue::from_static(line));
        }
        asked(&headers)
    }

    #[test]
    fn the_language_that_is_liked_best_is_found() {
        for (lines, locale) in [
            (&["fa"][..], Some(Locale::Fa)),
            (&["FA-IR, en;q=0.5"], Some(Locale::Fa)),
            (&["en-GB;q=0.9, fa;q=0.8"], Some(Locale::En)),
            (&["fa;q=0.8, en;q=0.9"], Some(Locale::En)),
            (&["en, fa"], Some(Locale::En)),
            (&["de, fr;q=0.9, fa;q=0.1"], Some(Locale::Fa)),
            (&["de;q=1", "fa;q=0.2"], Some(Locale::Fa)),
            (&["en;q=0, fa;q=0.001"], Some(Locale::Fa)),
        ] {
            assert_eq!(of(lines), locale, "{lines:?}");
        }
    }

    #[test]
    fn a_header_that_names_no_language_of_ours_decides_nothing() {
        for line in ["", "*", "de, fr;q=0.5", "fa;q=0", "fa;q=x", "farsi", ";q=1, ,"] {
            assert_eq!(of(&[line]), None, "{line}");
        }
        assert_eq!(of(&[]), None);
    }
}
