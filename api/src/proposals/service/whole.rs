//! What a version has to be before a client can answer to it.

use super::draft;
use crate::{
    kernel::error::{Result, UserError},
    proposals::{content::ProposalContent, selection, totals::fits},
};

/// Refuses what a client could not answer to.
pub(super) fn is_whole(content: &ProposalContent) -> Result<()> {
    if content.lines().next().is_none() {
        return Err(UserError::invalid_state(say!("it has no lines")).into());
    }
    let choice = selection::beforehand(content);
    if let Some(group) = selection::broken(content, &choice).next() {
        let message = say!(
            "the options chosen beforehand of \"{name}\" break its rule",
            name = group.name
        );
        return Err(UserError::invalid_state(message).into());
    }
    if !fits(content, &draft::counted(content)?) {
        let message = say!("it comes to more than is never invoiced beyond");
        return Err(UserError::invalid_state(message).into());
    }
    Ok(())
}
