//! The places that settings are read from.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use super::ConfigError;

/// Settings in the environment begin with this.
pub(super) const PREFIX: &str = "RAPPORT_";

/// The file that is read where none is named.
const FILE: &str = "rapport.toml";

/// Names a file of settings.
const FILE_VARIABLE: &str = "RAPPORT_CONFIG";

/// Variables that begin like settings but speak to our tests.
const FOR_TESTS: [&str; 2] = ["RAPPORT_REQUIRE_POSTGRES", "RAPPORT_TEST_"];

/// The places that settings are read from, besides the defaults.
#[derive(Debug, Default)]
pub struct Sources {
    pub(super) file: Option<(PathBuf, String)>,
    pub(super) environment: Vec<(String, String)>,
    pub(super) flags: Vec<(String, String)>,
}

impl Sources {
    /// Sets one value, as a flag does. The last one holds.
    #[must_use]
    pub fn flag(mut self, key: &str, value: &str) -> Self {
        self.flags.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Sets values by `key=value`.
    ///
    /// # Errors
    /// When one has no `=`.
    pub fn flags(mut self, pairs: &[String]) -> Result<Self, ConfigError> {
        for pair in pairs {
            // The pair is not repeated: it may be a secret without its key.
            let (key, value) = pair.split_once('=').ok_or(ConfigError::NoValue)?;
            self.flags.push((key.trim().to_owned(), value.to_owned()));
        }
        Ok(self)
    }

    /// Takes what the environment says: every variable that begins with `RAPPORT_`.
    ///
    /// # Errors
    /// When one of them is not text.
    pub fn environment(
        mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigError> {
        for (name, value) in variables {
            let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            if FOR_TESTS.iter().any(|ours| name.starts_with(ours)) {
                continue;
            }
            let value = value
                .to_str()
                .ok_or_else(|| ConfigError::NotText(name.to_owned()))?;
            self.environment.push((name.to_owned(), value.to_owned()));
        }
        Ok(self)
    }

    /// Takes the file that a flag or the environment names, else `rapport.toml` in this folder, if there is one.
    /// Call it after `environment`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn file(mut self, named: Option<PathBuf>, folder: &Path) -> Result<Self, ConfigError> {
        let in_environment = self
            .environment
            .iter()
            .position(|(name, _)| name == FILE_VARIABLE);
        let in_environment = in_environment.map(|at| self.environment.swap_remove(at).1);
        let named = named.or_else(|| in_environment.map(PathBuf::from));
        let usual = folder.join(FILE);
        let path = match named {
            Some(path) => path,
            None if usual.is_file() => usual,
            None => return Ok(self),
        };
        match fs::read_to_string(&path) {
            Ok(text) => {
                self.file = Some((path, text));
                Ok(self)
            }
            Err(source) => Err(ConfigError::Unreadable { path, source }),
        }
    }
}
