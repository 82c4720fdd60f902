use entity::value::Kind;
use serde_json::json;

use super::{How, Maker};

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        kind: Kind::Agency,
        how: How::Found(|world| Box::pin(async { text(&world.owner.viewer, "/agency/id") })),
    },
    Maker {
        kind: Kind::User,
        how: How::Found(|world| Box::pin(async { text(&world.owner.viewer, "/user/id") })),
    },
    Maker {
        kind: Kind::Session,
        how: How::Found(|world| {
            Box::pin(async {
                let account = world.server.sign_in(&world.owner).await;
                text(&account.viewer, "/sessionId")
            })
        }),
    },
    Maker {
        kind: Kind::Member,
        how: How::Found(|world| {
            Box::pin(async {
                let invitation = json!({ "name": "Nele", "role": "PROJECT_MANAGER" });
                let account = world.server.join(&world.visitor(), invitation).await;
                text(&account.viewer, "/member/id")
            })
        }),
    },
    Maker {
        kind: Kind::CustomField,
        how: How::Created(|world| {
            Box::pin(async {
                let (label, key) = (world.text(Kind::CustomField), world.mark_of(Kind::CustomField));
                let key = format!("{key}_{}", world.number());
                json!({ "kind": "Client", "key": key, "label": label, "valueType": "TEXT" })
            })
        }),
    },
    Maker {
        kind: Kind::Event,
        how: How::Found(|world| {
            Box::pin(async {
                let project = world.id(Kind::Project).await;
                let asked = "{ events(filter: { eventType: { eq: PROJECT_CREATED } }, first: 100) { nodes { id subject { id } } } }";
                let reply = world.visitor().ask(asked, json!({})).await.good();
                let events = reply.data["events"]["nodes"].as_array().expect("events");
                let event = events
                    .iter()
                    .find(|event| event["subject"]["id"] == project.as_str());
                text(event.expect("the event of the project"), "/id")
            })
        }),
    },
];

fn text(value: &serde_json::Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(serde_json::Value::as_str)
        .expect("an id")
        .to_owned()
}
