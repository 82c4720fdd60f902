//! How the page is drawn.

use std::collections::BTreeSet;

use entity::{
    option_group::OptionRule,
    proposal_recipient::RecipientRole,
    value::{Choice as _, Id},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    form::{COMMENT, Form, HASH, NAME, OPTION},
    show::Tongue,
    words::Words,
};
use crate::{
    kernel::error::{Error, UserError},
    proposals::{
        content::{ProposalContent, ProposalContentGroup, ProposalContentLine, ProposalContentPhase},
        selection,
        service::link::Found,
        totals::{Chosen, ProposalTotals, totals},
    },
};

/// The one style of the page.
pub(super) const STYLE: &str = include_str!("style.css");

/// What the reader has chosen and typed so far.
#[derive(Debug)]
pub(super) struct Fill {
    chosen: Chosen,
    name: String,
    comment: String,
}

impl Fill {
    /// Nothing typed yet: what was taken, or what is chosen beforehand.
    pub(super) fn of(found: &Found) -> Self {
        let chosen = match found.row.decision {
            Some(entity::acceptance::Decision::Accepted) => found.taken().into_iter().collect(),
            Some(entity::acceptance::Decision::Declined) | None => selection::beforehand(&found.content),
        };
        Self {
            chosen,
            name: String::new(),
            comment: String::new(),
        }
    }

    /// What a form brought, and what is wrong with its choice. Once there is an answer, that is shown.
    pub(super) fn with(found: &Found, form: Form) -> (Self, Vec<UserError>) {
        let Form {
            lines,
            name,
            comment,
            content_hash: _,
        } = form;
        let known: BTreeSet<Id<_>> = found.content.lines().map(|line| line.id).collect();
        let broken = match selection::chosen(&found.content, &lines, "input.selectedLineIds") {
            Err(Error::User(errors)) => errors,
            Ok(_) | Err(_) => vec![],
        };
        let chosen = if found.can_answer() {
            lines.into_iter().filter(|id| known.contains(id)).collect()
        } else {
            Self::of(found).chosen
        };
        let fill = Self {
            chosen,
            name,
            comment,
        };
        (fill, broken)
    }
}

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
                h2 dir="auto" { (section.heading) }
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
                p.soft dir="auto" { (content.agency) }
                h1 dir="auto" { (content.title) }
                p.soft {
                    (words.proposal) " " bdi { (self.tongue.digits(&content.number)) } ", "
                    (words.version) " " (self.tongue.number(content.n))
                }
                dl.facts {
                    dt { (words.prepared_for) } dd dir="auto" { (content.client) }
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

    /// Phases, options and totals.
    fn offer(&self) -> Markup {
        html! {
            @for (at, phase) in self.content.phases.iter().enumerate() { (self.phase(at, phase)) }
            (self.options())
            (self.totals())
            @if let Some(terms) = &self.content.terms {
                h2 { (self.words.terms) }
                p.text dir="auto" { (terms) }
            }
        }
    }

    fn phase(&self, at: usize, phase: &ProposalContentPhase) -> Markup {
        let (words, tongue) = (self.words, self.tongue);
        let price = self.sums.as_ref().and_then(|sums| sums.phases.get(at));
        html! {
            h2 dir="auto" { (phase.name) }
            @if let Some(goal) = &phase.goal { p.text dir="auto" { (goal) } }
            dl.facts {
                @if let Some(day) = phase.starts_on { dt { (words.starts) } dd { (tongue.day(day.0)) } }
                @if let Some(day) = phase.ends_on { dt { (words.ends) } dd { (tongue.day(day.0)) } }
                @if let Some(days) = phase.start_offset_days { dt { (words.after_days) } dd { (tongue.number(days)) } }
                @if let Some(days) = phase.duration_days { dt { (words.takes_days) } dd { (tongue.number(days)) } }
                @if let Some(name) = &phase.milestone_name { dt { (words.reached) } dd dir="auto" { (name) } }
                @if let Some(criteria) = &phase.acceptance_criteria {
                    dt { (words.accepted_by) } dd.text dir="auto" { (criteria) }
                }
                dt { (words.billing) }
                dd {
                    @if let Some(share) = phase.billing_bps { (tongue.percent(share)) " " }
                    (words.billed(phase.billing))
                }
            }
            @if !phase.deliverables.is_empty() {
                p { (words.delivers) }
                ul { @for text in &phase.deliverables { li dir="auto" { (text) } } }
            }
            ul.lines {
                @for line in phase.lines.iter().filter(|line| !line.optional) {
                    li { (self.words_of(line)) span.amount { (tongue.money(&line.net)) } }
                }
            }
            @if let Some(price) = price {
                p { (words.phase_price) ": " strong { (tongue.money(&price.price)) } }
            }
        }
    }

    /// What a line is, and how its amount comes about.
    fn words_of(&self, line: &ProposalContentLine) -> Markup {
        let tongue = self.tongue;
        html! {
            span {
                span.text dir="auto" { (line.description) }
                br;
                small.soft {
                    bdi { (tongue.quantity(line.quantity)) }
                    @if let Some(unit) = &line.unit { " " bdi { (unit) } }
                    " × " bdi { (tongue.price(line.unit_price.amount, line.unit_price.currency)) }
                    @if line.discount_bps > 0 {
                        " − " bdi { (tongue.percent(line.discount_bps)) } " " (self.words.discount)
                    }
                }
            }
        }
    }

    fn options(&self) -> Markup {
        let options = || self.content.lines().filter(|line| line.optional);
        let extras: Vec<_> = options().filter(|line| line.group_id.is_none()).collect();
        html! {
            @if options().next().is_some() {
                h2 { (self.words.options) }
                @for group in &self.content.groups {
                    (self.group(group, options().filter(|line| line.group_id == Some(group.id)).collect()))
                }
                @if !extras.is_empty() {
                    fieldset {
                        legend { (self.words.extras) }
                        @for line in extras { (self.option(line, "checkbox", OPTION)) }
                    }
                }
                @if self.found.can_answer() {
                    button type="submit" formaction={ "/p/" (self.token) "/totals" } formnovalidate {
                        (self.words.recalculate)
                    }
                }
            }
        }
    }

    fn group(&self, group: &ProposalContentGroup, lines: Vec<&ProposalContentLine>) -> Markup {
        let field = format!("{OPTION}-{}", group.id);
        let kind = match group.rule {
            OptionRule::Any => "checkbox",
            OptionRule::ExactlyOne | OptionRule::AtMostOne => "radio",
        };
        let is_none = lines.iter().all(|line| !self.fill.chosen.contains(&line.id));
        html! {
            fieldset {
                legend { bdi { (group.name) } " (" (self.words.rule(group.rule)) ")" }
                @for line in lines { (self.option(line, kind, &field)) }
                @if group.rule == OptionRule::AtMostOne && self.found.can_answer() {
                    label.option {
                        input type="radio" name=(field) value="" checked[is_none];
                        span { (self.words.none_of_these) }
                    }
                }
            }
        }
    }

    fn option(&self, line: &ProposalContentLine, kind: &str, field: &str) -> Markup {
        let is_chosen = self.fill.chosen.contains(&line.id);
        let can_choose = self.found.can_answer();
        let label = if is_chosen {
            self.words.taken
        } else {
            self.words.not_taken
        };
        html! {
            label.option {
                input type=(kind) name=(field) value=(line.id) checked[is_chosen] disabled[!can_choose] aria-label=[(!can_choose).then_some(label)];
                (self.words_of(line))
                span.amount { (self.tongue.money(&line.net)) }
            }
        }
    }

    fn totals(&self) -> Markup {
        let (words, tongue) = (self.words, self.tongue);
        html! {
            h2 { (words.totals) }
            @if let Some(sums) = &self.sums {
                table {
                    @if sums.discount != crate::proposals::totals::nothing(self.content.currency) {
                        tr { th scope="row" { (words.subtotal) } td.amount { (tongue.money(&sums.subtotal)) } }
                        tr { th scope="row" { (words.discount_on_all) } td.amount { "− " (tongue.money(&sums.discount)) } }
                    }
                    tr { th scope="row" { (words.net) } td.amount { (tongue.money(&sums.net)) } }
                    @for tax in &sums.taxes {
                        @if tax.rate_bps > 0 || words.note_of(tax.category).is_some() {
                            tr {
                                th scope="row" {
                                    (words.tax) " " bdi { (tongue.percent(tax.rate_bps)) } " " (words.of) " " bdi { (tongue.money(&tax.net)) }
                                    @if let Some(note) = words.note_of(tax.category) { " (" (note) ")" }
                                }
                                td.amount { (tongue.money(&tax.tax)) }
                            }
                        }
                    }
                    tr.sum { th scope="row" { (words.total) } td.amount { (tongue.money(&sums.total)) } }
                }
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
