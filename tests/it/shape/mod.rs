//! What holds for all of it alike: found by walking through the schema, the declarations, the database and the sources, so that
//! what is added later is held to it too.

mod architecture;
mod indexes;
mod migrations;
mod schema;
mod statements;
mod tables;
