//! What was broken behind the program's back is found.

use sea_orm::ConnectionTrait;
use serde_json::json;
use tests::both;

use super::ground::{accept, broken, offered};
use crate::proposals::ground::Office;

/// What is broken by each of these, and what is found then.
const BREAKS: [(&str, &str, &str); 5] = [
    (
        "UPDATE contract_phases SET price_minor = price_minor + 1 WHERE position = 1",
        "UPDATE contract_phases SET price_minor = price_minor - 1 WHERE position = 1",
        "a contract comes to its phases and to the amendments that were accepted",
    ),
    (
        "UPDATE billing_plan_items SET amount_minor = amount_minor + 1 WHERE position = 1",
        "UPDATE billing_plan_items SET amount_minor = amount_minor - 1 WHERE position = 1",
        "the billing plan of a contract that has bound comes to the contract, and a draft has none",
    ),
    (
        "UPDATE projects SET currency = 'USD'",
        "UPDATE projects SET currency = 'EUR'",
        "a contract that has bound has a project of its client, and each of its phases is one of that project",
    ),
    (
        "UPDATE contracts SET acceptance_id = NULL",
        "UPDATE contracts SET acceptance_id = (SELECT id FROM acceptances)",
        "what the client accepted is what their contract began with",
    ),
    (
        "UPDATE contracts SET value_minor = value_minor + 1",
        "UPDATE contracts SET value_minor = value_minor - 1",
        "the last baseline of a project comes to its contracts",
    ),
];

both! {
    async fn what_does_not_add_up_to_a_contract_is_found(office: Office) {
        let owner = office.owner().await;
        accept(&office, &offered(&owner, json!({})).await).await.good();
        let change = async |sql: &str| {
            let write = &office.world.db.write;
            write.execute_unprepared(sql).await
        };

        for (breaks, mends, says) in BREAKS {
            change(breaks).await.expect("a change behind our back");
            let found = broken(&office).await;
            change(mends).await.expect("a change back");

            assert!(found.contains(&(says, 1)), "{breaks}: {found:?}");
            assert_eq!(broken(&office).await, vec![], "{mends}");
        }
        for table in ["baselines", "baseline_rows"] {
            for sql in [format!("UPDATE {table} SET price_minor = 1"), format!("DELETE FROM {table}")] {
                assert!(change(&sql).await.is_err(), "{sql}");
            }
        }
    }
}
