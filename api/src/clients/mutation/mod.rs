//! Root fields that write.

mod assignment;
mod client;
mod contact;
mod interaction;
mod need;
mod promise;

use async_graphql::MergedObject;

/// Changes of clients, of the people there, and of what is known of the relationship.
#[derive(Clone, Copy, Debug, Default, MergedObject)]
pub(crate) struct ClientsMutation(
    client::ClientRecordMutation,
    contact::ContactMutation,
    assignment::AccountAssignmentMutation,
    interaction::InteractionMutation,
    promise::PromiseMutation,
    need::NeedMutation,
);
