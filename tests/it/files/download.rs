use reqwest::Method;
use serde_json::json;
use tests::{Server, both};

use super::{PDF, announced, came, get, stored};

both! {
    async fn a_file_is_given_so_that_nothing_in_it_runs(server: Server) {
        let owner = server.sign_up("Studio").await;
        let id = stored(&server, &owner, "Quittung \"Ärger\".pdf", PDF).await;

        let came = get(&server, &owner, &id).await;

        assert_eq!(came.status, 200);
        assert_eq!(came.header("content-type"), "application/pdf");
        assert_eq!(came.header("content-length"), PDF.len().to_string());
        assert_eq!(came.header("content-disposition"), "attachment; filename*=UTF-8''Quittung%20%22%C3%84rger%22.pdf");
        assert_eq!(came.header("x-content-type-options"), "nosniff");
        assert_eq!(came.header("content-security-policy"), "sandbox; default-src 'none'; frame-ancestors 'none'");
        assert_eq!(came.header("cache-control"), "private, no-store");
        assert_eq!(came.header("content-encoding"), "");
    }

    async fn who_has_a_file_is_not_sent_it_again(server: Server) {
        let owner = server.sign_up("Studio").await;
        let id = stored(&server, &owner, "taxi.pdf", PDF).await;
        let file = server.visitor(&owner).ask("query($id: ID!) { file(id: $id) { sha256 } }", json!({ "id": id })).await.good();
        let tag = get(&server, &owner, &id).await.header("etag").to_owned();

        let again = server.request(Method::GET, &format!("/files/{id}")).bearer_auth(&owner.token).header("if-none-match", &tag);
        let again = came(again).await;

        assert_eq!(tag, format!("\"{}\"", file.text("/file/sha256")));
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
        assert_eq!(again.header("cache-control"), "private, no-store");
    }

    async fn its_head_is_told_without_it(server: Server) {
        let owner = server.sign_up("Studio").await;
        let id = stored(&server, &owner, "taxi.pdf", PDF).await;

        let head = came(server.request(Method::HEAD, &format!("/files/{id}")).bearer_auth(&owner.token)).await;

        assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
        assert_eq!(head.header("content-length"), PDF.len().to_string());
    }

    async fn without_a_token_there_is_no_file_and_with_a_link_neither(server: Server) {
        let owner = server.sign_up("Studio").await;
        let id = stored(&server, &owner, "taxi.pdf", PDF).await;
        let (_, url) = announced(&server.visitor(&owner), "late.pdf").await;
        let path = format!("/files/{id}");

        let nobody = came(server.request(Method::GET, &path)).await;
        let forged = came(server.request(Method::GET, &path).bearer_auth("forged")).await;
        let by_link = came(server.request(Method::GET, &url).bearer_auth(&owner.token)).await;
        let removed = came(server.request(Method::DELETE, &path).bearer_auth(&owner.token)).await;

        assert_eq!(nobody.problem(), "401 UNAUTHENTICATED: sign in first");
        assert_eq!(nobody.header("www-authenticate"), "Bearer");
        assert_eq!(forged.problem(), "401 UNAUTHENTICATED: the token is not valid");
        assert_eq!(by_link.problem(), "404 NOT_FOUND: there is nothing here");
        assert_eq!(removed.status, 405);
        assert_eq!(removed.header("allow"), "GET,HEAD,PUT");
    }

    async fn a_file_is_its_uploader_s_and_of_those_who_see_the_whole_agency(server: Server) {
        let owner = server.sign_up("Studio").await;
        let host = server.visitor(&owner);
        let join = async |role: &str| server.join(&host, json!({ "name": "Sina", "role": role })).await;
        let (freelancer, colleague) = (join("FREELANCER").await, join("FREELANCER").await);
        let others = [colleague, join("SPECIALIST").await, join("PROJECT_MANAGER").await, join("VIEWER").await, server.sign_up("Others").await];
        let id = stored(&server, &freelancer, "taxi.pdf", PDF).await;

        for account in [&freelancer, &owner, &join("FINANCE").await] {
            assert_eq!(get(&server, account, &id).await.bytes, PDF, "{}", account.viewer);
        }
        for account in &others {
            assert_eq!(get(&server, account, &id).await.problem(), "404 NOT_FOUND: there is nothing here", "{}", account.viewer);
            let node = server.visitor(account).ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
            assert_eq!(node.data["node"], json!(null), "{}", account.viewer);
        }
    }
}
