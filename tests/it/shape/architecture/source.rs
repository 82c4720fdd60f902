//! The sources, and the paths in them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the sources.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Where it is, from the top of the workspace.
    pub(super) name: String,
    /// Its module, from the top of the crate.
    pub(super) module: Vec<String>,
    /// How many lines it has.
    pub(super) lines: usize,
    /// What it names of its own crate, from the top of it.
    pub(super) paths: Vec<Vec<String>>,
}

impl File {
    /// The part of its module that it belongs to.
    pub(super) fn part(&self) -> &str {
        self.module.get(1).map_or("mod", String::as_str)
    }
}

/// All files below a folder of the workspace.
pub(super) fn files(folder: &str) -> Vec<File> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = vec![];
    gather(&workspace.join(folder), &mut found);
    found.sort();
    let file = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source file");
        let name = path.strip_prefix(&workspace).expect("a path in the workspace");
        let module = module(
            path.strip_prefix(workspace.join(folder))
                .expect("a path in the folder"),
        );
        File {
            name: name.display().to_string(),
            lines: text.lines().count(),
            paths: paths(&words(&text), &module),
            module,
        }
    };
    found.iter().map(file).collect()
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

fn module(path: &Path) -> Vec<String> {
    let path = path.with_extension("");
    let parts = path
        .iter()
        .map(|part| part.to_str().expect("a plain name").to_owned());
    parts
        .filter(|part| !["mod", "lib", "main"].contains(&part.as_str()))
        .collect()
}

/// The words and signs of a source text, without comments and literals.
fn words(text: &str) -> Vec<String> {
    let symbols: Vec<char> = text.chars().collect();
    let at = |place: usize| symbols.get(place).copied().unwrap_or(' ');
    let (mut words, mut place) = (vec![], 0);
    while place < symbols.len() {
        match at(place) {
            '/' if at(place + 1) == '/' => place = after(&symbols, place, |symbol| symbol == '\n'),
            '"' => {
                place += 1;
                while place < symbols.len() && at(place) != '"' {
                    place += if at(place) == '\\' { 2 } else { 1 };
                }
                place += 1;
            }
            '\'' if at(place + 1) == '\\' => place = after(&symbols, place + 3, |symbol| symbol == '\''),
            '\'' if at(place + 2) == '\'' => place += 3,
            ':' if at(place + 1) == ':' => {
                words.push("::".to_owned());
                place += 2;
            }
            symbol if symbol.is_alphanumeric() || symbol == '_' => {
                let is_end = |symbol: char| !(symbol.is_alphanumeric() || symbol == '_');
                let end = (place..symbols.len())
                    .find(|place| is_end(at(*place)))
                    .unwrap_or(symbols.len());
                words.push(symbols[place..end].iter().collect());
                place = end;
            }
            symbol if symbol.is_whitespace() => place += 1,
            symbol => {
                words.push(symbol.to_string());
                place += 1;
            }
        }
    }
    words
}

/// The place after the next symbol that is one.
fn after(symbols: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    let found = (from..symbols.len()).find(|place| is(symbols[*place]));
    found.map_or(symbols.len(), |place| place + 1)
}

/// The paths that begin at the top of the crate, or with `super` or `self`.
fn paths(words: &[String], module: &[String]) -> Vec<Vec<String>> {
    let mut found = vec![];
    let mut place = 0;
    while place + 1 < words.len() {
        let begins = ["crate", "super", "self"].contains(&words[place].as_str()) && words[place + 1] == "::";
        if !begins {
            place += 1;
            continue;
        }
        let mut base = if words[place] == "crate" {
            vec![]
        } else {
            module.to_vec()
        };
        while words[place] == "super" && words[place + 1] == "::" {
            base.pop();
            place += 2;
        }
        if ["crate", "self"].contains(&words[place].as_str()) {
            place += 2;
        }
        place = tree(words, place, &base, &mut found);
    }
    found.retain(|path: &Vec<String>| !path.is_empty());
    found
}

/// Reads what follows a `::`: names, or several in braces. Gives the place after it.
fn tree(words: &[String], mut place: usize, base: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = base.to_vec();
    loop {
        match words.get(place).map(String::as_str) {
            Some("{") => {
                place += 1;
                while words.get(place).is_some_and(|word| word != "}") {
                    place = tree(words, place, &path, found);
                    // What it is called here is of no matter.
                    while words
                        .get(place)
                        .is_some_and(|word| ![",", "}"].contains(&word.as_str()))
                    {
                        place += 1;
                    }
                    place += usize::from(words.get(place).is_some_and(|word| word == ","));
                }
                return place + 1;
            }
            Some(name) if name.starts_with(|symbol: char| symbol.is_alphabetic() || symbol == '_') => {
                if name != "self" {
                    path.push(name.to_owned());
                }
                place += 1;
            }
            _ => place += 1,
        }
        if words.get(place).is_none_or(|word| word != "::") {
            // A macro is of the whole crate.
            if words.get(place).is_none_or(|word| word != "!") {
                found.push(path);
            }
            return place;
        }
        place += 1;
    }
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let text = r#"
        // use crate::comment;
        use super::{self as up, gate::{Gate, dead_link}};
        use crate::{graphql, kernel::tx::Tx as Unit, read::{catalog, Row as _}};
        const TEXT: &str = "crate::text";
        fn sign(quote: char) { crate::say!("so"); if quote == '"' { self::help(); } crate::people::service::sign(super::super::access::of()); }
    "#;

    let found = paths(&words(text), &["people", "service", "sign"].map(str::to_owned));

    let found: Vec<_> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        [
            "people::service",
            "people::service::gate::Gate",
            "people::service::gate::dead_link",
            "graphql",
            "kernel::tx::Tx",
            "read::catalog",
            "read::Row",
            "people::service::sign::help",
            "people::service::sign",
            "people::access::of",
        ]
    );
}
