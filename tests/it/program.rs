//! The program, started as its users start it.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::Mutex,
};

use serde_json::Value as Json;
use tests::{Database, Kind, Scratch};

/// What keys and passwords of a program on PostgreSQL are kept under.
pub(crate) const SECRET: &str = "the tests' secret, of 32 characters and more";

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
pub(crate) fn run(command: Command) -> Run {
    run_with(command, "")
}

/// Gives the program these words on standard input, and waits for its end.
pub(crate) fn run_with(mut command: Command, input: &str) -> Run {
    let command = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a way to its input");
    // One that ends without reading is no failure of the test.
    let _unread = stdin.write_all(input.as_bytes());
    drop(stdin);
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("words");
    Run {
        code: status.code(),
        said: text(stdout),
        complained: text(stderr),
    }
}

/// Lets go of a database that the program is to open: only one process has an SQLite file.
pub(crate) async fn release(database: &Database) {
    if database.kind == Kind::Sqlite {
        let closed = database.db.clone().close().await;
        closed.expect("the file is free for the program");
    }
}

/// A server of our own, killed with this value.
pub(crate) struct Server {
    child: Mutex<Child>,
    pub(crate) url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Server {
    /// Ends the program as a power cut would: with no time for anything.
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().expect("nobody panicked");
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Starts the program on a database, on a port that the system chooses, and waits until it says where it listens.
    pub(crate) async fn start(folder: &Scratch, database: &str) -> Self {
        let arguments = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            database,
            "--set",
            "http.budget.enabled=false",
        ];
        let mut command = rapport(folder.path(), &arguments);
        command.env("RAPPORT_SECRET", SECRET);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let said = child.stdout.take().expect("what it says");
        let address = tokio::task::spawn_blocking(move || {
            let mut lines = BufReader::new(said).lines().map_while(Result::ok);
            lines.find_map(|line| {
                line.split_whitespace()
                    .find(|word| word.starts_with("http://"))
                    .map(str::to_owned)
            })
        });
        let address = address.await.expect("a line").expect("an address before the end");
        let url = address.trim_end_matches("/graphql").to_owned();
        Self {
            child: Mutex::new(child),
            url,
        }
    }

    pub(crate) async fn ask(
        &self,
        client: &reqwest::Client,
        token: Option<&str>,
        body: &Json,
    ) -> Option<Json> {
        let mut request = client.post(format!("{}/graphql", self.url)).json(body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.ok()?.json().await.ok()
    }
}
