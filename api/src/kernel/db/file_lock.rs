//! One process at a time on an SQLite file.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read, Write},
    path::{Path, PathBuf},
    process,
};

use super::{OpenError, network};

/// Holds the file `NAME-lock` beside the database while the database is open. The system frees it when the process ends,
/// however it ends.
#[derive(Debug)]
pub(super) struct FileLock(File);

impl FileLock {
    /// Takes the lock, and makes the folder when it is missing.
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|source| OpenError::File {
            path: folder.to_owned(),
            source,
        })?;
        if let Some(file_system) = network::file_system(folder) {
            return Err(OpenError::Remote {
                path: folder.to_owned(),
                file_system,
            });
        }
        let path = beside(database);
        let file_error = |source| OpenError::File {
            path: path.clone(),
            source,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(file_error)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let known = file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
                let process = known.then(|| holder.trim().to_owned());
                return Err(OpenError::InUse {
                    path: database.to_owned(),
                    process,
                });
            }
            Err(TryLockError::Error(source)) => return Err(file_error(source)),
        }
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", process::id()))
            .map_err(file_error)?;
        Ok(Self(file))
    }

    /// Lets others have the database. The file stays: if it were removed, two could hold a lock on two files of one name.
    pub(super) fn release(&self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the lock on the database stays until the process ends");
        }
    }
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-lock");
    PathBuf::from(name)
}
