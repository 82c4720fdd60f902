//! What proposals come to, exact to the last coin.

use serde_json::{Value as Json, json};
use tests::{Person, both};

use super::ground::{Office, empty, eur, fill, line, made, sent, side};

/// One phase with these lines.
fn lines(lines: &[Json]) -> Json {
    let lines: Vec<_> = lines.iter().map(|line| json!({ "line": line })).collect();
    json!({ "phases": [{ "phase": { "name": "All" }, "lines": lines }] })
}

async fn vat(person: &Person<'_>, rate: i32) -> String {
    made(
        person,
        "taxCode",
        json!({ "name": format!("VAT {rate}"), "rateBps": rate, "category": "S" }),
    )
    .await
}

/// Net, tax and total of a draft with these lines.
async fn come_to(person: &Person<'_>, version: &str, content: Json) -> [String; 3] {
    let answer = fill(person, version, content).await.good();
    ["net", "tax", "total"].map(|name| answer.text(&format!("payload.proposalVersion.{name}.amount")))
}

both! {
    /// Case T1 of Invoice Ninja's unit tests: 25 × {0.333, 0.333, 1.333, 0.267, 0.05} without tax is 57.92.
    async fn prices_finer_than_a_coin_are_rounded_once_a_line(office: Office) {
        let owner = office.owner().await;
        let offer = empty(&owner, &side(&owner).await.client).await;
        let each = ["0.333", "0.333", "1.333", "0.267", "0.05"].map(|price| json!({ "description": "Print", "quantity": "25", "unitPrice": eur(price) }));

        let sums = come_to(&owner, &offer.version, lines(&each)).await;

        assert_eq!(sums, ["57.92", "0.00", "57.92"]);
    }

    /// Case T2 of Invoice Ninja's unit tests: 8 000 and 9 500 at 5 % less 14 191 is 3 474.45, with 165.45 of tax, in both ways of rounding.
    async fn a_discount_on_the_whole_is_taken_before_tax(office: Office) {
        let owner = office.owner().await;
        let offer = empty(&owner, &side(&owner).await.client).await;
        let code = vat(&owner, 500).await;
        let each = ["8000", "9500"].map(|price| json!({ "description": "Work", "unitPrice": eur(price), "taxCodeId": code }));
        owner.write("proposalVersionUpdate", json!({ "id": offer.version, "discount": eur("14191") }), "proposalVersion { id }").await.good();

        let by_group = come_to(&owner, &offer.version, lines(&each)).await;
        owner.write("agencyUpdate", json!({ "taxRounding": "PER_LINE" }), "agency { id }").await.good();
        let by_line = come_to(&owner, &offer.version, lines(&each)).await;

        assert_eq!(by_group, ["3309.00", "165.45", "3474.45"]);
        assert_eq!(by_line, by_group);
    }

    /// Case T5 of Invoice Ninja's unit tests: 1 × 82.6446 and 21 %. Of the rounded net, as EN 16931 has it, that is 99.99.
    async fn tax_is_taken_of_the_rounded_net(office: Office) {
        let owner = office.owner().await;
        let offer = empty(&owner, &side(&owner).await.client).await;
        let code = vat(&owner, 2_100).await;

        let sums = come_to(&owner, &offer.version, lines(&[json!({ "description": "Fee", "unitPrice": eur("82.6446"), "taxCodeId": code })])).await;

        assert_eq!(sums, ["82.64", "17.35", "99.99"]);
    }

    async fn where_tax_is_rounded_is_the_agency_s_choice(office: Office) {
        let owner = office.owner().await;
        let offer = empty(&owner, &side(&owner).await.client).await;
        let code = vat(&owner, 1_900).await;
        let each = [(); 3].map(|()| json!({ "description": "Stamp", "unitPrice": eur("0.03"), "taxCodeId": code }));

        let by_group = come_to(&owner, &offer.version, lines(&each)).await;
        owner.write("agencyUpdate", json!({ "taxRounding": "PER_LINE" }), "agency { id }").await.good();
        let by_line = come_to(&owner, &offer.version, lines(&each)).await;

        assert_eq!((by_group, by_line), (["0.09", "0.02", "0.11"].map(str::to_owned), ["0.09", "0.03", "0.12"].map(str::to_owned)));
    }

    async fn quantities_and_discounts_of_lines_count_before_the_one_rounding(office: Office) {
        let owner = office.owner().await;
        let offer = empty(&owner, &side(&owner).await.client).await;
        let discounted = json!({ "description": "Hours", "quantity": "1.5", "unit": "h", "unitPrice": eur("3.33"), "discountBps": 3_333 });

        let sums = come_to(&owner, &offer.version, lines(&[discounted])).await;

        assert_eq!(sums[0], "3.33");
    }

    async fn phases_add_up_to_the_whole_with_their_share_of_the_discount(office: Office) {
        let owner = office.owner().await;
        let offer = empty(&owner, &side(&owner).await.client).await;
        let phase = |name: &str| json!({ "phase": { "name": name }, "lines": [{ "line": { "description": name, "unitPrice": eur("10") } }] });
        owner.write("proposalVersionUpdate", json!({ "id": offer.version, "discount": eur("0.01") }), "proposalVersion { id }").await.good();

        fill(&owner, &offer.version, json!({ "phases": [phase("One"), phase("Two"), phase("Three")] })).await.good();

        let seen = owner.ask("{ proposalVersions { nodes { net { amount } phases { nodes { name price { amount } } } } } }").await.good();
        let prices = json!([
            { "name": "One", "price": { "amount": "9.99" } },
            { "name": "Two", "price": { "amount": "10.00" } },
            { "name": "Three", "price": { "amount": "10.00" } },
        ]);
        assert_eq!(seen.at("proposalVersions.nodes.0.phases.nodes"), &prices);
        assert_eq!(seen.text("proposalVersions.nodes.0.net.amount"), "29.99");
    }

    async fn every_choice_of_options_has_its_own_totals(office: Office) {
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let [small, large, photos] = [line(&office, &sent.signer, "Small").await, line(&office, &sent.signer, "Large").await, line(&office, &sent.signer, "Photos").await];
        let document = "query($token: String!, $lines: [ID!]) { proposalLink(token: $token) { totals(selectedLineIds: $lines) { net { amount } phases { price { amount } } } } }";
        let choose = async |lines: Json| office.ask_as_nobody(document, json!({ "token": sent.signer, "lines": lines })).await;

        let beforehand = choose(Json::Null).await.good();
        let large_with_photos = choose(json!([large, photos])).await.good();
        let both = choose(json!([small, large])).await;
        let neither = choose(json!([photos])).await;

        assert_eq!(beforehand.text("proposalLink.totals.net.amount"), "1500.00");
        assert_eq!(large_with_photos.text("proposalLink.totals.net.amount"), "3300.00");
        assert_eq!(large_with_photos.at("proposalLink.totals.phases"), &json!([{ "price": { "amount": "500.00" } }, { "price": { "amount": "2800.00" } }]));
        for wrong in [both, neither] {
            assert_eq!(wrong.error(), "BAD_USER_INPUT: choose one option of \"Package\"");
        }
    }
}
