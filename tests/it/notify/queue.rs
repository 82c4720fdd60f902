use std::sync::Mutex;

use api::{
    kernel::{clock::StillClock, random::OsRandom},
    notify::{
        letter::Letter,
        mail::{Mailer, Posting, Undelivered, deliver_due, enqueue, keep_delivering, purge},
        mailbox::CapturedMailbox,
    },
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    agency::Locale,
    mail::{Entity, Model},
};
use sea_orm::{DatabaseConnection, EntityTrait as _, QueryOrder as _};
use tests::{Database, both};
use tokio::sync::{Notify, oneshot};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn seconds(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

fn posting(to: &str) -> Posting<'_> {
    let letter = Letter::PasswordReset {
        name: "Sara",
        link: "https://agency.test/reset#rot_secret",
        until: seconds(1_800),
    };
    Posting {
        to,
        letter,
        locale: Locale::En,
        expires_at: seconds(1_800),
    }
}

async fn post(database: &DatabaseConnection, to: &str) {
    enqueue(database, posting(to), &OsRandom, start()).await.unwrap();
}

async fn only_mail(database: &DatabaseConnection) -> Model {
    Entity::find()
        .order_by_asc(entity::mail::Column::Id)
        .one(database)
        .await
        .unwrap()
        .unwrap()
}

/// A mail server that answers as told, once for each mail.
struct Moody(Mutex<Vec<Result<(), Undelivered>>>);

impl Moody {
    fn new(moods: impl IntoIterator<Item = Result<(), Undelivered>>) -> Self {
        Self(Mutex::new(moods.into_iter().collect()))
    }
}

#[async_trait]
impl Mailer for Moody {
    async fn send(&self, _mail: &Model) -> Result<(), Undelivered> {
        self.0.lock().unwrap().remove(0)
    }
}

fn refusal(is_final: bool) -> Result<(), Undelivered> {
    Err(Undelivered {
        is_final,
        reason: "no\r\nthanks".to_owned(),
    })
}

/// A mail server that takes a mail and never answers.
#[derive(Default)]
struct Stuck(Notify);

#[async_trait]
impl Mailer for Stuck {
    async fn send(&self, _mail: &Model) -> Result<(), Undelivered> {
        self.0.notify_one();
        std::future::pending().await
    }
}

both! {
    async fn a_mail_leaves_once_and_its_link_is_not_kept(given: Database) {
        let database = &given.db.write;
        let mailbox = CapturedMailbox::default();
        post(database, "sara@example.com").await;

        let first = deliver_due(database, &mailbox, start()).await.unwrap();
        let second = deliver_due(database, &mailbox, seconds(600)).await.unwrap();

        assert_eq!((first, second), (1, 0));
        assert!(
            mailbox.to("sara@example.com")[0]
                .body
                .reveal()
                .contains("https://agency.test/reset#rot_secret")
        );
        let kept = only_mail(database).await;
        assert_eq!((kept.body.reveal(), kept.sent_at), ("", Some(start())));
    }

    async fn a_mail_of_a_change_that_was_taken_back_is_not_sent(given: Database) {
        let database = &given.db.write;
        let mailbox = CapturedMailbox::default();
        let tx = given.db.begin_write().await.unwrap();
        enqueue(&tx, posting("sara@example.com"), &OsRandom, start())
            .await
            .unwrap();

        tx.rollback().await.unwrap();

        assert_eq!(deliver_due(database, &mailbox, start()).await.unwrap(), 0);
        assert_eq!(mailbox.all(), []);
    }

    async fn a_mail_is_tried_again_later_and_later(given: Database) {
        let database = &given.db.write;
        let server = Moody::new([refusal(false), refusal(false), Ok(())]);
        post(database, "sara@example.com").await;

        assert_eq!(deliver_due(database, &server, start()).await.unwrap(), 0);
        assert_eq!(only_mail(database).await.due_at, seconds(5));
        assert_eq!(deliver_due(database, &server, seconds(4)).await.unwrap(), 0);
        assert_eq!(deliver_due(database, &server, seconds(5)).await.unwrap(), 0);
        assert_eq!(only_mail(database).await.due_at, seconds(35));
        assert_eq!(deliver_due(database, &server, seconds(35)).await.unwrap(), 1);

        assert_eq!(only_mail(database).await.attempts, 3);
    }

    async fn a_mail_that_is_refused_for_good_is_given_up(given: Database) {
        let database = &given.db.write;
        let server = Moody::new([refusal(true)]);
        post(database, "sara@example.com").await;

        deliver_due(database, &server, start()).await.unwrap();
        deliver_due(database, &server, seconds(600)).await.unwrap();

        let mail = only_mail(database).await;
        assert_eq!(
            (mail.given_up_at, mail.last_error.as_deref()),
            (Some(start()), Some("nothanks"))
        );
        assert_eq!(mail.body.reveal(), "");
    }

    async fn a_link_that_works_no_more_is_not_sent(given: Database) {
        let database = &given.db.write;
        let mailbox = CapturedMailbox::default();
        post(database, "sara@example.com").await;

        deliver_due(database, &mailbox, seconds(1_800)).await.unwrap();

        assert_eq!(mailbox.all(), []);
        assert_eq!(only_mail(database).await.given_up_at, Some(seconds(1_800)));
    }

    async fn a_mail_whose_node_fell_is_taken_up_by_another_after_a_minute(given: Database) {
        let database = &given.db.write;
        let mailbox = CapturedMailbox::default();
        post(database, "sara@example.com").await;
        let stuck = Stuck::default();
        tokio::select! {
            _ = deliver_due(database, &stuck, start()) => panic!("it never answers"),
            () = stuck.0.notified() => {}
        }

        assert_eq!(deliver_due(database, &mailbox, seconds(59)).await.unwrap(), 0);
        assert_eq!(deliver_due(database, &mailbox, seconds(60)).await.unwrap(), 1);
    }

    async fn a_call_wakes_the_queue(given: Database) {
        let database = &given.db.write;
        let mailbox = CapturedMailbox::default();
        let (clock, wake) = (StillClock::at(start()), Notify::new());
        let (stop, stopped) = oneshot::channel::<()>();

        let work = keep_delivering(database, &mailbox, &clock, &wake, async {
            stopped.await.unwrap();
        });
        let visit = async {
            post(database, "sara@example.com").await;
            wake.notify_one();
            while mailbox.all().is_empty() {
                tokio::task::yield_now().await;
            }
            stop.send(()).unwrap();
        };
        tokio::join!(work, visit);

        assert_eq!(mailbox.all().len(), 1);
    }

    async fn mails_are_forgotten_a_month_after_their_time(given: Database) {
        let database = &given.db.write;
        post(database, "sara@example.com").await;

        assert_eq!(purge(database, start() + TimeDelta::days(30)).await.unwrap(), 0);
        assert_eq!(purge(database, start() + TimeDelta::days(31)).await.unwrap(), 1);
    }
}
