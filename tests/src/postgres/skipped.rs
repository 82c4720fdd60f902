//! Tests on PostgreSQL that could not be run are counted aloud, and refused where they are required.

use std::{
    env,
    io::{self, Write},
    path::Path,
    sync::OnceLock,
};

use crate::at_end::AtEnd;

/// Set to 1 where a run without PostgreSQL must not pass.
const REQUIRED: &str = "RAPPORT_REQUIRE_POSTGRES";

/// The test runner swallows what passing tests print, so the count is written past it, when all have been counted.
const COUNT: &str = r#"
exec 1>&-
count=$(wc -l)
echo "SKIPPED ON POSTGRESQL: $((count)) of these tests, because $1. RAPPORT_REQUIRE_POSTGRES=1 makes that a failure." >&2
"#;

/// Counts a test that is skipped because of `reason`.
///
/// # Panics
/// When tests on PostgreSQL are required.
pub(crate) fn skip(reason: &str) {
    static COUNTER: OnceLock<AtEnd> = OnceLock::new();
    let required = env::var_os(REQUIRED).is_some_and(|value| !value.is_empty() && value != "0");
    assert!(!required, "{REQUIRED} is set, and {reason}");
    let counter = COUNTER.get_or_init(|| {
        let _unheard = writeln!(io::stderr(), "tests on PostgreSQL are skipped: {reason}");
        AtEnd::run(COUNT, &[Path::new(reason)]).expect("a shell to count skipped tests")
    });
    counter.tell("skipped").expect("a skipped test is counted");
}
