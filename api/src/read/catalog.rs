//! All declarations, found by name.

use std::{collections::HashMap, sync::OnceLock};

use super::resource::{Resource, Shape};

static CATALOG: OnceLock<Catalog> = OnceLock::new();

/// All declarations of the process.
#[derive(Debug)]
pub struct Catalog {
    resources: Vec<Resource>,
    by_name: HashMap<&'static str, usize>,
    one_roots: HashMap<&'static str, usize>,
    many_roots: HashMap<&'static str, usize>,
}

/// The declarations that were registered first; the schema registers them once.
pub fn register(resources: impl FnOnce() -> Vec<Resource>) -> &'static Catalog {
    CATALOG.get_or_init(|| Catalog::new(resources()))
}

/// The declarations, empty before the schema was made.
pub fn catalog() -> &'static Catalog {
    CATALOG.get_or_init(|| Catalog::new(vec![]))
}

impl Catalog {
    fn new(resources: Vec<Resource>) -> Self {
        let at = |name: fn(&Resource) -> Option<&'static str>| {
            resources
                .iter()
                .enumerate()
                .filter_map(|(at, resource)| Some((name(resource)?, at)))
                .collect()
        };
        let by_name = at(|resource| Some(resource.name()));
        let one_roots = at(|resource| resource.roots.map(|roots| roots.0));
        let many_roots = at(|resource| resource.roots.map(|roots| roots.1));
        Self {
            resources,
            by_name,
            one_roots,
            many_roots,
        }
    }

    /// All resources in the order of their modules.
    pub fn all(&self) -> &[Resource] {
        &self.resources
    }

    /// The resource of this GraphQL type.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Resource> {
        self.by_name.get(name).and_then(|at| self.resources.get(*at))
    }

    /// The resource whose records this root field gives one of.
    #[must_use]
    pub fn one(&self, root: &str) -> Option<&Resource> {
        self.one_roots.get(root).and_then(|at| self.resources.get(*at))
    }

    /// The resource whose records this root field lists.
    #[must_use]
    pub fn many(&self, root: &str) -> Option<&Resource> {
        self.many_roots.get(root).and_then(|at| self.resources.get(*at))
    }

    /// What is wrong with the declarations: a column neither shown nor hidden, a relation to nowhere, two fields of one
    /// name, a filter or order on something that is no column.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        self.resources
            .iter()
            .flat_map(|resource| self.faults_of(resource))
            .collect()
    }

    fn faults_of(&self, resource: &Resource) -> Vec<String> {
        let mut faults = vec![];
        let name = resource.name();
        for column in &resource.columns {
            let shown = resource.fields.iter().any(|field| match &field.shape {
                Shape::Column(shown, _) | Shape::One { key: shown, .. } => shown == column,
                Shape::Money(minor, currency) | Shape::Price(minor, currency) => {
                    minor == column || currency == column
                }
                Shape::AnyNode { kind, id } => kind == column || id == column,
                Shape::Computed { needs, .. } => needs.iter().any(|(needed, _)| needed == column),
                Shape::Many { .. } | Shape::ExternalIds | Shape::ViewerCan => false,
            });
            let of_system = *column == resource.agency_column();
            if !shown && !of_system && !resource.hidden.contains(column) {
                faults.push(format!("{name}: the column {column} is neither shown nor hidden"));
            }
        }
        for (at, field) in resource.fields.iter().enumerate() {
            if resource
                .fields
                .iter()
                .take(at)
                .any(|before| before.name == field.name)
            {
                faults.push(format!("{name}.{} is declared twice", field.name));
            }
            match &field.shape {
                Shape::One { to, .. } | Shape::Many { to, .. } if self.named(to).is_none() => {
                    faults.push(format!("{name}.{}: there is no resource {to}", field.name));
                }
                _ => {}
            }
        }
        if resource
            .field(resource.default_order.0)
            .is_none_or(|field| !field.order)
        {
            faults.push(format!(
                "{name}: cannot be ordered by {}",
                resource.default_order.0
            ));
        }
        faults
    }
}
