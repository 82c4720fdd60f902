//! Secrets in files beside an SQLite database.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use entity::signing_key::Purpose;
use serde::{Deserialize, Serialize};
use tokio::task;

use super::{schedule::Times, store::KeyStore, store::StoredKey};
use crate::people::credentials::error::{CredentialError, Result};

/// Secrets in files of mode 0600, in a folder of mode 0700 beside the database file.
#[derive(Debug, Clone)]
pub struct KeyFiles {
    folder: PathBuf,
}

/// What stands in a file.
#[derive(Serialize, Deserialize)]
struct Content {
    kid: String,
    secret: String,
    published_at: DateTime<Utc>,
    signs_from: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
}

impl KeyFiles {
    /// The folder that belongs to a database file: `rapport.sqlite` has `rapport.sqlite.keys`.
    pub fn beside(database: &Path) -> Self {
        let mut folder = database.as_os_str().to_owned();
        folder.push(".keys");
        Self {
            folder: folder.into(),
        }
    }

    async fn in_background<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let files = self.clone();
        let outcome = task::spawn_blocking(move || work(&files)).await;
        outcome.unwrap_or(Err(CredentialError::Crypto("reading the keys")))
    }

    fn path(&self, purpose: Purpose, generation: i32) -> PathBuf {
        self.folder.join(format!("{}-{generation}.json", word(purpose)))
    }

    fn open_folder(&self) -> Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .map_err(|source| self.failed(source))?;
        refuse_exposed(&self.folder)
    }

    fn read_all(&self) -> Result<Vec<StoredKey>> {
        self.open_folder()?;
        let mut keys = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(|source| self.failed(source))? {
            let entry = entry.map_err(|source| self.failed(source))?;
            if let Some((purpose, generation)) = entry.file_name().to_str().and_then(parse_name) {
                keys.extend(read(&entry.path(), purpose, generation)?);
            }
        }
        Ok(keys)
    }

    /// Writes a new file whole, then gives it its name, which fails when the name is taken.
    fn create(&self, key: &StoredKey, id: uuid::Uuid) -> Result<bool> {
        self.open_folder()?;
        let draft = self.folder.join(format!("{id}.draft"));
        write(&draft, key)?;
        let linked = fs::hard_link(&draft, self.path(key.purpose, key.times.generation));
        fs::remove_file(&draft).map_err(|source| self.failed(source))?;
        match linked {
            Ok(()) => self.settle().map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn mark_revoked(&self, purpose: Purpose, kid: &str, at: DateTime<Utc>) -> Result<bool> {
        let found = self
            .read_all()?
            .into_iter()
            .find(|key| key.purpose == purpose && key.kid == kid);
        let Some(mut key) = found.filter(|key| key.times.revoked_at.is_none()) else {
            return Ok(false);
        };
        key.times.revoked_at = Some(at);
        let draft = self.folder.join(format!("{kid}.revoked"));
        write(&draft, &key)?;
        fs::rename(&draft, self.path(purpose, key.times.generation)).map_err(|source| self.failed(source))?;
        self.settle().map(|()| true)
    }

    /// Makes the names in the folder last through a power cut.
    fn settle(&self) -> Result<()> {
        let folder = fs::File::open(&self.folder).map_err(|source| self.failed(source))?;
        folder.sync_all().map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> CredentialError {
        CredentialError::File {
            path: self.folder.clone(),
            source,
        }
    }
}

#[async_trait]
impl KeyStore for KeyFiles {
    async fn load(&self) -> Result<Vec<StoredKey>> {
        self.in_background(Self::read_all).await
    }

    async fn add(&self, key: &StoredKey, id: uuid::Uuid) -> Result<bool> {
        let key = key.clone();
        self.in_background(move |files| files.create(&key, id)).await
    }

    async fn revoke(&self, purpose: Purpose, kid: &str, at: DateTime<Utc>) -> Result<bool> {
        let kid = kid.to_owned();
        self.in_background(move |files| files.mark_revoked(purpose, &kid, at))
            .await
    }

    async fn remove(&self, purpose: Purpose, generation: i32) -> Result<()> {
        self.in_background(
            move |files| match fs::remove_file(files.path(purpose, generation)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(files.failed(error)),
                Ok(()) | Err(_) => files.settle(),
            },
        )
        .await
    }
}

fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::AccessToken => "access-token",
        Purpose::Pepper => "pepper",
    }
}

fn parse_name(name: &str) -> Option<(Purpose, i32)> {
    let (word, generation) = name.strip_suffix(".json")?.rsplit_once('-')?;
    let purpose = match word {
        "access-token" => Purpose::AccessToken,
        "pepper" => Purpose::Pepper,
        _ => return None,
    };
    Some((purpose, generation.parse().ok()?))
}

fn refuse_exposed(path: &Path) -> Result<()> {
    let metadata = fs::metadata(path).map_err(|source| CredentialError::File {
        path: path.into(),
        source,
    })?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(CredentialError::Exposed(path.into()));
    }
    Ok(())
}

/// The key in a file; none when another node has removed it meanwhile.
fn read(path: &Path, purpose: Purpose, generation: i32) -> Result<Option<StoredKey>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(CredentialError::File {
                path: path.into(),
                source,
            });
        }
    };
    refuse_exposed(path)?;
    let Ok(Content {
        kid,
        secret,
        published_at,
        signs_from,
        revoked_at,
    }) = serde_json::from_slice(&text)
    else {
        return Err(CredentialError::Damaged("key file"));
    };
    let Ok(secret) = BASE64.decode(secret.as_bytes()) else {
        return Err(CredentialError::Damaged("key file"));
    };
    let times = Times {
        generation,
        published_at,
        signs_from,
        revoked_at,
    };
    Ok(Some(StoredKey {
        purpose,
        kid,
        secret,
        times,
    }))
}

fn write(path: &Path, key: &StoredKey) -> Result<()> {
    let StoredKey {
        purpose: _,
        kid,
        secret,
        times,
    } = key;
    let Times {
        generation: _,
        published_at,
        signs_from,
        revoked_at,
    } = *times;
    let secret = BASE64.encode(secret);
    let content = Content {
        kid: kid.clone(),
        secret,
        published_at,
        signs_from,
        revoked_at,
    };
    let write = || -> io::Result<()> {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(&serde_json::to_vec_pretty(&content)?)?;
        file.sync_all()
    };
    write().map_err(|source| CredentialError::File {
        path: path.into(),
        source,
    })
}
