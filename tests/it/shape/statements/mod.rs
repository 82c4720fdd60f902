//! A list takes as many statements for many rows as for few.

pub(super) mod rows;
mod selection;
pub(super) mod values;

use std::collections::BTreeMap;

use api::read::{Link, Resource, Shape, catalog};
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use self::{
    rows::{MANY, fill},
    selection::{page, record},
};
use crate::shape::tables::{Table, tables};

/// So many rows are few.
const FEW: usize = 5;

both! {
    async fn a_list_takes_one_statement_for_few_rows_and_for_many(app: App) {
        let owner = app.owner().await;
        fill(&app, &owner).await;

        let mut amiss = vec![];
        for resource in catalog().all() {
            let Some((_, list)) = resource.roots else { continue };
            for first in [FEW, MANY] {
                let answer = owner.ask(&format!("{{ {list}{} }}", page(resource, first))).await.good();
                let (rows, allowed) = (count(&answer, &format!("{list}.nodes")), statements(resource));
                if (rows, answer.statements) != (first, allowed) {
                    amiss.push(format!("{list}: {rows} of {first} rows in {} of {allowed} statements", answer.statements));
                }
            }
        }

        assert_eq!(amiss, Vec::<String>::new());
    }

    async fn a_list_under_a_record_is_read_with_it(app: App) {
        let owner = app.owner().await;
        fill(&app, &owner).await;
        let tables = tables(&app.database).await;

        let (mut amiss, mut lists) = (vec![], 0);
        for resource in catalog().all() {
            for (field, link, target) in lists_of(resource) {
                let parent = with_most(&owner, resource, field).await;
                lists += 1;
                for first in [FEW, MANY] {
                    let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {} {{ {field}{} }} }} }}", resource.name(), page(target, first));
                    let answer = owner.ask_with(&document, json!({ "id": parent })).await.good();
                    let (rows, allowed) = (count(&answer, &format!("node.{field}.nodes")), statements(target));
                    let expected = match is_of_one(&tables, target, link) {
                        // Such rows are made with nothing there, as only some of them may have it.
                        Some(IsPartial(true)) => 0,
                        Some(IsPartial(false)) => 1,
                        None => first,
                    };
                    if (rows, answer.statements) != (expected, allowed) {
                        let path = format!("{}.{field}", resource.name());
                        amiss.push(format!("{path}: {rows} of {expected} rows in {} of {allowed} statements", answer.statements));
                    }
                }
            }
        }

        assert!(lists >= 20, "only {lists} lists");
        assert_eq!(amiss, Vec::<String>::new());
    }

    async fn records_of_all_kinds_by_id_take_one_statement(app: App) {
        let owner = app.owner().await;
        fill(&app, &owner).await;
        let mut ids = vec![];
        for resource in catalog().all() {
            let Some((_, list)) = resource.roots else { continue };
            let answer = owner.ask(&format!("{{ {list}(first: {FEW}) {{ nodes {{ id }} }} }}")).await.good();
            ids.extend(answer.each(&format!("{list}.nodes"), "id"));
        }
        // So many ids can be asked for at once.
        ids.truncate(100);
        let simple = catalog().all().iter().filter(|resource| statements(resource) == 1);
        let fragments: Vec<_> = simple.map(|resource| format!("... on {} {{ {} }}", resource.name(), record(resource))).collect();
        let document = |fragments: &[String]| format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename {} }} }}", fragments.join(" "));

        for fragment in fragments.chunks(4) {
            let few = owner.ask_with(&document(fragment), json!({ "ids": ids[..FEW] })).await.good();
            let many = owner.ask_with(&document(fragment), json!({ "ids": ids })).await.good();

            assert_eq!((few.statements, many.statements), (1, 1));
            assert_eq!(count(&many, "nodes"), ids.len());
        }
    }

    async fn totals_take_one_statement_and_by_month_two(app: App) {
        let owner = app.owner().await;
        fill(&app, &owner).await;

        let (mut amiss, mut totals) = (vec![], 0);
        for resource in catalog().all() {
            let Some((one, _)) = resource.roots else { continue };
            let mut check = async |field: String, allowed: usize| {
                let answer = owner.ask(&format!("{{ {field} }}")).await.good();
                totals += 1;
                if answer.statements != allowed {
                    amiss.push(format!("{field}: {} of {allowed} statements", answer.statements));
                }
            };
            check(format!("{one}Aggregate {{ count }}"), 1).await;
            for key in keys(&owner, resource).await {
                let allowed = if key.ends_with("MONTH") { 2 } else { 1 };
                check(format!("{one}Groups(by: [{key}]) {{ keys aggregate {{ count }} }}"), allowed).await;
            }
        }

        assert!(totals > 50, "only {totals} totals");
        assert_eq!(amiss, Vec::<String>::new());
    }
}

/// The lists under the records of a resource: the field, what leads there, and what it lists.
fn lists_of(
    resource: &'static Resource,
) -> impl Iterator<Item = (&'static str, &'static Link, &'static Resource)> {
    resource.fields.iter().filter_map(|field| match &field.shape {
        Shape::Many { to, link } => {
            let target = catalog().named(to).expect("a resource");
            Some((field.name.as_str(), link, target))
        }
        _ => None,
    })
}

/// Whether what allows a list one row at the most is an index of some rows only.
struct IsPartial(bool);

/// What allows a list under a record one row at the most, if the database has something that does.
fn is_of_one(tables: &BTreeMap<String, Table>, target: &Resource, link: &Link) -> Option<IsPartial> {
    let Link::Key(key) = link else { return None };
    let table = &tables[target.table()];
    let may_be_missing = table
        .columns
        .iter()
        .any(|column| column.name == *key && column.is_null);
    let alone: Vec<bool> = table
        .indexes
        .iter()
        .filter(|index| index.is_unique && index.columns.iter().eq(["agency_id", key]))
        .map(|index| index.is_partial)
        .filter(|is_partial| !is_partial || may_be_missing)
        .collect();
    (!alone.is_empty()).then(|| IsPartial(alone.iter().all(|is_partial| *is_partial)))
}

/// One statement, and one more for records of any kind that rows name.
fn statements(resource: &Resource) -> usize {
    let names_any = resource
        .fields
        .iter()
        .any(|field| matches!(field.shape, Shape::AnyNode { .. }));
    1 + usize::from(names_any)
}

/// The record with the most rows in a list of its own.
async fn with_most(owner: &Person<'_>, resource: &Resource, field: &str) -> Json {
    let (_, list) = resource.roots.expect("a resource with lists has a root field");
    let document = format!("{{ {list}(first: 100) {{ nodes {{ id {field} {{ totalCount }} }} }} }}");
    let answer = owner.ask(&document).await.good();
    let records = answer.at(&format!("{list}.nodes")).as_array().expect("records");
    let most = records
        .iter()
        .max_by_key(|record| record[field]["totalCount"].as_u64());
    most.expect("a record")["id"].clone()
}

/// What records can be grouped by.
async fn keys(owner: &Person<'_>, resource: &Resource) -> Vec<String> {
    let document = format!(
        "{{ __type(name: \"{}GroupBy\") {{ enumValues {{ name }} }} }}",
        resource.name()
    );
    let answer = owner.ask(&document).await.good();
    // What nothing is grouped by has no words for it.
    if answer.at("__type").is_null() {
        return vec![];
    }
    let words = answer.at("__type.enumValues").as_array().expect("words");
    words
        .iter()
        .map(|word| word["name"].as_str().expect("a word").to_owned())
        .collect()
}

fn count(answer: &Answer, path: &str) -> usize {
    answer.at(path).as_array().expect("a list").len()
}
