//! Arguments that a mutation takes, generated from the schema: what makers give, else what is required.

use entity::value::Kind;
use futures_util::future::BoxFuture;
use serde_json::{Value as Json, json};

use super::{
    examples,
    place::{self, Place, capitalised},
    sdl::{Argument, Field, Sdl, is_list, named},
    world::{Making, World, maker},
};

/// The document that asks for a root field with these arguments as variables, answered under `payload`.
pub(super) fn document(operation: &str, field: &Field, selection: &str) -> String {
    let all: Vec<&Argument> = field.arguments.iter().collect();
    let (declared, given) = (declared(&all, ""), given(&all, ""));
    format!(
        "{operation}{declared} {{ payload: {}{given} {selection} }}",
        field.name
    )
}

/// Arguments or declarations as they are written; nothing when there are none.
pub(super) fn in_parentheses(parts: &[String]) -> String {
    if parts.is_empty() {
        String::new()
    } else {
        format!("({})", parts.join(", "))
    }
}

/// The variables that arguments are given by, with their types.
pub(super) fn declared(arguments: &[&Argument], suffix: &str) -> String {
    let parts = arguments
        .iter()
        .map(|argument| format!("${}{suffix}: {}", argument.name, argument.ty));
    in_parentheses(&parts.collect::<Vec<_>>())
}

/// Arguments, given by these variables.
pub(super) fn given(arguments: &[&Argument], suffix: &str) -> String {
    let parts = arguments
        .iter()
        .map(|argument| format!("{0}: ${0}{suffix}", argument.name));
    in_parentheses(&parts.collect::<Vec<_>>())
}

/// Whether a mutation is tried on a new record, or on the one that the world has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    New,
    Known,
}

/// Arguments of a mutation that the owner of the world may give, with the world's own id at `place`.
///
/// # Errors
/// What is to be done where the schema does not say enough.
pub(super) async fn arguments(
    sdl: &Sdl,
    world: &World<'_>,
    mutation: &Field,
    place: Option<&Place>,
    subject: Subject,
) -> Result<Json, String> {
    let inputs = Inputs {
        sdl,
        world,
        root: &mutation.name,
        subject,
    };
    let mut arguments = if let Some(input) = made_by(&mutation.name) {
        json!({ "input": input(world).await })
    } else {
        let arguments = inputs.all(&mutation.arguments).await?;
        match examples::of(&mutation.name) {
            Some(example) => laid_over(arguments, &json!({ "input": example(world).await })),
            None => arguments,
        }
    };
    let Some(place) = place else { return Ok(arguments) };
    while let Some((gap, ty)) = place.gap(&arguments) {
        gap.give(
            &mut arguments,
            inputs.all(sdl.input(&ty).unwrap_or_default()).await?,
        );
    }
    if !place.is_taken(&arguments) {
        place.put(
            &mut arguments,
            &world.id(place::kind(&mutation.name, place)?).await,
        );
    }
    Ok(arguments)
}

/// The input that a maker gives this mutation.
fn made_by(mutation: &str) -> Option<Making<Json>> {
    let makers = Kind::ALL.iter().filter_map(|kind| maker(*kind)?.mutation());
    makers
        .into_iter()
        .find(|(name, _)| name == mutation)
        .map(|(_, input)| input)
}

fn laid_over(below: Json, above: &Json) -> Json {
    match (below, above) {
        (Json::Object(mut below), Json::Object(above)) => {
            for (name, value) in above {
                let under = below.remove(name).unwrap_or_default();
                below.insert(name.clone(), laid_over(under, value));
            }
            Json::Object(below)
        }
        (_, above) => above.clone(),
    }
}

struct Inputs<'w> {
    sdl: &'w Sdl,
    world: &'w World<'w>,
    root: &'w str,
    subject: Subject,
}

impl<'w> Inputs<'w> {
    /// Values for all that is required.
    fn all(&self, fields: &'w [Argument]) -> BoxFuture<'_, Result<Json, String>> {
        Box::pin(async move {
            let mut object = json!({});
            let mut required: Vec<_> = fields.iter().filter(|field| field.is_required).collect();
            // Which record it is about is known first: its version and its states depend on it.
            required.sort_by_key(|field| field.name != "id");
            for field in required {
                let id = object["id"].as_str().map(str::to_owned);
                let value = self.one(field, id).await?;
                let value = if is_list(&field.ty) { json!([value]) } else { value };
                object[field.name.as_str()] = value;
            }
            if let Some(object) = object.as_object_mut() {
                object.retain(|_, value| !value.is_null());
            }
            Ok(object)
        })
    }

    async fn one(&self, field: &'w Argument, id: Option<String>) -> Result<Json, String> {
        let ty = named(&field.ty);
        if let Some(fields) = self.sdl.input(ty) {
            return self.all(fields).await;
        }
        if ty == "ID" {
            return self.id(field).await;
        }
        if let (Some(id), Some(kind)) = (&id, place::subject(self.root)) {
            if field.name == "expectedVersion" {
                return Ok(self.of_record(kind, id, "version").await);
            }
            if field.name == "to" && self.sdl.field(kind.name(), "allowedTransitions").is_some() {
                let states = self.of_record(kind, id, "allowedTransitions").await;
                if states[0].is_string() {
                    return Ok(states[0].clone());
                }
            }
        }
        sample(self.sdl, self.world, &field.name, ty).ok_or_else(|| {
            let (root, name) = (self.root, &field.name);
            format!("{root}: there is no value for {name}: {ty}. Give one in tests/it/shape/examples.rs or inputs.rs")
        })
    }

    async fn id(&self, field: &Argument) -> Result<Json, String> {
        let place = Place::of_input(&field.name);
        let kind = place::kind(self.root, &place)?;
        let id = if field.name == "id" && self.subject == Subject::New {
            self.world.fresh(kind).await
        } else {
            self.world.id(kind).await
        };
        Ok(id.into())
    }

    async fn of_record(&self, kind: Kind, id: &str, field: &str) -> Json {
        let ty = capitalised(kind.name());
        let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {ty} {{ {field} }} }} }}");
        let reply = self
            .world
            .visitor()
            .ask(&document, json!({ "id": id }))
            .await
            .good();
        reply.data["node"][field].clone()
    }
}

/// A value of a leaf that nothing depends on.
pub(super) fn sample(sdl: &Sdl, world: &World<'_>, name: &str, ty: &str) -> Option<Json> {
    if let Some(words) = sdl.words(ty) {
        return words.first().map(|word| word.as_str().into());
    }
    Some(match (ty, name) {
        ("String", "email") => world.server.address_of("somebody").into(),
        ("String", _) => format!("something {}", world.number()).into(),
        ("Int", _) => 1.into(),
        ("Boolean", _) => true.into(),
        ("Date", "from") => "2026-01-01".into(),
        ("Date", "to") => "2026-11-01".into(),
        ("Date", "until") => "2027-12-01".into(),
        ("Date", _) => "2026-12-01".into(),
        ("DateTime", _) => "2026-11-24T09:00:00Z".into(),
        ("Decimal", _) => "100.00".into(),
        ("CurrencyCode", _) => "EUR".into(),
        ("JSON", _) => json!({}),
        _ => return None,
    })
}
