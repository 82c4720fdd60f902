mod db;
mod message;
mod migrate;
