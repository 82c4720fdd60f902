//! How much one document may ask for.

use serde::{Deserialize, Serialize};

/// What a document may hold at the most. More is refused before anything runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the document's text.
    pub text_bytes: usize,
    /// Words and signs, comments not counted.
    pub tokens: usize,
    /// Brackets of all three kinds that are open at once.
    pub brackets: usize,
    /// Fields inside fields.
    pub depth: usize,
    /// Fields inside fields below `__schema` and `__type`.
    pub introspection_depth: usize,
    /// Fields, spreads and inline fragments as written.
    pub selections: usize,
    /// Fields once every spread is replaced by its fragment.
    pub expanded_fields: u64,
    /// Named fragments.
    pub fragments: usize,
    /// Fields that are given another name.
    pub aliases: usize,
    /// Directives anywhere in the document.
    pub directives: usize,
    /// Operations in one document.
    pub operations: usize,
    /// Variables of one operation.
    pub variables: usize,
    /// Fields of the query type in one operation.
    pub root_fields: u64,
    /// Fields of the mutation type in one operation.
    pub mutations: u64,
    /// Mutations that must stand alone in their operation.
    pub sole_fields: Vec<String>,
    /// Cost of one request.
    pub cost: u64,
    /// Bytes that parsed documents may take in memory.
    pub cache_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text_bytes: 64 * 1024,
            tokens: 2_000,
            brackets: 32,
            depth: 12,
            introspection_depth: 20,
            selections: 500,
            expanded_fields: 5_000,
            fragments: 20,
            aliases: 30,
            directives: 20,
            operations: 5,
            variables: 50,
            root_fields: 20,
            mutations: 5,
            sole_fields: names(&[
                "signUp",
                "signIn",
                "tokenRefresh",
                "passwordResetRequest",
                "passwordReset",
                "invitationAccept",
                "proposalLinkView",
                "proposalLinkAccept",
                "proposalLinkDecline",
            ]),
            cost: 5_000,
            cache_bytes: 16 * 1024 * 1024,
        }
    }
}

/// A list of names, owned.
pub fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
