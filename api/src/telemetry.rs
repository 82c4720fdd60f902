//! What the program says of itself while it runs: log lines on standard error, as JSON or as text.

use std::{
    io::{self, IsTerminal},
    panic::{self, PanicHookInfo},
};

use tracing::{Level, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::FilterFn,
    fmt::{self, MakeWriter},
    layer::SubscriberExt,
    registry,
    util::{SubscriberInitExt, TryInitError},
};

use crate::config::{LogFormat, LogSettings};

/// Libraries whose fine-grained lines hold addresses with passwords, or statements.
const TALKATIVE: [&str; 3] = ["sea_orm", "sqlx", "lettre"];

/// Begins to log, for the whole process. A panic becomes a log line.
///
/// # Errors
/// When the process logs already.
pub fn install(settings: &LogSettings) -> Result<(), TryInitError> {
    subscriber(settings, io::stderr().is_terminal(), io::stderr).try_init()?;
    panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn subscriber<W>(settings: &LogSettings, colours: bool, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = fmt::layer().with_writer(writer);
    let lines = match settings.format {
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .with_ansi(false)
            .boxed(),
        LogFormat::Text => lines.with_ansi(colours).boxed(),
    };
    let discreet = FilterFn::new(|line| {
        *line.level() <= Level::INFO || !TALKATIVE.iter().any(|library| line.target().starts_with(library))
    });
    registry()
        .with(EnvFilter::new(settings.level.as_str()))
        .with(discreet)
        .with(lines)
}

/// Logs where it was, and its words when they are ours: words put together at run time may hold what users wrote.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let words = panic
        .payload()
        .downcast_ref::<&'static str>()
        .copied()
        .unwrap_or("withheld");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(panic.place = place, panic.words = words, "panic");
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::config::Settings;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("the paper").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(format: LogFormat, level: &str, say: impl FnOnce()) -> String {
        let mut settings = Settings::standard().expect("the defaults").log;
        settings.format = format;
        settings.level = level.to_owned().try_into().expect("a level");
        let paper = Paper::default();
        let copy = paper.clone();
        tracing::subscriber::with_default(subscriber(&settings, false, move || copy.clone()), say);
        String::from_utf8(paper.0.lock().expect("the paper").clone()).expect("text")
    }

    #[test]
    fn a_json_line_is_one_object_with_the_fields_of_its_event() {
        let text = written(LogFormat::Json, "info", || {
            tracing::info!(client.id = "cli_1", "client\narchived");
        });

        let line: serde_json::Value = serde_json::from_str(&text).expect("one JSON object");
        assert_eq!(line["client.id"], "cli_1");
        assert_eq!(line["message"], "client\narchived");
        assert_eq!(line["level"], "INFO");
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn a_text_line_has_its_words() {
        let text = written(LogFormat::Text, "info", || {
            tracing::info!(client.id = "cli_1", "client archived");
        });

        assert!(text.contains("client archived client.id=\"cli_1\""), "{text}");
    }

    #[test]
    fn levels_are_set_for_parts_of_the_program() {
        let text = written(LogFormat::Text, "warn,api::kernel=debug", || {
            tracing::debug!(target: "api::kernel::db", "seen");
            tracing::info!(target: "api::http", "unseen");
        });

        assert!(text.contains(" seen") && !text.contains("unseen"), "{text}");
    }

    #[test]
    fn what_drivers_whisper_is_never_logged() {
        let text = written(LogFormat::Text, "trace,sea_orm=trace", || {
            tracing::debug!(target: "sea_orm::driver", "postgres://user:password@host/name");
            tracing::info!(target: "sea_orm_migration::migrator", "a migration has been applied");
        });

        assert!(
            !text.contains("password") && text.contains("a migration has been applied"),
            "{text}"
        );
    }
}
