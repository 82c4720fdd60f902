//! How many requests a second the API answers, beside routes written by hand: the same process, pool and token check, SQL that
//! gives the answer as JSON, and nothing else. Both are asked by the same driver over the loopback.
//!
//! ```sh
//! rapport --database URL seed --size L
//! cargo bench -p tests --bench throughput -- URL
//! ```

// Futures of whole requests nest deeper than the compiler expects.
#![recursion_limit = "256"]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark that cannot go on ends there, and prints what it saw"
)]

mod by_hand;
mod driver;
mod workload;

use std::{env, sync::Arc, time::Duration};

use api::{
    app::App,
    config::{Loaded, Sources},
    http::Site,
};
use driver::{Driver, Seen};
use tokio::{net::TcpListener, runtime, sync::oneshot};
use workload::{Ground, Workload};

/// How long each measurement takes, after half of that to warm up.
const SPAN: Duration = Duration::from_secs(4);
/// What keys are sealed with where `RAPPORT_SECRET` does not say.
const SECRET: &str = "a secret for benchmarks only, of 32 and more";
/// Connections that ask at once.
const CONNECTIONS: [usize; 2] = [1, 32];

fn main() {
    // `cargo bench` adds a flag of its own.
    let url = env::args().skip(1).find(|argument| argument.contains("://"));
    let Some(url) = url else {
        println!("give the address of a database that `rapport seed` has filled");
        return;
    };
    let server = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let client = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (ground, stop) = server.block_on(start(&url));
    println!(
        "{:<44} {:>4} {:>12} {:>12} {:>7} {:>10} {:>10}",
        "workload", "c", "by hand /s", "rapport /s", "ratio", "p50 hand", "p50 ours"
    );
    for workload in workload::all(&ground) {
        for connections in CONNECTIONS {
            let [hand, ours] = client.block_on(measure(&ground, &workload, connections));
            let ratio = ours.per_second() / hand.per_second();
            println!(
                "{:<44} {connections:>4} {:>12.0} {:>12.0} {ratio:>7.2} {:>8.2}ms {:>8.2}ms",
                workload.name,
                hand.per_second(),
                ours.per_second(),
                hand.median(),
                ours.median(),
            );
        }
    }
    let _ = stop.send(());
    server.shutdown_timeout(Duration::from_secs(1));
}

/// Starts both servers on ports of their own.
async fn start(url: &str) -> (Ground, oneshot::Sender<()>) {
    let sources = Sources::default()
        .flag("database.url", url)
        .flag("http.budget.enabled", "false")
        .flag("log.level", "error");
    let sources = sources.flag("http.load.per_agency", "0").flag(
        "secret",
        &std::env::var("RAPPORT_SECRET").unwrap_or_else(|_| SECRET.to_owned()),
    );
    let settings = Loaded::from(&sources).expect("settings").settings;
    let app = Arc::new(App::start(&settings).await.expect("an app"));
    let ground = Ground::find(&app).await;
    let site = Site::new(app.clone(), settings.http.clone(), None).expect("a site");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let ours = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel();
    tokio::spawn(api::http::serve(
        site,
        listener,
        async move {
            let _ = stopped.await;
        },
        std::future::pending(),
    ));
    let hand = by_hand::serve(app).await;
    (Ground { ours, hand, ..ground }, stop)
}

/// Measures both in turns, so that what else the machine does meets both.
async fn measure(ground: &Ground, workload: &Workload, connections: usize) -> [Seen; 2] {
    let driver = Driver {
        token: ground.token.clone(),
        connections,
    };
    let mut seen = [Seen::default(), Seen::default()];
    for (at, (address, path, body)) in [
        (ground.hand, workload.path, &workload.hand),
        (ground.ours, "/graphql", &workload.ours),
    ]
    .into_iter()
    .enumerate()
    {
        driver.run(address, path, body, SPAN / 2, workload.expects).await;
        seen[at] = driver.run(address, path, body, SPAN, workload.expects).await;
    }
    seen
}
