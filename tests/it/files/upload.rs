use futures_util::future::join;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use tests::{Server, both};

use super::{PDF, announced, get, png, put, stored, write};

const SHOWN: &str =
    "file { id name status mediaType bytes sha256 storedAt version uploadedBy { id } } uploadUrl expiresAt";
const FILE: &str = "query($id: ID!) { file(id: $id) { name status mediaType bytes sha256 storedAt version uploadedBy { id } } }";

async fn pieces(server: &Server) -> i64 {
    let db = &server.database.db;
    let count = Statement::from_string(db.backend, "SELECT count(*) FROM file_chunks");
    let row = db.read.query_one_raw(count).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

both! {
    async fn a_file_is_announced_sent_and_there(server: Server) {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);

        let announced = write(&visitor, "fileUploadCreate", json!({ "name": "../Ausgaben/Taxi \u{202E}am 3.pdf", "bytes": PDF.len() }), SHOWN).await.good();
        let (id, url) = (announced.text("/payload/file/id"), announced.text("/payload/uploadUrl"));
        let sent = put(&server, &url, PDF).await;
        let file = visitor.ask(FILE, json!({ "id": id })).await.good();

        assert_eq!(announced.data["payload"]["file"]["status"], "PENDING");
        assert_eq!(announced.data["payload"]["file"]["bytes"], json!(null));
        assert_eq!(announced.data["payload"]["expiresAt"], "2026-11-24T09:40:00Z");
        assert_eq!((sent.status.as_u16(), sent.bytes.len()), (204, 0));
        assert_eq!(file.data["file"], json!({
            "name": "Taxi am 3.pdf", "status": "STORED", "mediaType": "application/pdf", "bytes": PDF.len(), "version": 2,
            "sha256": "56c2ac043c28d3543275a6f50b593a6beb0b6888ed8159ac02e3e7f4a32ccb26", "storedAt": "2026-11-24T09:30:00Z", "uploadedBy": owner.viewer["member"],
        }));
    }

    async fn what_comes_back_is_what_was_sent_byte_for_byte(server: Server) {
        let owner = server.sign_up("Studio").await;
        // Three pieces: two whole ones, and a rest.
        let picture = png(2 * 256 * 1024 + 77);

        let (small, large) = (stored(&server, &owner, "taxi.pdf", PDF).await, stored(&server, &owner, "desk.png", &picture).await);

        assert_eq!(pieces(&server).await, 4);
        assert_eq!(get(&server, &owner, &small).await.bytes, PDF);
        let came = get(&server, &owner, &large).await;
        assert_eq!((came.header("content-type"), came.bytes.len()), ("image/png", picture.len()));
        assert!(came.bytes == picture, "other bytes came back");
    }

    async fn a_link_works_once_and_for_ten_minutes(server: Server) {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);
        let (first, url) = announced(&visitor, "taxi.pdf").await;
        put(&server, &url, PDF).await;
        let (late, late_url) = announced(&visitor, "late.pdf").await;
        server.clock.advance(chrono::TimeDelta::minutes(10));

        let again = put(&server, &url, png(100)).await;
        let expired = put(&server, &late_url, PDF).await;
        let forged = put(&server, &format!("/files/fup_{}", "a".repeat(43)), PDF).await;
        let of_id = put(&server, &format!("/files/{late}"), PDF).await;

        for refused in [again, expired, forged, of_id] {
            assert_eq!(refused.problem(), "404 NOT_FOUND: there is nothing here");
        }
        assert_eq!(get(&server, &owner, &first).await.bytes, PDF);
        assert_eq!(get(&server, &owner, &late).await.status, 404);
    }

    async fn of_two_who_send_to_one_link_at_once_one_wins(server: Server) {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);

        for _ in 0..5 {
            let (id, url) = announced(&visitor, "race").await;
            let (one, other) = (png(300_000), [PDF, &png(300_000)].concat());

            let (first, second) = join(put(&server, &url, one.clone()), put(&server, &url, other.clone())).await;

            let mut statuses = [first.status.as_u16(), second.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [204, 404]);
            let kept = get(&server, &owner, &id).await.bytes;
            assert!(kept == if first.status == 204 { one } else { other }, "neither of the two is kept whole");
        }
    }

    async fn a_key_gives_the_same_file_again_and_no_second_link(server: Server) {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);
        let input = json!({ "name": "taxi.pdf", "idempotencyKey": "taxi" });

        let first = write(&visitor, "fileUploadCreate", input.clone(), SHOWN).await.good();
        let again = write(&visitor, "fileUploadCreate", input, SHOWN).await.good();

        assert_eq!(again.data["payload"]["file"], first.data["payload"]["file"]);
        assert_eq!((&again.data["payload"]["uploadUrl"], &again.data["payload"]["expiresAt"]), (&json!(null), &json!(null)));
    }

    async fn what_never_arrived_is_removed_when_another_is_announced(server: Server) {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);
        let (gone, _) = announced(&visitor, "never.pdf").await;
        let kept = stored(&server, &owner, "taxi.pdf", PDF).await;
        server.clock.advance(chrono::TimeDelta::minutes(71));
        let owner = server.sign_in(&owner).await;
        let visitor = server.visitor(&owner);

        let (new, _) = announced(&visitor, "new.pdf").await;

        let list = visitor.ask("{ files(orderBy: [{ field: NAME }]) { nodes { id } } }", json!({})).await.good();
        assert_eq!(list.data["files"]["nodes"], json!([{ "id": new }, { "id": kept }]), "without {gone}");
    }

    async fn the_history_tells_of_a_file(server: Server) {
        let owner = server.sign_up("Studio").await;
        stored(&server, &owner, "taxi.pdf", PDF).await;

        let events = server.visitor(&owner).ask("{ events(filter: { subjectKind: { eq: \"File\" } }) { nodes { eventType actor { id } subject { ... on File { name } } } } }", json!({})).await.good();

        let told = |event: &str| json!({ "eventType": event, "actor": owner.viewer["member"], "subject": { "name": "taxi.pdf" } });
        assert_eq!(events.data["events"]["nodes"], json!([told("FILE_STORED"), told("FILE_CREATED")]));
    }
}
