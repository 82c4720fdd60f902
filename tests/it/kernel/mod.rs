mod db;
mod migrate;
