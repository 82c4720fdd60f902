use futures_util::future::join_all;
use serde_json::json;
use tests::{App, Person, both};

use super::ground::{client, made};

async fn code_of_a_new_project(person: &Person<'_>, client: &str) -> String {
    let input = json!({ "clientId": client, "name": "Shop" });
    let answer = person
        .write("projectCreate", input, "project { code }")
        .await
        .good();
    answer.text("payload.project.code")
}

both! {
    async fn a_project_without_a_code_gets_the_next_of_its_agency(app: App) {
        let (owner, stranger) = (app.owner().await, app.stranger().await);
        let (ours, theirs) = (client(&owner).await, client(&stranger).await);
        made(&owner, "project", json!({ "clientId": ours, "name": "By hand", "code": "PRJ-0002" })).await;

        let codes = [
            code_of_a_new_project(&owner, &ours).await,
            code_of_a_new_project(&owner, &ours).await,
            code_of_a_new_project(&stranger, &theirs).await,
        ];

        assert_eq!(codes, ["PRJ-0001", "PRJ-0003", "PRJ-0001"]);
    }

    async fn projects_made_at_the_same_time_get_codes_of_their_own(app: App) {
        let owner = app.owner().await;
        let clients = join_all((0..6).map(|_| client(&owner))).await;

        let mut codes = join_all(clients.iter().map(|client| code_of_a_new_project(&owner, client))).await;

        codes.sort_unstable();
        assert_eq!(codes, ["PRJ-0001", "PRJ-0002", "PRJ-0003", "PRJ-0004", "PRJ-0005", "PRJ-0006"]);
    }

    async fn a_code_that_another_project_has_is_refused_and_the_other_named(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let first = made(&owner, "project", json!({ "clientId": client, "name": "One", "code": "ONE" })).await;
        let second = made(&owner, "project", json!({ "clientId": client, "name": "Two", "code": "TWO" })).await;
        let existing = "project { id } errors { ... on NotUniqueError { existing { id } } }";

        let made_again = owner.write("projectCreate", json!({ "clientId": client, "name": "Three", "code": " ONE " }), existing).await;
        let renamed = owner.write("projectUpdate", json!({ "id": second, "code": "ONE" }), existing).await;
        let kept = owner.write("projectUpdate", json!({ "id": second, "code": "TWO" }), existing).await;

        for answer in [made_again, renamed] {
            assert_eq!(answer.error(), "NOT_UNIQUE: another record has this value");
            assert_eq!(answer.error_path(), "input.code");
            assert_eq!(answer.text("payload.errors.0.existing.id"), first);
        }
        kept.good();
    }
}
