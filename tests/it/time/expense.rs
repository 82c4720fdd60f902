use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

use super::{eur, go, ledger, made, project};

const SHOWN: &str = "expense { id paid { amount currency } cost { amount currency } fxRate markupBps price { amount } passThrough status budgetState }";

both! {
    /// Revenue 50 000 with a vendor of 5 000 that costs 4 000: the mark-up of a quarter is what the agency earns (Parakeeto's case of
    /// agency gross income).
    async fn an_expense_is_sold_with_its_markup(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;

        let input = json!({ "projectId": project, "description": "Print", "paid": eur("4000"), "tax": eur("760"), "markupBps": 2500, "passThrough": true });
        let expense = owner.write("expenseCreate", input, SHOWN).await.good();
        let id = expense.text("payload.expense.id");
        let free = owner.write("expenseUpdate", json!({ "id": id, "billable": false, "paid": eur("0.01") }), SHOWN).await.good();

        assert_eq!(expense.at("payload.expense.cost"), &json!({ "amount": "4000.00", "currency": "EUR" }));
        assert_eq!(expense.at("payload.expense.price"), &json!({ "amount": "5000.00" }));
        assert_eq!(free.at("payload.expense.price"), &json!({ "amount": "0.00" }));
        assert_eq!(ledger(&owner).await, (json!(0), json!([{ "amount": "0.01" }]), json!([{ "amount": "0.00" }])));
        assert_eq!(owner.ask("{ costEntries { totalCount } }").await.good().at("costEntries.totalCount"), &json!(3));
    }

    async fn what_was_paid_in_another_currency_takes_the_rate_of_its_day_and_is_never_guessed(app: App) {
        let owner = app.owner().await;
        let project = project(&owner).await;
        let input = json!({ "projectId": project, "description": "Stock photos", "paid": { "amount": "119.99", "currency": "USD" } });

        let unknown = owner.write("expenseCreate", input.clone(), SHOWN).await;
        owner.write("fxRateSet", json!({ "fromCurrency": "EUR", "toCurrency": "USD", "onDate": "2026-11-20", "rate": "1.25" }), "fxRate { id }").await.good();
        let known = owner.write("expenseCreate", input, SHOWN).await.good();

        assert_eq!(unknown.error(), "INVALID: no rate from USD to EUR is known for this day");
        assert_eq!(known.at("payload.expense.cost"), &json!({ "amount": "95.99", "currency": "EUR" }));
        assert_eq!(known.at("payload.expense.fxRate"), &json!("0.8000000000"));
    }

    async fn an_expense_goes_the_way_of_a_time_entry(app: App) {
        let owner = app.owner().await;
        let id = made(&owner, "expense", json!({ "projectId": project(&owner).await, "description": "Taxi", "paid": eur("20") })).await;

        let skipped = go(&owner, "expense", &id, "APPROVED").await;
        go(&owner, "expense", &id, "SUBMITTED").await.good();
        let changed = owner.write("expenseUpdate", json!({ "id": id, "paid": eur("2000") }), SHOWN).await;
        go(&owner, "expense", &id, "REJECTED").await.good();
        assert_eq!(ledger(&owner).await.1, json!([{ "amount": "0.00" }]));
        go(&owner, "expense", &id, "DRAFT").await.good();
        owner.write("expenseDiscard", json!({ "id": id }), SHOWN).await.good();

        assert_eq!(skipped.error(), "INVALID_STATE: it cannot go from DRAFT to APPROVED");
        assert_eq!(changed.error(), "INVALID_STATE: only a draft can be changed");
        assert_eq!(ledger(&owner).await.1, json!([{ "amount": "0.00" }]));
    }

    async fn only_those_who_see_costs_put_something_on_top(app: App) {
        let owner = app.owner().await;
        let maker = app.person(Role::Specialist).await;
        let project = project(&owner).await;
        owner.write("projectMemberAdd", json!({ "projectId": project, "memberId": maker.id }), "projectMember { id }").await.good();

        let priced = maker.write("expenseCreate", json!({ "projectId": project, "description": "Taxi", "paid": eur("20"), "markupBps": 1 }), "expense { id }").await;
        let plain = maker.write("expenseCreate", json!({ "projectId": project, "description": "Taxi", "paid": eur("20") }), "expense { id cost { amount } }").await;

        assert_eq!(priced.error(), "FORBIDDEN: you may not do this");
        assert_eq!(plain.at("payload.expense.cost"), &json!(null));
        assert_eq!(plain.errors.len(), 1);
    }
}
