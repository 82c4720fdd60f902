//! The queue of mails: written with a change, sent after it, tried again until it works or is worth nothing.

use std::{future::Future, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    agency::Locale,
    mail::{ActiveModel, Column, Entity, Model},
    secret::Secret,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use thiserror::Error;
use tokio::{sync::Notify, time};
use uuid::Uuid;

use super::letter::{Letter, Words};
use crate::kernel::{clock::Clock, random::Random};

/// How long one node may take over a mail before another one takes it up.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How many mails are taken up at once.
const BATCH: u64 = 20;
/// How often the queue is looked at when nobody calls.
const BEAT: Duration = Duration::from_secs(5);

/// Why a mail did not leave.
#[derive(Debug, Error)]
#[error("{reason}")]
pub struct Undelivered {
    /// Whether trying again is in vain.
    pub is_final: bool,
    /// What the other side said.
    pub reason: String,
}

/// Something that carries mails away.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Carries one mail away. It may come twice, when a node stopped in between: the id is the same then.
    async fn send(&self, mail: &Model) -> Result<(), Undelivered>;
}

/// A letter and where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Posting<'a> {
    /// The address.
    pub to: &'a str,
    /// What is written.
    pub letter: Letter<'a>,
    /// In which language.
    pub locale: Locale,
    /// When it is worth nothing any more: after that it is not sent.
    pub expires_at: DateTime<Utc>,
}

/// Puts a letter into the queue, in the transaction of the change that it tells of.
pub async fn enqueue(
    connection: &impl ConnectionTrait,
    posting: Posting<'_>,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<Uuid, DbErr> {
    let Posting {
        to,
        letter,
        locale,
        expires_at,
    } = posting;
    let Words { subject, body } = letter.words(locale);
    let id = random.uuid(now);
    let row = ActiveModel {
        id: Set(id),
        recipient: Set(to.to_owned()),
        subject: Set(subject),
        body: Set(Secret::new(body)),
        created_at: Set(now),
        expires_at: Set(expires_at),
        attempts: Set(0),
        due_at: Set(now),
        sent_at: Set(None),
        given_up_at: Set(None),
        last_error: Set(None),
    };
    Entity::insert(row).exec_without_returning(connection).await?;
    Ok(id)
}

/// Sends what is due now. How many mails left.
pub async fn deliver_due(
    connection: &impl ConnectionTrait,
    mailer: &dyn Mailer,
    now: DateTime<Utc>,
) -> Result<usize, DbErr> {
    let due = Entity::find()
        .filter(Column::SentAt.is_null())
        .filter(Column::GivenUpAt.is_null())
        .filter(Column::DueAt.lte(now))
        .order_by_asc(Column::DueAt)
        .limit(BATCH)
        .all(connection)
        .await?;
    let mut sent = 0;
    for mail in due {
        if lease(connection, &mail, now).await? && attempt(connection, mailer, &mail, now).await? {
            sent += 1;
        }
    }
    Ok(sent)
}

/// Delivers again and again until `stop`: when `wake` is called, and every few seconds.
pub async fn keep_delivering(
    connection: &impl ConnectionTrait,
    mailer: &dyn Mailer,
    clock: &dyn Clock,
    wake: &Notify,
    stop: impl Future<Output = ()>,
) {
    tokio::pin!(stop);
    loop {
        match deliver_due(connection, mailer, clock.now()).await {
            Ok(sent) if sent > 0 => tracing::info!(sent, "mails left"),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the queue of mails could not be read"),
        }
        tokio::select! {
            () = &mut stop => return,
            () = wake.notified() => {}
            () = time::sleep(BEAT) => {}
        }
    }
}

/// Forgets mails that left, or were given up, a month ago. How many.
pub async fn purge(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let old = Entity::delete_many().filter(Column::ExpiresAt.lt(now - TimeDelta::days(30)));
    Ok(old.exec(connection).await?.rows_affected)
}

/// Takes a mail up. False when another node was first.
async fn lease(connection: &impl ConnectionTrait, mail: &Model, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(mail.attempts + 1))
        .col_expr(Column::DueAt, Expr::value(now + LEASE))
        .filter(Column::Id.eq(mail.id))
        .filter(Column::Attempts.eq(mail.attempts))
        .filter(Column::DueAt.eq(mail.due_at));
    Ok(update.exec(connection).await?.rows_affected == 1)
}

async fn attempt(
    connection: &impl ConnectionTrait,
    mailer: &dyn Mailer,
    mail: &Model,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    if mail.expires_at <= now {
        let reason = mail
            .last_error
            .as_deref()
            .unwrap_or("its time was up before it could be sent");
        close(connection, mail, Column::GivenUpAt, now, Some(reason)).await?;
        return Ok(false);
    }
    match mailer.send(mail).await {
        Ok(()) => {
            close(connection, mail, Column::SentAt, now, None).await?;
            Ok(true)
        }
        Err(Undelivered {
            is_final: true,
            reason,
        }) => {
            tracing::warn!(mail.id = %mail.id, reason, "a mail was refused for good");
            close(connection, mail, Column::GivenUpAt, now, Some(&reason)).await?;
            Ok(false)
        }
        Err(Undelivered {
            is_final: false,
            reason,
        }) => {
            tracing::warn!(mail.id = %mail.id, reason, "a mail will be tried again");
            postpone(connection, mail, now, &reason).await?;
            Ok(false)
        }
    }
}

/// Ends a mail's way, and empties it: a link in it may open an account.
async fn close(
    connection: &impl ConnectionTrait,
    mail: &Model,
    outcome: Column,
    now: DateTime<Utc>,
    reason: Option<&str>,
) -> Result<(), DbErr> {
    let update = Entity::update_many()
        .col_expr(outcome, Expr::value(now))
        .col_expr(Column::Body, Expr::value(""))
        .col_expr(Column::LastError, Expr::value(reason.map(shortened)));
    update.filter(Column::Id.eq(mail.id)).exec(connection).await?;
    Ok(())
}

async fn postpone(
    connection: &impl ConnectionTrait,
    mail: &Model,
    now: DateTime<Utc>,
    reason: &str,
) -> Result<(), DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now + pause(mail.attempts)))
        .col_expr(Column::LastError, Expr::value(shortened(reason)));
    update.filter(Column::Id.eq(mail.id)).exec(connection).await?;
    Ok(())
}

/// How long after this many failed attempts the next one follows.
fn pause(attempts: i32) -> TimeDelta {
    match attempts {
        ..=0 => TimeDelta::seconds(5),
        1 => TimeDelta::seconds(30),
        2 => TimeDelta::minutes(2),
        3 => TimeDelta::minutes(10),
        4 => TimeDelta::minutes(30),
        _ => TimeDelta::hours(2),
    }
}

fn shortened(reason: &str) -> String {
    reason
        .chars()
        .filter(|character| !character.is_control())
        .take(400)
        .collect()
}
