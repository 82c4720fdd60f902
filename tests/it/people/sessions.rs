use api::{
    kernel::random::OsRandom,
    people::credentials::session::{
        self, Rotation, SessionPolicy, Start,
        end::{end, end_all, end_in_agency, purge},
        find_live, is_live, list, rotate, switch,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    secret::Secret,
    user_session::{EndReason, Model},
};
use sea_orm::DatabaseConnection;
use tests::{Database, both};
use uuid::Uuid;

use super::{sara, start};

fn days(days: i64) -> DateTime<Utc> {
    start() + TimeDelta::days(days)
}

async fn begin(database: &DatabaseConnection, user_id: Uuid, is_portal: bool) -> (Model, Secret) {
    let agency_id = Some(Uuid::from_u128(7));
    let device = Some("Firefox".repeat(100));
    let this = Start {
        user_id,
        agency_id,
        is_portal,
        device,
        address: Some("192.0.2.1".to_owned()),
    };
    session::start(database, this, &SessionPolicy::default(), &OsRandom, start())
        .await
        .unwrap()
}

async fn renew(database: &DatabaseConnection, token: &Secret, now: DateTime<Utc>) -> Rotation {
    rotate(
        database,
        token.reveal(),
        &SessionPolicy::default(),
        &OsRandom,
        now,
    )
    .await
    .unwrap()
}

fn next(rotation: Rotation) -> (Model, Secret) {
    let Rotation::Renewed {
        session,
        refresh_token,
    } = rotation
    else {
        panic!("{rotation:?}")
    };
    (session, refresh_token)
}

both! {
    async fn each_refresh_token_gives_the_next(given: Database) {
        let database = &given.db.write;
        let (session, first) = begin(database, sara(database).await.id, false).await;

        let (same, second) = next(renew(database, &first, days(1)).await);
        let (_, third) = next(renew(database, &second, days(2)).await);

        assert_eq!(same.id, session.id);
        assert_eq!(
            (same.refreshed_at, same.idle_ends_at, same.ends_at),
            (days(1), days(15), days(30))
        );
        assert_eq!(same.device.unwrap().len(), 200);
        assert_ne!(second, third);
    }

    async fn a_second_use_of_a_refresh_token_ends_the_session(given: Database) {
        let database = &given.db.write;
        let (session, first) = begin(database, sara(database).await.id, false).await;
        let (_, second) = next(renew(database, &first, days(1)).await);

        let replayed = renew(database, &first, days(1)).await;

        let Rotation::Replayed { session: ended } = replayed else {
            panic!("{replayed:?}")
        };
        assert_eq!(
            (ended.id, ended.end_reason),
            (session.id, Some(EndReason::TokenReplayed))
        );
        assert!(matches!(
            renew(database, &second, days(1)).await,
            Rotation::Refused
        ));
        assert!(matches!(
            renew(database, &first, days(1)).await,
            Rotation::Refused
        ));
    }

    async fn of_two_who_come_with_one_refresh_token_one_wins_and_the_session_ends(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;

        for _ in 0..25 {
            let (session, token) = begin(database, user.id, false).await;
            let race = || async {
                let tx = given.db.begin_write().await.unwrap();
                let rotation = rotate(&tx, token.reveal(), &SessionPolicy::default(), &OsRandom, start())
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                rotation
            };

            let (one, two) = tokio::join!(race(), race());

            let (winner, loser) = if matches!(one, Rotation::Renewed { .. }) {
                (one, two)
            } else {
                (two, one)
            };
            assert!(matches!(loser, Rotation::Replayed { .. }), "{loser:?}");
            let (_, stolen) = next(winner);
            assert!(matches!(
                renew(database, &stolen, start()).await,
                Rotation::Refused
            ));
            assert_eq!(find_live(database, session.id, start()).await.unwrap(), None);
        }
    }

    async fn unknown_refresh_tokens_are_refused(given: Database) {
        let database = &given.db.write;
        begin(database, sara(database).await.id, false).await;

        for token in [
            "",
            "rtk_",
            &format!("rtk_{}", "A".repeat(43)),
            &"x".repeat(100_000),
            "rtk_' OR 1=1 --",
        ] {
            let rotation = renew(database, &Secret::new(token), start()).await;

            assert!(matches!(rotation, Rotation::Refused), "{rotation:?}");
        }
    }

    async fn a_session_ends_after_fourteen_idle_days_and_after_thirty_in_any_case(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let (_, idle) = begin(database, user.id, false).await;
        let (_, mut busy) = begin(database, user.id, false).await;

        assert!(matches!(
            renew(database, &idle, days(14)).await,
            Rotation::Refused
        ));
        for day in [10, 20, 29] {
            busy = next(renew(database, &busy, days(day)).await).1;
        }
        assert!(matches!(
            renew(database, &busy, days(30)).await,
            Rotation::Refused
        ));
    }

    async fn portal_sessions_live_half_as_long(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let (session, idle) = begin(database, user.id, true).await;
        let (_, mut busy) = begin(database, user.id, true).await;

        assert_eq!((session.idle_ends_at, session.ends_at), (days(7), days(14)));
        assert!(matches!(
            renew(database, &idle, days(7)).await,
            Rotation::Refused
        ));
        busy = next(renew(database, &busy, days(6)).await).1;
        let (last, busy) = next(renew(database, &busy, days(12)).await);
        assert_eq!(last.idle_ends_at, days(14));
        assert!(matches!(
            renew(database, &busy, days(14)).await,
            Rotation::Refused
        ));
    }

    async fn a_session_that_switches_takes_the_lifetimes_of_where_it_goes(given: Database) {
        let database = &given.db.write;
        let (session, _) = begin(database, sara(database).await.id, false).await;
        let portal = (Uuid::from_u128(8), true);

        let switched = switch(database, &session, portal, &SessionPolicy::default(), days(1))
            .await
            .unwrap()
            .unwrap();

        assert_eq!(
            (switched.agency_id, switched.is_portal),
            (Some(Uuid::from_u128(8)), true)
        );
        assert_eq!((switched.idle_ends_at, switched.ends_at), (days(8), days(14)));
    }

    async fn a_person_sees_their_living_sessions_and_ends_them(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let (one, token) = begin(database, user.id, false).await;
        let (two, _) = begin(database, user.id, false).await;
        next(renew(database, &token, days(1)).await);

        let both: Vec<Uuid> = list(database, user.id, days(1))
            .await
            .unwrap()
            .iter()
            .map(|session| session.id)
            .collect();
        let is_ended = end(database, user.id, two.id, EndReason::EndedByUser, days(1))
            .await
            .unwrap();
        let is_ended_again = end(database, user.id, two.id, EndReason::EndedByUser, days(1))
            .await
            .unwrap();
        let rest = list(database, user.id, days(1)).await.unwrap();

        assert_eq!(both, [one.id, two.id]);
        assert!(is_ended && !is_ended_again);
        assert_eq!(rest.len(), 1);
        assert!(is_live(&rest[0], days(1)));
    }

    async fn nobody_ends_the_sessions_of_others(given: Database) {
        let database = &given.db.write;
        let (session, _) = begin(database, sara(database).await.id, false).await;

        let is_ended = end(
            database,
            Uuid::from_u128(9),
            session.id,
            EndReason::EndedByUser,
            start(),
        )
        .await
        .unwrap();

        assert!(!is_ended);
        assert!(find_live(database, session.id, start()).await.unwrap().is_some());
    }

    async fn a_changed_password_ends_all_other_sessions(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let (kept, kept_token) = begin(database, user.id, false).await;
        let (other, other_token) = begin(database, user.id, false).await;

        let ended = end_all(
            database,
            user.id,
            Some(kept.id),
            EndReason::PasswordChanged,
            start(),
        )
        .await
        .unwrap();

        assert_eq!(ended, [other.id]);
        assert!(matches!(
            renew(database, &other_token, start()).await,
            Rotation::Refused
        ));
        next(renew(database, &kept_token, start()).await);
    }

    async fn deactivation_ends_the_sessions_in_that_agency_only(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let (here, _) = begin(database, user.id, false).await;
        let (elsewhere, _) = begin(database, user.id, false).await;
        let there = (Uuid::from_u128(8), false);
        switch(database, &elsewhere, there, &SessionPolicy::default(), start())
            .await
            .unwrap();

        let ended = end_in_agency(
            database,
            user.id,
            Uuid::from_u128(7),
            EndReason::Deactivated,
            start(),
        )
        .await
        .unwrap();

        assert_eq!(ended, [here.id]);
    }

    async fn sessions_are_forgotten_a_month_after_their_end(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let (gone, token) = begin(database, user.id, false).await;
        end(database, user.id, gone.id, EndReason::SignedOut, start())
            .await
            .unwrap();

        assert_eq!(purge(database, days(30)).await.unwrap(), 0);
        assert_eq!(purge(database, days(31)).await.unwrap(), 1);
        assert!(matches!(
            renew(database, &token, days(31)).await,
            Rotation::Refused
        ));
    }
}
