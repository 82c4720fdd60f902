//! What may call what, read from the `use` lines and paths of the sources.

mod source;

use self::source::{File, files};

/// The modules in the order of who may call whom: each may call those before it.
const MODULES: &[&str] = &[
    "agency",
    "people",
    "clients",
    "pipeline",
    "projects",
    "rates",
    "budgets",
    "files",
    "engagements",
    "time",
    "bills",
    "contracts",
    "proposals",
    "profit",
];

/// What rules stand on besides the rules of their own module and of those before it.
const GROUND: &[&str] = &["config", "kernel", "notify"];

/// The parts of a module that belong to the graph, or to pages that stand beside it; all others are rules.
const GRAPH: &[&str] = &["mod", "mutation", "page", "query", "resource"];

/// The parts of a module that the rules of later ones may call; the door and what opens it for links that are no sign-in.
const OPEN: &[&str] = &["credentials", "door", "input", "service"];

/// What stands below the modules, and what each of it may look at besides itself.
const BELOW: &[(&str, &[&str])] = &[
    ("http", &["config", "graphql", "kernel"]),
    ("kernel", &["config"]),
    ("notify", &["config", "kernel"]),
    ("read", &["kernel"]),
];

/// A file may have so many lines.
const LINES: usize = 300;

/// Files that may be longer, and why.
const LONGER: &[(&str, &str)] = &[("api/src/kernel/event.rs", "one list, of all that can happen")];

#[test]
fn every_module_has_its_place_in_the_order() {
    let files = files("api/src");

    let mut found: Vec<&str> = vec![];
    for file in files
        .iter()
        .filter(|file| file.part() == "service" && file.module.len() > 1)
    {
        found.push(&file.module[0]);
    }
    found.sort_unstable();
    found.dedup();

    let mut known: Vec<_> = MODULES.iter().copied().chain(["http"]).collect();
    known.sort_unstable();
    assert_eq!(found, known);
}

#[test]
fn rules_look_down() {
    let files = files("api/src");

    let up = seen(&files, |from, to| {
        let place = |module: &str| MODULES.iter().position(|known| *known == module);
        match (place(&from.module[0]), place(&to[0])) {
            (Some(here), Some(there)) if here == there => true,
            // Whose rows are whose is shown under a name such as `own_clients`.
            (Some(here), Some(there)) => {
                there < here && (OPEN.contains(&part(to)) || part(to).starts_with("own_"))
            }
            // They may ask which kinds of record are declared.
            (Some(_), None) => GROUND.contains(&to[0].as_str()) || to[..] == ["read", "catalog"],
            (None, _) => true,
        }
    });

    assert!(up.is_empty(), "{up:#?}");
}

#[test]
fn no_rule_looks_at_the_graph() {
    let files = files("api/src");

    let graph = seen(&files, |_, to| {
        // What a module shows of its graph has its own name there: `resources`, `ClientsMutation`.
        let is_shown = |part: &str| part == "resources" || part.starts_with(char::is_uppercase);
        let is_graph = |part: &String| GRAPH.contains(&part.as_str()) || is_shown(part);
        to[0] != "graphql" && !(MODULES.contains(&to[0].as_str()) && to.get(1).is_some_and(is_graph))
    });

    assert!(graph.is_empty(), "{graph:#?}");
}

#[test]
fn what_modules_stand_on_knows_none_of_them() {
    let files = files("api/src");

    let mut up = vec![];
    for (below, may) in BELOW {
        for file in files
            .iter()
            .filter(|file| file.module.first().is_some_and(|top| top == below))
        {
            let others = file
                .paths
                .iter()
                .filter(|path| path[0] != *below && !may.contains(&path[0].as_str()));
            up.extend(others.map(|path| format!("{} looks at {}", file.name, path.join("::"))));
        }
    }

    assert!(up.is_empty(), "{up:#?}");
}

#[test]
fn no_file_is_too_long_to_be_read_in_a_sitting() {
    let files = ["api/src", "entity/src", "migration/src"].map(files).concat();

    let long: Vec<_> = files
        .iter()
        .filter(|file| file.lines > LINES && !LONGER.iter().any(|(name, _)| *name == file.name))
        .map(|file| (&file.name, file.lines))
        .collect();
    let short: Vec<_> = LONGER
        .iter()
        .filter(|(name, _)| !files.iter().any(|file| file.name == *name && file.lines > LINES))
        .collect();

    assert!(files.len() > 200, "only {} files", files.len());
    assert!(long.is_empty(), "more than {LINES} lines: {long:?}");
    assert!(short.is_empty(), "no longer too long: {short:?}");
}

/// What rules look at that they may not.
fn seen(files: &[File], may: impl Fn(&File, &[String]) -> bool) -> Vec<String> {
    let rules = files.iter().filter(|file| {
        let of_module = file
            .module
            .first()
            .is_some_and(|top| MODULES.contains(&top.as_str()));
        of_module && !GRAPH.contains(&file.part())
    });
    let mut seen = vec![];
    let mut looked = 0;
    for file in rules {
        looked += file.paths.len();
        let refused = file.paths.iter().filter(|path| !may(file, path));
        seen.extend(refused.map(|path| format!("{} looks at {}", file.name, path.join("::"))));
    }
    assert!(looked > 500, "only {looked} paths");
    seen
}

/// The part of a module that a path leads to.
fn part(path: &[String]) -> &str {
    path.get(1).map_or("mod", String::as_str)
}
