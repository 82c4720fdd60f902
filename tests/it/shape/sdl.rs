//! The schema as the tests of its shape walk through it, read from its published text.

use std::collections::{BTreeMap, BTreeSet};

use api::graphql;
use async_graphql::{
    Value,
    parser::{
        parse_schema,
        types::{
            BaseType, ConstDirective, FieldDefinition, InputValueDefinition, Type, TypeKind,
            TypeSystemDefinition,
        },
    },
};

/// The schema.
pub(super) struct Sdl {
    objects: BTreeMap<String, Object>,
    inputs: BTreeMap<String, Vec<Argument>>,
    words: BTreeMap<String, Vec<String>>,
    interfaces: BTreeSet<String>,
    /// Whether there are subscriptions.
    pub(super) has_subscriptions: bool,
}

/// A type with fields.
#[derive(Default)]
struct Object {
    implements: Vec<String>,
    fields: Vec<Field>,
}

/// A field.
#[derive(Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) arguments: Vec<Argument>,
    /// The scopes of which the schema says that it takes one.
    pub(super) scopes: Vec<String>,
}

/// An argument, or a field of an input.
#[derive(Clone)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) is_required: bool,
}

impl Sdl {
    /// Reads the schema of the program.
    pub(super) fn read() -> Self {
        Self::of(&graphql::sdl(&graphql::schema()))
    }

    fn of(text: &str) -> Self {
        let mut sdl = Self {
            objects: BTreeMap::new(),
            inputs: BTreeMap::new(),
            words: BTreeMap::new(),
            interfaces: BTreeSet::new(),
            has_subscriptions: false,
        };
        for definition in parse_schema(text).expect("the schema is one").definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    sdl.has_subscriptions = schema.node.subscription.is_some();
                }
                TypeSystemDefinition::Type(ty) => sdl.add(ty.node.name.node.to_string(), ty.node.kind),
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        sdl
    }

    fn add(&mut self, name: String, kind: TypeKind) {
        match kind {
            TypeKind::Object(object) => {
                let implements = object.implements.iter().map(|name| name.node.to_string());
                let implements = implements.collect();
                let fields = object
                    .fields
                    .into_iter()
                    .map(|field| field_of(field.node))
                    .collect();
                self.objects.insert(name, Object { implements, fields });
            }
            TypeKind::Interface(interface) => {
                let fields = interface
                    .fields
                    .into_iter()
                    .map(|field| field_of(field.node))
                    .collect();
                let implements = vec![];
                self.objects.insert(name.clone(), Object { implements, fields });
                self.interfaces.insert(name);
            }
            TypeKind::InputObject(input) => {
                let fields = input
                    .fields
                    .into_iter()
                    .map(|field| argument_of(field.node))
                    .collect();
                self.inputs.insert(name, fields);
            }
            TypeKind::Enum(choice) => {
                let words = choice
                    .values
                    .into_iter()
                    .map(|value| value.node.value.node.to_string());
                self.words.insert(name, words.collect());
            }
            TypeKind::Union(_) => panic!("{name} is a union: the tests of the shape do not know unions yet"),
            TypeKind::Scalar => {}
        }
    }

    /// The root fields that read.
    pub(super) fn queries(&self) -> &[Field] {
        self.fields("Query")
    }

    /// The root fields that write.
    pub(super) fn mutations(&self) -> &[Field] {
        self.fields("Mutation")
    }

    /// The fields of an object or an interface; none of a leaf.
    pub(super) fn fields(&self, ty: &str) -> &[Field] {
        self.objects.get(ty).map_or(&[], |object| &object.fields)
    }

    /// A field of an object.
    pub(super) fn field(&self, ty: &str, name: &str) -> Option<&Field> {
        self.fields(ty).iter().find(|field| field.name == name)
    }

    /// All objects.
    pub(super) fn objects(&self) -> impl Iterator<Item = &str> {
        self.objects.keys().map(String::as_str)
    }

    /// The fields of an input; none of a scalar or an enum.
    pub(super) fn input(&self, ty: &str) -> Option<&[Argument]> {
        self.inputs.get(ty).map(Vec::as_slice)
    }

    /// All inputs.
    pub(super) fn inputs(&self) -> impl Iterator<Item = (&str, &[Argument])> {
        self.inputs
            .iter()
            .map(|(name, fields)| (name.as_str(), fields.as_slice()))
    }

    /// The words of an enum.
    pub(super) fn words(&self, ty: &str) -> Option<&[String]> {
        self.words.get(ty).map(Vec::as_slice)
    }

    /// A selection of a type that reaches `deep` objects down: lists are cut to a few records, and fields that need an
    /// argument are left out. Empty for a leaf.
    pub(super) fn selection(&self, ty: &str, deep: usize) -> String {
        let mut parts = vec![];
        if self.interfaces.contains(ty) {
            parts.push("__typename".to_owned());
        }
        for field in self.fields(ty) {
            parts.extend(self.selected(field, deep));
        }
        // Everything that can be asked of an error is asked; of a record, what it is.
        if ty == "UserError" {
            for (name, object) in &self.objects {
                if object.implements.iter().any(|interface| interface == ty) {
                    let own = object
                        .fields
                        .iter()
                        .filter(|field| self.field(ty, &field.name).is_none());
                    let own: Vec<_> = own.filter_map(|field| self.selected(field, 1)).collect();
                    if !own.is_empty() {
                        parts.push(format!("... on {name} {{ {} }}", own.join(" ")));
                    }
                }
            }
        }
        if parts.is_empty() {
            return String::new();
        }
        format!("{{ {} }}", parts.join(" "))
    }

    fn selected(&self, field: &Field, deep: usize) -> Option<String> {
        if field.arguments.iter().any(|argument| argument.is_required) {
            return None;
        }
        let ty = named(&field.ty);
        if self.fields(ty).is_empty() {
            return Some(field.name.clone());
        }
        let deep = deep.checked_sub(1)?;
        let few = if field.arguments.iter().any(|argument| argument.name == "first") {
            "(first: 3)"
        } else {
            ""
        };
        // A page is no step further down: it is its records that count.
        let deep = if ty.ends_with("Connection") {
            deep + 1
        } else {
            deep
        };
        let inner = self.selection(ty, deep);
        // Where the way is too short for all it has, nothing can be asked of it.
        if inner.is_empty() {
            return None;
        }
        Some(format!("{}{few} {inner}", field.name))
    }
}

/// The innermost name of a type.
pub(super) fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}

/// Whether a type is a list.
pub(super) fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

fn field_of(field: FieldDefinition) -> Field {
    Field {
        name: field.name.node.to_string(),
        ty: field.ty.node,
        arguments: field
            .arguments
            .into_iter()
            .map(|argument| argument_of(argument.node))
            .collect(),
        scopes: field
            .directives
            .iter()
            .flat_map(|directive| scopes_of(&directive.node))
            .collect(),
    }
}

fn scopes_of(directive: &ConstDirective) -> Vec<String> {
    let any_of = directive.get_argument("anyOf").map(|scopes| scopes.node.clone());
    match (directive.name.node.as_str(), any_of) {
        ("requiresScope", Some(Value::List(scopes))) => scopes
            .into_iter()
            .filter_map(|scope| {
                if let Value::String(scope) = scope {
                    Some(scope)
                } else {
                    None
                }
            })
            .collect(),
        _ => vec![],
    }
}

fn argument_of(argument: InputValueDefinition) -> Argument {
    Argument {
        is_required: !argument.ty.node.nullable && argument.default_value.is_none(),
        name: argument.name.node.to_string(),
        ty: argument.ty.node,
    }
}
