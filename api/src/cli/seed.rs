//! `rapport seed`.

use std::time::Instant;

use clap::Args;

use super::{Failure, say};
use crate::{
    app::App,
    config::Loaded,
    seed::{self, Size},
};

#[derive(Debug, Args)]
pub(super) struct Seed {
    /// How much: S makes 100 clients, M 1 000, L 5 000, each with ten projects
    #[arg(long, value_enum)]
    size: Size,
    /// The same number gives the same data
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Seed {
    pub(super) async fn run(self, mut loaded: Loaded) -> Result<(), Failure> {
        // Bulk inserts are one transaction of minutes, which requests never are.
        loaded.settings.database.postgres.statement_timeout = std::time::Duration::from_mins(10);
        let app = App::start(&loaded.settings).await?;
        let begin = Instant::now();
        let made = seed::load(&app, self.size, self.seed)
            .await
            .map_err(|error| format!("nothing was made: {error:?}"))?;
        for (kind, count) in made {
            say(format!("{count:>8} {}", kind.table()))?;
        }
        say(format!(
            "in {} s; sign in as owner@load-{}.rapport.test",
            begin.elapsed().as_secs(),
            self.size.letter()
        ))
    }
}
