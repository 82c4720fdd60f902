//! `rapport verify`.

use super::{Failure, say};
use crate::{config::Loaded, kernel::db::Db, verify};

/// Looks at what must hold in the data, and fails when something does not.
pub(super) async fn run(loaded: Loaded) -> Result<(), Failure> {
    let db = Db::open(&loaded.settings.database).await?;
    let findings = verify::run(&db).await;
    db.close().await?;
    let findings = findings?;
    for finding in &findings {
        match finding.broken {
            0 => say(format!("holds   {}", finding.says))?,
            broken => say(format!("BROKEN  {}: {broken} rows", finding.says))?,
        }
    }
    match findings.iter().filter(|finding| finding.broken > 0).count() {
        0 => Ok(()),
        broken => Err(format!("{broken} of {} rules are broken", findings.len()).into()),
    }
}
