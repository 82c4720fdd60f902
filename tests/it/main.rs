//! All tests of the program from outside, in folders that mirror `api/src`.

mod http;
mod kernel;
