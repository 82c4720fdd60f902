use serde_json::{Value as Json, json};
use tests::{App, both};

use super::{client, contact, refused};

const CONTACT: &str = "contact { id version name email phone jobTitle decisionRole locale consentSurvey consentMarketing consentPublishComments consentAt }";

both! {
    async fn a_contact_speaks_the_clients_language_and_consents_to_nothing_unasked(app: App) {
        let owner = app.owner().await;
        let client = super::made(&owner, "clientCreate", "client", json!({ "name": "کیمیا", "locale": "FA" })).await;

        let answer = owner.write("contactCreate", json!({ "clientId": client, "name": " Ada Vogt ", "email": " Ada.Vogt@Example.test" }), CONTACT).await.good();

        let expected = json!({
            "id": answer.at("payload.contact.id"), "version": 1, "name": "Ada Vogt", "email": "ada.vogt@example.test", "phone": null, "jobTitle": null, "decisionRole": "OTHER",
            "locale": "FA", "consentSurvey": false, "consentMarketing": false, "consentPublishComments": false, "consentAt": null,
        });
        assert_eq!(answer.at("payload.contact"), &expected);
    }

    async fn a_consent_is_kept_with_its_moment(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        let id = contact(&owner, &client, "Ada").await;

        let given = owner.write("contactUpdate", json!({ "id": id, "consentSurvey": true }), CONTACT).await.good();
        app.wait(chrono::TimeDelta::hours(1));
        let other = owner.write("contactUpdate", json!({ "id": id, "jobTitle": "Chef" }), CONTACT).await.good();
        let taken = owner.write("contactUpdate", json!({ "id": id, "consentSurvey": false }), CONTACT).await.good();

        assert_eq!(given.at("payload.contact.consentAt"), "2026-11-24T09:30:00Z");
        assert_eq!(other.at("payload.contact.consentAt"), "2026-11-24T09:30:00Z");
        assert_eq!(taken.at("payload.contact.consentAt"), "2026-11-24T10:30:00Z");
    }

    async fn what_is_wrong_with_a_contact_is_told_with_its_place(app: App) {
        let owner = app.owner().await;
        let stranger = app.stranger().await;
        let (client, theirs) = (client(&owner, "Kontor").await, client(&stranger, "Theirs").await);
        let good = json!({ "clientId": client, "name": "Ada" });

        refused(&owner, "contactCreate", "contact", &good, &[
            (json!({ "clientId": theirs }), "NOT_FOUND", "input.clientId"),
            (json!({ "name": "" }), "REQUIRED", "input.name"),
            (json!({ "name": "x".repeat(201) }), "TOO_LARGE", "input.name"),
            (json!({ "email": "ada" }), "INVALID", "input.email"),
            (json!({ "email": "a b@c" }), "INVALID", "input.email"),
            (json!({ "phone": "1".repeat(41) }), "TOO_LARGE", "input.phone"),
        ]).await;
        let id = contact(&owner, &client, "Ada").await;
        refused(&owner, "contactUpdate", "contact", &json!({ "id": id }), &[
            (json!({ "name": null }), "REQUIRED", "input.name"),
            (json!({ "decisionRole": null }), "REQUIRED", "input.decisionRole"),
            (json!({ "consentSurvey": null }), "REQUIRED", "input.consentSurvey"),
            (json!({ "expectedVersion": 3 }), "VERSION_CONFLICT", "input.expectedVersion"),
        ]).await;
    }

    async fn a_contact_of_an_archived_client_cannot_be_made(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        owner.write("clientArchive", json!({ "id": client }), "client { id }").await.good();

        let answer = owner.write("contactCreate", json!({ "clientId": client, "name": "Ada" }), CONTACT).await;

        assert_eq!((answer.error(), answer.error_path()), ("NOT_FOUND: there is no such record".to_owned(), "input.clientId".to_owned()));
        assert_eq!(answer.at("payload.contact"), &Json::Null);
    }

    async fn a_client_with_open_projects_cannot_be_archived(app: App) {
        let owner = app.owner().await;
        let client = client(&owner, "Kontor").await;
        super::project(&app, &owner, &client, entity::event::Visibility::Internal).await;

        let answer = owner.write("clientArchive", json!({ "id": client }), "client { id }").await;

        assert_eq!(answer.error(), "INVALID_STATE: the client still has open projects");
    }
}
