mod console;
mod keys;
mod one_time;
mod sessions;
mod throttles;

use api::kernel::random::{OsRandom, Random};
use chrono::{DateTime, Utc};
use entity::{agency::Locale, user};
use sea_orm::{ActiveValue::Set, DatabaseConnection, EntityTrait as _};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

async fn sara(database: &DatabaseConnection) -> user::Model {
    let random: &dyn Random = &OsRandom;
    let row = user::ActiveModel {
        id: Set(random.uuid(start())),
        email: Set("Sara@Example.com".to_owned()),
        email_key: Set("sara@example.com".to_owned()),
        name: Set("Sara".to_owned()),
        locale: Set(Locale::Fa),
        password_hash: Set(None),
        password_pepper: Set(None),
        password_changed_at: Set(None),
        email_verified_at: Set(None),
        last_agency_id: Set(None),
        version: Set(1),
        created_at: Set(start()),
        updated_at: Set(start()),
    };
    user::Entity::insert(row)
        .exec_with_returning(database)
        .await
        .unwrap()
}
