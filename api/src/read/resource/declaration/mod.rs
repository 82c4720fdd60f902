//! How a resource is declared: a chain of words that begins with `resource` and ends with `root` or `no_root`.

mod abilities;
mod fields;

use sea_orm::{IdenStatic, Iterable};

use super::{Field, Resource, Scalar, Shape};
use crate::kernel::guard::Guarded;

/// A declaration in the making.
#[derive(Debug)]
pub struct Declaration<E: Guarded> {
    resource: Resource,
    entity: std::marker::PhantomData<E>,
}

/// Begins the declaration of an entity. Its id comes first; version and times follow when the table has them.
#[must_use]
pub fn resource<E: Guarded>(about: &'static str) -> Declaration<E> {
    let resource = Resource {
        kind: E::KIND,
        about,
        fields: vec![],
        hidden: vec!["search", "name_key"],
        columns: E::Column::iter().map(|column| column.as_str()).collect(),
        own: E::own,
        roots: None,
        default_order: ("createdAt", true),
    };
    let declaration = Declaration {
        resource,
        entity: std::marker::PhantomData,
    };
    declaration
        .push(
            "id",
            "Opaque, unique across all types, stable for ever.",
            Shape::Column("id", Scalar::Id(E::KIND)),
            false,
        )
        .filter()
}

impl<E: Guarded> Declaration<E> {
    fn push(mut self, name: &str, about: &'static str, shape: Shape, nullable: bool) -> Self {
        self.resource.fields.push(Field {
            name: name.to_owned(),
            about,
            shape,
            nullable,
            right: None,
            filter: false,
            order: false,
            group: None,
            sum: false,
            folded: None,
        });
        self
    }

    fn last(mut self, change: impl FnOnce(&mut Field)) -> Self {
        if let Some(field) = self.resource.fields.last_mut() {
            change(field);
        }
        self
    }

    /// Version, times, archive and permissions, for what the table has of them.
    #[must_use]
    pub fn record(mut self) -> Self {
        let has = |column: &str| self.resource.columns.contains(&column);
        let (versioned, archivable) = (has("version"), has("archived_at"));
        if versioned {
            self = self
                .push(
                    "version",
                    "Grows by one with every change. Send it back as expectedVersion.",
                    Shape::Column("version", Scalar::Int),
                    false,
                )
                .push(
                    "createdAt",
                    "When it was made.",
                    Shape::Column("created_at", Scalar::DateTime),
                    false,
                )
                .filter()
                .order()
                .by_month()
                .push(
                    "updatedAt",
                    "When it last changed.",
                    Shape::Column("updated_at", Scalar::DateTime),
                    false,
                )
                .filter()
                .order();
        }
        if archivable {
            let about = "When it was put out of sight, if it was. Lists leave archived records out unless filtered for.";
            self = self
                .push(
                    "archivedAt",
                    about,
                    Shape::Column("archived_at", Scalar::DateTime),
                    true,
                )
                .filter()
                .order();
        }
        self.push(
            "viewerCan",
            "What the caller may do with it, so that a front end can hide buttons.",
            Shape::ViewerCan,
            false,
        )
    }

    /// Columns that are not shown.
    #[must_use]
    pub fn hides(mut self, columns: impl IntoIterator<Item = E::Column>) -> Self {
        self.resource
            .hidden
            .extend(columns.into_iter().map(|column| column.as_str()));
        self
    }

    /// The order of lists that ask for none.
    #[must_use]
    pub fn ordered(mut self, field: &'static str, last_first: bool) -> Self {
        self.resource.default_order = (field, last_first);
        self
    }

    /// Root fields for one record and for all.
    #[must_use]
    pub fn root(mut self, one: &'static str, many: &'static str) -> Resource {
        self.resource.roots = Some((one, many));
        self.resource
    }

    /// No root fields: reached through relations and `node` only.
    #[must_use]
    pub fn no_root(self) -> Resource {
        self.resource
    }
}
