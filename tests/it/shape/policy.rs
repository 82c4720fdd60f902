//! Who may do what, and who may read what: printed whole, so that a change of it is read before it is taken.

use std::{fmt::Write as _, path::Path};

use api::{
    graphql,
    kernel::policy::{Action, Grant, Right, grant, holds},
    read::{Field, Resource, Shape, catalog},
};
use entity::{
    membership::Role,
    value::{Choice as _, Kind},
};

/// Who may do what, as it was read last.
const READ: &str = include_str!("policy.txt");

#[test]
fn who_may_do_what_was_read_by_somebody() {
    let table = table();

    if std::env::var_os("RAPPORT_BLESS").is_some_and(|bless| bless == "1") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/shape/policy.txt");
        std::fs::write(file, table).expect("the table is written");
        return;
    }

    let differences = differences(READ, &table);
    assert!(
        differences.is_empty(),
        "who may do what has changed:\n{differences}\
         If that is meant, write the table anew and read the difference: RAPPORT_BLESS=1 cargo test -p tests who_may_do_what"
    );
}

/// Lines that are only in one of the two tables.
fn differences(before: &str, now: &str) -> String {
    let lines = |one: &str, other: &str, sign: &str| -> String {
        let known: Vec<&str> = other.lines().collect();
        one.lines()
            .filter(|line| !known.contains(line))
            .flat_map(|line| [sign, " ", line, "\n"])
            .collect()
    };
    lines(before, now, "-") + &lines(now, before, "+")
}

fn table() -> String {
    let _ = graphql::schema();
    let mut text = String::new();
    text.push_str(
        "Who may do what with records. R: see, C: make, U: change, A: archive and bring back.\n\
         Capital letters: all of the agency. Small letters: their own. A dot: not at all.\n\n",
    );
    line(&mut text, "", |role| role.word().to_owned());
    for kind in Kind::ALL {
        line(&mut text, kind.name(), |role| actions(role, *kind));
    }
    text.push_str(
        "\nWho may read which fields, of the records they see. +: readable. A word: the right that is missing.\n\
         A dot: they see no such record, or none of those that the field leads to.\n\n",
    );
    line(&mut text, "", |role| role.word().to_owned());
    for resource in catalog().all() {
        text.push('\n');
        for field in &resource.fields {
            let name = format!("{}.{}", resource.name(), field.name);
            line(&mut text, &name, |role| reading(role, resource, field));
        }
    }
    text.push_str("\nWho holds which right, whatever the record. +: they do. A dot: they do not.\n\n");
    line(&mut text, "", |role| role.word().to_owned());
    for right in Right::ALL {
        line(&mut text, right.scope(), |role| {
            if holds(role, right) { "+" } else { "." }.to_owned()
        });
    }
    text
}

fn line(text: &mut String, what: &str, cell: impl Fn(Role) -> String) {
    let cells = roles().map(|role| format!(" {:width$}", cell(role), width = role.word().len()));
    let whole = format!("{what:34}{}", cells.collect::<String>());
    writeln!(text, "{}", whole.trim_end()).expect("a line");
}

fn roles() -> impl Iterator<Item = Role> {
    Role::VALUES.iter().filter_map(|role| Role::read(role.name))
}

fn actions(role: Role, kind: Kind) -> String {
    let letter = |action| match action {
        Action::Read => 'R',
        Action::Create => 'C',
        Action::Update => 'U',
        Action::Archive => 'A',
    };
    let shown = |action| match grant(role, kind, action) {
        Grant::Nothing => '.',
        Grant::Own => letter(action).to_ascii_lowercase(),
        Grant::Agency => letter(action),
    };
    Action::ALL.into_iter().map(shown).collect()
}

fn reading(role: Role, resource: &Resource, field: &Field) -> String {
    let sees = |kind| grant(role, kind, Action::Read) != Grant::Nothing;
    let leads = match &field.shape {
        Shape::One { to, .. } | Shape::Many { to, .. } => Kind::named(to),
        _ => None,
    };
    match field.right.filter(|right| !holds(role, *right)) {
        _ if !sees(resource.kind) || leads.is_some_and(|kind| !sees(kind)) => ".".to_owned(),
        Some(right) => word(right),
        None => "+".to_owned(),
    }
}

fn word(right: Right) -> String {
    let scope = right.scope();
    scope.strip_suffix(":read").unwrap_or(scope).to_owned()
}
