//! One name, as Rust, GraphQL and enums write it.

/// A column's name as GraphQL writes it.
#[must_use]
pub fn camel(name: &str) -> String {
    let mut upper = false;
    name.chars()
        .fold(String::with_capacity(name.len()), |mut text, symbol| {
            match symbol {
                '_' => upper = true,
                symbol if upper => {
                    text.extend(symbol.to_uppercase());
                    upper = false;
                }
                symbol => text.push(symbol),
            }
            text
        })
}

/// A field's name as an enum value writes it.
#[must_use]
pub fn screaming(name: &str) -> String {
    name.chars()
        .fold(String::with_capacity(name.len() + 4), |mut text, symbol| {
            if symbol.is_uppercase() {
                text.push('_');
            }
            text.extend(symbol.to_uppercase());
            text
        })
}
