//! Killed while it writes, the program loses nothing that it has answered for.
//!
//! `RAPPORT_KILL_ROUNDS=50` makes more rounds than the usual two.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use serde_json::json;
use tests::{Database, Scratch};

use crate::program::{Server, release};

const WRITERS: usize = 8;

async fn a_killed_server_loses_nothing_it_answered_for(database: Database) {
    let rounds: usize = std::env::var("RAPPORT_KILL_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(2);
    let (folder, url) = (Scratch::new(), database.url.clone());
    release(&database).await;
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .build()
        .expect("a client");
    let sign_up = json!({ "query": "mutation { signUp(input: { agencyName: \"A\", name: \"Ann\", email: \"ann@example.test\", \
        password: \"correct horse battery staple\" }) { accessToken errors { message } } }" });
    let mut server = Server::start(&folder, &url).await;
    let answer = server.ask(&client, None, &sign_up).await.expect("an answer");
    let token = answer["data"]["signUp"]["accessToken"]
        .as_str()
        .unwrap_or_else(|| panic!("no token in {answer}"))
        .to_owned();
    let mut answered: Vec<String> = vec![];

    for round in 0..rounds {
        let signs = Signs::default();
        let running = server;
        let writers =
            (0..WRITERS).map(|writer| write(&running, &client, &token, &signs, format!("{round}-{writer}")));
        let killer = async {
            signs.until_answered(WRITERS).await;
            tokio::time::sleep(Duration::from_millis(
                37 * (u64::try_from(round).unwrap_or(0) % 11),
            ))
            .await;
            running.kill();
            signs.stop.store(true, Ordering::SeqCst);
        };
        let (written, ()) = tokio::join!(futures_util::future::join_all(writers), killer);
        answered.extend(written.into_iter().flatten());
        drop(running);

        server = Server::start(&folder, &url).await;
        let lost = lost(&server, &client, &token, &answered).await;
        assert_eq!(
            lost,
            Vec::<String>::new(),
            "round {round}, {} answered",
            answered.len()
        );
    }

    assert!(
        answered.len() > rounds,
        "hardly anything was written: {}",
        answered.len()
    );
}

/// What the writers of a round and who ends it tell each other.
#[derive(Default)]
struct Signs {
    stop: AtomicBool,
    answered: AtomicUsize,
}

impl Signs {
    /// Waits until so many writes were answered, on a machine however slow.
    async fn until_answered(&self, count: usize) {
        let reached = async {
            while self.answered.load(Ordering::SeqCst) < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_mins(1), reached).await;
        waited.expect("the server answers writes");
    }
}

/// Makes clients until the server is gone; the ids that were answered.
async fn write(
    server: &Server,
    client: &reqwest::Client,
    token: &str,
    signs: &Signs,
    name: String,
) -> Vec<String> {
    let mut ids = vec![];
    while !signs.stop.load(Ordering::SeqCst) {
        let body = json!({
            "query": "mutation($name: String!) { clientCreate(input: { name: $name }) { client { id } errors { message } } }",
            "variables": { "name": format!("{name}-{}", ids.len()) },
        });
        let Some(answer) = server.ask(client, Some(token), &body).await else {
            continue;
        };
        if let Some(id) = answer["data"]["clientCreate"]["client"]["id"].as_str() {
            ids.push(id.to_owned());
            signs.answered.fetch_add(1, Ordering::SeqCst);
        }
    }
    ids
}

async fn lost(server: &Server, client: &reqwest::Client, token: &str, ids: &[String]) -> Vec<String> {
    let mut lost = vec![];
    for part in ids.chunks(100) {
        let body = json!({ "query": "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "variables": { "ids": part } });
        let answer = server.ask(client, Some(token), &body).await.expect("an answer");
        let found = answer["data"]["nodes"]
            .as_array()
            .unwrap_or_else(|| panic!("no nodes in {answer}"));
        lost.extend(
            part.iter()
                .zip(found)
                .filter(|(_, found)| found.is_null())
                .map(|(id, _)| id.clone()),
        );
    }
    lost
}

tests::both! {
    async fn killed_while_it_writes_it_loses_nothing_that_it_answered_for(database: Database) {
        a_killed_server_loses_nothing_it_answered_for(database).await;
    }
}
