//! The seam between the edge and what it guards.

use std::{fmt, io, net::IpAddr};

use async_graphql::{Request, Response, parser::types::OperationType};
use axum::http::HeaderValue;
use bytes::Bytes;
use entity::agency::Locale;
use futures_util::{future::BoxFuture, stream::BoxStream};
use uuid::Uuid;

use crate::{
    graphql::document::Hash,
    http::{Call, address::Prefix, request_id::RequestId},
    kernel::{
        error::Error,
        pieces::{Pieces, Received},
    },
};

/// What answers once a request has passed the edge.
pub trait Service: Send + Sync + 'static {
    /// Someone who is signed in.
    type Caller: Clone + Send + Sync + 'static;

    /// Who is asking. No credentials make nobody; credentials that do not hold make a failure, never nobody.
    fn identify(
        &self,
        authorization: Option<&HeaderValue>,
        origin: &Origin,
    ) -> impl Future<Output = Result<Option<Self::Caller>, AuthFailure>> + Send;

    /// Runs a request that is within all limits. Its document is already parsed.
    ///
    /// An error of the answer keeps its message when it carries `extensions.code`; any other is masked. Errors without
    /// a path, and no data, mean that nothing was run.
    fn execute(
        &self,
        request: Request,
        caller: Option<Self::Caller>,
        meta: RequestMeta,
    ) -> impl Future<Output = Response> + Send;

    /// What a link to send a file by is for; none when it does not work.
    fn awaited(
        &self,
        token: &str,
        call: &Call,
    ) -> impl Future<Output = Result<Option<Awaited>, Error>> + Send;

    /// A file that the caller may see; none for every other id.
    fn download(
        &self,
        caller: Self::Caller,
        id: &str,
        call: &Call,
    ) -> impl Future<Output = Result<Option<Download>, Error>> + Send;

    /// The schema. Asked for once, when the edge is built.
    fn sdl(&self) -> String;

    /// The public keys that access tokens are signed with.
    fn jwks(&self) -> impl Future<Output = Jwks> + Send;

    /// Whether requests can be answered now.
    fn ready(&self) -> impl Future<Output = Readiness> + Send;

    /// What stands for a caller in budgets, shares and the log.
    fn keys(&self, caller: &Self::Caller) -> CallerKeys;

    /// The language of a caller, for requests that name none.
    fn locale(&self, caller: &Self::Caller) -> Locale;
}

/// A file whose contents are awaited.
pub struct Awaited {
    /// Who announced it.
    pub keys: CallerKeys,
    /// The most bytes that it may have.
    pub most: usize,
    /// What keeps them.
    pub receive: Receive,
}

/// Keeps the contents of a file.
pub type Receive = Box<dyn FnOnce(Pieces) -> BoxFuture<'static, Result<Received, Error>> + Send>;

impl fmt::Debug for Awaited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Awaited")
            .field("keys", &self.keys)
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

/// A file to be given to somebody.
pub struct Download {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: i32,
    /// SHA-256 of its contents, in hexadecimal digits.
    pub sha256: String,
    /// Its contents, read as they are taken.
    pub contents: BoxStream<'static, io::Result<Bytes>>,
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("name", &self.name)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The client's address, as far as known proxies tell it.
    pub address: IpAddr,
    /// The network that the address belongs to, for counting.
    pub prefix: Prefix,
}

/// What is known of a request beside its document.
#[derive(Debug, Clone)]
pub struct RequestMeta {
    /// Names the request in the log and in errors.
    pub request_id: RequestId,
    /// Where it comes from.
    pub origin: Origin,
    /// The language of messages.
    pub locale: Locale,
    /// What the caller's program calls itself.
    pub user_agent: Option<String>,
    /// The key of the header `Idempotency-Key`; only with a single mutation.
    pub idempotency_key: Option<String>,
    /// The document's hash.
    pub document_hash: Hash,
    /// The operation's name.
    pub operation_name: Option<String>,
    /// Whether it reads or writes.
    pub operation_type: OperationType,
    /// What it costs.
    pub cost: u64,
    /// What the budget is after it.
    pub budget: BudgetState,
}

/// A caller's budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetState {
    /// Points of a full budget.
    pub limit: u64,
    /// Points left.
    pub remaining: u64,
    /// Points that come back each second.
    pub restore_rate: u64,
}

/// What stands for a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerKeys {
    /// The user or API key: who the budget belongs to, and whom the log names.
    pub user: Uuid,
    /// The agency that they act in, whose share of the load they use.
    pub agency: Option<Uuid>,
}

/// Why credentials do not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthFailure {
    /// The token's time is up, or its session has ended.
    TokenExpired,
    /// It is no token of ours.
    TokenInvalid,
    /// It could not be found out now.
    Unavailable,
}

/// Public keys, ready to be sent.
#[derive(Debug, Clone)]
pub struct Jwks {
    /// The key set as JSON.
    pub json: Bytes,
    /// Changes whenever the set does. Without quotation marks.
    pub etag: String,
}

/// Whether requests can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// They can.
    Ready,
    /// They cannot, for this reason; a sentence that may be shown to anyone.
    NotReady(String),
}

impl<S: Service> Service for std::sync::Arc<S> {
    type Caller = S::Caller;

    fn identify(
        &self,
        authorization: Option<&HeaderValue>,
        origin: &Origin,
    ) -> impl Future<Output = Result<Option<Self::Caller>, AuthFailure>> + Send {
        S::identify(self, authorization, origin)
    }

    fn execute(
        &self,
        request: Request,
        caller: Option<Self::Caller>,
        meta: RequestMeta,
    ) -> impl Future<Output = Response> + Send {
        S::execute(self, request, caller, meta)
    }

    fn awaited(
        &self,
        token: &str,
        call: &Call,
    ) -> impl Future<Output = Result<Option<Awaited>, Error>> + Send {
        S::awaited(self, token, call)
    }

    fn download(
        &self,
        caller: Self::Caller,
        id: &str,
        call: &Call,
    ) -> impl Future<Output = Result<Option<Download>, Error>> + Send {
        S::download(self, caller, id, call)
    }

    fn sdl(&self) -> String {
        S::sdl(self)
    }

    fn jwks(&self) -> impl Future<Output = Jwks> + Send {
        S::jwks(self)
    }

    fn ready(&self) -> impl Future<Output = Readiness> + Send {
        S::ready(self)
    }

    fn keys(&self, caller: &Self::Caller) -> CallerKeys {
        S::keys(self, caller)
    }

    fn locale(&self, caller: &Self::Caller) -> Locale {
        S::locale(self, caller)
    }
}
