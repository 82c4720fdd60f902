mod access;
mod caps;
mod cost;
pub(crate) mod ground;
mod states;
