//! Tables whose rows stay as they are.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// Lets rows of a table be added, and neither changed nor removed, whoever tries.
///
/// # Errors
/// When the database refuses.
pub async fn append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&format!(
            "CREATE FUNCTION {table}_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table} stay as they are'; END $$"
        ))
        .await?;
        db.execute_unprepared(&format!(
            "CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_stay()"
        ))
        .await?;
        return Ok(());
    }
    for action in ["UPDATE", "DELETE"] {
        let name = format!("{table}_stay_{}", action.to_lowercase());
        db.execute_unprepared(&format!(
            "CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{table} stay as they are'); END"
        ))
        .await?;
    }
    Ok(())
}

/// Lets rows of a table be changed and removed again.
///
/// # Errors
/// When the database refuses.
pub async fn drop_append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let statements = if db.get_database_backend() == DbBackend::Postgres {
        vec![
            format!("DROP TRIGGER {table}_stay ON {table}"),
            format!("DROP FUNCTION {table}_stay()"),
        ]
    } else {
        vec![
            format!("DROP TRIGGER {table}_stay_update"),
            format!("DROP TRIGGER {table}_stay_delete"),
        ]
    };
    for statement in statements {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}
