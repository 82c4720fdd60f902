use async_graphql::parser::parse_query;
use serde_json::{Value, json};

use super::*;

const SCHEMA: &str = r#"
    schema { query: Query }
    type Query { a: Int }
    scalar Decimal
    enum Stage { ACTIVE LOST }
    input Contact { name: String! age: Int tags: [String!] stage: Stage price: Decimal kind: String! = "x" more: [Contact!] }
    input By @oneOf { id: ID name: String }
"#;

fn coerced(definitions: &str, given: Value) -> Result<Value, String> {
    let types = TypeMap::from_sdl(SCHEMA).unwrap();
    let document = parse_query(format!("query({definitions}) {{ a }}")).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    coerce(
        &types,
        &operation.node.variable_definitions,
        Variables::from_json(given),
    )
    .map(|variables| variables.into_value().into_json().unwrap())
    .map_err(|refusal| {
        assert_eq!(refusal.code, Code::BadUserInput);
        refusal.message.to_string()
    })
}

#[test]
fn a_required_variable_must_be_given_and_not_null() {
    assert_eq!(
        coerced("$n: Int!", json!({})),
        Err("the variable $n is required: Int!".into())
    );
    assert_eq!(
        coerced("$n: Int!", json!({"n": null})),
        Err("the variable $n must not be null: Int!".into())
    );
    assert_eq!(coerced("$n: Int! = 3", json!({})), Ok(json!({})));
    assert_eq!(coerced("$n: Int", json!({})), Ok(json!({})));
    assert_eq!(coerced("$n: Int", json!({"n": null})), Ok(json!({"n": null})));
}

#[test]
fn variables_that_nobody_defined_are_left_out() {
    assert_eq!(coerced("$n: Int", json!({"n": 1, "m": 2})), Ok(json!({"n": 1})));
}

#[test]
fn whole_numbers_have_32_bits_and_may_be_written_with_a_point() {
    assert_eq!(coerced("$n: Int", json!({"n": 1.0})), Ok(json!({"n": 1})));
    for wrong in [
        json!(1.5),
        json!(2_147_483_648_i64),
        json!(u64::MAX),
        json!(1e300),
        json!("1"),
        json!(true),
    ] {
        assert_eq!(
            coerced("$n: Int", json!({ "n": wrong })),
            Err("the variable $n is not a whole number of 32 bits".into())
        );
    }
}

#[test]
fn scalars_take_their_own_kind_only() {
    assert_eq!(coerced("$a: Float", json!({"a": 1})), Ok(json!({"a": 1})));
    assert_eq!(coerced("$a: ID", json!({"a": 7})), Ok(json!({"a": "7"})));
    assert!(coerced("$a: ID", json!({"a": 7.5})).is_err());
    assert!(coerced("$a: String", json!({"a": 7})).is_err());
    assert!(coerced("$a: Boolean", json!({"a": "true"})).is_err());
    assert!(coerced("$a: Float", json!({"a": "1"})).is_err());
    assert_eq!(
        coerced("$a: Decimal", json!({"a": "1.10"})),
        Ok(json!({"a": "1.10"}))
    );
}

#[test]
fn a_single_value_is_a_list_of_one() {
    assert_eq!(coerced("$a: [Int!]", json!({"a": 1})), Ok(json!({"a": [1]})));
    assert_eq!(
        coerced("$a: [[Int!]]", json!({"a": [1, [2]]})),
        Ok(json!({"a": [[1], [2]]}))
    );
    assert_eq!(
        coerced("$a: [Int!]", json!({"a": [1, null]})),
        Err("the variable $a[1] must not be null: Int!".into())
    );
}

#[test]
fn objects_have_the_fields_of_their_type() {
    let contact = |value: Value| coerced("$c: Contact!", json!({ "c": value }));

    assert_eq!(
        contact(json!({"name": "A", "tags": "b"})),
        Ok(json!({"c": {"name": "A", "tags": ["b"]}}))
    );
    assert_eq!(
        contact(json!({})),
        Err("the variable $c lacks the field name of Contact".into())
    );
    assert_eq!(
        contact(json!({"name": "A", "nmae": 1})),
        Err("the variable $c has no field nmae in Contact".into())
    );
    assert_eq!(
        contact(json!({"name": "A", "kind": null})),
        Err("the variable $c.kind must not be null: String!".into())
    );
    assert_eq!(
        contact(json!({"name": "A", "stage": "GONE"})),
        Err("the variable $c.stage is not a value of Stage".into())
    );
    assert_eq!(
        contact(json!({"name": "A", "more": [{"name": "B"}, {"name": 1}]})),
        Err("the variable $c.more[1].name is not text".into())
    );
    assert_eq!(
        contact(json!("A")),
        Err("the variable $c is not an object of Contact".into())
    );
}

#[test]
fn one_of_takes_exactly_one_field() {
    assert!(coerced("$b: By!", json!({"b": {"id": "1"}})).is_ok());
    for wrong in [json!({}), json!({"id": "1", "name": "a"}), json!({"id": null})] {
        assert_eq!(
            coerced("$b: By!", json!({ "b": wrong })),
            Err("the variable $b must have exactly one field of By".into())
        );
    }
}
