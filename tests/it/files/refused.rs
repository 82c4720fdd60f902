use reqwest::Method;
use serde_json::json;
use tests::{Database, Server, both};

use super::{PDF, announced, came, get, png, put, stored, write};

both! {
    async fn only_documents_and_pictures_are_taken_whatever_they_are_called(server: Server) {
        let owner = server.sign_up("Studio").await;
        let (id, url) = announced(&server.visitor(&owner), "receipt.pdf").await;

        for contents in [&b"<!doctype html><script>alert(1)</script>"[..], b"PK\x03\x04", b""] {
            let sent = put(&server, &url, contents).await;
            assert_eq!(sent.problem(), "415 UNSUPPORTED_MEDIA_TYPE: the file is none of these: PDF, PNG, JPEG, WebP, GIF, HEIC");
        }

        assert_eq!(get(&server, &owner, &id).await.status, 404);
        // What was refused has not used up the link.
        assert_eq!(put(&server, &url, PDF).await.status, 204);
    }

    async fn what_is_compressed_on_the_way_is_not_taken(server: Server) {
        let owner = server.sign_up("Studio").await;
        let (_, url) = announced(&server.visitor(&owner), "receipt.pdf").await;

        let sent = came(server.request(Method::PUT, &url).header("content-encoding", "gzip").body(PDF)).await;

        assert_eq!(sent.problem(), "415 UNSUPPORTED_MEDIA_TYPE: send the body without content encoding");
    }

    async fn what_is_too_large_is_refused_announced_and_sent(database: Database) {
        let server = Server::with(database, |settings| settings.files.file_bytes = 300_000).await;
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);

        let told = write(&visitor, "fileUploadCreate", json!({ "name": "desk.png", "bytes": 300_001 }), "file { id }").await;
        let (id, url) = announced(&visitor, "desk.png").await;
        let sent = put(&server, &url, png(300_001)).await;
        let fits = put(&server, &url, png(300_000)).await;

        assert_eq!(told.codes(), ["TOO_LARGE"]);
        assert_eq!(told.text("/payload/errors/0/message"), "the file has more than 300000 bytes");
        assert_eq!(sent.problem(), "413 PAYLOAD_TOO_LARGE: the body has more than 300000 bytes");
        assert_eq!(fits.status, 204);
        assert_eq!(get(&server, &owner, &id).await.bytes.len(), 300_000);
    }

    async fn an_agency_that_has_no_room_left_keeps_nothing_more_and_others_do(database: Database) {
        let server = Server::with(database, |settings| settings.files.agency_bytes = 1_000).await;
        let (owner, other) = (server.sign_up("Studio").await, server.sign_up("Others").await);
        let visitor = server.visitor(&owner);
        let (_, early) = announced(&visitor, "early.png").await;
        stored(&server, &owner, "first.png", &png(600)).await;

        let late = put(&server, &early, png(401)).await;
        let told = write(&visitor, "fileUploadCreate", json!({ "name": "more.png", "bytes": 401 }), "file { id }").await;
        let fits = put(&server, &early, png(400)).await;
        let full = write(&visitor, "fileUploadCreate", json!({ "name": "more.png" }), "file { id }").await;

        assert_eq!(late.problem(), "409 LIMIT_REACHED: the agency has no room for this file");
        assert_eq!(told.codes(), ["LIMIT_REACHED"]);
        assert_eq!(fits.status, 204);
        assert_eq!(full.codes(), ["LIMIT_REACHED"]);
        stored(&server, &other, "first.png", &png(1_000)).await;
    }

    async fn a_file_has_a_name_and_a_size(server: Server) {
        let owner = server.sign_up("Studio").await;

        for (input, code) in [
            (json!({ "name": " " }), "REQUIRED"),
            (json!({ "name": "folder/" }), "REQUIRED"),
            (json!({ "name": "n".repeat(201) }), "TOO_LARGE"),
            (json!({ "name": "taxi.pdf", "bytes": 0 }), "INVALID"),
        ] {
            let told = write(&server.visitor(&owner), "fileUploadCreate", input.clone(), "file { id } uploadUrl").await;
            assert_eq!(told.codes(), [code], "{input}");
            assert_eq!(told.data["payload"]["uploadUrl"], json!(null));
        }
    }

    async fn nobody_announces_without_end(server: Server) {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);
        for _ in 0..50 {
            announced(&visitor, "taxi.pdf").await;
        }

        let more = write(&visitor, "fileUploadCreate", json!({ "name": "taxi.pdf" }), "file { id }").await;

        assert_eq!(more.codes(), ["LIMIT_REACHED"]);
    }

    async fn who_may_upload_no_longer_has_links_that_no_longer_work(server: Server) {
        let owner = server.sign_up("Studio").await;
        let visitor = server.visitor(&owner);
        let guest = server.join(&visitor, json!({ "name": "Sina", "role": "SPECIALIST" })).await;
        let (_, url) = announced(&server.visitor(&guest), "taxi.pdf").await;
        let member = guest.viewer["member"]["id"].clone();

        write(&visitor, "memberUpdate", json!({ "id": member, "role": "VIEWER" }), "member { id }").await.good();
        let as_viewer = put(&server, &url, PDF).await;
        write(&visitor, "memberUpdate", json!({ "id": member, "role": "SPECIALIST" }), "member { id }").await.good();
        write(&visitor, "memberDeactivate", json!({ "id": member }), "member { id }").await.good();
        let as_nobody = put(&server, &url, PDF).await;

        assert_eq!(as_viewer.problem(), "404 NOT_FOUND: there is nothing here");
        assert_eq!(as_nobody.problem(), "404 NOT_FOUND: there is nothing here");
    }
}
