//! The schema as a map: what the checks in front of the framework need to know of each type. Made once, from the SDL.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name,
    parser::{
        self, parse_schema,
        types::{
            BaseType, FieldDefinition, InputObjectType, OperationType, SchemaDefinition, Type,
            TypeDefinition, TypeKind, TypeSystemDefinition,
        },
    },
};

use crate::graphql::introspection::Sizes;

/// Every type of the schema by its name.
#[derive(Debug)]
pub struct TypeMap {
    query: Name,
    mutation: Option<Name>,
    subscription: Option<Name>,
    objects: HashMap<Name, HashMap<Name, FieldShape>>,
    inputs: HashMap<Name, InputShape>,
    sizes: Sizes,
}

/// A field of an object or interface.
#[derive(Debug, Clone)]
pub struct FieldShape {
    /// The name of the type it answers with, without list and non-null.
    pub result: Name,
    /// What it means for the cost.
    pub class: Class,
    /// Whether it answers with a list.
    pub is_list: bool,
    /// Whether it takes `first` or `last`.
    pub is_paged: bool,
}

/// How a field is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A scalar or an enum.
    Leaf,
    /// An object, an interface or a union.
    Object,
    /// A page of a list.
    Connection,
    /// Figures over a list.
    Aggregate,
    /// Figures over the groups of a list.
    Group,
}

/// A type that values can be given of.
#[derive(Debug)]
pub enum InputShape {
    /// A scalar of the GraphQL specification.
    BuiltIn(BuiltIn),
    /// A scalar of our own; its values are checked where they are used.
    Scalar,
    /// One of these words.
    Enum(HashSet<Name>),
    /// An object with these fields.
    Object {
        /// Its fields by name.
        fields: HashMap<Name, InputField>,
        /// Whether exactly one field must be given.
        is_one_of: bool,
    },
}

/// The scalars that the specification defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// A whole number of 32 bits.
    Int,
    /// A number.
    Float,
    /// Text.
    String,
    /// Yes or no.
    Boolean,
    /// An id: text, or a whole number that stands for it.
    Id,
}

/// A field of an input object.
#[derive(Debug)]
pub struct InputField {
    /// Its type.
    pub ty: Type,
    /// Whether it must be given.
    pub is_required: bool,
}

impl TypeMap {
    /// Reads the map from the text of a schema.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a schema.
    pub fn from_sdl(sdl: &str) -> Result<Self, parser::Error> {
        let mut map = Self {
            query: Name::new("Query"),
            mutation: Some(Name::new("Mutation")),
            subscription: Some(Name::new("Subscription")),
            objects: HashMap::new(),
            inputs: built_ins(),
            sizes: Sizes::default(),
        };
        let mut unions = HashSet::new();
        for definition in parse_schema(sdl)?.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => map.name_roots(schema.node),
                TypeSystemDefinition::Type(ty) => map.add(ty.node, &mut unions),
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        map.classify(&unions);
        Ok(map)
    }

    /// The type that operations of this kind start from.
    pub fn root(&self, kind: OperationType) -> Option<&Name> {
        match kind {
            OperationType::Query => Some(&self.query),
            OperationType::Mutation => self.mutation.as_ref(),
            OperationType::Subscription => self.subscription.as_ref(),
        }
    }

    /// The field `field` of the object or interface `parent`.
    pub fn field(&self, parent: &str, field: &str) -> Option<&FieldShape> {
        self.objects.get(parent)?.get(field)
    }

    /// The input type called `name`.
    pub fn input(&self, name: &str) -> Option<&InputShape> {
        self.inputs.get(name)
    }

    /// How many things introspection lists.
    pub const fn sizes(&self) -> &Sizes {
        &self.sizes
    }

    fn name_roots(&mut self, schema: SchemaDefinition) {
        if let Some(query) = schema.query {
            self.query = query.node;
        }
        self.mutation = schema.mutation.map(|name| name.node);
        self.subscription = schema.subscription.map(|name| name.node);
    }

    fn add(&mut self, definition: TypeDefinition, unions: &mut HashSet<Name>) {
        let name = definition.name.node;
        let is_one_of = definition
            .directives
            .iter()
            .any(|directive| directive.node.name.node == "oneOf");
        self.sizes.types += 1;
        match definition.kind {
            TypeKind::Scalar => {
                self.inputs.entry(name).or_insert(InputShape::Scalar);
            }
            TypeKind::Object(object) => {
                self.sizes.interfaces.add(object.implements.len());
                self.add_fields(name, object.fields.into_iter().map(|field| field.node));
            }
            TypeKind::Interface(interface) => {
                self.sizes.interfaces.add(interface.implements.len());
                self.add_fields(name, interface.fields.into_iter().map(|field| field.node));
            }
            TypeKind::Union(union) => {
                self.sizes.possible_types.add(union.members.len());
                unions.insert(name);
            }
            TypeKind::Enum(choice) => {
                self.sizes.enum_values.add(choice.values.len());
                let words = choice.values.into_iter().map(|value| value.node.value.node);
                self.inputs.insert(name, InputShape::Enum(words.collect()));
            }
            TypeKind::InputObject(object) => {
                self.sizes.input_fields.add(object.fields.len());
                self.inputs.insert(name, input_object(object, is_one_of));
            }
        }
    }

    fn add_fields(&mut self, name: Name, fields: impl Iterator<Item = FieldDefinition>) {
        let known = self.objects.entry(name).or_default();
        let mut count = 0;
        for field in fields {
            count += 1;
            self.sizes.arguments.add(field.arguments.len());
            known.insert(field.name.node.clone(), shape(&field));
        }
        self.sizes.fields.add(count);
    }

    /// Tells leaves from objects, which needs all types to be known.
    fn classify(&mut self, unions: &HashSet<Name>) {
        let composite: HashSet<Name> = self.objects.keys().chain(unions).cloned().collect();
        for field in self.objects.values_mut().flat_map(HashMap::values_mut) {
            field.class = match field.result.as_str() {
                name if !composite.contains(name) => Class::Leaf,
                name if name.ends_with("Connection") => Class::Connection,
                name if name.ends_with("Aggregate") || name.ends_with("Figures") => Class::Aggregate,
                name if name.ends_with("Group") || name.ends_with("Forecast") => Class::Group,
                _ => Class::Object,
            };
        }
    }
}

/// The innermost name of a type.
pub fn named(ty: &Type) -> &Name {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

fn shape(field: &FieldDefinition) -> FieldShape {
    FieldShape {
        result: named(&field.ty.node).clone(),
        class: Class::Leaf,
        is_list: matches!(field.ty.node.base, BaseType::List(_)),
        is_paged: field
            .arguments
            .iter()
            .any(|argument| argument.node.name.node == "first" || argument.node.name.node == "last"),
    }
}

fn input_object(object: InputObjectType, is_one_of: bool) -> InputShape {
    let fields = object.fields.into_iter().map(|field| {
        let field = field.node;
        let is_required = !field.ty.node.nullable && field.default_value.is_none();
        (
            field.name.node,
            InputField {
                ty: field.ty.node,
                is_required,
            },
        )
    });
    InputShape::Object {
        fields: fields.collect(),
        is_one_of,
    }
}

fn built_ins() -> HashMap<Name, InputShape> {
    [
        ("Int", BuiltIn::Int),
        ("Float", BuiltIn::Float),
        ("String", BuiltIn::String),
        ("Boolean", BuiltIn::Boolean),
        ("ID", BuiltIn::Id),
    ]
    .into_iter()
    .map(|(name, scalar)| (Name::new(name), InputShape::BuiltIn(scalar)))
    .collect()
}
