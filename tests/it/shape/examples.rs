//! What mutations need beyond what the schema says is required: laid over the generated input of the mutation.

use entity::value::Kind;
use serde_json::{Value as Json, json};

use super::world::{Making, World};

/// The example of a mutation.
pub(super) fn of(mutation: &str) -> Option<Making<Json>> {
    EXAMPLES
        .iter()
        .find(|(name, _)| *name == mutation)
        .map(|(_, example)| *example)
}

/// A password that nobody has yet.
const NEW_PASSWORD: &str = "nine herons over the salt marsh";

const EXAMPLES: &[(&str, Making<Json>)] = &[
    ("signUp", |_| {
        Box::pin(async { json!({ "password": NEW_PASSWORD }) })
    }),
    ("signIn", |world| {
        Box::pin(async { json!({ "email": world.owner.email, "password": world.owner.password }) })
    }),
    ("tokenRefresh", |world| {
        Box::pin(async { json!({ "refreshToken": world.owner.refresh_token }) })
    }),
    ("invitationAccept", |world| {
        Box::pin(async {
            let email = world.server.address_of("guest");
            let invitation = json!({ "email": email, "name": "Gesa", "role": "SPECIALIST" });
            asked(world, "memberInvite", "MemberInviteInput", invitation).await;
            json!({ "token": world.server.mailed_token(&email).await, "password": NEW_PASSWORD })
        })
    }),
    ("passwordChange", |world| {
        Box::pin(async { json!({ "currentPassword": world.owner.password, "newPassword": NEW_PASSWORD }) })
    }),
    ("passwordReset", |world| {
        Box::pin(async {
            let email = &world.owner.email;
            asked(
                world,
                "passwordResetRequest",
                "PasswordResetRequestInput",
                json!({ "email": email }),
            )
            .await;
            json!({ "token": world.server.mailed_token(email).await, "newPassword": NEW_PASSWORD })
        })
    }),
    // Of those who are invited, portal users alone are a contact.
    ("memberInvite", |world| {
        Box::pin(async { json!({ "role": "PORTAL", "contactId": world.fresh(Kind::Contact).await }) })
    }),
    ("agencySwitch", |world| {
        Box::pin(async { json!({ "agencyId": world.id(Kind::Agency).await }) })
    }),
    // A project has one budget of each basis.
    ("budgetCreate", |world| {
        Box::pin(async { json!({ "projectId": world.fresh(Kind::Project).await }) })
    }),
    // It is promised to somebody.
    ("commitmentCreate", |_| {
        Box::pin(async { json!({ "vendor": "Print shop" }) })
    }),
    // Where the agency's policy asks for a proposal first, it can only be written down.
    ("contractCreate", |_| Box::pin(async { json!({ "draft": true }) })),
    // A line that is for no work says what it is for.
    ("freelancerBillCreate", |_| {
        Box::pin(async { json!({ "lines": [{ "description": "Logo" }] }) })
    }),
    ("proposalVersionSend", |world| {
        Box::pin(async {
            let id = version(world, "APPROVED").await;
            json!({ "id": id, "expectedVersion": world.version(Kind::ProposalVersion).await })
        })
    }),
    // Lines that are named are lines of the estimate.
    ("estimateLinesReplace", |world| {
        Box::pin(async {
            let id = world.id(Kind::Estimate).await;
            json!({ "id": id, "expectedVersion": world.version(Kind::Estimate).await })
        })
    }),
    ("proposalAccept", |world| {
        Box::pin(async { json!({ "proposalVersionId": version(world, "SENT").await }) })
    }),
    ("proposalDecline", |world| {
        Box::pin(async { json!({ "proposalVersionId": version(world, "SENT").await }) })
    }),
    // What a currency is worth in itself needs no rate.
    ("fxRatesImport", |world| {
        Box::pin(async {
            let rate = json!({ "fromCurrency": "EUR", "toCurrency": "GBP", "onDate": world.day(2025), "rate": "0.85" });
            json!({ "rates": [rate] })
        })
    }),
    // The world's time entries are in no ledger: on this day there is none.
    ("timeEntriesReprice", |_| {
        Box::pin(async { json!({ "until": "1900-01-01" }) })
    }),
    // Books are closed in the order of their days, and the last are opened again first.
    ("accountingPeriodClose", |world| {
        Box::pin(async { last_period(world, "OPEN").await })
    }),
    ("accountingPeriodReopen", |world| {
        Box::pin(async { last_period(world, "CLOSED").await })
    }),
];

/// The world's version of a proposal, which comes to this state here without anybody's doing.
async fn version(world: &World<'_>, status: &'static str) -> String {
    let id = world.id(Kind::ProposalVersion).await;
    world.set(Kind::ProposalVersion, &id, "status", status).await;
    id
}

/// The latest period of the agency, a new one, open or closed; all before it are closed.
async fn last_period(world: &World<'_>, status: &str) -> Json {
    let id = world.fresh(Kind::AccountingPeriod).await;
    let open = "{ accountingPeriods(filter: { status: { eq: OPEN } }, orderBy: [{ field: STARTS_ON }], first: 100) { nodes { id version } } }";
    let open = world.visitor().ask(open, json!({})).await.good();
    for period in open.data["accountingPeriods"]["nodes"]
        .as_array()
        .expect("periods")
    {
        if status == "CLOSED" || period["id"] != id.as_str() {
            let input = json!({ "id": period["id"], "expectedVersion": period["version"] });
            asked(
                world,
                "accountingPeriodClose",
                "AccountingPeriodCloseInput",
                input,
            )
            .await;
        }
    }
    json!({ "id": id, "expectedVersion": if status == "CLOSED" { 2 } else { 1 } })
}

async fn asked(world: &World<'_>, field: &str, ty: &str, input: Json) {
    let document =
        format!("mutation($input: {ty}!) {{ payload: {field}(input: $input) {{ errors {{ message }} }} }}");
    world
        .visitor()
        .ask(&document, json!({ "input": input }))
        .await
        .good();
}
