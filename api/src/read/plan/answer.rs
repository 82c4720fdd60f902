//! What stands where in the answer, and in which slot of the statement it comes.

use async_graphql::Name;

use crate::read::{
    page::Page,
    resource::{Compute, Scalar},
};

/// A record's part of the answer: what stands under each key.
#[derive(Debug)]
pub(in crate::read) struct ObjectShape {
    /// Keys in the order of the answer.
    pub items: Vec<(Name, Item)>,
}

/// What stands under one key of a record.
#[derive(Debug)]
pub(in crate::read) enum Item {
    /// Null, as the caller lacks a right.
    Null,
    /// The name of the type.
    Typename(&'static str),
    /// A value in a slot.
    Scalar(usize, Scalar),
    /// An amount in two slots, with the currency's decimals unless it has its own.
    Money {
        minor: usize,
        currency: usize,
        decimals: Option<u32>,
        parts: Vec<(Name, Part)>,
    },
    /// A joined record; null when the slot of its id is.
    One { present: usize, shape: ObjectShape },
    /// A list.
    Many(Connection),
    /// A value worked out.
    Computed {
        slots: Vec<(&'static str, usize)>,
        of: Compute,
    },
    /// Ids in other systems.
    ExternalIds { slot: usize, parts: Vec<(Name, Part)> },
    /// Permissions.
    ViewerCan {
        update: Can,
        archive: Can,
        parts: Vec<(Name, Part)>,
    },
    /// A record of any kind, read afterwards.
    AnyNode { kind: usize, id: usize, batch: usize },
}

/// A field of a small object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Part {
    /// The name of the type.
    Typename(&'static str),
    /// The first or the second field.
    First,
    /// The second field.
    Second,
}

/// Whether the caller may do something with a record.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) enum Can {
    /// The same for all records.
    Always(bool),
    /// As the slot says.
    Slot(usize),
}

/// A list's part of the answer.
#[derive(Debug)]
pub(in crate::read) struct Connection {
    /// The slot with the rows, when rows were asked for.
    pub rows: Option<usize>,
    /// The slot with the count, when it was asked for.
    pub count: Option<usize>,
    /// Keys in the order of the answer.
    pub items: Vec<(Name, ListItem)>,
    /// The page.
    pub page: Page,
    /// The slots that make a row's cursor.
    pub cursor: Vec<usize>,
    /// How many slots a row has.
    pub width: usize,
}

/// What stands under one key of a list.
#[derive(Debug)]
pub(in crate::read) enum ListItem {
    /// The name of the type.
    Typename(String),
    /// The records.
    Nodes(ObjectShape),
    /// The records with their cursors.
    Edges(Vec<(Name, EdgeItem)>),
    /// Where the page ends.
    PageInfo(Vec<(Name, PagePart)>),
    /// How many there are.
    TotalCount,
}

/// What stands under one key of an edge.
#[derive(Debug)]
pub(in crate::read) enum EdgeItem {
    /// The name of the type.
    Typename(String),
    /// The place in the list.
    Cursor,
    /// The record.
    Node(ObjectShape),
}

/// A field of `PageInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum PagePart {
    Typename,
    HasNextPage,
    HasPreviousPage,
    StartCursor,
    EndCursor,
}
