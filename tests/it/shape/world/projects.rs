use entity::value::Kind;
use serde_json::json;

use super::{How, Maker};

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        kind: Kind::Project,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::Project);
                json!({
                    "clientId": world.id(Kind::Client).await, "name": text(), "description": text(), "ragNote": text(),
                    "managerId": world.id(Kind::Member).await, "visibility": "SHARED",
                    "externalIds": [{ "source": "xero", "value": text() }],
                })
            })
        }),
    },
    Maker {
        kind: Kind::ProjectMember,
        how: How::Written("projectMemberAdd", |world| {
            Box::pin(async {
                json!({ "projectId": world.id(Kind::Project).await, "memberId": world.fresh(Kind::Member).await })
            })
        }),
    },
    Maker {
        kind: Kind::Phase,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::Phase);
                json!({ "projectId": world.id(Kind::Project).await, "name": text(), "goal": text(), "weight": 2 })
            })
        }),
    },
    Maker {
        kind: Kind::Milestone,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::Milestone);
                json!({
                    "projectId": world.id(Kind::Project).await, "phaseId": world.id(Kind::Phase).await, "name": text(),
                    "acceptanceCriteria": text(), "committedOn": "2026-12-01", "weightBps": 5_000,
                })
            })
        }),
    },
    Maker {
        kind: Kind::Task,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::Task);
                json!({
                    "projectId": world.id(Kind::Project).await, "phaseId": world.id(Kind::Phase).await, "name": text(),
                    "description": text(), "estimateMinutes": 90, "visibility": "SHARED",
                    "assigneeIds": [world.id(Kind::Member).await], "externalIds": [{ "source": "xero", "value": text() }],
                })
            })
        }),
    },
];
