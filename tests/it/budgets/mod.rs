mod budget;
mod ground;
mod ledger;
