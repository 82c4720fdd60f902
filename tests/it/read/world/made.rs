//! Makes two agencies full of rows: shared and internal, archived and not, of everybody and of nobody. What the tables' own rules
//! refuse, such as a second row where one is allowed, is left out.

use std::collections::HashMap;

use api::read::{Shape, catalog};
use entity::{
    membership::Role,
    value::{Choice, search_text, sort_key},
};
use sea_orm::ConnectionTrait;
use tests::{Database, Kind};
use uuid::Uuid;

use super::{
    Cell, FOUND_BY, Record, World,
    schema::{self, Column, Table},
    values, written,
};
use crate::read::dice::Dice;

/// Time zone and calendar of the two agencies.
const AGENCIES: [(&str, &str); 2] = [("Europe/Berlin", "GREGORIAN"), ("Asia/Tehran", "JALALI")];

/// Makes all rows, the same for the same seed.
pub(in super::super) async fn made(seed: u64) -> World {
    let scratch = Database::open(Kind::Sqlite)
        .await
        .expect("SQLite is always there");
    let db = &scratch.db.write;
    db.execute_unprepared("PRAGMA foreign_keys = OFF")
        .await
        .expect("a setting");
    let tables = schema::tables(db).await;
    let mut maker = Maker {
        dice: Dice::new(seed),
        world: World::default(),
        ids: HashMap::new(),
        serial: 0,
    };
    for table in &tables {
        for agency in 0..AGENCIES.len() {
            for nth in 0..number(table.name, agency) {
                let row = maker.row(agency, table, nth);
                if written::takes(db, table, &row).await {
                    maker.ids.entry((agency, table.name)).or_default().push(row.id());
                    maker.world.push(table.name, row);
                }
            }
        }
        assert!(
            !maker.world.rows(table.name).is_empty(),
            "no row of {} can be made",
            table.name
        );
    }
    for table in &tables {
        for column in table
            .columns
            .iter()
            .filter(|column| comes_later(&tables, table, column))
        {
            maker.fill_in(db, table.name, *column).await;
        }
    }
    maker.world.tables = tables;
    maker.world
}

/// Whether a column refers to a table whose rows are made after those of its own.
fn comes_later(tables: &[Table], table: &Table, column: &Column) -> bool {
    let place = |name: &str| tables.iter().position(|table| table.name == name);
    column.to.is_some_and(|to| place(to) > place(table.name))
}

/// How many rows of a table an agency has.
fn number(table: &str, agency: usize) -> usize {
    let rows = match table {
        "agencies" => return 1,
        "users" | "memberships" => return [18, 9][agency],
        "custom_fields" | "tax_codes" => 6,
        "clients" => 12,
        "projects" | "needs" => 18,
        "tasks" | "task_assignees" => 54,
        "events" => 90,
        "contacts" | "phases" | "milestones" | "promises" => 26,
        _ => 36,
    };
    [rows, rows / 3][agency]
}

struct Maker {
    dice: Dice,
    world: World,
    ids: HashMap<(usize, &'static str), Vec<Uuid>>,
    serial: i64,
}

impl Maker {
    fn row(&mut self, agency: usize, table: &Table, nth: usize) -> Record {
        self.serial += 1;
        let cells = table
            .columns
            .iter()
            .map(|column| (column.name, self.cell(agency, table.name, *column, nth)));
        let mut row = Record(cells.collect());
        self.settle(agency, table.name, &mut row, nth);
        row
    }

    fn cell(&mut self, agency: usize, table: &'static str, column: Column, nth: usize) -> Cell {
        match (column.name, column.to) {
            ("id", _) => Cell::Id(self.dice.id()),
            ("agency_id", _) => Cell::Id(self.ids[&(agency, "agencies")][0]),
            ("user_id", _) => Cell::Id(self.ids[&(agency, "users")][nth]),
            (_, Some(to)) => self.reference(agency, to, column),
            _ => values::value(&mut self.dice, table, column, self.serial),
        }
    }

    /// A row that is there; where no foreign key sees to it, now and then one that is gone or of another agency.
    fn reference(&mut self, agency: usize, to: &'static str, column: Column) -> Cell {
        if column.null && self.dice.percent(20) {
            return Cell::Null;
        }
        let is_loose = !column.is_guarded;
        if is_loose && self.dice.percent(5) {
            return Cell::Id(self.dice.id());
        }
        let agency = if is_loose && self.dice.percent(8) {
            1 - agency
        } else {
            agency
        };
        self.some(agency, to).map_or(Cell::Null, Cell::Id)
    }

    /// A row of a table; the first ones, which those who ask belong to, more often than others.
    fn some(&mut self, agency: usize, table: &'static str) -> Option<Uuid> {
        let ids = self.ids.get(&(agency, table)).map_or(&[][..], Vec::as_slice);
        let first = match table {
            "memberships" if self.dice.percent(60) => 9,
            "clients" if self.dice.percent(40) => 3,
            "projects" if self.dice.percent(40) => 4,
            _ => ids.len(),
        };
        self.dice.any(&ids[..first.min(ids.len())]).copied()
    }

    /// What the columns of a row owe each other.
    fn settle(&mut self, agency: usize, table: &'static str, row: &mut Record, nth: usize) {
        match table {
            "agencies" => {
                let (zone, calendar) = AGENCIES[agency];
                row.set("time_zone", Cell::Text(zone.to_owned()));
                row.set("calendar", Cell::Text(calendar.to_owned()));
            }
            "memberships" => {
                let role = Role::VALUES[nth % Role::VALUES.len()].name;
                row.set("role", Cell::Text(role.to_owned()));
            }
            // Portal users see these.
            "projects" if nth < 4 => {
                row.set("client_id", Cell::Id(self.ids[&(agency, "clients")][nth % 2]));
                row.set("visibility", Cell::Text("SHARED".to_owned()));
                row.set("archived_at", Cell::Null);
            }
            "external_ids" | "custom_values" => {
                let kinds = kinds_of(table);
                let (kind, of) = *self.dice.one(&kinds);
                let id = self.some(agency, of).map_or(Cell::Null, Cell::Id);
                row.set("row_id", id);
                if table == "external_ids" {
                    row.set("kind", Cell::Text(kind.to_owned()));
                }
            }
            _ => {}
        }
        self.any_nodes(agency, table, row);
        amounts(table, row);
        folded(table, row);
        if row.0.contains_key("search") {
            let told = FOUND_BY.iter().filter_map(|column| row.0.get(column)?.text());
            let search = search_text(told);
            row.set("search", Cell::Text(search));
        }
    }

    /// Columns that name a record of any kind: sometimes one of another agency, or one that is gone.
    fn any_nodes(&mut self, agency: usize, table: &str, row: &mut Record) {
        let Some(resource) = catalog().all().iter().find(|resource| resource.table() == table) else {
            return;
        };
        for field in &resource.fields {
            let Shape::AnyNode { kind, id } = field.shape else {
                continue;
            };
            if row.cell(kind).is_null() || row.cell(id).is_null() {
                row.set(kind, Cell::Null);
                row.set(id, Cell::Null);
                continue;
            }
            let made: Vec<_> = catalog()
                .all()
                .iter()
                .filter(|resource| self.ids.contains_key(&(agency, resource.table())))
                .collect();
            let other = *self.dice.one(&made);
            let of = if self.dice.percent(6) { 1 - agency } else { agency };
            let known = self.some(of, other.table()).filter(|_| !self.dice.percent(4));
            row.set(kind, Cell::Text(other.name().to_owned()));
            row.set(id, Cell::Id(known.unwrap_or_else(|| self.dice.id())));
        }
    }

    /// Sets a column that refers to what was made later. Portal users are of a client and one of its contacts, others of none.
    async fn fill_in<C: ConnectionTrait>(&mut self, db: &C, table: &'static str, column: Column) {
        for at in 0..self.world.rows(table).len() {
            let row = &self.world.rows(table)[at];
            let agency = self.agency_of(row);
            let is_portal = table == "memberships" && row.is("role", "PORTAL");
            let cell = match (table, column.name, is_portal) {
                ("memberships", "client_id", true) => Cell::Id(self.ids[&(agency, "clients")][at % 2]),
                ("memberships", "client_id" | "contact_id", false) => Cell::Null,
                _ => self.reference(agency, column.to.expect("a table"), column),
            };
            if !cell.is_null()
                && written::changes(db, table, self.world.rows(table)[at].id(), column.name, &cell).await
            {
                self.world.change(table, at, column.name, cell);
            }
        }
    }

    fn agency_of(&self, row: &Record) -> usize {
        let is_of = |agency: &usize| row.points("agency_id", self.ids[&(*agency, "agencies")][0]);
        (0..AGENCIES.len()).find(is_of).expect("an agency")
    }
}

/// Texts that are ordered by have a folded twin.
fn folded(table: &str, row: &mut Record) {
    let mut declared = catalog().all().iter();
    let Some(resource) = declared.find(|resource| resource.table() == table) else {
        return;
    };
    for field in &resource.fields {
        if let (Shape::Column(column, _), Some(twin)) = (&field.shape, field.folded) {
            let text = row.cell(column).text().map(sort_key);
            row.set(twin, text.map_or(Cell::Null, Cell::Text));
        }
    }
}

/// An amount has a currency, and where there is none there is no currency of its own.
fn amounts(table: &str, row: &mut Record) {
    if table == "clients" {
        let cell = match (row.cell("credit_limit_minor"), row.cell("credit_limit_currency")) {
            (Cell::Null, _) => Cell::Null,
            (_, Cell::Null) => Cell::Text("EUR".to_owned()),
            (_, currency) => currency.clone(),
        };
        row.set("credit_limit_currency", cell);
    }
}

/// The kinds whose records have ids in other systems, or values of the agency's own fields.
fn kinds_of(table: &str) -> Vec<(&'static str, &'static str)> {
    let is = |shape: &Shape| match table {
        "external_ids" => matches!(shape, Shape::ExternalIds),
        _ => matches!(shape, Shape::Column("custom_fields", _)),
    };
    let has = catalog()
        .all()
        .iter()
        .filter(|resource| resource.fields.iter().any(|field| is(&field.shape)));
    has.map(|resource| (resource.name(), resource.table())).collect()
}
