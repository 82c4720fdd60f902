//! The edge of the web: GraphQL over HTTP with every limit in front of the framework, and what belongs to a service that
//! runs unattended. What it guards meets it through [`Service`] alone.

use std::sync::{Arc, atomic::AtomicBool};

use async_graphql::parser;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header},
    middleware::from_fn_with_state,
    routing::{any, get},
};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use metrics_exporter_prometheus::PrometheusHandle;
use sha2::{Digest, Sha256};
use thiserror::Error;
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, predicate::SizeAbove},
    cors::CorsLayer,
};

use crate::{
    graphql::{document::Documents, types::TypeMap},
    http::{address::Proxies, admission::Admission, budget::Budgets},
};

pub use self::{
    address::Prefix,
    edge::Call,
    request_id::RequestId,
    server::{serve, signals},
    service::{
        AuthFailure, Awaited, BudgetState, CallerKeys, Download, Jwks, Origin, Readiness, Receive,
        RequestMeta, Service,
    },
    settings::{Budget, Connections, HttpSettings, Load, Uploads},
};

pub mod graphiql;

mod address;
mod admission;
mod answer;
mod body;
mod budget;
mod capped;
mod connection;
mod edge;
mod exchange;
mod files;
mod guard;
mod idempotency;
mod language;
mod media;
mod pages;
mod parameters;
mod refusals;
mod request_id;
mod server;
mod service;
mod settings;
mod telemetry;

/// Why a site cannot be built.
#[derive(Debug, Error)]
pub enum SiteError {
    /// The service's schema is not one.
    #[error("the schema cannot be read")]
    Schema(#[source] parser::Error),
    /// An entry of `proxies` is neither an address nor a network.
    #[error("http.proxies: {0:?} is neither an address nor a network")]
    Proxy(String),
    /// An entry of `origins` is not the origin of a web page.
    #[error("http.origins: {0:?} is not an origin such as https://app.example.com")]
    Origin(String),
}

/// All that is reachable, ready to be served.
#[derive(Debug, Clone)]
pub struct Site {
    router: Router,
    settings: Arc<HttpSettings>,
    proxies: Proxies,
    draining: Arc<AtomicBool>,
}

/// What the handlers share.
struct Edge<S> {
    service: S,
    settings: Arc<HttpSettings>,
    types: Arc<TypeMap>,
    documents: Documents,
    admission: Admission,
    uploads: Admission,
    budgets: Budgets,
    proxies: Proxies,
    draining: Arc<AtomicBool>,
    sdl: Bytes,
    sdl_tag: String,
    numbers: Option<PrometheusHandle>,
}

impl Site {
    /// Puts the edge around a service. Pages of `ui` are served beside it; they must not have a fallback.
    ///
    /// # Errors
    ///
    /// Fails when the schema or a setting cannot be read.
    pub fn new<S: Service>(
        service: S,
        settings: HttpSettings,
        ui: Option<Router>,
    ) -> Result<Self, SiteError> {
        let sdl = service.sdl();
        let types = Arc::new(TypeMap::from_sdl(&sdl).map_err(SiteError::Schema)?);
        let proxies = Proxies::parse(&settings.proxies).map_err(SiteError::Proxy)?;
        let cors = cors(&settings.origins)?;
        let settings = Arc::new(settings);
        let draining = Arc::<AtomicBool>::default();
        let edge = Arc::new(Edge {
            service,
            documents: Documents::new(settings.limits.clone(), Arc::clone(&types)),
            types,
            admission: Admission::new(&settings.load),
            uploads: Admission::new(&settings.uploads.load(&settings.load)),
            budgets: Budgets::new(&settings.budget),
            proxies: proxies.clone(),
            draining: Arc::clone(&draining),
            sdl_tag: HEXLOWER.encode(Sha256::digest(&sdl).get(..16).unwrap_or_default()),
            sdl: sdl.into(),
            numbers: telemetry::start(),
            settings: Arc::clone(&settings),
        });
        Ok(Self {
            router: router(&edge, cors, ui),
            settings,
            proxies,
            draining,
        })
    }
}

fn router<S: Service>(edge: &Arc<Edge<S>>, cors: Option<CorsLayer>, ui: Option<Router>) -> Router {
    let own = Router::new()
        .route("/graphql", any(exchange::answer::<S>))
        .route("/schema.graphql", get(pages::schema::<S>))
        .route("/healthz", get(pages::health))
        .route("/readyz", get(pages::readiness::<S>))
        .route("/metrics", get(pages::numbers::<S>))
        .route("/.well-known/jwks.json", get(pages::jwks::<S>))
        .fallback(pages::nothing)
        .method_not_allowed_fallback(pages::wrong_method)
        .with_state(Arc::clone(edge));
    let mut router = match ui {
        Some(ui) => own.merge(ui.layer(from_fn_with_state(Arc::clone(edge), guard::guard::<S>))),
        None => own,
    };
    if edge.settings.compression {
        router = router.layer(compression());
    }
    // Files are compressed already, each in its own way.
    router = router.merge(
        Router::new()
            .route("/files/{name}", get(files::give::<S>).put(files::take::<S>))
            .method_not_allowed_fallback(pages::wrong_method)
            .with_state(Arc::clone(edge)),
    );
    if let Some(cors) = cors {
        router = router.layer(cors);
    }
    router.layer(from_fn_with_state(Arc::clone(edge), edge::surround::<S>))
}

/// Answers too small to gain by it are sent as they are.
fn compression() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(1024))
}

/// Pages of these origins may call. No cookies are in play, so no credentials are allowed.
fn cors(origins: &[String]) -> Result<Option<CorsLayer>, SiteError> {
    if origins.is_empty() {
        return Ok(None);
    }
    let origins = origins.iter().map(|origin| parse_origin(origin));
    let layer = CorsLayer::new()
        .allow_origin(origins.collect::<Result<Vec<_>, _>>()?)
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
            request_id::HEADER,
        ])
        .expose_headers([
            header::CONTENT_DISPOSITION,
            header::ETAG,
            header::RETRY_AFTER,
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
            HeaderName::from_static("x-api-version"),
            request_id::HEADER,
        ])
        .max_age(std::time::Duration::from_mins(10));
    Ok(Some(layer))
}

fn parse_origin(text: &str) -> Result<HeaderValue, SiteError> {
    let refuse = || SiteError::Origin(text.to_owned());
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or_else(refuse)?;
    if host.is_empty() || host.contains(['/', '*', '?', '#', '@', ' ']) {
        return Err(refuse());
    }
    HeaderValue::try_from(text).map_err(|_invalid| refuse())
}
