use serde_json::json;
use tests::{App, both};

use super::{
    super::{client, interaction, made, need, promise},
    names,
};

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

    async fn a_greek_client_is_found_in_capitals_and_in_small_letters(app: App) {
        let owner = app.owner().await;
        client(&owner, "Οδός").await;
        client(&owner, "ΟΔΟΣ").await;

        for search in ["οδος", "ΟΔΟΣ", "οδοσ"] {
            assert_eq!(names(&owner, &format!("search: {}", json!(search))).await.len(), 2, "{search}");
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
        promise(&owner, &client, json!({ "text": "We print the menus" })).await;
        need(&owner, &client, json!({ "statement": "A menu in Braille" })).await;

        let answer = owner.ask(r#"{ interactions(search: "menu") { totalCount } promises(search: "menu") { totalCount } needs(search: "menu") { totalCount } none: needs(search: "print") { totalCount } }"#).await.good();

        assert_eq!(answer.data, json!({ "interactions": { "totalCount": 1 }, "promises": { "totalCount": 1 }, "needs": { "totalCount": 1 }, "none": { "totalCount": 0 } }));
    }
}
