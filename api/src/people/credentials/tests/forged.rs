use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use ring::{hmac, signature::KeyPair as _};
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

#[tokio::test]
async fn times_of_the_wrong_kind_are_refused() {
    let forger = Forger::new().await;
    let now = start().timestamp();

    for name in ["exp", "nbf", "iat"] {
        for value in [
            json!(now.to_string()),
            json!([now]),
            json!(null),
            json!({}),
            json!(true),
            json!(1_800_000_500.5),
            json!(1.8e9),
            json!(-1),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1e300),
        ] {
            assert!(forger.with_claim(name, value.clone()).is_err(), "{name} {value}");
        }
        assert!(forger.with_claim(name, json!(i64::MAX)).is_err());
        assert!(forger.with_claim(name, json!(0)).is_err());
    }
}

#[tokio::test]
async fn missing_claims_are_refused() {
    let forger = Forger::new().await;

    for name in ["iss", "aud", "sub", "tid", "sid", "jti", "iat", "nbf", "exp"] {
        let mut claims = Forger::claims();
        claims.as_object_mut().unwrap().remove(name);
        let token = forger.sign(&forger.header().to_string(), &claims.to_string());

        assert!(forger.outcome(&token).is_err(), "{name}");
    }
}

#[tokio::test]
async fn claims_about_others_are_refused() {
    let forger = Forger::new().await;

    for name in ["iss", "aud"] {
        for value in [
            json!("other"),
            json!(""),
            json!("Rapport"),
            json!(null),
            json!(["rapport"]),
            json!(["rapport", "x"]),
        ] {
            assert!(forger.with_claim(name, value.clone()).is_err(), "{name} {value}");
        }
    }
    for name in ["sub", "tid", "sid", "jti"] {
        for value in [
            json!("x"),
            json!(1),
            json!(null),
            json!(["00000000-0000-0000-0000-000000000001"]),
        ] {
            assert!(forger.with_claim(name, value.clone()).is_err(), "{name} {value}");
        }
    }
}

#[tokio::test]
async fn claims_said_twice_are_refused() {
    let forger = Forger::new().await;
    let claims = Forger::claims().to_string();
    let later = start().timestamp() + 900;

    for (name, value) in [
        ("exp", later.to_string()),
        ("sub", format!("\"{}\"", subject().user)),
        ("aud", "\"x\"".into()),
    ] {
        let twice = claims.replacen('{', &format!("{{\"{name}\":{value},"), 1);

        assert_eq!(
            forger.outcome(&forger.sign(&forger.header().to_string(), &twice)),
            Err(Refusal::Malformed)
        );
    }
    let header = forger.header().to_string().replacen('{', "{\"alg\":\"none\",", 1);
    assert_eq!(
        forger.outcome(&forger.sign(&header, &claims)),
        Err(Refusal::Malformed)
    );
}

#[tokio::test]
async fn tokens_live_fifteen_minutes_and_half_a_minute_of_leeway() {
    let tokens = tokens().await;
    let (token, expires_at) = tokens.issue(&subject(), &OsRandom, start()).unwrap();
    let at = |seconds| {
        tokens
            .verify(&token, expires_at + TimeDelta::seconds(seconds))
            .map(|_| ())
    };

    assert_eq!(at(29), Ok(()));
    assert_eq!(at(30), Err(Refusal::Expired));
    assert_eq!(at(-930), Ok(()));
    assert_eq!(at(-931), Err(Refusal::Early));
}

#[tokio::test]
async fn a_token_that_outlives_ours_is_refused() {
    let forger = Forger::new().await;
    let now = start().timestamp();

    assert_eq!(forger.with_claim("exp", json!(now + 1_200)), Ok(()));
    assert_eq!(
        forger.with_claim("exp", json!(now + 1_201)),
        Err(Refusal::Lifetime)
    );
    assert_eq!(forger.with_claim("iat", json!(now - 301)), Err(Refusal::Lifetime));
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
