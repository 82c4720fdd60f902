//! `rapport seed`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use clap::Args;

use super::{Failure, say};
use crate::{
    app::App,
    config::Loaded,
    seed::{self, Load, Size},
};

#[derive(Debug, Args)]
pub(super) struct Seed {
    /// How much: S makes 100 clients, M 1 000, L 5 000, each with ten projects
    #[arg(long, value_enum)]
    size: Size,
    /// The same number gives the same data
    #[arg(long = "seed", default_value_t = 1)]
    number: u64,
    /// Hours for each project: so many entries of time, with a contract, a budget and what was bought; 40 of size L are two million
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i32).range(0..=10_000))]
    entries: i32,
}

impl Seed {
    pub(super) async fn run(self, mut loaded: Loaded) -> Result<(), Failure> {
        // ANALYZE takes longer than a request may.
        loaded.settings.database.postgres.statement_timeout = Duration::from_mins(10);
        let app = App::start(&loaded.settings).await?;
        let begin = Instant::now();
        let made = seed::load(&app, self.load()).await;
        let seconds = begin.elapsed().as_secs();
        if let Some(world) = Arc::into_inner(app.world) {
            world.db.close().await?;
        }
        for (table, rows) in made? {
            say(format!("{rows:>8} {table}"))?;
        }
        say(format!(
            "made in {seconds} s; sign in as {} with the password `{}`",
            self.size.owner(),
            seed::PASSWORD
        ))
    }

    const fn load(&self) -> Load {
        Load {
            size: self.size,
            seed: self.number,
            entries: self.entries,
        }
    }
}
