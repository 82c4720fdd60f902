//! Root fields that write.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::{
    file,
    value::{DateTime, Id},
};
use uuid::Uuid;

use super::{
    input::FileUploadCreateInput,
    service::upload::{self, Link},
};
use crate::{
    graphql::{
        directives::requiresScope,
        errors::Shown,
        write::{Payload, write},
    },
    read::Ref,
};

/// What came of announcing a file.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct FileUploadCreatePayload {
    /// The file, whose contents are still to be sent; null when there are errors.
    file: Option<Ref<file::Entity>>,
    /// Where the contents go by one PUT, without a token: a path at the address of this API. It is shown this once, and null where a
    /// key gives an earlier answer again.
    upload_url: Option<String>,
    /// When that address stops working.
    expires_at: Option<DateTime>,
    /// Why nothing was announced.
    errors: Vec<Shown>,
}

impl Payload for FileUploadCreatePayload {
    fn done(id: Uuid) -> Self {
        Self {
            file: Some(Ref::written(Id::of(id))),
            upload_url: None,
            expires_at: None,
            errors: vec![],
        }
    }

    fn refused(errors: Vec<Shown>) -> Self {
        Self {
            file: None,
            upload_url: None,
            expires_at: None,
            errors,
        }
    }
}

/// Files.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FilesMutation;

#[Object]
impl FilesMutation {
    /// Announces a file: its contents are sent to the address that is given, and its id can then be used by other mutations.
    #[graphql(directive = requiresScope::apply(vec!["files:write".to_owned()]))]
    async fn file_upload_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What will be sent.")] input: FileUploadCreateInput,
    ) -> Result<FileUploadCreatePayload> {
        let made: Arc<Mutex<Option<Link>>> = Arc::default();
        let announced = write(ctx, input, |tx, input| {
            let made = made.clone();
            Box::pin(async move {
                let (file, link) = upload::create(tx, input).await?;
                *made.lock().unwrap_or_else(PoisonError::into_inner) = Some(link);
                Ok(file)
            })
        });
        let mut payload: FileUploadCreatePayload = announced.await?;
        let made = made.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(link) = made.filter(|_| payload.file.is_some()) {
            payload.upload_url = Some(format!("/files/{}", link.token.reveal()));
            payload.expires_at = Some(DateTime(link.expires_at));
        }
        Ok(payload)
    }
}
