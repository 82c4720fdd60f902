//! Makes two agencies full of rows: shared and internal, archived and not, of everybody and of nobody.

use std::collections::{HashMap, HashSet};

use api::read::{Shape, catalog};
use entity::{
    membership::Role,
    value::{Choice, fold},
};
use uuid::Uuid;

use super::{
    Cell, Record, World,
    tables::{self, Column, Type},
    values,
};
use crate::read::dice::Dice;

/// Time zone and calendar of the two agencies.
const AGENCIES: [(&str, &str); 2] = [("Europe/Berlin", "GREGORIAN"), ("Asia/Tehran", "JALALI")];

/// Columns with ids that no foreign key guards: what they name may be gone, or belong to another agency.
const LOOSE: [(&str, &str); 5] = [
    ("events", "client_id"),
    ("events", "project_id"),
    ("interactions", "project_id"),
    ("milestones", "accepted_by"),
    ("accounting_periods", "closed_by"),
];

/// Makes all rows, the same for the same seed.
pub(in super::super) fn made(seed: u64) -> World {
    let mut maker = Maker {
        dice: Dice::new(seed),
        world: World::default(),
        ids: HashMap::new(),
        keys: HashSet::new(),
        serial: 0,
    };
    for table in tables::all() {
        for agency in 0..AGENCIES.len() {
            for nth in 0..number(table.name, agency) {
                maker.row(agency, table.name, &table.columns, nth);
            }
        }
    }
    maker.portals();
    maker.world
}

/// How many rows of a table an agency has.
fn number(table: &str, agency: usize) -> usize {
    let rows = match table {
        "agencies" => return 1,
        "users" | "memberships" => return [18, 9][agency],
        "custom_fields" => 6,
        "clients" => 12,
        "projects" | "needs" => 18,
        "tasks" | "task_assignees" => 54,
        "events" => 72,
        "contacts" | "phases" | "milestones" | "promises" => 26,
        _ => 40,
    };
    [rows, rows / 3][agency]
}

struct Maker {
    dice: Dice,
    world: World,
    ids: HashMap<(usize, &'static str), Vec<Uuid>>,
    keys: HashSet<String>,
    serial: i64,
}

impl Maker {
    fn row(&mut self, agency: usize, table: &'static str, columns: &[Column], nth: usize) {
        self.serial += 1;
        let mut row = Record(
            columns
                .iter()
                .map(|column| (column.name, self.cell(agency, table, *column, nth)))
                .collect(),
        );
        self.settle(agency, table, &mut row, nth);
        if key(table, &row).is_some_and(|key| !self.keys.insert(key)) {
            return;
        }
        self.ids.entry((agency, table)).or_default().push(row.id());
        self.world.push(table, row);
    }

    fn cell(&mut self, agency: usize, table: &'static str, column: Column, nth: usize) -> Cell {
        match (table, column.name) {
            (_, "id") => Cell::Id(self.dice.id()),
            (_, "agency_id") => Cell::Id(self.ids[&(agency, "agencies")][0]),
            // Set where the row is settled.
            (_, "row_id" | "subject_id" | "last_agency_id") | ("memberships", "client_id" | "contact_id") => {
                Cell::Null
            }
            (_, "user_id") => Cell::Id(self.ids[&(agency, "users")][nth]),
            (_, name) if column.kind == Type::Id => self.reference(agency, table, name, column.null),
            _ => values::value(&mut self.dice, table, column, self.serial),
        }
    }

    fn reference(&mut self, agency: usize, table: &'static str, column: &'static str, null: bool) -> Cell {
        if null && self.dice.percent(20) {
            return Cell::Null;
        }
        let loose = LOOSE.contains(&(table, column));
        if loose && self.dice.percent(5) {
            return Cell::Id(self.dice.id());
        }
        let agency = if loose && self.dice.percent(8) {
            1 - agency
        } else {
            agency
        };
        self.some(agency, target(column)).map_or(Cell::Null, Cell::Id)
    }

    /// A row of a table; the first ones, which those who ask belong to, more often than others.
    fn some(&mut self, agency: usize, table: &'static str) -> Option<Uuid> {
        let ids = self.ids.get(&(agency, table)).map_or(&[][..], Vec::as_slice);
        let first = match table {
            "memberships" if self.dice.percent(60) => 9,
            "clients" | "projects" if self.dice.percent(40) => 3,
            _ => ids.len(),
        };
        self.dice.any(&ids[..first.min(ids.len())]).copied()
    }

    /// What columns of a row owe each other.
    fn settle(&mut self, agency: usize, table: &'static str, row: &mut Record, nth: usize) {
        let set = |row: &mut Record, column: &'static str, cell: Cell| {
            row.0.insert(column, cell);
        };
        match table {
            "agencies" => {
                let (zone, calendar) = AGENCIES[agency];
                set(row, "time_zone", Cell::Text(zone.to_owned()));
                set(row, "calendar", Cell::Text(calendar.to_owned()));
            }
            "memberships" => {
                let role = Role::VALUES[nth % Role::VALUES.len()].name;
                set(row, "role", Cell::Text(role.to_owned()));
            }
            "clients" if row.cell("credit_limit_minor").is_null() => {
                set(row, "credit_limit_currency", Cell::Null)
            }
            "clients" if row.cell("credit_limit_currency").is_null() => {
                set(row, "credit_limit_currency", Cell::Text("EUR".to_owned()));
            }
            "external_ids" | "custom_values" => {
                let kinds = kinds_of(table);
                let (kind, of) = *self.dice.one(&kinds);
                let id = self.some(agency, of).expect("a row");
                set(row, "row_id", Cell::Id(id));
                if table == "external_ids" {
                    set(row, "kind", Cell::Text(kind.to_owned()));
                }
            }
            "events" => self.subject(agency, row),
            _ => {}
        }
        let name = row.0.get("name").and_then(Cell::text).map(fold);
        if row.0.contains_key("name_key") {
            set(row, "name_key", Cell::Text(name.clone().expect("a name")));
        }
        if row.0.contains_key("search") {
            let told = ["name", "summary", "text", "statement", "description", "email"];
            let told = told.iter().filter_map(|column| row.0.get(column)?.text());
            let search = entity::value::search_text(told);
            set(row, "search", Cell::Text(search));
        }
    }

    /// What an event is about: a record of any kind, sometimes of another agency or gone.
    fn subject(&mut self, agency: usize, row: &mut Record) {
        let all: Vec<_> = catalog()
            .all()
            .iter()
            .filter(|resource| resource.table() != "events")
            .collect();
        let resource = *self.dice.one(&all);
        let of = if self.dice.percent(6) { 1 - agency } else { agency };
        let known = self.some(of, resource.table());
        let id = known
            .filter(|_| !self.dice.percent(4))
            .unwrap_or_else(|| self.dice.id());
        row.0
            .insert("subject_kind", Cell::Text(resource.name().to_owned()));
        row.0.insert("subject_id", Cell::Id(id));
    }

    /// Portal users belong to a client and are one of its contacts.
    fn portals(&mut self) {
        for at in 0..self.world.rows("memberships").len() {
            let member = &self.world.rows("memberships")[at];
            if !member.is("role", "PORTAL") {
                continue;
            }
            let agency = member.cell("agency_id").clone();
            let of_agency = |table| {
                let rows = self.world.rows(table).iter();
                rows.filter(|row| *row.cell("agency_id") == agency)
                    .collect::<Vec<_>>()
            };
            let clients = of_agency("clients");
            let client = clients[at % 2].id();
            let contact = of_agency("contacts")
                .into_iter()
                .find(|contact| contact.points("client_id", client));
            let contact = contact.map_or(Cell::Null, |contact| Cell::Id(contact.id()));
            self.world
                .change("memberships", at, "client_id", Cell::Id(client));
            self.world.change("memberships", at, "contact_id", contact);
        }
    }
}

/// The table that a column refers to.
fn target(column: &str) -> &'static str {
    match column {
        "client_id" => "clients",
        "contact_id" => "contacts",
        "owner_id" | "member_id" | "manager_id" | "created_by" | "accepted_by" | "closed_by" | "actor_id" => {
            "memberships"
        }
        "project_id" => "projects",
        "phase_id" => "phases",
        "task_id" | "depends_on_id" => "tasks",
        "interaction_id" => "interactions",
        "need_id" => "needs",
        "field_id" => "custom_fields",
        "work_role_id" => "work_roles",
        "rate_card_id" => "rate_cards",
        "rate_card_version_id" => "rate_card_versions",
        other => panic!("which table does {other} refer to? Say it here"),
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

/// What no two rows of a table share, for tables that could.
fn key(table: &str, row: &Record) -> Option<String> {
    let pair = |one: &str, other: &str| Some(format!("{table} {:?} {:?}", row.cell(one), row.cell(other)));
    match table {
        "account_assignments" if row.is("role", "LEAD") && row.cell("ends_on").is_null() => {
            pair("client_id", "role")
        }
        "project_members" => pair("project_id", "member_id"),
        "task_assignees" => pair("task_id", "member_id"),
        "task_dependencies" => pair("task_id", "depends_on_id"),
        "interaction_contacts" => pair("interaction_id", "contact_id"),
        "interaction_members" => pair("interaction_id", "member_id"),
        "need_interactions" => pair("need_id", "interaction_id"),
        "custom_values" => pair("field_id", "row_id"),
        "work_roles" if row.cell("archived_at").is_null() => pair("agency_id", "name_key"),
        "rate_card_versions" => pair("rate_card_id", "starts_on"),
        "cost_rates" => pair("member_id", "starts_on"),
        "fx_rates" => pair("from_currency", "on_date"),
        "accounting_periods" => pair("agency_id", "starts_on"),
        _ => None,
    }
}
