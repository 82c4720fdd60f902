//! What must hold in files and in what they prove.

use super::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        says: "a file that has arrived is as long as its contents, and one that has not has none",
        sql: "SELECT count(*) FROM files f WHERE (f.status = 'STORED') <> (f.bytes IS NOT NULL) OR (SELECT COALESCE(sum(length(c.bytes)), 0) \
              FROM file_chunks c WHERE c.agency_id = f.agency_id AND c.file_id = f.id) <> COALESCE(f.bytes, 0)",
    },
    Rule {
        says: "a receipt is a file that has arrived, and knows the project and the buyer of its expense",
        sql: "SELECT count(*) FROM expenses e LEFT JOIN files f ON f.agency_id = e.agency_id AND f.id = e.receipt_id AND f.status = 'STORED' \
              AND f.project_id = e.project_id AND f.member_id = e.member_id WHERE e.receipt_id IS NOT NULL AND f.id IS NULL",
    },
    Rule {
        says: "a file that is tied to an expense is its receipt",
        sql: "SELECT count(*) FROM files f LEFT JOIN expenses e ON e.agency_id = f.agency_id AND e.receipt_id = f.id \
              WHERE f.project_id IS NOT NULL AND e.id IS NULL",
    },
];
