//! Arguments of lists: filter, search, order and page.

use api::{kernel::names::screaming, read::Resource};
use async_graphql::{Name, indexmap::IndexMap};
use async_graphql_value::{ConstValue, Value};
use serde_json::json;

use super::{Writer, constant};
use crate::read::world::WORDS;

impl Writer<'_> {
    /// The arguments of a list, with their brackets.
    pub(super) fn arguments(&mut self, resource: &'static Resource, is_root: bool) -> String {
        let mut parts = vec![];
        if let Some(filter) = self.only_filter(resource) {
            parts.push(format!("filter: {filter}"));
        }
        if is_root && resource.columns.contains(&"search") && self.dice.percent(15) {
            let search = self.search(resource);
            parts.push(format!(
                "search: {}",
                self.through("String", ConstValue::String(search))
            ));
        }
        if self.dice.percent(40)
            && let Some(order) = self.order(resource)
        {
            parts.push(format!("orderBy: {order}"));
        }
        self.page(&mut parts, is_root);
        if parts.is_empty() {
            return String::new();
        }
        format!("({})", parts.join(", "))
    }

    /// A filter, or none.
    pub(super) fn only_filter(&mut self, resource: &'static Resource) -> Option<Value> {
        match self.dice.below(20) {
            0..9 => None,
            9 => Some(self.left_out(&format!("{}Filter", resource.name()))),
            10 => Some(Value::Null),
            _ => {
                let filter = self.filter(resource, 0);
                Some(match filter.clone().into_const() {
                    Some(filter) => self.through(&format!("{}Filter", resource.name()), filter),
                    None => filter,
                })
            }
        }
    }

    /// Words from what records are found by, whole or in part, written otherwise.
    fn search(&mut self, resource: &Resource) -> String {
        if self.mistakes(10) {
            return "a".repeat(201);
        }
        let words: Vec<String> = (0..=self.dice.below(2))
            .map(|_| {
                let text = self.cell_text(resource.table(), "search");
                let word = text.split(' ').nth(self.dice.below(3)).unwrap_or("atlas");
                match self.dice.below(4) {
                    0 => self.part_of(word),
                    1 => word.to_uppercase(),
                    2 => (*self.dice.one(&WORDS)).to_owned(),
                    _ => word.to_owned(),
                }
            })
            .collect();
        words.join([" ", "  ", "\t"][self.dice.below(3)])
    }

    fn order(&mut self, resource: &'static Resource) -> Option<Value> {
        let fields: Vec<_> = resource.fields.iter().filter(|field| field.order).collect();
        let many = if self.mistakes(10) { 6 } else { self.dice.below(4) };
        let mut keys = vec![];
        for _ in 0..many {
            let field = *self.dice.any(&fields)?;
            if !self.may_use(field) {
                continue;
            }
            let mut key = IndexMap::from([(
                Name::new("field"),
                ConstValue::Enum(Name::new(screaming(&field.name))),
            )]);
            if self.dice.percent(70) {
                let direction = ["ASC", "DESC"][self.dice.below(2)];
                key.insert(Name::new("direction"), ConstValue::Enum(Name::new(direction)));
            }
            keys.push(ConstValue::Object(key));
        }
        // One value counts as a list of one.
        if keys.len() == 1 && self.dice.percent(30) {
            return keys.pop().map(constant);
        }
        Some(self.through(&format!("[{}Order!]", resource.name()), ConstValue::List(keys)))
    }

    /// First or last, and the cursors that a later question will give.
    fn page(&mut self, parts: &mut Vec<String>, is_root: bool) {
        let usual = if is_root { 25 } else { 8 };
        let small = 1 + self.dice.below(if is_root { 8 } else { 4 });
        let mut size = json!(small);
        if self.mistakes(10) {
            size = json!([0, 101, -1][self.dice.below(3)]);
        }
        let size = ConstValue::from_json(size).expect("a number");
        let ends = match self.dice.below(100) {
            _ if self.mistakes(10) => &["first", "last"][..],
            value if value < usual => &[],
            0..70 => &["first"],
            _ => &["last"],
        };
        for end in ends {
            let size = self.through("Int", size.clone());
            parts.push(format!("{end}: {size}"));
        }
        for argument in ["after", "before"] {
            if self.dice.percent(35) {
                let cursor = self.left_out("String");
                parts.push(format!("{argument}: {cursor}"));
            } else if self.mistakes(5) {
                parts.push(format!("{argument}: \"nonsense\""));
            } else if self.dice.percent(3) {
                parts.push(format!("{argument}: null"));
            }
        }
    }
}
