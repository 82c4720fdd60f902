use std::sync::Arc;

use api::{
    kernel::random::OsRandom,
    people::credentials::{
        error::CredentialError,
        keys::{KeyRing, schedule::Rotation, sealed::SealedKeys, store::store_of},
        token::{AccessTokens, Refusal, Subject, TokenPolicy},
    },
};
use chrono::TimeDelta;
use entity::signing_key;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use tests::{Database, both};
use uuid::Uuid;

use super::start;

const SECRET: &str = "a secret of thirty-two characters";

fn subject() -> Subject {
    Subject {
        user: Uuid::from_u128(1),
        agency: Uuid::from_u128(2),
        session: Uuid::from_u128(3),
    }
}

async fn open(given: &Database, secret: &str) -> Result<KeyRing, CredentialError> {
    let store = SealedKeys::new(given.db.write.clone(), secret)?;
    KeyRing::open(Arc::new(store), Rotation::default(), &OsRandom, start()).await
}

async fn node(given: &Database) -> AccessTokens {
    AccessTokens::new(
        Arc::new(open(given, SECRET).await.unwrap()),
        TokenPolicy::default(),
    )
}

both! {
    async fn tokens_outlive_a_restart(given: Database) {
        let (token, _) = node(&given).await.issue(&subject(), &OsRandom, start()).unwrap();

        let after = node(&given).await;

        assert_eq!(after.verify(&token, start()).unwrap().sub, subject().user);
        assert_eq!(after.ring().peppers().len(), 1);
    }

    async fn nodes_that_start_at_once_share_one_key(given: Database) {
        let (one, two, three) = tokio::join!(node(&given), node(&given), node(&given));

        let (token, _) = one.issue(&subject(), &OsRandom, start()).unwrap();

        assert!(two.verify(&token, start()).is_ok());
        assert!(three.verify(&token, start()).is_ok());
        assert_eq!(signing_key::Entity::find().count(&given.db.write).await.unwrap(), 2);
    }

    async fn the_tokens_of_a_revoked_key_are_dead_on_every_node(given: Database) {
        let (here, there) = (node(&given).await, node(&given).await);
        let (token, _) = here.issue(&subject(), &OsRandom, start()).unwrap();
        let alarm = start() + TimeDelta::seconds(1);
        let set: serde_json::Value = serde_json::from_str(&here.ring().jwks().body).unwrap();
        let kid = set["keys"][0]["kid"].as_str().unwrap();

        assert!(here.ring().revoke(kid, &OsRandom, alarm).await.unwrap());
        there.ring().refresh(&OsRandom, alarm).await.unwrap();

        for node in [&here, &there] {
            assert_eq!(node.verify(&token, alarm), Err(Refusal::Key));
        }
        let (next, _) = there.issue(&subject(), &OsRandom, alarm).unwrap();
        assert!(here.verify(&next, alarm).is_ok());
    }

    async fn keys_are_kept_where_the_database_is(given: Database) {
        let open = async || {
            let store = store_of(&given.db, SECRET).unwrap();
            KeyRing::open(store, Rotation::default(), &OsRandom, start()).await.unwrap()
        };

        assert_eq!(open().await.jwks(), open().await.jwks());
    }

    async fn a_spent_key_is_removed(given: Database) {
        let node = node(&given).await;
        let later = start() + TimeDelta::days(91);

        node.ring().refresh(&OsRandom, start() + TimeDelta::days(89)).await.unwrap();
        node.ring().refresh(&OsRandom, later).await.unwrap();

        let (token, _) = node.issue(&subject(), &OsRandom, later).unwrap();
        assert!(node.verify(&token, later).is_ok());
        assert_eq!(signing_key::Entity::find().count(&given.db.write).await.unwrap(), 2);
    }

    async fn the_secret_itself_is_not_in_the_database(given: Database) {
        let random = api::kernel::random::SeededRandom::new(1);
        let store = SealedKeys::new(given.db.write.clone(), SECRET).unwrap();
        KeyRing::open(Arc::new(store), Rotation::default(), &random, start()).await.unwrap();

        let rows = signing_key::Entity::find().all(&given.db.write).await.unwrap();

        let again: &dyn api::kernel::random::Random = &api::kernel::random::SeededRandom::new(1);
        let pepper = again.bytes::<32>();
        assert!(rows.iter().all(|row| row.sealed.len() == 48));
        assert!(rows.iter().all(|row| !row.sealed.windows(32).any(|window| window == pepper)));
    }

    async fn without_the_installations_secret_the_keys_stay_shut(given: Database) {
        open(&given, SECRET).await.unwrap();

        let outcome = open(&given, "another secret of 32 characters..").await;

        assert!(matches!(outcome, Err(CredentialError::Sealed(_))));
    }

    async fn a_short_secret_is_refused(given: Database) {
        assert!(matches!(open(&given, "too short").await, Err(CredentialError::ShortSecret(32))));
    }
}
