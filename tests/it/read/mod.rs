//! The read engine beside a reference interpreter: generated questions, both databases, everybody who can ask.

mod compare;
mod dice;
mod differential;
mod engine;
mod generate;
mod reference;
mod world;
