use api::{
    kernel::names::screaming,
    read::{Field, Resource, Scalar, Shape, group_name},
};
use entity::{membership::Role, value::Choice as _};
use serde_json::{Map, Value as Json, json};
use tests::{Server, Visitor, both};

use super::{Relation, Secret, relations_to, secrets};
use crate::shape::{
    inputs::in_parentheses,
    sdl::{Sdl, named},
    world::World,
};

/// Questions that are asked in one request.
const AT_ONCE: usize = 15;

both! {
    async fn what_a_role_may_not_read_it_neither_filters_orders_groups_nor_sums_by(server: Server) {
        let (sdl, world) = (Sdl::read(), World::found(&server).await);
        let mut faults = vec![];

        for (role, secrets) in secrets() {
            let visitor = server.visitor(&world.somebody_or_portal(role).await);
            let all: Vec<Question> = secrets.iter().flat_map(|secret| questions(&sdl, role, secret)).collect();
            for some in all.chunks(AT_ONCE) {
                let refused = ask(&visitor, some, true).await;
                let taken = ask(&world.visitor(), some, false).await;
                faults.extend(refused.into_iter().map(|fault| format!("{}: {fault}", role.word())));
                faults.extend(taken.into_iter().map(|fault| format!("OWNER: {fault}")));
            }
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }
}

/// A question that only those may ask who may read a field.
struct Question {
    about: String,
    scope: &'static str,
    /// What is asked, with `$v` in the place of the variable.
    asked: String,
    /// The variable's type and value.
    variable: Option<(String, Json)>,
}

/// Asks several at once. Each has to be refused, or answered.
async fn ask(visitor: &Visitor<'_>, some: &[Question], is_refused: bool) -> Vec<String> {
    let (mut declared, mut asked, mut variables) = (vec![], vec![], Map::new());
    for (at, question) in some.iter().enumerate() {
        if let Some((ty, value)) = &question.variable {
            declared.push(format!("$v{at}: {ty}"));
            variables.insert(format!("v{at}"), value.clone());
        }
        asked.push(format!(
            "a{at}: {}",
            question.asked.replace("$v", &format!("$v{at}"))
        ));
    }
    let declared = in_parentheses(&declared);
    let document = format!("query{declared} {{ {} }}", asked.join(" "));
    let reply = visitor.ask(&document, Json::Object(variables)).await;
    let faults = some.iter().enumerate().filter_map(|(at, question)| {
        let key = format!("a{at}");
        let errors = reply
            .errors
            .iter()
            .filter(|error| error["path"][0] == key.as_str());
        let errors: Vec<&Json> = errors.collect();
        let is_right = if is_refused {
            let scopes = json!([question.scope]);
            let is_said = |said: &Json| said["code"] == "FORBIDDEN" && said["requiredScopes"] == scopes;
            let is_null = |path: &Json| path.as_array().is_some_and(|path| is_null_at(&reply.data, path));
            errors.len() == 1 && is_said(&errors[0]["extensions"]) && is_null(&errors[0]["path"])
        } else {
            errors.is_empty() && reply.errors.iter().all(|error| error["path"].is_array())
        };
        (!is_right).then(|| format!("{}: {} {:?}", question.about, reply.data[&key], reply.errors))
    });
    faults.collect()
}

/// Whether there is nothing at a path, in none of the records of the lists on the way.
fn is_null_at(value: &Json, path: &[Json]) -> bool {
    match (value, path) {
        (Json::Null, _) => true,
        (Json::Array(items), _) => items.iter().all(|item| is_null_at(item, path)),
        (Json::Object(fields), [step, rest @ ..]) => {
            let inner = step.as_str().and_then(|step| fields.get(step));
            inner.is_some_and(|inner| is_null_at(inner, rest))
        }
        _ => false,
    }
}

/// All that can be asked by a field, but for reading it.
fn questions(sdl: &Sdl, role: Role, secret: &Secret) -> Vec<Question> {
    let Secret {
        resource,
        field,
        right,
    } = *secret;
    let about = |how: &str| format!("{} {how}", secret.name());
    let question = |how: &str, asked: String, variable| Question {
        about: about(how),
        scope: right.scope(),
        asked,
        variable,
    };
    let relations = relations_to(role, resource.kind);
    let mut all = vec![];
    for test in tests(field) {
        for (how, asked, ty, value) in filtered(resource, &relations, &test) {
            all.push(question(&how, asked, Some((ty, value))));
        }
    }
    if field.order {
        let order = json!({ "field": screaming(&field.name) });
        for (how, asked) in ordered(resource, &relations) {
            let ty = format!("[{}Order!]", resource.name());
            all.push(question(&how, asked, Some((ty, json!([order])))));
        }
    }
    let Some((one, _)) = resource.roots else {
        return all;
    };
    if let Some(word) = group_name(field) {
        all.push(question(
            "grouped",
            format!("{one}Groups(by: [{word}]) {{ keys }}"),
            None,
        ));
    }
    if field.sum {
        let name = format!("{}Sum", field.name);
        let total = sdl.field(&format!("{}Aggregate", resource.name()), &name);
        let parts = sdl.selection(named(&total.expect("a total").ty), 0);
        let sum = format!("{name} {parts}");
        all.push(question("summed", format!("{one}Aggregate {{ {sum} }}"), None));
        if let Some(by) = first_group(resource) {
            all.push(question(
                "summed by group",
                format!("{one}Groups(by: [{by}]) {{ aggregate {{ {sum} }} }}"),
                None,
            ));
        }
    }
    all
}

/// A key that everybody may group by.
fn first_group(resource: &Resource) -> Option<String> {
    resource
        .fields
        .iter()
        .filter(|field| field.right.is_none())
        .find_map(group_name)
}

/// All tests on a field that a filter takes.
fn tests(field: &Field) -> Vec<Json> {
    let name = field.name.as_str();
    let id = format!("{name}Id");
    match &field.shape {
        Shape::ExternalIds => vec![json!({ "externalId": { "source": { "eq": "xero" } } })],
        Shape::Column(_, Scalar::Json) => vec![json!({ "customField": { "key": "key", "eq": "value" } })],
        _ if !field.filter => vec![],
        Shape::Column(_, scalar) => {
            let value = match scalar {
                Scalar::Text | Scalar::Json | Scalar::Texts => json!("text"),
                Scalar::Decimal(_) => json!("1"),
                Scalar::Id(kind) => json!(kind.show(uuid::Uuid::nil())),
                Scalar::Int => json!(1),
                Scalar::Bool => json!(true),
                Scalar::Date => json!("2026-11-24"),
                Scalar::DateTime => json!("2026-11-24T09:30:00Z"),
                Scalar::Currency => json!("EUR"),
                Scalar::Choice(words) => json!(words.values[0].name),
            };
            vec![
                json!({ name: { "eq": value } }),
                json!({ name: { "in": [value] } }),
                json!({ name: { "isNull": false } }),
            ]
        }
        Shape::One { .. } => vec![json!({ id: { "isNull": false } }), json!({ name: {} })],
        Shape::Many { .. } => vec![json!({ name: { "some": {} } }), json!({ name: { "none": {} } })],
        _ => vec![],
    }
}

/// All questions that take a filter of these records: in words, as they are asked, the filter's type and value.
fn filtered(resource: &Resource, relations: &[Relation], test: &Json) -> Vec<(String, String, String, Json)> {
    let own = format!("{}Filter", resource.name());
    let mut all = vec![];
    if let Some((one, many)) = resource.roots {
        for (how, value) in [
            ("filtered", test.clone()),
            ("filtered by and", json!({ "and": [test] })),
            ("filtered by or", json!({ "or": [test, {}] })),
            ("filtered by not", json!({ "not": test })),
        ] {
            all.push((
                how.to_owned(),
                format!("{many}(filter: $v) {{ totalCount }}"),
                own.clone(),
                value,
            ));
        }
        all.push((
            "counted".to_owned(),
            format!("{one}Aggregate(filter: $v) {{ count }}"),
            own.clone(),
            test.clone(),
        ));
        if let Some(by) = first_group(resource) {
            let asked = format!("{one}Groups(by: [{by}], filter: $v) {{ keys }}");
            all.push((
                "grouped and filtered".to_owned(),
                asked,
                own.clone(),
                test.clone(),
            ));
        }
    }
    for Relation {
        root,
        from,
        field,
        is_list,
    } in relations
    {
        let name = field.name.as_str();
        if *is_list {
            let asked = format!("{root} {{ nodes {{ {name}(filter: $v) {{ totalCount }} }} }}");
            all.push((
                format!("filtered in {root}.{name}"),
                asked,
                own.clone(),
                test.clone(),
            ));
        }
        if field.filter {
            let value = if *is_list {
                json!({ name: { "some": test } })
            } else {
                json!({ name: test })
            };
            let asked = format!("{root}(filter: $v) {{ totalCount }}");
            all.push((
                format!("filtered by {root}.{name}"),
                asked,
                format!("{}Filter", from.name()),
                value,
            ));
        }
    }
    all
}

/// All lists of these records that can be ordered.
fn ordered(resource: &Resource, relations: &[Relation]) -> Vec<(String, String)> {
    let mut all = vec![];
    if let Some((_, many)) = resource.roots {
        all.push((
            "ordered".to_owned(),
            format!("{many}(orderBy: $v) {{ nodes {{ id }} }}"),
        ));
    }
    for Relation { root, field, .. } in relations.iter().filter(|relation| relation.is_list) {
        let name = &field.name;
        let asked = format!("{root} {{ nodes {{ {name}(orderBy: $v) {{ nodes {{ id }} }} }} }}");
        all.push((format!("ordered in {root}.{name}"), asked));
    }
    all
}
