//! What tests of engagements begin with.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person};

pub(crate) use tests::eur;

pub(crate) use crate::budgets::ground::{broken, made, project};

/// An input with more fields, or other values of those it has.
pub(crate) fn with(mut input: Json, more: &Json) -> Json {
    if let (Some(fields), Some(more)) = (input.as_object_mut(), more.as_object()) {
        fields.extend(more.clone());
    }
    input
}

/// An engagement by the hour, at 40 euros from the beginning of the month on, with what else is given. It is a draft.
pub(crate) async fn draft(owner: &Person<'_>, member: &str, project: &str, more: &Json) -> String {
    let input = json!({
        "memberId": member, "projectId": project, "terms": "HOURLY", "rate": eur("40"), "startsOn": "2026-11-01",
    });
    made(owner, "engagement", with(input, more)).await
}

/// The same, which holds.
pub(crate) async fn active(owner: &Person<'_>, member: &str, project: &str, more: &Json) -> String {
    let id = draft(owner, member, project, more).await;
    go(owner, "engagement", &id, "ACTIVE").await.good();
    id
}

/// Takes a record to a state, whatever its version.
pub(crate) async fn go(person: &Person<'_>, record: &str, id: &str, to: &str) -> Answer {
    let known = person
        .ask_with(
            &format!("query($id: ID!) {{ {record}(id: $id) {{ version }} }}"),
            json!({ "id": id }),
        )
        .await;
    let version = known
        .data
        .get(record)
        .map_or(json!(1), |record| record["version"].clone());
    let mut input = json!({ "id": id, "to": to, "expectedVersion": version });
    if ["REJECTED", "DISPUTED"].contains(&to) {
        input["reason"] = "not agreed".into();
    }
    person
        .write(
            &format!("{record}Transition"),
            input,
            &format!("{record} {{ id version status }}"),
        )
        .await
}

/// Books an hour of a freelancer, or what else is given.
pub(crate) async fn hour(person: &Person<'_>, project: &str, more: &Json) -> Answer {
    let input = with(json!({ "projectId": project, "minutes": 60 }), more);
    person
        .write(
            "timeEntryCreate",
            input,
            "timeEntry { id fee { amount currency } engagement { id } status }",
        )
        .await
}

/// What was used of an engagement: minutes and money.
pub(crate) async fn used(owner: &Person<'_>, id: &str) -> (Json, Json) {
    let document = "query($id: ID!) { engagement(id: $id) { usedMinutes usedMoney { amount } } }";
    let known = owner.ask_with(document, json!({ "id": id })).await.good();
    (
        known.at("engagement.usedMinutes").clone(),
        known.at("engagement.usedMoney.amount").clone(),
    )
}

/// A freelancer.
pub(crate) async fn freelancer(app: &App) -> Person<'_> {
    app.person(Role::Freelancer).await
}
