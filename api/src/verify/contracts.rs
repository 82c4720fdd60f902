//! What must hold in contracts and in what they opened.

use super::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        says: "a contract comes to its phases and to the amendments that were accepted",
        sql: "SELECT count(*) FROM contracts c WHERE c.value_minor <> (SELECT COALESCE(sum(p.price_minor), 0) FROM contract_phases p \
              WHERE p.agency_id = c.agency_id AND p.contract_id = c.id) + (SELECT COALESCE(sum(a.price_delta_minor), 0) \
              FROM contract_amendments a WHERE a.agency_id = c.agency_id AND a.contract_id = c.id AND a.status = 'ACCEPTED')",
    },
    Rule {
        says: "the billing plan of a contract that has bound comes to the contract, and a draft has none",
        sql: "SELECT count(*) FROM contracts c WHERE (SELECT COALESCE(sum(i.amount_minor), 0) FROM billing_plan_items i \
              WHERE i.agency_id = c.agency_id AND i.contract_id = c.id) <> CASE WHEN c.status IN ('DRAFT', 'VOID') THEN 0 ELSE c.value_minor END",
    },
    Rule {
        says: "a contract that has bound has a project of its client, and each of its phases is one of that project",
        sql: "SELECT count(*) FROM contracts c LEFT JOIN projects p ON p.agency_id = c.agency_id AND p.id = c.project_id \
              AND p.client_id = c.client_id AND p.currency = c.currency WHERE c.status NOT IN ('DRAFT', 'VOID') AND (p.id IS NULL \
              OR EXISTS (SELECT 1 FROM contract_phases r LEFT JOIN phases f ON f.agency_id = r.agency_id AND f.id = r.phase_id \
              AND f.project_id = c.project_id WHERE r.agency_id = c.agency_id AND r.contract_id = c.id AND f.id IS NULL))",
    },
    Rule {
        says: "what the client accepted is what their contract began with",
        sql: "SELECT count(*) FROM acceptances a LEFT JOIN contracts c ON c.agency_id = a.agency_id AND c.acceptance_id = a.id \
              AND c.proposal_id = a.proposal_id AND c.client_id = a.client_id AND c.currency = a.currency \
              WHERE (a.decision = 'ACCEPTED') <> (c.id IS NOT NULL) OR c.id IS NOT NULL AND a.net_minor <> \
              (SELECT COALESCE(sum(p.price_minor), 0) FROM contract_phases p WHERE p.agency_id = c.agency_id AND p.contract_id = c.id)",
    },
    Rule {
        says: "a baseline comes to its rows",
        sql: "SELECT count(*) FROM baselines b WHERE b.price_minor <> (SELECT COALESCE(sum(r.price_minor), 0) FROM baseline_rows r \
              WHERE r.agency_id = b.agency_id AND r.baseline_id = b.id) OR b.minutes <> (SELECT COALESCE(sum(r.minutes), 0) \
              FROM baseline_rows r WHERE r.agency_id = b.agency_id AND r.baseline_id = b.id) OR b.cost_minor IS DISTINCT FROM \
              (SELECT CASE WHEN count(*) = count(r.cost_minor) THEN COALESCE(sum(r.cost_minor), 0) END FROM baseline_rows r \
              WHERE r.agency_id = b.agency_id AND r.baseline_id = b.id)",
    },
    Rule {
        says: "the last baseline of a project comes to its contracts",
        sql: "SELECT count(*) FROM (SELECT agency_id, project_id, sum(value_minor) AS worth FROM contracts \
              WHERE status NOT IN ('DRAFT', 'VOID') GROUP BY agency_id, project_id) c LEFT JOIN baselines b \
              ON b.agency_id = c.agency_id AND b.project_id = c.project_id AND b.number = (SELECT max(l.number) FROM baselines l \
              WHERE l.agency_id = c.agency_id AND l.project_id = c.project_id) WHERE b.price_minor IS DISTINCT FROM c.worth",
    },
];
