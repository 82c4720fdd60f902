//! The tables and their columns, as the entities have them.

use entity::{
    account_assignment, accounting_period, agency, client, contact, cost_rate, custom_field, custom_value,
    event, external_id, fx_rate, interaction, interaction_contact, interaction_member, membership, milestone,
    need, need_interaction, phase, project, project_member, promise, rate, rate_card, rate_card_version,
    task, task_assignee, task_dependency, user, work_role,
};
use sea_orm::{ColumnTrait, EntityName, IdenStatic, Iterable, sea_query::ColumnType};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Id,
    Text,
    Int,
    Bool,
    Date,
    Instant,
    Json,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Type,
    pub(super) null: bool,
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
}

macro_rules! tables {
    ($($entity:ident)*) => {
        vec![$(Table {
            name: $entity::Entity.table_name(),
            columns: $entity::Column::iter()
                .map(|column| {
                    let def = column.def();
                    Column { name: column.as_str(), kind: kind(def.get_column_type()), null: def.is_null() }
                })
                .collect(),
        },)*]
    };
}

/// All tables that reads go to, each after those that it refers to; what members refer to comes after them.
pub(super) fn all() -> Vec<Table> {
    tables! {
        user agency membership client contact account_assignment project project_member phase milestone task task_assignee
        task_dependency interaction interaction_contact interaction_member promise need need_interaction custom_field
        custom_value external_id event work_role rate_card rate_card_version rate cost_rate fx_rate accounting_period
    }
}

fn kind(column: &ColumnType) -> Type {
    match column {
        ColumnType::Uuid => Type::Id,
        ColumnType::Integer | ColumnType::BigInteger => Type::Int,
        ColumnType::Boolean => Type::Bool,
        ColumnType::Date => Type::Date,
        ColumnType::TimestampWithTimeZone => Type::Instant,
        ColumnType::Json | ColumnType::JsonBinary => Type::Json,
        _ => Type::Text,
    }
}
