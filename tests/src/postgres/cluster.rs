//! The cluster: made, started, and stopped with the process.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};
use tokio::runtime;

use super::programs;
use crate::{at_end::AtEnd, scratch::fresh_in_memory};

/// Nothing here outlives the process, so nothing waits for the disk.
const CONFIGURATION: &str = "
listen_addresses = ''
fsync = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '256MB'
checkpoint_timeout = '1h'
max_connections = 200
shared_buffers = '128MB'
jit = off
";

/// Says when the cluster is up, stops it when this process has ended, and removes what is left of it. A database whose own
/// order of words is not that of bytes shows where a statement forgot to ask for that.
const LIFE: &str = r#"
"$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync \
    --locale=C --locale-provider=icu --icu-locale=en-US > "$2/initdb.log" 2>&1 ||
{
    rm -rf -- "$2/data"
    "$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync \
        --locale=C > "$2/initdb.log" 2>&1
} || { cat "$2/initdb.log"; exit 1; }
cat "$2/configuration" >> "$2/data/postgresql.conf"
"$1/pg_ctl" --pgdata="$2/data" --log="$2/log" --silent --wait \
    --options="-c unix_socket_directories='$2'" start > "$2/start.log" 2>&1 ||
    { cat "$2/start.log" "$2/log"; exit 1; }
echo up 2> /dev/null
exec 1>&- 2>&-
cat > /dev/null
"$1/pg_ctl" --pgdata="$2/data" --mode=immediate --silent --wait stop
rm -rf -- "$2"
"#;

/// A running PostgreSQL server, reached only through a socket in a folder that only its user can enter.
pub(crate) struct Cluster {
    folder: PathBuf,
    unneeded: mpsc::Sender<String>,
    _life: AtEnd,
}

impl Cluster {
    /// Makes a cluster and starts it.
    pub(crate) fn start(programs: &Path) -> Self {
        let folder = fresh_in_memory("rapport-pg");
        fs::write(folder.join("configuration"), CONFIGURATION)
            .expect("the cluster's configuration is written");
        fs::set_permissions(&folder, Permissions::from_mode(0o700))
            .expect("the cluster's folder is closed to others");
        let as_root = fs::metadata(&folder).is_ok_and(|folder| folder.uid() == 0);
        let user = as_root.then(programs::unprivileged);
        if let Some((user, group)) = user {
            chown(&folder, Some(user), Some(group)).expect("the cluster's folder is handed over");
        }
        let mut life = AtEnd::run_as(user, LIFE, &[programs, &folder]).expect("a shell to start PostgreSQL");
        let heard = life.heard().expect("PostgreSQL's words");
        assert!(
            heard.last().is_some_and(|line| line == "up"),
            "PostgreSQL did not start:\n{}",
            heard.join("\n")
        );
        let (unneeded, to_drop) = mpsc::channel();
        let address = address(&folder, "postgres");
        thread::spawn(move || drop_databases(&address, &to_drop));
        Self {
            folder,
            unneeded,
            _life: life,
        }
    }

    /// The address of a database in this cluster.
    pub(crate) fn address(&self, database: &str) -> String {
        address(&self.folder, database)
    }

    /// Runs a statement outside all of the tests' databases.
    pub(crate) async fn administer(&self, statement: &str) {
        let connection = connect(&self.address("postgres")).await;
        connection.execute_unprepared(statement).await.expect(statement);
        connection.close().await.expect("the connection ends");
    }

    /// Removes a database when there is time for it, whoever is still connected.
    pub(crate) fn forget(&self, database: &str) {
        let _at_the_end = self.unneeded.send(database.to_owned());
    }
}

fn address(folder: &Path, database: &str) -> String {
    format!(
        "postgres://postgres@localhost/{database}?host={}",
        folder.display()
    )
}

async fn connect(address: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(address);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options)
        .await
        .expect("a connection to our own cluster")
}

fn drop_databases(address: &str, databases: &mpsc::Receiver<String>) {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut connection = None;
    for database in databases {
        runtime.block_on(async {
            let connection = match &connection {
                Some(connection) => connection,
                None => connection.insert(connect(address).await),
            };
            // What cannot be removed goes with the cluster.
            let _left = connection
                .execute_unprepared(&format!("DROP DATABASE {database} WITH (FORCE)"))
                .await;
        });
    }
}
