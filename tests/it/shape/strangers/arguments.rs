//! What arguments can say that is no id.

use serde_json::{Value as Json, json};

use crate::shape::{
    inputs::sample,
    sdl::{Argument, Field, Sdl, is_list, named},
    world::World,
};

/// The arguments that a root field needs, but for ids: keys to group by, days.
pub(super) fn required(sdl: &Sdl, world: &World<'_>, field: &Field) -> Result<Json, String> {
    let mut arguments = json!({});
    for argument in field.arguments.iter().filter(|argument| argument.is_required) {
        let ty = named(&argument.ty);
        if ty == "ID" {
            continue;
        }
        let value = sample(sdl, world, &argument.name, ty).ok_or_else(|| {
            let (field, name) = (&field.name, &argument.name);
            format!("{field}: there is no value for {name}: {ty}. Give one in tests/it/shape/inputs.rs")
        })?;
        arguments = with(&arguments, argument, value);
    }
    Ok(arguments)
}

/// Arguments, with one more.
pub(super) fn with(base: &Json, argument: &Argument, value: Json) -> Json {
    let mut arguments = base.clone();
    arguments[argument.name.as_str()] = if is_list(&argument.ty) {
        json!([value])
    } else {
        value
    };
    arguments
}

/// All orders and keys that an argument can say.
pub(super) fn words(sdl: &Sdl, argument: &Argument) -> Vec<(String, Json)> {
    let ty = named(&argument.ty);
    if let Some(words) = sdl.words(ty) {
        return words
            .iter()
            .map(|word| (format!("{}: {word}", argument.name), json!(word)))
            .collect();
    }
    let fields = sdl.input(ty).unwrap_or_default();
    let key = fields
        .iter()
        .find(|field| field.name == "field" && ty.ends_with("Order"));
    let words = key.and_then(|key| sdl.words(named(&key.ty))).unwrap_or_default();
    words
        .iter()
        .map(|word| (format!("{}: {word}", argument.name), json!({ "field": word })))
        .collect()
}

/// A test on a text.
pub(super) type OnText = Box<dyn Fn(&str) -> Json>;

/// All tests on text that an argument can say.
pub(super) fn tests_on_text(sdl: &Sdl, argument: &Argument) -> Vec<(String, OnText)> {
    let ty = named(&argument.ty);
    if argument.name == "search" {
        return vec![("search".to_owned(), Box::new(|word: &str| json!(word)))];
    }
    let fields = sdl
        .input(ty)
        .filter(|_| argument.name == "filter")
        .unwrap_or_default();
    let tests = fields.iter().filter_map(|field| -> Option<(String, OnText)> {
        let (about, name) = (format!("filter.{}", field.name), field.name.clone());
        match named(&field.ty) {
            "StringFilter" => Some((
                about,
                Box::new(move |word: &str| json!({ name.as_str(): { "contains": word } })),
            )),
            "ExternalIdFilter" => Some((
                about,
                Box::new(move |word: &str| json!({ name.as_str(): { "value": { "contains": word } } })),
            )),
            _ => None,
        }
    });
    tests.collect()
}
