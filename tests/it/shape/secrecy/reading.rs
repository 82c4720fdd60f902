use api::read::catalog;
use entity::{
    membership::Role,
    value::{Choice as _, Kind},
};
use serde_json::{Value as Json, json};
use tests::{Reply, Server, Visitor, both};

use super::{Secret, by_resource, relations_to, secrets, sees};
use crate::shape::{
    place::uncapitalised,
    sdl::{Sdl, named},
    world::World,
};

both! {
    async fn a_field_that_a_role_may_not_read_is_null_and_forbidden_wherever_it_is_reached(server: Server) {
        let (sdl, world) = (Sdl::read(), World::found(&server).await);
        world.fill().await;
        world.send().await;
        let mut faults = vec![];

        for (role, secrets) in secrets() {
            let visitor = server.visitor(&world.colleague(role).await);
            for (resource, secrets) in by_resource(&secrets) {
                let id = world.id(resource.kind).await;
                let seen = visitor.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await.good();
                if seen.data["node"].is_null() {
                    let (role, name) = (role.word(), resource.name());
                    faults.push(format!("{role}: they do not see the world's {name}: let World::colleague make it theirs"));
                }
                for (way, document) in ways(&sdl, role, &secrets) {
                    let hidden = visitor.ask(&document, json!({ "id": id })).await;
                    let shown = world.visitor().ask(&document, json!({ "id": id })).await;
                    faults.extend(told(&secrets, &hidden, &shown).into_iter().map(|fault| format!("{}: {way}: {fault}", role.word())));
                }
            }
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    async fn records_of_a_kind_that_a_role_sees_none_of_are_no_list_and_no_record(server: Server) {
        let world = World::found(&server).await;
        world.fill().await;
        let mut faults = vec![];

        for role in Role::VALUES.iter().filter_map(|role| Role::read(role.name)) {
            let visitor = server.visitor(&world.somebody_or_portal(role).await);
            for resource in catalog().all().iter().filter(|resource| !sees(role, resource.kind)) {
                let Some((one, many)) = resource.roots else { continue };
                let (id, name) = (world.id(resource.kind).await, resource.name());
                let document = format!("query($id: ID!) {{ {one}(id: $id) {{ id }} node(id: $id) {{ id }} nodes(ids: [$id]) {{ id }} }}");
                let absent = visitor.ask(&document, json!({ "id": id })).await;
                if absent.data != json!({ one: null, "node": null, "nodes": [null] }) {
                    faults.push(format!("{}: {name}: {absent:?}", role.word()));
                }
                for list in [format!("{many} {{ totalCount }}"), format!("{one}Aggregate {{ count }}")] {
                    let refused = visitor.ask(&format!("{{ {list} }}"), json!({})).await;
                    if refused.codes() != ["FORBIDDEN"] {
                        faults.push(format!("{}: {list}: {refused:?}", role.word()));
                    }
                }
            }
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    async fn what_was_just_written_hides_what_the_record_hides(server: Server) {
        let world = World::found(&server).await;
        let account = world.somebody(Role::Freelancer).await;
        let visitor = server.visitor(&account);

        let written = member_update(&visitor, json!({ "id": account.viewer["member"]["id"], "name": "Renate" })).await;
        let late = member_update(&visitor, json!({ "id": account.viewer["member"]["id"], "expectedVersion": 1 })).await;

        assert_eq!(written.data["payload"]["member"], json!({ "name": "Renate", "status": null }));
        assert_eq!(written.codes(), ["FORBIDDEN"]);
        assert_eq!(late.data["payload"]["errors"][0]["current"], json!({ "status": null }));
        assert_eq!(late.codes(), ["FORBIDDEN", "VERSION_CONFLICT"]);
    }
}

async fn member_update(visitor: &Visitor<'_>, input: Json) -> Reply {
    let document = "mutation($input: MemberUpdateInput!) { payload: memberUpdate(input: $input) { member { name status } \
                    errors { code ... on VersionConflictError { current { ... on Member { status } } } } } }";
    visitor.ask(document, json!({ "input": input })).await
}

/// The documents that ask for secrets of one kind of record, each on another way.
fn ways(sdl: &Sdl, role: Role, secrets: &[Secret]) -> Vec<(String, String)> {
    let resource = secrets[0].resource;
    let name = resource.name();
    let asked = selection(sdl, secrets);
    let mut ways = vec![
        (
            "node".to_owned(),
            format!("query($id: ID!) {{ node(id: $id) {{ ... on {name} {{ {asked} }} }} }}"),
        ),
        (
            "nodes".to_owned(),
            format!("query($id: ID!) {{ nodes(ids: [$id]) {{ ...F }} }} fragment F on {name} {{ {asked} }}"),
        ),
        (
            "interfaces".to_owned(),
            format!(
                "query($id: ID!) {{ node(id: $id) {{ ... on Node {{ id ... on {name} {{ {asked} }} }} }} }}"
            ),
        ),
    ];
    if resource.is_versioned() {
        let document = format!(
            "query($id: ID!) {{ node(id: $id) {{ ... on Versioned {{ version ... on {name} {{ {asked} }} }} }} }}"
        );
        ways.push(("Versioned".to_owned(), document));
    }
    if let Some((one, many)) = resource.roots {
        ways.push((
            one.to_owned(),
            format!("query($id: ID!) {{ {one}(id: $id) {{ {asked} }} }}"),
        ));
        ways.push((many.to_owned(), format!("{{ {many} {{ nodes {{ {asked} }} }} }}")));
        ways.push((
            format!("edges of {many}"),
            format!("{{ {many} {{ edges {{ node {{ {asked} }} }} }} }}"),
        ));
    }
    if resource.kind == Kind::Agency || resource.kind == Kind::Member {
        let field = uncapitalised(name);
        ways.push((
            "viewer".to_owned(),
            format!("{{ viewer {{ {field} {{ {asked} }} }} }}"),
        ));
    }
    for relation in relations_to(role, resource.kind) {
        let (root, field) = (relation.root, &relation.field.name);
        let inner = if relation.is_list {
            format!("nodes {{ {asked} }}")
        } else {
            asked.clone()
        };
        ways.push((
            format!("{root}.{field}"),
            format!("{{ {root} {{ nodes {{ {field} {{ {inner} }} }} }} }}"),
        ));
    }
    ways
}

/// The secrets, each under a key that nothing else has.
fn selection(sdl: &Sdl, secrets: &[Secret]) -> String {
    let parts = secrets.iter().map(|Secret { resource, field, .. }| {
        let ty = sdl
            .field(resource.name(), &field.name)
            .map(|field| named(&field.ty))
            .expect("a field");
        format!("{}: {} {}", key(&field.name), field.name, sdl.selection(ty, 0))
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn key(field: &str) -> String {
    format!("secret_{field}")
}

/// What an answer tells that it should not, next to what those see who may.
fn told(secrets: &[Secret], hidden: &Reply, shown: &Reply) -> Vec<String> {
    let mut faults = vec![];
    if !shown.errors.is_empty() {
        faults.push(format!(
            "it is not answered to an owner either: {:?}",
            shown.errors
        ));
    }
    for secret in secrets {
        let (key, name) = (key(&secret.field.name), secret.name());
        let mut values = vec![];
        under(&hidden.data, &key, &mut values);
        if values.iter().any(|value| !value.is_null()) {
            faults.push(format!("{name} is shown: {values:?}"));
        }
        let is_refused = hidden.errors.iter().any(|error| {
            let path = error["path"].as_array();
            path.and_then(|path| path.last())
                .is_some_and(|last| *last == key.as_str())
                && error["extensions"]["code"] == "FORBIDDEN"
                && error["extensions"]["requiredScopes"] == json!([secret.right.scope()])
        });
        if !is_refused {
            faults.push(format!(
                "{name} is not refused: {} {:?}",
                hidden.data, hidden.errors
            ));
        }
    }
    faults
}

/// All values under a key, however deep.
fn under<'v>(value: &'v Json, key: &str, found: &mut Vec<&'v Json>) {
    match value {
        Json::Object(fields) => {
            for (name, value) in fields {
                if name == key {
                    found.push(value);
                } else {
                    under(value, key, found);
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| under(item, key, found)),
        _ => {}
    }
}
