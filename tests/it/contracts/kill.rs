//! Killed while clients accept, the program has opened each contract whole or not at all.
//!
//! `RAPPORT_KILL_ROUNDS=50` makes more rounds than the usual two.

use std::time::Duration;

use api::{kernel::db::Db, verify};
use futures_util::future::{join, join_all};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};
use tests::{Scratch, both};

use super::ground::offered;
use crate::{
    program::{Server, release},
    proposals::ground::{Office, Sent},
};

const AT_ONCE: usize = 6;

fn rounds() -> usize {
    let given = std::env::var("RAPPORT_KILL_ROUNDS").ok();
    given.and_then(|given| given.parse().ok()).unwrap_or(2)
}

fn accepting(sent: &Sent) -> Json {
    let query = "mutation($input: ProposalLinkAcceptInput!) { proposalLinkAccept(input: $input) { document { status } errors { message } } }";
    let input = json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya" });
    json!({ "query": query, "variables": { "input": input } })
}

/// How many there are of all that comes with an acceptance.
async fn counts(db: &Db) -> Vec<i64> {
    // By one statement: what PostgreSQL was still committing when the server was killed is in all of them or in none.
    let whats = [
        "proposal_versions WHERE status = 'ACCEPTED'",
        "acceptances",
        "contracts",
        "projects",
        "budgets",
        "budget_versions",
        "baselines",
        "events WHERE event_type = 'CONTRACT_CREATED'",
    ];
    let parts = whats.map(|what| format!("(SELECT count(*) FROM {what})"));
    let statement = Statement::from_string(db.backend, format!("SELECT {}", parts.join(", ")));
    let row = db
        .write
        .query_one_raw(statement)
        .await
        .expect("a statement")
        .expect("a row");
    (0..parts.len())
        .map(|at| row.try_get_by_index(at).expect("a number"))
        .collect()
}

both! {
    async fn killed_while_clients_accept_it_has_opened_each_contract_whole_or_not_at_all(office: Office) {
        let owner = office.owner().await;
        let mut offers = vec![];
        for _ in 0..rounds() * AT_ONCE {
            offers.push(offered(&owner, json!({})).await);
        }
        let (folder, url) = (Scratch::new(), office.database.url.clone());
        release(&office.database).await;
        let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().expect("a client");
        let mut answered = 0;

        for (round, offers) in (0_u64..).zip(offers.chunks(AT_ONCE)) {
            let server = Server::start(&folder, &url).await;
            let ask = |sent: &Sent| {
                let (server, client, body) = (&server, &client, accepting(sent));
                async move { server.ask(client, None, &body).await }
            };
            let killer = async {
                tokio::time::sleep(Duration::from_millis(20 + 43 * (round % 11))).await;
                server.kill();
            };
            let (answers, ()) = join(join_all(offers.iter().map(ask)), killer).await;
            let is_yes = |answer: &Option<Json>| answer.as_ref().is_some_and(|answer| answer["data"]["proposalLinkAccept"]["document"]["status"] == "ACCEPTED");
            answered += answers.iter().filter(|answer| is_yes(answer)).count();
            drop(server);

            let db = office.database.open_again().await;
            let counts = counts(&db).await;
            let broken: Vec<_> = verify::run(&db).await.expect("findings").into_iter().filter(|finding| finding.broken > 0).collect();
            db.close().await.expect("the database is free for the program");
            assert!(counts.iter().all(|count| *count == counts[0]), "round {round}: {counts:?}");
            assert!(counts[0] >= i64::try_from(answered).unwrap(), "round {round}: {answered} were answered, {counts:?}");
            assert_eq!(broken, vec![], "round {round}");
        }

        let server = Server::start(&folder, &url).await;
        for offer in &offers {
            server.ask(&client, None, &accepting(offer)).await.expect("an answer");
        }
        drop(server);
        let db = office.database.open_again().await;
        assert_eq!(counts(&db).await, [i64::try_from(offers.len()).unwrap(); 8]);
        db.close().await.expect("the database is closed");
    }
}
