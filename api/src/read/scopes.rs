//! The scopes that callers see, derived from the policy table.

use entity::{membership::Role, value::Kind};

use super::{catalog::catalog, resource::Resource};
use crate::kernel::policy::{Action, Grant, Right, grant, holds};

/// The scope that reading a resource takes.
pub(super) fn scope(resource: &Resource) -> String {
    format!("{}:read", plural(resource))
}

fn plural(resource: &Resource) -> &'static str {
    resource.roots.map_or(resource.table(), |roots| roots.1)
}

/// All scopes of a role, in the order of the resources.
#[must_use]
pub fn scopes(role: Role) -> Vec<String> {
    let may = |kind: Kind, action: Action| grant(role, kind, action) != Grant::Nothing;
    let mut scopes = vec![];
    for resource in catalog().all() {
        if may(resource.kind, Action::Read) {
            scopes.push(scope(resource));
        }
        if [Action::Create, Action::Update, Action::Archive]
            .iter()
            .any(|action| may(resource.kind, *action))
        {
            scopes.push(format!("{}:write", plural(resource)));
        }
    }
    scopes.extend(
        Right::ALL
            .into_iter()
            .filter(|right| holds(role, *right))
            .map(|right| right.scope().to_owned()),
    );
    scopes
}
