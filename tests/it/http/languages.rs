use entity::agency::Locale;
use serde_json::json;

use super::server::{Answer, Send, Server};

/// The language of an answer by its header, what it depends on, and its first message.
fn told(answer: &Answer) -> (String, bool, String) {
    let varies = answer
        .headers
        .get_all("vary")
        .iter()
        .any(|line| line.to_str().unwrap().contains("accept-language"));
    let message = answer.json()["errors"][0]["message"]
        .as_str()
        .unwrap_or("")
        .to_owned();
    (answer.header("content-language").to_owned(), varies, message)
}

#[tokio::test]
async fn a_refusal_is_told_in_the_language_that_the_request_names() {
    let server = Server::start().await;
    let ask = async |language: &str| {
        let request = server
            .anonymous(&json!({ "query": "{ hello }" }))
            .header("accept-language", language);
        told(&request.answer().await)
    };

    let answers = [ask("fa").await, ask("en").await, ask("de, fr;q=0.5").await];

    let expected = |language: &str, message: &str| (language.to_owned(), true, message.to_owned());
    assert_eq!(
        answers,
        [
            expected("fa", "نخست وارد شوید"),
            expected("en", "sign in first"),
            expected("en", "sign in first"),
        ]
    );
}

#[tokio::test]
async fn what_was_run_and_failed_is_told_in_the_language_too() {
    let server = Server::start().await;

    let unforeseen = server
        .post(&json!({ "query": "{ unforeseen }" }))
        .header("accept-language", "fa");
    let panicked = server
        .post(&json!({ "query": "{ panics }" }))
        .header("accept-language", "fa");

    for request in [unforeseen, panicked] {
        let answer = request.answer().await;
        assert_eq!(
            told(&answer),
            ("fa".to_owned(), true, "خطایی رخ داد".to_owned()),
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn without_a_language_that_is_ours_the_callers_own_decides() {
    let server = Server::start().await;
    let ask = async |token: &str, language: Option<&str>| {
        let mut request = server
            .anonymous(&json!({ "query": "{ hello }" }))
            .header("authorization", token);
        if let Some(language) = language {
            request = request.header("accept-language", language);
        }
        told(&request.answer().await).0
    };

    let languages = [
        ask("Bearer one", None).await,
        ask("Bearer two", None).await,
        ask("Bearer two", Some("de")).await,
        ask("Bearer two", Some("en")).await,
    ];

    assert_eq!(languages, ["en", "fa", "fa", "en"]);
    let run: Vec<Locale> = server
        .state
        .metas
        .lock()
        .unwrap()
        .iter()
        .map(|meta| meta.locale)
        .collect();
    assert_eq!(run, [Locale::En, Locale::Fa, Locale::Fa, Locale::En]);
}
