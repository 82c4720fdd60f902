//! What is to be done when this process has ended, however it ended.

use std::{
    io::{self, BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
};

/// A shell script that this process speaks to. Its input ends when this process does: by its last line, by a panic, or by
/// `kill -9`. In a process group of its own, it does not hear Ctrl-C.
pub(crate) struct AtEnd(Child);

impl AtEnd {
    /// Starts the script with these as `$1`, `$2` and so on.
    pub(crate) fn run(script: &str, arguments: &[&Path]) -> io::Result<Self> {
        Self::run_as(None, script, arguments)
    }

    /// As `run`, as another user.
    pub(crate) fn run_as(user: Option<(u32, u32)>, script: &str, arguments: &[&Path]) -> io::Result<Self> {
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(format!("trap '' HUP INT PIPE TERM\n{script}"))
            .arg("at-end")
            .args(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0);
        if let Some((user, group)) = user {
            command.uid(user).gid(group);
        }
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        command.current_dir("/").spawn().map(Self)
    }

    /// Waits for everything that the script writes before it closes its output.
    pub(crate) fn heard(&mut self) -> io::Result<Vec<String>> {
        match self.0.stdout.take() {
            Some(output) => BufReader::new(output).lines().collect(),
            None => Ok(Vec::new()),
        }
    }

    /// Gives the script a line to read.
    pub(crate) fn tell(&self, line: &str) -> io::Result<()> {
        match self.0.stdin.as_ref() {
            Some(mut input) => input.write_all(format!("{line}\n").as_bytes()),
            None => Ok(()),
        }
    }
}
