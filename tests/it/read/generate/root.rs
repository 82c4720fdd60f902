//! The fields that a question begins with.

use api::read::{Resource, Shape, catalog};
use async_graphql_value::ConstValue;
use entity::value::Kind;

use super::{
    Writer,
    record::{DEPTH, Scope},
};
use crate::read::reference::group_word;

/// Ids that belong to no record.
const NO_IDS: [&str; 4] = ["nonsense", "", "cli_", "xyz_01m876yxyxejzrrsc6wgvhdty3"];

impl Writer<'_> {
    /// One to three root fields.
    pub(super) fn roots(&mut self) -> String {
        let many = [1, 1, 1, 2, 3][self.dice.below(5)];
        let mut used = vec![];
        let mut parts: Vec<String> = (0..many).map(|_| self.root(&mut used)).collect();
        if self.dice.percent(5) {
            parts.push(self.key("__typename", false));
        }
        let fields = parts.join(" ");
        match self.dice.below(30) {
            0 => format!("... on Query {{ {fields} }}"),
            1 => {
                let name = self.name('F');
                self.fragments
                    .push(format!(" fragment {name} on Query {{ {fields} }}"));
                format!("...{name}")
            }
            _ => fields,
        }
    }

    fn root(&mut self, used: &mut Vec<String>) -> String {
        let all: Vec<&'static Resource> = catalog().all().iter().collect();
        let rooted: Vec<_> = all
            .iter()
            .copied()
            .filter(|resource| resource.roots.is_some())
            .collect();
        let resource = self.one_seen(&rooted, |resource| resource.kind);
        let resource = resource.expect("a resource with root fields");
        let (one, many) = resource.roots.expect("root fields");
        let (name, arguments, selection) = match self.dice.below(100) {
            0..55 => (
                many.to_owned(),
                self.arguments(resource, true),
                self.connection(resource, DEPTH),
            ),
            55..65 => {
                let id = self.an_id(Some(resource.kind));
                (
                    one.to_owned(),
                    format!("(id: {id})"),
                    self.object(resource, DEPTH),
                )
            }
            65..74 => {
                let resource = self.one_seen(&all, |resource| resource.kind).expect("a resource");
                let id = self.an_id(Some(resource.kind));
                (
                    "node".to_owned(),
                    format!("(id: {id})"),
                    self.any_object(Some(resource), DEPTH),
                )
            }
            74..82 => {
                let ids: Vec<_> = (0..self.dice.below(7)).map(|_| self.an_id(None)).collect();
                (
                    "nodes".to_owned(),
                    format!("(ids: [{}])", ids.join(", ")),
                    self.any_object(None, DEPTH),
                )
            }
            82..91 => self.aggregate(resource, one),
            _ => self.groups(resource, one),
        };
        let key = self.key(&name, used.contains(&name));
        used.push(name);
        format!("{key}{arguments}{} {selection}", self.directive())
    }

    /// An id of a kind, or of any: mostly of a record, sometimes of none.
    fn an_id(&mut self, kind: Option<Kind>) -> String {
        let all: Vec<Kind> = catalog().all().iter().map(|resource| resource.kind).collect();
        let kind = kind.unwrap_or_else(|| *self.dice.one(&all));
        let id = match self.dice.below(20) {
            0 => (*self.dice.one(&NO_IDS)).to_owned(),
            1 => self.dice.one(&all).show(self.dice.id()),
            2 => Kind::User.show(self.dice.id()),
            nth => {
                let rows = self.world.rows(kind.table());
                let id = kind.show(self.dice.one(rows).id());
                if nth == 3 { id.to_uppercase() } else { id }
            }
        };
        self.through("ID!", ConstValue::String(id)).to_string()
    }

    fn aggregate(&mut self, resource: &'static Resource, one: &str) -> (String, String, String) {
        let filter = self.only_filter(resource);
        let arguments = filter.map_or_else(String::new, |filter| format!("(filter: {filter})"));
        (format!("{one}Aggregate"), arguments, self.totals(resource))
    }

    fn totals(&mut self, resource: &Resource) -> String {
        let mut names = vec!["count".to_owned()];
        let mut sums = vec![];
        for field in resource.fields.iter().filter(|field| field.sum) {
            let name = format!("{}Sum", field.name);
            names.push(name.clone());
            sums.push((name, matches!(field.shape, Shape::Money(..))));
        }
        let many = 1 + self.dice.below(3);
        let parts: Vec<String> = (0..many)
            .map(|_| {
                let name = self.dice.one(&names).clone();
                let is_money = sums.contains(&(name.clone(), true));
                let key = self.key(&name, false);
                if is_money {
                    format!("{key} {}", self.pair("amount", "currency"))
                } else {
                    key
                }
            })
            .collect();
        format!("{{ {} }}", parts.join(" "))
    }

    fn groups(&mut self, resource: &'static Resource, one: &str) -> (String, String, String) {
        let words: Vec<_> = resource
            .fields
            .iter()
            .filter_map(|field| Some((field, group_word(field)?)))
            .collect();
        let mut by = vec![];
        let many = if self.mistakes(20) { 6 } else { 3 };
        for _ in 0..=self.dice.below(many) {
            if let Some((field, word)) = self.dice.any(&words)
                && self.may_use(field)
            {
                by.push(ConstValue::Enum(async_graphql::Name::new(word)));
            }
        }
        if by.is_empty() {
            return self.aggregate(resource, one);
        }
        let by = self.through(&format!("[{}GroupBy!]!", resource.name()), ConstValue::List(by));
        let filter = self.only_filter(resource);
        let filter = filter.map_or_else(String::new, |filter| format!(", filter: {filter}"));
        let keys = self.key("keys", false);
        let aggregate = self.key("aggregate", false);
        let totals = self.totals(resource);
        let more = match self.dice.below(10) {
            0 => " __typename".to_owned(),
            1 => format!(" {}: aggregate {}", self.name('a'), self.totals(resource)),
            _ => String::new(),
        };
        let selection = format!("{{ {keys} {aggregate} {totals}{more} }}");
        (format!("{one}Groups"), format!("(by: {by}{filter})"), selection)
    }

    /// What is selected of a record of any kind, or of one that is most likely of this kind.
    pub(super) fn any_object(&mut self, likely: Option<&'static Resource>, depth: usize) -> String {
        let all: Vec<&'static Resource> = catalog().all().iter().collect();
        let mut scope = Scope {
            used: vec![],
            is_abstract: true,
        };
        let mut parts = vec![];
        for _ in 0..=self.dice.below(2) {
            let field = ["id", "__typename"][self.dice.below(2)];
            parts.push(self.key(field, false));
        }
        for nth in 0..self.dice.below(4) {
            let resource = likely.filter(|_| nth == 0).unwrap_or(*self.dice.one(&all));
            let (directive, fields) = (self.directive(), self.fields(resource, depth, &mut scope));
            parts.push(format!("... on {}{directive} {{ {fields} }}", resource.name()));
        }
        if self.dice.percent(25) {
            parts.push(self.versioned());
        }
        format!("{{ {} }}", parts.join(" "))
    }
}
