//! Questions that are asked twice, once about a hidden record and once about one that never was.

use serde_json::{Map, Value as Json};
use tests::Server;

use crate::shape::{
    ground::{Ground, Stranger},
    inputs::{given, in_parentheses},
    place::Place,
    sdl::{Argument, Field, Sdl, named},
};

/// Questions that are asked in one request.
const AT_ONCE: usize = 12;

/// One question.
pub(super) struct Probe {
    /// What is asked, in words.
    about: String,
    /// The key of its answer.
    key: String,
    declared: Vec<String>,
    selected: String,
    hidden: Map<String, Json>,
    never: Map<String, Json>,
}

/// The arguments of a question: about a hidden record, and about one that never was.
pub(super) struct Pair {
    pub(super) hidden: Json,
    pub(super) never: Json,
}

impl Pair {
    /// The same both times.
    pub(super) fn same(arguments: Json) -> Self {
        Self {
            hidden: arguments.clone(),
            never: arguments,
        }
    }
}

impl Probe {
    /// A question to a root field, for everything that can be selected.
    pub(super) fn whole(sdl: &Sdl, number: usize, field: &Field, about: String, pair: Pair) -> Self {
        let selection = sdl.selection(named(&field.ty), 2);
        Self::new(number, field, about, pair, |asked| format!("{asked} {selection}"))
    }

    /// A question to a root field, for which records there are.
    pub(super) fn root(sdl: &Sdl, number: usize, field: &Field, about: String, pair: Pair) -> Self {
        let selection = match named(&field.ty) {
            ty if ty.ends_with("Connection") => "{ totalCount nodes { id } }".to_owned(),
            ty => sdl.selection(ty, 1),
        };
        Self::new(number, field, about, pair, |asked| format!("{asked} {selection}"))
    }

    /// A question to a field of the records that a root field lists.
    pub(super) fn nested(number: usize, root: &str, field: &Field, about: String, pair: Pair) -> Self {
        let inside = |asked: &str| {
            format!("{root}(first: 5) {{ nodes {{ id {asked} {{ totalCount nodes {{ id }} }} }} }}")
        };
        Self::new(number, field, about, pair, inside)
    }

    fn new(number: usize, field: &Field, about: String, pair: Pair, around: impl Fn(&str) -> String) -> Self {
        let suffix = format!("_{number}");
        let arguments = field
            .arguments
            .iter()
            .filter(|argument| pair.hidden.get(&argument.name).is_some());
        let arguments: Vec<&Argument> = arguments.collect();
        let asked = format!("{}{}", field.name, given(&arguments, &suffix));
        let declared = arguments
            .iter()
            .map(|argument| format!("${}{suffix}: {}", argument.name, argument.ty));
        let key = format!("a{number}");
        Self {
            about,
            declared: declared.collect(),
            selected: format!("{key}: {}", around(&asked)),
            hidden: suffixed(pair.hidden, &suffix),
            never: suffixed(pair.never, &suffix),
            key,
        }
    }
}

fn suffixed(arguments: Json, suffix: &str) -> Map<String, Json> {
    let Json::Object(arguments) = arguments else {
        return Map::new();
    };
    arguments
        .into_iter()
        .map(|(name, value)| (format!("{name}{suffix}"), value))
        .collect()
}

/// Asks, and tells what came out that should not.
pub(super) async fn ask(ground: &Ground<'_>, stranger: &Stranger<'_>, probes: &[Probe]) -> Vec<String> {
    let mut faults = vec![];
    for some in probes.chunks(AT_ONCE) {
        faults.extend(ask_some(ground, stranger, some).await);
    }
    faults
        .into_iter()
        .map(|fault| format!("{}: {fault}", stranger.who))
        .collect()
}

async fn ask_some(ground: &Ground<'_>, stranger: &Stranger<'_>, some: &[Probe]) -> Vec<String> {
    let declared: Vec<String> = some.iter().flat_map(|probe| probe.declared.clone()).collect();
    let selected: Vec<&str> = some.iter().map(|probe| probe.selected.as_str()).collect();
    let document = format!("query{} {{ {} }}", in_parentheses(&declared), selected.join(" "));
    let variables = |of: fn(&Probe) -> &Map<String, Json>| -> Json {
        Json::Object(some.iter().flat_map(|probe| of(probe).clone()).collect())
    };
    let hidden = stranger
        .visitor
        .ask(&document, variables(|probe| &probe.hidden))
        .await;
    // What costs too much at once is asked in two requests.
    if hidden.codes() == ["QUERY_TOO_COMPLEX"] && some.len() > 1 {
        let (some, others) = some.split_at(some.len() / 2);
        let mut faults = Box::pin(ask_some(ground, stranger, some)).await;
        faults.extend(Box::pin(ask_some(ground, stranger, others)).await);
        return faults;
    }
    let never = stranger
        .visitor
        .ask(&document, variables(|probe| &probe.never))
        .await;

    let mut faults = vec![];
    let about = some
        .iter()
        .map(|probe| probe.about.as_str())
        .collect::<Vec<_>>()
        .join("; ");
    // What was refused before it ran tells nothing of records, and tries nothing.
    if hidden.data.is_null() && hidden.codes() != ["FORBIDDEN"] {
        faults.push(format!("not tried: {about}: {:?}", hidden.errors));
    }
    for told in ground.told(stranger, &hidden).await {
        faults.push(format!("one of these tells of {told}: {about}"));
    }
    if (hidden.status, &hidden.errors) != (never.status, &never.errors) {
        faults.push(format!(
            "other errors: {about}: {:?} {:?}",
            hidden.errors, never.errors
        ));
    }
    for Probe { about, key, .. } in some {
        let (hidden, never) = (
            without_cursors(&hidden.data[key]),
            without_cursors(&never.data[key]),
        );
        if hidden != never {
            faults.push(format!(
                "{about}: {hidden}, but of a record that never was {never}"
            ));
        }
    }
    faults
}

/// An answer without its cursors, which say what list they are of.
fn without_cursors(answer: &Json) -> Json {
    match answer {
        Json::Object(fields) => {
            let fields = fields
                .iter()
                .filter(|(name, _)| !name.to_lowercase().ends_with("cursor"));
            Json::Object(
                fields
                    .map(|(name, value)| (name.clone(), without_cursors(value)))
                    .collect(),
            )
        }
        Json::Array(items) => Json::Array(items.iter().map(without_cursors).collect()),
        leaf => leaf.clone(),
    }
}

/// An id of this kind that no record ever had, in the place of one.
pub(super) fn pair(server: &Server, place: &Place, base: &Json, kind: entity::value::Kind, id: &str) -> Pair {
    let (mut hidden, mut never) = (base.clone(), base.clone());
    place.put(&mut hidden, id);
    place.put(&mut never, &crate::shape::ground::never(server, kind));
    Pair { hidden, never }
}
