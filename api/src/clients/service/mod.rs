//! The rules.

pub mod assignment;
pub mod client;
pub mod contact;
pub mod interaction;
pub mod need;
pub mod promise;

use entity::{
    client as clients,
    value::{Id, Keyed},
};

use crate::kernel::{
    error::{Error, Result, UserError},
    policy::Action,
    tx::Tx,
};

/// The client of a record that the actor sees, locked so that its state stays while the rule looks at it.
///
/// `INVALID_STATE` when the client is archived.
pub(crate) async fn client_of(tx: &Tx, client: Id<clients::Entity>) -> Result<clients::Model> {
    let found = tx
        .under::<clients::Entity>(Action::Update, client, "input.id")
        .await;
    found.map_err(|error| match error {
        Error::User(_) => UserError::invalid_state(say!("the client is archived")).into(),
        other => other,
    })
}

/// Refuses records of other clients, each at its place in the list `field` of the input.
pub(crate) fn of_one_client<E: Keyed>(
    client: Id<clients::Entity>,
    field: &str,
    ids: &[Id<E>],
    found: impl Iterator<Item = (Id<E>, Id<clients::Entity>)>,
) -> Result<()> {
    let faults: Vec<UserError> = found
        .filter(|(_, of)| *of != client)
        .filter_map(|(strange, _)| ids.iter().position(|id| *id == strange))
        .map(|at| {
            UserError::invalid(
                &format!("input.{field}.{at}"),
                say!("this belongs to another client"),
            )
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into())
    }
}
