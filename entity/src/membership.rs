//! A person in an agency. Never deleted, so that what they did keeps its author.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, contact, user,
    value::{Id, Keyed, Kind},
};

choice! {
    /// What somebody does in an agency, and so what they may see and change.
    Role {
        /// Owns the agency: may do everything, and alone ends it or changes owners.
        Owner = "OWNER",
        /// Runs the agency: may do everything except end it or change owners.
        Manager = "MANAGER",
        /// Looks after their own clients and the work done for them.
        AccountManager = "ACCOUNT_MANAGER",
        /// Plans and runs the projects they are on.
        ProjectManager = "PROJECT_MANAGER",
        /// Works on the projects they are assigned to.
        Specialist = "SPECIALIST",
        /// Sees all figures of the agency; changes no client and no plan.
        Finance = "FINANCE",
        /// Works from outside on assigned tasks; sees no prices and no contacts.
        Freelancer = "FREELANCER",
        /// Reads what specialists read, for the whole agency; changes nothing.
        Viewer = "VIEWER",
        /// A contact of a client with a login: sees what is shared with that client.
        Portal = "PORTAL",
    }
}

choice! {
    /// Whether a person can sign in to the agency.
    MemberStatus {
        /// Has an invitation that is not accepted yet.
        Invited = "INVITED",
        /// Can sign in.
        Active = "ACTIVE",
        /// Can no longer sign in; what they did stays.
        Deactivated = "DEACTIVATED",
    }
}

/// A person in an agency. Never deleted, so that what they did keeps its author.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub user_id: Id<user::Entity>,
    /// The person's name as this agency knows it.
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    /// In lower case.
    pub email: String,
    pub role: Role,
    pub status: MemberStatus,
    /// The contact a portal user is.
    pub contact_id: Option<Id<contact::Entity>>,
    /// The client a portal user belongs to.
    pub client_id: Option<Id<client::Entity>>,
    /// Whether a portal user may sign.
    pub may_accept_proposals: bool,
    pub locale: Option<agency::Locale>,
    pub time_zone: Option<String>,
    pub last_active_at: Option<DateTime<Utc>>,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<Entity>>,
    pub updated_at: DateTime<Utc>,
    /// Folded text that it is found by.
    pub search: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Member;
}
