//! One layer of settings laid over another, one value at a time, so that a wrong one is named with its place.

use std::{collections::BTreeMap, path::Path};

use toml::{Table, Value};

use super::{ConfigError, Origin, Settings, sources::PREFIX};

const DEFAULTS: &str = include_str!("../../config.default.toml");

pub(super) struct Layers {
    /// All keys, as texts, numbers, lists: what a text from the environment is read as.
    known: BTreeMap<String, Value>,
    table: Table,
    pub(super) settings: Settings,
    pub(super) origins: BTreeMap<String, Origin>,
}

impl Layers {
    pub(super) fn defaults() -> Result<Self, ConfigError> {
        let table: Table = DEFAULTS
            .parse()
            .map_err(|error: toml::de::Error| ConfigError::Defaults(error.to_string()))?;
        let settings = read(&table).map_err(ConfigError::Defaults)?;
        let mut known = BTreeMap::new();
        leaves(&table, "", &mut |key, value| {
            known.insert(key, value.clone());
        });
        Ok(Self {
            known,
            table,
            settings,
            origins: BTreeMap::new(),
        })
    }

    pub(super) fn lay_file(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| ConfigError::Syntax {
                path: path.to_owned(),
                message: without_source(&error, text),
            })?;
        let mut values = Vec::new();
        leaves(&table, "", &mut |key, value| values.push((key, value.clone())));
        let origin = Origin::File(path.to_owned());
        for (key, value) in values {
            self.lay(key, value, &origin)?;
        }
        Ok(())
    }

    pub(super) fn lay_variable(&mut self, name: &str, text: &str) -> Result<(), ConfigError> {
        let origin = Origin::Environment(name.to_owned());
        let key = self.known.keys().find(|key| variable(key) == name).cloned();
        let Some(key) = key else {
            return Err(ConfigError::Unknown {
                origin,
                key: name.to_owned(),
            });
        };
        self.lay_text(&key, text, &origin)
    }

    /// Reads the text as what the setting is by default.
    pub(super) fn lay_text(&mut self, key: &str, text: &str, origin: &Origin) -> Result<(), ConfigError> {
        let value = match self.known.get(key) {
            None => return Err(self.unknown(key, origin)),
            Some(Value::Integer(_)) => text.trim().parse().map(Value::Integer).ok(),
            Some(Value::Boolean(_)) => text.trim().parse().map(Value::Boolean).ok(),
            Some(Value::Array(_)) => Some(Value::Array(
                text.split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty())
                    .map(Value::from)
                    .collect(),
            )),
            Some(_) => Some(Value::from(text)),
        };
        let Some(value) = value else {
            let message = match self.known.get(key) {
                Some(Value::Integer(_)) => "must be a whole number",
                _ => "must be true or false",
            };
            return Err(ConfigError::Value {
                origin: origin.clone(),
                key: key.to_owned(),
                message: message.to_owned(),
            });
        };
        self.lay(key.to_owned(), value, origin)
    }

    fn lay(&mut self, key: String, value: Value, origin: &Origin) -> Result<(), ConfigError> {
        if !self.known.contains_key(&key) {
            return Err(self.unknown(&key, origin));
        }
        let mut table = self.table.clone();
        put(&mut table, &key, value);
        match read(&table) {
            Ok(settings) => {
                self.settings = settings;
                self.table = table;
                self.origins.insert(key, origin.clone());
                Ok(())
            }
            Err(message) => Err(ConfigError::Value {
                origin: origin.clone(),
                key,
                message,
            }),
        }
    }

    fn unknown(&self, key: &str, origin: &Origin) -> ConfigError {
        let (origin, inside) = (origin.clone(), format!("{key}."));
        if self.known.keys().any(|known| known.starts_with(&inside)) {
            let message = "is a group of settings, not a setting".to_owned();
            return ConfigError::Value {
                origin,
                key: key.to_owned(),
                message,
            };
        }
        ConfigError::Unknown {
            origin,
            key: key.to_owned(),
        }
    }
}

fn read(table: &Table) -> Result<Settings, String> {
    table
        .clone()
        .try_into()
        .map_err(|error: toml::de::Error| error.message().to_owned())
}

/// What is wrong and where, without the line itself: it may hold a secret.
fn without_source(error: &toml::de::Error, text: &str) -> String {
    let before = error
        .span()
        .and_then(|span| text.get(..span.start))
        .unwrap_or_default();
    format!("line {}: {}", before.matches('\n').count() + 1, error.message())
}

/// The variable that sets a key: `log.level` is `RAPPORT_LOG_LEVEL`.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn leaves(table: &Table, path: &str, see: &mut impl FnMut(String, &Value)) {
    for (key, value) in table {
        let path = join(path, key);
        match value {
            Value::Table(inner) => leaves(inner, &path, see),
            _ => see(path, value),
        }
    }
}

fn put(table: &mut Table, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((group, rest)) => {
            if let Some(Value::Table(inner)) = table.get_mut(group) {
                put(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_setting_has_a_variable_of_its_own() {
        let layers = Layers::defaults().expect("the defaults are sound");

        let names: BTreeSet<_> = layers.known.keys().map(|key| variable(key)).collect();

        assert_eq!(names.len(), layers.known.len());
    }

    #[test]
    fn every_setting_has_its_line_in_the_list() {
        let layers = Layers::defaults().expect("the defaults are sound");

        let mut settings = BTreeSet::new();
        let all = Table::try_from(&layers.settings).expect("a table");
        leaves(&all, "", &mut |key, _| assert!(settings.insert(key)));

        assert_eq!(settings, layers.known.keys().cloned().collect());
    }

    #[test]
    fn every_default_is_explained() {
        let lines: Vec<_> = DEFAULTS.lines().collect();

        let bare: Vec<_> = lines
            .windows(2)
            .filter(|pair| pair[1].contains(" = ") && !pair[1].starts_with('#'))
            .filter(|pair| !pair[0].starts_with('#') && !pair[0].contains(" = "))
            .collect();

        assert_eq!(bare, Vec::<&[&str]>::new());
    }
}
