//! The program `rapport`, built beside the tests that start it: Cargo tells a test only of programs of its own package.

use std::process::ExitCode;

fn main() -> ExitCode {
    api::cli::main()
}
