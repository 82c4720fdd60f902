//! A service just large enough to show what the edge does around it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use api::{
    http::{AuthFailure, Awaited, Call, CallerKeys, Download, Jwks, Origin, Readiness, RequestMeta, Service},
    kernel::{error, pieces::Received},
};
use async_graphql::{
    Context, EmptySubscription, Enum, Error, ErrorExtensions, ID, InputObject, Object, Request, Response,
    Result, Schema, SimpleObject,
};
use axum::http::HeaderValue;
use entity::agency::Locale;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// What a test can look at and hold back.
#[derive(Debug)]
pub(super) struct State {
    /// How often a mutation was run.
    pub notes: AtomicUsize,
    /// How many fields wait for `gate`.
    pub waiting: AtomicUsize,
    /// Lets fields go that wait.
    pub gate: Semaphore,
    /// What each execution was told.
    pub metas: Mutex<Vec<RequestMeta>>,
    /// The last file that arrived.
    pub received: Mutex<Vec<u8>>,
    /// What readiness answers.
    pub readiness: Mutex<Readiness>,
}

/// The service.
#[derive(Clone)]
pub(super) struct Toy {
    schema: Schema<Query, Mutation, EmptySubscription>,
    pub state: Arc<State>,
}

impl Toy {
    pub(super) fn new() -> Self {
        let state = Arc::new(State {
            notes: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            gate: Semaphore::new(0),
            metas: Mutex::default(),
            received: Mutex::default(),
            readiness: Mutex::new(Readiness::Ready),
        });
        Self {
            schema: Schema::build(Query, Mutation, EmptySubscription)
                .data(Arc::clone(&state))
                .disable_suggestions()
                .finish(),
            state,
        }
    }
}

/// Someone who is signed in.
#[derive(Clone, Copy)]
pub(super) struct Caller(pub u128);

impl Service for Toy {
    type Caller = Caller;

    async fn identify(
        &self,
        authorization: Option<&HeaderValue>,
        _: &Origin,
    ) -> Result<Option<Caller>, AuthFailure> {
        let Some(authorization) = authorization else {
            return Ok(None);
        };
        match authorization.to_str() {
            Ok("Bearer one") => Ok(Some(Caller(1))),
            Ok("Bearer two") => Ok(Some(Caller(2))),
            Ok("Bearer expired") => Err(AuthFailure::TokenExpired),
            Ok("Bearer unknown") => Err(AuthFailure::Unavailable),
            Ok(_) | Err(_) => Err(AuthFailure::TokenInvalid),
        }
    }

    async fn execute(&self, request: Request, _: Option<Caller>, meta: RequestMeta) -> Response {
        self.state.metas.lock().unwrap().push(meta);
        self.schema.execute(request).await
    }

    async fn awaited(&self, token: &str, _: &Call) -> error::Result<Option<Awaited>> {
        let state = self.state.clone();
        Ok((token == "awaited").then(|| Awaited {
            keys: self.keys(&Caller(1)),
            most: 1_000,
            receive: Box::new(move |pieces| {
                Box::pin(async move {
                    *state.received.lock().unwrap() = pieces.all().concat();
                    Ok(Received::Stored)
                })
            }),
        }))
    }

    async fn download(&self, _: Caller, _: &str, _: &Call) -> error::Result<Option<Download>> {
        Ok(None)
    }

    fn sdl(&self) -> String {
        self.schema.sdl()
    }

    async fn jwks(&self) -> Jwks {
        Jwks {
            json: r#"{"keys":[]}"#.into(),
            etag: "v1".to_owned(),
        }
    }

    async fn ready(&self) -> Readiness {
        self.state.readiness.lock().unwrap().clone()
    }

    fn keys(&self, caller: &Caller) -> CallerKeys {
        CallerKeys {
            user: Uuid::from_u128(caller.0),
            agency: Some(Uuid::from_u128(100 + caller.0)),
        }
    }

    fn locale(&self, caller: &Caller) -> Locale {
        if caller.0 == 2 { Locale::Fa } else { Locale::En }
    }
}

struct Query;

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum Mood {
    Calm,
    Wild,
}

#[derive(InputObject)]
struct Greeting {
    name: String,
    mood: Option<Mood>,
    more: Option<Vec<Greeting>>,
}

struct Person(u64);

#[Object]
impl Person {
    async fn id(&self) -> ID {
        self.0.into()
    }

    async fn friend(&self) -> Option<Person> {
        Some(Person(self.0 + 1))
    }

    async fn friends(&self, first: Option<i32>) -> PersonConnection {
        PersonConnection::of(first)
    }
}

#[derive(SimpleObject)]
struct PersonConnection {
    nodes: Vec<Person>,
}

impl PersonConnection {
    fn of(first: Option<i32>) -> Self {
        let count = u64::try_from(first.unwrap_or(25)).unwrap_or(0);
        Self {
            nodes: (0..count).map(Person).collect(),
        }
    }
}

#[Object]
impl Query {
    async fn hello(&self, l: Option<Vec<Option<i32>>>) -> String {
        format!("hello{}", l.map_or(0, |list| list.len()))
    }

    async fn greet(&self, greeting: Greeting) -> String {
        let mood = if greeting.mood == Some(Mood::Wild) {
            "!"
        } else {
            "."
        };
        format!(
            "{}{mood}{}",
            greeting.name,
            greeting.more.map_or(0, |more| more.len())
        )
    }

    async fn me(&self) -> Option<Person> {
        Some(Person(1))
    }

    async fn people(&self, first: Option<i32>) -> PersonConnection {
        PersonConnection::of(first)
    }

    async fn big(&self, bytes: i32) -> String {
        "x".repeat(usize::try_from(bytes).unwrap_or(0))
    }

    async fn unforeseen(&self) -> Option<Result<i32>> {
        Some(Err(Error::new("no such column: secret_rate")))
    }

    async fn many_unforeseen(&self) -> Vec<Option<Result<i32>>> {
        (0..50).map(|_| Some(Err(Error::new("no such table")))).collect()
    }

    async fn forbidden(&self) -> Option<Result<i32>> {
        Some(Err(coded("you may not do this", "FORBIDDEN")))
    }

    async fn panics(&self) -> i32 {
        let nothing: Vec<i32> = Vec::new();
        nothing[0]
    }

    async fn waits(&self, context: &Context<'_>) -> i32 {
        let state = context.data_unchecked::<Arc<State>>();
        state.waiting.fetch_add(1, Ordering::SeqCst);
        state.gate.acquire().await.unwrap().forget();
        1
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn sign_in(&self, email: String) -> String {
        email
    }

    async fn note(&self, context: &Context<'_>, text: String) -> String {
        context
            .data_unchecked::<Arc<State>>()
            .notes
            .fetch_add(1, Ordering::SeqCst);
        text
    }

    async fn in_progress(&self) -> Result<String> {
        tokio::task::yield_now().await;
        Err(coded("it is being worked on", "REQUEST_IN_PROGRESS"))
    }
}

fn coded(message: &str, code: &'static str) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}
