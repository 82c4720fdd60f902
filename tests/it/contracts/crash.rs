//! Whatever fails while a client accepts, nothing was accepted.

use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures_util::FutureExt;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use serde_json::json;
use tests::{App, Database, Person, both};

use super::ground::{MADE, accept, broken, offered_to};
use crate::proposals::ground::{Office, Sent, eur, made, side};

/// Ends the work of whoever has done so many statements that write, or that read for a write: as a program that crashes does.
#[derive(Clone, Default)]
struct Fuse(Arc<AtomicUsize>);

impl Fuse {
    fn within(connection: &mut DatabaseConnection) -> Self {
        let fuse = Self::default();
        let left = fuse.0.clone();
        connection.set_metric_callback(move |_| {
            let blows = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            if blows == Ok(1) {
                resume_unwind(Box::new("the fuse has blown"));
            }
        });
        fuse
    }

    /// Does something that is cut short after so many statements. None when it was.
    async fn cut<T>(&self, statements: usize, work: impl Future<Output = T>) -> Option<T> {
        self.0.store(statements, Ordering::SeqCst);
        let outcome = AssertUnwindSafe(work).catch_unwind().await;
        self.0.store(0, Ordering::SeqCst);
        outcome.ok()
    }
}

/// An offer for an opportunity, which is read already.
async fn waiting(office: &Office, owner: &Person<'_>) -> Sent {
    let side = side(owner).await;
    let opportunity = json!({ "clientId": side.client, "title": "Shop", "amount": eur("4000"), "expectedClose": "2026-12-24", "ownerId": owner.id });
    let opportunity = made(owner, "opportunity", opportunity).await;
    let sent = offered_to(owner, side, json!({ "opportunityId": opportunity })).await;
    let input = json!({ "token": sent.signer });
    office.by_link("proposalLinkView", input).await.good();
    sent
}

/// All that an acceptance would change.
async fn state(office: &Office) -> Vec<String> {
    let mut state = vec![];
    for table in MADE {
        let rows = office.count(&format!("SELECT count(*) FROM {table}")).await;
        state.push(format!("{table} {rows}"));
    }
    for sql in [
        "SELECT status FROM proposal_versions",
        "SELECT k.kind FROM opportunities o JOIN stages k ON k.id = o.stage_id",
        "SELECT series || ' ' || last_number FROM number_series ORDER BY series",
        "SELECT status || ' ' || value_minor || ' ' || ends_on FROM contracts",
        "SELECT status || ' ' || version FROM contract_amendments",
        "SELECT name || ' ' || committed_on || ' ' || version FROM milestones ORDER BY name",
        "SELECT name || ' ' || ends_on || ' ' || version FROM phases ORDER BY name",
        "SELECT status || ' ' || total FROM budget_versions ORDER BY number",
        "SELECT approved || ' ' || remaining || ' ' || version FROM budgets",
    ] {
        state.extend(office.texts(sql).await);
    }
    state
}

/// Lets a table refuse what is done to it.
async fn refuse(office: &Office, table: &str, action: &str) {
    let statements = match office.world.db.backend {
        DbBackend::Postgres => vec![
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$".to_owned(),
            format!("CREATE TRIGGER refuse BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()"),
        ],
        _ => vec![format!("CREATE TRIGGER refuse BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END")],
    };
    for statement in statements {
        office
            .world
            .db
            .write
            .execute_unprepared(&statement)
            .await
            .expect("a trigger");
    }
}

/// Lets it take everything again.
async fn relent(office: &Office, table: &str) {
    let statement = match office.world.db.backend {
        DbBackend::Postgres => format!("DROP TRIGGER refuse ON {table}"),
        _ => "DROP TRIGGER refuse".to_owned(),
    };
    office
        .world
        .db
        .write
        .execute_unprepared(&statement)
        .await
        .expect("no trigger");
}

both! {
    async fn a_crash_between_any_two_statements_of_an_acceptance_leaves_nothing(database: Database) {
        let mut database = database;
        let fuse = Fuse::within(&mut database.db.write);
        let office = Office::over(App::on(database).await).await;
        let owner = office.owner().await;
        let sent = waiting(&office, &owner).await;
        let before = state(&office).await;

        let mut statements = 1;
        while fuse.cut(statements, accept(&office, &sent)).await.is_none() {
            assert_eq!(state(&office).await, before, "after {statements} statements");
            statements += 1;
        }

        // PostgreSQL writes in one statement what waits, SQLite each table after those that it refers to.
        let fewest = if office.world.db.backend == DbBackend::Postgres { 15 } else { 40 };
        assert!(statements > fewest, "only {statements} statements");
        assert_eq!(office.count("SELECT count(*) FROM contracts").await, 1);
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_crash_between_any_two_statements_of_an_accepted_amendment_leaves_nothing(database: Database) {
        let mut database = database;
        let fuse = Fuse::within(&mut database.db.write);
        let office = Office::over(App::on(database).await).await;
        let owner = office.owner().await;
        let sent = waiting(&office, &owner).await;
        accept(&office, &sent).await.good();
        let contract = owner.ask("{ contracts { nodes { id } } }").await.good().text("contracts.nodes.0.id");
        let amendment = json!({ "contractId": contract, "title": "More", "reason": "They asked", "priceDelta": eur("500.01"), "costDelta": eur("-200.01"), "minutesDelta": 60, "shiftDays": 7 });
        let amendment = made(&owner, "contractAmendment", amendment).await;
        owner.write("contractAmendmentTransition", json!({ "id": amendment, "expectedVersion": 1, "to": "SENT" }), "contractAmendment { id }").await.good();
        let signer = office.signer(&sent.side.client).await;
        let decide = || signer.write("contractAmendmentDecide", json!({ "id": amendment, "expectedVersion": 2, "accept": true, "signedName": "Maya" }), "contractAmendment { status }");
        let before = state(&office).await;

        let mut statements = 1;
        while fuse.cut(statements, decide()).await.is_none() {
            assert_eq!(state(&office).await, before, "after {statements} statements");
            statements += 1;
        }

        assert!(statements > 20, "only {statements} statements");
        let after = owner.ask("{ contracts { nodes { value { amount } endsOn baselines { totalCount } } } budgets { nodes { approved { amount } } } }").await.good();
        assert_eq!(after.at("contracts.nodes.0"), &json!({ "value": { "amount": "4033.34" }, "endsOn": "2027-04-09", "baselines": { "totalCount": 2 } }));
        assert_eq!(after.at("budgets.nodes.0.approved.amount"), "750.82");
        assert_eq!(broken(&office).await, vec![]);
    }

    async fn a_table_that_refuses_its_rows_refuses_the_whole_acceptance(office: Office) {
        let owner = office.owner().await;
        let sent = waiting(&office, &owner).await;
        let before = state(&office).await;
        let inserts = MADE.into_iter().map(|table| (table, "INSERT"));

        for (table, action) in inserts.chain([("proposal_versions", "UPDATE"), ("opportunities", "UPDATE")]) {
            refuse(&office, table, action).await;
            let answer = accept(&office, &sent).await;
            relent(&office, table).await;

            assert_eq!(answer.error(), "INTERNAL_ERROR: something went wrong", "{action} {table}");
            assert_eq!(state(&office).await, before, "{action} {table}");
        }
        accept(&office, &sent).await.good();
        assert_eq!(office.count("SELECT count(*) FROM contracts").await, 1);
        assert_eq!(broken(&office).await, vec![]);
    }
}
