mod budget;
pub(crate) mod ground;
mod ledger;
