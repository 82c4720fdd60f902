//! stand-in until the pools land
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, TransactionTrait};
#[derive(Debug, Clone)]
pub struct Db {
    pub read: DatabaseConnection,
    pub write: DatabaseConnection,
    pub backend: DbBackend,
}
impl Db {
    pub async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        self.write.begin().await
    }
}
pub fn unavailable(_: &DbErr) -> bool {
    false
}
pub fn transient(_: &DbErr) -> bool {
    false
}
