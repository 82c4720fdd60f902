//! What an agency finds on its first day.

use entity::{
    agency::{self, Locale},
    stage::{self, StageKind},
    value::{Id, fold},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::account::Maker;
use crate::kernel::{error::Result, place};

/// The usual way from a first talk to an order: names in English and Persian, what each stage means, how likely an order is.
const STAGES: [(&str, &str, StageKind, i32); 6] = [
    ("Lead", "سرنخ", StageKind::Open, 1_000),
    ("Qualified", "نیازسنجی", StageKind::Open, 2_500),
    ("Proposal", "پیشنهاد", StageKind::Open, 5_000),
    ("Negotiation", "مذاکره", StageKind::Open, 7_500),
    ("Won", "برنده", StageKind::Won, 10_000),
    ("Lost", "از دست رفته", StageKind::Lost, 0),
];

impl<C: ConnectionTrait> Maker<'_, C> {
    /// Gives a new agency the usual stages; opportunities begin in the first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stages(&self, agency: &agency::Model) -> Result<()> {
        let mut rows: Vec<stage::ActiveModel> = vec![];
        let mut last = None;
        for (english, persian, kind, probability_bps) in STAGES {
            let name = match agency.locale {
                Locale::En => english,
                Locale::Fa => persian,
            };
            let position = place::after(last);
            rows.push(stage::ActiveModel {
                id: Set(Id::of(self.uuid())),
                agency_id: Set(agency.id),
                name: Set(name.to_owned()),
                name_key: Set(fold(name)),
                position: Set(position),
                kind: Set(kind),
                probability_bps: Set(probability_bps),
                is_default: Set(last.is_none()),
                version: Set(1),
                created_at: Set(self.now),
                created_by: Set(None),
                updated_at: Set(self.now),
                archived_at: Set(None),
            });
            last = Some(position);
        }
        stage::Entity::insert_many(rows)
            .exec_without_returning(self.connection)
            .await?;
        Ok(())
    }
}
