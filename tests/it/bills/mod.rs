mod access;
mod ledger;
mod states;

use serde_json::{Value as Json, json};
use tests::{Answer, Person};

pub(super) use crate::engagements::ground::{
    active, broken, eur, freelancer, go, hour, made, project, used, with,
};

/// Writes a bill with these lines under an engagement.
async fn written(person: &Person<'_>, engagement: &str, number: &str, lines: Json) -> Answer {
    let input = json!({ "engagementId": engagement, "number": number, "lines": lines });
    let selection = "freelancerBill { id number billedOn status total { amount currency } member { id } project { id } \
                     lines { nodes { position description amount { amount } timeEntry { id } } } }";
    person.write("freelancerBillCreate", input, selection).await
}

/// The same, and gives its id.
async fn bill(person: &Person<'_>, engagement: &str, number: &str, lines: Json) -> String {
    let bill = written(person, engagement, number, lines).await.good();
    bill.text("payload.freelancerBill.id")
}

/// A bill that was handed in.
async fn handed_in(person: &Person<'_>, engagement: &str, number: &str, lines: Json) -> String {
    let id = bill(person, engagement, number, lines).await;
    go(person, "freelancerBill", &id, "SUBMITTED").await.good();
    id
}

/// An hour that a freelancer worked and the owner approved.
async fn approved_hour(owner: &Person<'_>, freelancer: &Person<'_>, project: &str) -> String {
    let id = hour(freelancer, project, &json!({}))
        .await
        .good()
        .text("payload.timeEntry.id");
    go(freelancer, "timeEntry", &id, "SUBMITTED").await.good();
    go(owner, "timeEntry", &id, "APPROVED").await.good();
    id
}

/// What a project's freelancers cost, as its figures tell.
async fn cost(owner: &Person<'_>, project: &str) -> Json {
    let document = "query($id: ID!) { projectFinancials(id: $id) { deliveryCost { amount } } }";
    let known = owner.ask_with(document, json!({ "id": project })).await.good();
    known.at("projectFinancials.deliveryCost.amount").clone()
}

/// A budget by cost over so much, approved.
async fn budget(owner: &Person<'_>, project: &str, policy: &str, amount: &str) {
    let budget = json!({ "projectId": project, "basis": "COST", "overrunPolicy": policy });
    let budget = made(owner, "budget", budget).await;
    let version = made(
        owner,
        "budgetVersion",
        json!({ "budgetId": budget, "lines": [{ "amount": eur(amount) }] }),
    )
    .await;
    let approve = json!({ "id": version, "expectedVersion": 1 });
    owner
        .write("budgetVersionApprove", approve, "budgetVersion { id }")
        .await
        .good();
}
