mod db;
mod message;
mod migrate;
mod tx;
