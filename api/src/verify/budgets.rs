//! What must hold in ledgers and budgets.

use super::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        says: "the totals of a project are the sums of its ledger",
        sql: "SELECT count(*) FROM project_totals t FULL JOIN (SELECT agency_id, project_id, \
              sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS entries, \
              sum(CASE WHEN cost_minor IS NOT NULL THEN 0 WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS unknown_entries, \
              sum(minutes) AS minutes, sum(CASE WHEN billable THEN minutes ELSE 0 END) AS billable, \
              sum(CASE WHEN cost_minor IS NULL THEN minutes ELSE 0 END) AS unknown, \
              sum(CASE WHEN pass_through THEN 0 ELSE COALESCE(cost_minor, 0) END) AS own_cost, \
              sum(CASE WHEN pass_through THEN 0 ELSE price_minor END) AS own_price, \
              sum(CASE WHEN pass_through THEN COALESCE(cost_minor, 0) ELSE 0 END) AS passed_cost, \
              sum(CASE WHEN pass_through THEN price_minor ELSE 0 END) AS passed_price \
              FROM cost_entries GROUP BY agency_id, project_id) l ON l.agency_id = t.agency_id AND l.project_id = t.project_id \
              WHERE l.entries IS DISTINCT FROM t.entries OR l.unknown_entries IS DISTINCT FROM t.unknown_entries \
              OR l.minutes IS DISTINCT FROM t.minutes OR l.billable IS DISTINCT FROM t.billable_minutes \
              OR l.unknown IS DISTINCT FROM t.unknown_minutes OR l.own_cost IS DISTINCT FROM t.own_cost_minor \
              OR l.own_price IS DISTINCT FROM t.own_price_minor OR l.passed_cost IS DISTINCT FROM t.pass_through_cost_minor \
              OR l.passed_price IS DISTINCT FROM t.pass_through_price_minor",
    },
    Rule {
        says: "the sums of a project by kind and category are those of its ledger",
        sql: "SELECT count(*) FROM (SELECT agency_id, project_id, kind, pass_through, category, sum(entries) AS entries, \
              sum(unknown_entries) AS unknown_entries, sum(minutes) AS minutes, sum(billable_minutes) AS billable, \
              sum(unknown_minutes) AS unknown, sum(cost_minor) AS cost, sum(price_minor) AS price \
              FROM cost_rollups GROUP BY agency_id, project_id, kind, pass_through, category) t \
              FULL JOIN (SELECT agency_id, project_id, kind, pass_through, COALESCE(category, '') AS category, \
              sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS entries, \
              sum(CASE WHEN cost_minor IS NOT NULL THEN 0 WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS unknown_entries, \
              sum(minutes) AS minutes, sum(CASE WHEN billable THEN minutes ELSE 0 END) AS billable, \
              sum(CASE WHEN cost_minor IS NULL THEN minutes ELSE 0 END) AS unknown, \
              sum(COALESCE(cost_minor, 0)) AS cost, sum(price_minor) AS price \
              FROM cost_entries GROUP BY agency_id, project_id, kind, pass_through, COALESCE(category, '')) l \
              ON l.agency_id = t.agency_id AND l.project_id = t.project_id AND l.kind = t.kind \
              AND l.pass_through = t.pass_through AND l.category = t.category \
              WHERE l.entries IS DISTINCT FROM t.entries OR l.unknown_entries IS DISTINCT FROM t.unknown_entries \
              OR l.minutes IS DISTINCT FROM t.minutes OR l.billable IS DISTINCT FROM t.billable \
              OR l.unknown IS DISTINCT FROM t.unknown OR l.cost IS DISTINCT FROM t.cost OR l.price IS DISTINCT FROM t.price",
    },
    Rule {
        says: "the sums of a phase are those of its entries in the ledger",
        sql: "SELECT count(*) FROM (SELECT r.agency_id, r.phase_id, sum(r.minutes) AS minutes, sum(r.cost_minor) AS cost, \
              sum(r.price_minor) AS price FROM cost_rollups r JOIN phases p ON p.agency_id = r.agency_id AND p.id = r.phase_id \
              GROUP BY r.agency_id, r.phase_id) t FULL JOIN (SELECT agency_id, phase_id, sum(minutes) AS minutes, \
              sum(COALESCE(cost_minor, 0)) AS cost, sum(price_minor) AS price FROM cost_entries WHERE phase_id IS NOT NULL \
              GROUP BY agency_id, phase_id) l ON l.agency_id = t.agency_id AND l.phase_id = t.phase_id \
              WHERE l.minutes IS DISTINCT FROM t.minutes OR l.cost IS DISTINCT FROM t.cost OR l.price IS DISTINCT FROM t.price",
    },
    Rule {
        says: "the sums of a person are those of their entries in the ledger",
        sql: "SELECT count(*) FROM (SELECT r.agency_id, r.member_id, sum(r.minutes) AS minutes, sum(r.cost_minor) AS cost, \
              sum(r.price_minor) AS price FROM cost_rollups r JOIN memberships m ON m.agency_id = r.agency_id AND m.id = r.member_id \
              GROUP BY r.agency_id, r.member_id) t FULL JOIN (SELECT agency_id, member_id, sum(minutes) AS minutes, \
              sum(COALESCE(cost_minor, 0)) AS cost, sum(price_minor) AS price FROM cost_entries WHERE member_id IS NOT NULL \
              GROUP BY agency_id, member_id) l ON l.agency_id = t.agency_id AND l.member_id = t.member_id \
              WHERE l.minutes IS DISTINCT FROM t.minutes OR l.cost IS DISTINCT FROM t.cost OR l.price IS DISTINCT FROM t.price",
    },
    Rule {
        says: "the sums of a project from a month on are those of its ledger",
        sql: "SELECT count(*) FROM (SELECT DISTINCT agency_id, project_id, month FROM cost_rollups) m WHERE \
              (SELECT sum(cost_minor) FROM cost_rollups r WHERE r.agency_id = m.agency_id AND r.project_id = m.project_id \
              AND r.month >= m.month) IS DISTINCT FROM (SELECT COALESCE(sum(COALESCE(e.cost_minor, 0)), 0) FROM cost_entries e \
              WHERE e.agency_id = m.agency_id AND e.project_id = m.project_id AND e.on_date >= m.month) OR \
              (SELECT sum(minutes) FROM cost_rollups r WHERE r.agency_id = m.agency_id AND r.project_id = m.project_id \
              AND r.month >= m.month) IS DISTINCT FROM (SELECT COALESCE(sum(e.minutes), 0) FROM cost_entries e \
              WHERE e.agency_id = m.agency_id AND e.project_id = m.project_id AND e.on_date >= m.month)",
    },
    Rule {
        says: "a reversal takes back what its entry booked",
        sql: "SELECT count(*) FROM cost_entries r LEFT JOIN cost_entries e ON e.agency_id = r.agency_id AND e.id = r.reverses_id \
              WHERE r.reverses_id IS NOT NULL AND (e.id IS NULL OR e.reverses_id IS NOT NULL OR e.project_id <> r.project_id \
              OR e.minutes <> -r.minutes OR e.price_minor <> -r.price_minor OR e.cost_minor IS DISTINCT FROM -r.cost_minor \
              OR e.drawn <> -r.drawn OR e.kind <> r.kind OR e.phase_id IS DISTINCT FROM r.phase_id \
              OR e.member_id IS DISTINCT FROM r.member_id OR e.category IS DISTINCT FROM r.category)",
    },
    Rule {
        says: "an entry is in the currency of its project and of its phase's project",
        sql: "SELECT count(*) FROM cost_entries e JOIN projects p ON p.agency_id = e.agency_id AND p.id = e.project_id \
              LEFT JOIN phases f ON f.agency_id = e.agency_id AND f.id = e.phase_id \
              WHERE p.currency <> e.currency OR p.client_id <> e.client_id OR f.project_id <> e.project_id",
    },
    Rule {
        says: "a budget has consumed what the ledger of its project holds",
        sql: "SELECT count(*) FROM budgets b LEFT JOIN project_totals t ON t.agency_id = b.agency_id AND t.project_id = b.project_id \
              WHERE b.consumed <> COALESCE(CASE b.basis WHEN 'COST' THEN t.own_cost_minor + t.pass_through_cost_minor \
              WHEN 'PRICE' THEN t.own_price_minor + t.pass_through_price_minor ELSE t.minutes END, 0)",
    },
    Rule {
        says: "what is committed of a budget is what its open commitments hold",
        sql: "SELECT count(*) FROM budgets b WHERE b.committed <> (SELECT COALESCE(sum(c.amount - c.consumed - c.released), 0) \
              FROM commitments c WHERE c.agency_id = b.agency_id AND c.budget_id = b.id AND c.status = 'OPEN')",
    },
    Rule {
        says: "a commitment has consumed what entries draw from it, and closed there is nothing left of it",
        sql: "SELECT count(*) FROM commitments c WHERE c.consumed <> (SELECT COALESCE(sum(e.drawn), 0) FROM cost_entries e \
              WHERE e.agency_id = c.agency_id AND e.commitment_id = c.id) OR c.consumed + c.released > c.amount \
              OR c.consumed < 0 OR c.released < 0 OR c.status = 'CLOSED' AND c.consumed + c.released <> c.amount",
    },
    Rule {
        says: "what remains of a budget is what was approved without what was used",
        sql: "SELECT count(*) FROM budgets WHERE remaining IS DISTINCT FROM \
              approved - consumed - CASE WHEN include_committed THEN committed ELSE 0 END \
              OR is_overrun <> COALESCE(remaining < 0, FALSE)",
    },
    Rule {
        says: "a budget's current version is its approved one, and what it comes to is approved",
        sql: "SELECT count(*) FROM budgets b LEFT JOIN budget_versions v ON v.agency_id = b.agency_id AND v.budget_id = b.id \
              AND v.status = 'APPROVED' WHERE b.current_version_id IS DISTINCT FROM v.id OR b.approved IS DISTINCT FROM v.total",
    },
    Rule {
        says: "a version of a budget comes to the sum of its lines",
        sql: "SELECT count(*) FROM budget_versions v WHERE v.total <> (SELECT COALESCE(sum(l.amount), 0) FROM budget_lines l \
              WHERE l.agency_id = v.agency_id AND l.budget_version_id = v.id)",
    },
    Rule {
        says: "a line that is spread over months is the sum of them",
        sql: "SELECT count(*) FROM budget_lines l JOIN (SELECT agency_id, budget_line_id, sum(amount) AS amount \
              FROM budget_periods GROUP BY agency_id, budget_line_id) p ON p.agency_id = l.agency_id AND p.budget_line_id = l.id \
              WHERE p.amount <> l.amount",
    },
    Rule {
        says: "lines of a budget, their months and their phases are of its project, and in its currency",
        sql: "SELECT count(*) FROM budget_lines l JOIN budget_versions v ON v.agency_id = l.agency_id AND v.id = l.budget_version_id \
              JOIN budgets b ON b.agency_id = v.agency_id AND b.id = v.budget_id \
              LEFT JOIN phases f ON f.agency_id = l.agency_id AND f.id = l.phase_id \
              WHERE l.budget_id <> v.budget_id OR l.project_id <> b.project_id OR v.project_id <> b.project_id \
              OR f.project_id <> b.project_id OR l.currency IS DISTINCT FROM b.currency OR v.currency IS DISTINCT FROM b.currency \
              OR l.amount < 0 OR EXISTS (SELECT 1 FROM budget_periods p WHERE p.agency_id = l.agency_id AND p.budget_line_id = l.id \
              AND (p.project_id <> l.project_id OR p.currency IS DISTINCT FROM l.currency OR p.amount < 0))",
    },
    Rule {
        says: "what moved went from one line to another of a version that was approved",
        sql: "SELECT count(*) FROM budget_moves m JOIN budget_lines f ON f.agency_id = m.agency_id AND f.id = m.from_line_id \
              JOIN budget_lines t ON t.agency_id = m.agency_id AND t.id = m.to_line_id \
              JOIN budget_versions v ON v.agency_id = m.agency_id AND v.id = m.budget_version_id \
              WHERE f.budget_version_id <> v.id OR t.budget_version_id <> v.id OR f.id = t.id OR m.budget_id <> v.budget_id \
              OR m.amount <= 0 OR m.currency IS DISTINCT FROM v.currency OR v.status NOT IN ('APPROVED', 'SUPERSEDED')",
    },
    Rule {
        says: "commitments are of the project and in the currency of their budget, and what uses them is of that project",
        sql: "SELECT count(*) FROM commitments c JOIN budgets b ON b.agency_id = c.agency_id AND b.id = c.budget_id \
              WHERE c.project_id <> b.project_id OR c.currency IS DISTINCT FROM b.currency \
              OR EXISTS (SELECT 1 FROM cost_entries e WHERE e.agency_id = c.agency_id AND e.commitment_id = c.id \
              AND e.project_id <> c.project_id)",
    },
    Rule {
        says: "an expense uses a commitment of its project",
        sql: "SELECT count(*) FROM expenses e LEFT JOIN commitments c ON c.agency_id = e.agency_id AND c.id = e.commitment_id \
              WHERE e.commitment_id IS NOT NULL AND c.project_id IS DISTINCT FROM e.project_id",
    },
    Rule {
        says: "what waits for a decision is not booked, and what was approved is",
        sql: "SELECT count(*) FROM overrun_decisions d LEFT JOIN cost_entries e ON e.agency_id = d.agency_id AND e.id = d.cost_entry_id \
              WHERE (d.cost_entry_id IS NOT NULL AND e.id IS NULL) \
              OR (d.cost_entry_id IS NOT NULL AND d.status NOT IN ('WARNED', 'APPROVED')) \
              OR (d.cost_entry_id IS NULL AND d.status IN ('WARNED', 'APPROVED') AND d.source_kind <> 'Commitment')",
    },
];
