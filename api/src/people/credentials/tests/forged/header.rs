use data_encoding::BASE64URL_NOPAD;
use ring::{hmac, signature::KeyPair as _};
use serde_json::json;

use super::Forger;
use crate::people::credentials::{keys::key_pair, token::Refusal};

#[tokio::test]
async fn other_algorithms_are_refused() {
    let forger = Forger::new().await;

    for algorithm in [
        "none", "None", "HS256", "RS256", "ES256", "PS256", "EdDSA ", "eddsa", "Ed25519", "ES256K", "",
    ] {
        assert_eq!(
            forger.with_header("alg", json!(algorithm)),
            Err(Refusal::Kind),
            "{algorithm}"
        );
    }
    for algorithm in [json!(null), json!(1), json!(["EdDSA"]), json!({})] {
        assert_eq!(forger.with_header("alg", algorithm), Err(Refusal::Malformed));
    }
}

#[tokio::test]
async fn the_public_key_is_no_password() {
    let forger = Forger::new().await;
    let public = key_pair(&forger.seed).unwrap().public_key().as_ref().to_vec();

    for algorithm in ["HS256", "EdDSA"] {
        let mut header = forger.header();
        header["alg"] = json!(algorithm);
        let message = format!(
            "{}.{}",
            BASE64URL_NOPAD.encode(header.to_string().as_bytes()),
            BASE64URL_NOPAD.encode(Forger::claims().to_string().as_bytes())
        );
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &public), message.as_bytes());
        let token = format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()));

        assert!(forger.outcome(&token).is_err(), "{algorithm}");
    }
}

#[tokio::test]
async fn unsigned_and_wrongly_signed_tokens_are_refused() {
    let forger = Forger::new().await;
    let token = forger.sign(&forger.header().to_string(), &Forger::claims().to_string());
    let (message, signature) = token.rsplit_once('.').unwrap();

    for forged in [
        "",
        "AA",
        &"A".repeat(86),
        &signature[1..],
        &format!("{signature}AAAA"),
    ] {
        assert!(
            forger.outcome(&format!("{message}.{forged}")).is_err(),
            "{forged}"
        );
    }
}

#[tokio::test]
async fn keys_of_others_are_refused() {
    let forger = Forger::new().await;
    let stranger = Forger::new().await;

    let other_kid = stranger.sign(&stranger.header().to_string(), &Forger::claims().to_string());
    let our_kid = stranger.sign(&forger.header().to_string(), &Forger::claims().to_string());

    assert_eq!(forger.outcome(&other_kid), Err(Refusal::Key));
    assert_eq!(forger.outcome(&our_kid), Err(Refusal::Signature));
    for kid in ["", "../../etc/passwd", "' OR 1=1 --", "\u{0}"] {
        assert_eq!(forger.with_header("kid", json!(kid)), Err(Refusal::Key));
    }
    for kid in [json!(null), json!(1), json!([forger.kid])] {
        assert_eq!(forger.with_header("kid", kid), Err(Refusal::Malformed));
    }
}

#[tokio::test]
async fn critical_extensions_are_refused() {
    let forger = Forger::new().await;

    for critical in [
        json!(["exp"]),
        json!([]),
        json!(null),
        json!("b64"),
        json!({"b64": false}),
    ] {
        assert_eq!(forger.with_header("crit", critical), Err(Refusal::Critical));
    }
}

#[tokio::test]
async fn keys_in_the_header_are_not_used() {
    let forger = Forger::new().await;
    let stranger = Forger::new().await;
    let public = key_pair(&stranger.seed).unwrap().public_key().as_ref().to_vec();
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": BASE64URL_NOPAD.encode(&public)});

    for (name, value) in [
        ("jwk", jwk),
        ("jku", json!("https://127.0.0.1/keys")),
        ("x5u", json!("https://127.0.0.1/")),
        ("x5c", json!(["AA=="])),
    ] {
        let mut header = forger.header();
        header[name] = value;
        let token = stranger.sign(&header.to_string(), &Forger::claims().to_string());

        assert_eq!(forger.outcome(&token), Err(Refusal::Signature), "{name}");
    }
}

#[tokio::test]
async fn other_kinds_of_tokens_are_refused() {
    let forger = Forger::new().await;

    for kind in ["JWT", "jwt", "AT+JWT", "application/at+jwt", "rt+jwt", ""] {
        assert_eq!(
            forger.with_header("typ", json!(kind)),
            Err(Refusal::Kind),
            "{kind}"
        );
    }
    assert_eq!(forger.with_header("typ", json!(null)), Err(Refusal::Malformed));
}
