//! Data in bulk, to measure on: an agency with many clients, in one unit of work.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    agency::{Calendar, Locale},
    membership::{MemberStatus, Role},
    value::{CurrencyCode, Kind, fold, search_text},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};
use uuid::Uuid;

use super::{
    demo::PASSWORD,
    words::{CLIENTS, PEOPLE, PHASES, PROJECTS, TALKS, TASKS},
};
use crate::{
    app::App,
    kernel::{
        error::{Error, Result},
        random::{Random, SeededRandom},
    },
    people::account::{Founding, Maker},
};

/// How much is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
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
    /// The letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Size::Small => "S",
            Size::Medium => "M",
            Size::Large => "L",
        }
    }

    const fn clients(self) -> usize {
        match self {
            Size::Small => 100,
            Size::Medium => 1_000,
            Size::Large => 5_000,
        }
    }
}

/// What was made, by kind of record.
pub type Made = Vec<(Kind, usize)>;

const CONTACTS: usize = 3;
const INTERACTIONS: usize = 10;
const PROJECTS_EACH: usize = 10;
/// Values that one statement binds at most, on both databases.
const BINDS: usize = 30_000;

/// Makes an agency of this size, with its owner `owner@load-S.rapport.test`.
///
/// # Errors
/// When it is there already, or the database fails; then nothing was made.
pub async fn load(app: &App, size: Size, seed: u64) -> Result<Made> {
    let (random, now) = (Arc::new(SeededRandom::new(seed)), app.world.now());
    let password = app
        .door
        .passwords
        .hash(PASSWORD, app.world.random.as_ref())
        .await?;
    let txn = app.world.db.begin_write().await?;
    let maker = Maker {
        connection: &txn,
        random: app.world.random.as_ref(),
        now,
    };
    let agency = maker.agency(Founding {
        name: format!("Load {}", size.letter()),
        base_currency: CurrencyCode::EUR,
        locale: Locale::En,
        time_zone: "Europe/Berlin".to_owned(),
        calendar: Calendar::Gregorian,
    });
    let agency = agency.await?;
    let email = format!("owner@load-{}.rapport.test", size.letter());
    let user = maker.user("Load Owner", &email, Locale::En, Some(password)).await;
    let user = user.map_err(|error| {
        if error.is_unique_violation() {
            Error::internal(format!("{email} is there already"))
        } else {
            error
        }
    })?;
    let owner = maker
        .member(&agency, &user, Role::Owner, MemberStatus::Active)
        .await?;
    let mut bulk = Bulk {
        txn: &txn,
        random,
        now,
        agency: agency.id.uuid(),
        owner: owner.id.uuid(),
        tables: vec![],
    };
    for at in 0..size.clients() {
        bulk.client(at).await?;
    }
    let made = bulk.finish().await?;
    txn.commit().await?;
    app.world.db.write.execute_unprepared("ANALYZE").await?;
    Ok(made)
}

/// Rows of one table on their way.
struct Table {
    kind: Kind,
    columns: &'static str,
    width: usize,
    values: Vec<Value>,
    made: usize,
}

struct Bulk<'t> {
    txn: &'t DatabaseTransaction,
    random: Arc<SeededRandom>,
    now: DateTime<Utc>,
    agency: Uuid,
    owner: Uuid,
    tables: Vec<Table>,
}

fn of<T: Copy + Default>(words: &[T], at: usize) -> T {
    words.get(at % words.len().max(1)).copied().unwrap_or_default()
}

fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

impl Bulk<'_> {
    /// An id of the moment it is said to be made at.
    fn id(&self, at: DateTime<Utc>) -> Uuid {
        let random: &dyn Random = self.random.as_ref();
        random.uuid(at)
    }

    async fn add(&mut self, kind: Kind, columns: &'static str, row: Vec<Value>) -> Result<()> {
        let at = self
            .tables
            .iter()
            .position(|table| table.kind == kind)
            .unwrap_or_else(|| {
                self.tables.push(Table {
                    kind,
                    columns,
                    width: row.len(),
                    values: vec![],
                    made: 0,
                });
                self.tables.len() - 1
            });
        let Some(table) = self.tables.get_mut(at) else {
            return Ok(());
        };
        table.values.extend(row);
        table.made += 1;
        // Rows refer to rows of earlier tables: those have to be there first.
        if table.values.len() + table.width > BINDS {
            for table in &mut self.tables {
                flush(self.txn, table).await?;
            }
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<Made> {
        for table in &mut self.tables {
            flush(self.txn, table).await?;
        }
        Ok(self.tables.iter().map(|table| (table.kind, table.made)).collect())
    }

    async fn client(&mut self, at: usize) -> Result<()> {
        let (word, sector, tier, stage, currency, locale) = of(&CLIENTS, at);
        let (name, tongue) = (format!("{word} {}", at + 1), usize::from(locale == "FA"));
        let made = self.now - TimeDelta::minutes(number(at) * 37);
        let id = self.id(made);
        let search = search_text([name.as_str(), sector]);
        let row = vec![
            id.into(),
            self.agency.into(),
            name.clone().into(),
            fold(&name).into(),
            sector.into(),
            tier.into(),
            stage.into(),
            currency.into(),
            locale.into(),
            serde_json::json!({}).into(),
            1.into(),
            made.into(),
            self.owner.into(),
            made.into(),
            search.into(),
        ];
        let columns = "id, agency_id, name, name_key, sector, tier, stage, currency, locale, custom_fields, version, created_at, created_by, updated_at, search";
        self.add(Kind::Client, columns, row).await?;
        for nth in 0..CONTACTS {
            self.contact(id, at * CONTACTS + nth, tongue, made).await?;
        }
        for nth in 0..INTERACTIONS {
            self.interaction(id, at * INTERACTIONS + nth, tongue).await?;
        }
        for nth in 0..PROJECTS_EACH {
            self.project(id, at * PROJECTS_EACH + nth, tongue, currency)
                .await?;
        }
        Ok(())
    }

    async fn contact(&mut self, client: Uuid, at: usize, tongue: usize, made: DateTime<Utc>) -> Result<()> {
        let name = format!(
            "{} {}",
            PEOPLE.get(tongue).map_or("", |names| of(names, at)),
            at + 1
        );
        let email = format!("contact{}@load.test", at + 1);
        let search = search_text([name.as_str(), email.as_str()]);
        let row = vec![
            self.id(made).into(),
            self.agency.into(),
            client.into(),
            name.clone().into(),
            fold(&name).into(),
            email.into(),
            of(&["SIGNER", "CHAMPION", "USER", "PAYER"], at).into(),
            of(&["EN", "FA"], tongue).into(),
            false.into(),
            false.into(),
            false.into(),
            serde_json::json!({}).into(),
            1.into(),
            made.into(),
            made.into(),
            search.into(),
        ];
        let columns = "id, agency_id, client_id, name, name_key, email, decision_role, locale, consent_survey, consent_marketing, \
                       consent_publish_comments, custom_fields, version, created_at, updated_at, search";
        self.add(Kind::Contact, columns, row).await
    }

    async fn interaction(&mut self, client: Uuid, at: usize, tongue: usize) -> Result<()> {
        let when = self.now - TimeDelta::hours(number(at % 9_000));
        let summary = TALKS.get(tongue).map_or("", |talks| of(talks, at));
        let row = vec![
            self.id(when).into(),
            self.agency.into(),
            client.into(),
            when.into(),
            i32::try_from(15 + at % 60).unwrap_or(15).into(),
            of(&["CALL", "MEETING", "EMAIL", "CHAT", "VISIT"], at).into(),
            of(&["IN", "OUT"], at).into(),
            of(
                &[
                    "REPRESENTATIVE",
                    "SALESPERSON",
                    "CUSTOMER_SERVICE",
                    "EXPERT",
                    "FINANCIAL_ADVISER",
                ],
                at,
            )
            .into(),
            summary.into(),
            of(&["INTERNAL", "SHARED"], at).into(),
            serde_json::json!({}).into(),
            1.into(),
            when.into(),
            when.into(),
            search_text([summary]).into(),
        ];
        let columns = "id, agency_id, client_id, at, minutes, channel, direction, hat, summary, visibility, custom_fields, version, created_at, \
                       updated_at, search";
        self.add(Kind::Interaction, columns, row).await
    }

    async fn project(&mut self, client: Uuid, at: usize, tongue: usize, currency: &str) -> Result<()> {
        let made = self.now - TimeDelta::minutes(number(at) * 7);
        let (id, begins) = (self.id(made), made.date_naive());
        let name = format!(
            "{} {}",
            PROJECTS.get(tongue).map_or("", |names| of(names, at)),
            at + 1
        );
        let code = format!("L-{:06}", at + 1);
        let search = search_text([name.as_str(), code.as_str()]);
        let status = of(&["ACTIVE", "PLANNED", "ON_HOLD", "DELIVERED", "CLOSED"], at / 3);
        let row = vec![
            id.into(),
            self.agency.into(),
            client.into(),
            code.into(),
            name.clone().into(),
            fold(&name).into(),
            status.into(),
            of(&["GREEN", "AMBER", "RED"], at).into(),
            currency.into(),
            of(&["INTERNAL", "SHARED"], at).into(),
            begins.into(),
            (begins + TimeDelta::days(90)).into(),
            serde_json::json!({}).into(),
            1.into(),
            made.into(),
            made.into(),
            search.into(),
        ];
        let columns = "id, agency_id, client_id, code, name, name_key, status, rag, currency, visibility, starts_on, ends_on, custom_fields, version, \
                       created_at, updated_at, search";
        self.add(Kind::Project, columns, row).await?;
        for nth in 0..3 {
            self.phase(id, at, nth, tongue, made).await?;
        }
        Ok(())
    }

    async fn phase(
        &mut self,
        project: Uuid,
        at: usize,
        nth: usize,
        tongue: usize,
        made: DateTime<Utc>,
    ) -> Result<()> {
        let (id, name) = (
            self.id(made),
            PHASES.get(tongue).map_or("", |names| of(names, nth)),
        );
        let position = i32::try_from(nth + 1).unwrap_or(1);
        let row = vec![
            id.into(),
            self.agency.into(),
            project.into(),
            position.into(),
            name.into(),
            fold(name).into(),
            of(&["ACTIVE", "PLANNED", "DONE"], nth).into(),
            "TASK_COUNT".into(),
            1.into(),
            1.into(),
            made.into(),
            made.into(),
        ];
        let columns = "id, agency_id, project_id, position, name, name_key, status, percent_complete_method, weight, version, created_at, updated_at";
        self.add(Kind::Phase, columns, row).await?;
        let due = made.date_naive() + TimeDelta::days(30 * number(nth + 1));
        let row = vec![
            self.id(made).into(),
            self.agency.into(),
            project.into(),
            id.into(),
            name.into(),
            fold(name).into(),
            "PLANNED".into(),
            due.into(),
            due.into(),
            0.into(),
            1.into(),
            made.into(),
            made.into(),
        ];
        let columns = "id, agency_id, project_id, phase_id, name, name_key, status, committed_on, forecast_on, weight_bps, version, created_at, updated_at";
        self.add(Kind::Milestone, columns, row).await?;
        for task in 0..2 {
            let name = TASKS.get(tongue).map_or("", |names| of(names, nth * 2 + task));
            let row = vec![
                self.id(made).into(),
                self.agency.into(),
                project.into(),
                id.into(),
                name.into(),
                fold(name).into(),
                of(&["TODO", "DOING", "BLOCKED"], at + task).into(),
                i32::try_from(60 + at % 600).unwrap_or(60).into(),
                0.into(),
                due.into(),
                of(&["NORMAL", "HIGH", "LOW"], at).into(),
                "INTERNAL".into(),
                i32::try_from(nth * 2 + task).unwrap_or(0).into(),
                serde_json::json!({}).into(),
                1.into(),
                made.into(),
                made.into(),
                search_text([name]).into(),
            ];
            let columns = "id, agency_id, project_id, phase_id, name, name_key, status, estimate_minutes, percent_bps, due_on, priority, visibility, \
                           position, custom_fields, version, created_at, updated_at, search";
            self.add(Kind::Task, columns, row).await?;
        }
        Ok(())
    }
}

async fn flush(txn: &DatabaseTransaction, table: &mut Table) -> Result<()> {
    if table.values.is_empty() {
        return Ok(());
    }
    let rows = table.values.len() / table.width;
    let row = |at: usize| {
        let binds: Vec<_> = (1..=table.width)
            .map(|column| format!("${}", at * table.width + column))
            .collect();
        format!("({})", binds.join(","))
    };
    let all: Vec<_> = (0..rows).map(row).collect();
    let sql = format!(
        "INSERT INTO {} ({}) VALUES {}",
        table.kind.table(),
        table.columns,
        all.join(",")
    );
    let values = std::mem::take(&mut table.values);
    txn.execute_raw(Statement::from_sql_and_values(
        txn.get_database_backend(),
        sql,
        values,
    ))
    .await?;
    Ok(())
}
