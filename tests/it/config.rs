use std::{ffi::OsString, fs, time::Duration};

use api::config::{Loaded, SignUp, Sources};
use tests::Scratch;

/// What the settings come to, or what is wrong with them.
fn outcome(sources: &Sources) -> Result<Loaded, String> {
    Loaded::from(sources).map_err(|error| error.to_string())
}

fn variables(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    pairs
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect()
}

fn environment(name: &str, value: &str) -> Sources {
    Sources::default()
        .environment(variables(&[(name, value)]))
        .expect("an environment")
}

fn file(text: &str) -> Sources {
    let folder = Scratch::new();
    fs::write(folder.path().join("rapport.toml"), text).expect("a file of settings");
    Sources::default()
        .file(None, folder.path())
        .expect("the file is read")
}

fn complaint(sources: &Sources) -> String {
    let complaint = outcome(sources).expect_err("something is wrong");
    match complaint.split_once("rapport.toml") {
        Some((_, after)) => format!("rapport.toml{after}"),
        None => complaint,
    }
}

#[test]
fn a_flag_goes_before_the_environment_that_before_the_file_and_that_before_the_default() {
    let folder = Scratch::new();
    let text = "[auth.password]\nmaximum = 100\n[log]\nlevel = 'debug'\nformat = 'text'\n";
    fs::write(folder.path().join("rapport.toml"), text).expect("a file of settings");

    let loaded = Sources::default()
        .environment(variables(&[
            ("RAPPORT_LOG_LEVEL", "warn"),
            ("RAPPORT_AUTH_PASSWORD_MAXIMUM", "90"),
        ]))
        .and_then(|sources| sources.file(None, folder.path()))
        .map(|sources| sources.flag("log.level", "error"))
        .expect("sources");
    let settings = outcome(&loaded).expect("settings").settings;

    assert_eq!(settings.log.level.as_str(), "error");
    assert_eq!(settings.auth.password.maximum, 90);
    assert_eq!(settings.log.format, api::config::LogFormat::Text);
    assert_eq!(settings.auth.password.minimum, 12);
}

#[test]
fn values_have_their_types() {
    let settings = outcome(
        &Sources::default()
            .flag("auth.access_lifetime", "5m")
            .flag("auth.sign_up", "closed")
            .flag("demo", "true"),
    );
    let settings = settings.expect("settings").settings;

    assert_eq!(settings.auth.access_lifetime, Duration::from_mins(5));
    assert_eq!(settings.auth.sign_up, SignUp::Closed);
    assert!(settings.demo);
}

#[test]
fn a_file_that_is_named_is_read_in_place_of_the_usual_one() {
    let folder = Scratch::new();
    fs::write(folder.path().join("rapport.toml"), "demo = true").expect("the usual file");
    let other = folder.path().join("other.toml");
    fs::write(&other, "listen = '127.0.0.1:1'").expect("another file");

    for sources in [
        Sources::default()
            .file(Some(other.clone()), folder.path())
            .expect("the file is read"),
        environment("RAPPORT_CONFIG", other.to_str().expect("a path"))
            .file(None, folder.path())
            .expect("the file is read"),
    ] {
        let settings = outcome(&sources).expect("settings").settings;
        assert_eq!((settings.listen.port(), settings.demo), (1, false));
    }
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let folder = Scratch::new();

    let missing = Sources::default()
        .file(Some(folder.path().join("none.toml")), folder.path())
        .expect_err("it is not");

    assert!(missing.to_string().ends_with("none.toml"), "{missing}");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (sources, words) in [
        (
            file("lisen = '127.0.0.1:1'"),
            "rapport.toml: there is no setting `lisen`",
        ),
        (
            file("[databse]\nurl = 'x'"),
            "rapport.toml: there is no setting `databse.url`",
        ),
        (
            file("[database]\nsqlite = 3"),
            "rapport.toml: database.sqlite: is a group of settings, not a setting",
        ),
        (
            file("demo = 'yes'"),
            "rapport.toml: demo: invalid type: string \"yes\", expected a boolean",
        ),
        (
            file("demo = true\n[log\nlevel = 1"),
            "rapport.toml: line 2: unclosed table, expected `]`",
        ),
        (
            environment("RAPPORT_LISTN", "1"),
            "RAPPORT_LISTN: there is no setting `RAPPORT_LISTN`",
        ),
        (
            environment("RAPPORT_DEMO", "yes"),
            "RAPPORT_DEMO: demo: must be true or false",
        ),
        (
            environment("RAPPORT_DATABASE_SQLITE_READERS", "two"),
            "RAPPORT_DATABASE_SQLITE_READERS: database.sqlite.readers: must be a whole number",
        ),
        (
            Sources::default().flag("nope", "1"),
            "command line: there is no setting `nope`",
        ),
        (
            Sources::default().flag("auth.leeway", "a while"),
            "command line: auth.leeway: `a while` is not a duration: write for example 250ms, 5s, 15m, 2h or 14d",
        ),
        (
            Sources::default().flag("auth.access_lifetime", "1h"),
            "auth.access_lifetime must be 20m or less",
        ),
        (
            Sources::default().flag("mail.delivery", "smtp"),
            "mail.smtp_url must be set when mail.delivery is smtp",
        ),
    ] {
        assert_eq!(complaint(&sources), words);
    }
}

#[test]
fn variables_of_others_and_of_our_tests_are_left_alone() {
    let ours = [
        ("HOME", "/"),
        ("RAPPORT_REQUIRE_POSTGRES", "1"),
        ("RAPPORT_TEST_ROUNDS", "50"),
    ];

    let sources = Sources::default()
        .environment(variables(&ours))
        .expect("an environment");

    assert!(outcome(&sources).is_ok());
}

#[test]
fn no_secret_is_printed_nor_repeated_in_a_complaint() {
    const SECRET: &str = "hunter2-hunter2-hunter2-hunter2-hunter2";
    let address = format!("postgres://rapport:{SECRET}@db.example/rapport");
    let loaded = outcome(
        &Sources::default()
            .flag("secret", SECRET)
            .flag("mail.smtp_url", &format!("smtps://user:{SECRET}@mail.example"))
            .flag("database.url", &address),
    )
    .expect("settings");
    let broken = file(&format!("secret = '{SECRET}\n"));
    let wrong = Sources::default().flag("database.url", &address.replace("postgres", "mysql"));

    let shown = [
        loaded.printed().expect("a text"),
        format!("{loaded:?}"),
        complaint(&broken),
        complaint(&wrong),
    ];

    assert!(shown.iter().all(|text| !text.contains("hunter2")), "{shown:#?}");
    assert!(
        shown[0].contains("url = \"postgres://rapport:***@db.example/rapport\"  # command line"),
        "{}",
        shown[0]
    );
}

#[test]
fn printed_settings_without_secrets_can_be_read_again() {
    let printed = outcome(&Sources::default())
        .expect("settings")
        .printed()
        .expect("a text");

    let again = outcome(&file(&printed))
        .expect("the same settings")
        .printed()
        .expect("a text");

    let values = |text: &str| {
        text.lines()
            .map(|line| line.split("  #").next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&again), values(&printed));
}
