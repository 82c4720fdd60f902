//! What holds for all of it alike: found by walking through the schema, the declarations, the policy table, the database and the
//! sources, so that what is added later is held to it too.

mod anonymous;
mod architecture;
mod examples;
mod ground;
mod indexes;
mod inputs;
mod migrations;
mod place;
mod policy;
mod schema;
mod sdl;
mod secrecy;
mod statements;
mod strangers;
mod tables;
mod world;
