//! `rapport serve`.

use std::{future::Future, net::SocketAddr, sync::Arc};

use clap::Args;
use entity::value::Choice as _;
use tokio::{net::TcpListener, sync::watch};

use super::{Failure, say};
use crate::{
    app::App,
    config::Loaded,
    http::{
        self, Site,
        graphiql::{self, Audience},
    },
    notify::mail,
    proposals, seed,
};

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address to listen on [default: 127.0.0.1:4000]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
    /// Fills an empty database with a demo agency, captures mails, and serves GraphiQL
    #[arg(long)]
    pub(super) demo: bool,
}

impl Serve {
    pub(super) async fn run(self, loaded: Loaded) -> Result<(), Failure> {
        let settings = loaded.settings;
        let listener = TcpListener::bind(settings.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
        let address = listener.local_addr()?;
        let app = Arc::new(App::start(&settings).await?);
        let audience = if settings.demo {
            Audience::Demo
        } else {
            Audience::Development
        };
        let pages = proposals::page::routes(app.world.clone(), app.door.clone());
        let ui = if settings.demo || settings.http.graphiql {
            pages.merge(graphiql::routes(audience))
        } else {
            pages
        };
        if settings.demo {
            seed::fill(&app)
                .await
                .map_err(|error| format!("the demo could not be made: {error:?}"))?;
        }
        let site = Site::new(app.clone(), settings.http.clone(), Some(ui))?;
        let (stop, now) = http::signals()?;
        let (ended, _) = watch::channel(false);
        let work = background(&app, ended.subscribe());
        greet(address, settings.demo)?;
        http::serve(site, listener, stop, now).await?;
        ended.send_replace(true);
        work.await;
        if let Some(app) = Arc::into_inner(app)
            && let Some(world) = Arc::into_inner(app.world)
        {
            world.db.close().await?;
        }
        Ok(())
    }
}

/// What goes on beside requests, until the process stops: keys are kept fresh, mails are delivered.
fn background(app: &Arc<App>, ended: watch::Receiver<bool>) -> impl Future<Output = ()> + use<> {
    let stop = |mut ended: watch::Receiver<bool>| async move {
        let _ = ended.wait_for(|ended| *ended).await;
    };
    let (keys, mails) = (stop(ended.clone()), stop(ended));
    let (one, other) = (app.clone(), app.clone());
    #[expect(
        clippy::disallowed_methods,
        reason = "lives as long as the process, and is waited for"
    )]
    let keys = tokio::spawn(async move {
        one.door
            .ring
            .keep_fresh(one.world.random.as_ref(), one.world.clock.as_ref(), keys)
            .await;
    });
    #[expect(
        clippy::disallowed_methods,
        reason = "lives as long as the process, and is waited for"
    )]
    let mails = tokio::spawn(async move {
        let Some(mailer) = other.mailer.as_deref() else {
            return;
        };
        mail::keep_delivering(
            &other.world.db.write,
            mailer,
            other.world.clock.as_ref(),
            &other.mail_waits,
            mails,
        )
        .await;
    });
    async move {
        let _ = tokio::join!(keys, mails);
    }
}

/// Says where it listens; for the demo also who can sign in, and a line to paste.
fn greet(address: SocketAddr, demo: bool) -> Result<(), Failure> {
    say(format!("Rapport listens on http://{address}/graphql"))?;
    if !demo {
        return Ok(());
    }
    say(format!("GraphiQL:            http://{address}/"))?;
    say(format!(
        "A proposal:          http://{address}{}",
        seed::link_path()
    ))?;
    say(format!(
        "\nDemo accounts, all with the password `{}`:",
        seed::PASSWORD
    ))?;
    for (account, name, role) in seed::ACCOUNTS {
        say(format!(
            "  {:<34} {:<16} {}",
            format!("{account}@demo.rapport.test"),
            role.word(),
            name
        ))?;
    }
    say(format!(
        "  {:<34} {:<16} of another agency",
        "owner@other.rapport.test", "OWNER"
    ))?;
    say("\nTo try it, paste:\n")?;
    say(format!(
        "TOKEN=$(curl -s http://{address}/graphql -H 'content-type: application/json' -d '{{\"query\":\"mutation {{ signIn(input: {{ \
         email: \\\"owner@demo.rapport.test\\\", password: \\\"{}\\\" }}) {{ accessToken }} }}\"}}' \
         | sed 's/.*\"accessToken\":\"\\([^\"]*\\)\".*/\\1/'); \
         curl -s http://{address}/graphql -H \"authorization: Bearer $TOKEN\" -H 'content-type: application/json' \
         -d '{{\"query\":\"{{ clients(first: 3) {{ totalCount nodes {{ name stage owner {{ name }} }} }} }}\"}}'",
        seed::PASSWORD
    ))
}
