//! Rows that wait to be inserted, and the statements that insert them.

use data_encoding::HEXLOWER;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityName, EntityTrait, IdenStatic, Iterable, Statement, Value,
};
use serde_json::Value as Json;

use crate::kernel::{
    error::{Error, Result},
    sql::Dialect,
};

/// Rows that wait at most: what is made in bulk does not pile up.
const AT_MOST: usize = 1_000;
/// Values that SQLite takes in one statement.
const VALUES_AT_MOST: usize = 32_766;

/// Rows that wait to be inserted, in the order they were made.
#[derive(Debug, Default)]
pub(super) struct Waiting(Vec<Rows>);

/// Rows of one table.
#[derive(Debug)]
pub(super) struct Rows {
    table: &'static str,
    columns: Vec<&'static str>,
    values: Vec<Vec<Value>>,
    computed: Vec<(&'static str, &'static str)>,
}

impl Rows {
    /// Rows of which all have set the columns that the first has.
    pub(super) fn of<A: ActiveModelTrait>(rows: &[A]) -> Result<Self> {
        let mut columns: Vec<_> = <A::Entity as EntityTrait>::Column::iter().collect();
        columns.retain(|column| rows.first().is_some_and(|row| !row.is_not_set(*column)));
        let values = |row: &A| {
            columns
                .iter()
                .map(|column| row.get(*column).into_value())
                .collect()
        };
        let values: Option<_> = rows.iter().map(values).collect();
        Ok(Self {
            table: A::Entity::default().table_name(),
            columns: columns.iter().map(IdenStatic::as_str).collect(),
            values: values.ok_or_else(|| Error::internal("making rows of which some lack a column"))?,
            computed: vec![],
        })
    }

    /// Columns that the database computes as the row is written, each with its expression.
    pub(super) fn computing(self, computed: Vec<(&'static str, &'static str)>) -> Self {
        Self { computed, ..self }
    }

    fn names(&self) -> String {
        let computed = self.computed.iter().map(|(name, _)| *name);
        let names: Vec<_> = self.columns.iter().copied().chain(computed).collect();
        names.join(", ")
    }

    fn with_computed(&self, expressions: impl Iterator<Item = String>) -> String {
        let computed = self
            .computed
            .iter()
            .map(|(_, expression)| (*expression).to_owned());
        expressions.chain(computed).collect::<Vec<_>>().join(", ")
    }

    /// The statements that insert them by themselves: one, as long as the database takes so many values at once.
    fn alone(&self, dialect: &Dialect) -> impl Iterator<Item = Statement> {
        let at_once = (VALUES_AT_MOST / self.columns.len().max(1)).max(1);
        self.values
            .chunks(at_once)
            .map(|rows| self.statement(rows, dialect))
    }

    fn statement(&self, rows: &[Vec<Value>], dialect: &Dialect) -> Statement {
        let width = self.columns.len();
        let binds: Vec<_> = (0..rows.len())
            .map(|at| (1..=width).map(move |column| format!("${}", at * width + column)))
            .map(|binds| format!("({})", self.with_computed(binds)))
            .collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            self.table,
            self.names(),
            binds.join(", ")
        );
        Statement::from_sql_and_values(dialect.backend, sql, rows.iter().flatten().cloned())
    }

    /// The part of a statement that inserts them, bound as one JSON text: it reads the same for any number of rows.
    fn part(&self, placeholder: usize) -> String {
        let (table, columns) = (self.table, self.columns.iter().map(|name| format!("r.{name}")));
        format!(
            "w{placeholder} AS (INSERT INTO {table} ({}) SELECT {} FROM json_populate_recordset(NULL::{table}, ${placeholder}::json) r)",
            self.names(),
            self.with_computed(columns)
        )
    }

    fn json(&self) -> Result<String> {
        let object = |row: &Vec<Value>| {
            let fields = self.columns.iter().zip(row);
            fields
                .map(|(name, value)| Ok(((*name).to_owned(), json(value)?)))
                .collect::<Result<_>>()
                .map(Json::Object)
        };
        Ok(self
            .values
            .iter()
            .map(object)
            .collect::<Result<Json>>()?
            .to_string())
    }
}

impl Waiting {
    /// Lets rows wait. Whether they are too many by now.
    pub(super) fn push(&mut self, rows: Rows) -> bool {
        self.0.push(rows);
        self.0.iter().map(|rows| rows.values.len()).sum::<usize>() > AT_MOST
    }

    /// What waits, which from now on is the taker's.
    pub(super) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Inserts what waits: in one statement, or each table after those that it refers to.
    pub(super) async fn insert(self, db: &impl ConnectionTrait) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let dialect = Dialect::of(db.get_database_backend());
        if dialect.inserts_together {
            db.execute_raw(self.together(dialect)?).await?;
            return Ok(());
        }
        for rows in self.0 {
            for statement in rows.alone(dialect) {
                db.execute_raw(statement).await?;
            }
        }
        Ok(())
    }

    /// The one statement that inserts all. Foreign keys are looked at when it ends.
    fn together(self, dialect: &Dialect) -> Result<Statement> {
        let mut tables: Vec<Rows> = vec![];
        for rows in self.0 {
            let same = |known: &&mut Rows| (known.table, &known.columns) == (rows.table, &rows.columns);
            match tables.iter_mut().find(same) {
                Some(known) => known.values.extend(rows.values),
                None => tables.push(rows),
            }
        }
        let parts: Vec<_> = (1..).zip(&tables).map(|(at, rows)| rows.part(at)).collect();
        let sql = format!("WITH {} SELECT 1", parts.join(", "));
        let values: Vec<_> = tables.iter().map(Rows::json).collect::<Result<_>>()?;
        Ok(Statement::from_sql_and_values(
            dialect.backend,
            sql,
            values.into_iter().map(Value::from),
        ))
    }
}

/// A value as PostgreSQL reads it from JSON.
fn json(value: &Value) -> Result<Json> {
    if *value == value.as_null() {
        return Ok(Json::Null);
    }
    Ok(match value {
        Value::Bool(Some(is)) => (*is).into(),
        Value::Int(Some(number)) => (*number).into(),
        Value::BigInt(Some(number)) => (*number).into(),
        Value::String(Some(text)) => text.as_str().into(),
        Value::Uuid(Some(id)) => id.to_string().into(),
        Value::Bytes(Some(bytes)) => format!("\\x{}", HEXLOWER.encode(bytes)).into(),
        Value::Json(Some(json)) => (**json).clone(),
        Value::ChronoDate(Some(day)) => day.to_string().into(),
        Value::ChronoDateTimeUtc(Some(moment)) => moment.to_rfc3339().into(),
        other => {
            return Err(Error::internal(format!(
                "writing a value of the kind {:?}",
                other.array_type()
            )));
        }
    })
}
