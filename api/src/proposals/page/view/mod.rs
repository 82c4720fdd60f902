//! How the page is drawn.

mod offer;

use entity::{proposal_recipient::RecipientRole, value::Choice as _};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    fill::Fill,
    form::{COMMENT, HASH, NAME},
    show::Tongue,
    words::Words,
};
use crate::proposals::{
    content::ProposalContent,
    service::link::Found,
    totals::{ProposalTotals, totals},
};

/// The one style of the page.
pub(super) const STYLE: &str = include_str!("../style.css");

/// What the parts of a page share.
struct Page<'p> {
    token: &'p str,
    found: &'p Found,
    content: &'p ProposalContent,
    fill: &'p Fill,
    words: &'static Words,
    tongue: Tongue,
    sums: Option<ProposalTotals>,
}

/// The page of a proposal.
pub(super) fn page(token: &str, found: &Found, fill: &Fill, problems: &[&str]) -> Markup {
    let content = &found.content;
    let words = Words::of(content.locale);
    let page = Page {
        token,
        found,
        content,
        fill,
        words,
        tongue: Tongue {
            locale: content.locale,
            calendar: found.row.calendar,
        },
        sums: totals(content, &fill.chosen),
    };
    let title = format!("{} · {}", content.title, content.agency);
    framed(
        words,
        &title,
        &html! {
            (page.head())
            (page.standing())
            @if !problems.is_empty() {
                div.problems role="alert" { @for problem in problems { p { (problem) } } }
            }
            @if let Some(intro) = &content.intro { p.text dir="auto" { (intro) } }
            @for section in &content.sections {
                h2 { bdi { (section.heading) } }
                p.text dir="auto" { (section.body) }
            }
            @if found.can_answer() {
                form method="post" action={ "/p/" (token) "/accept" } accept-charset="utf-8" {
                    input type="hidden" name=(HASH) value=(found.row.content_hash.as_deref().unwrap_or_default());
                    (page.offer())
                    (page.signing())
                }
                (page.declining())
            } @else {
                (page.offer())
            }
            footer {
                (words.proof) ": " code dir="ltr" { (found.row.content_hash.as_deref().unwrap_or_default()) }
            }
        },
    )
}

/// A page that says one thing.
pub(super) fn plain(words: &Words, text: &str) -> Markup {
    framed(
        words,
        words.proposal,
        &html! { h1 { (words.proposal) } p role="status" { (text) } },
    )
}

fn framed(words: &Words, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.lang) dir=(words.direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    }
}

impl Page<'_> {
    fn head(&self) -> Markup {
        let (words, content) = (self.words, self.content);
        html! {
            header {
                p.soft { bdi { (content.agency) } }
                h1 { bdi { (content.title) } }
                p.soft {
                    (words.proposal) " " bdi { (content.number) } (words.comma) " "
                    (words.version) " " (self.tongue.number(content.n))
                }
                dl.facts {
                    dt { (words.prepared_for) } dd { bdi { (content.client) } }
                    dt { (words.paid) } dd { (words.paid_by(content.contract_type)) }
                    @if let Some(most) = &content.not_to_exceed {
                        dt { (words.at_most) } dd { bdi { (self.tongue.money(most)) } }
                    }
                    @if let Some(day) = content.valid_until {
                        dt { (words.valid_until) } dd { (self.tongue.day(day.0)) }
                    }
                }
            }
        }
    }

    fn standing(&self) -> Markup {
        let (row, words) = (&self.found.row, self.words);
        html! {
            @if let Some(text) = words.standing(row.status) {
                div class={ "standing " (row.status.word()) } role="status" {
                    p { strong { (text) } }
                    @if let Some(name) = &row.signed_name {
                        p {
                            (words.by) " " bdi { (name) }
                            @if let Some(day) = self.found.answered_on() { " " (words.on) " " (self.tongue.day(day)) }
                        }
                    }
                    @if let Some(comment) = &row.comment { p.text dir="auto" { (comment) } }
                }
            } @else if row.role == RecipientRole::Viewer {
                div.standing role="status" { p { (words.reading_only) } }
            }
        }
    }

    fn signing(&self) -> Markup {
        let words = self.words;
        html! {
            h2 { (words.accept) }
            p { (words.accept_about) }
            label.field {
                (words.name)
                input type="text" name=(NAME) value=(self.fill.name) maxlength="200" autocomplete="name" required;
            }
            label.field {
                (words.comment)
                textarea name=(COMMENT) rows="3" maxlength="2000" { (self.fill.comment) }
            }
            button.go type="submit" { (words.accept) }
        }
    }

    fn declining(&self) -> Markup {
        let words = self.words;
        html! {
            details {
                summary { (words.decline_about) }
                form method="post" action={ "/p/" (self.token) "/decline" } accept-charset="utf-8" {
                    label.field {
                        (words.name)
                        input type="text" name=(NAME) maxlength="200" autocomplete="name";
                    }
                    label.field {
                        (words.reason)
                        textarea name=(COMMENT) rows="4" maxlength="2000" {}
                    }
                    button.stop type="submit" { (words.decline) }
                }
            }
        }
    }
}
