mod claims;
mod header;

use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{start, subject, tokens};
use crate::{
    kernel::random::OsRandom,
    people::credentials::{
        keys::key_pair,
        token::{AccessTokens, Refusal},
    },
};

/// Somebody who knows how our tokens look, has our private key at hand, and writes what they like.
struct Forger {
    tokens: AccessTokens,
    seed: Vec<u8>,
    kid: String,
}

impl Forger {
    async fn new() -> Self {
        let tokens = tokens().await;
        let (kid, key) = tokens.ring().signing(start()).unwrap();
        Self {
            tokens,
            seed: key.as_bytes().to_vec(),
            kid,
        }
    }

    fn header(&self) -> Value {
        json!({"alg": "EdDSA", "typ": "at+jwt", "kid": self.kid})
    }

    fn claims() -> Value {
        let now = start().timestamp();
        json!({
            "iss": "rapport", "aud": "rapport", "sub": subject().user, "tid": subject().agency,
            "sid": subject().session, "jti": subject().user, "iat": now, "nbf": now, "exp": now + 900,
        })
    }

    /// A token of these words with our true signature.
    fn sign(&self, header: &str, claims: &str) -> String {
        let message = format!(
            "{}.{}",
            BASE64URL_NOPAD.encode(header.as_bytes()),
            BASE64URL_NOPAD.encode(claims.as_bytes())
        );
        let signature = key_pair(&self.seed).unwrap().sign(message.as_bytes());
        format!("{message}.{}", BASE64URL_NOPAD.encode(signature.as_ref()))
    }

    fn with_header(&self, name: &str, value: Value) -> Result<(), Refusal> {
        let mut header = self.header();
        header[name] = value;
        self.outcome(&self.sign(&header.to_string(), &Self::claims().to_string()))
    }

    fn with_claim(&self, name: &str, value: Value) -> Result<(), Refusal> {
        let mut claims = Self::claims();
        claims[name] = value;
        self.outcome(&self.sign(&self.header().to_string(), &claims.to_string()))
    }

    fn outcome(&self, token: &str) -> Result<(), Refusal> {
        self.tokens.verify(token, start()).map(|_| ())
    }
}

#[tokio::test]
async fn an_unchanged_token_is_accepted() {
    let forger = Forger::new().await;

    let token = forger.sign(&forger.header().to_string(), &Forger::claims().to_string());

    assert_eq!(forger.outcome(&token), Ok(()));
}

#[tokio::test]
async fn our_own_tokens_are_accepted_and_say_who() {
    let tokens = tokens().await;

    let (token, expires_at) = tokens.issue(&subject(), &OsRandom, start()).unwrap();
    let claims = tokens.verify(&token, start() + TimeDelta::minutes(14)).unwrap();

    assert_eq!(
        (claims.sub, claims.tid, claims.sid),
        (subject().user, subject().agency, subject().session)
    );
    assert_eq!(expires_at, start() + TimeDelta::minutes(15));
}

#[tokio::test]
async fn pieces_and_piles_are_refused() {
    let forger = Forger::new().await;
    let token = forger.sign(&forger.header().to_string(), &Forger::claims().to_string());
    let (message, _) = token.rsplit_once('.').unwrap();
    let long = forger.sign(
        &forger.header().to_string(),
        &format!("{}{}", " ".repeat(65_536), Forger::claims()),
    );
    let encrypted = format!("{token}.AA.AA");

    for end in 0..token.len() {
        assert!(forger.outcome(&token[..end]).is_err());
    }
    for forged in [
        "",
        ".",
        "..",
        "...",
        "null",
        "Bearer",
        message,
        &long,
        &encrypted,
        &format!(".{token}"),
        &format!("{token}."),
        &format!("{token}="),
        &format!(" {token}"),
        &token.replace('.', ".."),
        &token.to_uppercase(),
        &format!("{token}\n"),
        &"a".repeat(65_536),
        &".".repeat(65_536),
    ] {
        assert!(
            forger.outcome(forged).is_err(),
            "{}",
            &forged[..forged.len().min(80)]
        );
    }
}

#[tokio::test]
async fn a_check_takes_less_than_a_tenth_of_a_millisecond() {
    let tokens = tokens().await;
    let (token, _) = tokens.issue(&subject(), &OsRandom, start()).unwrap();

    let fastest = (0..50)
        .map(|_| {
            let began = std::time::Instant::now();
            (0..20).for_each(|_| assert!(tokens.verify(&token, start()).is_ok()));
            began.elapsed() / 20
        })
        .min()
        .unwrap();

    // Without optimisation everything around the signature costs several times more.
    let limit = if cfg!(debug_assertions) { 1_000 } else { 100 };
    assert!(fastest.as_micros() < limit, "{fastest:?}");
}

#[test]
fn no_text_breaks_the_check() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let forger = runtime.block_on(Forger::new());
    let whole = forger.sign(&forger.header().to_string(), &Forger::claims().to_string());

    proptest!(ProptestConfig::with_cases(2_000), |(text in "\\PC{0,200}", header in "\\PC{0,60}", claims in "\\PC{0,60}",
        position in 0_usize..400, byte in 0_u8..128)| {
        prop_assert!(forger.outcome(&text).is_err());
        prop_assert!(forger.outcome(&forger.sign(&header, &claims)).is_err());
        prop_assert!(forger.outcome(&forger.sign(&forger.header().to_string(), &claims)).is_err());
        let mut bytes = whole.clone().into_bytes();
        let position = position % bytes.len();
        if bytes[position] != byte {
            bytes[position] = byte;
            prop_assert!(forger.outcome(&String::from_utf8(bytes).unwrap()).is_err());
        }
    });
}
