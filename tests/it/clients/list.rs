//! Lists of clients: found by words, walked by pages, sorted, tested, with the agency's own fields.

use std::collections::HashMap;

use serde_json::{Value as Json, json};
use tests::{App, Person, both};

use super::{client, contact, interaction, made, need, refused};

async fn names(by: &Person<'_>, arguments: &str) -> Vec<String> {
    let answer = by
        .ask(&format!(
            "{{ clients({arguments}, orderBy: [{{ field: NAME }}]) {{ nodes {{ name }} totalCount }} }}"
        ))
        .await
        .good();
    let names: Vec<String> = answer
        .each("clients.nodes", "name")
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    assert_eq!(answer.at("clients.totalCount"), names.len());
    names
}

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

async fn field(by: &Person<'_>, input: Json) -> String {
    made(
        by,
        "customFieldCreate",
        "customField",
        super::with(json!({ "kind": "Client", "label": "A field" }), input),
    )
    .await
}

both! {
    async fn a_client_is_found_in_persian_and_in_arabic_spelling(app: App) {
        let owner = app.owner().await;
        for name in ["شرکت کیمیای نو", "كيميا", "می\u{200C}خوش", "Café Zoë"] {
            client(&owner, name).await;
        }

        for (search, found) in [
            ("کیمیا", &["شرکت کیمیای نو", "كيميا"][..]),
            ("كيميا", &["شرکت کیمیای نو", "كيميا"]),
            ("میخوش", &["می\u{200C}خوش"]),
            ("مي\u{200C}خوش", &["می\u{200C}خوش"]),
            ("شركت نو", &["شرکت کیمیای نو"]),
            ("cafe ZOE", &["Café Zoë"]),
            ("zoë", &["Café Zoë"]),
        ] {
            let mut known = names(&owner, &format!("search: {}", json!(search))).await;
            known.sort_unstable();
            let mut found: Vec<_> = found.iter().map(ToString::to_string).collect();
            found.sort_unstable();
            assert_eq!(known, found, "{search}");
        }
    }

    async fn short_words_are_found_at_the_beginning_of_words_and_long_ones_anywhere(app: App) {
        let owner = app.owner().await;
        for name in ["Kontor Süd", "Südwind", "Haus am See", "100% Bio_Markt"] {
            client(&owner, name).await;
        }
        made(&owner, "clientCreate", "client", json!({ "name": "Nord", "legalName": "Nordlicht GmbH", "sector": "Energy" })).await;

        for (search, found) in [
            ("s", &["Haus am See", "Kontor Süd", "Südwind"][..]),
            ("sü", &["Kontor Süd", "Südwind"]),
            ("KO", &["Kontor Süd"]),
            ("ud", &[]),
            ("wind", &["Südwind"]),
            ("see ha", &["Haus am See"]),
            ("see wind", &[]),
            ("licht", &["Nord"]),
            ("energy no", &["Nord"]),
            ("%", &[]),
            ("0%", &[]),
            ("100%", &["100% Bio_Markt"]),
            ("bio_", &["100% Bio_Markt"]),
            ("o_m", &["100% Bio_Markt"]),
            ("oxm", &[]),
            ("\"wind\" OR", &[]),
            ("  ", &["100% Bio_Markt", "Haus am See", "Kontor Süd", "Nord", "Südwind"]),
        ] {
            assert_eq!(names(&owner, &format!("search: {}", json!(search))).await, found, "{search}");
        }
    }

    async fn a_change_of_the_name_changes_what_a_client_is_found_by(app: App) {
        let owner = app.owner().await;
        let id = client(&owner, "Kontor Süd").await;

        owner.write("clientUpdate", json!({ "id": id, "name": "Nordlicht" }), "client { id }").await.good();

        assert_eq!(names(&owner, "search: \"kontor\"").await, Vec::<String>::new());
        assert_eq!(names(&owner, "search: \"rdli\"").await, ["Nordlicht"]);
    }

    async fn what_was_said_promised_and_needed_is_found_by_its_words(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        interaction(&owner, &client, json!({ "summary": "They want a new menu" })).await;
        super::promise(&owner, &client, json!({ "text": "We print the menus" })).await;
        need(&owner, &client, json!({ "statement": "A menu in Braille" })).await;

        let answer = owner.ask(r#"{ interactions(search: "menu") { totalCount } promises(search: "menu") { totalCount } needs(search: "menu") { totalCount } none: needs(search: "print") { totalCount } }"#).await.good();

        assert_eq!(answer.data, json!({ "interactions": { "totalCount": 1 }, "promises": { "totalCount": 1 }, "needs": { "totalCount": 1 }, "none": { "totalCount": 0 } }));
    }

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

    async fn tests_combine_by_and_or_and_not(app: App) {
        let owner = app.owner().await;
        for (name, tier, sector) in [("Anton", json!("A"), json!("Food")), ("Berta", json!("B"), json!("Food")), ("Cäsar", Json::Null, json!("Trade")), ("Dora", json!("A"), Json::Null)] {
            made(&owner, "clientCreate", "client", json!({ "name": name, "tier": tier, "sector": sector })).await;
        }

        for (filter, found) in [
            ("{ tier: { eq: A } }", &["Anton", "Dora"][..]),
            ("{ tier: { ne: A } }", &["Berta", "Cäsar"]),
            ("{ tier: { notIn: [A, B] } }", &["Cäsar"]),
            ("{ not: { tier: { eq: A } } }", &["Berta", "Cäsar"]),
            ("{ tier: { eq: A }, sector: { isNull: true } }", &["Dora"]),
            (r#"{ or: [{ tier: { eq: B } }, { sector: { eq: "Trade" } }] }"#, &["Berta", "Cäsar"]),
            (r#"{ and: [{ not: { sector: { in: ["Trade"] } } }, { or: [{ tier: { isNull: true } }, { tier: { eq: A } }] }] }"#, &["Anton", "Dora"]),
            ("{ or: [] }", &[]),
            ("{ and: [] }", &["Anton", "Berta", "Cäsar", "Dora"]),
            (r#"{ name: { contains: "AES" } }"#, &[]),
            (r#"{ name: { contains: "cas" } }"#, &["Cäsar"]),
            (r#"{ name: { startsWith: "d" } }"#, &["Dora"]),
        ] {
            assert_eq!(names(&owner, &format!("filter: {filter}")).await, found, "{filter}");
        }
    }

    async fn clients_are_tested_by_what_belongs_to_them(app: App) {
        let owner = app.owner().await;
        let (anton, berta) = (client(&owner, "Anton").await, client(&owner, "Berta").await);
        made(&owner, "clientCreate", "client", json!({ "name": "Clara", "ownerId": owner.id })).await;
        let signer = contact(&owner, &anton, "Ada").await;
        owner.write("contactUpdate", json!({ "id": signer, "decisionRole": "SIGNER" }), "contact { id }").await.good();
        contact(&owner, &berta, "Bo").await;
        let talk = interaction(&owner, &anton, json!({ "hat": "EXPERT", "sentiment": -2, "contactIds": [signer] })).await;
        interaction(&owner, &berta, json!({ "hat": "SALESPERSON" })).await;
        need(&owner, &anton, json!({ "evidenceIds": [talk] })).await;

        for (filter, found) in [
            ("{ interactions: { some: { hat: { eq: EXPERT } } } }".to_owned(), &["Anton"][..]),
            ("{ interactions: { none: { hat: { eq: EXPERT } } } }".to_owned(), &["Berta", "Clara"]),
            ("{ interactions: { none: {} } }".to_owned(), &["Clara"]),
            ("{ interactions: { some: {}, none: { sentiment: { lt: 0 } } } }".to_owned(), &["Berta"]),
            ("{ interactions: { some: { contacts: { some: { decisionRole: { eq: SIGNER } } } } } }".to_owned(), &["Anton"]),
            (format!("{{ interactions: {{ some: {{ members: {{ some: {{ id: {{ eq: \"{}\" }} }} }} }} }} }}", owner.id), &["Anton", "Berta"]),
            ("{ needs: { some: { evidence: { some: { hat: { eq: EXPERT } } } } } }".to_owned(), &["Anton"]),
            ("{ assignments: { some: { role: { eq: LEAD }, endsOn: { isNull: true } } } }".to_owned(), &["Clara"]),
            ("{ promises: { some: {} } }".to_owned(), &[]),
            (format!("{{ ownerId: {{ eq: \"{}\" }} }}", owner.id), &["Clara"]),
            ("{ owner: { role: { eq: OWNER } } }".to_owned(), &["Clara"]),
        ] {
            assert_eq!(names(&owner, &format!("filter: {filter}")).await, found, "{filter}");
        }
        owner.write("interactionArchive", json!({ "id": talk }), "interaction { id }").await.good();
        assert_eq!(names(&owner, "filter: { interactions: { some: { hat: { eq: EXPERT } } } }").await, Vec::<String>::new());
    }

    async fn clients_with_all_that_belongs_to_them_take_one_statement(app: App) {
        let owner = app.owner().await;
        for name in ["Anton", "Berta", "Clara"] {
            let client = made(&owner, "clientCreate", "client", json!({ "name": name, "ownerId": owner.id })).await;
            let guest = contact(&owner, &client, "Ada").await;
            let talk = interaction(&owner, &client, json!({ "contactIds": [guest] })).await;
            super::promise(&owner, &client, json!({ "interactionId": talk })).await;
            need(&owner, &client, json!({ "evidenceIds": [talk] })).await;
        }

        let answer = owner.ask(
            "{ clients(orderBy: [{ field: NAME }]) { totalCount nodes { name assignments { nodes { member { name } } } interactions { totalCount nodes { contacts { nodes { name } } members { nodes { id } } } } \
               promises { nodes { text interaction { summary } } } needs { nodes { statement evidence { totalCount } } } } } }",
        ).await.good();

        assert_eq!(answer.statements, 1);
        assert_eq!(answer.at("clients.nodes.2.interactions.nodes.0.contacts.nodes.0.name"), "Ada");
        assert_eq!(answer.at("clients.nodes.2.needs.nodes.0.evidence.totalCount"), 1);
        assert_eq!(answer.at("clients.nodes.1.promises.nodes.0.interaction.summary"), "We wrote");
    }

    async fn clients_carry_fields_of_the_agencys_own(app: App) {
        let owner = app.owner().await;
        for (key, kind) in [("motto", "TEXT"), ("tables", "NUMBER"), ("visited", "DATE"), ("chain", "BOOLEAN")] {
            field(&owner, json!({ "key": key, "valueType": kind })).await;
        }
        field(&owner, json!({ "key": "kitchen", "valueType": "CHOICE", "options": ["Persian", "Italian"] })).await;
        let values = json!({ "motto": "سلام", "tables": "12.5", "visited": "2026-02-28", "chain": false, "kitchen": "Persian" });

        let made = owner.write("clientCreate", json!({ "name": "Kontor", "customFields": values }), "client { id customFields }").await.good();
        client(&owner, "Plain").await;

        assert_eq!(made.at("payload.client.customFields"), &values);
        let with = |key: &str, value: &str| format!("filter: {{ customField: {{ key: {}, eq: {} }} }}", json!(key), json!(value));
        for (key, value) in [("motto", "سلام"), ("tables", "12.5"), ("visited", "2026-02-28"), ("chain", "false"), ("kitchen", "Persian")] {
            assert_eq!(names(&owner, &with(key, value)).await, ["Kontor"], "{key}");
        }
        assert_eq!(names(&owner, &with("kitchen", "Italian")).await, Vec::<String>::new());
        assert_eq!(names(&owner, &with("chain", "Persian")).await, Vec::<String>::new());
        let changed = json!({ "id": made.at("payload.client.id"), "customFields": { "kitchen": "Italian", "motto": null } });
        let changed = owner.write("clientUpdate", changed, "client { customFields }").await.good();
        assert_eq!(changed.at("payload.client.customFields"), &json!({ "tables": "12.5", "visited": "2026-02-28", "chain": false, "kitchen": "Italian" }));
        assert_eq!(names(&owner, &with("kitchen", "Italian")).await, ["Kontor"]);
        assert_eq!(names(&owner, &with("motto", "سلام")).await, Vec::<String>::new());
    }

    async fn a_field_of_the_agencys_own_takes_what_fits_it(app: App) {
        let owner = app.owner().await;
        for (key, kind) in [("motto", "TEXT"), ("tables", "NUMBER"), ("visited", "DATE"), ("chain", "BOOLEAN")] {
            field(&owner, json!({ "key": key, "valueType": kind })).await;
        }
        field(&owner, json!({ "key": "kitchen", "valueType": "CHOICE", "options": ["Persian"] })).await;
        let of = |key: &str, value: Json| json!({ "customFields": { key: value } });

        refused(&owner, "clientCreate", "client", &json!({ "name": "Kontor" }), &[
            (of("motto", json!(5)), "INVALID", "input.customFields.motto"),
            (of("motto", json!("x".repeat(501))), "INVALID", "input.customFields.motto"),
            (of("tables", json!(12)), "INVALID", "input.customFields.tables"),
            (of("tables", json!("twelve")), "INVALID", "input.customFields.tables"),
            (of("visited", json!("2026-02-30")), "INVALID", "input.customFields.visited"),
            (of("chain", json!("false")), "INVALID", "input.customFields.chain"),
            (of("kitchen", json!("French")), "INVALID", "input.customFields.kitchen"),
            (of("kitchen", json!(["Persian"])), "INVALID", "input.customFields.kitchen"),
            (of("cellar", json!("x")), "INVALID", "input.customFields.cellar"),
        ]).await;
    }

    async fn a_required_field_of_the_agencys_own_is_asked_for(app: App) {
        let owner = app.owner().await;
        let before = client(&owner, "Before").await;
        field(&owner, json!({ "key": "kitchen", "valueType": "TEXT", "required": true })).await;

        refused(&owner, "clientCreate", "client", &json!({ "name": "Kontor" }), &[
            (json!({}), "REQUIRED", "input.customFields.kitchen"),
            (json!({ "customFields": { "kitchen": null } }), "REQUIRED", "input.customFields.kitchen"),
        ]).await;
        owner.write("clientUpdate", json!({ "id": before, "name": "Renamed" }), "client { id }").await.good();
        owner.write("clientUpdate", json!({ "id": before, "customFields": { "kitchen": "Persian" } }), "client { id }").await.good();
        refused(&owner, "clientUpdate", "client", &json!({ "id": before }), &[
            (json!({ "customFields": { "kitchen": null } }), "REQUIRED", "input.customFields.kitchen"),
            (json!({ "customFields": null }), "REQUIRED", "input.customFields.kitchen"),
        ]).await;
    }

    async fn interactions_and_needs_carry_fields_of_the_agencys_own_too(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        for kind in ["Interaction", "Need"] {
            field(&owner, json!({ "kind": kind, "key": "theme", "valueType": "TEXT" })).await;
        }
        let more = json!({ "customFields": { "theme": "menu" }, "externalIds": [{ "source": "crm", "value": "1" }] });

        let (talk, wish) = (interaction(&owner, &client, more.clone()).await, need(&owner, &client, more).await);

        let filter = r#"filter: { customField: { key: "theme", eq: "menu" }, externalId: { value: { eq: "1" } } }"#;
        let answer = owner.ask(&format!("{{ interactions({filter}) {{ nodes {{ id }} }} needs({filter}) {{ nodes {{ id customFields }} }} }}")).await.good();
        assert_eq!(answer.data, json!({ "interactions": { "nodes": [{ "id": talk }] }, "needs": { "nodes": [{ "id": wish, "customFields": { "theme": "menu" } }] } }));
    }
}
