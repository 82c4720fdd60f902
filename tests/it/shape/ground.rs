//! Records that are hidden from everybody who is tried, and those who are strangers to them.

use api::kernel::policy::{Action, Grant, grant};
use entity::{membership::Role, value::Kind};
use sea_orm::ConnectionTrait as _;
use tests::{Account, Reply, Server, Visitor};
use uuid::Uuid;

use super::world::World;

/// What is hidden, and those it is hidden from.
pub(super) struct Ground<'a> {
    /// The records that strangers must not see.
    pub(super) hidden: World<'a>,
    /// Those who are tried.
    pub(super) strangers: Vec<Stranger<'a>>,
    /// Records of another client of the same agency.
    pub(super) beside: World<'a>,
    /// Records of another agency.
    pub(super) other: World<'a>,
}

/// Somebody who is a stranger to the hidden records.
#[derive(Clone)]
pub(super) struct Stranger<'a> {
    /// Who, in words.
    pub(super) who: &'static str,
    /// At the door.
    pub(super) visitor: Visitor<'a>,
    /// Whether they are of the agency that the hidden records are of.
    pub(super) is_of_the_agency: bool,
    /// What they are there.
    pub(super) role: Role,
}

impl Stranger<'_> {
    /// Whether a hidden record of this kind is hidden from them: colleagues see what their role sees of the whole agency.
    pub(super) fn is_blind_to(&self, kind: Kind) -> bool {
        !self.is_of_the_agency || grant(self.role, kind, Action::Read) != Grant::Agency
    }
}

impl<'a> Ground<'a> {
    /// Makes all of it.
    pub(super) async fn lay(server: &'a Server) -> Self {
        let hidden = World::found(server).await;
        let beside = hidden.beside();
        let other = World::found(server).await;
        for world in [&hidden, &beside, &other] {
            world.fill().await;
        }
        // People of the hidden client, whom colleagues see as members.
        hidden.colleague(Role::Portal).await;
        beside.entangle(&hidden.id(Kind::Member).await).await;
        let of = |who, account: &Account, is_of_the_agency, role| Stranger {
            who,
            visitor: server.visitor(account),
            is_of_the_agency,
            role,
        };
        let strangers = vec![
            of("another agency's owner", &other.owner, false, Role::Owner),
            of(
                "a portal user of another client",
                &beside.colleague(Role::Portal).await,
                true,
                Role::Portal,
            ),
            of(
                "an account manager of another client",
                &beside.colleague(Role::AccountManager).await,
                true,
                Role::AccountManager,
            ),
            of(
                "a project manager of another project",
                &beside.colleague(Role::ProjectManager).await,
                true,
                Role::ProjectManager,
            ),
            of(
                "a freelancer on nothing",
                &beside.somebody(Role::Freelancer).await,
                true,
                Role::Freelancer,
            ),
        ];
        Self {
            hidden,
            strangers,
            beside,
            other,
        }
    }

    /// What an answer tells a stranger of the hidden records.
    pub(super) async fn told(&self, stranger: &Stranger<'_>, reply: &Reply) -> Vec<String> {
        let text = format!("{} {:?}", reply.data, reply.errors);
        let mut told = vec![];
        for kind in Kind::ALL.iter().filter(|kind| stranger.is_blind_to(**kind)) {
            for secret in [self.hidden.id(*kind).await, self.hidden.mark_of(*kind)] {
                if text.contains(&secret) {
                    told.push(format!("{} {secret}", kind.name()));
                }
            }
        }
        told
    }
}

/// An id of this kind that no record ever had.
pub(super) fn never(server: &Server, kind: Kind) -> String {
    kind.show(server.app.world.uuid())
}

/// How many rows each table has, and what their versions add up to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rows(Vec<(String, i64, i64)>);

/// Tables whose rows come and go whoever asks for what: attempts are counted.
const COUNTERS: &[&str] = &["throttles", "seaql_migrations"];

const TABLES_ON_SQLITE: &str = "SELECT m.name AS name, \
    (SELECT count(*) FROM pragma_table_info(m.name) WHERE name = 'version') AS versions, \
    (SELECT count(*) FROM pragma_table_info(m.name) WHERE name = 'agency_id') AS agencies \
    FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE '%_search%' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1";
const TABLES_ON_POSTGRES: &str = "SELECT t.table_name::text AS name, \
    (SELECT count(*) FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'version') AS versions, \
    (SELECT count(*) FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'agency_id') AS agencies \
    FROM information_schema.tables t WHERE t.table_schema = 'public' ORDER BY 1";

impl Rows {
    /// The rows of an agency, or all there are.
    pub(super) async fn of(server: &Server, agency: Option<Uuid>) -> Self {
        let db = &server.database.db.write;
        let tables = match server.database.kind {
            tests::Kind::Sqlite => TABLES_ON_SQLITE,
            tests::Kind::Postgres => TABLES_ON_POSTGRES,
        };
        let tables = db
            .query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), tables))
            .await;
        let mut parts = vec![];
        for table in tables.expect("the tables") {
            let name: String = table.try_get("", "name").expect("a name");
            let has = |column: &str| table.try_get::<i64>("", column).expect("a number") > 0;
            if COUNTERS.contains(&name.as_str()) || (agency.is_some() && !has("agencies")) {
                continue;
            }
            let versions = if has("versions") {
                "coalesce(sum(version), 0)"
            } else {
                "0"
            };
            let condition = match (agency, server.database.kind) {
                (None, _) => String::new(),
                (Some(agency), tests::Kind::Sqlite) => format!(" WHERE agency_id = x'{}'", agency.simple()),
                (Some(agency), tests::Kind::Postgres) => format!(" WHERE agency_id = '{agency}'"),
            };
            parts.push(format!(
                "SELECT '{name}' AS name, count(*) AS amount, CAST({versions} AS BIGINT) AS versions FROM {name}{condition}"
            ));
        }
        let sql = parts.join(" UNION ALL ");
        let rows = db
            .query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql))
            .await;
        let rows = rows.expect("the rows").into_iter().map(|row| {
            let number = |column: &str| row.try_get::<i64>("", column).expect("a number");
            (
                row.try_get("", "name").expect("a name"),
                number("amount"),
                number("versions"),
            )
        });
        Self(rows.collect())
    }
}
