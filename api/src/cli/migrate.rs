//! `rapport migrate up|down|status`.

use clap::{Args, Subcommand};

use super::{Failure, say};
use crate::{
    config::Loaded,
    kernel::{
        db::Db,
        migrate::{self, MigrateError, StepState},
    },
};

#[derive(Debug, Args)]
pub(super) struct Migrate {
    #[command(subcommand)]
    direction: Direction,
}

#[derive(Debug, Subcommand)]
enum Direction {
    /// Takes all steps that the database has not taken
    Up,
    /// Undoes the last steps: what they made is gone, with the data in it
    Down {
        /// How many
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// Lists all steps, and which the database has taken
    Status,
}

impl Migrate {
    pub(super) async fn run(self, loaded: Loaded) -> Result<(), Failure> {
        let db = Db::open(&loaded.settings.database).await?;
        let done = self.direction.go(&db).await;
        db.close().await?;
        done
    }
}

impl Direction {
    async fn go(self, db: &Db) -> Result<(), Failure> {
        match self {
            Self::Up => tell("applied", &migrate::up(db).await?),
            Self::Down { steps } => tell("undone", &migrate::down(db, steps).await?),
            Self::Status => status(db).await,
        }
    }
}

fn tell(what: &str, steps: &[String]) -> Result<(), Failure> {
    if steps.is_empty() {
        return say("nothing to do");
    }
    steps.iter().try_for_each(|step| say(format!("{what} {step}")))
}

async fn status(db: &Db) -> Result<(), Failure> {
    let steps = migrate::status(db).await?;
    for step in &steps {
        let state = match step.state {
            StepState::Applied => "applied",
            StepState::Pending => "pending",
            StepState::Unknown => "unknown",
        };
        say(format!("{state} {}", step.name))?;
    }
    let unknown = steps.into_iter().filter(|step| step.state == StepState::Unknown);
    let unknown: Vec<_> = unknown.map(|step| step.name).collect();
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(MigrateError::Newer { steps: unknown }.into())
    }
}
