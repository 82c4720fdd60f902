use serde_json::{Value as Json, json};
use tests::{Account, Reply, Server, Visitor, both};

use super::{PDF, announced, get, stored, write};

const EXPENSE: &str = "expense { id version receipt { id name } }";

/// Makes a record, and gives its id.
async fn made(visitor: &Visitor<'_>, record: &str, mutation: &str, input: Json) -> String {
    let reply = write(visitor, mutation, input, &format!("{record} {{ id }}"))
        .await
        .good();
    reply.text(&format!("/payload/{record}/id"))
}

/// An agency with a project, and people on it.
struct Site<'s> {
    server: &'s Server,
    owner: Account,
    project: String,
}

impl<'s> Site<'s> {
    async fn open(server: &'s Server) -> Self {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);
        let client = made(&visitor, "client", "clientCreate", json!({ "name": "Kontor" })).await;
        let project = made(
            &visitor,
            "project",
            "projectCreate",
            json!({ "clientId": client, "name": "Shop" }),
        )
        .await;
        Self {
            server,
            owner,
            project,
        }
    }

    /// Somebody new on the project.
    async fn person(&self, role: &str) -> Account {
        let host = self.server.visitor(&self.owner);
        let account = self
            .server
            .join(&host, json!({ "name": "Sina", "role": role }))
            .await;
        let on = json!({ "projectId": self.project, "memberId": account.viewer["member"]["id"] });
        made(&host, "projectMember", "projectMemberAdd", on).await;
        account
    }

    /// Books an expense with this receipt.
    async fn book(&self, account: &Account, receipt: &str) -> Reply {
        let paid = json!({ "amount": "20", "currency": "EUR" });
        let input =
            json!({ "projectId": self.project, "description": "Taxi", "paid": paid, "receiptId": receipt });
        write(&self.server.visitor(account), "expenseCreate", input, EXPENSE).await
    }
}

both! {
    async fn who_sees_an_expense_sees_its_receipt(server: Server) {
        let site = Site::open(&server).await;
        let (maker, colleague, lead) = (site.person("FREELANCER").await, site.person("SPECIALIST").await, site.person("PROJECT_MANAGER").await);
        let receipt = stored(&server, &maker, "taxi.pdf", PDF).await;
        let before = get(&server, &lead, &receipt).await;

        let booked = site.book(&maker, &receipt).await.good();

        assert_eq!(before.status, 404, "nothing ties it to the project yet");
        let expense = booked.text("/payload/expense/id");
        assert_eq!(booked.data["payload"]["expense"]["receipt"], json!({ "id": receipt, "name": "taxi.pdf" }));
        for account in [&maker, &lead, &site.owner] {
            let seen = server.visitor(account).ask("query($id: ID!) { expense(id: $id) { receipt { id } } }", json!({ "id": expense })).await.good();
            assert_eq!(seen.data["expense"]["receipt"]["id"], receipt.as_str());
            assert_eq!(get(&server, account, &receipt).await.bytes, PDF);
        }
        assert_eq!(get(&server, &colleague, &receipt).await.status, 404);
        let told = server.visitor(&colleague).ask("{ events(filter: { subjectKind: { in: [\"File\", \"Expense\"] } }) { totalCount } }", json!({})).await.good();
        assert_eq!(told.data["events"]["totalCount"], 0);
    }

    async fn a_receipt_that_somebody_else_uploaded_for_them_is_seen_by_whose_expense_it_is(server: Server) {
        let site = Site::open(&server).await;
        let maker = site.person("SPECIALIST").await;
        let receipt = stored(&server, &site.owner, "taxi.pdf", PDF).await;
        let paid = json!({ "amount": "20", "currency": "EUR" });
        let input = json!({ "projectId": site.project, "memberId": maker.viewer["member"]["id"], "description": "Taxi", "paid": paid, "receiptId": receipt });

        write(&server.visitor(&site.owner), "expenseCreate", input, EXPENSE).await.good();

        assert_eq!(get(&server, &maker, &receipt).await.bytes, PDF);
    }

    async fn a_file_proves_one_expense_and_is_free_again_when_it_is_cleared(server: Server) {
        let site = Site::open(&server).await;
        let visitor = server.visitor(&site.owner);
        let (taxi, hotel) = (stored(&server, &site.owner, "taxi.pdf", PDF).await, stored(&server, &site.owner, "hotel.pdf", PDF).await);
        let first = site.book(&site.owner, &taxi).await.good().text("/payload/expense/id");

        let twice = site.book(&site.owner, &taxi).await;
        let same = write(&visitor, "expenseUpdate", json!({ "id": first, "receiptId": taxi }), EXPENSE).await.good();
        let other = write(&visitor, "expenseUpdate", json!({ "id": first, "receiptId": hotel }), EXPENSE).await.good();
        let freed = site.book(&site.owner, &taxi).await.good();
        let cleared = write(&visitor, "expenseUpdate", json!({ "id": first, "receiptId": null }), EXPENSE).await.good();

        assert_eq!((twice.codes(), &twice.data["payload"]["errors"][0]["path"]), (vec!["NOT_UNIQUE"], &json!(["input", "receiptId"])));
        assert_eq!(same.data["payload"]["expense"]["receipt"]["id"], taxi.as_str());
        assert_eq!(other.data["payload"]["expense"]["receipt"]["id"], hotel.as_str());
        assert_eq!(freed.data["payload"]["expense"]["receipt"]["id"], taxi.as_str());
        assert_eq!(cleared.data["payload"]["expense"]["receipt"], json!(null));
        let findings = api::verify::run(&server.database.db).await.unwrap();
        let broken: Vec<_> = findings.into_iter().filter(|finding| finding.broken > 0).collect();
        assert_eq!(broken, vec![]);
    }

    async fn only_what_has_arrived_and_is_seen_proves_anything(server: Server) {
        let site = Site::open(&server).await;
        let (maker, colleague) = (site.person("SPECIALIST").await, site.person("SPECIALIST").await);
        let (awaited, _) = announced(&server.visitor(&maker), "late.pdf").await;
        let hidden = stored(&server, &colleague, "hotel.pdf", PDF).await;
        let strange = stored(&server, &server.sign_up("Others").await, "flight.pdf", PDF).await;

        let early = site.book(&maker, &awaited).await;
        let refused = [site.book(&maker, &hidden).await, site.book(&maker, &strange).await];

        assert_eq!(early.codes(), ["INVALID_STATE"]);
        assert_eq!(early.text("/payload/errors/0/message"), "the file has not arrived yet");
        for refused in refused {
            assert_eq!((refused.codes(), &refused.data["payload"]["errors"][0]["path"]), (vec!["NOT_FOUND"], &json!(["input", "receiptId"])));
        }
    }

    async fn what_was_handed_in_and_approved_keeps_its_receipt(server: Server) {
        let site = Site::open(&server).await;
        let visitor = server.visitor(&site.owner);
        let (taxi, hotel) = (stored(&server, &site.owner, "taxi.pdf", PDF).await, stored(&server, &site.owner, "hotel.pdf", PDF).await);
        let expense = site.book(&site.owner, &taxi).await.good().text("/payload/expense/id");

        for to in ["SUBMITTED", "APPROVED"] {
            let known = visitor.ask("query($id: ID!) { expense(id: $id) { version } }", json!({ "id": expense })).await.good();
            let step = json!({ "id": expense, "to": to, "expectedVersion": known.data["expense"]["version"] });
            write(&visitor, "expenseTransition", step, EXPENSE).await.good();
            for receipt in [json!(null), json!(hotel)] {
                let changed = write(&visitor, "expenseUpdate", json!({ "id": expense, "receiptId": receipt }), EXPENSE).await;
                assert_eq!(changed.text("/payload/errors/0/message"), "only a draft can be changed", "{to}");
            }
        }

        let kept = visitor.ask("query($id: ID!) { expense(id: $id) { receipt { id } } }", json!({ "id": expense })).await.good();
        assert_eq!(kept.data["expense"]["receipt"]["id"], taxi.as_str());
    }
}
