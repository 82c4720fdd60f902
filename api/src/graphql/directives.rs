//! Directives that the published schema carries. Their definitions stand in the registry of the read engine.

use async_graphql::TypeDirective;

/// The scopes of which a caller needs at least one.
#[TypeDirective(location = "FieldDefinition")]
pub fn requiresScope(any_of: Vec<String>) {}

/// Null only when the field failed: an entry in `errors` says why. Clients that know the directive may treat the field as
/// non-null.
#[TypeDirective(location = "FieldDefinition")]
pub fn semanticNonNull() {}
