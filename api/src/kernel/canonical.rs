//! JSON in one way of writing, so that the same content always has the same hash: RFC 8785, for values without fractions.

use serde_json::Value as Json;

/// JSON without blanks, the members of objects in the order of their names; members of this name are left out.
///
/// Names are ordered by their UTF-16 code units. Strings and whole numbers are written as every JavaScript engine writes them;
/// numbers with a fraction do not occur in what is hashed.
#[must_use]
pub fn canonical(value: &Json, leave_out: Option<&str>) -> String {
    match value {
        Json::Object(members) => {
            let mut members: Vec<_> = members
                .iter()
                .filter(|(name, _)| Some(name.as_str()) != leave_out)
                .collect();
            members.sort_unstable_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            let parts: Vec<_> = members
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Json::from(name.as_str()), canonical(value, leave_out)))
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        Json::Array(items) => {
            let parts: Vec<_> = items.iter().map(|item| canonical(item, leave_out)).collect();
            format!("[{}]", parts.join(","))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_in_order_and_nothing_is_between_them() {
        let value = json!({ "b": [1, true, null], "a": { "é": "é", "z": "\u{20ac}$\u{f}\nA'B\"\\" } });

        let text = canonical(&value, None);

        assert_eq!(
            text,
            "{\"a\":{\"z\":\"€$\\u000f\\nA'B\\\"\\\\\",\"é\":\"é\"},\"b\":[1,true,null]}"
        );
    }

    /// The order of the example in RFC 8785, section 3.2.3.
    #[test]
    fn names_are_ordered_by_utf_16() {
        let value = json!({ "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7 });

        let numbers: Vec<char> = canonical(&value, None)
            .chars()
            .filter(|symbol| "2345671".contains(*symbol))
            .collect();

        assert_eq!(numbers, ['2', '1', '4', '6', '7', '1', '5', '3']);
    }

    #[test]
    fn a_member_can_be_left_out_at_every_depth() {
        let value = json!({ "key": 1, "list": [{ "key": 2, "rest": 3 }] });

        assert_eq!(canonical(&value, Some("key")), "{\"list\":[{\"rest\":3}]}");
    }
}
