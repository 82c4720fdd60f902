//! One test, on both databases.

use std::future::Future;

use crate::{Bare, Database, Kind, postgres};

/// What a test is given, made on a database of its own.
pub trait Given: Sized {
    /// Makes it, or says why this database is not to be had.
    fn given(kind: Kind) -> impl Future<Output = Result<Self, &'static str>>;
}

impl Given for Database {
    async fn given(kind: Kind) -> Result<Self, &'static str> {
        Database::open(kind).await
    }
}

impl Given for Bare {
    async fn given(kind: Kind) -> Result<Self, &'static str> {
        Bare::open(kind).await
    }
}

/// Runs a test on this database, or counts it as skipped where PostgreSQL is not found.
pub async fn on<G: Given, F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(G) -> F) {
    match Box::pin(G::given(kind)).await {
        Ok(given) => Box::pin(test(given)).await,
        Err(reason) => postgres::skip(reason),
    }
}

/// Makes of each sentence two tests, `a_sentence::sqlite` and `a_sentence::postgres`. What the sentence takes is made by
/// [`Given`].
///
/// ```ignore
/// both! {
///     async fn a_database_answers(database: Database) {
///         database.db.ping().await.expect("an answer");
///     }
/// }
/// ```
#[macro_export]
macro_rules! both {
    ($($(#[$attribute:meta])* async fn $sentence:ident($given:ident: $type:ty) $body:block)+) => {$(
        async fn $sentence($given: $type) $body

        mod $sentence {
            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::on($crate::Kind::Sqlite, super::$sentence).await;
            }

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::on($crate::Kind::Postgres, super::$sentence).await;
            }
        }
    )+};
}

/// As [`both!`], for what only one of the databases has: `only! { Sqlite: async fn …}` or `only! { Postgres: async fn …}`.
#[macro_export]
macro_rules! only {
    ($kind:ident: $($(#[$attribute:meta])* async fn $sentence:ident($given:ident: $type:ty) $body:block)+) => {$(
        $(#[$attribute])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $sentence() {
            async fn sentence($given: $type) $body
            $crate::on($crate::Kind::$kind, sentence).await;
        }
    )+};
}
