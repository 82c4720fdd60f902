//! Which options a client takes, and whether they may.

use entity::{option_group::OptionRule, proposal_line, value::Id};

use super::{
    content::{ProposalContent, ProposalContentGroup},
    totals::Chosen,
};
use crate::kernel::error::{Result, UserError};

/// The options that are chosen unless the client chooses otherwise.
#[must_use]
pub fn beforehand(content: &ProposalContent) -> Chosen {
    let options = content.lines().filter(|line| line.optional && line.selected);
    options.map(|line| line.id).collect()
}

/// The options among these lines; what is not optional is taken in any case.
///
/// # Errors
/// INVALID at every place that is no line of the proposal, and for every group whose rule is broken.
pub fn chosen(content: &ProposalContent, ids: &[Id<proposal_line::Entity>], path: &str) -> Result<Chosen> {
    let mut faults = vec![];
    let mut choice = Chosen::new();
    for (at, id) in ids.iter().enumerate() {
        match content.lines().find(|line| line.id == *id) {
            Some(line) if line.optional => {
                choice.insert(line.id);
            }
            Some(_) => {}
            None => faults.push(UserError::invalid(
                &format!("{path}.{at}"),
                say!("the proposal has no such option"),
            )),
        }
    }
    faults.extend(broken(content, &choice).map(|group| {
        let message = match group.rule {
            OptionRule::ExactlyOne => say!("choose one option of \"{name}\"", name = group.name),
            OptionRule::AtMostOne | OptionRule::Any => {
                say!("choose one option of \"{name}\" at the most", name = group.name)
            }
        };
        UserError::invalid(path, message)
    }));
    if faults.is_empty() {
        Ok(choice)
    } else {
        Err(faults.into())
    }
}

/// The groups whose rules a choice breaks.
pub fn broken<'c>(
    content: &'c ProposalContent,
    choice: &'c Chosen,
) -> impl Iterator<Item = &'c ProposalContentGroup> {
    content.groups.iter().filter(|group| {
        let of_group = content.lines().filter(|line| line.group_id == Some(group.id));
        let taken = of_group.filter(|line| choice.contains(&line.id)).count();
        match group.rule {
            OptionRule::Any => false,
            OptionRule::ExactlyOne => taken != 1,
            OptionRule::AtMostOne => taken > 1,
        }
    })
}
