//! Records are there for those alone who may see them. Every root field, every argument and every field of an input that takes an
//! id is tried with ids of records that are hidden from who asks: it is answered as if they had never been, and changes nothing.

mod arguments;
mod keys;
mod probe;
mod reads;
mod scopes;
mod writes;

use std::collections::BTreeSet;

use super::{
    place::{Place, takes_id},
    sdl::Sdl,
};

/// Fields of inputs and arguments that were tried.
#[derive(Default)]
struct Tried(BTreeSet<String>);

impl Tried {
    fn note(&mut self, root: &str, place: &Place) {
        let (of, field) = &place.field;
        let of = if of.is_empty() { root } else { of };
        self.0.insert(format!("{of}.{field}"));
    }

    /// Those of the schema that `wanted` says are to be tried, and were not.
    fn missing(&self, sdl: &Sdl, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let of_inputs = sdl
            .inputs()
            .filter(|(input, _)| *input != "IDFilter")
            .flat_map(|(input, fields)| {
                let of_ids = fields.iter().filter(|field| takes_id(field));
                of_ids.map(move |field| (input.to_owned(), format!("{input}.{}", field.name)))
            });
        let of_fields = sdl.objects().flat_map(|object| {
            let is_root = object == "Query" || object == "Mutation";
            sdl.fields(object).iter().flat_map(move |field| {
                let of_ids = field.arguments.iter().filter(|argument| takes_id(argument));
                let of = if is_root {
                    field.name.clone()
                } else {
                    format!("{object}.{}", field.name)
                };
                of_ids.map(move |argument| (object.to_owned(), format!("{of}.{}", argument.name)))
            })
        });
        of_inputs
            .chain(of_fields)
            .filter(|(of, _)| wanted(of))
            .map(|(_, name)| name)
            .filter(|name| !self.0.contains(name))
            .collect()
    }
}
