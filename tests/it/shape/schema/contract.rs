//! The schema, read from its published text.

use api::graphql;
use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{
            BaseType, DirectiveDefinition, FieldDefinition, InputValueDefinition, Type, TypeDefinition,
            TypeKind, TypeSystemDefinition,
        },
    },
};

/// The schema.
pub(super) struct Contract {
    types: Vec<TypeDefinition>,
    directives: Vec<DirectiveDefinition>,
}

/// What stands at a place of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Type,
    Field,
    Argument,
    InputField,
    Word,
    Directive,
}

/// Something that has a name and a description.
pub(super) struct Place {
    /// Where it stands, for example `Query.clients(first)`.
    pub(super) path: String,
    /// Its own name.
    pub(super) name: String,
    /// What it is.
    pub(super) sort: Sort,
    /// Its description.
    pub(super) about: Option<String>,
}

impl Contract {
    /// Reads the schema of the program.
    pub(super) fn read() -> Self {
        let mut contract = Self {
            types: vec![],
            directives: vec![],
        };
        let text = graphql::sdl(&graphql::schema());
        for definition in parse_schema(text).expect("a schema").definitions {
            match definition {
                TypeSystemDefinition::Schema(_) => {}
                TypeSystemDefinition::Type(ty) => contract.types.push(ty.node),
                TypeSystemDefinition::Directive(directive) => contract.directives.push(directive.node),
            }
        }
        contract
    }

    /// All types.
    pub(super) fn types(&self) -> &[TypeDefinition] {
        &self.types
    }

    /// The fields of an object or an interface; none of any other type.
    pub(super) fn fields(&self, ty: &str) -> impl Iterator<Item = &FieldDefinition> {
        let of = |ty: &TypeDefinition, name: &str| ty.name.node == name;
        let found = self.types.iter().find(|known| of(known, ty));
        found
            .map(fields_of)
            .unwrap_or_default()
            .iter()
            .map(|field| &field.node)
    }

    /// The fields of an input; none of any other type.
    pub(super) fn inputs(&self, ty: &str) -> Vec<&InputValueDefinition> {
        let input = self.types.iter().find(|known| known.name.node == ty);
        match input.map(|input| &input.kind) {
            Some(TypeKind::InputObject(input)) => input.fields.iter().map(|field| &field.node).collect(),
            _ => vec![],
        }
    }

    /// Everything that has a name and a description.
    pub(super) fn places(&self) -> Vec<Place> {
        let mut places = vec![];
        for ty in &self.types {
            let path = ty.name.node.as_str();
            places.push(place(String::new(), path, Sort::Type, ty.description.as_ref()));
            for field in fields_of(ty) {
                let field = &field.node;
                let name = field.name.node.as_str();
                places.push(place(
                    format!("{path}."),
                    name,
                    Sort::Field,
                    field.description.as_ref(),
                ));
                for argument in &field.arguments {
                    let argument = &argument.node;
                    let name = argument.name.node.as_str();
                    let before = format!("{path}.{}.", field.name.node);
                    places.push(place(before, name, Sort::Argument, argument.description.as_ref()));
                }
            }
            match &ty.kind {
                TypeKind::Enum(choice) => {
                    for word in &choice.values {
                        let (name, about) = (word.node.value.node.as_str(), word.node.description.as_ref());
                        places.push(place(format!("{path}."), name, Sort::Word, about));
                    }
                }
                TypeKind::InputObject(input) => {
                    for field in &input.fields {
                        let (name, about) = (field.node.name.node.as_str(), field.node.description.as_ref());
                        places.push(place(format!("{path}."), name, Sort::InputField, about));
                    }
                }
                TypeKind::Scalar | TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_) => {}
            }
        }
        let directives = self.directives.iter().map(|directive| {
            let about = directive.description.as_ref();
            place(
                "@".to_owned(),
                directive.name.node.as_str(),
                Sort::Directive,
                about,
            )
        });
        places.extend(directives);
        places
    }
}

fn place(before: String, name: &str, sort: Sort, about: Option<&Positioned<String>>) -> Place {
    Place {
        path: before + name,
        name: name.to_owned(),
        sort,
        about: about.map(|about| about.node.trim().to_owned()),
    }
}

fn fields_of(ty: &TypeDefinition) -> &[Positioned<FieldDefinition>] {
    match &ty.kind {
        TypeKind::Object(object) => &object.fields,
        TypeKind::Interface(interface) => &interface.fields,
        TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::InputObject(_) => &[],
    }
}

/// Whether a type is a list.
pub(super) fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}
