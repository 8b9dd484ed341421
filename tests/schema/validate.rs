//! JSON Schema as far as our own schemas use it. A keyword that is not known here stops the test,
//! so that nothing is taken for checked that is not.

use regex::Regex;
use serde_json::Value;

/// What `schema` says against `value`, each with its place; nothing when it is valid.
pub(crate) fn errors(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let keywords = schema.as_object().expect("a schema is an object");
    for (keyword, says) in keywords {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" => {}
            "$ref" => {
                let pointer = says.as_str().and_then(|path| path.strip_prefix('#')).expect("local");
                check(root, root.pointer(pointer).expect("it is defined"), value, at, found);
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, says, item, &format!("{at}/{number}"), found);
                }
            }
            "properties" => {
                for (key, item) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = says.get(key) {
                        check(root, schema, item, &format!("{at}/{key}"), found);
                    }
                }
            }
            "additionalProperties" => {
                let named = keywords.get("properties").and_then(Value::as_object);
                for (key, item) in value.as_object().into_iter().flatten() {
                    if named.is_some_and(|named| named.contains_key(key)) {
                        continue;
                    }
                    match says {
                        Value::Bool(true) => {}
                        Value::Bool(false) => found.push(format!("{at}: {key} is not allowed")),
                        schema => check(root, schema, item, &format!("{at}/{key}"), found),
                    }
                }
            }
            "anyOf" => {
                let fits = |schema: &Value| {
                    let mut found = Vec::new();
                    check(root, schema, value, at, &mut found);
                    found.is_empty()
                };
                if !says.as_array().expect("a list").iter().any(fits) {
                    found.push(format!("{at}: {value} fits none of the choices"));
                }
            }
            keyword => {
                if !holds(keyword, says, value) {
                    found.push(format!("{at}: {value} against {keyword} {says}"));
                }
            }
        }
    }
}

/// Whether `value` is as a keyword that looks at nothing below it says.
fn holds(keyword: &str, says: &Value, value: &Value) -> bool {
    let list = || says.as_array().expect("a list");
    match keyword {
        "type" => {
            let types = says.as_array().map_or_else(|| vec![says.clone()], Clone::clone);
            types.iter().any(|name| is(value, name.as_str().expect("a name")))
        }
        "enum" => list().contains(value),
        "const" => says == value,
        "minimum" => value.as_i64().is_none_or(|number| number >= says.as_i64().expect("whole")),
        "pattern" => {
            let pattern = Regex::new(says.as_str().expect("a text")).expect("a pattern");
            value.as_str().is_none_or(|text| pattern.is_match(text))
        }
        "required" => {
            let has = |key: &Value| value.get(key.as_str().expect("a name")).is_some();
            !value.is_object() || list().iter().all(has)
        }
        other => panic!("the keyword {other} is not known here"),
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the type {other} is not known here"),
    }
}
