//! What must hold in the data beyond what the database itself enforces: each rule as a statement that counts the rows that break
//! it. Run after every restore.

mod budgets;
mod contracts;
mod files;
mod freelancers;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::kernel::db::Db;

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What holds.
    pub says: &'static str,
    /// Counts the rows for which it does not.
    sql: &'static str,
}

/// How a rule was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What should hold.
    pub says: &'static str,
    /// Rows for which it does not.
    pub broken: i64,
}

const RULES: &[Rule] = &[
    Rule {
        says: "the owner of a client is its open lead",
        sql: "SELECT count(*) FROM clients c LEFT JOIN account_assignments a ON a.agency_id = c.agency_id AND a.client_id = c.id \
              AND a.role = 'LEAD' AND a.ends_on IS NULL WHERE c.owner_id IS DISTINCT FROM a.member_id",
    },
    Rule {
        says: "a client has one lead at a time",
        sql: "SELECT count(*) FROM account_assignments a JOIN account_assignments b ON b.agency_id = a.agency_id \
              AND b.client_id = a.client_id AND b.id > a.id AND b.role = 'LEAD' WHERE a.role = 'LEAD' \
              AND (a.ends_on IS NULL OR a.ends_on > b.starts_on) AND (b.ends_on IS NULL OR b.ends_on > a.starts_on)",
    },
    Rule {
        says: "every agency has an active owner",
        sql: "SELECT count(*) FROM agencies g WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.agency_id = g.id \
              AND m.role = 'OWNER' AND m.status = 'ACTIVE')",
    },
    Rule {
        says: "a portal user belongs to a client",
        sql: "SELECT count(*) FROM memberships m WHERE m.role = 'PORTAL' AND NOT EXISTS (SELECT 1 FROM clients c \
              WHERE c.agency_id = m.agency_id AND c.id = m.client_id)",
    },
    Rule {
        says: "contacts of an interaction are of its client",
        sql: "SELECT count(*) FROM interaction_contacts l JOIN interactions i ON i.agency_id = l.agency_id AND i.id = l.interaction_id \
              JOIN contacts c ON c.agency_id = l.agency_id AND c.id = l.contact_id WHERE c.client_id <> i.client_id",
    },
    Rule {
        says: "evidence for a need is of its client",
        sql: "SELECT count(*) FROM need_interactions l JOIN needs n ON n.agency_id = l.agency_id AND n.id = l.need_id \
              JOIN interactions i ON i.agency_id = l.agency_id AND i.id = l.interaction_id WHERE i.client_id <> n.client_id",
    },
    Rule {
        says: "opportunities begin in one stage of an agency that has any, and it is open",
        sql: "SELECT count(*) FROM agencies g WHERE EXISTS (SELECT 1 FROM stages s WHERE s.agency_id = g.id) AND 1 <> (SELECT count(*) \
              FROM stages s WHERE s.agency_id = g.id AND s.is_default AND s.kind = 'OPEN' AND s.archived_at IS NULL)",
    },
    Rule {
        says: "an opportunity in sight is in a stage in sight",
        sql: "SELECT count(*) FROM opportunities o JOIN stages s ON s.agency_id = o.agency_id AND s.id = o.stage_id \
              WHERE o.archived_at IS NULL AND s.archived_at IS NOT NULL",
    },
    Rule {
        says: "an opportunity is as likely as its stage says, or has a probability of its own while it is open",
        sql: "SELECT count(*) FROM opportunities o JOIN stages s ON s.agency_id = o.agency_id AND s.id = o.stage_id \
              WHERE (NOT o.is_probability_own OR s.kind <> 'OPEN') AND o.probability_bps <> s.probability_bps",
    },
    Rule {
        says: "an opportunity is won or lost since a day, and only then",
        sql: "SELECT count(*) FROM opportunities o JOIN stages s ON s.agency_id = o.agency_id AND s.id = o.stage_id \
              WHERE (s.kind = 'OPEN') <> (o.closed_on IS NULL)",
    },
    Rule {
        says: "what was lost says why, and only that",
        sql: "SELECT count(*) FROM opportunities o JOIN stages s ON s.agency_id = o.agency_id AND s.id = o.stage_id \
              WHERE (s.kind = 'LOST') <> (o.lost_reason IS NOT NULL) OR (s.kind = 'LOST') <> (o.lost_note IS NOT NULL)",
    },
    Rule {
        says: "needs of an opportunity are of its client",
        sql: "SELECT count(*) FROM opportunity_needs l JOIN opportunities o ON o.agency_id = l.agency_id AND o.id = l.opportunity_id \
              JOIN needs n ON n.agency_id = l.agency_id AND n.id = l.need_id WHERE n.client_id <> o.client_id",
    },
    Rule {
        says: "an estimate's opportunity is of its client",
        sql: "SELECT count(*) FROM estimates e JOIN opportunities o ON o.agency_id = e.agency_id AND o.id = e.opportunity_id \
              WHERE o.client_id <> e.client_id",
    },
    Rule {
        says: "a line of an estimate has its client and currency",
        sql: "SELECT count(*) FROM estimate_lines l JOIN estimates e ON e.agency_id = l.agency_id AND e.id = l.estimate_id \
              WHERE l.client_id <> e.client_id OR l.currency <> e.currency",
    },
    Rule {
        says: "a project's manager is on the project",
        sql: "SELECT count(*) FROM projects p WHERE p.manager_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM project_members m \
              WHERE m.agency_id = p.agency_id AND m.project_id = p.id AND m.member_id = p.manager_id)",
    },
    Rule {
        says: "a milestone's phase is of its project",
        sql: "SELECT count(*) FROM milestones m JOIN phases f ON f.agency_id = m.agency_id AND f.id = m.phase_id \
              WHERE f.project_id <> m.project_id",
    },
    Rule {
        says: "a task's phase is of its project",
        sql: "SELECT count(*) FROM tasks t JOIN phases f ON f.agency_id = t.agency_id AND f.id = t.phase_id \
              WHERE f.project_id <> t.project_id",
    },
    Rule {
        says: "a task waits for tasks of its project only",
        sql: "SELECT count(*) FROM task_dependencies d JOIN tasks t ON t.agency_id = d.agency_id AND t.id = d.task_id \
              JOIN tasks o ON o.agency_id = d.agency_id AND o.id = d.depends_on_id WHERE t.project_id <> o.project_id OR t.id = o.id",
    },
    Rule {
        says: "a task is done since a moment, and only then",
        sql: "SELECT count(*) FROM tasks WHERE (status = 'DONE') <> (done_at IS NOT NULL)",
    },
    Rule {
        says: "cost rates of a person never overlap",
        sql: "SELECT count(*) FROM cost_rates a JOIN cost_rates b ON b.agency_id = a.agency_id AND b.member_id = a.member_id AND b.id > a.id \
              WHERE (a.ends_on IS NULL OR a.ends_on >= b.starts_on) AND (b.ends_on IS NULL OR b.ends_on >= a.starts_on)",
    },
    Rule {
        says: "books are closed up to the end of the last closed period",
        sql: "SELECT count(*) FROM agencies g WHERE g.books_closed_until IS DISTINCT FROM (SELECT max(p.ends_on) FROM accounting_periods p \
              WHERE p.agency_id = g.id AND p.status = 'CLOSED')",
    },
    Rule {
        says: "overhead periods never meet",
        sql: "SELECT count(*) FROM overhead_periods a JOIN overhead_periods b ON b.agency_id = a.agency_id AND b.id > a.id \
              WHERE a.ends_on >= b.starts_on AND b.ends_on >= a.starts_on",
    },
    Rule {
        says: "what was sent is frozen",
        sql: "SELECT count(*) FROM proposal_versions WHERE (sent_at IS NOT NULL) <> (content_hash IS NOT NULL AND content IS NOT NULL)",
    },
    Rule {
        says: "a version is accepted by an acceptance, and only so",
        sql: "SELECT count(*) FROM proposal_versions v WHERE (v.status = 'ACCEPTED') <> EXISTS (SELECT 1 FROM acceptances a \
              WHERE a.agency_id = v.agency_id AND a.proposal_version_id = v.id AND a.decision = 'ACCEPTED')",
    },
    Rule {
        says: "an answer is to what was sent",
        sql: "SELECT count(*) FROM acceptances a JOIN proposal_versions v ON v.agency_id = a.agency_id AND v.id = a.proposal_version_id \
              WHERE a.content_hash IS DISTINCT FROM v.content_hash OR a.proposal_id <> v.proposal_id OR a.client_id <> v.client_id",
    },
    Rule {
        says: "the phases of a proposal add up to it, and its tax to the total",
        sql: "SELECT count(*) FROM proposal_versions v WHERE v.net_minor + v.tax_minor <> v.total_minor OR v.net_minor <> \
              (SELECT COALESCE(sum(p.price_minor), 0) FROM proposal_phases p WHERE p.agency_id = v.agency_id AND p.proposal_version_id = v.id)",
    },
    Rule {
        says: "a line's phase and group are of its version",
        sql: "SELECT count(*) FROM proposal_lines l JOIN proposal_phases p ON p.agency_id = l.agency_id AND p.id = l.phase_id \
              LEFT JOIN option_groups g ON g.agency_id = l.agency_id AND g.id = l.group_id \
              WHERE p.proposal_version_id <> l.proposal_version_id OR g.proposal_version_id <> l.proposal_version_id",
    },
    Rule {
        says: "what happened has happened to a version that was",
        sql: "SELECT count(*) FROM events e JOIN clients c ON c.agency_id = e.agency_id AND c.id = e.subject_id \
              WHERE e.subject_kind = 'Client' AND e.subject_version > c.version",
    },
];

/// What only SQLite has to show: a sound file, references that lead somewhere, trigrams for every searched row.
const SQLITE: &[Rule] = &[
    Rule {
        says: "the file is sound",
        sql: "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    },
    Rule {
        says: "every reference leads to a row",
        sql: "SELECT count(*) FROM pragma_foreign_key_check",
    },
    Rule {
        says: "every client can be searched for",
        sql: "SELECT abs((SELECT count(*) FROM clients) - (SELECT count(*) FROM clients_search))",
    },
];

/// Looks at all rules.
///
/// # Errors
/// When the database fails.
pub async fn run(db: &Db) -> Result<Vec<Finding>, DbErr> {
    let own = if db.backend == DbBackend::Sqlite {
        SQLITE
    } else {
        &[]
    };
    let mut findings = vec![];
    let of_modules = budgets::RULES
        .iter()
        .chain(contracts::RULES)
        .chain(files::RULES)
        .chain(freelancers::RULES);
    for rule in RULES.iter().chain(of_modules).chain(own) {
        let row = db
            .write
            .query_one_raw(Statement::from_string(db.backend, rule.sql))
            .await?;
        let broken = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        findings.push(Finding {
            says: rule.says,
            broken,
        });
    }
    Ok(findings)
}
