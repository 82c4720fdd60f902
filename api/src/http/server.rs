//! Listening, and stopping without breaking a promise: whoever was let in is answered.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Duration,
};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    select,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};
use tower::ServiceExt;

use crate::http::{
    Site,
    address::Prefix,
    connection::{Guarded, Phase},
    settings::Connections,
    telemetry,
};

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub SocketAddr);

/// What a connection too many is told.
const TURNED_AWAY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How long to wait when the system has no more descriptors.
const BREATHER: Duration = Duration::from_millis(50);

/// What the parser of headers may hold in memory.
const BUFFER: usize = 64 * 1024;

/// Two moments: being told to stop, and being told again, which means now.
///
/// # Errors
///
/// Fails when the process may not listen to signals.
pub fn signals() -> io::Result<(impl Future<Output = ()>, impl Future<Output = ()>)> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = async move {
        select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    };
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let now = async move {
        for _ in 0..2 {
            select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        }
    };
    Ok((stop, now))
}

/// Serves a site until `stop`; then `/readyz` says so for a while, no more connections are accepted, and those that are
/// open may end. `now` cuts all of that short.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
    now: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut now = pin!(now);
    let (closing, _) = watch::channel(false);
    let settings = site.settings.connections.clone();
    let draining = Arc::clone(&site.draining);
    let mut server = Server {
        site,
        closing,
        seats: Seats::default(),
        tasks: JoinSet::new(),
    };
    if server.accept(&listener, stop, now.as_mut()).await {
        return Ok(());
    }
    tracing::info!("stopping");
    draining.store(true, Ordering::Relaxed);
    let drained = sleep(settings.drain);
    if server.accept(&listener, drained, now.as_mut()).await {
        return Ok(());
    }
    drop(listener);
    server.closing.send_replace(true);
    let ended = async { while server.tasks.join_next().await.is_some() {} };
    select! {
        ended = timeout(settings.stop_timeout, ended) => if ended.is_err() {
            tracing::warn!("some requests did not end in time");
        },
        () = now => tracing::warn!("stopped at once"),
    }
    Ok(())
}

struct Server {
    site: Site,
    closing: watch::Sender<bool>,
    seats: Seats,
    tasks: JoinSet<()>,
}

impl Server {
    /// Accepts connections until `end`. Whether it was `now` that ended it.
    async fn accept(
        &mut self,
        listener: &TcpListener,
        end: impl Future<Output = ()>,
        mut now: Pin<&mut impl Future<Output = ()>>,
    ) -> bool {
        let mut end = pin!(end);
        loop {
            select! {
                biased;
                () = now.as_mut() => return true,
                () = &mut end => return false,
                Some(_) = self.tasks.join_next() => {}
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => self.welcome(stream, peer),
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        sleep(BREATHER).await;
                    }
                },
            }
        }
    }

    fn welcome(&mut self, stream: TcpStream, peer: SocketAddr) {
        let address = peer.ip().to_canonical();
        let is_proxy = self.site.proxies.contain(address);
        let settings = &self.site.settings.connections;
        let Some(seat) = self.seats.take(Prefix::of(address), is_proxy, settings) else {
            telemetry::turned_away();
            // Nothing is lost when it does not arrive: the connection ends in any case.
            let _ = stream.try_write(TURNED_AWAY);
            return;
        };
        let router = self.site.router.clone();
        let settings = settings.clone();
        let closing = self.closing.subscribe();
        self.tasks.spawn(async move {
            let _seat = seat;
            let _open = telemetry::Open::begin();
            converse(stream, peer, router, &settings, closing).await;
        });
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    settings: &Connections,
    mut closing: watch::Receiver<bool>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let phase = Phase::default();
    let io = TokioIo::new(Guarded::new(stream, phase.clone(), settings));
    let service = service_fn(move |request: Request<Incoming>| {
        phase.busy();
        let (router, phase) = (router.clone(), phase.clone());
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            let response = router.oneshot(request).await;
            phase.idle();
            response
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // The stream has deadlines of its own; this one would also count the time between two requests.
        .header_read_timeout(None)
        .max_headers(settings.headers)
        .max_header_size(settings.header_bytes)
        .max_buf_size(BUFFER)
        .serve_connection(io, service);
    let mut connection = pin!(connection);
    let ended = select! {
        ended = connection.as_mut() => ended,
        () = told(&mut closing) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

/// Waits until the server closes.
async fn told(closing: &mut watch::Receiver<bool>) {
    // An error means that the server is gone, which is the same.
    let _ = closing.wait_for(|closing| *closing).await;
}

/// Who is connected.
#[derive(Debug, Clone, Default)]
struct Seats(Arc<Mutex<Taken>>);

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_prefix: HashMap<Prefix, usize>,
}

/// One connection's place, until dropped.
struct Seat {
    seats: Seats,
    prefix: Prefix,
}

impl Seats {
    fn take(&self, prefix: Prefix, is_proxy: bool, settings: &Connections) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.by_prefix.get(&prefix).copied().unwrap_or(0);
        // A proxy speaks for many.
        if taken.all >= settings.total || own >= settings.per_address && !is_proxy {
            return None;
        }
        taken.all += 1;
        taken.by_prefix.insert(prefix, own + 1);
        Some(Seat {
            seats: self.clone(),
            prefix,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        let left = taken
            .by_prefix
            .get(&self.prefix)
            .map_or(0, |own| own.saturating_sub(1));
        if left == 0 {
            taken.by_prefix.remove(&self.prefix);
        } else {
            taken.by_prefix.insert(self.prefix, left);
        }
    }
}
