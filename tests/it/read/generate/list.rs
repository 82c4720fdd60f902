//! What is selected of a list.

use api::read::Resource;

use super::Writer;

impl Writer<'_> {
    /// A selection of a list.
    pub(super) fn connection(&mut self, resource: &'static Resource, depth: usize) -> String {
        let mut used = vec![];
        let mut parts = vec![];
        for _ in 0..=self.dice.below(3) {
            let part = [
                "nodes",
                "nodes",
                "nodes",
                "edges",
                "edges",
                "totalCount",
                "pageInfo",
                "pageInfo",
                "__typename",
            ][self.dice.below(9)];
            let key = self.key(part, used.contains(&part));
            used.push(part);
            let directive = self.directive();
            parts.push(match part {
                "nodes" => format!("{key}{directive} {}", self.object(resource, depth)),
                "edges" => format!("{key}{directive} {}", self.edges(resource, depth)),
                "pageInfo" => format!("{key}{directive} {}", self.page_info()),
                _ => format!("{key}{directive}"),
            });
        }
        let parts = parts.join(" ");
        if self.dice.percent(5) {
            return format!("{{ ... on {}Connection {{ {parts} }} }}", resource.name());
        }
        format!("{{ {parts} }}")
    }

    fn edges(&mut self, resource: &'static Resource, depth: usize) -> String {
        let node = self.dice.percent(80);
        let mut parts = vec![];
        if self.dice.percent(70) || !node {
            parts.push(self.key("cursor", false));
        }
        if node {
            let key = self.key("node", false);
            parts.push(format!("{key} {}", self.object(resource, depth)));
        }
        if self.dice.percent(10) {
            parts.push("__typename".to_owned());
        }
        format!("{{ {} }}", parts.join(" "))
    }

    fn page_info(&mut self) -> String {
        let all = [
            "hasNextPage",
            "hasPreviousPage",
            "startCursor",
            "endCursor",
            "__typename",
        ];
        let parts: Vec<String> = (0..=self.dice.below(4))
            .map(|_| {
                let field = *self.dice.one(&all);
                self.key(field, false)
            })
            .collect();
        format!("{{ {} }}", parts.join(" "))
    }
}
