use entity::membership::Role;
use serde_json::json;
use tests::{App, both};

both! {
    async fn the_idempotency_key_of_somebody_else_gives_nobody_their_record(app: App) {
        let (owner, colleague, stranger) = (app.owner().await, app.person(Role::AccountManager).await, app.stranger().await);
        let input = json!({ "name": "Kontor", "idempotencyKey": "k-1" });

        let first = owner.write("clientCreate", input.clone(), "client { id }").await.good();
        let again = owner.write("clientCreate", input.clone(), "client { id }").await.good();
        let others = [
            colleague.write("clientCreate", input.clone(), "client { id }").await.good(),
            stranger.write("clientCreate", input, "client { id }").await.good(),
        ];

        let id = first.text("payload.client.id");
        assert_eq!((again.text("payload.client.id"), again.is_replay), (id.clone(), true));
        for other in others {
            assert!(other.text("payload.client.id") != id && !other.is_replay);
        }
    }
}
