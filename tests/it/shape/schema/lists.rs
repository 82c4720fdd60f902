//! No list is endless.

use super::contract::{Contract, is_list};

/// Lists that are no connections: where they stand, with a `*` for any beginning of a name, and what bounds them.
const BOUNDED: &[(&str, &str, &str)] = &[
    ("*Connection", "edges", "a page: 100 records"),
    ("*Connection", "nodes", "a page: 100 records"),
    ("Query", "nodes", "100 ids"),
    ("Query", "*Groups", "1000 groups"),
    ("*Group", "keys", "3 keys to group by"),
    ("*Aggregate", "*Sum", "an amount for each currency there is"),
    ("*", "allowedTransitions", "the states of a kind of record"),
    ("*", "externalIds", "20 ids"),
    ("Acceptance", "selectedLineIds", "200 lines of a proposal"),
    (
        "AcceptancePreview",
        "billingPlan",
        "50 phases of a proposal, each over 240 months at most",
    ),
    ("AcceptancePreview", "phases", "50 phases of a proposal"),
    ("AcceptancePreview", "selectedLineIds", "200 lines of a proposal"),
    ("Budget", "thresholdsBps", "10 thresholds"),
    ("ContractPhase", "deliverables", "50 deliverables"),
    ("Estimate", "assumptions", "50 assumptions"),
    ("EstimateFigures", "phases", "200 lines of an estimate"),
    ("Event", "changedFields", "the fields of a kind of record"),
    (
        "InvalidTransitionError",
        "allowed",
        "the states of a kind of record",
    ),
    ("*Error", "path", "how deep an input nests"),
    ("PortfolioFinancials", "nodes", "a page: 100 projects"),
    ("PortfolioFinancials", "totals", "the currencies there are"),
    ("ProfitChange", "gaps", "the reasons there are"),
    (
        "ProfitChange",
        "rows",
        "a page: 100 entries, and before them a row a contract or month",
    ),
    ("ProjectFinancials", "forecasts", "the methods there are"),
    ("ProjectFinancials", "gaps", "the reasons there are"),
    ("ProjectFinancials", "groups", "1000 groups"),
    ("ProposalAnswer", "selectedLineIds", "200 lines of a proposal"),
    ("ProposalContent", "groups", "50 groups of options"),
    ("ProposalContent", "phases", "50 phases of a proposal"),
    ("ProposalContent", "sections", "50 parts in words"),
    ("ProposalContentPhase", "lines", "200 lines of a proposal"),
    ("ProposalContentPhase", "deliverables", "50 deliverables"),
    ("ProposalPhase", "deliverables", "50 deliverables"),
    ("ProposalTotals", "phases", "50 phases of a proposal"),
    ("ProposalTotals", "taxes", "200 lines of a proposal"),
    ("ProposalVersionSendPayload", "links", "20 recipients"),
    ("*Payload", "errors", "what can be wrong with an input"),
    (
        "Query",
        "opportunityForecast",
        "240 months and the currencies there are",
    ),
    ("Query", "sessions", "100 sessions"),
    ("Viewer", "agencies", "100 agencies"),
    ("TimeRepricing", "changes", "1000 time entries"),
    ("TimeRepricing", "skipped", "the reasons there are"),
    (
        "Viewer",
        "scopes",
        "the kinds of records and what can be done with them",
    ),
];

#[test]
fn every_list_is_a_connection_or_bounded() {
    let contract = Contract::read();

    let mut lists = vec![];
    for ty in contract.types() {
        let name = ty.name.node.as_str();
        let fields = contract.fields(name).filter(|field| is_list(&field.ty.node));
        lists.extend(fields.map(|field| (name, field.name.node.as_str())));
    }

    let fits = |(ty, field): &(&str, &str), (types, fields, _): &(&str, &str, &str)| {
        matches(types, ty) && matches(fields, field)
    };
    let endless: Vec<_> = lists
        .iter()
        .filter(|list| !BOUNDED.iter().any(|bound| fits(list, bound)))
        .collect();
    let idle: Vec<_> = BOUNDED
        .iter()
        .filter(|bound| !lists.iter().any(|list| fits(list, bound)))
        .collect();
    assert!(
        endless.is_empty(),
        "neither a connection nor known to be bounded: {endless:?}"
    );
    assert!(idle.is_empty(), "bounds of lists that are not there: {idle:?}");
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => name.ends_with(end),
        None => name == pattern,
    }
}
