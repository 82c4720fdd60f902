//! Data in bulk, to measure on: an agency with many clients, made in one unit of work and without a history.

mod books;
mod chance;
mod client;
mod project;
mod rows;
mod words;

use std::{fmt, sync::Arc};

use chrono::{DateTime, NaiveTime, Utc};
use clap::ValueEnum;
use entity::{
    agency::{self, Calendar, Locale},
    membership::{self, MemberStatus, Role},
    number_series,
    value::{CurrencyCode, Id},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use thiserror::Error;

use super::{PASSWORD, user_of};
use crate::{
    app::App,
    kernel::{
        actor::Actor,
        clock::StillClock,
        error::{Error, Result},
        random::SeededRandom,
        tx::Tx,
        world::{Caller, World},
    },
    people::{
        account::{Founding, Maker},
        credentials::password::StoredPassword,
    },
};
use chance::Chance;
pub use rows::Made;
use rows::Rows;

/// How much is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// 100 clients, 1 000 projects.
    #[value(name = "S")]
    Small,
    /// 1 000 clients, 10 000 projects.
    #[value(name = "M")]
    Medium,
    /// 5 000 clients, 50 000 projects.
    #[value(name = "L")]
    Large,
}

impl Size {
    const fn clients(self) -> usize {
        match self {
            Size::Small => 100,
            Size::Medium => 1_000,
            Size::Large => 5_000,
        }
    }

    /// The address that the owner signs in with.
    #[must_use]
    pub fn owner(self) -> String {
        self.email("owner")
    }

    fn email(self, account: &str) -> String {
        format!("{account}@load-{}.rapport.test", self.to_string().to_lowercase())
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Size::Small => "S",
            Size::Medium => "M",
            Size::Large => "L",
        })
    }
}

/// Why nothing was made.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The agency is there already.
    #[error("{0} is there already: take another size, or another database")]
    There(String),
    /// A rule or the database refused.
    #[error("the data could not be made: {0:?}")]
    Failed(Error),
}

impl<E: Into<Error>> From<E> for LoadError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// The agency's people: what of their address stands before the `@`, and their role.
const STAFF: [(&str, Role); 13] = [
    ("owner", Role::Owner),
    ("account1", Role::AccountManager),
    ("account2", Role::AccountManager),
    ("account3", Role::AccountManager),
    ("project1", Role::ProjectManager),
    ("project2", Role::ProjectManager),
    ("project3", Role::ProjectManager),
    ("specialist1", Role::Specialist),
    ("specialist2", Role::Specialist),
    ("specialist3", Role::Specialist),
    ("specialist4", Role::Specialist),
    ("freelancer1", Role::Freelancer),
    ("freelancer2", Role::Freelancer),
];

/// Clients whose rows are written together: few enough that no statement binds more values than SQLite takes.
const TOGETHER: usize = 10;
/// Clients after which the database learns what it holds: what it planned for empty tables would look at every row of them.
const LEARNT_FROM: usize = 100;
/// Projects of each client.
const PROJECTS: usize = 10;

/// What the rows are drawn from.
struct Story {
    chance: Chance,
    clients: usize,
    /// Entries of time for each project.
    entries: i32,
    staff: Staff,
    now: DateTime<Utc>,
}

/// Who does what, by role.
struct Staff(Vec<membership::Model>);

impl Staff {
    /// One of those in a role, in turn.
    fn one(&self, role: Role, at: usize) -> Option<Id<membership::Entity>> {
        let of_role: Vec<_> = self.0.iter().filter(|member| member.role == role).collect();
        of_role.get(at % of_role.len().max(1)).map(|member| member.id)
    }
}

/// What is made.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// How much.
    pub size: Size,
    /// The same number gives the same data.
    pub seed: u64,
    /// Entries of time for each project, with a contract, a budget and what was bought; none of it when there are to be none.
    pub entries: i32,
}

/// Makes an agency. On the same day, the same seed makes the same.
///
/// # Errors
/// When it is there already, or the database fails; then nothing was made.
pub async fn load(app: &App, load: Load) -> Result<Made, LoadError> {
    let Load { size, seed, .. } = load;
    let owner = size.owner();
    if user_of(app, &owner).await?.is_some() {
        return Err(LoadError::There(owner));
    }
    let password = app
        .door
        .passwords
        .hash(PASSWORD, app.world.random.as_ref())
        .await
        .map_err(Error::from)?;
    let caller = caller(app, size, seed);
    let made = Box::pin(fill(&caller, load, password)).await?;
    app.world.db.write.execute_unprepared("ANALYZE").await?;
    Ok(made)
}

/// The world as the seed has it: it is the beginning of the day, and chance repeats itself.
fn caller(app: &App, size: Size, seed: u64) -> Arc<Caller> {
    let day = app.world.now().date_naive().and_time(NaiveTime::MIN).and_utc();
    // Agencies of all sizes fit into one database: none may have the ids of another.
    let chance = u64::try_from(size.clients()).unwrap_or(0).rotate_left(32);
    let (clock, random) = (StillClock::at(day), SeededRandom::new(seed ^ chance));
    let world = World::new(app.world.db.clone(), Arc::new(clock), Arc::new(random));
    Arc::new(Caller::new(Arc::new(world), None, "seed".to_owned()))
}

async fn fill(caller: &Arc<Caller>, load: Load, password: StoredPassword) -> Result<Made> {
    let size = load.size;
    let txn = caller.world.db.begin_write().await?;
    let maker = Maker {
        connection: &txn,
        random: caller.world.random.as_ref(),
        now: caller.world.now(),
    };
    let agency = maker.agency(Founding {
        name: format!("Load {size}"),
        base_currency: CurrencyCode::EUR,
        locale: Locale::En,
        time_zone: "Europe/Berlin".to_owned(),
        calendar: Calendar::Gregorian,
    });
    let agency = agency.await?;
    let staff = staff(&maker, &agency, size, password).await?;
    let tx = Tx::over(txn, caller.clone(), Actor::system(&agency));
    let mut rows = Rows::default();
    let story = Story {
        chance: Chance::of(caller.world.random.clone()),
        clients: size.clients(),
        entries: load.entries,
        staff,
        now: caller.world.now(),
    };
    if load.entries > 0 {
        story.agency_books(&mut rows)?;
    }
    for at in 0..size.clients() {
        story.client(&mut rows, at);
        if (at + 1) % TOGETHER == 0 {
            rows.write(&tx).await?;
        }
        if at + 1 == LEARNT_FROM {
            tx.connection().await?.execute_unprepared("ANALYZE").await?;
        }
    }
    let made = rows.finish(&tx).await?;
    // The next project that somebody plans goes on counting, and the next contract.
    let counted = ["project", "contract"]
        .into_iter()
        .filter(|series| *series == "project" || load.entries > 0);
    let series = counted.map(|series| number_series::ActiveModel {
        series: Set(series.to_owned()),
        last_number: Set(i64::try_from(size.clients() * PROJECTS).unwrap_or(i64::MAX)),
        ..Default::default()
    });
    tx.insert_all(series.collect()).await?;
    tx.commit().await?;
    Ok(made)
}

async fn staff<C: ConnectionTrait>(
    maker: &Maker<'_, C>,
    agency: &agency::Model,
    size: Size,
    password: StoredPassword,
) -> Result<Staff> {
    let mut staff = vec![];
    for (account, role) in STAFF {
        let (name, email) = (words::member(staff.len()), size.email(account));
        let user = maker.user(&name, &email, Locale::En, Some(password.clone()));
        let user = user.await?;
        staff.push(maker.member(agency, &user, role, MemberStatus::Active).await?);
    }
    Ok(Staff(staff))
}
