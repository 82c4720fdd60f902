//! Tests on what belongs to a record: other records, ids in other systems, values of the agency's own fields.

use async_graphql::{Name, Value};

use super::{Tests, joined, names_archived, value::TEXT_AT_MOST};
use crate::read::{
    error::ReadError,
    resource::{Link, Scalar},
};

impl Tests<'_, '_, '_> {
    pub(super) fn related_one(
        &mut self,
        to: &str,
        key: &str,
        value: &Value,
        depth: usize,
    ) -> Result<String, ReadError> {
        let target = self.planner.resource(to)?;
        let other = self.planner.name('f');
        let visible = self.planner.visible(target, &other);
        let alive = if target.is_archivable() {
            format!(" AND {other}.archived_at IS NULL")
        } else {
            String::new()
        };
        let inner = self.all(target, &other, value, depth + 1)?;
        Ok(format!(
            "EXISTS (SELECT 1 FROM {} {other} WHERE {other}.id = {key} AND {visible}{alive} AND ({inner}))",
            target.table()
        ))
    }

    /// Tests on the id of another record, which is missing where the caller may not see that record.
    pub(super) fn related_id(&mut self, to: &str, key: &str, value: &Value) -> Result<String, ReadError> {
        let target = self.planner.resource(to)?;
        let (scalar, seen) = (Scalar::Id(target.kind), self.planner.seen_key(target, key));
        let all = self.operators(&seen, None, scalar, value)?;
        let Value::Object(tests) = value else {
            return Ok(all);
        };
        let equal = tests
            .iter()
            .filter(|(test, _)| seen != key && ["eq", "in"].contains(&test.as_str()));
        // These hold for the bare key too, which an index finds.
        let bare: Result<Vec<_>, _> = equal
            .map(|(test, value)| self.operator(key, None, scalar, test.as_str(), value))
            .chain([Ok(all)])
            .collect();
        Ok(joined(&bare?, " AND ", "TRUE"))
    }

    pub(super) fn related_many(
        &mut self,
        to: &str,
        link: Link,
        row: &str,
        value: &Value,
        depth: usize,
    ) -> Result<String, ReadError> {
        let target = self.planner.resource(to)?;
        let Value::Object(parts) = value else {
            return Err(ReadError::bad(say!("some and none take a filter")));
        };
        let mut conditions = vec![];
        for (quantifier, tests) in parts.iter().filter(|(_, tests)| **tests != Value::Null) {
            let other = self.planner.name('f');
            let mut all = vec![self.planner.visible(target, &other)];
            if target.is_archivable() && !names_archived(tests) {
                all.push(format!("{other}.archived_at IS NULL"));
            }
            all.push(match link {
                Link::Key(column) => format!("{other}.{column} = {row}.id"),
                Link::Through { table, near, far } => {
                    let agency = self.planner.binds.agency();
                    format!("{other}.id IN (SELECT {far} FROM {table} WHERE agency_id = {agency} AND {near} = {row}.id)")
                }
            });
            all.push(format!("({})", self.all(target, &other, tests, depth + 1)?));
            let exists = format!(
                "EXISTS (SELECT 1 FROM {} {other} WHERE {})",
                target.table(),
                all.join(" AND ")
            );
            conditions.push(match quantifier.as_str() {
                "some" => exists,
                "none" => format!("NOT {exists}"),
                _ => return Err(ReadError::bad(say!("a relation is tested by some or none"))),
            });
        }
        Ok(joined(&conditions, " AND ", "TRUE"))
    }

    pub(super) fn external_id(&mut self, row: &str, value: &Value) -> Result<String, ReadError> {
        let Value::Object(parts) = value else {
            return Err(ReadError::bad(say!("externalId takes source and value")));
        };
        let (other, agency) = (self.planner.name('e'), self.planner.binds.agency());
        let mut conditions = vec![format!(
            "{other}.agency_id = {agency} AND {other}.row_id = {row}.id"
        )];
        for (name, tests) in parts.iter().filter(|(_, tests)| **tests != Value::Null) {
            conditions.push(self.operators(
                &format!("{other}.{}", known(name, &["source", "value"])?),
                None,
                Scalar::Text,
                tests,
            )?);
        }
        Ok(format!(
            "EXISTS (SELECT 1 FROM external_ids {other} WHERE {})",
            conditions.join(" AND ")
        ))
    }

    pub(super) fn custom_field(&mut self, row: &str, value: &Value) -> Result<String, ReadError> {
        let Value::Object(parts) = value else {
            return Err(ReadError::bad(say!("customField takes key and eq")));
        };
        let text = |name: &str| match parts.get(name) {
            Some(Value::String(text)) if text.chars().count() <= TEXT_AT_MOST => Ok(text.clone()),
            _ => Err(ReadError::bad(say!("customField takes key and eq, both texts"))),
        };
        let (key, wanted) = (
            self.planner.binds.bind(text("key")?),
            self.planner.binds.bind(text("eq")?),
        );
        let (other, agency) = (self.planner.name('v'), self.planner.binds.agency());
        Ok(format!(
            "EXISTS (SELECT 1 FROM custom_values {other} WHERE {other}.agency_id = {agency} AND {other}.row_id = {row}.id \
             AND {other}.value = {wanted} AND {other}.field_id IN (SELECT id FROM custom_fields WHERE agency_id = {agency} AND key = {key}))"
        ))
    }
}

fn known<'n>(name: &'n Name, names: &[&str]) -> Result<&'n str, ReadError> {
    if names.contains(&name.as_str()) {
        Ok(name.as_str())
    } else {
        Err(ReadError::bad(say!("there is no test on {name}", name)))
    }
}
