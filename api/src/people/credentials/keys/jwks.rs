//! The public halves of the keys, as other programs read them.

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use sha2::{Digest, Sha256};

/// The public keys that access tokens can be checked with: what `/.well-known/jwks.json` answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jwks {
    /// A JSON Web Key Set.
    pub body: String,
    /// Changes whenever the body does, in quotes as HTTP wants it.
    pub etag: String,
}

impl Jwks {
    /// The set of these keys: name and public half, in this order.
    pub fn of<'a>(keys: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let keys: Vec<_> = keys
            .map(|(kid, public)| {
                let x = BASE64URL_NOPAD.encode(public);
                json!({"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": x})
            })
            .collect();
        let body = json!({ "keys": keys }).to_string();
        let digest = BASE64URL_NOPAD.encode(&Sha256::digest(&body));
        Self {
            etag: format!("\"{digest}\""),
            body,
        }
    }
}

/// The name of a key: the first sixteen characters of its thumbprint by RFC 7638.
pub fn kid(public: &[u8]) -> String {
    let x = BASE64URL_NOPAD.encode(public);
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    let mut thumbprint = BASE64URL_NOPAD.encode(&Sha256::digest(canonical));
    thumbprint.truncate(16);
    thumbprint
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example key of RFC 8037, appendix A.3, whose thumbprint the document states.
    #[test]
    fn a_key_is_named_as_the_rfc_says() {
        let public = BASE64URL_NOPAD
            .decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
            .unwrap();

        assert_eq!(kid(&public), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"[..16]);
    }

    #[test]
    fn a_set_tells_only_what_is_public_and_its_tag_follows_it() {
        let one = Jwks::of([("a", [1_u8; 32].as_slice())].into_iter());
        let two = Jwks::of([("a", [1_u8; 32].as_slice()), ("b", &[2; 32])].into_iter());

        assert_eq!(
            one.body,
            r#"{"keys":[{"alg":"EdDSA","crv":"Ed25519","kid":"a","kty":"OKP","use":"sig","x":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}]}"#
        );
        assert_ne!(one.etag, two.etag);
        assert!(one.etag.starts_with('"') && one.etag.ends_with('"'));
    }
}
