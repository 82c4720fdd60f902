//! Declarations become types of async-graphql's registry. The only place that knows the registry, which is not a documented
//! API: the version is pinned exactly and the schema file guards it.

mod inputs;
mod kit;
mod objects;

use std::borrow::Cow;

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
    parser::types::Field,
    registry::{MetaTypeId, Registry},
    resolver_utils::resolve_container,
};
use entity::value::{Keyed, Kind};
use uuid::Uuid;

use super::{
    catalog::catalog,
    run::{self, Reason},
};

/// The root fields that the declarations give, merged into `Query`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resources;

impl OutputType for Resources {
    fn type_name() -> Cow<'static, str> {
        "Resources".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        kit::scalars(registry);
        kit::directives(registry);
        objects::shared(registry);
        inputs::shared(registry);
        let mut roots = vec![objects::node_root(), objects::nodes_root()];
        for resource in catalog().all() {
            objects::of(resource, registry);
            inputs::of(resource, registry);
            roots.extend(objects::roots(resource));
        }
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |_| {
            kit::object("Resources", "", roots.clone())
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl ContainerType for Resources {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        run::root_field(ctx).await
    }
}

impl ObjectType for Resources {}

/// The interface of what has a version, for the schema to keep although no field gives it.
#[derive(Clone, Copy, Debug)]
pub struct Versioned;

impl OutputType for Versioned {
    fn type_name() -> Cow<'static, str> {
        "Versioned".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        objects::versioned(registry);
        "Versioned!".to_owned()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::Null)
    }
}

/// A reference into the engine: the record is read with the selection asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ref<E> {
    id: Uuid,
    reason: Reason,
    entity: std::marker::PhantomData<fn() -> E>,
}

impl<E> Ref<E> {
    /// The record with this id.
    #[must_use]
    pub const fn to(id: entity::value::Id<E>) -> Self {
        Self::because(id, Reason::Asked)
    }

    /// The record with this id, which the caller has just written: they see it even when it is no longer theirs, as after
    /// handing a client over.
    #[must_use]
    pub const fn written(id: entity::value::Id<E>) -> Self {
        Self::because(id, Reason::Written)
    }

    const fn because(id: entity::value::Id<E>, reason: Reason) -> Self {
        Self {
            id: id.uuid(),
            reason,
            entity: std::marker::PhantomData,
        }
    }
}

impl<E: Keyed> OutputType for Ref<E> {
    fn type_name() -> Cow<'static, str> {
        E::KIND.name().into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        format!("{}!", E::KIND.name())
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        run::reference(ctx, E::KIND, self.id, self.reason).await
    }
}

/// A reference to a record of any kind.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef(pub Kind, pub Uuid);

impl OutputType for NodeRef {
    fn type_name() -> Cow<'static, str> {
        "Node".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Node!".to_owned()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        run::reference(ctx, self.0, self.1, Reason::Asked).await
    }
}
