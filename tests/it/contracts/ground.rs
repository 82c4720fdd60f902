//! What tests of contracts begin with.

use std::sync::atomic::{AtomicUsize, Ordering};

use api::verify;
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person};

use crate::proposals::ground::{Offer, Office, Sent, Side, eur, fill, line, made, sent_version, side};

/// Three phases that are billed in three ways, with odd amounts, a package to choose and an extra. As chosen beforehand it comes to
/// 1 833.35 euros before the discount.
pub(super) fn content(tax_code: &str) -> Json {
    let line = |text: &str, quantity: &str, price: &str| json!({ "description": text, "quantity": quantity, "unitPrice": eur(price), "taxCodeId": tax_code });
    let option = |text: &str, quantity: &str, price: &str, selected: bool| {
        let mut line = line(text, quantity, price);
        line["optional"] = true.into();
        line["selected"] = selected.into();
        line
    };
    json!({
        "groups": [{ "key": "package", "group": { "name": "Package", "rule": "EXACTLY_ONE" } }],
        "phases": [
            {
                "phase": {
                    "name": "Concept", "goal": "A plan", "startsOn": "2026-12-01", "endsOn": "2026-12-18", "plannedCost": eur("200.33"),
                    "deliverables": ["Map", "Sketch"], "acceptanceCriteria": "Both sides nod", "milestoneName": "Concept agreed", "billing": "ON_START",
                },
                "lines": [{ "line": line("Workshop", "1", "500") }],
            },
            {
                "phase": { "name": "Build", "startsOn": "2027-01-04", "endsOn": "2027-03-12", "plannedCost": eur("700.50"), "billing": "MONTHLY" },
                "lines": [
                    { "groupKey": "package", "line": option("Small", "1", "1000", true) },
                    { "groupKey": "package", "line": option("Large", "1", "2500", false) },
                    { "line": option("Photos", "3", "99.995", false) },
                ],
            },
            {
                "phase": {
                    "name": "Launch", "startOffsetDays": 120, "durationDays": 10, "plannedCost": eur("50"),
                    "billing": "PERCENT", "billingBps": 3_333,
                },
                "lines": [{ "line": line("Launch day", "1", "333.35") }],
            },
        ],
    })
}

/// An offer to a new client with these fields of its own, sent: 100.01 euros are taken off the whole, 19 % of tax come on top.
pub(super) async fn offered(person: &Person<'_>, more: Json) -> Sent {
    offered_to(person, side(person).await, more).await
}

/// The same for a client that is there.
pub(super) async fn offered_to(person: &Person<'_>, side: Side, more: Json) -> Sent {
    static NUMBER: AtomicUsize = AtomicUsize::new(1);
    let name = format!("VAT {}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let tax_code = made(
        person,
        "taxCode",
        json!({ "name": name, "rateBps": 1_900, "category": "S" }),
    )
    .await;
    let input = json!({ "clientId": side.client, "title": "New shop", "validUntil": "2026-12-08", "discount": eur("100.01") });
    let answer = person
        .write(
            "proposalCreate",
            with(input, more),
            "proposal { id currentVersion { id } }",
        )
        .await
        .good();
    let offer = Offer {
        proposal: answer.text("payload.proposal.id"),
        version: answer.text("payload.proposal.currentVersion.id"),
    };
    fill(person, &offer.version, content(&tax_code)).await.good();
    let (hash, [signer, reader]) = sent_version(person, &offer.version, &side).await;
    Sent {
        offer,
        side,
        hash,
        signer,
        reader,
    }
}

/// An object with the fields of another.
pub(super) fn with(mut input: Json, more: Json) -> Json {
    if let (Some(fields), Json::Object(more)) = (input.as_object_mut(), more) {
        fields.extend(more);
    }
    input
}

/// Accepts by the link with the large package and the photos: 3 533.33 euros before tax.
pub(super) async fn accept(office: &Office, sent: &Sent) -> Answer {
    let lines = [
        line(office, &sent.signer, "Large").await,
        line(office, &sent.signer, "Photos").await,
    ];
    let input =
        json!({ "token": sent.signer, "contentHash": sent.hash, "name": "Maya", "selectedLineIds": lines });
    office.by_link("proposalLinkAccept", input).await
}

/// What rules of the data are broken.
pub(super) async fn broken(app: &App) -> Vec<(&'static str, i64)> {
    let findings = verify::run(&app.world.db).await.expect("findings");
    let broken = findings.into_iter().filter(|finding| finding.broken > 0);
    broken.map(|finding| (finding.says, finding.broken)).collect()
}

/// The tables that an acceptance writes to.
pub(super) const MADE: [&str; 15] = [
    "acceptances",
    "contracts",
    "contract_phases",
    "billing_plan_items",
    "baselines",
    "baseline_rows",
    "projects",
    "project_members",
    "phases",
    "milestones",
    "budgets",
    "budget_versions",
    "budget_lines",
    "events",
    "number_series",
];

/// Lets contracts bind without a proposal.
pub(super) async fn allowed(owner: &Person<'_>) {
    let input = json!({ "proposalRequiredBeforeContract": false });
    owner.write("agencyUpdate", input, "agency { id }").await.good();
}

/// A phase of a contract, 3 300 minutes long.
pub(super) fn phase(name: &str, starts_on: &str, ends_on: &str, price: &str, cost: Option<&str>) -> Json {
    let cost = cost.map(eur);
    json!({ "name": name, "startsOn": starts_on, "endsOn": ends_on, "price": eur(price), "plannedCost": cost, "minutes": 3_300 })
}

/// A contract over 3 000 euros in two phases, one of them billed each month, which are to cost 1 500.01.
pub(super) fn terms(client: &str) -> Json {
    let plan = phase("Plan", "2026-12-01", "2026-12-31", "1000", Some("400"));
    let work = phase("Work", "2027-01-01", "2027-02-28", "2000", Some("1100.01"));
    json!({
        "clientId": client, "title": "Care", "contractType": "FIXED_FEE",
        "phases": [with(plan, json!({ "milestoneName": "Plan agreed" })), with(work, json!({ "billing": "MONTHLY" }))],
    })
}

/// A contract as it is.
pub(super) async fn of_contract(person: &Person<'_>, id: &str) -> Answer {
    let document = "query($id: ID!) { contract(id: $id) {
        status contractType value { amount } notToExceed { amount } startsOn endsOn autoRenew noticeDays proposal { id }
        project { name phases { nodes { name startsOn endsOn } } milestones(orderBy: [{ field: COMMITTED_ON }]) { nodes { name committedOn } } }
        billingPlan { nodes { name amount { amount } dueOn } }
        baselines { nodes { number reason price { amount } cost { amount } minutes amendment { number } } } } }";
    person.ask_with(document, json!({ "id": id })).await.good()
}
