//! The JSON schema of `lint-rules.toml`, for editors. It is written from the tables that the
//! reader goes by and from the rules, so that it says what the reader takes.

use serde_json::{Map, Value, json};

use super::keys::{self, Key, Kind};
use crate::diagnostic::Severity;
use crate::rule::{Group, OptionDefault, Rule};
use crate::rules::RULES;

/// The schema (JSON Schema, draft 7, which is what editors for TOML know).
///
/// It is no stricter than the reader, which also knows whether templates, language tags, patterns
/// and folders make sense.
pub fn schema() -> Value {
    let mut schema = object(keys::TOP, &[]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("lint-rules.toml");
    schema["description"] = json!("The configuration of hexapla.");
    schema["definitions"] = json!({
        "selection": { "enum": selections() },
        "severity": { "enum": Severity::ALL.map(Severity::name) },
    });
    schema
}

fn object(keys: &[Key], required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), described(key))).collect();
    let mut object =
        json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

fn described(key: &Key) -> Value {
    let mut value = of_kind(key.kind);
    value["description"] = json!(key.docs);
    value
}

fn of_kind(kind: Kind) -> Value {
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => texts(),
        Kind::TextOrTexts => json!({ "anyOf": [{ "type": "string" }, texts()] }),
        Kind::Word(words) => json!({ "enum": words() }),
        Kind::Selection => {
            json!({ "type": "array", "items": { "$ref": "#/definitions/selection" } })
        }
        Kind::Severities => {
            let severity = json!({ "$ref": "#/definitions/severity" });
            let properties: Map<String, Value> =
                RULES.iter().map(|rule| (rule.name.to_owned(), severity.clone())).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
        Kind::Table(keys) => object(keys, &[]),
        Kind::Tables(keys) => json!({ "type": "array", "items": object(keys, &["translations"]) }),
        Kind::Map(kind) => json!({ "type": "object", "additionalProperties": of_kind(*kind) }),
        Kind::Rules(keys) => {
            let mut table = object(keys, &[]);
            for rule in RULES {
                table["properties"][rule.name] = options(rule);
            }
            table
        }
    }
}

/// What `select` and `ignore` may name.
fn selections() -> Vec<&'static str> {
    let rules = RULES.iter().map(|rule| rule.name);
    let groups = Group::ALL.map(Group::name);
    rules.chain(groups).chain(["default", "advisory", "all"]).collect()
}

/// The table `[rules.NAME]`: empty for a rule without options, as the reader takes it.
fn options(rule: &Rule) -> Value {
    let mut properties = Map::new();
    for option in rule.options {
        let value = match option.default {
            OptionDefault::Bool(default) => json!({ "type": "boolean", "default": default }),
            OptionDefault::Integer(default) => json!({ "type": "integer", "default": default }),
            OptionDefault::Strings(default) => {
                json!({ "type": "array", "items": { "type": "string" }, "default": default })
            }
        };
        let mut value = value;
        value["description"] = json!(option.docs);
        properties.insert(option.name.to_owned(), value);
    }
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "description": format!("Options of the rule: {}.", rule.summary),
    })
}
