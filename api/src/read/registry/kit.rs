//! Small makers of registry entries.

use async_graphql::{
    InputType, Name, OutputType, Value, indexmap,
    registry::{
        __DirectiveLocation as Location, Deprecation, MetaDirective, MetaDirectiveInvocation, MetaEnumValue,
        MetaField, MetaInputValue, MetaType, Registry,
    },
};
use entity::value::{CurrencyCode, Date, DateTime, Decimal, Money, UnitPrice};

use crate::kernel::custom::CustomValues;

/// The scalars that columns are shown as.
pub(super) fn scalars(registry: &mut Registry) {
    <bool as InputType>::create_type_info(registry);
    <i32 as InputType>::create_type_info(registry);
    <String as InputType>::create_type_info(registry);
    <async_graphql::ID as InputType>::create_type_info(registry);
    <DateTime as InputType>::create_type_info(registry);
    <Date as InputType>::create_type_info(registry);
    <Decimal as InputType>::create_type_info(registry);
    <CurrencyCode as InputType>::create_type_info(registry);
    <Money as OutputType>::create_type_info(registry);
    <UnitPrice as OutputType>::create_type_info(registry);
    <CustomValues as InputType>::create_type_info(registry);
}

/// The directives of our own that the published schema carries.
pub(super) fn directives(registry: &mut Registry) {
    let of = |name: &str, about: &str, argument: MetaInputValue| MetaDirective {
        name: name.to_owned(),
        description: text(about),
        locations: vec![Location::FIELD_DEFINITION],
        args: [(argument.name.clone(), argument)].into_iter().collect(),
        is_repeatable: false,
        visible: None,
        composable: None,
    };
    let mut levels = argument(
        "levels",
        "The levels of a list at which null means a failure.",
        "[Int!]!",
    );
    levels.default_value = Some("[0]".to_owned());
    let about = "Null only when the field failed: an entry in `errors` says why. Clients that know the directive may treat the \
                 field as non-null.";
    registry.add_directive(of("semanticNonNull", about, levels));
    let any_of = argument("anyOf", "The scopes.", "[String!]!");
    registry.add_directive(of(
        "requiresScope",
        "The scopes of which a caller needs at least one.",
        any_of,
    ));
}

/// Null only when it failed.
pub(super) fn semantic_non_null(mut field: MetaField) -> MetaField {
    let invocation = MetaDirectiveInvocation {
        name: "semanticNonNull".to_owned(),
        args: indexmap::IndexMap::new(),
    };
    field.directive_invocations.push(invocation);
    field
}

/// Needs a scope.
pub(super) fn requires_scope(mut field: MetaField, scope: &str) -> MetaField {
    let scopes = Value::List(vec![Value::from(scope)]);
    let args = [("anyOf".to_owned(), scopes)].into_iter().collect();
    field.directive_invocations.push(MetaDirectiveInvocation {
        name: "requiresScope".to_owned(),
        args,
    });
    field
}

pub(super) fn text(about: &str) -> Option<String> {
    Some(about.to_owned()).filter(|about| !about.is_empty())
}

pub(super) fn field(name: &str, about: &str, ty: impl Into<String>) -> MetaField {
    MetaField {
        name: name.to_owned(),
        description: text(about),
        args: indexmap::IndexMap::new(),
        ty: ty.into(),
        deprecation: Deprecation::NoDeprecated,
        cache_control: async_graphql::CacheControl::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: vec![],
        override_from: None,
        compute_complexity: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

pub(super) fn with(mut field: MetaField, arguments: Vec<MetaInputValue>) -> MetaField {
    field.args = arguments
        .into_iter()
        .map(|argument| (argument.name.clone(), argument))
        .collect();
    field
}

pub(super) fn argument(name: &str, about: &str, ty: impl Into<String>) -> MetaInputValue {
    MetaInputValue {
        name: name.to_owned(),
        description: text(about),
        ty: ty.into(),
        deprecation: Deprecation::NoDeprecated,
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: vec![],
        is_secret: false,
        directive_invocations: vec![],
    }
}

pub(super) fn object(name: &str, about: &str, fields: Vec<MetaField>) -> MetaType {
    MetaType::Object {
        name: name.to_owned(),
        description: text(about),
        fields: fields
            .into_iter()
            .map(|field| (field.name.clone(), field))
            .collect(),
        cache_control: async_graphql::CacheControl::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: vec![],
        is_subscription: false,
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

pub(super) fn interface(name: &str, about: &str, fields: Vec<MetaField>, types: &[&str]) -> MetaType {
    MetaType::Interface {
        name: name.to_owned(),
        description: text(about),
        fields: fields
            .into_iter()
            .map(|field| (field.name.clone(), field))
            .collect(),
        possible_types: types.iter().map(|name| (*name).to_owned()).collect(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

pub(super) fn input(name: &str, about: &str, fields: Vec<MetaInputValue>) -> MetaType {
    MetaType::InputObject {
        name: name.to_owned(),
        description: text(about),
        input_fields: fields
            .into_iter()
            .map(|field| (field.name.clone(), field))
            .collect(),
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        oneof: false,
        directive_invocations: vec![],
    }
}

pub(super) fn choice<'v>(
    name: &str,
    about: &str,
    values: impl IntoIterator<Item = (&'v str, &'v str)>,
) -> MetaType {
    let values = values.into_iter().map(|(name, about)| {
        let value = MetaEnumValue {
            name: Name::new(name).to_string(),
            description: text(about),
            deprecation: Deprecation::NoDeprecated,
            visible: None,
            inaccessible: false,
            tags: vec![],
            directive_invocations: vec![],
        };
        (name.to_owned(), value)
    });
    MetaType::Enum {
        name: name.to_owned(),
        description: text(about),
        enum_values: values.collect(),
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

/// Adds a type once.
pub(super) fn add(registry: &mut Registry, ty: MetaType) {
    let name = ty.name().to_owned();
    registry.types.entry(name).or_insert(ty);
}
