//! The program, started as its users start it.

use std::{
    path::Path,
    process::{Command, Output},
};

/// A run that has ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
    pub(crate) complained: String,
}

/// The program with these arguments in this folder, without the settings of our own environment.
pub(crate) fn rapport(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport-under-test"));
    command.args(arguments).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"RAPPORT_") {
            command.env_remove(name);
        }
    }
    command
}

/// Waits for the end of the program.
pub(crate) fn run(mut command: Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("words");
    Run {
        code: status.code(),
        said: text(stdout),
        complained: text(stderr),
    }
}
