use std::fmt::Write;

use super::*;

const SCHEMA: &str = r"
    schema { query: Query mutation: Mutation }
    type Query { hello(l: [Int]): String me: Person }
    type Mutation { signIn: String clientCreate: String }
    type Person { name: String friend: Person }
";

fn documents() -> Documents {
    Documents::new(Limits::default(), Arc::new(TypeMap::from_sdl(SCHEMA).unwrap()))
}

fn read(text: &str) -> Result<Arc<Document>, Refusal> {
    documents().read(text)
}

fn refusal(text: &str) -> (Code, String) {
    let refusal = read(text).unwrap_err();
    (refusal.code, refusal.message.to_string())
}

fn too_complex(text: &str) -> String {
    let (code, message) = refusal(text);
    assert_eq!(code, Code::QueryTooComplex, "{message}");
    message
}

/// The text so often, `#` counted up from nought.
fn numbered(count: usize, text: &str) -> String {
    let parts = (0..count).map(|number| text.replace('#', &number.to_string()));
    parts.collect()
}

/// `{ a { a { … } } }` with that many fields inside each other.
fn nested(root: &str, depth: usize) -> String {
    format!(
        "{{ {root} {} {} }}",
        "{ friend ".repeat(depth - 1),
        "}".repeat(depth - 1)
    )
}

#[test]
fn what_an_operation_starts_from_is_known_through_fragments() {
    let document =
        read("query A { hello ...R ... on Query { hello } } fragment R on Query { me { name } }").unwrap();

    let operation = document.pick(Some("A")).unwrap();

    assert_eq!(operation.root_fields, ["hello", "me"]);
    assert_eq!(operation.root_count, 3);
}

#[test]
fn an_operation_is_picked_by_name_or_because_it_is_the_only_one() {
    let both = read("query A { hello } query B { hello }").unwrap();
    let anonymous = read("{ hello }").unwrap();

    assert_eq!(both.pick(Some("B")).unwrap().name.as_ref().unwrap(), "B");
    assert_eq!(both.pick(None).unwrap_err().code, Code::BadRequest);
    assert_eq!(both.pick(Some("C")).unwrap_err().code, Code::BadRequest);
    assert!(anonymous.pick(None).is_ok());
    assert_eq!(anonymous.pick(Some("A")).unwrap_err().code, Code::BadRequest);
}

#[test]
fn two_operations_of_one_name_are_no_document() {
    assert_eq!(
        refusal("query A { hello } query A { hello }").0,
        Code::GraphqlParseFailed
    );
}

#[test]
fn a_parse_error_says_what_was_expected_and_where_but_repeats_no_text() {
    let padding = "x ".repeat(500);

    let refused = read(&format!("{{ hello({padding} }}")).unwrap_err();

    assert_eq!(refused.code, Code::GraphqlParseFailed);
    let message = refused.message.to_string();
    assert!(message.starts_with("expected "), "{message}");
    assert!(message.len() <= 200);
    assert_eq!(refused.locations.len(), 1);
}

#[test]
fn depth_is_counted_through_fragments() {
    let spread = |depth: usize| {
        let inner = nested("friend", depth);
        format!(
            "{} fragment F on Person {inner}",
            nested("me", 6).replace("friend  }", "...F }")
        )
    };

    assert!(read(&nested("me", 12)).is_ok());
    assert!(too_complex(&nested("me", 13)).contains("nested fields: 12"));
    assert!(read(&spread(7)).is_ok());
    assert!(too_complex(&spread(8)).contains("nested fields: 12"));
}

#[test]
fn introspection_may_be_deeper() {
    let types = |depth: usize| {
        format!(
            "{{ __type(name: \"A\") {}name{} }}",
            "{ ofType ".repeat(depth - 2) + "{",
            "}".repeat(depth - 1)
        )
    };

    assert!(read(&types(20)).is_ok());
    assert!(too_complex(&types(21)).contains("nested fields: 20"));
}

#[test]
fn introspection_that_multiplies_types_by_fields_again_and_again_is_refused() {
    let mut schema = SCHEMA.to_owned();
    for index in 0..40 {
        let fields = numbered(30, "f#(a: Int b: Int): String ");
        write!(schema, "type Wide{index} {{ {fields} }}").unwrap();
    }
    let documents = Documents::new(Limits::default(), Arc::new(TypeMap::from_sdl(&schema).unwrap()));

    let standard = documents.read(STANDARD_INTROSPECTION);
    let multiplied =
        documents.read("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }");
    let repeated = documents.read(&format!(
        "{{ __schema {{ types {{ fields {{ {} }} }} }} }}",
        "type { name }".repeat(100)
    ));

    assert!(standard.is_ok(), "{:?}", standard.unwrap_err());
    assert_eq!(multiplied.unwrap_err().code, Code::QueryTooComplex);
    assert_eq!(repeated.unwrap_err().code, Code::QueryTooComplex);
}

#[test]
fn fragments_that_double_are_refused_at_once() {
    let doubling = |levels: usize| {
        let mut text = "{ me { ...F0 } }".to_owned();
        for level in 0..levels - 1 {
            write!(
                text,
                " fragment F{level} on Person {{ ...F{0} ...F{0} }}",
                level + 1
            )
            .unwrap();
        }
        write!(text, " fragment F{} on Person {{ name }}", levels - 1).unwrap();
        text
    };

    assert!(too_complex(&doubling(27)).contains("fragments: 20"));
    assert!(too_complex(&doubling(20)).contains("fields: 5000"));
    assert!(read(&doubling(10)).is_ok());
}

#[test]
fn a_fragment_that_spreads_itself_is_invalid() {
    for text in [
        "{ me { ...A } } fragment A on Person { ...A }",
        "{ me { ...A } } fragment A on Person { friend { ...B } } fragment B on Person { ...A }",
        "{ hello } fragment A on Person { ...B } fragment B on Person { ...A }",
    ] {
        assert_eq!(refusal(text).0, Code::GraphqlValidationFailed);
    }
}

#[test]
fn a_fragment_that_nobody_defined_is_left_to_the_validator() {
    assert!(read("{ me { ...Nowhere } }").is_ok());
}

#[test]
fn aliases_are_counted() {
    let aliases = |count: usize| format!("{{ me {{ {} }} }}", numbered(count, "a#: name "));

    assert!(read(&aliases(30)).is_ok());
    assert!(too_complex(&aliases(31)).contains("aliases: 30"));
    assert!(too_complex(&aliases(5_000)).contains("too many"));
}

#[test]
fn directives_are_counted_wherever_they_stand() {
    for (text, most) in [
        ("query # { hello }", 2_000),
        ("{ hello # }", 2_000),
        ("query($a: Int #) { hello }", 2_000),
        ("{ me { ...F } } fragment F on Person # { name }", 2_000),
        ("{ me { ...F # } } fragment F on Person { name }", 2_000),
        ("{ me { ... # { name } } }", 2_000),
    ] {
        assert!(read(&text.replace('#', &"@x ".repeat(20))).is_ok(), "{text}");
        assert!(
            too_complex(&text.replace('#', &"@x ".repeat(21))).contains("directives: 20"),
            "{text}"
        );
        assert!(
            too_complex(&text.replace('#', &"@x ".repeat(5_000))).contains(&most.to_string()),
            "{text}"
        );
    }
}

#[test]
fn root_fields_mutations_operations_and_variables_are_counted() {
    let variables = numbered(51, "$v#: Int ");
    let operations = numbered(6, "query Q# { hello } ");

    assert!(too_complex(&format!("{{ {} }}", "hello ".repeat(21))).contains("root fields: 20"));
    assert!(too_complex(&format!("mutation {{ {} }}", "clientCreate ".repeat(6))).contains("mutations: 5"));
    assert!(too_complex(&format!("query({variables}) {{ hello }}")).contains("variables: 50"));
    assert!(too_complex(&operations).contains("operations: 5"));
    assert!(too_complex(&format!("{{ me {{ {} }} }}", "name ".repeat(500))).contains("selections: 500"));
}

#[test]
fn a_sign_in_stands_alone() {
    assert!(read("mutation { signIn }").is_ok());
    assert!(too_complex("mutation { signIn clientCreate }").contains("stand alone"));
    assert!(too_complex("mutation { a: signIn b: signIn }").contains("stand alone"));
    assert!(too_complex("mutation { ...S ...S } fragment S on Mutation { signIn }").contains("stand alone"));
}

#[test]
fn a_document_is_kept_only_when_told_to() {
    let documents = documents();
    let first = documents.read("{ hello }").unwrap();
    let again = documents.read("{ hello }").unwrap();
    assert!(!Arc::ptr_eq(&first, &again));

    documents.keep(&first);

    assert!(Arc::ptr_eq(&first, &documents.read("{ hello }").unwrap()));
    assert_eq!(documents.kept(), 1);
}

#[test]
fn kept_documents_take_no_more_memory_than_they_may() {
    let limits = Limits {
        cache_bytes: 20_000,
        ..Limits::default()
    };
    let documents = Documents::new(limits, Arc::new(TypeMap::from_sdl(SCHEMA).unwrap()));

    for number in 0..200 {
        let document = documents
            .read(&format!("query Q{number} {{ hello me {{ name }} }}"))
            .unwrap();
        documents.keep(&document);
    }

    assert!(documents.kept() < 10, "{}", documents.kept());
}

/// What the common tools ask for, in the longest form.
const STANDARD_INTROSPECTION: &str = r"
    query IntrospectionQuery {
        __schema {
            description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
        }
    }
    fragment FullType on __Type {
        kind name description specifiedByURL isOneOf
        fields(includeDeprecated: true) {
            name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
        }
        inputFields(includeDeprecated: true) { ...InputValue }
        interfaces { ...TypeRef }
        enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
        possibleTypes { ...TypeRef }
    }
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
    fragment TypeRef on __Type {
        kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
    }
";
