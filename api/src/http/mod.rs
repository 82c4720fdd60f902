//! The edge of the web.

pub mod graphiql;
