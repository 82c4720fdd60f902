use std::sync::Arc;

use entity::secret::Secret;

use crate::{
    kernel::random::OsRandom,
    people::credentials::{
        error::CredentialError,
        password::{Cost, Passwords, Pepper, StoredPassword, Verdict},
    },
};

const CHEAP: Cost = Cost {
    memory: 64,
    passes: 1,
    lanes: 1,
};

fn passwords(cost: Cost, peppers: &[&str]) -> Passwords {
    let peppers = peppers.iter().map(|id| Pepper::new(*id, id.as_bytes())).collect();
    Passwords::new(cost, peppers, &OsRandom).unwrap()
}

#[tokio::test]
async fn a_password_is_right_only_as_it_was_set() {
    let passwords = passwords(CHEAP, &[]);

    let stored = passwords.hash("صبح بخیر همسایه", &OsRandom).await.unwrap();

    assert_eq!(
        passwords.verify("صبح بخیر همسایه", Some(&stored)).await.unwrap(),
        Verdict::Right
    );
    assert_eq!(
        passwords.verify("صبح بخیر همسایه ", Some(&stored)).await.unwrap(),
        Verdict::Wrong
    );
    assert_eq!(passwords.verify("", Some(&stored)).await.unwrap(), Verdict::Wrong);
}

#[tokio::test]
async fn the_default_cost_stands_in_the_hash() {
    let stored = passwords(Cost::default(), &[])
        .hash("correct horse battery", &OsRandom)
        .await
        .unwrap();

    assert!(stored.phc.reveal().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[tokio::test]
async fn two_hashes_of_one_password_differ() {
    let passwords = passwords(CHEAP, &[]);

    let first = passwords.hash("correct horse battery", &OsRandom).await.unwrap();
    let second = passwords.hash("correct horse battery", &OsRandom).await.unwrap();

    assert_ne!(first, second);
}

#[tokio::test]
async fn a_cheaper_hash_is_recognised_and_outdated() {
    let stored = passwords(CHEAP, &[])
        .hash("correct horse battery", &OsRandom)
        .await
        .unwrap();
    let dearer = passwords(Cost { memory: 128, ..CHEAP }, &[]);

    let verdict = dearer
        .verify("correct horse battery", Some(&stored))
        .await
        .unwrap();

    assert_eq!(verdict, Verdict::Outdated);
}

#[tokio::test]
async fn without_its_pepper_a_hash_is_worth_nothing() {
    let stored = passwords(CHEAP, &["old"])
        .hash("correct horse battery", &OsRandom)
        .await
        .unwrap();

    let both = passwords(CHEAP, &["new", "old"])
        .verify("correct horse battery", Some(&stored))
        .await
        .unwrap();
    let gone = passwords(CHEAP, &["new"])
        .verify("correct horse battery", Some(&stored))
        .await
        .unwrap();
    let none = passwords(CHEAP, &[])
        .verify("correct horse battery", Some(&stored))
        .await
        .unwrap();

    assert_eq!(
        (both, gone, none),
        (Verdict::Outdated, Verdict::Wrong, Verdict::Wrong)
    );
}

#[tokio::test]
async fn nobody_has_no_password_that_is_right() {
    let passwords = passwords(CHEAP, &["one"]);

    assert_eq!(
        passwords.verify("correct horse battery", None).await.unwrap(),
        Verdict::Wrong
    );
}

#[tokio::test]
async fn a_damaged_hash_is_an_error_and_not_a_match() {
    let passwords = passwords(CHEAP, &[]);
    let damaged = StoredPassword {
        phc: Secret::new("$argon2id$v=19$m=64"),
        pepper: None,
    };

    assert!(matches!(
        passwords.verify("x", Some(&damaged)).await,
        Err(CredentialError::Damaged(_))
    ));
}

#[tokio::test(start_paused = true)]
async fn who_finds_no_free_core_within_two_seconds_is_sent_away() {
    let passwords = passwords(CHEAP, &[]);
    let cores = u32::try_from(passwords.turns.available_permits()).unwrap();
    let _all = Arc::clone(&passwords.turns)
        .acquire_many_owned(cores)
        .await
        .unwrap();

    let outcome = passwords.verify("correct horse battery", None).await;

    assert!(matches!(outcome, Err(CredentialError::Busy)));
}

#[tokio::test]
async fn an_unknown_account_costs_as_much_as_a_known_one() {
    let passwords = passwords(Cost::default(), &["one"]);

    let stored = passwords.hash("correct horse battery", &OsRandom).await.unwrap();

    // The same work to the last byte: algorithm, cost, lengths of salt and hash, pepper.
    let shape = |stored: &StoredPassword| {
        let text = stored.phc.reveal();
        let parts: Vec<&str> = text.split('$').collect();
        (
            parts[..4].join("$"),
            parts[4].len(),
            parts[5].len(),
            stored.pepper.clone(),
        )
    };
    assert_eq!(shape(&passwords.decoy), shape(&stored));
}
