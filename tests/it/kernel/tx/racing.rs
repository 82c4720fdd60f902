use entity::{
    event::Visibility,
    project::{self, ProjectStatus, Rag},
    value::{CurrencyCode, Id},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, Statement};
use serde_json::{Value as Json, json};
use tests::{App, Person, both, only};

use super::{begun, client_named};

/// Two clients, as projects of one client wait for each other anyhow.
async fn two_clients(app: &App, by: &Person<'_>) -> [String; 2] {
    let tx = begun(app, by).await;
    let one = tx.insert(client_named("Kontor")).await.unwrap();
    let two = tx.insert(client_named("Atelier")).await.unwrap();
    tx.commit().await.unwrap();
    [one.id.to_string(), two.id.to_string()]
}

fn project_of(client: &str, code: &str) -> Json {
    json!({ "clientId": client, "name": "Shop", "code": code })
}

/// Returns when somebody waits for a lock in this database.
async fn somebody_waits(app: &App) {
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    loop {
        let asked = Statement::from_string(app.world.db.backend, waits);
        let row = app.world.db.read.query_one_raw(asked).await.unwrap().unwrap();
        if row.try_get_by_index::<i64>(0).unwrap() > 0 {
            return;
        }
    }
}

only! { Postgres:
    async fn a_value_that_somebody_else_takes_before_the_commit_is_not_unique(app: App) {
        let owner = app.owner().await;
        let [ours, theirs] = two_clients(&app, &owner).await;
        let theirs = project::ActiveModel {
            client_id: Set(theirs.parse::<Id<_>>().unwrap()),
            code: Set("ONE".to_owned()),
            name: Set("Shop".to_owned()),
            status: Set(ProjectStatus::Planned),
            rag: Set(Rag::Green),
            currency: Set(CurrencyCode::EUR),
            visibility: Set(Visibility::Internal),
            custom_fields: Set(json!({})),
            ..Default::default()
        };
        let tx = begun(&app, &owner).await;
        tx.insert(theirs).await.unwrap();
        tx.connection().await.expect("their project is written, and not committed");

        let (answer, ()) = tokio::join!(owner.write("projectCreate", project_of(&ours, "ONE"), "project { id }"), async {
            somebody_waits(&app).await;
            tx.commit().await.unwrap();
        });

        assert_eq!(answer.error(), "NOT_UNIQUE: another record has this value");
        assert_eq!(answer.error_path(), "input");
        let left = owner.ask("{ projects { totalCount } events { totalCount } }").await.good();
        assert_eq!(left.data, json!({ "projects": { "totalCount": 1 }, "events": { "totalCount": 0 } }));
    }
}

both! {
    async fn of_two_who_take_the_same_code_at_once_one_is_told_that_it_is_taken(app: App) {
        let owner = app.owner().await;
        let [one, two] = two_clients(&app, &owner).await;

        for round in 0..15 {
            let code = format!("R-{round}");
            let (first, second) = tokio::join!(
                owner.write("projectCreate", project_of(&one, &code), "project { id }"),
                owner.write("projectCreate", project_of(&two, &code), "project { id }"),
            );

            let (made, refused): (Vec<_>, Vec<_>) =
                [first, second].into_iter().partition(|answer| !answer.at("payload.project").is_null());
            assert_eq!((made.len(), refused.len()), (1, 1), "round {round}");
            assert_eq!(refused[0].error(), "NOT_UNIQUE: another record has this value", "round {round}");
        }
        let made = owner.ask("{ projects { totalCount } events { totalCount } }").await.good();
        assert_eq!(made.data, json!({ "projects": { "totalCount": 15 }, "events": { "totalCount": 15 } }));
    }
}
