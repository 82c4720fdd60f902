//! What a role may not read of a record it learns in no other way: generated from the declarations, for every field that needs a
//! right and every role that lacks it.

mod reading;
mod refusals;
mod search;

use std::collections::BTreeMap;

use api::{
    kernel::policy::{Action, Grant, Right, grant, holds},
    read::{Field, Resource, Shape, catalog},
};
use entity::{
    membership::Role,
    value::{Choice as _, Kind},
};

/// Roles that lack a right, and what they may not read of the records that they see.
fn secrets() -> Vec<(Role, Vec<Secret>)> {
    let roles = Role::VALUES.iter().filter_map(|role| Role::read(role.name));
    let of = |role| {
        let seen = catalog()
            .all()
            .iter()
            .filter(move |resource| sees(role, resource.kind));
        let secrets = seen.flat_map(move |resource| {
            let fields = resource.fields.iter();
            fields.filter_map(move |field| {
                let right = field.right.filter(|right| !holds(role, *right))?;
                Some(Secret {
                    resource,
                    field,
                    right,
                })
            })
        });
        (role, secrets.collect::<Vec<_>>())
    };
    roles.map(of).filter(|(_, secrets)| !secrets.is_empty()).collect()
}

/// A field that a role may not read.
#[derive(Clone, Copy)]
struct Secret {
    resource: &'static Resource,
    field: &'static Field,
    right: Right,
}

impl Secret {
    fn name(&self) -> String {
        format!("{}.{}", self.resource.name(), self.field.name)
    }
}

/// Secrets by the record that they are of.
fn by_resource(secrets: &[Secret]) -> Vec<(&'static Resource, Vec<Secret>)> {
    let mut all: BTreeMap<Kind, (&'static Resource, Vec<Secret>)> = BTreeMap::new();
    for secret in secrets {
        let of = all
            .entry(secret.resource.kind)
            .or_insert((secret.resource, vec![]));
        of.1.push(*secret);
    }
    all.into_values().collect()
}

fn sees(role: Role, kind: Kind) -> bool {
    grant(role, kind, Action::Read) != Grant::Nothing
}

/// A way from one record to others.
#[derive(Clone, Copy)]
struct Relation {
    /// The root field that lists the records it begins at.
    root: &'static str,
    from: &'static Resource,
    field: &'static Field,
    is_list: bool,
}

/// The ways on which a role comes to records of a kind.
fn relations_to(role: Role, kind: Kind) -> Vec<Relation> {
    let seen = catalog()
        .all()
        .iter()
        .filter(|resource| sees(role, resource.kind));
    let all = seen.flat_map(|from| {
        let root = from.roots.map(|(_, many)| many);
        from.fields.iter().filter_map(move |field| {
            let is_list = matches!(field.shape, Shape::Many { .. });
            let open = field.right.is_none_or(|right| holds(role, right));
            match &field.shape {
                Shape::One { to, .. } | Shape::Many { to, .. } if *to == kind.name() && open => {
                    Some(Relation {
                        root: root?,
                        from,
                        field,
                        is_list,
                    })
                }
                _ => None,
            }
        })
    });
    all.collect()
}
