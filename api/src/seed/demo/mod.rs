//! The demo agency. It is made in one unit of work: after a crash nothing of it is there, and the next start makes it.

mod bookings;
mod budgets;
mod client;
mod contracts;
mod freelancers;
mod pipeline;
mod plan;
mod proposals;
mod rates;
mod receipts;
mod relationship;
mod story;

use std::sync::Arc;

use entity::{
    agency::{Calendar, Locale},
    membership::{MemberStatus, Role},
    value::CurrencyCode,
};

pub use proposals::link_path;

use super::{PASSWORD, user_of, words::CLIENTS};
use crate::{
    app::App,
    kernel::{actor::Actor, error::Result, tx::Tx, world::Caller},
    people::{
        account::{Founding, Maker},
        credentials::password::StoredPassword,
    },
};
use story::Story;

/// The demo accounts: the part of the address before `@demo.rapport.test`, the name, the role.
pub const ACCOUNTS: [(&str, &str, Role); 9] = [
    ("owner", "Olivia Berg", Role::Owner),
    ("manager", "Mehran Azadi", Role::Manager),
    ("account", "Anna Keller", Role::AccountManager),
    ("project", "Parsa Nikan", Role::ProjectManager),
    ("specialist", "Sofia Marin", Role::Specialist),
    ("finance", "Farid Rahimi", Role::Finance),
    ("freelancer", "Finn Larsen", Role::Freelancer),
    ("viewer", "Vera Novak", Role::Viewer),
    ("portal", "Maya Lindqvist", Role::Portal),
];

/// Makes the demo agencies that are not there yet. Whether it made one.
///
/// # Errors
/// When the database fails; then what it began is undone.
pub async fn fill(app: &App) -> Result<bool> {
    let caller = Arc::new(app.caller(None, "demo".to_owned()));
    let mut made = false;
    for demo in [Demo::OTHER, Demo::MAIN] {
        let owner = format!("owner@{}.rapport.test", demo.host);
        if user_of(app, &owner).await?.is_none() {
            let password = app
                .door
                .passwords
                .hash(PASSWORD, app.world.random.as_ref())
                .await?;
            Box::pin(demo.make(&caller, password)).await?;
            made = true;
        }
    }
    Ok(made)
}

/// One agency of the demo.
#[derive(Clone, Copy)]
struct Demo {
    host: &'static str,
    name: &'static str,
    accounts: usize,
    clients: usize,
}

impl Demo {
    const MAIN: Self = Self {
        host: "demo",
        name: "Studio Nord",
        accounts: ACCOUNTS.len(),
        clients: CLIENTS.len(),
    };
    const OTHER: Self = Self {
        host: "other",
        name: "Another Agency",
        accounts: 1,
        clients: 3,
    };

    async fn make(self, caller: &Arc<Caller>, password: StoredPassword) -> Result<()> {
        let txn = caller.world.db.begin_write().await?;
        let maker = Maker {
            connection: &txn,
            random: caller.world.random.as_ref(),
            now: caller.world.now(),
        };
        let agency = maker.agency(Founding {
            name: self.name.to_owned(),
            base_currency: CurrencyCode::EUR,
            locale: Locale::En,
            time_zone: "Europe/Berlin".to_owned(),
            calendar: Calendar::Gregorian,
        });
        let agency = agency.await?;
        let mut members = vec![];
        for (account, name, role) in ACCOUNTS.into_iter().take(self.accounts) {
            let email = format!("{account}@{}.rapport.test", self.host);
            let user = maker
                .user(name, &email, Locale::En, Some(password.clone()))
                .await?;
            members.push(
                maker
                    .member(&agency, &user, role, MemberStatus::Active)
                    .await?
                    .id
                    .to_string(),
            );
        }
        let tx = Tx::over(txn, caller.clone(), Actor::system(&agency));
        let mut story = Story {
            tx: &tx,
            members,
            talks: 0,
            tasks: 0,
            projects: 0,
        };
        story.custom_fields().await?;
        story.rates().await?;
        for at in 0..self.clients {
            story.client(at).await?;
        }
        story.bookings().await?;
        story.proposals().await?;
        story.contracts().await?;
        tx.commit().await
    }
}
