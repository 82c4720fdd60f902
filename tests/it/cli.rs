use tests::{Bare, Kind, Scratch, only};

use crate::program::{rapport, run};

#[test]
fn settings_are_printed_with_their_origin() {
    let folder = Scratch::new();
    let mut command = rapport(folder.path(), &["config", "--set", "auth.sign_up=closed"]);
    command.env("RAPPORT_LOG_LEVEL", "warn");

    let printed = run(command);

    assert_eq!(printed.code, Some(0), "{}", printed.complained);
    assert!(
        printed.said.contains("level = \"warn\"  # RAPPORT_LOG_LEVEL"),
        "{}",
        printed.said
    );
    assert!(
        printed.said.contains("sign_up = \"closed\"  # command line"),
        "{}",
        printed.said
    );
}

#[test]
fn an_unknown_setting_ends_the_program_and_is_named() {
    let folder = Scratch::new();
    let mut command = rapport(folder.path(), &["config"]);
    command.env("RAPPORT_LISTN", "127.0.0.1:1");

    let refused = run(command);

    assert_eq!(refused.code, Some(2));
    assert_eq!(
        refused.complained,
        "rapport: RAPPORT_LISTN: there is no setting `RAPPORT_LISTN`\n"
    );
}

#[test]
fn a_database_is_migrated_up_and_down() {
    let folder = Scratch::new();
    let migrate = |arguments: &[&str]| {
        let outcome = run(rapport(folder.path(), &[&["migrate"], arguments].concat()));
        assert_eq!(outcome.code, Some(0), "{}", outcome.complained);
        outcome.said
    };

    let (before, up, again) = (migrate(&["status"]), migrate(&["up"]), migrate(&["up"]));
    let (after, down) = (migrate(&["status"]), migrate(&["down", "--steps", "99"]));

    assert!(
        before.lines().all(|line| line.starts_with("pending ")),
        "{before}"
    );
    assert_eq!(up, before.replace("pending", "applied"));
    assert_eq!(again, "nothing to do\n");
    assert_eq!(after, up);
    assert_eq!(down, up.replace("applied", "undone"));
    assert!(folder.path().join("rapport.sqlite").is_file());
}

only! { Sqlite:
    async fn a_file_that_another_process_has_open_is_not_migrated(database: Bare) {
        let folder = Scratch::new();

        let refused = run(rapport(folder.path(), &["migrate", "up", "--database", &database.url]));

        assert_eq!(refused.code, Some(1));
        let words = format!("is in use by another process ({})", std::process::id());
        assert!(refused.complained.contains(&words), "{}", refused.complained);
        assert_eq!(database.kind, Kind::Sqlite);
    }
}

#[test]
fn a_server_that_is_not_there_is_named_with_the_reason() {
    let folder = Scratch::new();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let address = format!("postgres://ada:hunter2@{}/rapport", nobody.expect("a free port"));

    let refused = run(rapport(
        folder.path(),
        &["migrate", "status", "--database", &address],
    ));

    assert_eq!(refused.code, Some(1));
    assert!(
        refused
            .complained
            .contains("no connection to postgres://ada:***@127.0.0.1:"),
        "{}",
        refused.complained
    );
    assert!(refused.complained.contains("refused"), "{}", refused.complained);
}
