//! `rapport user create|password`.

use std::{
    io::{self, BufRead, IsTerminal, Read},
    sync::Arc,
};

use clap::{
    ArgGroup, Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use entity::{
    agency,
    membership::Role,
    secret::Secret,
    value::{Choice, Id},
};

use super::{Failure, say};
use crate::{
    app::App,
    config::Loaded,
    kernel::{
        error::{Error, UserError},
        random::{OsRandom, Random},
    },
    people::{self, NewPlace, NewUser},
};

/// More than any password has.
const LONGEST_LINE: u64 = 4_096;

const HELP: &str = "\
The password is asked for on a terminal, and else is the first line of standard input; it is never an argument, which others \
could see. With --generate it is made by chance, and printed once.

On SQLite one process at a time has the file: stop the server first.";

#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Makes a user with a password, as the owner of a new agency or in one that is there
    #[command(after_help = HELP)]
    Create(Create),
    /// Sets a new password, and ends all sessions of the user
    #[command(after_help = HELP)]
    Password(Password),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("place").args(["agency_name", "agency"]).required(true))]
struct Create {
    /// The mail address to sign in with
    #[arg(long)]
    email: String,
    /// The person's name
    #[arg(long)]
    name: String,
    /// Makes an agency of this name, whose owner they are
    #[arg(long, value_name = "NAME", conflicts_with = "role")]
    agency_name: Option<String>,
    /// The agency that they join, for example `agy_01j…`
    #[arg(long, value_name = "ID", requires = "role")]
    agency: Option<Id<agency::Entity>>,
    /// What they do there
    #[arg(long, requires = "agency", ignore_case = true, value_parser = roles())]
    role: Option<Role>,
    /// Makes the password by chance, and prints it
    #[arg(long)]
    generate: bool,
}

#[derive(Debug, Args)]
struct Password {
    /// The mail address that the user signs in with
    #[arg(long)]
    email: String,
    /// Makes the password by chance, and prints it
    #[arg(long)]
    generate: bool,
}

/// Roles by their words. Portal users are none of them: they are contacts of clients, and are invited.
fn roles() -> impl TypedValueParser<Value = Role> {
    let words = Role::VALUES
        .iter()
        .map(|role| role.name)
        .filter(|word| *word != Role::Portal.word());
    PossibleValuesParser::new(words).try_map(|word| Role::read(&word.to_uppercase()).ok_or("this is no role"))
}

impl User {
    pub(super) async fn run(self, loaded: Loaded) -> Result<(), Failure> {
        let generate = match &self.action {
            Action::Create(create) => create.generate,
            Action::Password(password) => password.generate,
        };
        let password = if generate { generated(&OsRandom) } else { given()? };
        let app = App::start(&loaded.settings).await?;
        let done = self.action.go(&app, &password).await;
        if let Some(world) = Arc::into_inner(app.world) {
            world.db.close().await?;
        }
        say(done?)?;
        if generate {
            say(format!("password: {}", password.reveal()))?;
        }
        Ok(())
    }
}

impl Action {
    /// Does it, and gives a sentence about what was done.
    async fn go(self, app: &App, password: &Secret) -> Result<String, Failure> {
        let (door, caller) = (app.door.clone(), Arc::new(app.caller(None, "console".to_owned())));
        match self {
            Self::Create(create) => {
                let made = people::user_create(door, caller, create.user(password)?).await;
                let (agency, member) = made.map_err(in_words)?;
                let (email, role, name, id) = (member.email, member.role.word(), agency.name, agency.id);
                Ok(format!("made {email}, {role} of {name} ({id})"))
            }
            Self::Password(Password { email, generate: _ }) => {
                let user = people::user_password(door, caller, &email, password).await;
                let email = user.map_err(in_words)?.email;
                Ok(format!(
                    "the password of {email} is set, and all sessions have ended"
                ))
            }
        }
    }
}

impl Create {
    fn user(self, password: &Secret) -> Result<NewUser, Failure> {
        let Self {
            email,
            name,
            agency_name,
            agency,
            role,
            generate: _,
        } = self;
        let place = match (agency_name, agency, role) {
            (Some(name), _, _) => NewPlace::Founded(name),
            (None, Some(agency), Some(role)) => NewPlace::Given(agency, role),
            (None, _, _) => return Err("give --agency-name, or --agency and --role".into()),
        };
        Ok(NewUser {
            email,
            name,
            password: password.clone(),
            place,
        })
    }
}

/// The password that a person types twice without seeing it, or that a program writes as a line.
fn given() -> Result<Secret, Failure> {
    if io::stdin().is_terminal() {
        let password = rpassword::prompt_password("Password: ")?;
        if rpassword::prompt_password("The same again: ")? != password {
            return Err("the two passwords differ".into());
        }
        return Ok(Secret::new(password));
    }
    let mut line = String::new();
    io::stdin().lock().take(LONGEST_LINE).read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err("no password came on standard input".into());
    }
    Ok(Secret::new(password))
}

/// A password of 125 bits of chance, without letters and digits that look alike.
fn generated(random: &dyn Random) -> Secret {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters = random.bytes::<25>().map(|byte| {
        let letter = LETTERS.get(usize::from(byte % 32)).copied();
        char::from(letter.unwrap_or(b'a'))
    });
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Secret::new(groups.join("-"))
}

/// A refusal in the words of the command line.
fn in_words(error: Error) -> Failure {
    match error {
        Error::User(errors) => {
            let words: Vec<String> = errors.iter().map(at_flag).collect();
            words.join("; ").into()
        }
        Error::Coded(_, message) => message.to_string().into(),
        Error::Internal(doing) => doing.into(),
        Error::Forbidden(scope) => format!("this needs {scope}").into(),
        Error::Wait(seconds) => format!("wait for {seconds} s").into(),
        Error::Database(error) => error.into(),
    }
}

fn at_flag(error: &UserError) -> String {
    match error.path.get(1).map(String::as_str) {
        Some("email") => format!("--email: {}", error.message),
        Some("name") => format!("--name: {}", error.message),
        Some("agencyName") => format!("--agency-name: {}", error.message),
        Some("agency") => format!("--agency: {}", error.message),
        Some("role") => format!("--role: {}", error.message),
        _ => error.message.to_string(),
    }
}
