//! The steps lead to the tables that the entities say there are, and back.

use std::collections::{BTreeMap, BTreeSet};

use api::kernel::migrate;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ColumnTrait, ColumnType, EntityName, EntityTrait, IdenStatic, Iterable};
use tests::{Bare, Database, Kind, both};

use super::tables::{Holds, get, rows, tables};

/// A column: its name, what it holds, and whether it may hold nothing.
type Column = (String, Holds, bool);

/// The columns of entities, by table.
macro_rules! entities {
    ($($entity:ident)+) => {{
        let mut tables = BTreeMap::new();
        $(tables.insert(entity::$entity::Entity.table_name().to_owned(), columns_of::<entity::$entity::Entity>());)+
        tables
    }};
}

/// Tables that are no entities: the migrations keep their names there.
const OF_THE_TOOLS: &[&str] = &["seaql_migrations"];

both! {
    async fn the_steps_lead_up_and_down_and_up_to_the_same(database: Bare) {
        let before = picture(&database).await;

        migrate::up(&database.db).await.expect("up");
        let up = picture(&database).await;
        migrate::down(&database.db, u32::MAX).await.expect("down");
        let down = picture(&database).await;
        migrate::up(&database.db).await.expect("up again");

        let own: Vec<_> = down.iter().filter(|line| !OF_THE_TOOLS.iter().any(|table| line.contains(table))).collect();
        assert_eq!(own, before.iter().collect::<Vec<_>>());
        assert_eq!(picture(&database).await, up);
        assert!(up.len() > 200, "{up:#?}");
    }

    async fn each_step_is_undone_by_its_own_way_down(database: Bare) {
        let db = &database.db;
        let mut pictures = vec![];
        for _ in Migrator::migrations() {
            Migrator::up(&db.write, Some(1)).await.expect("a step up");
            pictures.push(picture(&database).await);
        }

        while let Some(after) = pictures.pop() {
            assert_eq!(picture(&database).await, after);
            migrate::down(db, 1).await.expect("a step down");
        }
    }

    async fn the_tables_are_the_entities(database: Database) {
        let tables = tables(&database).await;

        let mut found: BTreeMap<String, Vec<Column>> = BTreeMap::new();
        for (name, table) in tables.into_iter().filter(|(name, _)| !OF_THE_TOOLS.contains(&name.as_str())) {
            // On SQLite a searched table has a number for each row, by which its index of words knows it.
            let columns = table.columns.into_iter().filter(|column| column.name != "search_row");
            let columns = columns.map(|column| (column.name, column.holds, column.is_null));
            found.insert(name, sorted(columns));
        }

        let (found, said) = (lines(&found), lines(&entities()));
        let unsaid: Vec<_> = found.difference(&said).collect();
        let missing: Vec<_> = said.difference(&found).collect();
        assert!(found.len() > 500, "only {} columns", found.len());
        assert!(unsaid.is_empty(), "in tables and in no entity: {unsaid:#?}");
        assert!(missing.is_empty(), "in entities and in no table: {missing:#?}");
    }
}

fn entities() -> BTreeMap<String, Vec<Column>> {
    entities! {
        acceptance account_assignment accounting_period agency baseline baseline_row billing_plan_item budget
        budget_alert budget_line budget_move budget_period budget_version client commitment contact contract
        contract_amendment contract_phase cost_entry cost_rate cost_rollup custom_field custom_value engagement estimate
        estimate_line event expense external_id file file_chunk freelancer_bill freelancer_bill_line fx_rate idempotency_key interaction interaction_contact
        interaction_member mail membership milestone need need_interaction number_series one_time_token
        opportunity opportunity_need option_group overhead_period overrun_decision phase project project_member
        project_total promise proposal proposal_line proposal_phase proposal_recipient proposal_version
        proposal_view rate rate_card rate_card_version refresh_token signing_key stage task task_assignee
        task_dependency tax_code throttle time_entry timer user user_session work_role
    }
}

/// The columns of all tables, a line each.
fn lines(tables: &BTreeMap<String, Vec<Column>>) -> BTreeSet<String> {
    let lines = tables.iter().flat_map(|(table, columns)| {
        columns.iter().map(move |(name, holds, is_null)| {
            format!(
                "{table}.{name}: {holds:?}{}",
                if *is_null { " or nothing" } else { "" }
            )
        })
    });
    lines.collect()
}

fn columns_of<E: EntityTrait>() -> Vec<Column> {
    sorted(E::Column::iter().map(|column| {
        let definition = column.def();
        let holds = match definition.get_column_type() {
            ColumnType::Uuid => Holds::Uuid,
            ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text => Holds::Text,
            ColumnType::Integer => Holds::Int,
            ColumnType::BigInteger => Holds::BigInt,
            ColumnType::Boolean => Holds::Bool,
            ColumnType::Date => Holds::Date,
            ColumnType::TimestampWithTimeZone => Holds::Instant,
            ColumnType::JsonBinary => Holds::Json,
            ColumnType::VarBinary(_) | ColumnType::Blob => Holds::Bytes,
            other => panic!("{} is a {other:?}", column.as_str()),
        };
        (column.as_str().to_owned(), holds, definition.is_null())
    }))
}

fn sorted(columns: impl Iterator<Item = Column>) -> Vec<Column> {
    let mut columns: Vec<_> = columns.collect();
    columns.sort_by(|one, other| one.0.cmp(&other.0));
    columns
}

/// Everything that the migrations can make, a line each, sorted.
async fn picture(database: &Database) -> Vec<String> {
    let sql = match database.kind {
        Kind::Sqlite => ON_SQLITE,
        Kind::Postgres => ON_POSTGRES,
    };
    rows(database, sql)
        .await
        .iter()
        .map(|row| get(row, "line"))
        .collect()
}

const ON_SQLITE: &str =
    "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_schema ORDER BY 1";

/// What an extension brought is the extension's.
const ON_POSTGRES: &str = "SELECT line FROM (\
    SELECT 'column ' || table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type || ' ' || \
        coalesce(character_maximum_length::text, '-') || ' ' || is_nullable || ' ' || coalesce(column_default, '-') || ' ' || \
        coalesce(collation_name, '-') AS line FROM information_schema.columns WHERE table_schema = 'public' \
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
    UNION ALL SELECT 'constraint ' || t.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) \
        FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid WHERE k.connamespace = 'public'::regnamespace \
    UNION ALL SELECT c.relkind::text || ' ' || c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace \
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
    UNION ALL SELECT 'function ' || p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace \
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')) all_there_is ORDER BY line";
