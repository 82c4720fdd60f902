//! The declaration of what can be read of an entity: its fields, relations, filters, orders and groups, and who sees which.

mod declaration;
mod field;

use entity::value::Kind;

pub(super) use self::field::{Compute, decimals};
pub use self::{
    declaration::{Declaration, resource},
    field::{Field, Grouping, Link, Scalar, Shape, Words},
};
use crate::kernel::guard::OwnRows;

/// What can be read of one entity.
#[derive(Debug)]
pub struct Resource {
    /// The kind of record.
    pub kind: Kind,
    /// Its description.
    pub about: &'static str,
    /// The fields in the order of the schema.
    pub fields: Vec<Field>,
    /// Columns that are not shown.
    pub hidden: Vec<&'static str>,
    /// Columns of the table.
    pub columns: Vec<&'static str>,
    /// Which rows are an actor's own.
    pub own: OwnRows,
    /// The root fields: one and many.
    pub roots: Option<(&'static str, &'static str)>,
    /// The order of lists that ask for none: field and whether the last come first.
    pub default_order: (&'static str, bool),
}

impl Resource {
    /// The name of the GraphQL type.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.kind.name()
    }

    /// The table.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.kind.table()
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether the table has this column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }

    /// Whether records can be put out of sight.
    #[must_use]
    pub fn is_archivable(&self) -> bool {
        self.has("archived_at")
    }

    /// Whether records carry a version.
    #[must_use]
    pub fn is_versioned(&self) -> bool {
        self.has("version") && self.has("created_at")
    }

    /// Whether records are found by text.
    #[must_use]
    pub fn is_searched(&self) -> bool {
        self.has("search")
    }

    /// The column that says which agency a row belongs to.
    #[must_use]
    pub const fn agency_column(&self) -> &'static str {
        match self.kind {
            Kind::Agency => "id",
            _ => "agency_id",
        }
    }
}
