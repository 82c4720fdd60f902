mod db;
mod migrate;
mod tx;
