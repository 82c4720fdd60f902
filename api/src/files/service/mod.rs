//! The rules: a file is announced, arrives once, stays as it came, and may be tied to one expense.

pub mod contents;
mod media;
pub mod receipt;
pub mod receive;
pub mod upload;
