//! The harness itself: a run without PostgreSQL says so, and fails where PostgreSQL is required.

use std::{
    env,
    process::{Command, Output},
};

use tests::Scratch;

const SENTENCE: &str = "kernel::db::writers::a_closed_database_is_unavailable";

/// Runs both tests of one sentence in a process of its own that finds no PostgreSQL.
fn without_postgresql(required: &str) -> (bool, String) {
    let nothing = Scratch::new();
    let program = env::current_exe().expect("this program");
    let Output {
        status,
        stdout: _,
        stderr,
    } = Command::new(program)
        .arg(SENTENCE)
        .env("RAPPORT_TEST_POSTGRES", nothing.path())
        .env("RAPPORT_REQUIRE_POSTGRES", required)
        .output()
        .expect("the tests run");
    (status.success(), String::from_utf8(stderr).expect("words"))
}

#[test]
fn a_run_without_postgresql_counts_what_it_skips() {
    let (passed, words) = without_postgresql("");

    assert!(passed, "{words}");
    assert!(
        words.contains("SKIPPED ON POSTGRESQL: 1 of these tests, because initdb"),
        "{words}"
    );
}

#[test]
fn a_run_without_postgresql_fails_where_it_is_required() {
    let (passed, _) = without_postgresql("1");

    assert!(!passed);
}
