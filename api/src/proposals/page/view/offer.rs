//! What is offered: phases, options to choose, and what they come to.

use entity::option_group::OptionRule;
use maud::{Markup, html};

use super::Page;
use crate::proposals::{
    content::{ProposalContentGroup, ProposalContentLine, ProposalContentPhase},
    page::form::OPTION,
    totals::nothing,
};

impl Page<'_> {
    /// Phases, options and totals.
    pub(super) fn offer(&self) -> Markup {
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
            h2 { bdi { (phase.name) } }
            @if let Some(goal) = &phase.goal { p.text dir="auto" { (goal) } }
            dl.facts {
                @if let Some(day) = phase.starts_on { dt { (words.starts) } dd { (tongue.day(day.0)) } }
                @if let Some(day) = phase.ends_on { dt { (words.ends) } dd { (tongue.day(day.0)) } }
                @if let Some(days) = phase.start_offset_days { dt { (words.after_days) } dd { (tongue.number(days)) } }
                @if let Some(days) = phase.duration_days { dt { (words.takes_days) } dd { (tongue.number(days)) } }
                @if let Some(name) = &phase.milestone_name { dt { (words.reached) } dd { bdi { (name) } } }
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
                ul { @for text in &phase.deliverables { li { bdi { (text) } } } }
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
                    @if sums.discount != nothing(self.content.currency) {
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
}
