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
<<<<<<< HEAD
pub(crate) struct ClientsMutation(
    client::ClientMutation,
=======
pub struct ClientMutation(
    client::ClientRecordMutation,
>>>>>>> relations
    contact::ContactMutation,
    assignment::AccountAssignmentMutation,
    interaction::InteractionMutation,
    promise::PromiseMutation,
    need::NeedMutation,
);
