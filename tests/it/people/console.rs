//! `rapport user`: users made, and passwords set, by whoever runs the program.

use serde_json::{Value as Json, json};
use tests::{Database, Scratch, both};

use crate::program::{Run, SECRET, Server, rapport, release, run_with};

const PASSWORD: &str = "seven pears on a blue table";

/// The command line of somebody who runs the program on a database.
struct Console<'a> {
    folder: Scratch,
    database: &'a str,
}

impl<'a> Console<'a> {
    async fn on(database: &'a Database) -> Self {
        release(database).await;
        Self {
            folder: Scratch::new(),
            database: &database.url,
        }
    }

    /// Runs `rapport user` with this on standard input.
    fn user(&self, arguments: &[&str], input: &str) -> Run {
        let all = [&["user"], arguments, &["--database", self.database]].concat();
        let mut command = rapport(self.folder.path(), &all);
        command.env("RAPPORT_SECRET", SECRET);
        run_with(command, input)
    }

    /// Makes the owner of a new agency, and gives the agency's id.
    fn owner(&self, email: &str) -> String {
        let arguments = [
            "create",
            "--email",
            email,
            "--name",
            "Ada Berg",
            "--agency-name",
            "Atelier Blau",
        ];
        let made = self.user(&arguments, &format!("{PASSWORD}\n"));
        assert_eq!(made.code, Some(0), "{}", made.complained);
        let start = format!("made {}, OWNER of Atelier Blau (", email.to_lowercase());
        let id = made.said.strip_prefix(&start).expect("what was made");
        id.trim_end().trim_end_matches(')').to_owned()
    }

    /// Asks a server on the same database, which ends afterwards.
    async fn asks<const N: usize>(&self, questions: [Json; N]) -> [Json; N] {
        let server = Server::start(&self.folder, self.database).await;
        let client = reqwest::Client::new();
        let mut answers = [const { Json::Null }; N];
        for (answer, question) in answers.iter_mut().zip(questions) {
            *answer = server.ask(&client, None, &question).await.expect("an answer");
        }
        answers
    }
}

fn sign_in(email: &str, password: &str) -> Json {
    json!({
        "query": "mutation($input: SignInInput!) { it: signIn(input: $input) { refreshToken errors { code } \
                  viewer { role agency { id name } user { name } } } }",
        "variables": { "input": { "email": email, "password": password } },
    })
}

fn refresh(token: &Json) -> Json {
    json!({
        "query": "mutation($input: TokenRefreshInput!) { it: tokenRefresh(input: $input) { errors { code } } }",
        "variables": { "input": { "refreshToken": token } },
    })
}

fn code(answer: &Json) -> &Json {
    &answer["data"]["it"]["errors"][0]["code"]
}

both! {
    async fn who_is_made_with_an_agency_owns_it(database: Database) {
        let console = Console::on(&database).await;

        let agency = console.owner("Ada@atelier.example");
        let [right, wrong] = console
            .asks([
                sign_in("ada@atelier.example", PASSWORD),
                sign_in("ada@atelier.example", "another sentence of words"),
            ])
            .await;

        let viewer = json!({
            "role": "OWNER",
            "agency": { "id": agency, "name": "Atelier Blau" },
            "user": { "name": "Ada Berg" },
        });
        assert_eq!(right["data"]["it"]["viewer"], viewer, "{right}");
        assert_eq!(code(&wrong), "INVALID_CREDENTIALS");
    }

    async fn who_is_made_in_an_agency_joins_it_and_the_history_says_so(database: Database) {
        let console = Console::on(&database).await;
        let agency = console.owner("ada@atelier.example");

        let member = ["create", "--email", "bo@atelier.example", "--name", "Bo", "--agency", &agency];
        let made = console.user(&[&member[..], &["--role", "finance", "--generate"]].concat(), "");
        let password = made.said.lines().find_map(|line| line.strip_prefix("password: "));
        let password = password.unwrap_or_else(|| panic!("no password in {}", made.said));
        let question = json!({
            "query": "mutation($input: SignInInput!) { it: signIn(input: $input) { viewer { role agency { id } } } }",
            "variables": sign_in("bo@atelier.example", password)["variables"],
        });
        let [answer] = console.asks([question]).await;

        assert_eq!(made.code, Some(0), "{}", made.complained);
        assert_eq!(
            answer["data"]["it"]["viewer"],
            json!({ "role": "FINANCE", "agency": { "id": agency } })
        );
        let db = database.open_again().await;
        let told = sea_orm::ConnectionTrait::query_all_raw(
            &db.read,
            sea_orm::Statement::from_string(
                db.backend,
                "SELECT event_type, actor_id FROM events ORDER BY seq",
            ),
        );
        let told: Vec<(String, Option<uuid::Uuid>)> = told
            .await
            .expect("the history")
            .iter()
            .map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()))
            .collect();
        assert_eq!(told, vec![("MEMBER_JOINED".to_owned(), None); 2]);
    }

    async fn a_new_password_ends_all_sessions(database: Database) {
        let console = Console::on(&database).await;
        console.owner("ada@atelier.example");
        let [before] = console.asks([sign_in("ada@atelier.example", PASSWORD)]).await;
        let token = &before["data"]["it"]["refreshToken"];

        let set = console.user(
            &["password", "--email", "ada@atelier.example"],
            "nine plums under a red chair\r\n",
        );
        let [session, old, new] = console
            .asks([
                refresh(token),
                sign_in("ada@atelier.example", PASSWORD),
                sign_in("ada@atelier.example", "nine plums under a red chair"),
            ])
            .await;

        assert_eq!(set.code, Some(0), "{}", set.complained);
        assert_eq!(
            set.said,
            "the password of ada@atelier.example is set, and all sessions have ended\n"
        );
        assert!(token.is_string(), "{before}");
        assert_eq!(code(&session), "INVALID_CREDENTIALS");
        assert_eq!(code(&old), "INVALID_CREDENTIALS");
        assert_eq!(new["data"]["it"]["viewer"]["role"], "OWNER", "{new}");
    }

    async fn what_does_not_fit_is_refused_in_words(database: Database) {
        let console = Console::on(&database).await;
        console.owner("ada@atelier.example");
        let create = |email, rest: &[&'static str]| {
            [&["create", "--email", email, "--name", "Bo"], rest].concat()
        };
        let founder = ["--agency-name", "Bo & Co"];
        let nowhere = "agy_00000000000000000000000000";

        let refused = [
            (create("ada@atelier.example", &founder), PASSWORD),
            (create("bo", &founder), PASSWORD),
            (create("bo@co.example", &founder), "short"),
            (create("bo@co.example", &founder), "bo@co.example!!"),
            (create("bo@co.example", &founder), ""),
            (create("bo@co.example", &["--agency", nowhere, "--role", "VIEWER"]), PASSWORD),
            (vec!["password", "--email", "bo@co.example"], PASSWORD),
            (vec!["password", "--email", "ada@atelier.example"], "short"),
        ];
        let words = refused.map(|(arguments, password)| {
            let run = console.user(&arguments, password);
            assert_eq!((run.code, run.said.as_str()), (Some(1), ""), "{}", run.complained);
            run.complained
        });

        assert_eq!(
            words.concat(),
            "rapport: --email: there is a user with this address already\n\
             rapport: --email: this is not an e-mail address\n\
             rapport: the password needs at least 15 characters\n\
             rapport: the password is too close to your address or your agency's name\n\
             rapport: no password came on standard input\n\
             rapport: --agency: there is no such agency\n\
             rapport: --email: there is no user with this address\n\
             rapport: the password needs at least 15 characters\n"
        );
        let [answer] = console.asks([sign_in("ada@atelier.example", PASSWORD)]).await;
        assert_eq!(answer["data"]["it"]["viewer"]["role"], "OWNER", "{answer}");
    }
}

#[test]
fn a_command_line_that_does_not_say_where_the_user_works_is_wrong() {
    let folder = Scratch::new();
    let create = ["user", "create", "--email", "bo@co.example", "--name", "Bo"];
    let rest: [&[&str]; 5] = [
        &[],
        &["--agency-name", "Bo & Co", "--role", "OWNER"],
        &["--agency", "agy_00000000000000000000000000"],
        &["--agency", "cli_00000000000000000000000000", "--role", "OWNER"],
        &["--agency", "agy_00000000000000000000000000", "--role", "PORTAL"],
    ];

    for rest in rest {
        let run = run_with(rapport(folder.path(), &[&create, rest].concat()), PASSWORD);

        assert_eq!(run.code, Some(2), "{rest:?}: {}", run.complained);
        assert!(!folder.path().join("rapport.sqlite").exists());
    }
}
