//! Access tokens: short-lived, signed, and small. They say who and where; what that person may do is looked up.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};
use thiserror::Error;
use uuid::Uuid;

use super::{
    ed25519,
    error::{CredentialError, Result},
    keys::KeyRing,
};
use crate::kernel::random::Random;

const TYPE: &str = "at+jwt";
const ALGORITHM: &str = "EdDSA";
/// Ours have some 500 bytes: whatever is much longer is not worth decoding.
const LONGEST: usize = 4_096;

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who signed it.
    pub iss: String,
    /// For whom it is meant.
    pub aud: String,
    /// The user.
    pub sub: Uuid,
    /// The agency.
    pub tid: Uuid,
    /// The session.
    pub sid: Uuid,
    /// The token itself.
    pub jti: Uuid,
    /// When it was signed.
    pub iat: i64,
    /// From when on it is valid.
    pub nbf: i64,
    /// Until when it is valid.
    pub exp: i64,
}

/// Why an access token is not accepted. For logs and counters: the caller only learns that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It is not a token of our making.
    #[error("the token is malformed")]
    Malformed,
    /// It demands an extension that we do not know.
    #[error("the token has critical extensions")]
    Critical,
    /// It is signed with another algorithm, or is another kind of token.
    #[error("the token is of another kind")]
    Kind,
    /// Its key is not, or no longer, one of ours.
    #[error("the token's key is unknown")]
    Key,
    /// Its signature does not fit.
    #[error("the token's signature is wrong")]
    Signature,
    /// It is meant for others, or made by others.
    #[error("the token is meant for others")]
    Audience,
    /// Its time is up.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    Early,
    /// It would live longer than any of ours.
    #[error("the token lives too long")]
    Lifetime,
}

/// For whom a token is made.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// The user.
    pub user: Uuid,
    /// The agency that the session works in.
    pub agency: Uuid,
    /// The session.
    pub session: Uuid,
}

/// Who makes tokens for whom, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPolicy {
    /// The claim `iss`.
    pub issuer: String,
    /// The claim `aud`.
    pub audience: String,
    /// How long a token is valid.
    pub lifetime: TimeDelta,
    /// By how much clocks may differ.
    pub leeway: TimeDelta,
}

impl Default for TokenPolicy {
    fn default() -> Self {
        Self {
            issuer: "rapport".to_owned(),
            audience: "rapport".to_owned(),
            lifetime: TimeDelta::seconds(900),
            leeway: TimeDelta::seconds(30),
        }
    }
}

/// Makes and checks access tokens.
pub struct AccessTokens {
    ring: Arc<KeyRing>,
    policy: TokenPolicy,
    validation: Validation,
}

impl AccessTokens {
    /// Tokens by `policy`, signed with the keys of `ring`.
    pub fn new(ring: Arc<KeyRing>, policy: TokenPolicy) -> Self {
        ed25519::install();
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.set_audience(&[&policy.audience]);
        validation.set_issuer(&[&policy.issuer]);
        // The library looks at the machine's clock. We check all times ourselves, at the instant of the request.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            ring,
            policy,
            validation,
        }
    }

    /// The keys behind the tokens.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// A new token, and when it expires.
    pub fn issue(
        &self,
        subject: &Subject,
        random: &dyn Random,
        now: DateTime<Utc>,
    ) -> Result<(String, DateTime<Utc>)> {
        let Subject {
            user,
            agency,
            session,
        } = *subject;
        let (kid, key) = self.ring.signing(now)?;
        let issued = now.timestamp();
        let claims = Claims {
            iss: self.policy.issuer.clone(),
            aud: self.policy.audience.clone(),
            sub: user,
            tid: agency,
            sid: session,
            jti: random.uuid(now),
            iat: issued,
            nbf: issued,
            exp: issued.saturating_add(self.policy.lifetime.num_seconds()),
        };
        let header = Header {
            typ: Some(TYPE.to_owned()),
            kid: Some(kid),
            ..Header::new(Algorithm::EdDSA)
        };
        let Ok(token) = jsonwebtoken::encode(&header, &claims, &key) else {
            return Err(CredentialError::Crypto("signing a token"));
        };
        let expires_at = DateTime::from_timestamp(claims.exp, 0).unwrap_or(now);
        Ok((token, expires_at))
    }

    /// What `token` says, if it is one of ours and valid at `now`.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, Refusal> {
        let kid = kid_of(token)?;
        let key = self.ring.verifying(&kid).ok_or(Refusal::Key)?;
        let decoded = jsonwebtoken::decode::<Claims>(token, &key, &self.validation);
        let claims = decoded.map_err(|error| match error.kind() {
            ErrorKind::InvalidSignature => Refusal::Signature,
            ErrorKind::InvalidAudience | ErrorKind::InvalidIssuer => Refusal::Audience,
            _ => Refusal::Malformed,
        })?;
        self.check_times(&claims.claims, now)?;
        Ok(claims.claims)
    }

    fn check_times(&self, claims: &Claims, now: DateTime<Utc>) -> Result<(), Refusal> {
        let (now, leeway) = (now.timestamp(), self.policy.leeway.num_seconds());
        let Claims { iat, nbf, exp, .. } = *claims;
        if iat < 0 || nbf < iat || exp <= nbf {
            return Err(Refusal::Malformed);
        }
        if exp.saturating_sub(iat) > self.policy.lifetime.num_seconds().saturating_add(300) {
            return Err(Refusal::Lifetime);
        }
        if now >= exp.saturating_add(leeway) {
            return Err(Refusal::Expired);
        }
        if now.saturating_add(leeway) < nbf {
            return Err(Refusal::Early);
        }
        Ok(())
    }
}

/// The part of a token's header that we look at before anything else.
#[derive(Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells whether the header has that member"
)]
struct Head {
    alg: String,
    typ: String,
    kid: String,
    #[serde(default, deserialize_with = "present")]
    crit: bool,
    #[serde(default, deserialize_with = "present")]
    jwk: bool,
    #[serde(default, deserialize_with = "present")]
    jku: bool,
    #[serde(default, deserialize_with = "present")]
    x5u: bool,
    #[serde(default, deserialize_with = "present")]
    x5c: bool,
}

/// True whatever the value is, `null` included.
fn present<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

/// The name of the key that a token claims, when all else in its header is as we write it.
fn kid_of(token: &str) -> Result<String, Refusal> {
    if token.len() > LONGEST || token.matches('.').count() != 2 {
        return Err(Refusal::Malformed);
    }
    let head = token.split('.').next().unwrap_or_default();
    let Ok(head) = BASE64URL_NOPAD.decode(head.as_bytes()) else {
        return Err(Refusal::Malformed);
    };
    let Ok(head) = serde_json::from_slice::<Head>(&head) else {
        return Err(Refusal::Malformed);
    };
    let Head {
        alg,
        typ,
        kid,
        crit,
        jwk,
        jku,
        x5u,
        x5c,
    } = head;
    if alg != ALGORITHM || typ != TYPE {
        return Err(Refusal::Kind);
    }
    if crit {
        return Err(Refusal::Critical);
    }
    if jwk || jku || x5u || x5c {
        tracing::warn!("a token brought a key of its own, which is ignored");
    }
    Ok(kid)
}
