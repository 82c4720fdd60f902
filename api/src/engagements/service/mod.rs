//! The rules. Whoever makes an engagement hold, changes one or books under it holds its project, so that those who do so at the same
//! time wait for each other.

pub mod cap;
pub mod engagement;
pub mod lookup;
