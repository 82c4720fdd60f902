//! How much is kept of what people upload.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;

/// How much is kept of what people upload.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FileSettings {
    /// Bytes of a file.
    pub file_bytes: usize,
    /// Bytes of all files of an agency.
    pub agency_bytes: u64,
    /// How long the link works by which a file is sent.
    #[serde(with = "duration")]
    pub upload_lifetime: Duration,
}

impl Default for FileSettings {
    fn default() -> Self {
        Self {
            file_bytes: 10 * 1024 * 1024,
            agency_bytes: 1024 * 1024 * 1024,
            upload_lifetime: Duration::from_mins(10),
        }
    }
}
