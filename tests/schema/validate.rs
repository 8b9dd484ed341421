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
        let no = |what: String| format!("{at}: {what}");
        match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" => {}
            "$ref" => {
                let pointer = says.as_str().and_then(|path| path.strip_prefix('#')).expect("local");
                let target = root.pointer(pointer).expect("it is defined");
                check(root, target, value, at, found);
            }
            "type" => {
                let types = says.as_array().map_or_else(|| vec![says.clone()], Clone::clone);
                if !types.iter().any(|name| is(value, name.as_str().expect("a name"))) {
                    found.push(no(format!("{value} is not of type {says}")));
                }
            }
            "enum" => {
                if !says.as_array().expect("a list").contains(value) {
                    found.push(no(format!("{value} is none of {says}")));
                }
            }
            "const" if says != value => found.push(no(format!("{value} is not {says}"))),
            "const" => {}
            "minimum" => {
                if value.as_i64().is_some_and(|number| number < says.as_i64().expect("whole")) {
                    found.push(no(format!("{value} is less than {says}")));
                }
            }
            "pattern" => {
                let pattern = Regex::new(says.as_str().expect("a text")).expect("a pattern");
                if value.as_str().is_some_and(|text| !pattern.is_match(text)) {
                    found.push(no(format!("{value} does not match {says}")));
                }
            }
            "required" => {
                for key in says.as_array().expect("a list") {
                    let key = key.as_str().expect("a name");
                    if value.as_object().is_some_and(|object| !object.contains_key(key)) {
                        found.push(no(format!("{key} is missing")));
                    }
                }
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
                let named = |key: &String| {
                    keywords.get("properties").is_some_and(|named| named.get(key).is_some())
                };
                let others = value.as_object().into_iter().flatten().filter(|(key, _)| !named(key));
                for (key, item) in others {
                    match says {
                        Value::Bool(true) => {}
                        Value::Bool(false) => found.push(no(format!("{key} is not allowed"))),
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
                    found.push(no(format!("{value} fits none of the choices")));
                }
            }
            other => panic!("the keyword {other} is not known here"),
        }
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
