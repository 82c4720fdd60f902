use chrono::TimeDelta;
use serde_json::json;

use super::Forger;
use crate::{
    kernel::random::OsRandom,
    people::credentials::{
        tests::{start, subject, tokens},
        token::Refusal,
    },
};

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
