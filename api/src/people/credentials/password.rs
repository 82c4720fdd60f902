//! Passwords: hashed with Argon2id, one hash a core at a time.

use std::{sync::Arc, thread, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};
use entity::{secret::Secret, user};
use ring::hmac;
use tokio::{sync::Semaphore, task, time};

use super::error::{CredentialError, Result};
use crate::kernel::random::Random;

/// How long a sign-in waits for its turn to hash.
const PATIENCE: Duration = Duration::from_secs(2);
const OUTPUT: usize = 32;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes that could run side by side.
    pub lanes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self {
            memory: 19_456,
            passes: 2,
            lanes: 1,
        }
    }
}

/// A secret that goes into every hash and is kept apart from the database.
#[derive(Clone)]
pub struct Pepper {
    id: String,
    key: hmac::Key,
}

impl Pepper {
    /// The pepper that hashes call `id`.
    pub fn new(id: impl Into<String>, secret: &[u8]) -> Self {
        Self {
            id: id.into(),
            key: hmac::Key::new(hmac::HMAC_SHA256, secret),
        }
    }
}

/// A password as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPassword {
    /// Algorithm, cost, salt and hash: a PHC string.
    pub phc: Secret,
    /// Which pepper went into it.
    pub pepper: Option<String>,
}

/// Whether a password is the stored one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is not, or there is none.
    Wrong,
    /// It is.
    Right,
    /// It is, but was hashed at a lower cost or with another pepper than today: hash it again and store that.
    Outdated,
}

/// Hashes and checks passwords.
pub struct Passwords {
    cost: Cost,
    /// The first is the one of today; the others are still recognised.
    peppers: Arc<[Pepper]>,
    pub(super) turns: Arc<Semaphore>,
    /// What the password of nobody is compared with.
    pub(super) decoy: StoredPassword,
}

impl Passwords {
    /// Hashes at `cost`, with the first of `peppers` when there is one.
    pub fn new(cost: Cost, peppers: Vec<Pepper>, random: &dyn Random) -> Result<Self> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let salt = random.bytes::<16>();
        let noise = random.bytes::<OUTPUT>();
        let decoy = StoredPassword {
            phc: phc_string(&params(cost)?, &salt, &noise)?,
            pepper: peppers.first().map(|pepper| pepper.id.clone()),
        };
        Ok(Self {
            cost,
            peppers: peppers.into(),
            turns: Arc::new(Semaphore::new(cores)),
            decoy,
        })
    }

    /// Hashes `password`. Waits for a free core, two seconds at most.
    pub async fn hash(&self, password: &str, random: &dyn Random) -> Result<StoredPassword> {
        let params = params(self.cost)?;
        let salt = random.bytes::<16>();
        let pepper = self.peppers.first().cloned();
        let password = Secret::new(password);
        self.in_turn(move || {
            let output = digest(&params, password.reveal(), &salt, pepper.as_ref())?;
            let phc = phc_string(&params, &salt, &output)?;
            Ok(StoredPassword {
                phc,
                pepper: pepper.map(|pepper| pepper.id),
            })
        })
        .await
    }

    /// Compares `password` with what is stored. Where nothing is stored it takes just as long and is wrong.
    pub async fn verify(&self, password: &str, stored: Option<&StoredPassword>) -> Result<Verdict> {
        let is_known = stored.is_some();
        let stored = stored.unwrap_or(&self.decoy).clone();
        let password = Secret::new(password);
        let (cost, peppers) = (self.cost, Arc::clone(&self.peppers));
        let verdict = self
            .in_turn(move || compare(password.reveal(), &stored, cost, &peppers))
            .await?;
        Ok(if is_known { verdict } else { Verdict::Wrong })
    }

    /// Runs `work` on the blocking pool when a core is free. The turn ends with the work, also when nobody waits for
    /// its result any more.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let Ok(Ok(turn)) = time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await else {
            return Err(CredentialError::Busy);
        };
        let outcome = task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        });
        outcome
            .await
            .unwrap_or(Err(CredentialError::Crypto("hashing a password")))
    }
}

fn compare(password: &str, stored: &StoredPassword, cost: Cost, peppers: &[Pepper]) -> Result<Verdict> {
    let Ok(phc) = PasswordHash::new(stored.phc.reveal()) else {
        return Err(CredentialError::Damaged("password hash"));
    };
    let (Ok(its_params), Some(salt), Some(expected)) = (Params::try_from(&phc), phc.salt, phc.hash) else {
        return Err(CredentialError::Damaged("password hash"));
    };
    let pepper = stored
        .pepper
        .as_ref()
        .and_then(|id| peppers.iter().find(|pepper| pepper.id == *id));
    if let (Some(id), None) = (&stored.pepper, pepper) {
        // The hash can't be right now, and the caller learns nothing more than from a wrong password.
        tracing::error!(
            pepper = id,
            "a password was hashed with a pepper that is not there any more"
        );
    }
    let output = digest(&its_params, password, &salt, pepper)?;
    let is_right = Output::new(&output).is_ok_and(|output| output == expected);
    let its_cost = Cost {
        memory: its_params.m_cost(),
        passes: its_params.t_cost(),
        lanes: its_params.p_cost(),
    };
    let is_todays = its_cost == cost && stored.pepper.as_ref() == peppers.first().map(|pepper| &pepper.id);
    Ok(match (is_right, is_todays) {
        (false, _) => Verdict::Wrong,
        (true, true) => Verdict::Right,
        (true, false) => Verdict::Outdated,
    })
}

/// Argon2id over the password, then HMAC-SHA-256 under the pepper.
fn digest(params: &Params, password: &str, salt: &[u8], pepper: Option<&Pepper>) -> Result<[u8; OUTPUT]> {
    let mut output = [0; OUTPUT];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    if argon2
        .hash_password_into(password.as_bytes(), salt, &mut output)
        .is_err()
    {
        return Err(CredentialError::Crypto("hashing a password"));
    }
    if let Some(pepper) = pepper {
        let peppered = hmac::sign(&pepper.key, &output);
        output.copy_from_slice(peppered.as_ref());
    }
    Ok(output)
}

fn params(cost: Cost) -> Result<Params> {
    let Cost {
        memory,
        passes,
        lanes,
    } = cost;
    Params::new(memory, passes, lanes, Some(OUTPUT))
        .or(Err(CredentialError::Crypto("setting the cost of passwords")))
}

fn phc_string(params: &Params, salt: &[u8], output: &[u8]) -> Result<Secret> {
    let (Ok(salt), Ok(output), Ok(params)) = (
        Salt::new(salt),
        Output::new(output),
        ParamsString::try_from(params),
    ) else {
        return Err(CredentialError::Crypto("writing a password hash"));
    };
    let hash = PasswordHash {
        algorithm: argon2::ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params,
        salt: Some(salt),
        hash: Some(output),
    };
    Ok(Secret::new(hash.to_string()))
}

/// The password of `user`, when one is set.
pub fn stored(user: &user::Model) -> Option<StoredPassword> {
    let phc = user.password_hash.clone()?;
    Some(StoredPassword {
        phc,
        pepper: user.password_pepper.clone(),
    })
}
