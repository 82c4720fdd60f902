//! The whole program behind its edge, on a port and a database of its own, with a clock that stands still.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use api::{
    config::{MailDelivery, Settings},
    http::{Site, serve},
    kernel::{clock::StillClock, random::OsRandom, world::World},
    notify::mail,
    people::{credentials::keys::files::KeyFiles, door::Door},
};
use serde_json::{Value as Json, json};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{Database, Given, Kind, Scratch, start};

/// A password that the rules take from everybody.
const PASSWORD: &str = "seven lanterns on a quiet river";

/// The program, served.
pub struct Server {
    /// What it holds.
    pub app: Arc<api::app::App>,
    /// Its database.
    pub database: Database,
    /// Its clock: it stands at the moment that all tests begin at until it is moved.
    pub clock: Arc<StillClock>,
    address: SocketAddr,
    client: reqwest::Client,
    task: JoinHandle<io::Result<()>>,
    _keys: Scratch,
}

/// Somebody who talks to the program, signed in or not.
#[derive(Clone)]
pub struct Visitor<'a> {
    server: &'a Server,
    token: Option<String>,
}

/// Somebody with an account.
#[derive(Clone)]
pub struct Account {
    /// The mail address they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
    /// What their requests carry.
    pub token: String,
    /// What gets them the next pair of tokens.
    pub refresh_token: String,
    /// Their member, their user and their session, as `viewer` shows them.
    pub viewer: Json,
}

/// An answer as it came over the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The data.
    pub data: Json,
    /// The top-level errors, without what differs from request to request.
    pub errors: Vec<Json>,
}

impl Given for Server {
    async fn given(kind: Kind) -> Result<Self, &'static str> {
        Ok(Self::on(Database::open(kind).await?).await)
    }
}

impl Server {
    /// The program on this database.
    pub async fn on(database: Database) -> Self {
        Self::with(database, |_| {}).await
    }

    /// The program on this database, with settings of its own.
    #[expect(clippy::disallowed_methods, reason = "ended with this value")]
    pub async fn with(database: Database, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::standard().expect("the defaults");
        settings.mail.delivery = MailDelivery::Captured;
        settings.http.budget.enabled = false;
        settings.http.errors = usize::MAX;
        settings.http.connections.drain = Duration::ZERO;
        change(&mut settings);
        let clock = Arc::new(StillClock::at(start()));
        let world = World::new(database.db.clone(), clock.clone(), Arc::new(OsRandom));
        let keys = Scratch::new();
        let files = Arc::new(KeyFiles::beside(&keys.path().join("served")));
        let door = Door::with(files, &settings.auth, &settings.mail.link_base, &world).await;
        let app = api::app::App::build(&settings, world, door.expect("keys"));
        let app = Arc::new(app.expect("a program"));
        let site = Site::new(app.clone(), settings.http, None).expect("a site");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let never = std::future::pending::<()>;
        Self {
            app,
            database,
            clock,
            address,
            client: reqwest::Client::builder().no_proxy().build().expect("a client"),
            task: tokio::spawn(serve(site, listener, never(), never())),
            _keys: keys,
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Visitor<'_> {
        Visitor {
            server: self,
            token: None,
        }
    }

    /// Somebody who is.
    pub fn visitor(&self, account: &Account) -> Visitor<'_> {
        Visitor {
            server: self,
            token: Some(account.token.clone()),
        }
    }

    /// Makes an agency, and gives the account of its owner.
    pub async fn sign_up(&self, agency: &str) -> Account {
        let email = self.address_of("owner");
        let input = json!({ "agencyName": agency, "name": "Olga", "email": email, "password": PASSWORD });
        self.enter("signUp", input, email).await
    }

    /// Lets the person of an account sign in once more.
    pub async fn sign_in(&self, account: &Account) -> Account {
        let input = json!({ "email": account.email, "password": account.password });
        self.enter("signIn", input, account.email.clone()).await
    }

    /// Lets `host` invite somebody, who accepts.
    pub async fn join(&self, host: &Visitor<'_>, mut invitation: Json) -> Account {
        let email = self.address_of("guest");
        if let Some(fields) = invitation.as_object_mut() {
            fields.insert("email".to_owned(), email.as_str().into());
        }
        let invited = "mutation($input: MemberInviteInput!) { payload: memberInvite(input: $input) { errors { message path } } }";
        host.ask(invited, json!({ "input": invitation })).await.good();
        let input = json!({ "token": self.mailed_token(&email).await, "password": PASSWORD });
        self.enter("invitationAccept", input, email).await
    }

    /// An address that nobody has had.
    pub fn address_of(&self, whom: &str) -> String {
        format!("{whom}-{}@example.test", self.app.world.uuid().simple())
    }

    /// The token of the link in the last mail to this address.
    pub async fn mailed_token(&self, email: &str) -> String {
        let (world, mailbox) = (&self.app.world, &self.app.mailbox);
        mail::deliver_due(&world.db.write, mailbox.as_ref(), world.now())
            .await
            .expect("mails leave");
        let mails = mailbox.to(email);
        let body = mails.last().map(|mail| mail.body.reveal());
        let token = body.and_then(|body| body.split_once("#token="));
        let token = token.and_then(|(_, rest)| rest.split_whitespace().next());
        token.expect("a mail with a link").to_owned()
    }

    async fn enter(&self, field: &str, input: Json, email: String) -> Account {
        let ty = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let document = format!(
            "mutation($input: {ty}!) {{ payload: {field}(input: $input) {{ accessToken refreshToken \
             viewer {{ sessionId member {{ id }} user {{ id }} agency {{ id }} }} errors {{ message path }} }} }}"
        );
        let password = input.get("password").and_then(Json::as_str);
        let password = password.unwrap_or(PASSWORD).to_owned();
        let reply = self
            .nobody()
            .ask(&document, json!({ "input": input }))
            .await
            .good();
        Account {
            email,
            password,
            token: reply.text("/payload/accessToken"),
            refresh_token: reply.text("/payload/refreshToken"),
            viewer: reply.data.pointer("/payload/viewer").cloned().unwrap_or_default(),
        }
    }
}

impl Server {
    /// A request to a path, as nobody.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("http://{}{path}", self.address))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Visitor<'_> {
    /// Asks the API.
    pub async fn ask(&self, document: &str, variables: Json) -> Reply {
        let body = json!({ "query": document, "variables": variables });
        let request = self
            .server
            .client
            .post(format!("http://{}/graphql", self.server.address))
            .header("accept", "application/graphql-response+json")
            .json(&body);
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let mut json: Json = response.json().await.expect("an answer in JSON");
        let mut part = |name: &str| json.get_mut(name).map(Json::take).unwrap_or_default();
        let mut errors: Vec<Json> = match part("errors") {
            Json::Array(errors) => errors.into_iter().map(lasting).collect(),
            _ => vec![],
        };
        // Root fields that read are answered side by side.
        errors.sort_by_key(|error| error.get("path").map(Json::to_string));
        Reply {
            status,
            data: part("data"),
            errors,
        }
    }
}

/// An error without the id of its request.
fn lasting(mut error: Json) -> Json {
    if let Some(extensions) = error.get_mut("extensions").and_then(Json::as_object_mut) {
        extensions.remove("requestId");
    }
    error
}

impl Reply {
    /// The answer, which has no errors of any kind.
    #[track_caller]
    #[expect(
        clippy::return_self_not_must_use,
        reason = "often it is enough that it is good"
    )]
    pub fn good(self) -> Self {
        assert!(self.is_good(), "{self:?}");
        self
    }

    /// Whether it has no errors of any kind.
    pub fn is_good(&self) -> bool {
        let refused = self.data.pointer("/payload/errors");
        self.status == 200
            && self.errors.is_empty()
            && refused.and_then(Json::as_array).is_none_or(Vec::is_empty)
    }

    /// The codes of all its errors, those of a payload included.
    pub fn codes(&self) -> Vec<&str> {
        let top = self.errors.iter().map(|error| error.pointer("/extensions/code"));
        let of_payload = self.data.pointer("/payload/errors").and_then(Json::as_array);
        let of_payload = of_payload.into_iter().flatten().map(|error| error.get("code"));
        top.chain(of_payload)
            .map(|code| code.and_then(Json::as_str).unwrap_or("none"))
            .collect()
    }

    /// The text at a JSON pointer into the data.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        let text = self.data.pointer(pointer).and_then(Json::as_str);
        text.unwrap_or_else(|| panic!("no text at {pointer} in {self:?}"))
            .to_owned()
    }
}
