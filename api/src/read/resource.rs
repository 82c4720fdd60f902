//! The declaration of what can be read of an entity: its fields, relations, filters, orders and groups, and who sees which.

use async_graphql::Value;
use entity::value::{Choice, ChoiceValue, CurrencyCode, Kind};
use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, Iterable, sea_query::ColumnType};

use super::shape::Row;
use crate::kernel::{
    actor::Actor,
    guard::{Guarded, OwnRows},
    names::camel,
    policy::Right,
};

/// How a value is stored and shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// An id of this kind.
    Id(Kind),
    /// Text.
    Text,
    /// A whole number of 32 bits.
    Int,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// An instant.
    DateTime,
    /// A currency code.
    Currency,
    /// A word of a choice.
    Choice(&'static Words),
    /// A JSON value.
    Json,
    /// An exact number, stored as a whole multiple of its last decimal: so many decimals.
    Decimal(u32),
    /// A JSON array of short texts.
    Texts,
}

/// A choice as the schema shows it.
#[derive(Debug, PartialEq)]
pub struct Words {
    /// The name of the enum.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Its values.
    pub values: &'static [ChoiceValue],
}

impl Words {
    /// The words of a choice.
    #[must_use]
    pub fn of<C: Choice>() -> &'static Words {
        struct Holder<C>(std::marker::PhantomData<C>);
        impl<C: Choice> Holder<C> {
            const WORDS: &'static Words = &Words {
                name: C::NAME,
                about: C::ABOUT,
                values: C::VALUES,
            };
        }
        Holder::<C>::WORDS
    }
}

/// How a to-many relation finds its rows.
#[derive(Clone, Copy, Debug)]
pub enum Link {
    /// They point here with this column.
    Key(&'static str),
    /// A table between the two points to both.
    Through {
        /// The table between.
        table: &'static str,
        /// Its column that points here.
        near: &'static str,
        /// Its column that points there.
        far: &'static str,
    },
}

/// A function over the columns of one row.
pub(super) type Compute = fn(&Row<'_>, &Actor) -> Value;

/// What a field is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A column.
    Column(&'static str, Scalar),
    /// Minor units and their currency.
    Money(&'static str, &'static str),
    /// Millionths of a currency's unit, and the currency: the price of one unit or hour.
    Price(&'static str, &'static str),
    /// Another record that this one points to.
    One {
        /// The resource.
        to: &'static str,
        /// The column that points.
        key: &'static str,
    },
    /// Records that belong to this one.
    Many {
        /// The resource.
        to: &'static str,
        /// How they are found.
        link: Link,
    },
    /// A value worked out from other columns of the row.
    Computed {
        /// The GraphQL type, for example `[ClientStage!]!`.
        ty: &'static str,
        /// The words of a choice that the type names.
        words: Option<&'static Words>,
        /// The columns it needs.
        needs: Vec<(&'static str, Scalar)>,
        /// How.
        of: Compute,
    },
    /// A record of any kind, named by two columns; read for all rows at once.
    AnyNode {
        /// The column with the kind's name.
        kind: &'static str,
        /// The column with the id.
        id: &'static str,
    },
    /// The record's ids in other systems.
    ExternalIds,
    /// What the caller may do with the record.
    ViewerCan,
}

/// One field of a resource.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what can be done with a field is declared apart"
)]
pub struct Field {
    /// Its GraphQL name.
    pub name: String,
    /// Its description.
    pub about: &'static str,
    /// What it is.
    pub shape: Shape,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it needs beyond seeing the record.
    pub right: Option<Right>,
    /// Whether it can be filtered by.
    pub filter: bool,
    /// Whether it can be ordered by.
    pub order: bool,
    /// Whether it can be grouped by.
    pub group: Option<Grouping>,
    /// Whether it can be summed up.
    pub sum: bool,
    /// The folded twin of a text column, for ordering and for tests that ignore case.
    pub folded: Option<&'static str>,
}

/// How a field is grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// By its value.
    Value,
    /// By month, in the agency's time zone and calendar.
    Month,
}

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

    /// A column, with the type that the entity gives it.
    #[must_use]
    pub fn field(self, column: E::Column, about: &'static str) -> Self {
        let def = column.def();
        let scalar = scalar_of(def.get_column_type());
        self.column(column, scalar, about)
    }

    /// A column that holds a word of a choice.
    #[must_use]
    pub fn choice<C: Choice>(self, column: E::Column, about: &'static str) -> Self {
        self.column(column, Scalar::Choice(Words::of::<C>()), about)
    }

    /// A column that holds a currency code.
    #[must_use]
    pub fn currency(self, column: E::Column, about: &'static str) -> Self {
        self.column(column, Scalar::Currency, about)
    }

    fn column(self, column: E::Column, scalar: Scalar, about: &'static str) -> Self {
        let (name, nullable) = (column.as_str(), column.def().is_null());
        self.push(&camel(name), about, Shape::Column(name, scalar), nullable)
    }

    /// An amount: its minor units and its currency.
    #[must_use]
    pub fn money(
        self,
        name: &'static str,
        minor: E::Column,
        currency: E::Column,
        about: &'static str,
    ) -> Self {
        let nullable = minor.def().is_null();
        self.push(
            name,
            about,
            Shape::Money(minor.as_str(), currency.as_str()),
            nullable,
        )
    }

    /// A price of one unit or of one hour: its millionths and its currency.
    #[must_use]
    pub fn price(
        self,
        name: &'static str,
        micro: E::Column,
        currency: E::Column,
        about: &'static str,
    ) -> Self {
        let nullable = micro.def().is_null();
        self.push(
            name,
            about,
            Shape::Price(micro.as_str(), currency.as_str()),
            nullable,
        )
    }

    /// A column that holds an exact number as a whole multiple of its last decimal.
    #[must_use]
    pub fn decimal(self, column: E::Column, decimals: u32, about: &'static str) -> Self {
        self.column(column, Scalar::Decimal(decimals), about)
    }

    /// A column that holds a JSON array of short texts.
    #[must_use]
    pub fn texts(self, column: E::Column, about: &'static str) -> Self {
        self.column(column, Scalar::Texts, about)
    }

    /// Another record that a column points to. Null when there is none or the caller may not see it.
    #[must_use]
    pub fn one<T: Guarded>(self, name: &'static str, key: E::Column, about: &'static str) -> Self {
        self.push(
            name,
            about,
            Shape::One {
                to: T::KIND.name(),
                key: key.as_str(),
            },
            true,
        )
    }

    /// Records that point here.
    #[must_use]
    pub fn many<T: Guarded>(self, name: &'static str, key: T::Column, about: &'static str) -> Self {
        self.push(
            name,
            about,
            Shape::Many {
                to: T::KIND.name(),
                link: Link::Key(key.as_str()),
            },
            true,
        )
    }

    /// Records that a table between the two ties to this one.
    #[must_use]
    pub fn through<T: Guarded, J: EntityTrait>(
        self,
        name: &'static str,
        near: J::Column,
        far: J::Column,
        about: &'static str,
    ) -> Self {
        let table = J::default().table_name().to_owned().leak();
        let link = Link::Through {
            table,
            near: near.as_str(),
            far: far.as_str(),
        };
        self.push(
            name,
            about,
            Shape::Many {
                to: T::KIND.name(),
                link,
            },
            true,
        )
    }

    /// A value worked out from columns of the row.
    #[must_use]
    pub fn computed(
        self,
        name: &'static str,
        ty: &'static str,
        about: &'static str,
        needs: impl IntoIterator<Item = E::Column>,
        of: Compute,
    ) -> Self {
        let needs = needs
            .into_iter()
            .map(|column| (column.as_str(), scalar_of(column.def().get_column_type())))
            .collect();
        self.push(
            name,
            about,
            Shape::Computed {
                ty,
                words: None,
                needs,
                of,
            },
            !ty.ends_with('!'),
        )
    }

    /// The states that the record can go to from the one it is in.
    #[must_use]
    pub fn transitions<C: Choice>(self, ty: &'static str, status: E::Column, of: Compute) -> Self {
        let needs = vec![(status.as_str(), Scalar::Text)];
        let shape = Shape::Computed {
            ty,
            words: Some(Words::of::<C>()),
            needs,
            of,
        };
        self.push(
            "allowedTransitions",
            "States it can go to from here.",
            shape,
            false,
        )
    }

    /// A record of any kind, named by two columns.
    #[must_use]
    pub fn any_node(self, name: &'static str, kind: E::Column, id: E::Column, about: &'static str) -> Self {
        self.push(
            name,
            about,
            Shape::AnyNode {
                kind: kind.as_str(),
                id: id.as_str(),
            },
            true,
        )
    }

    /// The record's ids in other systems.
    #[must_use]
    pub fn external_ids(self) -> Self {
        self.push(
            "externalIds",
            "Ids that other systems know it by.",
            Shape::ExternalIds,
            false,
        )
    }

    /// Values of the agency's own fields.
    #[must_use]
    pub fn custom_fields(self, column: E::Column) -> Self {
        self.column(column, Scalar::Json, "Values of the agency's own fields, by key.")
            .needs(Right::Internal)
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

    /// The field can be filtered by.
    #[must_use]
    pub fn filter(self) -> Self {
        self.last(|field| field.filter = true)
    }

    /// The field can be ordered by.
    #[must_use]
    pub fn order(self) -> Self {
        self.last(|field| field.order = true)
    }

    /// The field can be grouped by.
    #[must_use]
    pub fn group(self) -> Self {
        self.last(|field| field.group = Some(Grouping::Value))
    }

    /// The field can be grouped by month.
    #[must_use]
    pub fn by_month(self) -> Self {
        self.last(|field| field.group = Some(Grouping::Month))
    }

    /// The field can be summed up.
    #[must_use]
    pub fn sum(self) -> Self {
        self.last(|field| field.sum = true)
    }

    /// The field has a folded twin: order and tests on parts of it ignore case.
    #[must_use]
    pub fn folded(self, column: E::Column) -> Self {
        self.last(|field| field.folded = Some(column.as_str()))
    }

    /// The field needs a right beyond seeing the record. It becomes nullable: null with an error for who has not.
    #[must_use]
    pub fn needs(self, right: Right) -> Self {
        self.last(|field| {
            field.right = Some(right);
            field.nullable = true;
        })
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

fn scalar_of(column: &ColumnType) -> Scalar {
    match column {
        ColumnType::Integer | ColumnType::BigInteger | ColumnType::SmallInteger => Scalar::Int,
        ColumnType::Boolean => Scalar::Bool,
        ColumnType::Date => Scalar::Date,
        ColumnType::TimestampWithTimeZone => Scalar::DateTime,
        ColumnType::Json | ColumnType::JsonBinary => Scalar::Json,
        _ => Scalar::Text,
    }
}

/// The decimals of a currency code, two for what is not one.
#[must_use]
pub(super) fn decimals(code: &str) -> u32 {
    CurrencyCode::read(code).map_or(2, CurrencyCode::decimals)
}
