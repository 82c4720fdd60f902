//! A connection that does not wait forever: not for headers, not between requests, not for a client that does not read.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep},
};

use crate::http::{settings::Connections, telemetry};

/// What a connection is doing, told by the service to the stream below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Phase(Arc<AtomicU8>);

const HEADERS: u8 = 0;
const BUSY: u8 = 1;
const IDLE: u8 = 2;

impl Phase {
    /// The headers have come; what follows has its own limits.
    pub(super) fn busy(&self) {
        self.0.store(BUSY, Ordering::Relaxed);
    }

    /// The answer is given.
    pub(super) fn idle(&self) {
        self.0.store(IDLE, Ordering::Relaxed);
    }

    fn headers(&self) {
        self.0.store(HEADERS, Ordering::Relaxed);
    }

    fn now(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Bytes that are read and thrown away when a connection ends, so that a client which is still sending gets to read
/// the answer.
const LINGER_BYTES: usize = 1024 * 1024;
const LINGER: Duration = Duration::from_millis(500);

/// A stream with deadlines.
#[derive(Debug)]
pub(super) struct Guarded {
    stream: TcpStream,
    phase: Phase,
    timed: Option<u8>,
    header_timeout: Duration,
    idle_timeout: Duration,
    write_timeout: Duration,
    reading: Pin<Box<Sleep>>,
    writing: Pin<Box<Sleep>>,
    is_write_timed: bool,
    linger: Option<usize>,
}

impl Guarded {
    /// Guards a new connection.
    pub(super) fn new(stream: TcpStream, phase: Phase, settings: &Connections) -> Self {
        Self {
            stream,
            phase,
            timed: None,
            header_timeout: settings.header_timeout,
            idle_timeout: settings.idle_timeout,
            write_timeout: settings.write_timeout,
            reading: Box::pin(sleep(settings.header_timeout)),
            writing: Box::pin(sleep(settings.write_timeout)),
            is_write_timed: false,
            linger: None,
        }
    }

    /// Starts the clock of the phase that has begun.
    fn start_clock(&mut self, phase: u8) {
        if self.timed == Some(phase) {
            return;
        }
        self.timed = Some(phase);
        let span = if phase == IDLE {
            self.idle_timeout
        } else {
            self.header_timeout
        };
        self.reading.as_mut().reset(Instant::now() + span);
    }

    /// What a write that makes no progress comes to.
    fn stalled<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if !self.is_write_timed {
            self.is_write_timed = true;
            self.writing.as_mut().reset(Instant::now() + self.write_timeout);
        }
        ready!(self.writing.as_mut().poll(context));
        telemetry::cut();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn poll_linger(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut scratch = [0_u8; 16 * 1024];
        let mut left = self.linger.unwrap_or_else(|| {
            self.reading.as_mut().reset(Instant::now() + LINGER);
            LINGER_BYTES
        });
        loop {
            self.linger = Some(left);
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() && left > 0 => {
                    left = left.saturating_sub(buffer.filled().len());
                }
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => return self.reading.as_mut().poll(context).map(Ok),
            }
        }
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let phase = self.phase.now();
        self.start_clock(phase);
        let before = buffer.filled().len();
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            if phase == IDLE && buffer.filled().len() > before {
                self.phase.headers();
            }
            return Poll::Ready(result);
        }
        if phase == BUSY {
            return Poll::Pending;
        }
        ready!(self.reading.as_mut().poll(context));
        telemetry::cut();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(context, bytes) {
            Poll::Ready(written) => {
                self.is_write_timed = false;
                Poll::Ready(written)
            }
            Poll::Pending => self.stalled(context),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write_vectored(context, parts) {
            Poll::Ready(written) => {
                self.is_write_timed = false;
                Poll::Ready(written)
            }
            Poll::Pending => self.stalled(context),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.linger.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        }
        self.poll_linger(context)
    }
}
