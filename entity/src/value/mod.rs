//! Values that two or more tables share, each with one definition: its column, its JSON and its GraphQL scalar.

mod choice;
mod currency;
mod date;
mod decimal;
pub mod exact;
mod folded;
mod id;
mod money;
pub mod price;

pub use choice::{Choice, ChoiceValue};
pub use currency::CurrencyCode;
pub use date::{Date, DateTime};
pub use decimal::Decimal;
pub use folded::{fold, search_text, sort_key};
pub use id::{Id, IdError, Keyed, Kind};
pub use money::{Money, MoneyError, MoneyInput};
pub use price::{UnitPrice, UnitPriceInput};
