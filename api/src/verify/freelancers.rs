//! What must hold in what was agreed with freelancers.

use super::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        says: "an engagement has used what the work under it takes, and what bills take beyond it",
        sql: "SELECT count(*) FROM engagements g WHERE g.used_minutes <> (SELECT COALESCE(sum(t.minutes), 0) FROM time_entries t \
              WHERE t.agency_id = g.agency_id AND t.engagement_id = g.id AND t.status <> 'REJECTED' AND t.archived_at IS NULL) \
              OR g.used_minor <> (SELECT COALESCE(sum(t.fee_minor), 0) FROM time_entries t WHERE t.agency_id = g.agency_id \
              AND t.engagement_id = g.id AND t.status <> 'REJECTED' AND t.archived_at IS NULL) + (SELECT COALESCE(sum(b.beyond_minor), 0) \
              FROM freelancer_bills b WHERE b.agency_id = g.agency_id AND b.engagement_id = g.id)",
    },
    Rule {
        says: "an engagement has used no more than its caps",
        sql: "SELECT count(*) FROM engagements WHERE used_minutes > cap_minutes OR used_minor > cap_minor",
    },
    Rule {
        says: "work under an engagement is the freelancer's, for its project, in its days",
        sql: "SELECT count(*) FROM time_entries t LEFT JOIN engagements g ON g.agency_id = t.agency_id AND g.id = t.engagement_id \
              AND g.member_id = t.member_id AND g.project_id = t.project_id AND g.starts_on <= t.worked_on \
              WHERE t.engagement_id IS NOT NULL AND (g.id IS NULL OR t.archived_at IS NULL AND g.ends_on < t.worked_on)",
    },
    Rule {
        says: "a freelancer's bill comes to its lines",
        sql: "SELECT count(*) FROM freelancer_bills b WHERE b.status <> 'DISCARDED' AND b.total_minor <> (SELECT \
              COALESCE(sum(l.amount_minor), 0) FROM freelancer_bill_lines l WHERE l.agency_id = b.agency_id \
              AND l.freelancer_bill_id = b.id AND l.archived_at IS NULL)",
    },
    Rule {
        says: "what an approved bill costs beyond the work on it is in the ledger, and nothing of other bills",
        sql: "SELECT count(*) FROM freelancer_bills b JOIN projects p ON p.agency_id = b.agency_id AND p.id = b.project_id \
              LEFT JOIN (SELECT agency_id, source_id, sum(cost_minor) AS cost FROM cost_entries WHERE source_kind = 'FreelancerBill' \
              GROUP BY agency_id, source_id) e ON e.agency_id = b.agency_id AND e.source_id = b.id \
              WHERE (b.status IN ('APPROVED', 'PAID') AND p.currency = b.currency AND COALESCE(e.cost, 0) <> b.beyond_minor) \
              OR (b.status NOT IN ('APPROVED', 'PAID') AND COALESCE(e.cost, 0) <> 0)",
    },
    Rule {
        says: "engagements of a freelancer for a project that hold never overlap",
        sql: "SELECT count(*) FROM engagements a JOIN engagements b ON b.agency_id = a.agency_id AND b.member_id = a.member_id \
              AND b.project_id = a.project_id AND b.id > a.id AND b.status IN ('ACTIVE', 'ENDED') WHERE a.status IN ('ACTIVE', 'ENDED') \
              AND (a.ends_on IS NULL OR a.ends_on >= b.starts_on) AND (b.ends_on IS NULL OR b.ends_on >= a.starts_on)",
    },
];
