//! The command line: each command is a file here. It reads the settings, and says on standard error what went wrong.

mod config;
mod migrate;
mod schema;
mod seed;
mod serve;
mod user;
mod verify;

use std::{
    env,
    error::Error,
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use tokio::runtime;

use crate::{
    config::{ConfigError, Loaded, Sources},
    telemetry,
};

/// What ends a command early.
type Failure = Box<dyn Error + Send + Sync>;

/// The stack of a thread, so that even what slips through all limits does not end the process.
const STACK: usize = 8 * 1024 * 1024;

/// A headless backend that agencies run their client relationships on.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, max_term_width = 100, after_long_help = SETTINGS_HELP)]
struct CommandLine {
    #[command(flatten)]
    settings: SettingsFlags,
    #[command(subcommand)]
    command: Command,
}

/// What the options that every command has stand under.
const SETTINGS: &str = "Settings";

const SETTINGS_HELP: &str = "\
Settings come from the first of these that names them: flags, the environment (RAPPORT_DATABASE_URL for database.url), \
the file, the defaults. `rapport config` prints them all, and where each came from.

Exit codes: 0 when it was done, 1 when it was refused or failed, 2 when the command line or a setting is wrong.";

const DATABASE_HELP: &str = "Where the data is: sqlite://path/to/file or postgres://user:password@host/name";

#[derive(Debug, Args)]
struct SettingsFlags {
    /// Reads settings from this file [default: rapport.toml in the working directory, if it is there]
    #[arg(long, global = true, help_heading = SETTINGS, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long, global = true, help_heading = SETTINGS, value_name = "URL", help = DATABASE_HELP)]
    database: Option<String>,
    /// Sets any setting, for example --set log.level=debug. Repeat it for more
    #[arg(long, global = true, help_heading = SETTINGS, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Starts the server
    Serve(serve::Serve),
    /// Prints the GraphQL schema
    Schema,
    /// Makes an agency with much data, to measure on
    Seed(seed::Seed),
    /// Makes users and sets passwords, without signing in
    User(user::User),
    /// Looks whether everything holds in the data that has to; run it after a restore
    Verify,
    /// Brings the database to the shape that this program needs, or back
    Migrate(migrate::Migrate),
    /// Prints all settings as they hold, without secrets, and where each came from
    Config,
}

impl Command {
    /// The settings that flags of this command alone stand for.
    fn settings(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Serve(serve) => {
                let listen = serve.listen.iter().map(|listen| ("listen", listen.clone()));
                let demo = serve.demo.then(|| {
                    [
                        ("demo", "true".to_owned()),
                        ("mail.delivery", "captured".to_owned()),
                    ]
                });
                listen.chain(demo.into_iter().flatten()).collect()
            }
            Self::Migrate(_) | Self::Seed(_) | Self::User(_) | Self::Schema | Self::Verify | Self::Config => {
                Vec::new()
            }
        }
    }

    async fn run(self, loaded: Loaded) -> Result<(), Failure> {
        match self {
            Self::Serve(command) => command.run(loaded).await,
            Self::Migrate(command) => command.run(loaded).await,
            Self::Schema => schema::run(),
            Self::Seed(command) => command.run(loaded).await,
            Self::User(command) => command.run(loaded).await,
            Self::Verify => verify::run(loaded).await,
            Self::Config => config::run(&loaded),
        }
    }
}

/// Runs the command that this process was started with.
pub fn main() -> ExitCode {
    let CommandLine { settings, command } = CommandLine::parse();
    let loaded = match load(settings, &command, env::vars_os(), Path::new("")) {
        Ok(loaded) => loaded,
        Err(error) => return failed(&error, 2),
    };
    match start(command, loaded) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(error.as_ref(), 1),
    }
}

fn load(
    flags: SettingsFlags,
    command: &Command,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
    folder: &Path,
) -> Result<Loaded, ConfigError> {
    let SettingsFlags {
        config,
        database,
        set,
    } = flags;
    let mut sources = Sources::default()
        .environment(environment)?
        .file(config, folder)?
        .flags(&set)?;
    if let Some(url) = &database {
        sources = sources.flag("database.url", url);
    }
    for (key, value) in command.settings() {
        sources = sources.flag(key, &value);
    }
    Loaded::from(&sources)
}

fn start(command: Command, loaded: Loaded) -> Result<(), Failure> {
    telemetry::install(&loaded.settings.log)?;
    let runtime = runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()?;
    runtime.block_on(command.run(loaded))
}

/// Writes a line for whoever called the command. One who no longer listens does no harm.
fn say(line: impl AsRef<str>) -> Result<(), Failure> {
    match writeln!(io::stdout(), "{}", line.as_ref()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes an error with its causes on one line.
fn failed(error: &(dyn Error + 'static), code: u8) -> ExitCode {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        // Many errors of libraries repeat their cause in their own words.
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        cause = error.source();
    }
    let _unheard = writeln!(io::stderr(), "rapport: {words}");
    ExitCode::from(code)
}
