use api::kernel::event::EventType;
use chrono::{NaiveDate, TimeDelta};
use entity::{
    client::{self, ClientTier},
    contact::{self, DecisionRole},
    event,
    value::{CurrencyCode, Id},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryOrder};
use serde_json::json;
use tests::{App, both};

use super::{begun, client_named, counted};

/// A contact at a client.
fn contact_at(client: Id<client::Entity>) -> contact::ActiveModel {
    contact::ActiveModel {
        client_id: Set(client),
        name: Set("Mina".to_owned()),
        decision_role: Set(DecisionRole::Other),
        locale: Set(entity::agency::Locale::En),
        consent_survey: Set(false),
        consent_marketing: Set(false),
        consent_publish_comments: Set(false),
        custom_fields: Set(json!({})),
        ..Default::default()
    }
}

both! {
    async fn a_rule_that_reads_sees_the_rows_it_made(app: App) {
        let owner = app.owner().await;
        let tx = begun(&app, &owner).await;

        let client = tx.insert(client_named("Kontor")).await.unwrap();
        let read = tx.rows::<client::Entity>(Condition::all()).all(tx.connection().await.unwrap()).await.unwrap();
        tx.insert(client_named("Atelier")).await.unwrap();
        let counted = tx.rows::<client::Entity>(Condition::all()).count(tx.connection().await.unwrap()).await.unwrap();

        assert_eq!((read, counted), (vec![client], 2));
    }

    async fn a_rule_changes_and_removes_the_rows_it_made(app: App) {
        let owner = app.owner().await;
        let tx = begun(&app, &owner).await;

        let kept = tx.insert(client_named("Kontor")).await.unwrap();
        tx.insert(client_named("Atelier")).await.unwrap();
        let renamed = client::ActiveModel { name: Set("Kontor Nord".to_owned()), ..Default::default() };
        tx.update(kept, renamed).await.unwrap();
        tx.delete::<client::Entity>(Condition::all().add(client::Column::Name.eq("Atelier"))).await.unwrap();
        tx.commit().await.unwrap();

        let clients = owner.ask("{ clients { nodes { name version } } }").await.good();
        assert_eq!(clients.at("clients.nodes"), &json!([{ "name": "Kontor Nord", "version": 2 }]));
    }

    async fn a_row_is_written_as_it_was_made(app: App) {
        let owner = app.owner().await;
        let made = client::ActiveModel {
            legal_name: Set(Some("\"Kontor\" \\ Söhne, خوش‌ساز\n\t'GmbH' $1 {} []".to_owned())),
            tier: Set(Some(ClientTier::B)),
            payment_term_days: Set(Some(-3)),
            credit_limit_minor: Set(Some(i64::MAX)),
            credit_limit_currency: Set(CurrencyCode::read("IRR")),
            since: Set(NaiveDate::from_ymd_opt(1, 1, 1)),
            owner_id: Set(owner.actor.member_id),
            custom_fields: Set(json!({ "b": [1.5, null, true, "\u{1F3DB}"], "a": { "deep": {} } })),
            created_at: Set(app.world.now() + TimeDelta::microseconds(1)),
            ..client_named("Kontor")
        };

        let tx = begun(&app, &owner).await;
        let client = tx.insert(made).await.unwrap();
        tx.commit().await.unwrap();

        let tx = begun(&app, &owner).await;
        let read = tx.rows::<client::Entity>(Condition::all()).one(tx.connection().await.unwrap()).await.unwrap();
        assert_eq!(read, Some(client));
    }

    async fn a_row_that_the_database_refuses_leaves_nothing_of_the_others(app: App) {
        let owner = app.owner().await;
        let tx = begun(&app, &owner).await;

        let client = tx.insert(client_named("Kontor")).await.unwrap();
        tx.tell(EventType::ClientCreated, &client);
        tx.insert(contact_at(Id::of(app.world.uuid()))).await.unwrap();
        tx.commit().await.expect_err("there is no such client");

        assert_eq!(counted(&owner).await, (0, 0));
    }

    async fn a_row_that_the_database_refuses_when_a_rule_looks_leaves_nothing(app: App) {
        let owner = app.owner().await;
        let tx = begun(&app, &owner).await;

        let client = tx.insert(client_named("Kontor")).await.unwrap();
        tx.insert(client::ActiveModel { id: Set(client.id), ..client_named("Atelier") }).await.unwrap();
        let error = tx.connection().await.expect_err("two rows of one id");
        drop(tx);

        assert!(error.is_unique_violation(), "{error:?}");
        assert_eq!(counted(&owner).await, (0, 0));
    }

    async fn a_row_without_a_value_that_it_needs_is_refused_at_once(app: App) {
        let owner = app.owner().await;
        let tx = begun(&app, &owner).await;

        let nameless = client::ActiveModel { name: sea_orm::NotSet, ..client_named("Kontor") };
        tx.insert(nameless).await.expect_err("a client has a name");
        tx.commit().await.unwrap();

        assert_eq!(counted(&owner).await, (0, 0));
    }

    async fn rows_in_bulk_do_not_wait_for_the_commit(app: App) {
        let owner = app.owner().await;
        let tx = begun(&app, &owner).await;

        for _ in 0..11 {
            tx.insert_all((0..100).map(|at| client_named(&at.to_string())).collect()).await.unwrap();
        }
        let last = tx.insert(client_named("Kontor")).await.unwrap();
        tx.tell(EventType::ClientCreated, &last);
        tx.commit().await.unwrap();

        assert_eq!(counted(&owner).await, (1_101, 1));
    }

    async fn what_a_rule_told_stands_in_the_history_in_that_order(app: App) {
        let owner = app.owner().await;
        let tx = begun(&app, &owner).await;

        let mut told = vec![];
        for name in ["Kontor", "Atelier", "Werft"] {
            let client = tx.insert(client_named(name)).await.unwrap();
            tx.tell(EventType::ClientCreated, &client);
            told.push(client.id.uuid());
        }
        tx.commit().await.unwrap();

        let tx = begun(&app, &owner).await;
        let entries = tx.rows::<event::Entity>(Condition::all()).order_by_asc(event::Column::Seq);
        let entries = entries.all(tx.connection().await.unwrap()).await.unwrap();
        let subjects: Vec<_> = entries.iter().map(|entry| entry.subject_id).collect();
        let steps: Vec<_> = entries.windows(2).map(|pair| pair[1].seq - pair[0].seq).collect();
        assert_eq!((subjects, steps), (told, vec![1, 1]));
    }
}
