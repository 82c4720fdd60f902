//! What can be read.

mod client;
mod contact;

use crate::read::Resource;

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![client::client(), contact::contact()]
}
