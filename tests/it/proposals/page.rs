//! The public page, as a browser without scripts meets it.

use chrono::TimeDelta;
use reqwest::Client;
use serde_json::{Value as Json, json};
use tests::{Person, both};

use super::{
    browser::{Browser, Page, group_of},
    ground::{Office, Sent, day, fill, line, made, sent, sent_version, side, status, told},
};

/// The fields of the form with which a signer accepts.
fn accepting<'a>(sent: &'a Sent, group: &'a str, option: &'a str, name: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("contentHash", &sent.hash),
        (group, option),
        ("name", name),
        ("comment", ""),
    ]
}

/// A proposal in Persian and rials, sent.
async fn persian(owner: &Person<'_>) -> String {
    let side = side(owner).await;
    let input = json!({ "clientId": side.client, "title": "فروشگاه تازه", "locale": "FA", "currency": "IRR", "validUntil": day(14), "terms": "پرداخت تا ۱۴ روز",
        "contractType": "TIME_AND_MATERIALS", "notToExceed": { "amount": "2000000000", "currency": "IRR" } });
    let proposal = owner
        .write("proposalCreate", input, "proposal { currentVersion { id } }")
        .await
        .good();
    let version = proposal.text("payload.proposal.currentVersion.id");
    let code = made(
        owner,
        "taxCode",
        json!({ "name": "مالیات", "rateBps": 1_000, "category": "S" }),
    )
    .await;
    let price = |amount: &str| json!({ "amount": amount, "currency": "IRR" });
    let content = json!({
        "groups": [{ "key": "extra", "group": { "name": "افزودنی", "rule": "AT_MOST_ONE" } }],
        "phases": [{
            "phase": { "name": "ساخت", "startsOn": day(7), "endsOn": day(30), "deliverables": ["فروشگاه"], "plannedCost": price("700000001"), "billing": "PERCENT", "billingBps": 4_000 },
            "lines": [
                { "line": { "description": "طراحی", "quantity": "2.5", "unit": "روز", "unitPrice": price("400000000"), "taxCodeId": code } },
                { "groupKey": "extra", "line": { "description": "عکاسی", "unitPrice": price("250000000"), "taxCodeId": code } },
            ],
        }],
    });
    fill(owner, &version, content).await.good();
    let (_, [token, _]) = sent_version(owner, &version, &side).await;
    token
}

both! {
    async fn the_page_shows_all_that_was_sent_and_nothing_else(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;

        let page = browser.look(&sent.signer).await;

        assert_eq!(page.status, 200);
        page.shows(&[
            "<html lang=\"en\" dir=\"ltr\">", "<meta name=\"viewport\"", "New shop", "Studio Nord", "Kontor", "PRP-0001", "a price for the whole", "8 December 2026",
            "Concept", "Build", "Workshop", "EUR 500.00", "Package", "(choose one)", "type=\"radio\"", "EUR 2,500.00", "type=\"checkbox\"", "Photos",
            "Recalculate", "EUR 1,500.00", "on completion", "name=\"name\"", "required", "Decline", &sent.hash,
        ]);
        page.hides(&["<script", "plannedCost", "200.00", "700.00", "900.00", "Tom", "http://", "https://"]);
        assert_eq!(page.html.matches(" checked").count(), 1);
    }

    async fn the_page_speaks_persian_from_right_to_left(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        owner.write("agencyUpdate", json!({ "calendar": "JALALI" }), "agency { id }").await.good();
        let token = persian(&owner).await;

        let page = browser.look(&token).await;

        page.shows(&[
            "<html lang=\"fa\" dir=\"rtl\">", "فروشگاه تازه", "۱۷ آذر ۱۴۰۵", "۱۰ آذر ۱۴۰۵", "۳ دی ۱۴۰۵", "۲٫۵", "روز", "۴۰۰٬۰۰۰٬۰۰۰ ریال", "۱٬۰۰۰٬۰۰۰٬۰۰۰ ریال",
            "۱۰٪", "۱۰۰٬۰۰۰٬۰۰۰ ریال", "۱٬۱۰۰٬۰۰۰٬۰۰۰ ریال", "۴۰٪", "یکی یا هیچ‌کدام", "هیچ‌کدام", "می‌پذیرم", "پرداخت تا ۱۴ روز", "ساعت کار و هزینه‌ها", "۲٬۰۰۰٬۰۰۰٬۰۰۰ ریال",
        ]);
        page.hides(&["۷۰۰٬۰۰۰", "700000001", "2026", "۲۰۲۶", "IRR"]);
        owner.write("agencyUpdate", json!({ "calendar": "GREGORIAN" }), "agency { id }").await.good();
        browser.look(&token).await.shows(&["۸ دسامبر ۲۰۲۶"]);
    }

    async fn the_page_is_kept_by_nobody_and_runs_nothing(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;

        let page = browser.look(&sent.signer).await;

        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"), ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"), ("x-frame-options", "DENY"), ("set-cookie", ""),
        ] {
            assert_eq!(page.header(name), value, "{name}");
        }
        let policy = page.header("content-security-policy");
        let (_, rest) = page.html.split_once("<style>").expect("a style");
        let (style, _) = rest.split_once("</style>").expect("its end");
        let hash = data_encoding::BASE64.encode(ring::digest::digest(&ring::digest::SHA256, style.as_bytes()).as_ref());
        assert_eq!(policy, format!("default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
    }

    async fn who_looks_has_opened_it_and_who_only_asks_for_headers_has_not(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;

        browser.client.head(browser.url(&format!("/p/{}", sent.signer))).send().await.unwrap();
        let before = status(&owner, &sent.offer.version).await;
        browser.look(&sent.signer).await;
        office.wait(TimeDelta::minutes(5));
        browser.look(&sent.signer).await;

        assert_eq!((before.as_str(), status(&owner, &sent.offer.version).await.as_str()), ("SENT", "VIEWED"));
        let seen = owner.ask("{ proposalRecipients { nodes { openedAt } } }").await.good();
        assert_eq!(seen.at("proposalRecipients.nodes"), &json!([{ "openedAt": "2026-11-24T09:30:00Z" }, { "openedAt": null }]));
        assert_eq!(told(&owner, "PROPOSAL_VERSION_VIEWED").await.len(), 1);
    }

    async fn another_choice_is_counted_before_it_is_accepted(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let [large, photos] = [line(&office, &sent.signer, "Large").await, line(&office, &sent.signer, "Photos").await];
        let group = group_of(&browser.look(&sent.signer).await);
        let path = |to: &str| format!("/p/{}/{to}", sent.signer);
        let mut fields = accepting(&sent, &group, &large, "Maya \"M\" <Lindqvist>");
        fields.push(("option", &photos));

        let counted = browser.send(&path("totals"), &fields).await;
        let accepted = browser.send(&path("accept"), &fields).await;
        let page = browser.look(&sent.signer).await;

        assert_eq!((counted.status.as_u16(), accepted.status.as_u16()), (200, 303));
        counted.shows(&["EUR 3,300.00", "value=\"Maya &quot;M&quot; &lt;Lindqvist&gt;\""]);
        assert_eq!(counted.html.matches(" checked").count(), 2);
        assert_eq!(accepted.header("location"), format!("/p/{}", sent.signer));
        page.shows(&["This proposal is accepted.", "Maya &quot;M&quot; &lt;Lindqvist&gt;", "24 November 2026", "EUR 3,300.00", " disabled"]);
        page.hides(&["<form", "<button"]);
        let kept = owner.ask("{ acceptances { nodes { decision signedName address userAgent selectedLineIds } } }").await.good();
        let mut taken = [large.clone(), photos.clone()];
        taken.sort();
        assert_eq!(kept.at("acceptances.nodes"), &json!([{
            "decision": "ACCEPTED", "signedName": "Maya \"M\" <Lindqvist>", "address": "127.0.0.1", "userAgent": "Lynx/2.9", "selectedLineIds": taken,
        }]));
    }

    async fn what_is_wrong_is_said_where_it_was_typed(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let large = line(&office, &sent.signer, "Large").await;
        let group = group_of(&browser.look(&sent.signer).await);
        let path = format!("/p/{}/accept", sent.signer);

        let nameless = browser.send(&path, &accepting(&sent, &group, &large, "  ")).await;
        let unchosen = browser.send(&path, &accepting(&sent, &group, "", "Maya")).await;
        let other = browser.send(&path, &[("contentHash", "else"), (&group, &large), ("name", "Maya"), ("comment", "See you")]).await;
        let made_up = browser.send(&path, &accepting(&sent, &group, "pln_made_up", "Maya")).await;
        let by_reader = browser.send(&format!("/p/{}/accept", sent.reader), &accepting(&sent, &group, &large, "Tom")).await;

        for (page, problem) in [
            (&nameless, "Please type your name"),
            (&unchosen, "Please look at your choice"),
            (&other, "This is not what was sent."),
            (&made_up, "Please look at your choice"),
            (&by_reader, "This link is for reading."),
        ] {
            assert_eq!(page.status, 422, "{problem}");
            page.shows(&["role=\"alert\"", problem]);
        }
        nameless.shows(&["EUR 3,000.00"]);
        other.shows(&["value=\"Maya\"", "See you</textarea>"]);
        by_reader.hides(&["<button"]);
        assert_eq!(status(&owner, &sent.offer.version).await, "VIEWED");
        let token = persian(&owner).await;
        browser.send(&format!("/p/{token}/accept"), &[("name", "")]).await.shows(&["لطفاً نام خود را بنویسید"]);
    }

    async fn a_refusal_says_why_on_the_page_too(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;

        let declined = browser.send(&format!("/p/{}/decline", sent.signer), &[("comment", "Too dear.\r\nSorry!")]).await;
        let page = browser.look(&sent.signer).await;
        let late = browser.send(&format!("/p/{}/accept", sent.signer), &[("contentHash", &sent.hash), ("name", "Maya")]).await;

        assert_eq!((declined.status.as_u16(), late.status.as_u16()), (303, 422));
        page.shows(&["This proposal was declined.", "Too dear.\nSorry!"]);
        page.hides(&["<form"]);
        late.shows(&["This proposal can no longer be answered."]);
    }

    async fn how_a_proposal_stands_is_said_plainly(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let (superseded, withdrawn, expired) = (sent(&owner).await, sent(&owner).await, sent(&owner).await);
        let next = owner.write("proposalVersionCreate", json!({ "proposalId": superseded.offer.proposal }), "proposalVersion { id }").await.good();
        sent_version(&owner, &next.text("payload.proposalVersion.id"), &superseded.side).await;
        let input = json!({ "id": withdrawn.offer.version, "expectedVersion": super::ground::version_of(&owner, &withdrawn.offer.version).await, "reason": "we are full" });
        owner.write("proposalVersionWithdraw", input, "proposalVersion { id }").await.good();
        let reader = browser.look(&expired.reader).await;
        office.wait(TimeDelta::days(15));

        let pages = [browser.look(&superseded.signer).await, browser.look(&withdrawn.signer).await, browser.look(&expired.signer).await];

        for (page, words) in pages.iter().zip(["A newer version", "was withdrawn", "has expired"]) {
            assert_eq!(page.status, 200);
            page.shows(&["role=\"status\"", words]);
            page.hides(&["<form", "<button", "we are full"]);
        }
        reader.shows(&["This link is for reading."]);
        reader.hides(&["<form"]);
        assert_eq!(status(&owner, &expired.offer.version).await, "EXPIRED");
    }

    async fn a_dead_link_is_a_page_in_the_reader_s_language(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let guess = "ppl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        let english = browser.look(guess).await;
        let persian = browser.client.get(browser.url("/p/else")).header("accept-language", "fa-IR,en;q=0.5").send().await.unwrap();
        let persian = Page::of(persian).await;
        let sent_anyway = browser.send(&format!("/p/{guess}/accept"), &[("name", "Maya")]).await;
        let back = browser.client.get(browser.url(&format!("/p/{guess}/accept"))).send().await.unwrap();

        assert_eq!((english.status.as_u16(), persian.status.as_u16(), sent_anyway.status.as_u16()), (404, 404, 404));
        english.shows(&["This link does not work, or no longer."]);
        persian.shows(&["dir=\"rtl\"", "این پیوند کار نمی‌کند"]);
        sent_anyway.shows(&["This link does not work"]);
        assert_eq!((back.status().as_u16(), back.headers()["location"].to_str().unwrap()), (303, format!("/p/{guess}").as_str()));
    }

    async fn whoever_guesses_on_the_page_waits(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let mut statuses = vec![];

        for _ in 0..60 {
            statuses.push(browser.look("ppl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await.status.as_u16());
        }
        let page = browser.look("ppl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
        let own = browser.look(&sent.signer).await;

        assert_eq!((statuses.first(), statuses.last()), (Some(&404), Some(&429)));
        assert!(page.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        page.shows(&["too many attempts"]);
        assert_eq!(own.status, 200);
    }

    async fn forms_of_other_sites_other_kinds_and_other_sizes_are_refused(office: Office) {
        let mut office = office;
        let browser = Browser::at(&mut office).await;
        let owner = office.owner().await;
        let sent = sent(&owner).await;
        let path = format!("/p/{}/decline", sent.signer);
        let own = format!("http://{}", browser.address);
        let post = |kind: &'static str, body: String| browser.client.post(browser.url(&path)).header("content-type", kind).body(body).send();

        let foreign = browser.send_with(&path, &[("comment", "x")], &[("origin", "https://evil.example.com")]).await;
        let framed = browser.send_with(&path, &[("comment", "x")], &[("origin", "null"), ("sec-fetch-site", "cross-site")]).await;
        let json = post("application/json", "{}".to_owned()).await.unwrap();
        let plain = post("text/plain", "comment=x".to_owned()).await.unwrap();
        let large = post("application/x-www-form-urlencoded", format!("comment={}", "x".repeat(300_000))).await.unwrap();
        let before = status(&owner, &sent.offer.version).await;
        let own_form = browser.send_with(&path, &[("comment", "x")], &[("origin", &own), ("sec-fetch-site", "same-origin")]).await;

        assert_eq!((foreign.status.as_u16(), framed.status.as_u16()), (403, 403));
        assert_eq!((json.status().as_u16(), plain.status().as_u16(), large.status().as_u16()), (415, 415, 413));
        assert_eq!(before, "SENT");
        assert_eq!(own_form.status, 303);
        assert_eq!(status(&owner, &sent.offer.version).await, "DECLINED");
    }

    async fn looking_costs_a_budget_that_comes_back(office: Office) {
        let mut office = office;
        let address = office.serve(|settings| settings.budget.points = 12).await;
        let client = Client::builder().no_proxy().build().unwrap();
        let url = format!("http://{address}/p/else");
        let look = async || client.get(&url).send().await.unwrap();

        let statuses = [look().await.status().as_u16(), look().await.status().as_u16()];
        let post = client.post(format!("{url}/accept")).header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();

        assert_eq!(statuses, [404, 404]);
        assert_eq!(post.status(), 429);
        assert!(post.headers().contains_key("retry-after"));
        let body: Json = post.json().await.unwrap();
        assert_eq!(body["type"], "urn:rapport:problem:RATE_LIMITED");
    }
}
