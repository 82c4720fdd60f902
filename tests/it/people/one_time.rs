use api::{
    kernel::random::OsRandom,
    people::credentials::one_time::{Grant, LinkPolicy, issue, peek, purge, redeem, void, void_about},
};
use chrono::TimeDelta;
use entity::{one_time_token::Purpose, secret::Secret, user};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _};
use tests::{Database, both};
use uuid::Uuid;

use super::{sara, start};

async fn reset_link(database: &DatabaseConnection, user: &user::Model) -> Secret {
    let grant = Grant {
        purpose: Purpose::PasswordReset,
        user_id: Some(user.id),
        agency_id: None,
        subject_id: None,
        email: user.email.clone(),
    };
    issue(database, grant, &LinkPolicy::default(), &OsRandom, start())
        .await
        .unwrap()
        .1
}

async fn invitation(database: &DatabaseConnection, agency: u128) -> Secret {
    let grant = Grant {
        purpose: Purpose::Invitation,
        user_id: None,
        agency_id: Some(Uuid::from_u128(agency)),
        subject_id: Some(Uuid::from_u128(agency + 100)),
        email: "Ali@Example.com".to_owned(),
    };
    issue(database, grant, &LinkPolicy::default(), &OsRandom, start())
        .await
        .unwrap()
        .1
}

async fn works(database: &DatabaseConnection, link: &Secret, purpose: Purpose, minutes: i64) -> bool {
    let now = start() + TimeDelta::minutes(minutes);
    peek(database, link.reveal(), purpose, now)
        .await
        .unwrap()
        .is_some()
}

both! {
    async fn a_link_works_once(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let link = reset_link(database, &user).await;

        let seen = peek(database, link.reveal(), Purpose::PasswordReset, start())
            .await
            .unwrap();
        let first = redeem(database, link.reveal(), Purpose::PasswordReset, start())
            .await
            .unwrap();
        let second = redeem(database, link.reveal(), Purpose::PasswordReset, start())
            .await
            .unwrap();

        assert!(seen.is_some());
        assert_eq!(first.unwrap().user_id, Some(user.id));
        assert_eq!(second, None);
        assert!(!works(database, &link, Purpose::PasswordReset, 0).await);
    }

    async fn of_many_who_come_at_once_one_gets_what_a_link_opens(given: Database) {
        let database = &given.db.write;
        let link = reset_link(database, &sara(database).await).await;

        let tries = (0..8).map(|_| redeem(database, link.reveal(), Purpose::PasswordReset, start()));
        let outcomes = futures_util::future::join_all(tries).await;

        assert_eq!(
            outcomes
                .into_iter()
                .filter(|outcome| outcome.as_ref().unwrap().is_some())
                .count(),
            1
        );
    }

    async fn a_link_opens_only_what_it_is_for(given: Database) {
        let database = &given.db.write;
        let reset = reset_link(database, &sara(database).await).await;
        let invitation = invitation(database, 1).await;

        assert_eq!(
            redeem(database, reset.reveal(), Purpose::Invitation, start())
                .await
                .unwrap(),
            None
        );
        assert_eq!(
            redeem(database, invitation.reveal(), Purpose::PasswordReset, start())
                .await
                .unwrap(),
            None
        );
        assert!(works(database, &reset, Purpose::PasswordReset, 0).await);
        assert!(works(database, &invitation, Purpose::Invitation, 0).await);
    }

    async fn links_end_after_half_an_hour_and_invitations_after_a_week(given: Database) {
        let database = &given.db.write;
        let reset = reset_link(database, &sara(database).await).await;
        let invitation = invitation(database, 1).await;

        assert!(works(database, &reset, Purpose::PasswordReset, 29).await);
        assert!(!works(database, &reset, Purpose::PasswordReset, 30).await);
        assert!(works(database, &invitation, Purpose::Invitation, 7 * 24 * 60 - 1).await);
        assert!(!works(database, &invitation, Purpose::Invitation, 7 * 24 * 60).await);
    }

    async fn a_link_is_dead_once_its_person_has_another_address(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let link = reset_link(database, &user).await;

        let moved = user::ActiveModel {
            email_key: Set("sara@elsewhere.example".to_owned()),
            ..Default::default()
        };
        user::Entity::update_many()
            .set(moved)
            .filter(user::Column::Id.eq(user.id))
            .exec(database)
            .await
            .unwrap();

        assert!(!works(database, &link, Purpose::PasswordReset, 0).await);
        assert_eq!(
            redeem(database, link.reveal(), Purpose::PasswordReset, start())
                .await
                .unwrap(),
            None
        );
    }

    async fn a_changed_password_stops_the_links_of_its_user(given: Database) {
        let database = &given.db.write;
        let user = sara(database).await;
        let link = reset_link(database, &user).await;
        let invitation = invitation(database, 1).await;

        void(database, user.id, start()).await.unwrap();

        assert!(!works(database, &link, Purpose::PasswordReset, 0).await);
        assert!(works(database, &invitation, Purpose::Invitation, 0).await);
    }

    async fn a_newer_link_takes_the_place_of_an_older_one_of_the_same_agency(given: Database) {
        let database = &given.db.write;
        let older = invitation(database, 1).await;
        let others = invitation(database, 2).await;
        let newer = invitation(database, 1).await;

        assert!(!works(database, &older, Purpose::Invitation, 0).await);
        assert!(works(database, &others, Purpose::Invitation, 0).await);
        assert!(works(database, &newer, Purpose::Invitation, 0).await);
    }

    async fn a_withdrawn_invitation_does_not_work(given: Database) {
        let database = &given.db.write;
        let link = invitation(database, 1).await;

        void_about(database, Uuid::from_u128(101), start())
            .await
            .unwrap();

        assert!(!works(database, &link, Purpose::Invitation, 0).await);
    }

    async fn links_are_forgotten_a_month_after_their_time(given: Database) {
        let database = &given.db.write;
        reset_link(database, &sara(database).await).await;
        invitation(database, 1).await;

        assert_eq!(purge(database, start() + TimeDelta::days(31)).await.unwrap(), 1);
    }
}
