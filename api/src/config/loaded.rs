//! The settings that hold, and where each comes from.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use toml::{Table, Value};

use super::{
    ConfigError, Settings, Sources,
    layers::{Layers, join},
};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag of the command line.
    Flag,
    /// A variable of the environment.
    Environment(String),
    /// A file.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => out.write_str("command line"),
            Self::Environment(name) => out.write_str(name),
            Self::File(path) => write!(out, "{}", path.display()),
        }
    }
}

/// The settings that hold, and where those that are not defaults come from.
#[derive(Debug)]
pub struct Loaded {
    /// The settings that hold.
    pub settings: Settings,
    origins: BTreeMap<String, Origin>,
}

impl Loaded {
    /// Lays the sources over the defaults: the file, then the environment, then the flags.
    ///
    /// # Errors
    /// When a key is unknown, or a value is wrong, by itself or beside another.
    pub fn from(sources: &Sources) -> Result<Self, ConfigError> {
        let mut layers = Layers::defaults()?;
        let Sources {
            file,
            environment,
            flags,
        } = sources;
        if let Some((path, text)) = file {
            layers.lay_file(path, text)?;
        }
        for (name, text) in environment {
            layers.lay_variable(name, text)?;
        }
        for (key, text) in flags {
            layers.lay_text(key, text, &Origin::Flag)?;
        }
        layers.settings.check()?;
        Ok(Self {
            settings: layers.settings,
            origins: layers.origins,
        })
    }

    /// All settings as they hold, without secrets, each with its origin where it is not the default.
    ///
    /// # Errors
    /// When a value cannot be written as TOML.
    pub fn printed(&self) -> Result<String, ConfigError> {
        let shown =
            Table::try_from(&self.settings).map_err(|error| ConfigError::Defaults(error.to_string()))?;
        Ok(lines(&shown, "", &self.origins).join("\n"))
    }
}

fn lines(table: &Table, path: &str, origins: &BTreeMap<String, Origin>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut groups = Vec::new();
    for (key, value) in table {
        let path = join(path, key);
        match (value, origins.get(&path)) {
            (Value::Table(group), _) => groups.push((path, group)),
            (value, None) => lines.push(format!("{key} = {value}")),
            (value, Some(origin)) => lines.push(format!("{key} = {value}  # {origin}")),
        }
    }
    if !path.is_empty() && !lines.is_empty() {
        lines.splice(..0, [String::new(), format!("[{path}]")]);
    }
    lines.extend(
        groups
            .into_iter()
            .flat_map(|(path, group)| self::lines(group, &path, origins)),
    );
    lines
}
