//! A socket between the program and PostgreSQL, which counts the statements: `BEGIN` and `COMMIT` too, and not the pings of the
//! pool, which asks each connection that comes back whether it is well.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use api::kernel::db::Db;
use tests::{Database, Scratch};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{
        UnixListener, UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    task::JoinSet,
};

/// The name of PostgreSQL's socket in its folder.
const SOCKET: &str = ".s.PGSQL.5432";
/// The message with which PostgreSQL says that a statement is done.
const DONE: u8 = b'C';

/// The socket, open as long as this value is there.
pub(super) struct Tap {
    done: Arc<AtomicUsize>,
    _passing: JoinSet<()>,
    _folder: Scratch,
}

impl Tap {
    /// Opens the database anew through a socket that counts, over one connection.
    pub(super) async fn between(database: &mut Database) -> Self {
        let (address, server) = database.url.split_once("host=").expect("a folder with a socket");
        let (folder, server) = (Scratch::new(), PathBuf::from(server).join(SOCKET));
        let mut settings = database.settings();
        settings.url = format!("{address}host={}&sslmode=disable", folder.path().display())
            .parse()
            .expect("an address");
        settings.postgres.connections = 1;
        let listener = UnixListener::bind(folder.path().join(SOCKET)).expect("a socket");
        let done = Arc::new(AtomicUsize::new(0));
        let mut passing = JoinSet::new();
        passing.spawn(listen(listener, server, done.clone()));
        database.db = Db::open(&settings)
            .await
            .expect("the database, through the socket");
        Self {
            done,
            _passing: passing,
            _folder: folder,
        }
    }

    /// How many statements PostgreSQL did while this ran.
    pub(super) async fn during<T>(&self, work: impl Future<Output = T>) -> (T, usize) {
        let before = self.done.load(Ordering::SeqCst);
        let outcome = work.await;
        (outcome, self.done.load(Ordering::SeqCst) - before)
    }
}

async fn listen(listener: UnixListener, server: PathBuf, done: Arc<AtomicUsize>) {
    let mut connections = JoinSet::new();
    loop {
        let (program, _) = listener.accept().await.expect("a connection");
        let (mut asked, answered) = program.into_split();
        let (read, mut write) = UnixStream::connect(&server)
            .await
            .expect("PostgreSQL")
            .into_split();
        connections.spawn(async move {
            let _ended = copy(&mut asked, &mut write).await;
        });
        let done = done.clone();
        connections.spawn(async move {
            let _ended = pass(read, answered, &done).await;
        });
    }
}

/// Passes messages on: each is a letter, its length in four bytes, which count themselves, and the rest.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, done: &AtomicUsize) -> std::io::Result<()> {
    loop {
        let kind = from.read_u8().await?;
        let length = from.read_u32().await?;
        let mut rest = vec![0; usize::try_from(length).expect("a length") - 4];
        from.read_exact(&mut rest).await?;
        if kind == DONE {
            done.fetch_add(1, Ordering::SeqCst);
        }
        to.write_u8(kind).await?;
        to.write_u32(length).await?;
        to.write_all(&rest).await?;
    }
}
