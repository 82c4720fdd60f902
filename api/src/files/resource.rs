//! What can be read.

use entity::{
    file::{self, Column, FileStatus},
    membership, project,
};

use crate::read::{Resource, resource};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![file()]
}

/// A file that somebody uploaded.
#[rustfmt::skip]
fn file() -> Resource {
    resource::<file::Entity>("A file that somebody uploaded. Those who see it get its contents by GET /files/<id> with their access token.")
        .field(Column::Name, "What the uploader calls it.").filter().order().folded(Column::NameKey)
        .choice::<FileStatus>(Column::Status, "Whether its contents have arrived.").filter().order().group()
        .field(Column::MediaType, "What its first bytes say it is, such as application/pdf.").filter().order().group()
        .field(Column::Bytes, "How many bytes it has.").filter().order().sum()
        .field(Column::Sha256, "SHA-256 of its contents, in lower-case hexadecimal digits.").filter()
        .field(Column::StoredAt, "When its contents arrived.").filter().order()
        .one::<membership::Entity>("uploadedBy", Column::CreatedBy, "Who uploaded it.").filter().group()
        .one::<project::Entity>("project", Column::ProjectId, "The project of the expense that it is the receipt of.").filter().group()
        .one::<membership::Entity>("member", Column::MemberId, "Whose expense that is.").filter()
        .record()
        .hides([Column::UploadHash, Column::UploadExpiresAt])
        .ordered("createdAt", true)
        .root("file", "files")
}
