//! The statement of a list: the select that filters, orders and cuts, and the one around it that gathers.

use super::{Connection, Level, Planner};
use crate::read::{
    error::ReadError,
    filter, order,
    page::Page,
    resource::{Link, Resource},
    select::{Picked, argument},
};

impl<'a> Planner<'a, '_> {
    /// A list: adds its slots to the level it hangs on.
    pub(in crate::read) fn connection(
        &mut self,
        outer: &mut Level,
        resource: &'static Resource,
        link: Option<&(Link, String)>,
        search: Option<&str>,
        picked: &Picked<'a>,
    ) -> Result<Connection, ReadError> {
        let given = |name: &str| {
            argument(self.ctx, picked.field, name).filter(|value| *value != async_graphql::Value::Null)
        };
        let (tests, orders) = (given("filter"), given("orderBy"));
        let paging = ["first", "after", "last", "before"].map(given);
        let terms = order::terms(resource, orders.as_ref(), self.actor)?;
        let mark = order::mark(self.actor, resource, tests.as_ref(), &terms, search);
        let page = Page::read(paging, &terms, mark)?;

        let (row, mut level) = (self.name('a'), Level::new(self.name('x')));
        let (items, needs) = self.list_items(&mut level, resource, &row, picked)?;
        let cursor = if needs.cursors {
            order::slots(&terms, &mut level, &row, self.binds.dialect)
        } else {
            vec![]
        };

        let mut connection = Connection {
            rows: None,
            count: None,
            items,
            page,
            cursor,
            width: 0,
        };
        if needs.rows {
            let mut conditions = self.conditions(resource, &row, link, tests.as_ref(), search)?;
            conditions.extend(connection.page.conditions(&terms, &row, &mut self.binds)?);
            let limit = connection.page.size + i64::from(needs.more);
            connection.page.looked_further = needs.more;
            let limit = self.binds.bind(limit);
            let order = order::clause(&terms, &row, connection.page.backward);
            let slot = outer.slot(self.list(
                &level,
                resource,
                &row,
                &conditions,
                &format!("ORDER BY {order} LIMIT {limit}"),
            ));
            connection.rows = Some(slot);
            connection.width = level.width();
        }
        if needs.count {
            let row = self.name('a');
            let conditions = self.conditions(resource, &row, link, tests.as_ref(), search)?;
            let sql = format!(
                "(SELECT count(*) FROM {} {row} WHERE {})",
                resource.table(),
                conditions.join(" AND ")
            );
            connection.count = Some(outer.slot(sql));
        }
        if !needs.rows && !needs.count {
            // Arguments that cannot be are refused even when nothing of the list is asked.
            let bound = self.binds.bound();
            self.conditions(resource, &row, link, tests.as_ref(), search)?;
            self.binds.back_to(bound);
        }
        Ok(connection)
    }

    /// The select that gathers the rows of a level.
    pub(in crate::read) fn list(
        &self,
        level: &Level,
        resource: &Resource,
        row: &str,
        conditions: &[String],
        tail: &str,
    ) -> String {
        let columns: Vec<_> = level
            .columns
            .iter()
            .enumerate()
            .map(|(at, expression)| format!("{expression} AS k{at}"))
            .collect();
        let columns = if columns.is_empty() {
            "1 AS k0".to_owned()
        } else {
            columns.join(",")
        };
        format!(
            "(SELECT {gather}({json}) FROM (SELECT {columns} FROM {table} {row}{joins} WHERE {conditions} {tail}) {name})",
            gather = self.binds.dialect.gather,
            json = level.json(self.binds.dialect.array),
            table = resource.table(),
            joins = level.joins.concat(),
            conditions = conditions.join(" AND "),
            name = level.name,
        )
    }

    /// What all rows of a list fulfil: visible, linked, not archived, matching.
    pub(in crate::read) fn conditions(
        &mut self,
        resource: &'static Resource,
        row: &str,
        link: Option<&(Link, String)>,
        tests: Option<&async_graphql::Value>,
        search: Option<&str>,
    ) -> Result<Vec<String>, ReadError> {
        let mut conditions = vec![self.visible(resource, row)];
        match link {
            Some((Link::Key(column), parent)) => conditions.push(format!("{row}.{column} = {parent}")),
            Some((Link::Through { table, near, far }, parent)) => {
                let agency = self.binds.agency();
                conditions.push(format!(
                    "{row}.id IN (SELECT {far} FROM {table} WHERE agency_id = {agency} AND {near} = {parent})"
                ));
            }
            None => {}
        }
        if resource.is_archivable() && !tests.is_some_and(filter::names_archived) {
            conditions.push(format!("{row}.archived_at IS NULL"));
        }
        if let Some(tests) = tests {
            conditions.push(filter::condition(self, resource, row, tests)?);
        }
        if let Some(search) = search {
            conditions.push(filter::search(self, resource, row, search)?);
        }
        Ok(conditions)
    }
}
