//! People: who is in an agency, in which role, and how they sign in.

pub mod account;
mod beginnings;
pub mod credentials;
pub mod door;
mod input;
mod mutation;
mod query;
mod resource;
mod service;

pub use mutation::PeopleMutation;
pub use query::PeopleQuery;
pub use resource::resources;
pub use service::{
    console::{NewPlace, NewUser, user_create, user_password},
    seat::places,
};
