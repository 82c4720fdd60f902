//! Data to look at: the demo agency, written through the same rules as everybody's.

mod demo;
mod load;
mod words;

pub use demo::{ACCOUNTS, PASSWORD, fill};
pub use load::{Made, Size, load};
