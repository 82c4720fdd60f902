//! Every list walks along an index of its agency.

use api::{
    graphql,
    read::{Field, Link, Resource, Shape, catalog},
};
use tests::{Database, both};

use super::tables::tables;

/// A column that rows of an agency must be found by, and what for.
struct Need {
    table: &'static str,
    column: &'static str,
    what_for: String,
}

both! {
    async fn what_lists_can_be_asked_for_is_indexed_agency_by_agency(database: Database) {
        let _ = graphql::schema();
        let tables = tables(&database).await;

        let needs: Vec<Need> = catalog().all().iter().flat_map(needs).collect();

        let missing = needs.iter().filter(|need| !tables[need.table].is_indexed_by(&["agency_id", need.column]));
        let missing: Vec<_> = missing.map(|need| format!("{}.{} for {}", need.table, need.column, need.what_for)).collect();
        assert!(needs.len() > 100, "only {} columns", needs.len());
        assert!(missing.is_empty(), "no index: {missing:#?}");
    }

    async fn every_reference_is_found_from_its_other_end(database: Database) {
        let tables = tables(&database).await;

        let mut missing = vec![];
        let mut keys = 0;
        for (name, table) in &tables {
            keys += table.keys.len();
            let without = table.keys.iter().filter(|key| {
                let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
                !table.is_indexed_by(&columns)
            });
            missing.extend(without.map(|key| format!("{name} {:?} of {}", key.columns, key.table)));
        }

        assert!(keys > 50, "{keys} references");
        assert!(missing.is_empty(), "no index: {missing:#?}");
    }

    async fn no_row_refers_to_another_agencys(database: Database) {
        let tables = tables(&database).await;

        let mut loose = vec![];
        for (name, table) in tables.iter().filter(|(_, table)| table.is_of_agency()) {
            let between = table.keys.iter().filter(|key| tables[&key.table].is_of_agency());
            let without = between.filter(|key| key.columns[0] != "agency_id" || key.to[0] != "agency_id");
            loose.extend(without.map(|key| format!("{name} {:?} of {}", key.columns, key.table)));
        }

        assert!(loose.is_empty(), "references that do not carry the agency: {loose:?}");
    }
}

/// What must be found fast for a resource's lists.
fn needs(resource: &'static Resource) -> Vec<Need> {
    // There is one row of it for a caller: their agency.
    if resource.agency_column() == "id" {
        return vec![];
    }
    let fields = resource.fields.iter();
    fields.flat_map(|field| needs_of(resource, field)).collect()
}

fn needs_of(resource: &'static Resource, field: &'static Field) -> Vec<Need> {
    let need = |table, column| Need {
        table,
        column,
        what_for: format!("{}.{}", resource.name(), field.name),
    };
    let here = |column| need(resource.table(), column);
    let is_asked = field.filter || field.order || field.group.is_some();
    match &field.shape {
        Shape::Column("custom_fields", _) => vec![need("custom_values", "row_id")],
        Shape::Column(column, _) if is_asked => vec![here(field.folded.unwrap_or(column))],
        Shape::One { key, .. } if is_asked => vec![here(key)],
        Shape::Money(..)
        | Shape::Price(..)
        | Shape::Computed { .. }
        | Shape::AnyNode { .. }
        | Shape::ViewerCan
            if is_asked =>
        {
            panic!(
                "{}.{} is asked for by something that is no column",
                resource.name(),
                field.name
            )
        }
        // A list under a record is walked whether it is filtered by or not.
        Shape::Many {
            to,
            link: Link::Key(column),
        } => {
            vec![need(catalog().named(to).expect("a resource").table(), column)]
        }
        Shape::Many {
            link: Link::Through { table, near, .. },
            ..
        } => vec![need(table, near)],
        Shape::ExternalIds => vec![need("external_ids", "row_id")],
        Shape::Column(..)
        | Shape::One { .. }
        | Shape::Money(..)
        | Shape::Price(..)
        | Shape::Computed { .. }
        | Shape::AnyNode { .. }
        | Shape::ViewerCan => vec![],
    }
}
