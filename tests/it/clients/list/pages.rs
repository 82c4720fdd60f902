use std::collections::HashMap;

use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::super::{client, made};

/// Walks a list of clients page by page, and gives the ids as they come. `between` happens after each page.
async fn walk(
    by: &Person<'_>,
    arguments: &str,
    backward: bool,
    mut between: impl AsyncFnMut(usize),
) -> Vec<String> {
    let (size, place) = if backward {
        ("last", "before")
    } else {
        ("first", "after")
    };
    let document = format!(
        "query($at: String) {{ clients({size}: 7, {place}: $at, {arguments}) {{ nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let (mut ids, mut at, mut page) = (vec![], Json::Null, 0);
    loop {
        let answer = by.ask_with(&document, json!({ "at": at })).await.good();
        let mut found: Vec<String> = answer
            .each("clients.nodes", "id")
            .iter()
            .filter_map(|id| id.as_str().map(str::to_owned))
            .collect();
        if backward {
            found.reverse();
        }
        ids.extend(found);
        let (more, cursor) = if backward {
            ("hasPreviousPage", "startCursor")
        } else {
            ("hasNextPage", "endCursor")
        };
        if answer.at("clients.pageInfo")[more] == json!(false) {
            return ids;
        }
        at = answer.at("clients.pageInfo")[cursor].clone();
        between(page).await;
        page += 1;
    }
}

/// Sixty clients; every third without a sector, every fourth without the day work began.
async fn sixty(by: &Person<'_>) -> Vec<String> {
    let mut ids = vec![];
    for at in 0..60_usize {
        let sector = (at % 3 != 0).then(|| ["Food", "Health", "Trade"][at % 7 % 3]);
        let since = (at % 4 != 0).then(|| format!("20{:02}-01-01", 10 + at % 5));
        ids.push(
            made(
                by,
                "clientCreate",
                "client",
                json!({ "name": format!("Client {at:02}"), "sector": sector, "since": since }),
            )
            .await,
        );
    }
    ids
}

both! {
    async fn who_walks_a_list_while_others_write_meets_every_client_once(app: App) {
        let owner = app.owner().await;
        for (arguments, backward) in [
            ("search: null", false), ("search: null", true),
            ("orderBy: [{ field: NAME }]", false), ("orderBy: [{ field: NAME, direction: DESC }]", true),
            ("orderBy: [{ field: CREATED_AT, direction: DESC }]", false), ("orderBy: [{ field: CREATED_AT }]", true),
        ] {
            let present = sixty(&owner).await;
            let mut archived = vec![];
            let walked = walk(&owner, arguments, backward, async |page| {
                client(&owner, &format!("Client {:02} too", page * 6)).await;
                let gone = &present[page * 7];
                owner.write("clientArchive", json!({ "id": gone }), "client { id }").await.good();
                archived.push(gone.clone());
            }).await;

            let mut met: HashMap<&str, usize> = HashMap::new();
            for id in &walked {
                *met.entry(id).or_default() += 1;
            }
            assert!(met.values().all(|times| *times == 1), "{arguments} {backward}: {met:?}");
            assert!(archived.len() >= 7, "{arguments} {backward}");
            for id in present.iter().filter(|id| !archived.contains(id)) {
                assert!(met.contains_key(id.as_str()), "{arguments} {backward}: {id} was missed");
            }
            for id in owner.ask("{ clients(first: 100) { nodes { id } } }").await.good().each("clients.nodes", "id") {
                owner.write("clientArchive", json!({ "id": id }), "client { id }").await.good();
            }
        }
    }

    async fn a_list_sorted_by_what_may_be_missing_is_walked_whole_both_ways(app: App) {
        let owner = app.owner().await;
        let present = sixty(&owner).await;

        for arguments in [
            "orderBy: [{ field: SECTOR }]", "orderBy: [{ field: SECTOR, direction: DESC }]", "orderBy: [{ field: SINCE }]", "orderBy: [{ field: SINCE, direction: DESC }]",
            "orderBy: [{ field: SECTOR }, { field: SINCE, direction: DESC }]", "orderBy: [{ field: SINCE, direction: DESC }, { field: SECTOR }, { field: NAME, direction: DESC }]",
        ] {
            let forward = walk(&owner, arguments, false, async |_| {}).await;
            let mut backward = walk(&owner, arguments, true, async |_| {}).await;
            backward.reverse();

            assert_eq!(forward, backward, "{arguments}");
            let (mut all, mut known) = (forward, present.clone());
            all.sort_unstable();
            known.sort_unstable();
            assert_eq!(all, known, "{arguments}");
        }
        let first = owner.ask("{ asc: clients(first: 1, orderBy: [{ field: SINCE }]) { nodes { since } } desc: clients(first: 1, orderBy: [{ field: SINCE, direction: DESC }]) { nodes { since } } }").await.good();
        assert_eq!(first.data, json!({ "asc": { "nodes": [{ "since": null }] }, "desc": { "nodes": [{ "since": "2014-01-01" }] } }));
    }
}
