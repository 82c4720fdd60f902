//! What people are told: every sentence has one in every language, and is told in the language of the reader.

use std::collections::{BTreeMap, BTreeSet};

use api::kernel::message::{Template, catalogue, templates};
use entity::agency::Locale;
use serde_json::json;
use tests::{App, Scratch, both};

use crate::program::{SECRET, Server};

fn persian() -> &'static BTreeMap<String, String> {
    catalogue(Locale::Fa).expect("a catalogue")
}

fn gaps(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .map(|part| part.split_once('}').map_or(part, |(name, _)| name))
        .collect()
}

#[test]
fn every_sentence_that_is_said_has_a_persian_one() {
    let said: Vec<&Template> = templates().collect();

    let missing: BTreeSet<String> = said
        .iter()
        .filter(|template| !persian().contains_key(template.text))
        .map(|template| format!("{}:{}: {}", template.file, template.line, template.text))
        .collect();

    assert_eq!(missing, BTreeSet::new());
    assert!(said.len() > 100, "only {} sentences were found", said.len());
}

#[test]
fn no_sentence_is_there_that_nobody_says() {
    let said: BTreeSet<&str> = templates().map(|template| template.text).collect();

    let unsaid: Vec<_> = persian()
        .keys()
        .filter(|text| !said.contains(text.as_str()))
        .collect();

    assert_eq!(unsaid, Vec::<&String>::new());
}

#[test]
fn a_persian_sentence_has_the_gaps_of_the_english_one() {
    let differ: Vec<_> = persian()
        .iter()
        .filter(|(english, persian)| gaps(english) != gaps(persian))
        .collect();

    assert_eq!(differ, Vec::new());
}

#[test]
fn a_persian_sentence_is_written_in_persian_letters() {
    let is_persian = |letter: char| ('\u{0600}'..='\u{06FF}').contains(&letter);
    let is_arabic = |letter: char| matches!(letter, 'ي' | 'ك' | 'ى' | 'ة' | '٠'..='٩');

    let strange: Vec<_> = persian()
        .values()
        .filter(|text| !text.contains(is_persian) || text.contains(is_arabic))
        .collect();

    assert_eq!(strange, Vec::<&String>::new());
}

both! {
    async fn a_rule_refuses_in_the_language_of_the_reader(app: App) {
        let english = app.owner().await;
        let persian = app.owner().await.reading(Locale::Fa);
        let long = "x".repeat(201);

        let mut told = vec![];
        for reader in [&english, &persian] {
            for input in [json!({ "name": " " }), json!({ "name": long })] {
                let answer = reader.write("clientCreate", input, "").await;
                told.push(format!("{} {}", answer.text("payload.errors.0.code"), answer.text("payload.errors.0.message")));
            }
        }

        assert_eq!(
            told,
            [
                "REQUIRED a value is needed",
                "TOO_LARGE at most 200 characters are allowed",
                "REQUIRED این مقدار لازم است",
                "TOO_LARGE حداکثر ۲۰۰ نویسه مجاز است",
            ]
        );
    }
}

#[tokio::test]
async fn the_program_answers_in_the_language_that_the_request_names() {
    let folder = Scratch::new();
    let database = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    let server = Server::start(&folder, &database).await;
    let client = reqwest::Client::new();
    let ask = async |token: &str, language: &str, query: &str| {
        let mut request = client
            .post(format!("{}/graphql", server.url))
            .header("accept-language", language)
            .json(&json!({ "query": query }));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.expect("an answer");
        answer.json::<serde_json::Value>().await.expect("JSON")
    };
    let sign_up = format!(
        "mutation {{ signUp(input: {{ agencyName: \"A\", name: \"Ann\", email: \"ann@example.test\", password: \"{SECRET}\" }}) \
         {{ accessToken }} }}"
    );
    let signed_up = ask("", "en", &sign_up).await;
    let token = signed_up["data"]["signUp"]["accessToken"]
        .as_str()
        .unwrap_or_else(|| panic!("no token in {signed_up}"));

    let sign_in = "mutation { signIn(input: { email: \"ann@example.test\", password: \"wrong\" }) { errors { message } } }";
    let refused = ask("", "fa-IR, en;q=0.5", sign_in).await;
    let page = "{ clients(first: 1000) { totalCount } }";
    let (persian, english) = (
        ask(token, "fa", page).await,
        ask(token, "en, fa;q=0.9", page).await,
    );

    assert_eq!(
        refused["data"]["signIn"]["errors"],
        json!([{ "message": "نشانی یا گذرواژه نادرست است" }])
    );
    assert_eq!(
        persian["errors"][0]["message"], "first و last عددی از ۱ تا ۱۰۰ می‌پذیرند",
        "{persian}"
    );
    assert_eq!(
        english["errors"][0]["message"], "first and last take 1 to 100",
        "{english}"
    );
}
