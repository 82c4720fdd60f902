use entity::value::Kind;
use serde_json::json;

use super::{How, Maker};

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        kind: Kind::Client,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::Client);
                json!({
                    "name": text(), "legalName": text(), "stage": "ACTIVE", "tier": "A", "sector": text(), "currency": "EUR",
                    "locale": "EN", "taxId": text(), "billingAddress": text(), "paymentTermDays": 30,
                    "creditLimit": { "amount": "1000.00", "currency": "EUR" }, "since": "2026-01-01",
                    "ownerId": world.id(Kind::Member).await, "externalIds": [{ "source": "xero", "value": text() }],
                })
            })
        }),
    },
    Maker {
        kind: Kind::Contact,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::Contact);
                let email = format!("{}-{}@example.test", world.mark_of(Kind::Contact), world.number());
                json!({
                    "clientId": world.id(Kind::Client).await, "name": text(), "email": email, "phone": "+49 30 1234567",
                    "jobTitle": text(), "decisionRole": "SIGNER", "externalIds": [{ "source": "xero", "value": text() }],
                })
            })
        }),
    },
    Maker {
        kind: Kind::AccountAssignment,
        how: How::Created(|world| {
            Box::pin(async {
                json!({
                    "clientId": world.id(Kind::Client).await, "memberId": world.fresh(Kind::Member).await, "role": "BACKUP",
                    "handoverNote": world.text(Kind::AccountAssignment),
                })
            })
        }),
    },
    Maker {
        kind: Kind::Interaction,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::Interaction);
                json!({
                    "clientId": world.id(Kind::Client).await, "channel": "EMAIL", "direction": "OUT", "hat": "EXPERT",
                    "summary": text(), "sentiment": 1, "minutes": 30, "visibility": "SHARED",
                    "contactIds": [world.id(Kind::Contact).await], "memberIds": [world.id(Kind::Member).await],
                    "projectId": world.id(Kind::Project).await, "externalIds": [{ "source": "xero", "value": text() }],
                })
            })
        }),
    },
    Maker {
        kind: Kind::Promise,
        how: How::Created(|world| {
            Box::pin(async {
                json!({
                    "clientId": world.id(Kind::Client).await, "byParty": "AGENCY", "text": world.text(Kind::Promise),
                    "dueOn": "2026-12-01", "visibility": "SHARED", "ownerId": world.id(Kind::Member).await,
                    "interactionId": world.id(Kind::Interaction).await,
                })
            })
        }),
    },
    Maker {
        kind: Kind::Need,
        how: How::Created(|world| {
            Box::pin(async {
                json!({
                    "clientId": world.id(Kind::Client).await, "statement": world.text(Kind::Need),
                    "evidenceIds": [world.id(Kind::Interaction).await],
                    "externalIds": [{ "source": "xero", "value": world.text(Kind::Need) }],
                })
            })
        }),
    },
];
