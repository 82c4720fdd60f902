mod ground;
mod ledger;
