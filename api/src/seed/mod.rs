//! Data to look at and to measure on: the demo agencies, written through the same rules as everybody's, and agencies in bulk.

mod demo;
mod load;
mod progress;
mod words;

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

pub use demo::{ACCOUNTS, fill, link_path};
pub use load::{Load, LoadError, Made, Size, load};

use crate::{app::App, kernel::error::Result};

/// The password of all accounts that are made here.
pub const PASSWORD: &str = "correct horse battery staple";

#[expect(
    clippy::disallowed_methods,
    reason = "looks for an account before anybody is signed in"
)]
async fn user_of(app: &App, email: &str) -> Result<Option<user::Model>> {
    Ok(user::Entity::find()
        .filter(user::Column::EmailKey.eq(user::email_key(email)))
        .one(&app.world.db.write)
        .await?)
}
