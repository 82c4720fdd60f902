use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::TimeDelta;

use super::{Folder, ring_on, start, subject};
use crate::{
    kernel::random::OsRandom,
    people::credentials::{
        error::CredentialError,
        keys::{
            KeyRing,
            files::KeyFiles,
            schedule::Rotation,
            store::{KeyStore, MemoryKeys},
        },
        token::{AccessTokens, Refusal, TokenPolicy},
    },
};

fn keys_in(folder: &Folder) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.0.join("rapport.sqlite.keys")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn files(database: &Path) -> Arc<KeyFiles> {
    Arc::new(KeyFiles::beside(database))
}

fn tokens_of(ring: &Arc<KeyRing>) -> AccessTokens {
    AccessTokens::new(Arc::clone(ring), TokenPolicy::default())
}

async fn survive_a_restart(store: impl Fn() -> Arc<dyn KeyStore>) {
    let before = ring_on(store(), start()).await;
    let (token, _) = tokens_of(&before).issue(&subject(), &OsRandom, start()).unwrap();

    let after = ring_on(store(), start()).await;

    assert_eq!(
        tokens_of(&after).verify(&token, start()).unwrap().sub,
        subject().user
    );
    assert_eq!(before.jwks(), after.jwks());
    assert_eq!(after.peppers().len(), 1);
}

#[tokio::test]
async fn tokens_outlive_a_restart_with_keys_in_files() {
    let folder = Folder::new();

    survive_a_restart(|| files(&folder.file())).await;
}

#[tokio::test]
async fn key_files_can_be_read_by_their_owner_only() {
    let folder = Folder::new();
    ring_on(files(&folder.file()), start()).await;

    let modes: Vec<u32> = keys_in(&folder)
        .iter()
        .map(|path| fs::metadata(path).unwrap().permissions().mode() & 0o777)
        .collect();

    assert_eq!(modes, [0o600, 0o600]);
}

#[tokio::test]
async fn a_key_file_that_others_can_read_stops_the_start() {
    let folder = Folder::new();
    ring_on(files(&folder.file()), start()).await;
    fs::set_permissions(&keys_in(&folder)[0], fs::Permissions::from_mode(0o644)).unwrap();

    let outcome = KeyRing::open(files(&folder.file()), Rotation::default(), &OsRandom, start()).await;

    assert!(matches!(outcome, Err(CredentialError::Exposed(path)) if path == keys_in(&folder)[0]));
}

#[tokio::test]
async fn a_damaged_key_file_stops_the_start() {
    let folder = Folder::new();
    ring_on(files(&folder.file()), start()).await;
    fs::write(&keys_in(&folder)[0], "{").unwrap();

    let outcome = KeyRing::open(files(&folder.file()), Rotation::default(), &OsRandom, start()).await;

    assert!(matches!(outcome, Err(CredentialError::Damaged(_))));
}

#[tokio::test]
async fn nodes_that_start_at_once_share_one_key() {
    let store = Arc::new(MemoryKeys::default());

    let (one, two, three) = tokio::join!(
        ring_on(store.clone(), start()),
        ring_on(store.clone(), start()),
        ring_on(store.clone(), start())
    );

    let (token, _) = tokens_of(&one).issue(&subject(), &OsRandom, start()).unwrap();
    assert!(tokens_of(&two).verify(&token, start()).is_ok());
    assert!(tokens_of(&three).verify(&token, start()).is_ok());
    assert_eq!(one.jwks(), three.jwks());
}

#[tokio::test]
async fn two_nodes_rotate_together_and_refuse_nothing() {
    let folder = Folder::new();
    let (one, two) = (
        ring_on(files(&folder.file()), start()).await,
        ring_on(files(&folder.file()), start()).await,
    );
    let first_set = one.jwks();
    let eve = start() + TimeDelta::days(89);

    one.refresh(&OsRandom, eve).await.unwrap();
    two.refresh(&OsRandom, eve + TimeDelta::seconds(3)).await.unwrap();
    let published = two.jwks();
    let handover = start() + TimeDelta::days(90);
    let (old, _) = tokens_of(&two)
        .issue(&subject(), &OsRandom, handover - TimeDelta::seconds(1))
        .unwrap();
    let (new, _) = tokens_of(&one).issue(&subject(), &OsRandom, handover).unwrap();

    assert_ne!(first_set, published);
    assert_eq!(one.jwks(), published);
    for node in [&one, &two] {
        assert!(
            tokens_of(node)
                .verify(&old, handover + TimeDelta::seconds(2))
                .is_ok()
        );
        assert!(
            tokens_of(node)
                .verify(&new, handover + TimeDelta::seconds(2))
                .is_ok()
        );
    }
    one.refresh(&OsRandom, handover + TimeDelta::hours(1))
        .await
        .unwrap();
    two.refresh(&OsRandom, handover + TimeDelta::hours(1))
        .await
        .unwrap();
    assert_eq!(tokens_of(&two).verify(&old, handover), Err(Refusal::Key));
}

async fn revoke_everywhere(store: impl Fn() -> Arc<dyn KeyStore>) {
    let (here, there) = (ring_on(store(), start()).await, ring_on(store(), start()).await);
    let (token, _) = tokens_of(&here).issue(&subject(), &OsRandom, start()).unwrap();
    let alarm = start() + TimeDelta::seconds(1);
    let set: serde_json::Value = serde_json::from_str(&here.jwks().body).unwrap();
    let kid = set["keys"][0]["kid"].as_str().unwrap();

    assert!(here.revoke(kid, &OsRandom, alarm).await.unwrap());
    there.refresh(&OsRandom, alarm).await.unwrap();

    for node in [&here, &there] {
        assert_eq!(tokens_of(node).verify(&token, alarm), Err(Refusal::Key));
        assert!(!node.jwks().body.contains(kid));
    }
    let (next, _) = tokens_of(&there).issue(&subject(), &OsRandom, alarm).unwrap();
    assert!(tokens_of(&here).verify(&next, alarm).is_ok());
    assert!(!here.revoke(kid, &OsRandom, alarm).await.unwrap());
    assert!(!here.revoke("unknown", &OsRandom, alarm).await.unwrap());
}

#[tokio::test]
async fn the_tokens_of_a_revoked_key_file_are_dead_on_every_node() {
    let folder = Folder::new();

    revoke_everywhere(|| files(&folder.file())).await;
}
