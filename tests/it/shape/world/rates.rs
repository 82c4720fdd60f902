use entity::value::Kind;
use serde_json::json;

use super::{How, Maker};

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        kind: Kind::WorkRole,
        how: How::Created(|world| {
            Box::pin(async {
                let text = || world.text(Kind::WorkRole);
                json!({ "name": text(), "description": text() })
            })
        }),
    },
    Maker {
        kind: Kind::RateCard,
        how: How::Created(|world| {
            Box::pin(async {
                json!({ "clientId": world.id(Kind::Client).await, "name": world.text(Kind::RateCard) })
            })
        }),
    },
    Maker {
        kind: Kind::RateCardVersion,
        how: How::Created(|world| {
            Box::pin(async {
                json!({
                    "rateCardId": world.id(Kind::RateCard).await, "startsOn": world.day(2025),
                    "note": world.text(Kind::RateCardVersion),
                })
            })
        }),
    },
    Maker {
        kind: Kind::Rate,
        how: How::Created(|world| {
            Box::pin(async {
                let rate = json!({
                    "category": world.text(Kind::Rate), "projectId": world.id(Kind::Project).await,
                    "perHour": { "amount": "90.00", "currency": "EUR" },
                });
                json!({ "rateCardVersionId": world.id(Kind::RateCardVersion).await, "rate": rate })
            })
        }),
    },
    Maker {
        kind: Kind::CostRate,
        how: How::Created(|world| {
            Box::pin(async {
                json!({
                    "memberId": world.id(Kind::Member).await, "startsOn": world.day(2025), "basis": "CONTRACT",
                    "perHour": { "amount": "40.00", "currency": "EUR" },
                })
            })
        }),
    },
    Maker {
        kind: Kind::FxRate,
        how: How::Written("fxRateSet", |world| {
            Box::pin(async {
                json!({
                    "fromCurrency": "EUR", "toCurrency": "USD", "onDate": world.day(2025), "rate": "1.1",
                    "source": world.text(Kind::FxRate),
                })
            })
        }),
    },
    Maker {
        kind: Kind::AccountingPeriod,
        how: How::Created(|world| {
            Box::pin(async {
                // Long before everything else, so that closing it stops nothing.
                let day = world.day(1900);
                json!({ "startsOn": day, "endsOn": day })
            })
        }),
    },
];
