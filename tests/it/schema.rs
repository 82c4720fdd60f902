use api::{graphql, read::catalog};

#[test]
fn the_published_schema_is_the_schema() {
    let published = include_str!("../../api/schema.graphql");

    let schema = graphql::sdl(&graphql::schema());

    assert_eq!(
        schema.trim_end(),
        published.trim_end(),
        "write it anew: rapport schema > api/schema.graphql"
    );
}

#[test]
fn every_declaration_is_whole() {
    let _ = graphql::schema();

    assert_eq!(catalog().faults(), Vec::<String>::new());
}
