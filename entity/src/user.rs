//! stand-in
use crate::value::{Keyed, Kind};
#[derive(Debug)]
pub struct Entity;
impl Keyed for Entity {
    const KIND: Kind = Kind::User;
}
