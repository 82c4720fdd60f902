//! What lets the token library sign and verify: one algorithm, by ring.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{self, ErrorKind},
    signature::{self, Signer, Verifier},
};
use ring::signature::{ED25519, Ed25519KeyPair, UnparsedPublicKey};

use super::keys::key_pair;

/// Ed25519 by ring, and nothing else.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| match (algorithm, key.family()) {
        (Algorithm::EdDSA, AlgorithmFamily::Ed) => Ok(Box::new(Signature::of(key)?)),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    },
    verifier_factory: |algorithm, key| match (algorithm, key.family()) {
        (Algorithm::EdDSA, AlgorithmFamily::Ed) => Ok(Box::new(Check::with(key)?)),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    },
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes the token library sign and verify with the provider above. It keeps one for the process and refuses a second
/// installation, which can't differ from the first: nothing else uses the library.
pub(super) fn install() {
    let _ = PROVIDER.install_default();
}

struct Signature(Ed25519KeyPair);

impl Signature {
    fn of(key: &EncodingKey) -> errors::Result<Self> {
        key_pair(key.as_bytes())
            .map(Self)
            .or(Err(ErrorKind::InvalidKeyFormat.into()))
    }
}

impl Signer<Vec<u8>> for Signature {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

impl JwtSigner for Signature {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

struct Check(UnparsedPublicKey<Vec<u8>>);

impl Check {
    fn with(key: &DecodingKey) -> errors::Result<Self> {
        Ok(Self(UnparsedPublicKey::new(
            &ED25519,
            key.try_get_as_bytes()?.to_vec(),
        )))
    }
}

impl Verifier<Vec<u8>> for Check {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        self.0.verify(message, signature).or(Err(signature::Error::new()))
    }
}

impl JwtVerifier for Check {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}
