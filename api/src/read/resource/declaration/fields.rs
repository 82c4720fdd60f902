//! The kinds of fields that a declaration can have.

use entity::value::Choice;
use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, sea_query::ColumnType};

use super::Declaration;
use crate::{
    kernel::{guard::Guarded, names::camel, policy::Right},
    read::resource::{Compute, Link, Scalar, Shape, Words},
};

impl<E: Guarded> Declaration<E> {
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
