//! One field of a resource: what it is, and what can be done with it.

use async_graphql::Value;
use entity::value::{Choice, ChoiceValue, CurrencyCode, Kind};

use crate::{
    kernel::{actor::Actor, policy::Right},
    read::shape::Row,
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
pub(in crate::read) type Compute = fn(&Row<'_>, &Actor) -> Value;

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

/// The decimals of a currency code, two for what is not one.
#[must_use]
pub(in crate::read) fn decimals(code: &str) -> u32 {
    CurrencyCode::read(code).map_or(2, CurrencyCode::decimals)
}
