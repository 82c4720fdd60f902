//! States of records: which can follow which.

use entity::value::Choice;

use super::error::UserError;

/// A state that others can follow.
pub trait State: Choice + PartialEq {
    /// The states that can follow this one.
    fn next(self) -> &'static [Self];

    /// Refuses a step that is not among them.
    ///
    /// # Errors
    /// `INVALID_STATE` with the states in question.
    fn step(self, to: Self) -> Result<(), UserError> {
        if self.next().contains(&to) {
            return Ok(());
        }
        let allowed = self.next().iter().map(|state| state.word()).collect();
        Err(UserError::invalid_transition(self.word(), to.word(), allowed))
    }
}
