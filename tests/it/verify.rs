use api::verify;
use sea_orm::ConnectionTrait;
use serde_json::json;
use tests::{App, both};

both! {
    async fn what_the_api_wrote_holds_and_what_was_broken_by_hand_is_found(app: App) {
        let owner = app.owner().await;
        owner.write("clientCreate", json!({ "name": "Kontor", "ownerId": owner.id }), "client { id }").await.good();
        let broken = async || {
            let findings = verify::run(&app.world.db).await.expect("findings");
            findings.into_iter().filter(|finding| finding.broken > 0).collect::<Vec<_>>()
        };
        assert_eq!(broken().await, vec![]);

        app.world.db.write.execute_unprepared("UPDATE clients SET owner_id = NULL").await.expect("a change behind our back");

        let found: Vec<_> = broken().await.into_iter().map(|finding| (finding.says, finding.broken)).collect();
        assert_eq!(found, vec![("the owner of a client is its open lead", 1)]);
    }
}
