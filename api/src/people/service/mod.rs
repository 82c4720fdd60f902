//! The rules.

pub(super) mod console;
pub(super) mod gate;
pub(super) mod invitation;
pub(super) mod member;
pub(super) mod password;
pub(super) mod seat;
pub(super) mod sessions;
pub(super) mod sign;
