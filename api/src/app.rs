//! What a process holds, and how it is built.

use std::{io, sync::Arc};

use async_graphql::{Request, Response};
use axum::http::HeaderValue;
use entity::{agency::Locale, value::Id};
use futures_util::{TryStreamExt as _, future::BoxFuture};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    config::{MailDelivery, Settings},
    files::service::{contents, receive},
    graphql::{self, RapportSchema, execute},
    http::{AuthFailure, Awaited, Call, CallerKeys, Download, Jwks, Origin, Readiness, RequestMeta, Service},
    kernel::{
        actor::Actor,
        clock::SystemClock,
        db::{self, Db, OpenError},
        error::Error,
        migrate::{self, MigrateError},
        pieces::Pieces,
        random::OsRandom,
        world::{Caller, World},
    },
    notify::{
        mail::Mailer,
        mailbox::CapturedMailbox,
        smtp::{Smtp, SmtpSetting},
    },
    people::{
        credentials::{error::CredentialError, token::Refusal},
        door::Door,
    },
};

/// What a process holds.
pub struct App {
    /// The database, time and chance.
    pub world: Arc<World>,
    /// Everything that sign-in stands on.
    pub door: Arc<Door>,
    /// The schema.
    pub schema: RapportSchema,
    /// What carries mails away; none when mail is switched off.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Mails that were captured.
    pub mailbox: Arc<CapturedMailbox>,
    /// Wakes the delivery of mails.
    pub mail_waits: Arc<Notify>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

/// Why a process cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The database has not the shape that this program needs.
    #[error(transparent)]
    Migration(#[from] MigrateError),
    /// The keys cannot be read or made.
    #[error(transparent)]
    Credentials(#[from] CredentialError),
    /// The mail server's address is none.
    #[error(transparent)]
    Mail(#[from] SmtpSetting),
}

impl App {
    /// Opens and migrates the database of the settings, and builds what stands on it.
    ///
    /// # Errors
    /// When something cannot be opened, read or made.
    pub async fn start(settings: &Settings) -> Result<Self, StartError> {
        let db = Db::open(&settings.database).await?;
        migrate::up(&db).await?;
        let world = World::new(db, Arc::new(SystemClock), Arc::new(OsRandom));
        let door = Door::open(settings, &world).await?;
        Self::build(settings, world, door)
    }

    /// Builds a process over a world and a door that are open.
    ///
    /// # Errors
    /// When the mail server's address is none.
    pub fn build(settings: &Settings, world: World, door: Door) -> Result<Self, StartError> {
        let mailbox = Arc::new(CapturedMailbox::default());
        let mailer: Option<Arc<dyn Mailer>> = match settings.mail.delivery {
            MailDelivery::Off => None,
            MailDelivery::Smtp => Some(Arc::new(Smtp::new(
                settings.mail.smtp_url.reveal(),
                &settings.mail.from,
            )?)),
            MailDelivery::Captured => Some(mailbox.clone()),
        };
        let world = World {
            files: settings.files.clone(),
            ..world
        };
        let (world, door, mail_waits) = (Arc::new(world), Arc::new(door), Arc::new(Notify::new()));
        let schema = graphql::schema_with(&door, &mail_waits);
        Ok(Self {
            world,
            door,
            schema,
            mailer,
            mailbox,
            mail_waits,
        })
    }

    /// A request of this actor.
    #[must_use]
    pub fn caller(&self, actor: Option<Actor>, request_id: String) -> Caller {
        Caller::new(self.world.clone(), actor, request_id)
    }
}

impl Service for App {
    type Caller = Actor;

    async fn identify(
        &self,
        authorization: Option<&HeaderValue>,
        _: &Origin,
    ) -> Result<Option<Actor>, AuthFailure> {
        let Some(header) = authorization else {
            return Ok(None);
        };
        let token = header
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, token) = token.ok_or(AuthFailure::TokenInvalid)?;
        let claims =
            self.door
                .tokens
                .verify(token.trim(), self.world.now())
                .map_err(|refusal| match refusal {
                    Refusal::Expired => AuthFailure::TokenExpired,
                    _ => AuthFailure::TokenInvalid,
                })?;
        let actor = self.door.actor(&self.world, &claims).await;
        let actor = actor.map_err(|error| {
            tracing::warn!(%error, "a session could not be looked up");
            AuthFailure::Unavailable
        })?;
        actor.map(Some).ok_or(AuthFailure::TokenExpired)
    }

    async fn execute(&self, request: Request, caller: Option<Actor>, meta: RequestMeta) -> Response {
        let mut caller = self.caller(caller, meta.request_id.to_string());
        caller.locale = meta.locale;
        caller.idempotency_key = meta.idempotency_key;
        caller.address = Some(meta.origin.address);
        caller.device = meta.user_agent;
        execute::execute(&self.schema, request, Arc::new(caller)).await
    }

    async fn awaited(&self, token: &str, call: &Call) -> Result<Option<Awaited>, Error> {
        let nobody = self.caller(None, call.id.to_string());
        let Some(awaited) = receive::awaited(&nobody, token).await? else {
            return Ok(None);
        };
        let mut caller = self.caller(Some(awaited.actor.clone()), call.id.to_string());
        caller.address = Some(call.origin.address);
        let keys = self.keys(&awaited.actor);
        let receive = move |pieces: Pieces| -> BoxFuture<'static, _> {
            Box::pin(async move { receive::receive(&Arc::new(caller), &awaited, &pieces).await })
        };
        Ok(Some(Awaited {
            keys,
            most: self.world.files.file_bytes,
            receive: Box::new(receive),
        }))
    }

    async fn download(&self, caller: Actor, id: &str, call: &Call) -> Result<Option<Download>, Error> {
        let caller = Arc::new(self.caller(Some(caller), call.id.to_string()));
        let Some(found) = contents::find(&caller, id).await? else {
            return Ok(None);
        };
        let broken = |error: Error| {
            tracing::error!(?error, "a file could not be read to its end");
            io::Error::other("a file could not be read to its end")
        };
        let read = contents::read(caller, found.id).map_err(broken);
        Ok(Some(Download {
            name: found.name,
            media_type: found.media_type,
            bytes: found.bytes,
            sha256: found.sha256,
            contents: Box::pin(read),
        }))
    }

    fn sdl(&self) -> String {
        graphql::sdl(&self.schema)
    }

    async fn jwks(&self) -> Jwks {
        let jwks = self.door.ring.jwks();
        Jwks {
            json: jwks.body.into(),
            etag: jwks.etag.trim_matches('"').to_owned(),
        }
    }

    async fn ready(&self) -> Readiness {
        match self.world.db.ping().await {
            Ok(()) => Readiness::Ready,
            Err(error) => {
                tracing::warn!(%error, away = db::unavailable(&error), "the database does not answer");
                Readiness::NotReady("the database does not answer".to_owned())
            }
        }
    }

    fn keys(&self, caller: &Actor) -> CallerKeys {
        let user = caller.user_id.map_or(Uuid::nil(), Id::uuid);
        CallerKeys {
            user,
            agency: Some(caller.agency_id.uuid()),
        }
    }

    fn locale(&self, caller: &Actor) -> Locale {
        caller.locale
    }
}
