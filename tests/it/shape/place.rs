//! The places where ids stand in what callers give: arguments, fields of inputs, tests of filters.

use api::read::{Shape, catalog};
use entity::value::Kind;
use serde_json::{Value as Json, json};

use super::sdl::{Argument, Field, Sdl, is_list, named};

/// A place where an id stands, or several do.
#[derive(Clone, Debug)]
pub(super) struct Place {
    steps: Vec<Step>,
    /// Whether it takes a list of ids.
    takes_list: bool,
    /// The type that has the last field, and that field; for the test of a filter the field that is tested.
    pub(super) field: (String, String),
}

#[derive(Clone, Debug)]
struct Step {
    name: String,
    ty: String,
    is_list: bool,
}

/// Fields whose ids are looked for in a document that was sent, and not among the records.
const OF_DOCUMENTS: &[&str] = &["selectedLineIds"];

/// Whether a field of an input, or an argument, takes ids of records.
pub(super) fn takes_id(argument: &Argument) -> bool {
    let is_of_document = OF_DOCUMENTS.contains(&argument.name.as_str());
    !is_of_document && ["ID", "IDFilter"].contains(&named(&argument.ty))
}

impl Place {
    /// The place of a field in the input of a mutation.
    pub(super) fn of_input(field: &str) -> Self {
        let step = Step {
            name: field.to_owned(),
            ty: "ID".to_owned(),
            is_list: false,
        };
        Self {
            steps: vec![step],
            takes_list: false,
            field: (String::new(), field.to_owned()),
        }
    }

    /// The path to it, as `input.contactIds`.
    pub(super) fn path(&self) -> String {
        let names: Vec<&str> = self.steps.iter().map(|step| step.name.as_str()).collect();
        names.join(".")
    }

    /// The last name of its path.
    pub(super) fn name(&self) -> &str {
        &self.steps[self.steps.len() - 1].name
    }

    /// Whether it is a test of another record than those that are asked for, or one that is put together.
    pub(super) fn is_far(&self) -> bool {
        self.steps.len() > 3
    }

    /// The first input on the way to it that is not given, and its type.
    pub(super) fn gap(&self, arguments: &Json) -> Option<(Self, String)> {
        let on_the_way = 1..self.steps.len();
        let mut parts = on_the_way.map(|length| Self {
            steps: self.steps[..length].to_vec(),
            takes_list: false,
            field: self.field.clone(),
        });
        let gap = parts.find(|part| !part.is_taken(arguments))?;
        let ty = gap.steps[gap.steps.len() - 1].ty.clone();
        Some((gap, ty))
    }

    /// Whether something stands there already.
    pub(super) fn is_taken(&self, arguments: &Json) -> bool {
        let at = self.steps.iter().try_fold(arguments, |at, step| {
            let at = at.get(step.name.as_str())?;
            if step.is_list { at.get(0) } else { Some(at) }
        });
        at.is_some()
    }

    /// Writes an id to its place in the arguments of a field.
    pub(super) fn put(&self, arguments: &mut Json, id: &str) {
        *self.within(arguments) = if self.takes_list { json!([id]) } else { json!(id) };
    }

    /// Writes an input to its place in the arguments of a field.
    pub(super) fn give(&self, arguments: &mut Json, input: Json) {
        *self.within(arguments) = input;
    }

    fn within<'j>(&self, arguments: &'j mut Json) -> &'j mut Json {
        self.steps.iter().fold(arguments, |at, step| {
            let at = &mut at[step.name.as_str()];
            if !step.is_list {
                return at;
            }
            if at.as_array().is_none_or(Vec::is_empty) {
                *at = json!([{}]);
            }
            &mut at[0]
        })
    }
}

/// All places of a field's arguments.
///
/// In filters these are all tests on the record itself, and for each other record that it is filtered by the tests of equality.
/// `and`, `or` and `not` are each tried with one test.
pub(super) fn places(sdl: &Sdl, field: &Field) -> Vec<Place> {
    let mut walk = Walk { sdl, found: vec![] };
    for argument in &field.arguments {
        walk.argument("", argument, &[], &[]);
    }
    walk.found
}

struct Walk<'s> {
    sdl: &'s Sdl,
    found: Vec<Place>,
}

impl Walk<'_> {
    fn argument(&mut self, of: &str, argument: &Argument, before: &[Step], types: &[&str]) {
        let ty = named(&argument.ty);
        let last = (of.to_owned(), argument.name.clone());
        let mut steps = before.to_vec();
        steps.push(Step {
            name: argument.name.clone(),
            ty: ty.to_owned(),
            is_list: is_list(&argument.ty) && ty != "ID",
        });
        if OF_DOCUMENTS.contains(&argument.name.as_str()) {
            return;
        }
        if ty == "ID" {
            let takes_list = is_list(&argument.ty);
            self.found.push(Place {
                steps,
                takes_list,
                field: last,
            });
        } else if ty == "IDFilter" {
            let others = types.iter().filter(|ty| ty.ends_with("Filter")).count() > 1;
            for (test, takes_list) in [("eq", false), ("in", true), ("ne", false), ("notIn", true)] {
                if others && test != "eq" {
                    continue;
                }
                let mut steps = steps.clone();
                steps.push(Step {
                    name: test.to_owned(),
                    ty: "ID".to_owned(),
                    is_list: false,
                });
                self.found.push(Place {
                    steps,
                    takes_list,
                    field: last.clone(),
                });
            }
        } else if let Some(fields) = self.sdl.input(ty) {
            self.input(ty, fields, &steps, types);
        }
    }

    fn input(&mut self, ty: &str, fields: &[Argument], steps: &[Step], types: &[&str]) {
        let is_filter = ty.ends_with("Filter");
        let records = types.iter().filter(|known| is_of_records(known)).count();
        let inside_logic = types.contains(&ty);
        if (!is_filter && inside_logic) || records > 1 {
            return;
        }
        let mut types = types.to_vec();
        types.push(ty);
        for field in fields {
            let is_logic = is_filter && ["and", "or", "not"].contains(&field.name.as_str());
            let wanted = match (is_logic, inside_logic) {
                (true, inside) => !inside && records == 0,
                (false, true) => field.name == "id",
                (false, false) => true,
            };
            if wanted {
                self.argument(ty, field, steps, &types);
            }
        }
    }
}

/// Whether a filter tests records, and not a value of theirs or a list of them.
fn is_of_records(filter: &str) -> bool {
    let stem = filter.strip_suffix("Filter");
    stem.is_some_and(|stem| catalog().named(stem).is_some())
}

/// The kind of record whose ids stand at a place of a root field.
///
/// # Errors
/// What to do about it, when the names do not say.
pub(super) fn kind(root: &str, place: &Place) -> Result<Kind, String> {
    let (of, field) = &place.field;
    let subject = match of.strip_suffix("Filter") {
        Some(stem) => Kind::named(stem),
        None => subject(of).or_else(|| subject(root)),
    };
    let stem = field
        .strip_prefix("add")
        .or_else(|| field.strip_prefix("remove"))
        .map_or_else(|| field.clone(), uncapitalised);
    let exception = EXCEPTIONS
        .iter()
        .find(|known| (known.0, known.1) == (root, field.as_str()));
    let found = match (stem.as_str(), subject) {
        _ if of.is_empty() && exception.is_some() => exception.map(|known| known.2),
        ("id" | "ids", Some(subject)) => Some(subject),
        // `node` and `nodes` take ids of all kinds.
        ("id" | "ids", None) => ["node", "nodes"].contains(&root).then_some(Kind::Client),
        (stem, subject) => {
            let relation = stem.strip_suffix("Ids").or_else(|| stem.strip_suffix("Id"));
            let relation = relation.unwrap_or(stem);
            subject
                .and_then(|subject| leads_to(subject, relation))
                .or_else(|| Kind::named(&capitalised(relation)))
        }
    };
    found.ok_or_else(|| {
        format!(
            "{root}({}): the name does not say which kind of record it is the id of. Name it after a relation of the \
             record or after a kind, or add it to EXCEPTIONS in tests/it/shape/place.rs",
            place.path()
        )
    })
}

/// Arguments whose names do not say which kind of record they are the id of: root field, argument, kind.
const EXCEPTIONS: &[(&str, &str, Kind)] = &[("explainProfitChange", "id", Kind::Project)];

/// The kind of record that a root field or an input is about: the longest name of a kind that it begins with.
pub(super) fn subject(name: &str) -> Option<Kind> {
    let name = capitalised(name);
    let begins = |kind: &Kind| {
        let rest = name.strip_prefix(kind.name());
        rest.is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_lowercase()))
    };
    let named = Kind::ALL.iter().copied().filter(begins);
    named.max_by_key(|kind| kind.name().len())
}

/// The kind that a relation of a record leads to, named in the singular or in the plural.
fn leads_to(kind: Kind, relation: &str) -> Option<Kind> {
    let resource = catalog().named(kind.name())?;
    let plural = match relation.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{relation}s"),
    };
    let field = resource.field(relation).or_else(|| resource.field(&plural))?;
    match &field.shape {
        Shape::One { to, .. } | Shape::Many { to, .. } => Kind::named(to),
        _ => None,
    }
}

pub(super) fn capitalised(name: &str) -> String {
    changed(name, |letter| letter.to_ascii_uppercase())
}

pub(super) fn uncapitalised(name: &str) -> String {
    changed(name, |letter| letter.to_ascii_lowercase())
}

fn changed(name: &str, first: impl Fn(char) -> char) -> String {
    let mut letters = name.chars();
    letters.next().map(first).into_iter().chain(letters).collect()
}
