//! What the demo agency has on paper: a receipt.

use entity::{file, value::Id};
use serde_json::json;

use super::story::{Story, input};
use crate::{
    files::service::{receive, upload},
    kernel::{error::Result, pieces::Pieces},
};

/// The receipt: a page that says what it is.
const PAGE: &str = "%PDF-1.4\n\
    1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n\
    4 0 obj<</Length 46>>stream\nBT /F 18 Tf 24 96 Td (Train tickets, paid) Tj ET\nendstream endobj\n\
    5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";

impl Story<'_> {
    /// A receipt that has arrived.
    pub(super) async fn receipt(&self) -> Result<Id<file::Entity>> {
        let (file, _link) = upload::create(self.tx, input(json!({ "name": "train tickets.pdf" }))?).await?;
        let mut pieces = Pieces::default();
        pieces.push(PAGE.as_bytes());
        let file = receive::store(self.tx, file, &pieces, "application/pdf").await?;
        Ok(file.id)
    }
}
