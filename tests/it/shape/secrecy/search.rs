use api::read::{Scalar, Shape};
use entity::{
    membership::Role,
    value::{Choice as _, Kind},
};
use serde_json::json;
use tests::{Server, Visitor, both};

use super::{Secret, secrets};
use crate::shape::world::World;

both! {
    async fn what_a_role_may_not_read_finds_no_record(server: Server) {
        let world = World::found(&server).await;
        world.fill().await;
        let mut faults = vec![];

        for (role, secrets) in secrets() {
            let visitor = server.visitor(&world.colleague(role).await);
            for secret in secrets.iter().filter(|secret| secret.resource.is_searched()) {
                let Some(text) = text_of(&world, secret).await else { continue };
                if found(&world.visitor(), secret, &text).await && found(&visitor, secret, &text).await {
                    faults.push(format!("{}: {} is found by {text}", role.word(), secret.name()));
                }
            }
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    async fn who_may_not_read_all_of_a_client_finds_it_by_its_name(server: Server) {
        let world = World::found(&server).await;
        let visitor = server.visitor(&world.colleague(Role::Freelancer).await);
        let id = world.id(Kind::Client).await;
        let asked = json!({ "text": world.mark_of(Kind::Client) });

        let reply = visitor.ask("query($text: String!) { clients(search: $text) { nodes { id } } }", asked).await.good();

        assert_eq!(reply.data["clients"]["nodes"], json!([{ "id": id }]));
    }
}

/// What the world's record has in a text field, as its owner reads it.
async fn text_of(world: &World<'_>, secret: &Secret) -> Option<String> {
    if !matches!(secret.field.shape, Shape::Column(_, Scalar::Text)) {
        return None;
    }
    let (ty, field) = (secret.resource.name(), &secret.field.name);
    let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {ty} {{ {field} }} }} }}");
    let id = world.id(secret.resource.kind).await;
    let reply = world.visitor().ask(&document, json!({ "id": id })).await.good();
    reply.data["node"][field].as_str().map(str::to_owned)
}

/// Whether a search for a text finds anything.
async fn found(visitor: &Visitor<'_>, secret: &Secret, text: &str) -> bool {
    let Some((_, many)) = secret.resource.roots else {
        return false;
    };
    let document = format!("query($text: String!) {{ {many}(search: $text) {{ nodes {{ id }} }} }}");
    let reply = visitor.ask(&document, json!({ "text": text })).await;
    reply.data[many]["nodes"]
        .as_array()
        .is_some_and(|nodes| !nodes.is_empty())
}
