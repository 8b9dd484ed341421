//! Values of front matter: decoded, compared by type, and written back with the quotes in use.

use std::borrow::Cow;

use serde_yaml::Value;
use toml::de::DeValue;

use crate::markdown::FrontMatterFormat::{self, Toml, Yaml};

/// The scalar `raw` (as written, quotes included) as a program reads it. What is no string
/// (numbers, aliases, broken text) comes back as written.
pub fn decode(raw: &str, format: FrontMatterFormat) -> Cow<'_, str> {
    let inner = |quote: char| raw.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(inner) = inner('"').filter(|inner| !inner.contains(['\\', '"', '\n', '\r'])) {
        return Cow::Borrowed(inner);
    }
    if let Some(inner) = inner('\'').filter(|inner| !inner.contains(['\'', '\n', '\r'])) {
        return Cow::Borrowed(inner);
    }
    match format {
        Toml if raw.starts_with(['"', '\'']) => match DeValue::parse(raw) {
            Ok(value) => value
                .get_ref()
                .as_str()
                .map_or(Cow::Borrowed(raw), |text| Cow::Owned(text.to_owned())),
            Err(_) => Cow::Borrowed(raw),
        },
        Yaml if raw.starts_with(['"', '\'', '|', '>', '&', '!']) || raw.contains(['\n', '\r']) => {
            match untagged(raw) {
                Some(Value::String(text)) => Cow::Owned(text),
                _ => Cow::Borrowed(raw),
            }
        }
        _ => Cow::Borrowed(raw),
    }
}

/// Whether two scalars mean the same: equal text however quoted, equal numbers (`1.0` and `1`),
/// booleans in their YAML 1.1 spellings (`yes`, `on`), nulls, and a day with or without its
/// midnight (`2026-08-19`, `2026-08-19T00:00:00Z`). Blanks around a value do not count.
pub fn same_value(one: (&str, FrontMatterFormat), two: (&str, FrontMatterFormat)) -> bool {
    if one == two {
        return true;
    }
    let (first, second) = (decode(one.0, one.1), decode(two.0, two.1));
    first.trim() == second.trim() || typed(one.0, &first) == typed(two.0, &second)
}

/// A scalar by type.
#[derive(Debug, PartialEq)]
enum Typed<'t> {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'t str),
}

fn typed<'t>(raw: &str, decoded: &'t str) -> Typed<'t> {
    let decoded = decoded.trim();
    match decoded {
        "" | "~" | "null" | "Null" | "NULL" => return Typed::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            return Typed::Bool(true);
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            return Typed::Bool(false);
        }
        _ => {}
    }
    if raw.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && let Some(Value::Number(number)) = untagged(raw)
        && let Some(number) = number.as_f64()
    {
        return Typed::Number(number);
    }
    Typed::Text(day(decoded).unwrap_or(decoded))
}

/// The date of a timestamp at midnight UTC: `2026-08-19` of `2026-08-19T00:00:00.000Z`.
fn day(text: &str) -> Option<&str> {
    let (date, time) = text.split_at_checked(10)?;
    let digits = date.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let time = time.strip_prefix(['T', 't', ' '])?.trim_start();
    let zone = time.strip_prefix("00:00:00")?.trim_start_matches(".0").trim_start_matches('0');
    (digits && matches!(zone.trim(), "" | "Z" | "z" | "+00:00" | "+00" | "+0000")).then_some(date)
}

/// `raw` read by `serde_yaml`, without its tag.
fn untagged(raw: &str) -> Option<Value> {
    match serde_yaml::from_str(raw).ok()? {
        Value::Tagged(tagged) => Some(tagged.value),
        value => Some(value),
    }
}

/// `value` written as a YAML scalar in the manner of `like`, the scalar that it replaces: with
/// the same quotes, as the same kind of block scalar, or plain where that reads back as `value`
/// and else quoted.
pub fn quote(value: &str, like: &str) -> String {
    let printable = !value.contains(|c: char| c.is_control());
    let written = match like.as_bytes().first() {
        Some(b'"') => None,
        Some(b'\'') => printable.then(|| single(value)),
        Some(b'|' | b'>') => block(value, like),
        _ if plain(value, like) => Some(value.to_owned()),
        _ => printable.then(|| single(value)),
    };
    written.unwrap_or_else(|| double(value))
}

/// `value` written as a TOML string in the manner of `like`.
pub fn quote_toml(value: &str, like: &str) -> String {
    let literal = like.starts_with('\'') && !value.contains(|c: char| c == '\'' || c.is_control());
    if literal { format!("'{value}'") } else { double(value) }
}

fn single(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// In double quotes, with the escapes that YAML (§5.7) and TOML share.
fn double(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let escape = format!("\\u{:04X}", c as u32);
                quoted.push_str(&escape);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// With the header and indentation of the block scalar `like`; `None` where lines of `value`
/// start with blanks, which would need another header.
fn block(value: &str, like: &str) -> Option<String> {
    let (header, rest) = like.split_at(like.find(['\n', '\r'])?);
    let content = rest.trim_start_matches(['\n', '\r']);
    let line_break = &rest[..rest.find(|c| c != '\n' && c != '\r').unwrap_or(1).min(2)];
    let line_break = if line_break.starts_with("\r\n") { "\r\n" } else { &line_break[..1] };
    let indent = &content[..content.len() - content.trim_start_matches(' ').len()];
    let fits = !indent.is_empty()
        && (header.starts_with('|') || !value.trim_end().contains('\n'))
        && value.lines().all(|line| !line.starts_with([' ', '\t']));
    let lines = value.trim_end().lines();
    let lines =
        lines.map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") });
    fits.then(|| format!("{header}{line_break}{}", lines.collect::<Vec<_>>().join(line_break)))
}

/// Whether `value` may stand without quotes where `like` stands: it reads back as itself, also
/// inside brackets unless `like` shows that there are none.
fn plain(value: &str, like: &str) -> bool {
    let flow = [',', '[', ']', '{', '}'];
    let structural = value.contains([':', '#']) && (value.contains(": ") || value.contains(" #"));
    if structural || value.trim() != value || value.contains(flow) && !like.contains(flow) {
        return false;
    }
    match (untagged(value), untagged(like)) {
        (Some(Value::String(read)), _) => read == value,
        (Some(Value::Bool(_)), Some(Value::Bool(_)))
        | (Some(Value::Number(_)), Some(Value::Number(_))) => true,
        _ => false,
    }
}
