//! What is selected of a list, and what must be fetched for it.

use async_graphql::Name;

use super::{EdgeItem, Level, ListItem, PagePart, Planner};
use crate::read::{
    error::ReadError,
    resource::Resource,
    select::{Picked, pick},
};

/// What a list must fetch.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four things that are asked for apart"
)]
pub(super) struct Needs {
    pub rows: bool,
    pub count: bool,
    pub more: bool,
    pub cursors: bool,
}

impl<'a> Planner<'a, '_> {
    pub(super) fn list_items(
        &mut self,
        level: &mut Level,
        resource: &'static Resource,
        row: &str,
        picked: &Picked<'a>,
    ) -> Result<(Vec<(Name, ListItem)>, Needs), ReadError> {
        let name = format!("{}Connection", resource.name());
        let (mut items, mut needs) = (vec![], Needs::default());
        for part in pick(self.ctx, &name, &[], &picked.sets) {
            let key = part.key.clone();
            self.path.push(key.clone());
            let item = match part.name() {
                "__typename" => ListItem::Typename(name.clone()),
                "totalCount" => {
                    needs.count = true;
                    ListItem::TotalCount
                }
                "nodes" => {
                    needs.rows = true;
                    ListItem::Nodes(self.object(level, resource, row, &part.sets)?)
                }
                "edges" => {
                    needs.rows = true;
                    ListItem::Edges(self.edges(level, resource, row, &part, &mut needs)?)
                }
                _ => ListItem::PageInfo(self.page_info(&part, &mut needs)),
            };
            self.path.pop();
            items.push((key, item));
        }
        Ok((items, needs))
    }

    fn edges(
        &mut self,
        level: &mut Level,
        resource: &'static Resource,
        row: &str,
        picked: &Picked<'a>,
        needs: &mut Needs,
    ) -> Result<Vec<(Name, EdgeItem)>, ReadError> {
        let name = format!("{}Edge", resource.name());
        let mut items = vec![];
        for part in pick(self.ctx, &name, &[], &picked.sets) {
            let key = part.key.clone();
            self.path.push(key.clone());
            let item = match part.name() {
                "__typename" => EdgeItem::Typename(name.clone()),
                "node" => EdgeItem::Node(self.object(level, resource, row, &part.sets)?),
                _ => {
                    needs.cursors = true;
                    EdgeItem::Cursor
                }
            };
            self.path.pop();
            items.push((key, item));
        }
        Ok(items)
    }

    fn page_info(&self, picked: &Picked<'a>, needs: &mut Needs) -> Vec<(Name, PagePart)> {
        let parts = pick(self.ctx, "PageInfo", &[], &picked.sets)
            .into_iter()
            .map(|part| {
                let item = match part.name() {
                    "__typename" => PagePart::Typename,
                    "hasNextPage" => PagePart::HasNextPage,
                    "hasPreviousPage" => PagePart::HasPreviousPage,
                    "startCursor" => PagePart::StartCursor,
                    _ => PagePart::EndCursor,
                };
                (part.key, item)
            });
        let parts: Vec<_> = parts.collect();
        for (_, part) in &parts {
            needs.rows |= *part != PagePart::Typename;
            needs.more |= matches!(part, PagePart::HasNextPage | PagePart::HasPreviousPage);
            needs.cursors |= matches!(part, PagePart::StartCursor | PagePart::EndCursor);
        }
        parts
    }
}
