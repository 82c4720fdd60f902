use std::net::{IpAddr, Ipv4Addr};

use api::{
    kernel::random::OsRandom,
    people::credentials::throttle::{Action, Admission, Place, Throttle, limits::Limits},
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseConnection;
use tests::{Database, Given, Kind, both};

use super::start;

const SARA: &str = "Sara@Example.com";

fn place(number: u32) -> Place {
    IpAddr::V4(Ipv4Addr::from_bits(0xC000_0200 + number)).into()
}

fn seconds(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

async fn guess_at(
    node: &Throttle,
    database: &DatabaseConnection,
    account: &str,
    place: Place,
    now: DateTime<Utc>,
) -> Option<TimeDelta> {
    match node
        .admit(database, Action::SignIn, Some(account), place, now)
        .await
        .unwrap()
    {
        Admission::Wait(wait) => Some(wait),
        Admission::Go(attempt) => {
            attempt.failed(database, &OsRandom, now).await.unwrap();
            None
        }
    }
}

/// A host with its counters.
struct Host {
    throttle: Throttle,
    database: Database,
}

impl Given for Host {
    async fn given(kind: Kind) -> Result<Self, &'static str> {
        let database = Database::open(kind).await?;
        Ok(Self {
            throttle: Throttle::new(Limits::default()),
            database,
        })
    }
}

impl Host {
    fn database(&self) -> &DatabaseConnection {
        &self.database.db.write
    }

    async fn admit(&self, action: Action, account: &str, place: Place, now: DateTime<Utc>) -> Admission<'_> {
        self.throttle
            .admit(self.database(), action, Some(account), place, now)
            .await
            .unwrap()
    }

    /// A wrong password. The wait, when it was not even looked at.
    async fn guess(&self, account: &str, place: Place, now: DateTime<Utc>) -> Option<TimeDelta> {
        guess_at(&self.throttle, self.database(), account, place, now).await
    }

    /// The right password. Whether it was looked at.
    async fn sign_in(&self, account: &str, place: Place, now: DateTime<Utc>) -> bool {
        match self.admit(Action::SignIn, account, place, now).await {
            Admission::Wait(_) => false,
            Admission::Go(attempt) => {
                attempt.succeeded(self.database(), &OsRandom, now).await.unwrap();
                true
            }
        }
    }

    /// How many guesses of one a second are looked at, each from the next of so many places.
    async fn guesses(&self, places: u32, from: i64, to: i64) -> usize {
        let mut looked_at = 0;
        for second in from..to {
            let number = u32::try_from(second).unwrap() % places;
            looked_at += usize::from(self.guess(SARA, place(number), seconds(second)).await.is_none());
        }
        looked_at
    }
}

both! {
    async fn after_five_failures_from_one_place_waits_double(host: Host) {

        for _ in 0..5 {
            assert_eq!(host.guess(SARA, place(1), seconds(0)).await, None);
        }
        assert_eq!(
            host.guess(SARA, place(1), seconds(0)).await,
            Some(TimeDelta::seconds(1))
        );
        assert_eq!(
            host.guess("sara@example.com ", place(1), seconds(0)).await,
            Some(TimeDelta::seconds(1))
        );
    }

    async fn one_account_receives_ten_guesses_a_minute_from_any_number_of_places(host: Host) {
        let mut looked_at = 0;

        for number in 0..120 {
            looked_at += usize::from(
                host.guess(SARA, place(number), seconds(i64::from(number) / 2))
                    .await
                    .is_none(),
            );
        }

        assert!((5..=10).contains(&looked_at), "{looked_at}");
    }

    async fn one_account_receives_a_hundred_guesses_a_day_from_any_number_of_places(host: Host) {
        let mut looked_at = 0;

        for round in 0..480_u32 {
            let now = seconds(i64::from(round) * 180);
            looked_at += usize::from(host.guess(SARA, place(round), now).await.is_none());
        }

        assert!((80..=100).contains(&looked_at), "{looked_at}");
    }

    async fn the_owner_gets_in_from_where_they_are_known_however_many_guess(host: Host) {
        assert!(host.sign_in(SARA, place(1), seconds(0)).await);
        host.guesses(200, 10, 400).await;

        assert!(host.guess(SARA, place(999), seconds(400)).await.is_some());
        assert!(host.sign_in(SARA, place(1), seconds(400)).await);
    }

    async fn a_place_is_known_for_ninety_days(host: Host) {
        let later = TimeDelta::days(91).num_seconds();
        host.sign_in(SARA, place(1), seconds(0)).await;
        for number in 100..120 {
            host.guess(SARA, place(number), seconds(later)).await;
        }

        assert!(!host.sign_in(SARA, place(1), seconds(later)).await);
    }

    async fn a_success_ends_the_waits_of_its_place(host: Host) {
        for _ in 0..4 {
            host.guess(SARA, place(1), seconds(0)).await;
        }

        assert!(host.sign_in(SARA, place(1), seconds(0)).await);

        for _ in 0..5 {
            assert_eq!(host.guess(SARA, place(1), seconds(60)).await, None);
        }
    }

    async fn a_new_password_by_mail_opens_the_account_again(host: Host) {
        host.guesses(1, 0, 300).await;
        assert!(!host.sign_in(SARA, place(0), seconds(300)).await);

        host.throttle.clear(host.database(), SARA, place(0)).await.unwrap();

        assert!(host.sign_in(SARA, place(0), seconds(300)).await);
    }

    async fn one_place_has_fifty_failures_a_minute_at_all_accounts(host: Host) {
        let mut looked_at = 0;

        for number in 0..240 {
            let account = format!("person{number}@example.com");
            looked_at += usize::from(
                host.guess(&account, place(1), seconds(number / 4))
                    .await
                    .is_none(),
            );
        }

        assert!((25..=50).contains(&looked_at), "{looked_at}");
    }

    async fn unknown_accounts_are_slowed_down_like_known_ones(host: Host) {

        let waits = |account: &'static str, place: Place| {
            let host = &host;
            async move {
                let mut waits = Vec::new();
                for second in 0..20 {
                    waits.push(host.guess(account, place, seconds(second)).await);
                }
                waits
            }
        };

        assert_eq!(
            waits(SARA, place(1)).await,
            waits("nobody@example.com", place(2)).await
        );
    }

    async fn guesses_that_come_all_at_once_are_counted_one_by_one(host: Host) {

        let guesses = (0..40).map(|_| host.guess(SARA, place(1), seconds(0)));
        let waits = futures_util::future::join_all(guesses).await;

        assert_eq!(waits.into_iter().filter(Option::is_none).count(), 5);
    }

    async fn right_passwords_that_come_all_at_once_are_all_let_in(host: Host) {

        let visits = (0..40).map(|_| host.sign_in(SARA, place(1), seconds(0)));
        let outcomes = futures_util::future::join_all(visits).await;

        assert!(outcomes.into_iter().all(|is_in| is_in));
    }

    async fn nodes_count_together(host: Host) {
        let nodes = [(); 3].map(|()| Throttle::new(Limits::default()));
        let guess = |node| guess_at(node, host.database(), SARA, place(1), seconds(0));

        let guesses = nodes.iter().flat_map(|node| (0..8).map(move |_| guess(node)));
        let waits = futures_util::future::join_all(guesses).await;

        // A node that is just checking a password does not see what another one checks at the same moment.
        let looked_at = waits.into_iter().filter(Option::is_none).count();
        assert!((5..=7).contains(&looked_at), "{looked_at}");
        assert!(guess(&nodes[0]).await.is_some());
    }

    async fn an_address_is_sent_few_mails_on_demand(host: Host) {
        let mut sent = 0;

        for number in 0..100 {
            if let Admission::Go(attempt) = host
                .admit(Action::MailOnDemand, SARA, place(number), seconds(0))
                .await
            {
                attempt
                    .failed(host.database(), &OsRandom, seconds(0))
                    .await
                    .unwrap();
                sent += 1;
            }
        }

        assert_eq!(sent, 5);
    }

    async fn tokens_are_counted_by_place_alone(host: Host) {
        let mut looked_at = 0;

        for _ in 0..100 {
            let admission = host
                .throttle
                .admit(host.database(), Action::Token, None, place(1), seconds(0))
                .await
                .unwrap();
            if let Admission::Go(attempt) = admission {
                attempt
                    .failed(host.database(), &OsRandom, seconds(0))
                    .await
                    .unwrap();
                looked_at += 1;
            }
        }

        assert_eq!(looked_at, 25);
    }

    async fn what_is_long_past_is_forgotten(host: Host) {
        host.sign_in("known@example.com", place(2), seconds(0)).await;
        host.guess(SARA, place(1), seconds(0)).await;

        assert_eq!(
            host.throttle
                .purge(host.database(), start() + TimeDelta::days(1))
                .await
                .unwrap(),
            0
        );
        assert_eq!(
            host.throttle
                .purge(host.database(), start() + TimeDelta::days(3))
                .await
                .unwrap(),
            4
        );
        assert_eq!(
            host.throttle
                .purge(host.database(), start() + TimeDelta::days(91))
                .await
                .unwrap(),
            1
        );
    }
}

#[test]
fn a_place_is_one_address_or_one_network() {
    let place = |text: &str| Place::from(text.parse::<IpAddr>().unwrap());

    assert_eq!(place("192.0.2.7"), place("::ffff:192.0.2.7"));
    assert_ne!(place("192.0.2.7"), place("192.0.2.8"));
    assert_eq!(
        place("2001:db8:1:2::1"),
        place("2001:db8:1:2:ffff:ffff:ffff:ffff")
    );
    assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
}
