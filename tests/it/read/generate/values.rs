//! Values to compare with: mostly those of a row, so that something is found.

use api::read::Scalar;
use async_graphql::Name;
use async_graphql_value::{ConstValue, Value};
use chrono::{FixedOffset, SecondsFormat};
use entity::value::Decimal;
use serde_json::json;

use super::Writer;
use crate::read::world::{Cell, WORDS};

impl Writer<'_> {
    /// What an operator compares with: as it stands, through a variable, or through one that was left out.
    pub(super) fn operand(
        &mut self,
        operator: &str,
        table: &'static str,
        column: &str,
        scalar: Scalar,
    ) -> Value {
        let name = type_name(scalar);
        let (ty, value) = match operator {
            "isNull" => ("Boolean".to_owned(), ConstValue::Boolean(self.dice.percent(50))),
            "in" | "notIn" => {
                let many = self.dice.below(4);
                let values = (0..many).map(|_| self.value(table, column, scalar)).collect();
                (format!("[{name}!]"), ConstValue::List(values))
            }
            "contains" | "startsWith" => {
                let text = self.cell_text(table, column);
                let part = if operator == "contains" {
                    self.part_of(&text)
                } else {
                    self.start_of(&text)
                };
                let part = if self.dice.percent(30) {
                    part.to_uppercase()
                } else {
                    part
                };
                ("String".to_owned(), ConstValue::String(part))
            }
            _ => (name.to_owned(), self.value(table, column, scalar)),
        };
        if self.dice.percent(4) {
            return self.left_out(&ty);
        }
        if self.mistakes(5) {
            return Value::Null;
        }
        self.through(&ty, value)
    }

    /// A value that a row has in a column.
    fn value(&mut self, table: &'static str, column: &str, scalar: Scalar) -> ConstValue {
        let rows = self.world.rows(table);
        let cells: Vec<&Cell> = rows
            .iter()
            .map(|row| row.cell(column))
            .filter(|cell| !cell.is_null())
            .collect();
        let cell = self.dice.any(&cells).map_or(Cell::Null, |cell| (*cell).clone());
        match (scalar, cell) {
            (Scalar::Id(kind), Cell::Id(id)) => {
                let text = match self.dice.below(20) {
                    0 => "nonsense".to_owned(),
                    1 => kind.show(id).to_uppercase(),
                    _ => kind.show(id),
                };
                ConstValue::String(text)
            }
            (Scalar::Id(kind), _) => ConstValue::String(kind.show(self.dice.id())),
            (Scalar::Choice(words), _) => ConstValue::Enum(Name::new(self.dice.one(words.values).name)),
            (_, Cell::Text(text)) => ConstValue::String(text),
            (Scalar::Decimal(decimals), Cell::Int(units)) => {
                ConstValue::String(Decimal::new(i128::from(units), decimals).to_string())
            }
            (_, Cell::Int(number)) => ConstValue::from(number + self.dice.between(-1, 1)),
            (_, Cell::Bool(flag)) => ConstValue::Boolean(flag),
            (_, Cell::Date(day)) => ConstValue::String(day.to_string()),
            (_, Cell::Instant(moment)) => {
                let offset = FixedOffset::east_opt(*self.dice.one(&[0, 12_600, -28_800])).expect("an offset");
                let local = moment.with_timezone(&offset);
                ConstValue::String(local.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            (scalar, cell) => unvalued(scalar, &cell),
        }
    }

    /// The text that a row has in a column.
    pub(super) fn cell_text(&mut self, table: &'static str, column: &str) -> String {
        let text = self
            .dice
            .one(self.world.rows(table))
            .cell(column)
            .text()
            .map(str::to_owned);
        text.unwrap_or_else(|| (*self.dice.one(&WORDS)).to_owned())
    }

    /// Some letters from anywhere in a text.
    pub(super) fn part_of(&mut self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let from = self.dice.below(letters.len());
        let long = 1 + self.dice.below(5);
        letters.iter().skip(from).take(long).collect()
    }

    fn start_of(&mut self, text: &str) -> String {
        let long = self.dice.below(6);
        text.chars().take(long).collect()
    }
}

/// A value for a column that is empty in all rows.
fn unvalued(scalar: Scalar, cell: &Cell) -> ConstValue {
    let value = match scalar {
        Scalar::Int => json!(1),
        Scalar::Bool => json!(true),
        Scalar::Date => json!("2026-11-24"),
        Scalar::DateTime => json!("2026-11-24T09:30:00Z"),
        Scalar::Text => json!("none"),
        Scalar::Currency => json!("EUR"),
        Scalar::Decimal(_) => json!("1"),
        Scalar::Id(_) | Scalar::Choice(_) | Scalar::Json | Scalar::Texts => panic!("{scalar:?} {cell:?}"),
    };
    ConstValue::from_json(value).expect("a value")
}

fn type_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Id(_) => "ID",
        Scalar::Text => "String",
        Scalar::Int => "Int",
        Scalar::Bool => "Boolean",
        Scalar::Date => "Date",
        Scalar::DateTime => "DateTime",
        Scalar::Currency => "CurrencyCode",
        Scalar::Choice(words) => words.name,
        Scalar::Decimal(_) => "Decimal",
        Scalar::Json | Scalar::Texts => "JSON",
    }
}
