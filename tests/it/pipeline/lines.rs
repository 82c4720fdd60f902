//! The lines of estimates: what each method takes, one by one and all at once.

use serde_json::{Value as Json, json};
use tests::{App, both};

use super::ground::{client, estimate, line, money, refused, replaced, unarchive, version, with};

const LINE: &str = "estimateLine { version phaseKey phasePosition position category workRoleName optimisticMinutes likelyMinutes pessimisticMinutes \
                    optimisticCost { amount currency } likelyCost { amount currency } pessimisticCost { amount currency } quantity unit \
                    unitCost { amount currency } sellRate { amount currency } reference note }";

/// A method, lines that fit it, and lines that do not with what is said of them.
type Case<'c> = (&'c str, Json, &'c [(Json, &'c str, &'c str)]);

both! {
    async fn a_line_says_what_its_method_takes(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let three = json!({ "optimisticMinutes": 60, "likelyMinutes": 90, "pessimisticMinutes": 240 });
        let costs = json!({ "optimisticCost": money("1.50", "EUR"), "likelyCost": money("2", "EUR"), "pessimisticCost": money("4", "EUR") });
        let parametric = json!({ "quantity": "12.5", "unitCost": { "amount": "0.333", "currency": "EUR" }, "unit": "page" });
        for (method, fields) in [
            ("THREE_POINT", three.clone()), ("THREE_POINT", costs.clone()), ("THREE_POINT", with(three.clone(), costs)),
            ("BOTTOM_UP", json!({ "likelyMinutes": 90 })), ("BOTTOM_UP", json!({ "likelyCost": money("2", "EUR") })), ("BOTTOM_UP", three),
            ("ANALOGOUS", json!({ "likelyMinutes": 90, "reference": "PRJ-0007" })), ("PARAMETRIC", parametric.clone()),
            ("PARAMETRIC", with(parametric, json!({ "likelyMinutes": 30 }))),
        ] {
            let id = estimate(&owner, &client, json!({ "method": method })).await;

            let input = with(json!({ "estimateId": id, "phaseKey": "build" }), fields.clone());
            let answer = owner.write("estimateLineCreate", input, LINE).await.good();

            for (field, given) in fields.as_object().expect("fields") {
                let shown = answer.at("payload.estimateLine").get(field).expect("a field");
                let scaled = |value: &Json| value.get("amount").or(Some(value)).and_then(Json::as_str).map(|text| format!("{text:0<1}").trim_end_matches(['0', '.']).to_owned());
                assert!(shown == given || scaled(shown) == scaled(given), "{method} {field}: {shown} {given}");
            }
        }
    }

    async fn a_line_that_says_something_else_is_refused_where_it_stands(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let rate = |amount: &str, currency: &str| json!({ "amount": amount, "currency": currency });
        let three = json!({ "optimisticMinutes": 60, "likelyMinutes": 90, "pessimisticMinutes": 240 });
        let parametric = json!({ "quantity": "2", "unitCost": rate("3", "EUR") });
        let cases: [Case<'_>; 4] = [
            ("THREE_POINT", three, &[
                (json!({ "optimisticMinutes": null }), "INVALID", "input.likelyMinutes"),
                (json!({ "optimisticMinutes": null, "pessimisticMinutes": null }), "INVALID", "input.likelyMinutes"),
                (json!({ "optimisticMinutes": null, "likelyMinutes": null, "pessimisticMinutes": null }), "REQUIRED", "input.likelyMinutes"),
                (json!({ "optimisticMinutes": 91 }), "INVALID", "input.pessimisticMinutes"),
                (json!({ "pessimisticMinutes": 89 }), "INVALID", "input.pessimisticMinutes"),
                (json!({ "likelyMinutes": -1 }), "INVALID", "input.likelyMinutes"),
                (json!({ "pessimisticMinutes": 12_000_001 }), "INVALID", "input.pessimisticMinutes"),
                (json!({ "likelyCost": money("1", "EUR") }), "INVALID", "input.likelyCost"),
                (json!({ "optimisticCost": money("2", "EUR"), "likelyCost": money("1", "EUR"), "pessimisticCost": money("3", "EUR") }), "INVALID", "input.pessimisticCost"),
                (json!({ "optimisticCost": money("1", "EUR"), "likelyCost": money("1", "USD"), "pessimisticCost": money("3", "EUR") }), "INVALID", "input.likelyCost.currency"),
                (json!({ "optimisticCost": money("1.001", "EUR"), "likelyCost": money("2", "EUR"), "pessimisticCost": money("3", "EUR") }), "INVALID", "input.optimisticCost.amount"),
                (json!({ "sellRate": rate("85", "USD") }), "INVALID", "input.sellRate.currency"),
                (json!({ "sellRate": rate("-85", "EUR") }), "INVALID", "input.sellRate.amount"),
                (json!({ "sellRate": rate("0.0000001", "EUR") }), "INVALID", "input.sellRate.amount"),
                (json!({ "quantity": "2" }), "INVALID", "input.quantity"),
                (json!({ "unitCost": rate("3", "EUR") }), "INVALID", "input.unitCost"),
                (json!({ "phaseKey": " " }), "REQUIRED", "input.phaseKey"),
                (json!({ "category": "x".repeat(65) }), "TOO_LARGE", "input.category"),
            ]),
            ("BOTTOM_UP", json!({ "likelyMinutes": 90 }), &[
                (json!({ "optimisticMinutes": 60 }), "INVALID", "input.likelyMinutes"),
                (json!({ "likelyMinutes": null }), "REQUIRED", "input.likelyMinutes"),
                (json!({ "unit": "page" }), "INVALID", "input.unit"),
            ]),
            ("ANALOGOUS", json!({ "likelyMinutes": 90, "reference": "PRJ-0007" }), &[
                (json!({ "reference": null }), "REQUIRED", "input.reference"),
                (json!({ "optimisticMinutes": 60, "pessimisticMinutes": 100 }), "INVALID", "input.likelyMinutes"),
            ]),
            ("PARAMETRIC", parametric, &[
                (json!({ "quantity": null }), "REQUIRED", "input.quantity"),
                (json!({ "unitCost": null }), "REQUIRED", "input.unitCost"),
                (json!({ "quantity": "-2" }), "INVALID", "input.quantity"),
                (json!({ "quantity": "0.00001" }), "INVALID", "input.quantity"),
                (json!({ "quantity": "900000000000000", "unitCost": rate("9000000000000", "EUR") }), "INVALID", "input.quantity"),
                (json!({ "likelyCost": money("6", "EUR") }), "INVALID", "input.likelyCost"),
            ]),
        ];
        for (method, good, wrong) in cases {
            let id = estimate(&owner, &client, json!({ "method": method })).await;

            refused(&owner, "estimateLineCreate", "estimateLine", &with(json!({ "estimateId": id, "phaseKey": "build" }), good), wrong).await;
        }
    }

    async fn what_a_parametric_line_costs_follows_from_its_quantity(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({ "method": "PARAMETRIC" })).await;
        let input = json!({ "estimateId": id, "phaseKey": "build", "quantity": "25", "unit": "photo", "unitCost": { "amount": "1.333", "currency": "EUR" } });

        let made = owner.write("estimateLineCreate", input, "estimateLine { id likelyCost { amount } optimisticCost { amount } }").await.good();
        let line = made.text("payload.estimateLine.id");
        let changed = owner.write("estimateLineUpdate", json!({ "id": line, "quantity": "26" }), "estimateLine { version likelyCost { amount } }").await.good();

        // 25 × 1.333 = 33.325, a half that goes up.
        assert_eq!(made.at("payload.estimateLine.likelyCost.amount"), &json!("33.33"));
        assert_eq!(made.at("payload.estimateLine.optimisticCost"), &Json::Null);
        assert_eq!(changed.at("payload.estimateLine"), &json!({ "version": 2, "likelyCost": { "amount": "34.66" } }));
    }

    async fn a_line_is_changed_field_by_field_and_the_estimate_s_version_grows(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        let line = line(&owner, &id, json!({ "category": "design", "workRoleName": "Designer" })).await;

        let changed = owner.write("estimateLineUpdate", json!({ "id": line, "expectedVersion": 1, "likelyMinutes": 20, "category": null, "sellRate": { "amount": "90", "currency": "EUR" } }), LINE).await.good();
        let same = owner.write("estimateLineUpdate", json!({ "id": line, "likelyMinutes": 20 }), LINE).await.good();
        let stale = owner.write("estimateLineUpdate", json!({ "id": line, "expectedVersion": 1, "likelyMinutes": 21 }), LINE).await;

        let shown = changed.at("payload.estimateLine");
        assert_eq!((&shown["likelyMinutes"], &shown["category"], &shown["workRoleName"]), (&json!(20), &Json::Null, &json!("Designer")));
        assert_eq!(shown["sellRate"], json!({ "amount": "90.000000", "currency": "EUR" }));
        assert_eq!(same.at("payload.estimateLine.version"), &json!(2));
        assert_eq!(stale.error(), "VERSION_CONFLICT: the record changed since it was read");
        assert_eq!(version(&owner, "estimate", &id).await, 3);
        let events = owner.ask("{ events(filter: { subjectKind: { in: [\"EstimateLine\"] } }, orderBy: [{ field: SEQ }]) { nodes { eventType changedFields } } }").await.good();
        assert_eq!(events.at("events.nodes"), &json!([
            { "eventType": "ESTIMATE_LINE_CREATED", "changedFields": [] },
            { "eventType": "ESTIMATE_LINE_UPDATED", "changedFields": ["category", "likelyMinutes", "sellRate"] },
        ]));
        refused(&owner, "estimateLineUpdate", "estimateLine", &json!({ "id": line }), &[
            (json!({ "phaseKey": null }), "REQUIRED", "input.phaseKey"),
            (json!({ "position": null }), "REQUIRED", "input.position"),
            (json!({ "pessimisticMinutes": null }), "INVALID", "input.likelyMinutes"),
            (json!({ "likelyMinutes": 31 }), "INVALID", "input.pessimisticMinutes"),
        ]).await;
    }

    async fn lines_stand_in_the_order_they_are_added_and_phases_too(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        for phase in ["discover", "build", "discover"] {
            line(&owner, &id, json!({ "phaseKey": phase })).await;
        }
        let last = line(&owner, &id, json!({ "phaseKey": "build", "position": 1 })).await;
        let moved = owner.write("estimateLineUpdate", json!({ "id": last, "phaseKey": "launch" }), LINE).await.good();

        let lines = owner.ask_with("query($id: ID!) { estimate(id: $id) { lines { nodes { phaseKey phasePosition position } } } }", json!({ "id": id })).await.good();

        assert_eq!(moved.at("payload.estimateLine.phasePosition"), &json!(3_072));
        let row = |key: &str, phase: i32, position: i32| json!({ "phaseKey": key, "phasePosition": phase, "position": position });
        assert_eq!(lines.at("estimate.lines.nodes"), &json!([row("launch", 3_072, 1), row("discover", 1_024, 1_024), row("build", 2_048, 2_048), row("discover", 1_024, 3_072)]));
    }

    async fn a_line_is_taken_out_and_comes_back(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        let line = line(&owner, &id, json!({})).await;
        let archive = async || owner.write("estimateLineArchive", json!({ "id": line }), "estimateLine { version }").await.good();

        archive().await;
        archive().await;
        let out = version(&owner, "estimate", &id).await;
        let changed = owner.write("estimateLineUpdate", json!({ "id": line, "likelyMinutes": 16 }), LINE).await;
        unarchive(&owner, "estimateLine", &line).await.good();

        assert_eq!(changed.error(), "INVALID_STATE: the record is archived");
        assert_eq!((out, version(&owner, "estimate", &id).await), (3, 4));
        owner.write("estimateLineArchive", json!({ "id": line }), "estimateLine { id }").await.good();
        owner.write("estimateUpdate", json!({ "id": id, "method": "ANALOGOUS" }), "estimate { id }").await.good();
        let unfit = unarchive(&owner, "estimateLine", &line).await;
        assert_eq!(unfit.error(), "INVALID: only the likely figure is taken by the method of the estimate");
    }

    async fn all_lines_are_replaced_at_once_and_those_named_stay_the_same(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({})).await;
        let (kept, gone) = (line(&owner, &id, json!({ "note": "kept" })).await, line(&owner, &id, json!({ "note": "gone" })).await);
        let item = |key: &str, note: &str| json!({ "phaseKey": key, "note": note, "optimisticMinutes": 1, "likelyMinutes": 2, "pessimisticMinutes": 3 });

        let lines = json!([item("discover", "new"), with(item("build", "kept, and changed"), json!({ "id": kept })), item("discover", "last")]);
        let answer = replaced(&owner, &id, lines).await.good();
        let same = owner.write("estimateLinesReplace", json!({ "id": id, "expectedVersion": 4, "lines": [] }), "estimate { version lines { totalCount } }").await.good();

        let rows = answer.at("payload.estimate.lines.nodes").as_array().expect("lines");
        let shown: Vec<_> = rows.iter().map(|row| (row["note"].clone(), row["phasePosition"].clone(), row["position"].clone())).collect();
        assert_eq!(shown, [(json!("new"), json!(1_024), json!(1_024)), (json!("kept, and changed"), json!(2_048), json!(2_048)), (json!("last"), json!(1_024), json!(3_072))]);
        assert_eq!((&rows[1]["id"], answer.at("payload.estimate.version")), (&json!(kept), &json!(4)));
        let archived = owner.ask_with("query($id: ID!) { estimateLine(id: $id) { note archivedAt } }", json!({ "id": gone })).await.good();
        assert_eq!(archived.at("estimateLine"), &json!({ "note": "gone", "archivedAt": "2026-11-24T09:30:00Z" }));
        assert_eq!(same.at("payload.estimate"), &json!({ "version": 5, "lines": { "totalCount": 0 } }));
    }

    async fn one_wrong_line_leaves_all_as_they_were(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let (id, other) = (estimate(&owner, &client, json!({})).await, estimate(&owner, &client, json!({})).await);
        let (own, strange) = (line(&owner, &id, json!({})).await, line(&owner, &other, json!({})).await);
        let good = json!({ "phaseKey": "build", "optimisticMinutes": 1, "likelyMinutes": 2, "pessimisticMinutes": 3 });
        let as_line = |id: &str| with(good.clone(), json!({ "id": id }));

        for (lines, error, path) in [
            (json!([good, with(good.clone(), json!({ "likelyMinutes": 4 }))]), "INVALID", "input.lines.1.pessimisticMinutes"),
            (json!([good, with(good.clone(), json!({ "phaseKey": "" }))]), "REQUIRED", "input.lines.1.phaseKey"),
            (json!([as_line(&strange)]), "NOT_FOUND", "input.lines.0.id"),
            (json!([as_line(&own), as_line(&own)]), "NOT_FOUND", "input.lines.1.id"),
            (json!(vec![good.clone(); 201]), "TOO_LARGE", "input.lines"),
        ] {
            let answer = replaced(&owner, &id, lines).await;

            assert_eq!((answer.text("payload.errors.0.code"), answer.error_path()), (error.to_owned(), path.to_owned()));
            assert_eq!(version(&owner, "estimate", &id).await, 2);
        }
        let stale = owner.write("estimateLinesReplace", json!({ "id": id, "expectedVersion": 1, "lines": [] }), "estimate { id }").await;
        assert_eq!(stale.error(), "VERSION_CONFLICT: the record changed since it was read");
        let lines = owner.ask("{ estimateLines { totalCount } }").await.good();
        assert_eq!(lines.at("estimateLines.totalCount"), &json!(2));
    }

    async fn an_estimate_takes_two_hundred_lines_and_no_more(app: App) {
        let owner = app.owner().await;
        let client = client(&owner).await;
        let id = estimate(&owner, &client, json!({ "method": "BOTTOM_UP" })).await;

        let all = replaced(&owner, &id, json!(vec![json!({ "phaseKey": "build", "likelyMinutes": 1 }); 200])).await.good();
        let more = owner.write("estimateLineCreate", json!({ "estimateId": id, "phaseKey": "build", "likelyMinutes": 1 }), "estimateLine { id }").await;

        assert_eq!(all.at("payload.estimate.lines.totalCount"), &json!(200));
        assert_eq!(more.error(), "LIMIT_REACHED: an estimate has at most 200 lines");
    }
}
