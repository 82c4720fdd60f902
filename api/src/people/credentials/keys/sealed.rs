//! Secrets in the database, encrypted under the installation's own secret.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use entity::signing_key::{ActiveModel, Column, Entity, Model, Purpose};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, SqlErr, sea_query::Expr,
};
use uuid::Uuid;

use super::{schedule::Times, store::KeyStore, store::StoredKey};
use crate::people::credentials::error::{CredentialError, Result};

/// The fewest characters of the installation's secret.
const LEAST: usize = 32;

/// Secrets in the table `signing_keys`.
pub struct SealedKeys {
    database: DatabaseConnection,
    key: LessSafeKey,
}

impl SealedKeys {
    /// Keeps keys in `database`, encrypted under `secret` (`RAPPORT_SECRET`).
    pub fn new(database: DatabaseConnection, secret: &str) -> Result<Self> {
        if secret.chars().count() < LEAST {
            return Err(CredentialError::ShortSecret(LEAST));
        }
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"rapport");
        let extract = salt.extract(secret.as_bytes());
        let Ok(material) = extract.expand(&[b"signing keys"], &AES_256_GCM) else {
            return Err(CredentialError::Crypto("deriving the key of keys"));
        };
        Ok(Self {
            database,
            key: LessSafeKey::new(UnboundKey::from(material)),
        })
    }

    /// Nonce, ciphertext and tag, bound to the row they stand in. The row's id is random and never comes again: its
    /// last twelve bytes are the nonce.
    fn seal(&self, key: &StoredKey, id: Uuid) -> Result<Vec<u8>> {
        let mut sealed = key.secret.clone();
        let aad = Aad::from(context(key.purpose, key.times.generation, &key.kid));
        let done = self.key.seal_in_place_append_tag(nonce(id), aad, &mut sealed);
        if done.is_err() {
            return Err(CredentialError::Crypto("encrypting a key"));
        }
        Ok(sealed)
    }

    fn open(&self, row: Model) -> Result<StoredKey> {
        let Model {
            id,
            purpose,
            generation,
            kid,
            mut sealed,
            published_at,
            signs_from,
            revoked_at,
        } = row;
        let aad = Aad::from(context(purpose, generation, &kid));
        let Ok(secret) = self.key.open_in_place(nonce(id), aad, &mut sealed) else {
            return Err(CredentialError::Sealed(kid));
        };
        let times = Times {
            generation,
            published_at,
            signs_from,
            revoked_at,
        };
        Ok(StoredKey {
            purpose,
            secret: secret.to_vec(),
            kid,
            times,
        })
    }
}

#[async_trait]
impl KeyStore for SealedKeys {
    async fn load(&self) -> Result<Vec<StoredKey>> {
        let rows = Entity::find().all(&self.database).await?;
        rows.into_iter().map(|row| self.open(row)).collect()
    }

    async fn add(&self, key: &StoredKey, id: Uuid) -> Result<bool> {
        let Times {
            generation,
            published_at,
            signs_from,
            revoked_at,
        } = key.times;
        let row = ActiveModel {
            id: Set(id),
            purpose: Set(key.purpose),
            generation: Set(generation),
            kid: Set(key.kid.clone()),
            sealed: Set(self.seal(key, id)?),
            published_at: Set(published_at),
            signs_from: Set(signs_from),
            revoked_at: Set(revoked_at),
        };
        match Entity::insert(row).exec_without_returning(&self.database).await {
            Ok(_) => Ok(true),
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn revoke(&self, purpose: Purpose, kid: &str, at: DateTime<Utc>) -> Result<bool> {
        let update = Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(at))
            .filter(Column::Purpose.eq(purpose))
            .filter(Column::Kid.eq(kid))
            .filter(Column::RevokedAt.is_null());
        Ok(update.exec(&self.database).await?.rows_affected > 0)
    }

    async fn remove(&self, purpose: Purpose, generation: i32) -> Result<()> {
        let delete = Entity::delete_many()
            .filter(Column::Purpose.eq(purpose))
            .filter(Column::Generation.eq(generation));
        delete.exec(&self.database).await?;
        Ok(())
    }
}

fn nonce(id: Uuid) -> Nonce {
    let (_, last) = id
        .as_bytes()
        .split_last_chunk::<NONCE_LEN>()
        .unwrap_or((&[], &[0; NONCE_LEN]));
    Nonce::assume_unique_for_key(*last)
}

fn context(purpose: Purpose, generation: i32, kid: &str) -> String {
    let purpose = match purpose {
        Purpose::AccessToken => "access token",
        Purpose::Pepper => "pepper",
    };
    format!("{purpose} {generation} {kid}")
}
