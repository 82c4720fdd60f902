//! Mails by SMTP, to a server that the test is itself.

use std::sync::{Arc, Mutex};

use chrono::DateTime;
use entity::{mail::Model, secret::Secret};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};
use uuid::Uuid;

use super::{
    mail::{Mailer, Undelivered},
    smtp::{Smtp, SmtpSetting},
};

/// A mail server on this machine: what it is sent, and what it answers to a recipient.
struct Server {
    url: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(to_recipient: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
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
    let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let mail = Model {
        id: Uuid::from_u128(1),
        recipient: recipient.to_owned(),
        subject: "دعوت به آژانس آبی".to_owned(),
        body: Secret::new("سلام،\n\nhttps://agency.test/i#rot_x\n.\n"),
        created_at: start,
        expires_at: start,
        attempts: 1,
        due_at: start,
        sent_at: None,
        given_up_at: None,
        last_error: None,
    };
    Smtp::new(&server.url, "Rapport <mail@rapport.test>")
        .unwrap()
        .send(&mail)
        .await
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
    let url = format!("smtp://{}", listener.local_addr().unwrap());
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
    let good = "smtp://127.0.0.1";

    assert!(matches!(
        Smtp::new("mailhost", "a@rapport.test"),
        Err(SmtpSetting::Server)
    ));
    assert!(matches!(Smtp::new(good, "nobody"), Err(SmtpSetting::Sender(sender)) if sender == "nobody"));
}
