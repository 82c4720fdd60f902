//! The tables of Rapport, and the values in their columns. No rules, no GraphQL types but those of values.

pub mod account_assignment;
pub mod agency;
pub mod client;
pub mod contact;
pub mod custom_field;
pub mod custom_value;
pub mod event;
pub mod external_id;
pub mod idempotency_key;
pub mod interaction;
pub mod interaction_contact;
pub mod interaction_member;
pub mod membership;
pub mod milestone;
pub mod need;
pub mod need_interaction;
pub mod phase;
pub mod project;
pub mod project_member;
pub mod promise;
pub mod task;
pub mod task_assignee;
pub mod task_dependency;
pub mod user;
pub mod value;
