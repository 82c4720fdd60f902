//! What is selected of a record.

use api::read::{Field, Resource, Shape, catalog};

use super::Writer;

/// Relations that are followed from a root field.
pub(super) const DEPTH: usize = 3;

/// The keys of one object that fields with arguments or selections have taken.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub(super) used: Vec<String>,
    /// Whether records of several types share it: then fields of the same name may differ.
    pub(super) is_abstract: bool,
}

/// Fields that are the same in all types that have them.
const COMMON: [&str; 4] = ["id", "version", "createdAt", "updatedAt"];

impl Writer<'_> {
    /// A selection of a record.
    pub(super) fn object(&mut self, resource: &'static Resource, depth: usize) -> String {
        format!("{{ {} }}", self.fields(resource, depth, &mut Scope::default()))
    }

    /// A few fields and fragments.
    pub(super) fn fields(&mut self, resource: &'static Resource, depth: usize, scope: &mut Scope) -> String {
        let many = 1 + self.dice.below(5).min(self.left);
        let parts: Vec<String> = (0..many).map(|_| self.part(resource, depth, scope)).collect();
        parts.join(" ")
    }

    fn part(&mut self, resource: &'static Resource, depth: usize, scope: &mut Scope) -> String {
        self.left = self.left.saturating_sub(1);
        let deeper = depth > 0 && self.left > 0;
        match self.dice.below(100) {
            0..5 => self.key("__typename", false),
            5..10 => {
                let (directive, fields) = (self.directive(), self.fields(resource, depth, scope));
                format!("... on {}{directive} {{ {fields} }}", resource.name())
            }
            10..13 => self.through_node(resource, scope),
            13..16 => self.versioned(),
            16..18 => {
                let (directive, fields) = (self.directive(), self.fields(resource, depth, scope));
                format!("...{directive} {{ {fields} }}")
            }
            18..22 => self.spread(resource, depth, scope),
            22..38 if deeper => self.one(resource, depth - 1, scope),
            38..60 if deeper => self.many(resource, depth - 1, scope),
            _ => self.leaf(resource, scope.is_abstract),
        }
    }

    /// Fragments on an interface, and inside it on a type that the record is or is not of.
    fn through_node(&mut self, resource: &'static Resource, scope: &Scope) -> String {
        let all: Vec<&'static Resource> = catalog().all().iter().collect();
        let other = if self.dice.percent(50) {
            resource
        } else {
            *self.dice.one(&all)
        };
        let is_abstract = scope.is_abstract || other.name() != resource.name();
        format!(
            "... on Node {{ id ... on {} {{ {} }} }}",
            other.name(),
            self.leaf(other, is_abstract)
        )
    }

    pub(super) fn versioned(&mut self) -> String {
        let field = ["version", "createdAt", "updatedAt", "__typename"][self.dice.below(4)];
        let field = self.key(field, false);
        format!("... on Node {{ ... on Versioned {{ {field} }} }}")
    }

    /// A named fragment, spread once or twice.
    fn spread(&mut self, resource: &'static Resource, depth: usize, scope: &mut Scope) -> String {
        let name = self.name('F');
        let fields = self.fields(resource, depth, scope);
        self.fragments
            .push(format!(" fragment {name} on {} {{ {fields} }}", resource.name()));
        let directive = self.directive();
        let again = if self.dice.percent(20) {
            format!(" ...{name}")
        } else {
            String::new()
        };
        format!("...{name}{directive}{again}")
    }

    /// A field without arguments and without relations.
    pub(super) fn leaf(&mut self, resource: &'static Resource, is_abstract: bool) -> String {
        let relation = |field: &&Field| {
            matches!(
                field.shape,
                Shape::One { .. } | Shape::Many { .. } | Shape::AnyNode { .. }
            )
        };
        let leaves: Vec<&Field> = resource.fields.iter().filter(|field| !relation(field)).collect();
        let field = *self.dice.one(&leaves);
        let key = self.key(&field.name, is_abstract && !COMMON.contains(&field.name.as_str()));
        let directive = self.directive();
        let inside = match field.shape {
            Shape::Money(..) | Shape::Price(..) => self.pair("amount", "currency"),
            Shape::ExternalIds => self.pair("source", "value"),
            Shape::ViewerCan => self.pair("update", "archive"),
            _ => return format!("{key}{directive}"),
        };
        format!("{key}{directive} {inside}")
    }

    /// A selection of an object of two fields.
    pub(super) fn pair(&mut self, first: &str, second: &str) -> String {
        let parts: Vec<String> = (0..=self.dice.below(3))
            .map(|_| {
                let field = ["__typename", first, second][self.dice.below(3)];
                let key = self.key(field, false);
                format!("{key}{}", self.directive())
            })
            .collect();
        format!("{{ {} }}", parts.join(" "))
    }

    /// A relation to one record.
    fn one(&mut self, resource: &'static Resource, depth: usize, scope: &mut Scope) -> String {
        let relations: Vec<&Field> = resource
            .fields
            .iter()
            .filter(|field| matches!(field.shape, Shape::One { .. } | Shape::AnyNode { .. }))
            .collect();
        let Some(field) = self.dice.any(&relations).copied() else {
            return self.leaf(resource, scope.is_abstract);
        };
        let key = self.taken(&field.name, scope);
        let directive = self.directive();
        let Shape::One { to, .. } = field.shape else {
            return format!("{key}{directive} {}", self.any_object(None, depth));
        };
        let to = catalog().named(to).expect("a declared type");
        let once = format!("{key}{directive} {}", self.object(to, depth));
        if self.dice.percent(8) {
            return format!("{once} {key} {{ {} }}", self.leaf(to, false));
        }
        once
    }

    /// A relation to many records.
    fn many(&mut self, resource: &'static Resource, depth: usize, scope: &mut Scope) -> String {
        let relations: Vec<(&Field, &'static Resource)> = resource
            .fields
            .iter()
            .filter_map(|field| match field.shape {
                Shape::Many { to, .. } => Some((field, catalog().named(to)?)),
                _ => None,
            })
            .collect();
        let Some((field, to)) = self.one_seen(&relations, |(_, to)| to.kind) else {
            return self.leaf(resource, scope.is_abstract);
        };
        let key = self.taken(&field.name, scope);
        let arguments = self.arguments(to, false);
        let once = format!(
            "{key}{arguments}{} {}",
            self.directive(),
            self.connection(to, depth)
        );
        if self.dice.percent(8) {
            let leaf = self.leaf(to, false);
            return format!("{once} {key}{arguments} {{ nodes {{ {leaf} }} totalCount }}");
        }
        once
    }

    /// The key of a field with arguments or a selection: nobody else's in the object.
    fn taken(&mut self, name: &str, scope: &mut Scope) -> String {
        let key = self.key(
            name,
            scope.is_abstract || scope.used.iter().any(|used| used == name),
        );
        scope.used.push(name.to_owned());
        key
    }
}
