use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    agency::Locale,
    mail::{Entity, Model},
    secret::Secret,
};
use migration::{Migrator, MigratorTrait as _};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, EntityTrait as _, QueryOrder as _, TransactionTrait as _,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::{Notify, oneshot},
};

use super::{
    letter::Letter,
    mail::{Mailer, Posting, Undelivered, deliver_due, enqueue, keep_delivering, purge},
    mailbox::CapturedMailbox,
    smtp::{Smtp, SmtpSetting},
};
use crate::kernel::{clock::StillClock, random::OsRandom};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn seconds(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

async fn database() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await.unwrap();
    Migrator::up(&database, None).await.unwrap();
    database
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

#[tokio::test]
async fn a_mail_leaves_once_and_its_link_is_not_kept() {
    let database = database().await;
    let mailbox = CapturedMailbox::default();
    post(&database, "sara@example.com").await;

    let first = deliver_due(&database, &mailbox, start()).await.unwrap();
    let second = deliver_due(&database, &mailbox, seconds(600)).await.unwrap();

    assert_eq!((first, second), (1, 0));
    assert!(
        mailbox.to("sara@example.com")[0]
            .body
            .reveal()
            .contains("https://agency.test/reset#rot_secret")
    );
    let kept = only_mail(&database).await;
    assert_eq!((kept.body.reveal(), kept.sent_at), ("", Some(start())));
}

#[tokio::test]
async fn a_mail_of_a_change_that_was_taken_back_is_not_sent() {
    let database = database().await;
    let mailbox = CapturedMailbox::default();
    let tx = database.begin().await.unwrap();
    enqueue(&tx, posting("sara@example.com"), &OsRandom, start())
        .await
        .unwrap();

    tx.rollback().await.unwrap();

    assert_eq!(deliver_due(&database, &mailbox, start()).await.unwrap(), 0);
    assert_eq!(mailbox.all(), []);
}

#[tokio::test]
async fn a_mail_is_tried_again_later_and_later() {
    let database = database().await;
    let server = Moody::new([refusal(false), refusal(false), Ok(())]);
    post(&database, "sara@example.com").await;

    assert_eq!(deliver_due(&database, &server, start()).await.unwrap(), 0);
    assert_eq!(only_mail(&database).await.due_at, seconds(5));
    assert_eq!(deliver_due(&database, &server, seconds(4)).await.unwrap(), 0);
    assert_eq!(deliver_due(&database, &server, seconds(5)).await.unwrap(), 0);
    assert_eq!(only_mail(&database).await.due_at, seconds(35));
    assert_eq!(deliver_due(&database, &server, seconds(35)).await.unwrap(), 1);

    assert_eq!(only_mail(&database).await.attempts, 3);
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up() {
    let database = database().await;
    let server = Moody::new([refusal(true)]);
    post(&database, "sara@example.com").await;

    deliver_due(&database, &server, start()).await.unwrap();
    deliver_due(&database, &server, seconds(600)).await.unwrap();

    let mail = only_mail(&database).await;
    assert_eq!(
        (mail.given_up_at, mail.last_error.as_deref()),
        (Some(start()), Some("nothanks"))
    );
    assert_eq!(mail.body.reveal(), "");
}

#[tokio::test]
async fn a_link_that_works_no_more_is_not_sent() {
    let database = database().await;
    let mailbox = CapturedMailbox::default();
    post(&database, "sara@example.com").await;

    deliver_due(&database, &mailbox, seconds(1_800)).await.unwrap();

    assert_eq!(mailbox.all(), []);
    assert_eq!(only_mail(&database).await.given_up_at, Some(seconds(1_800)));
}

#[tokio::test]
async fn a_mail_whose_node_fell_is_taken_up_by_another_after_a_minute() {
    let database = database().await;
    let mailbox = CapturedMailbox::default();
    post(&database, "sara@example.com").await;
    let stuck = Stuck::default();
    tokio::select! {
        _ = deliver_due(&database, &stuck, start()) => panic!("it never answers"),
        () = stuck.0.notified() => {}
    }

    assert_eq!(deliver_due(&database, &mailbox, seconds(59)).await.unwrap(), 0);
    assert_eq!(deliver_due(&database, &mailbox, seconds(60)).await.unwrap(), 1);
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

#[tokio::test]
async fn a_call_wakes_the_queue() {
    let database = database().await;
    let mailbox = CapturedMailbox::default();
    let (clock, wake) = (StillClock::at(start()), Notify::new());
    let (stop, stopped) = oneshot::channel::<()>();

    let work = keep_delivering(&database, &mailbox, &clock, &wake, async {
        stopped.await.unwrap()
    });
    let visit = async {
        post(&database, "sara@example.com").await;
        wake.notify_one();
        while mailbox.all().is_empty() {
            tokio::task::yield_now().await;
        }
        stop.send(()).unwrap();
    };
    tokio::join!(work, visit);

    assert_eq!(mailbox.all().len(), 1);
}

#[tokio::test]
async fn mails_are_forgotten_a_month_after_their_time() {
    let database = database().await;
    post(&database, "sara@example.com").await;

    assert_eq!(purge(&database, start() + TimeDelta::days(30)).await.unwrap(), 0);
    assert_eq!(purge(&database, start() + TimeDelta::days(31)).await.unwrap(), 1);
}

/// A mail server on this machine: what it is sent, and what it answers to a recipient.
struct Server {
    url: Secret,
    received: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(to_recipient: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Secret::new(format!("smtp://{}", listener.local_addr().unwrap()));
        let received = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                talk(stream, to_recipient, &sink).await;
            }
        });
        Self { url, received }
    }
}

async fn talk(stream: tokio::net::TcpStream, to_recipient: &str, received: &Mutex<Vec<String>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut text: Option<String> = None;
    write.write_all(b"220 test\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match &mut text {
            Some(body) if line == "." => {
                received.lock().unwrap().push(std::mem::take(body));
                text = None;
                "250 kept"
            }
            Some(body) => {
                body.push_str(&line);
                body.push('\n');
                continue;
            }
            None if line.starts_with("RCPT") => to_recipient,
            None if line == "DATA" => {
                text = Some(String::new());
                "354 go on"
            }
            None => "250 fine",
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn send_through(server: &Server, recipient: &str) -> Result<(), Undelivered> {
    let database = database().await;
    let letter = Letter::Invitation {
        agency: "آژانس آبی",
        inviter: "Sara",
        link: "https://agency.test/i#rot_x",
        until: seconds(1_800),
    };
    let posting = Posting {
        to: recipient,
        letter,
        locale: Locale::Fa,
        expires_at: seconds(1_800),
    };
    enqueue(&database, posting, &OsRandom, start()).await.unwrap();
    let smtp = Smtp::new(&server.url, "Rapport <mail@rapport.test>").unwrap();
    smtp.send(&only_mail(&database).await).await
}

#[tokio::test]
async fn a_mail_goes_by_smtp() {
    let server = Server::start("250 fine").await;

    send_through(&server, "sara@example.com").await.unwrap();

    let received = server.received.lock().unwrap().clone();
    assert_eq!(received.len(), 1);
    for header in [
        "From: Rapport <mail@rapport.test>",
        "To: sara@example.com",
        "Message-ID: <",
        "Content-Type: text/plain",
    ] {
        assert!(received[0].contains(header), "{header} in {}", received[0]);
    }
}

#[tokio::test]
async fn a_recipient_that_the_server_refuses_is_final_and_a_full_mailbox_is_not() {
    let unknown = Server::start("550 no such person").await;
    let full = Server::start("452 mailbox full").await;

    assert!(
        send_through(&unknown, "sara@example.com")
            .await
            .unwrap_err()
            .is_final
    );
    assert!(
        !send_through(&full, "sara@example.com")
            .await
            .unwrap_err()
            .is_final
    );
}

#[tokio::test]
async fn an_address_can_not_carry_more_than_an_address() {
    let server = Server::start("250 fine").await;

    for address in [
        "sara",
        "sara@example.com\r\nBcc: all@example.com",
        "a@example.com, b@example.com",
        "",
    ] {
        assert!(
            send_through(&server, address).await.unwrap_err().is_final,
            "{address}"
        );
    }
    assert!(server.received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Secret::new(format!("smtp://{}", listener.local_addr().unwrap()));
    drop(listener);

    let outcome = send_through(
        &Server {
            url,
            received: Arc::default(),
        },
        "sara@example.com",
    )
    .await;

    assert!(!outcome.unwrap_err().is_final);
}

#[test]
fn settings_that_can_not_work_are_named() {
    let good = Secret::new("smtp://127.0.0.1");

    assert!(matches!(
        Smtp::new(&Secret::new("mailhost"), "a@rapport.test"),
        Err(SmtpSetting::Server)
    ));
    assert!(matches!(Smtp::new(&good, "nobody"), Err(SmtpSetting::Sender(sender)) if sender == "nobody"));
}
