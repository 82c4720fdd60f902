//! Filters, with values that rows have.

use api::read::{Resource, Scalar, Shape, catalog};
use async_graphql::{Name, indexmap::IndexMap};
use async_graphql_value::Value;

use super::Writer;

/// What can be tested of a resource.
#[derive(Clone, Copy)]
enum Test {
    Both(&'static str),
    Not,
    Nothing,
    Column(&'static str, &'static str, Scalar),
    Key(&'static str, &'static str, &'static Resource),
    One(&'static str, &'static Resource),
    Many(&'static str, &'static Resource),
    ExternalId,
    CustomField,
}

impl Test {
    /// The name that a filter calls it by.
    fn name(self) -> String {
        match self {
            Test::Both(name) | Test::Column(name, ..) | Test::One(name, _) | Test::Many(name, _) => {
                name.to_owned()
            }
            Test::Not | Test::Nothing => "not".to_owned(),
            Test::Key(name, ..) => format!("{name}Id"),
            Test::ExternalId => "externalId".to_owned(),
            Test::CustomField => "customField".to_owned(),
        }
    }
}

impl Writer<'_> {
    /// A filter of one to three tests.
    pub(super) fn filter(&mut self, resource: &'static Resource, depth: usize) -> Value {
        if depth == 0 && self.mistakes(5) {
            return nested(6);
        }
        let mut tests = IndexMap::new();
        for _ in 0..=self.dice.below(2) {
            let test = match self.dice.below(100) {
                0..8 if depth < 2 => Some(Test::Both("and")),
                8..18 if depth < 2 => Some(Test::Both("or")),
                18..25 if depth < 2 => Some(Test::Not),
                25..27 => Some(Test::Nothing),
                _ => self.some_test(resource, depth),
            };
            if let Some(test) = test.filter(|test| !tests.contains_key(test.name().as_str())) {
                tests.insert(Name::new(test.name()), self.test(resource, test, depth));
            }
        }
        Value::Object(tests)
    }

    /// A list of filters: now and then none, or one without its brackets.
    fn filters(&mut self, resource: &'static Resource, depth: usize) -> Value {
        let many = self.dice.below(4);
        let mut filters: Vec<Value> = (0..many).map(|_| self.filter(resource, depth + 1)).collect();
        match filters.pop() {
            Some(one) if filters.is_empty() && self.dice.percent(50) => one,
            last => Value::List(filters.into_iter().chain(last).collect()),
        }
    }

    /// Something to test, that the caller may test.
    fn some_test(&mut self, resource: &'static Resource, depth: usize) -> Option<Test> {
        let mut tests = vec![];
        for field in &resource.fields {
            let test = match field.shape {
                Shape::ExternalIds => Test::ExternalId,
                Shape::Column(_, Scalar::Json) => Test::CustomField,
                _ if !field.filter => continue,
                Shape::Column(column, scalar) => Test::Column(&field.name, column, scalar),
                Shape::One { to, key } => {
                    let to = named(to);
                    tests.push((field, Test::Key(&field.name, key, to)));
                    Test::One(&field.name, to)
                }
                Shape::Many { to, .. } => Test::Many(&field.name, named(to)),
                _ => continue,
            };
            tests.push((field, test));
        }
        tests.retain(|(_, test)| depth < 2 || !matches!(test, Test::One(..) | Test::Many(..)));
        let (field, test) = *self.dice.any(&tests)?;
        self.may_use(field).then_some(test)
    }

    fn test(&mut self, resource: &'static Resource, test: Test, depth: usize) -> Value {
        match test {
            Test::Both(_) => self.filters(resource, depth),
            Test::Not => self.filter(resource, depth + 1),
            Test::Nothing => Value::Null,
            Test::Column(_, column, scalar) => self.operators(resource.table(), column, scalar),
            Test::Key(_, key, to) => self.operators(resource.table(), key, Scalar::Id(to.kind)),
            Test::One(_, to) => self.filter(to, depth + 1),
            Test::Many(_, to) => {
                let quantifier = ["some", "none"][self.dice.below(2)];
                object([(quantifier, self.filter(to, depth + 1))])
            }
            Test::ExternalId => {
                let mut parts = vec![];
                for part in ["source", "value"] {
                    if self.dice.percent(60) {
                        parts.push((part, self.operators("external_ids", part, Scalar::Text)));
                    }
                }
                object(parts)
            }
            Test::CustomField => {
                let value = self.dice.one(self.world.rows("custom_values"));
                let field = value
                    .cell("field_id")
                    .id()
                    .and_then(|id| self.world.find("custom_fields", id));
                let key = field.and_then(|field| field.cell("key").text()).unwrap_or("key0");
                let value = value.cell("value").text().unwrap_or("");
                let parts = [("key", key), ("eq", value)];
                object(parts.map(|(name, text)| (name, Value::String(text.to_owned()))))
            }
        }
    }

    /// Tests on one value.
    fn operators(&mut self, table: &'static str, column: &str, scalar: Scalar) -> Value {
        let ordered = match scalar {
            Scalar::Text => &["lt", "lte", "gt", "gte", "contains", "contains", "startsWith"][..],
            Scalar::Int | Scalar::Decimal(_) | Scalar::Date | Scalar::DateTime => &["lt", "lte", "gt", "gte"],
            Scalar::Id(_)
            | Scalar::Bool
            | Scalar::Currency
            | Scalar::Choice(_)
            | Scalar::Json
            | Scalar::Texts => &[],
        };
        let all: Vec<&str> = ["eq", "eq", "ne", "in", "notIn", "isNull"]
            .iter()
            .chain(ordered)
            .copied()
            .collect();
        let mut tests = IndexMap::new();
        for _ in 0..[1, 1, 1, 2, 0][self.dice.below(5)] {
            let operator = *self.dice.one(&all);
            if tests.contains_key(operator) {
                continue;
            }
            let value = self.operand(operator, table, column, scalar);
            tests.insert(Name::new(operator), value);
        }
        Value::Object(tests)
    }
}

fn named(name: &str) -> &'static Resource {
    catalog().named(name).expect("a declared type")
}

fn object<'n>(parts: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    Value::Object(
        parts
            .into_iter()
            .map(|(name, value)| (Name::new(name), value))
            .collect(),
    )
}

/// A filter that nests too deep.
fn nested(depth: usize) -> Value {
    (0..depth).fold(object([]), |inner, _| object([("not", inner)]))
}
