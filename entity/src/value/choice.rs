//! Columns that hold one of a few words.

/// One word of a choice and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceValue {
    /// The word, as stored and as shown.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
}

/// A type whose values are a few words: one definition for the column, GraphQL and the docs.
pub trait Choice: Copy + 'static {
    /// The name of the GraphQL enum.
    const NAME: &'static str;
    /// What the choice is about.
    const ABOUT: &'static str;
    /// The words, in the order they are declared.
    const VALUES: &'static [ChoiceValue];

    /// The word of this value.
    fn word(self) -> &'static str;

    /// The value of a word.
    fn read(word: &str) -> Option<Self>;
}

/// Declares a choice: `choice! { /// About. Name { /// Meaning. Variant = "WORD", } }`.
#[macro_export]
macro_rules! choice {
    (#[doc = $about:literal] $name:ident { $(#[doc = $meaning:literal] $variant:ident = $word:literal,)* }) => {
        #[doc = $about]
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            sea_orm::EnumIter, sea_orm::DeriveActiveEnum, async_graphql::Enum,
            serde::Serialize, serde::Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "String(sea_orm::sea_query::StringLen::N(24))")]
        pub enum $name {
            $(
                #[doc = $meaning]
                #[sea_orm(string_value = $word)]
                #[serde(rename = $word)]
                #[graphql(name = $word)]
                $variant,
            )*
        }

        impl $crate::value::Choice for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static str = $about.trim_ascii();
            const VALUES: &'static [$crate::value::ChoiceValue] = &[
                $($crate::value::ChoiceValue { name: $word, about: $meaning.trim_ascii() },)*
            ];

            fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            fn read(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }
    };
}
