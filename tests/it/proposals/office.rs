//! The program as people with links meet it.

use std::{
    net::SocketAddr,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use api::{
    http::{HttpSettings, Site, serve},
    kernel::{
        actor::{Actor, Who},
        world::Caller,
    },
    proposals::{page, service::link::Visit},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};
use tests::{Answer, App, Given, Kind, Person};
use tokio::{net::TcpListener, task::JoinHandle};

use super::ground::capitalised;

/// The program with a door: links can be made and followed.
pub(crate) struct Office {
    app: App,
    program: Arc<api::app::App>,
    served: Option<JoinHandle<std::io::Result<()>>>,
}

impl Given for Office {
    async fn given(kind: Kind) -> Result<Self, &'static str> {
        Ok(Self::over(App::given(kind).await?).await)
    }
}

impl Deref for Office {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl DerefMut for Office {
    fn deref_mut(&mut self) -> &mut App {
        &mut self.app
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(served) = &self.served {
            served.abort();
        }
    }
}

impl Office {
    /// The same over a program that is there.
    pub(crate) async fn over(mut app: App) -> Self {
        let program = Arc::new(app.open_door().await);
        Self {
            app,
            program,
            served: None,
        }
    }

    /// Serves the program, its public page included. Where it is reached.
    pub(crate) async fn serve(&mut self, change: impl FnOnce(&mut HttpSettings)) -> SocketAddr {
        let mut settings = HttpSettings::default();
        change(&mut settings);
        let pages = page::routes(self.program.world.clone(), self.program.door.clone());
        let site = Site::new(self.program.clone(), settings, Some(pages)).expect("a site");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, now) = (std::future::pending(), std::future::pending());
        self.served = Some(tokio::spawn(serve(site, listener, stop, now)));
        address
    }

    /// Runs one mutation as nobody, as somebody with a link does.
    pub(crate) async fn by_link(&self, field: &str, input: Json) -> Answer {
        let name = capitalised(field);
        let document = format!(
            "mutation($input: {name}Input!) {{ payload: {field}(input: $input) {{ document {{ status canAnswer answer {{ decision name comment selectedLineIds }} }} \
             errors {{ __typename code message path ... on InvalidTransitionError {{ from to allowed }} }} }} }}"
        );
        self.ask_as_nobody(&document, json!({ "input": input })).await
    }

    /// The proposal that a link leads to.
    pub(crate) async fn read(&self, token: &str, selection: &str) -> Answer {
        let document = format!("query($token: String!) {{ proposalLink(token: $token) {{ {selection} }} }}");
        self.ask_as_nobody(&document, json!({ "token": token })).await
    }

    /// Somebody who comes with a link, and how many statements they were read with.
    pub(crate) fn visit(&self) -> Visit {
        Visit {
            door: self.program.door.clone(),
            caller: Arc::new(Caller::new(self.world.clone(), None, "test".to_owned())),
        }
    }

    /// A portal user of a client who may sign.
    pub(crate) async fn signer(&self, client: &str) -> Person<'_> {
        let mut signer = self.portal(client).await;
        signer.actor = Actor::new(Who {
            may_accept_proposals: true,
            ..(*signer.actor).clone()
        });
        signer
    }

    /// A number that a statement gives.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.world.db.backend, sql);
        let row = self.world.db.write.query_one_raw(statement).await;
        row.expect("a statement")
            .expect("a row")
            .try_get_by_index(0)
            .expect("a number")
    }

    /// All texts that a statement gives.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.world.db.backend, sql);
        let rows = self.world.db.write.query_all_raw(statement).await.expect("rows");
        rows.iter()
            .map(|row| row.try_get_by_index(0).expect("a text"))
            .collect()
    }
}
