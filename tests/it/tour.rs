//! From the first estimate to the net profit of a project: docs/tour.md, step by step, in euros and in rials.

use entity::membership::Role;
use serde_json::{Value as Json, json};
use tests::{Answer, Person, both};

use crate::{
    budgets::ground::broken,
    pipeline::ground as pipeline,
    proposals::{
        browser::{Browser, group_of},
        ground::{Office, Side, fill, line, made, sent_version},
    },
};

/// The currency of a tour, and what its amounts are multiplied by.
#[derive(Clone, Copy)]
struct Purse {
    currency: &'static str,
    unit: i64,
}

impl Purse {
    fn money(self, amount: i64) -> Json {
        json!({ "amount": self.text(amount), "currency": self.currency })
    }

    fn text(self, amount: i64) -> String {
        format!("{}.00", amount * self.unit)
    }

    /// As the API shows it where only the amount is asked for.
    fn shown(self, amount: i64) -> Json {
        json!({ "amount": self.text(amount) })
    }
}

/// What was won.
struct Won {
    project: String,
    budget: String,
}

async fn tour(mut office: Office, purse: Purse) {
    let browser = Browser::at(&mut office).await;
    let owner = office.owner().await;
    let side = client(&owner, purse).await;
    let deal = estimated(&owner, &side, purse).await;
    accepted(&office, &browser, &owner, &side, &deal, purse).await;
    let won = won(&owner, &deal, purse).await;
    let team = [
        office.person(Role::Specialist).await,
        office.person(Role::ProjectManager).await,
        office.person(Role::Freelancer).await,
    ];
    rated(&owner, &team, &won, purse).await;
    worked(&owner, &team, &won, purse).await;
    overrun(&owner, &won, purse).await;
    earned(&owner, &won, purse).await;
    assert_eq!(broken(&office).await, vec![]);
}

async fn client(owner: &Person<'_>, purse: Purse) -> Side {
    let client = json!({ "name": "Kontor", "currency": purse.currency, "ownerId": owner.id });
    let client = made(owner, "client", client).await;
    let contact = async |name: &str| {
        let email = format!("{}@kontor.example.test", name.to_lowercase());
        made(
            owner,
            "contact",
            json!({ "clientId": client, "name": name, "email": email }),
        )
        .await
    };
    let contacts = [contact("Maya").await, contact("Tom").await];
    Side { client, contacts }
}

/// What the work will take, by three points: E = (10 + 4 × 15 + 30) / 6 = 16.67 minutes.
async fn estimated(owner: &Person<'_>, side: &Side, purse: Purse) -> String {
    let deal = pipeline::opportunity(owner, &side.client, json!({ "amount": purse.money(4_000) })).await;
    let estimate = json!({ "title": "New shop", "method": "THREE_POINT", "opportunityId": deal });
    let estimate = made(owner, "estimate", estimate).await;
    pipeline::line(owner, &estimate, json!({})).await;
    pipeline::go(owner, &estimate, "FINAL").await.good();
    let document = "query($id: ID!) { estimateFigures(id: $id) { total { minutes { expected } } } }";
    let figures = owner.ask_with(document, json!({ "id": estimate })).await.good();
    assert_eq!(figures.text("estimateFigures.total.minutes.expected"), "16.67");
    deal
}

/// A line that is always there, two packages and an extra; sent, opened, and accepted on the public page.
async fn accepted(
    office: &Office,
    browser: &Browser,
    owner: &Person<'_>,
    side: &Side,
    deal: &str,
    purse: Purse,
) {
    let proposal = json!({
        "clientId": side.client, "opportunityId": deal, "title": "New shop", "currency": purse.currency, "validUntil": "2026-12-08",
    });
    let selection = "proposal { currentVersion { id } }";
    let proposal = owner.write("proposalCreate", proposal, selection).await.good();
    let version = proposal.text("payload.proposal.currentVersion.id");
    fill(owner, &version, content(purse)).await.good();
    let (hash, [signer, _]) = sent_version(owner, &version, side).await;

    let page = browser.look(&signer).await;
    page.shows(&["New shop", "Large", "Photos"]);
    let [large, photos] = [
        line(office, &signer, "Large").await,
        line(office, &signer, "Photos").await,
    ];
    let group = group_of(&page);
    let form = [
        ("contentHash", hash.as_str()),
        (group.as_str(), large.as_str()),
        ("option", photos.as_str()),
        ("name", "Maya Lindqvist"),
    ];
    let answer = browser.send(&format!("/p/{signer}/accept"), &form).await;
    assert_eq!(answer.status, 303);
    browser.look(&signer).await.shows(&["This proposal is accepted."]);
}

fn content(purse: Purse) -> Json {
    let line = |text: &str, price: i64| json!({ "description": text, "unitPrice": purse.money(price) });
    let option = |text: &str, price: i64, selected: bool| json!({ "description": text, "unitPrice": purse.money(price), "optional": true, "selected": selected });
    json!({
        "groups": [{ "key": "package", "group": { "name": "Package", "rule": "EXACTLY_ONE" } }],
        "phases": [
            {
                "phase": { "name": "Concept", "startsOn": "2026-11-24", "endsOn": "2026-12-04", "plannedCost": purse.money(200) },
                "lines": [{ "line": line("Workshop", 500) }],
            },
            {
                "phase": { "name": "Build", "startsOn": "2026-12-07", "endsOn": "2027-01-29", "plannedCost": purse.money(700) },
                "lines": [
                    { "groupKey": "package", "line": option("Small", 1_000, true) },
                    { "groupKey": "package", "line": option("Large", 2_500, false) },
                    { "line": option("Photos", 300, false) },
                ],
            },
        ],
    })
}

/// Contract, project, budget and baseline add up to what was accepted.
async fn won(owner: &Person<'_>, deal: &str, purse: Purse) -> Won {
    let document = "query($id: ID!) { opportunity(id: $id) { stage { kind } } \
        contracts { nodes { status value { amount } project { id status } billingPlan { nodes { amount { amount } } } \
        baselines { nodes { price { amount } cost { amount } } } } } \
        budgets { nodes { id basis approved { amount } consumed { amount } } } }";
    let won = owner.ask_with(document, json!({ "id": deal })).await.good();
    assert_eq!(won.text("opportunity.stage.kind"), "WON");
    assert_eq!(won.text("contracts.nodes.0.status"), "ACTIVE");
    assert_eq!(won.at("contracts.nodes.0.value"), &purse.shown(3_300));
    let baseline = json!([{ "price": purse.shown(3_300), "cost": purse.shown(900) }]);
    assert_eq!(won.at("contracts.nodes.0.baselines.nodes"), &baseline);
    assert_eq!(won.at("budgets.nodes.0.approved"), &purse.shown(900));
    Won {
        project: won.text("contracts.nodes.0.project.id"),
        budget: won.text("budgets.nodes.0.id"),
    }
}

/// Everybody's hour sells for 100; it costs 40, and 60 with the freelancer. The agency as a whole costs 10 an hour.
async fn rated(owner: &Person<'_>, team: &[Person<'_>; 3], won: &Won, purse: Purse) {
    let card = made(
        owner,
        "rateCard",
        json!({ "name": "Standard", "currency": purse.currency }),
    )
    .await;
    let rates =
        json!({ "rateCardId": card, "startsOn": "2026-01-01", "rates": [{ "perHour": purse.money(100) }] });
    made(owner, "rateCardVersion", rates).await;
    let [specialist, manager, freelancer] = team;
    let costs = [
        (owner, 40, "SALARY_LOADED"),
        (specialist, 40, "SALARY_LOADED"),
        (manager, 40, "SALARY_LOADED"),
        (freelancer, 60, "CONTRACT"),
    ];
    for (person, cost, basis) in costs {
        let rate = json!({ "memberId": person.id, "startsOn": "2026-01-01", "perHour": purse.money(cost), "basis": basis });
        made(owner, "costRate", rate).await;
    }
    for person in team {
        let member = json!({ "projectId": won.project, "memberId": person.id });
        owner
            .write("projectMemberAdd", member, "projectMember { id }")
            .await
            .good();
    }
    let overhead = json!({
        "startsOn": "2026-11-01", "endsOn": "2026-11-30", "facilityCost": purse.money(1_000), "internalLabourCost": purse.money(0),
        "totalMinutes": 6_000, "clientMinutes": 6_000,
    });
    made(owner, "overheadPeriod", overhead).await;
}

/// Three people and a freelancer work 18 hours, and something is bought: 840 of 900 are used, and the first threshold is told.
async fn worked(owner: &Person<'_>, team: &[Person<'_>; 3], won: &Won, purse: Purse) {
    let [specialist, manager, freelancer] = team;
    for (person, hours) in [(specialist, 10), (manager, 5), (owner, 2), (freelancer, 1)] {
        let work = json!({ "projectId": won.project, "minutes": 60 * hours });
        person
            .write("timeEntryCreate", work, "timeEntry { id }")
            .await
            .good();
    }
    expense(owner, won, "Fonts", purse.money(100), false).await.good();
    let document = "{ budgets { nodes { consumed { amount } } } budgetAlerts { nodes { thresholdBps } } }";
    let used = owner.ask(document).await.good();
    assert_eq!(used.at("budgets.nodes.0.consumed"), &purse.shown(840));
    assert_eq!(used.at("budgetAlerts.nodes"), &json!([{ "thresholdBps": 8_000 }]));
}

async fn expense(owner: &Person<'_>, won: &Won, description: &str, paid: Json, pass_through: bool) -> Answer {
    let input = json!({
        "projectId": won.project, "description": description, "paid": paid, "passThrough": pass_through, "billable": pass_through,
    });
    owner
        .write("expenseCreate", input, "expense { id budgetState }")
        .await
}

/// 500 for advertisements are more than what is left: refused while the budget blocks, and booked once somebody agrees.
async fn overrun(owner: &Person<'_>, won: &Won, purse: Purse) {
    let policy = async |policy: &str| {
        let input = json!({ "id": won.budget, "overrunPolicy": policy });
        owner.write("budgetUpdate", input, "budget { id }").await.good();
    };
    policy("BLOCK").await;
    let blocked = expense(owner, won, "Advertisements", purse.money(500), true).await;
    policy("REQUIRE_APPROVAL").await;
    let waiting = expense(owner, won, "Advertisements", purse.money(500), true)
        .await
        .good();
    let asked = owner
        .ask("{ overrunDecisions(filter: { status: { eq: PENDING } }) { nodes { id } } }")
        .await
        .good();
    let decision = json!({
        "id": asked.text("overrunDecisions.nodes.0.id"), "expectedVersion": 1, "to": "APPROVED", "reason": "the client pays for it",
    });
    owner
        .write("overrunDecisionDecide", decision, "overrunDecision { status }")
        .await
        .good();
    let used = owner
        .ask("{ budgets { nodes { consumed { amount } remaining { amount } } } }")
        .await
        .good();

    assert_eq!(
        blocked.error(),
        "LIMIT_REACHED: this is more than the budget of the project has left"
    );
    assert_eq!(waiting.at("payload.expense.budgetState"), &json!("PENDING"));
    assert_eq!(used.at("budgets.nodes.0.consumed"), &purse.shown(1_340));
    assert_eq!(used.at("budgets.nodes.0.remaining"), &purse.shown(-440));
}

/// 3 300 less 500 passed on, 840 for the work and 180 of overhead are 1 780.
async fn earned(owner: &Person<'_>, won: &Won, purse: Purse) {
    let document = "query($id: ID!) { \
        projectFinancials(id: $id) { revenue { amount } passThroughCost { amount } agencyGrossIncome { amount } deliveryCost { amount } \
        contribution { amount } overhead { amount } netProfit { amount } netMargin gaps { code } } \
        explainProfitChange(id: $id, from: \"2026-10-31\", to: \"2026-11-30\") { change { amount } rows { kind effect { amount } } } }";
    let earned = owner
        .ask_with(document, json!({ "id": won.project }))
        .await
        .good();
    assert_eq!(
        earned.at("projectFinancials"),
        &json!({
            "revenue": purse.shown(3_300), "passThroughCost": purse.shown(500), "agencyGrossIncome": purse.shown(2_800),
            "deliveryCost": purse.shown(840), "contribution": purse.shown(1_960), "overhead": purse.shown(180),
            "netProfit": purse.shown(1_780), "netMargin": "0.5394", "gaps": [],
        })
    );
    assert_eq!(earned.at("explainProfitChange.change"), &purse.shown(1_780));
    let rows = earned.at("explainProfitChange.rows").as_array().expect("rows");
    let effects = rows.iter().map(|row| {
        let effect = row["effect"]["amount"].as_str().expect("an amount");
        effect.replace('.', "").parse::<i64>().expect("a number")
    });
    assert_eq!(effects.sum::<i64>(), 178_000 * purse.unit);
    let kinds = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).count();
    assert_eq!(
        (kinds("CONTRACT"), kinds("OVERHEAD"), kinds("COST_ENTRY")),
        (1, 1, 6)
    );
}

both! {
    async fn from_an_estimate_to_the_net_profit_in_euros(office: Office) {
        tour(office, Purse { currency: "EUR", unit: 1 }).await;
    }

    async fn from_an_estimate_to_the_net_profit_in_rials(office: Office) {
        tour(office, Purse { currency: "IRR", unit: 500_000 }).await;
    }
}
