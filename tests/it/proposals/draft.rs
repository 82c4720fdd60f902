//! Proposals that are being written.

use serde_json::{Value as Json, json};
use tests::{Answer, Person, both};

use super::ground::{
    Office, approve, day, drafted, empty, eur, fill, go, made, packages, sent, side, told, version_of,
};

async fn add_line(person: &Person<'_>, phase: &str, line: Json) -> Answer {
    person
        .write(
            "proposalLineCreate",
            json!({ "phaseId": phase, "line": line }),
            "proposalLine { id }",
        )
        .await
}

both! {
    async fn a_proposal_begins_with_its_first_version_in_the_client_s_words_and_money(office: Office) {
        let owner = office.owner().await;
        let client = made(&owner, "client", json!({ "name": "آوند", "currency": "IRR", "locale": "FA" })).await;
        let input = |title: &str| json!({ "clientId": client, "title": title, "sections": [{ "heading": "Why", "body": "Because" }] });

        let first = owner.write("proposalCreate", input("Shop"), "proposal { number title client { id } currentVersion { n status locale currency sections net { amount } plannedCost { amount } contentHash } }").await.good();
        let second = owner.write("proposalCreate", input("Site"), "proposal { number }").await.good();

        assert_eq!(first.at("payload.proposal"), &json!({
            "number": "PRP-0001", "title": "Shop", "client": { "id": client },
            "currentVersion": { "n": 1, "status": "DRAFT", "locale": "FA", "currency": "IRR", "sections": [{ "heading": "Why", "body": "Because" }], "net": { "amount": "0.00" }, "plannedCost": null, "contentHash": null },
        }));
        assert_eq!(second.text("payload.proposal.number"), "PRP-0002");
        assert_eq!(told(&owner, "PROPOSAL_CREATED").await.len(), 2);
    }

    async fn phases_groups_and_lines_are_added_changed_and_taken_out_one_by_one(office: Office) {
        let owner = office.owner().await;
        let offer = empty(&owner, &side(&owner).await.client).await;
        let phase = made(&owner, "proposalPhase", json!({ "proposalVersionId": offer.version, "phase": { "name": "Build", "deliverables": [" Shop "], "plannedCost": eur("80") } })).await;
        let group = made(&owner, "optionGroup", json!({ "proposalVersionId": offer.version, "group": { "name": "Package", "rule": "AT_MOST_ONE" } })).await;
        let always = add_line(&owner, &phase, json!({ "description": "Work", "quantity": "2", "unitPrice": eur("50") })).await.good().text("payload.proposalLine.id");
        let input = json!({ "phaseId": phase, "groupId": group, "line": { "description": "More", "unitPrice": eur("30"), "selected": true } });
        let option = owner.write("proposalLineCreate", input, "proposalLine { id optional selected group { id } }").await.good();
        let option_id = option.text("payload.proposalLine.id");
        let sums = "{ proposalVersions { nodes { net { amount } plannedCost { amount } margin { amount } phases { nodes { deliverables price { amount } } } } } }";

        let before = owner.ask(sums).await.good();
        owner.write("proposalLineUpdate", json!({ "id": always, "quantity": "3" }), "proposalLine { net { amount } }").await.good();
        owner.write("optionGroupRemove", json!({ "id": group }), "proposalVersion { id }").await.good();
        let freed = owner.ask("{ proposalLines { nodes { optional group { id } } } }").await.good();
        owner.write("proposalLineRemove", json!({ "id": option_id }), "proposalVersion { id }").await.good();
        owner.write("proposalPhaseUpdate", json!({ "id": phase, "plannedCost": null }), "proposalPhase { id }").await.good();
        let after = owner.ask(sums).await.good();
        owner.write("proposalPhaseRemove", json!({ "id": phase }), "proposalVersion { net { amount } }").await.good();
        let emptied = owner.ask(sums).await.good();

        assert_eq!(option.at("payload.proposalLine"), &json!({ "id": option_id, "optional": true, "selected": true, "group": { "id": group } }));
        assert_eq!(before.at("proposalVersions.nodes.0"), &json!({
            "net": { "amount": "130.00" }, "plannedCost": { "amount": "80.00" }, "margin": { "amount": "50.00" },
            "phases": { "nodes": [{ "deliverables": ["Shop"], "price": { "amount": "130.00" } }] },
        }));
        assert_eq!(freed.at("proposalLines.nodes"), &json!([{ "optional": false, "group": null }, { "optional": true, "group": null }]));
        assert_eq!(after.at("proposalVersions.nodes.0"), &json!({
            "net": { "amount": "150.00" }, "plannedCost": null, "margin": null, "phases": { "nodes": [{ "deliverables": ["Shop"], "price": { "amount": "150.00" } }] },
        }));
        assert_eq!(emptied.text("proposalVersions.nodes.0.net.amount"), "0.00");
    }

    async fn every_change_of_the_content_makes_what_was_read_of_the_version_old(office: Office) {
        let owner = office.owner().await;
        let offer = drafted(&owner, &side(&owner).await.client).await;
        let read = version_of(&owner, &offer.version).await;
        let phases = owner.ask("{ proposalPhases(first: 1) { nodes { id } } }").await.good();
        add_line(&owner, &phases.text("proposalPhases.nodes.0.id"), json!({ "description": "Late", "unitPrice": eur("1") })).await.good();

        let answer = owner.write("proposalVersionTransition", json!({ "id": offer.version, "expectedVersion": read, "to": "IN_REVIEW" }), "proposalVersion { id }").await;

        assert_eq!(answer.error(), "VERSION_CONFLICT: the record changed since it was read");
    }

    async fn what_does_not_fit_is_refused_where_it_stands(office: Office) {
        let owner = office.owner().await;
        let side = side(&owner).await;
        let offer = empty(&owner, &side.client).await;
        let other = made(&owner, "client", json!({ "name": "Werft" })).await;
        let need = made(&owner, "need", json!({ "clientId": other, "statement": "Ships" })).await;
        let phase = made(&owner, "proposalPhase", json!({ "proposalVersionId": offer.version, "phase": { "name": "Build" } })).await;
        let line = |more: Json| {
            let mut line = json!({ "description": "Work", "unitPrice": eur("1") });
            line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            line
        };
        let group = made(&owner, "optionGroup", json!({ "proposalVersionId": offer.version, "group": { "name": "Package", "rule": "ANY" } })).await;

        for (wrong, error, path) in [
            (json!({ "unitPrice": { "amount": "1", "currency": "USD" } }), "INVALID: the amounts of this proposal are in EUR", "input.line.unitPrice.currency"),
            (json!({ "unitPrice": eur("-1") }), "INVALID: the amount is negative", "input.line.unitPrice.amount"),
            (json!({ "unitPrice": eur("0.0000001") }), "INVALID: at most 6 decimals are allowed", "input.line.unitPrice.amount"),
            (json!({ "unitPrice": eur("9000000000000"), "quantity": "900000000000000" }), "INVALID: the amount is too large", "input.line.unitPrice.amount"),
            (json!({ "quantity": "0" }), "INVALID: a number above zero is needed", "input.line.quantity"),
            (json!({ "discountBps": 10_001 }), "INVALID: a number from 0 to 10000 is needed", "input.line.discountBps"),
            (json!({ "selected": true }), "INVALID: only an option can be chosen beforehand", "input.line.selected"),
            (json!({ "needId": need }), "INVALID: this belongs to another client", "input.line.needId"),
            (json!({ "taxCodeId": "txc_00000000000000000000000001" }), "NOT_FOUND: there is no such record", "input.line.taxCodeId"),
        ] {
            let answer = add_line(&owner, &phase, line(wrong)).await;
            assert_eq!((answer.error().as_str(), answer.error_path().as_str()), (error, path));
        }
        let in_group = json!({ "phaseId": phase, "groupId": group, "line": line(json!({ "optional": false })) });
        assert_eq!(owner.write("proposalLineCreate", in_group, "proposalLine { id }").await.error(), "INVALID: a line of a group is an option");
        for (wrong, error) in [
            (json!({ "startsOn": day(3), "endsOn": day(2) }), "INVALID: this day is before the first one"),
            (json!({ "startsOn": day(3), "durationDays": 2 }), "INVALID: a phase has either dates or days from the beginning"),
            (json!({ "billing": "PERCENT" }), "REQUIRED: a value is needed"),
            (json!({ "billing": "MONTHLY", "billingBps": 10 }), "INVALID: a share is billed only where billing is PERCENT"),
            (json!({ "plannedCost": { "amount": "1", "currency": "USD" } }), "INVALID: the amounts of this proposal are in EUR"),
        ] {
            let mut entry = json!({ "name": "Wrong" });
            entry.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
            let answer = owner.write("proposalPhaseCreate", json!({ "proposalVersionId": offer.version, "phase": entry }), "proposalPhase { id }").await;
            assert_eq!(answer.error(), error);
        }
        assert_eq!(office.count("SELECT count(*) FROM proposal_lines").await, 0);
    }

    async fn the_whole_content_is_set_at_once_or_not_at_all(office: Office) {
        let owner = office.owner().await;
        let offer = drafted(&owner, &side(&owner).await.client).await;
        let lines = |count: usize| vec![json!({ "line": { "description": "Work", "unitPrice": eur("1") } }); count];
        let mut unknown_group = packages();
        unknown_group["phases"][0]["lines"][0]["groupKey"] = "else".into();

        let too_many = fill(&owner, &offer.version, json!({ "phases": [{ "phase": { "name": "All" }, "lines": lines(201) }] })).await;
        let unknown = fill(&owner, &offer.version, unknown_group).await;
        let kept = office.count("SELECT count(*) FROM proposal_lines").await;
        let full = fill(&owner, &offer.version, json!({ "phases": [{ "phase": { "name": "All" }, "lines": lines(200) }] })).await.good();
        let phase = owner.ask("{ proposalPhases { nodes { id } } }").await.good();
        let more = add_line(&owner, &phase.text("proposalPhases.nodes.0.id"), json!({ "description": "One more", "unitPrice": eur("1") })).await;

        assert_eq!(too_many.error(), "TOO_LARGE: at most 200 items are allowed");
        assert_eq!((unknown.error().as_str(), unknown.error_path().as_str()), ("NOT_FOUND: there is no such record", "input.phases.0.lines.0.groupKey"));
        assert_eq!(kept, 4);
        assert_eq!(full.text("payload.proposalVersion.net.amount"), "200.00");
        assert_eq!(more.error(), "LIMIT_REACHED: a proposal has at most 200 lines");
    }

    async fn the_next_version_is_a_copy_that_can_be_written_on(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let shown = "n status net { amount } phases { nodes { name price { amount } plannedCost { amount } lines { nodes { description optional selected group { name rule } } } } }";

        let next = owner.write("proposalVersionCreate", json!({ "proposalId": sent.offer.proposal }), &format!("proposalVersion {{ id contentHash {shown} }}")).await.good();
        let before = owner.ask_with(&format!("query($id: ID!) {{ proposalVersion(id: $id) {{ {shown} }} }}"), json!({ "id": sent.offer.version })).await.good();
        let twice = owner.write("proposalVersionCreate", json!({ "proposalId": sent.offer.proposal }), "proposalVersion { id }").await;

        let (copy, first) = (next.at("payload.proposalVersion"), before.at("proposalVersion"));
        assert_eq!((&copy["n"], &copy["status"], &copy["contentHash"]), (&json!(2), &json!("DRAFT"), &json!(null)));
        assert_eq!((&copy["phases"], &copy["net"]), (&first["phases"], &first["net"]));
        assert_eq!(twice.error(), "INVALID_STATE: the last version is still to be sent or discarded");
        let proposal = owner.ask("{ proposals { nodes { currentVersion { n } } } }").await.good();
        assert_eq!(proposal.at("proposals.nodes.0.currentVersion.n"), &json!(2));
    }

    async fn the_title_stays_once_a_version_was_sent(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let fresh = drafted(&owner, &sent.side.client).await;

        let late = owner.write("proposalUpdate", json!({ "id": sent.offer.proposal, "title": "Else" }), "proposal { id }").await;
        let early = owner.write("proposalUpdate", json!({ "id": fresh.proposal, "title": " Else " }), "proposal { title }").await.good();

        assert_eq!((late.error().as_str(), late.text("payload.errors.0.__typename").as_str()), ("INVALID_STATE: the title stays once a version was sent", "FrozenError"));
        assert_eq!(early.text("payload.proposal.title"), "Else");
    }

    async fn a_tax_code_keeps_its_rate_and_its_name_is_its_own(office: Office) {
        let owner = office.owner().await;
        let code = made(&owner, "taxCode", json!({ "name": "VAT", "rateBps": 1_900, "category": "S" })).await;

        let twin = owner.write("taxCodeCreate", json!({ "name": "vat", "rateBps": 700, "category": "S" }), "taxCode { id }").await;
        let untaxed = owner.write("taxCodeCreate", json!({ "name": "Export", "rateBps": 700, "category": "G" }), "taxCode { id }").await;
        let zero = owner.write("taxCodeCreate", json!({ "name": "Nothing", "rateBps": 0, "category": "S" }), "taxCode { id }").await;
        let renamed = owner.write("taxCodeUpdate", json!({ "id": code, "name": "VAT 19 %" }), "taxCode { name rateBps category }").await.good();
        owner.write("taxCodeArchive", json!({ "id": code }), "taxCode { id }").await.good();

        assert_eq!(twin.error(), "NOT_UNIQUE: another record has this value");
        assert_eq!(untaxed.error(), "INVALID: this category is without tax");
        assert_eq!(zero.error(), "INVALID: the category S has a rate above zero");
        assert_eq!(renamed.at("payload.taxCode"), &json!({ "name": "VAT 19 %", "rateBps": 1_900, "category": "S" }));
        let offer = empty(&owner, &side(&owner).await.client).await;
        let line = json!({ "description": "Work", "unitPrice": eur("1"), "taxCodeId": code });
        let answer = fill(&owner, &offer.version, json!({ "phases": [{ "phase": { "name": "All" }, "lines": [{ "line": line }] }] })).await;
        assert_eq!(answer.error_path(), "input.phases.0.lines.0.line.taxCodeId");
    }

    async fn a_discarded_version_is_followed_by_the_next(office: Office) {
        let owner = office.owner().await;
        let offer = drafted(&owner, &side(&owner).await.client).await;
        approve(&owner, &offer.version).await;
        let blocked = owner.write("proposalVersionCreate", json!({ "proposalId": offer.proposal }), "proposalVersion { id }").await;
        let other = drafted(&owner, &side(&owner).await.client).await;
        go(&owner, &other.version, "DISCARDED").await.good();

        let next = owner.write("proposalVersionCreate", json!({ "proposalId": other.proposal }), "proposalVersion { n net { amount } }").await.good();

        assert_eq!(blocked.error(), "INVALID_STATE: the last version is still to be sent or discarded");
        assert_eq!(next.at("payload.proposalVersion"), &json!({ "n": 2, "net": { "amount": "1500.00" } }));
    }
}
