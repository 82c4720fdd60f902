//! The rules.

pub mod book;
pub mod card;
pub mod cost_rate;
pub mod fx;
pub mod fx_import;
pub mod lookup;
pub mod period;
pub mod rate;
pub mod work_role;

use entity::{membership, value::Id};

use crate::kernel::{
    error::{Result, UserError},
    policy::Action,
    tx::Tx,
};

/// Somebody who works for the agency, locked so that rules about all their rates see them stand still.
async fn worker(tx: &Tx, id: Id<membership::Entity>, path: &str) -> Result<membership::Model> {
    let member = tx.under::<membership::Entity>(Action::Read, id, path).await?;
    if member.role == membership::Role::Portal {
        return Err(UserError::invalid(path, say!("this person does not work for the agency")).into());
    }
    Ok(member)
}
