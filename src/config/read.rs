//! Reading values of a TOML tree whose parts know their places, with every error kept.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::keys::{self, Key};
use super::select::suggest;
use crate::text::Span;

/// A value with its place.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// A text with its place.
pub(super) struct Text<'t> {
    /// The text, escapes decoded.
    pub(super) text: &'t str,
    /// The place of the value, quotes included.
    pub(super) span: Range<usize>,
}

/// Reads values and gathers what is wrong with them.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    /// The text of the file.
    pub(super) source: &'t str,
    /// What is wrong so far.
    pub(super) errors: Vec<ConfigError>,
}

impl Reader<'_> {
    /// Keeps an error at `span`.
    pub(super) fn error(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        let help = Some(help.into()).filter(|help| !help.is_empty());
        let span = Some(Span::from(span));
        self.errors.push(ConfigError { message: message.into(), span, label: label.into(), help });
    }

    /// Keeps an error for a value of the wrong type.
    fn wrong_type(&mut self, name: &str, value: &Value<'_>, expected: &str) {
        let found = type_name(value.get_ref());
        let message = format!("`{name}` expects {expected}, not {found}");
        self.error(value.span(), message, format!("{found} here"), "");
    }

    /// Keeps an error for a key that means nothing here.
    pub(super) fn unknown_key(&mut self, key: &str, span: Range<usize>, known: &[&str]) {
        let near = suggest(key, known.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", quoted(known)),
        };
        self.error(span, format!("unknown key `{key}`"), "means nothing here", help);
    }

    /// Keeps an error for every key of `table` that is not known.
    pub(super) fn only(&mut self, table: &DeTable<'_>, known: &[Key]) {
        let known = keys::names(known);
        for (key, _) in table {
            if !known.contains(&key.get_ref().as_ref()) {
                self.unknown_key(key.get_ref(), key.span(), &known);
            }
        }
    }

    /// The text of `name`, if it is there and one.
    pub(super) fn text<'v>(&mut self, table: &'v DeTable<'_>, name: &str) -> Option<Text<'v>> {
        self.as_text(name, table.get(name)?)
    }

    /// `value` as a text.
    pub(super) fn as_text<'v>(&mut self, name: &str, value: &'v Value<'_>) -> Option<Text<'v>> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(Text { text, span: value.span() });
        }
        self.wrong_type(name, value, "a text in quotes");
        None
    }

    /// The texts of the list `name`; empty when it is not there.
    pub(super) fn texts<'v>(&mut self, table: &'v DeTable<'_>, name: &str) -> Vec<Text<'v>> {
        table.get(name).map(|value| self.as_texts(name, value)).unwrap_or_default()
    }

    /// `value` as a list of texts.
    pub(super) fn as_texts<'v>(&mut self, name: &str, value: &'v Value<'_>) -> Vec<Text<'v>> {
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong_type(name, value, "a list of texts");
            return Vec::new();
        };
        list.iter().filter_map(|value| self.as_text(name, value)).collect()
    }

    /// The table `name`, if it is there and one.
    pub(super) fn table<'v, 'i>(
        &mut self,
        table: &'v DeTable<'i>,
        name: &str,
    ) -> Option<&'v DeTable<'i>> {
        self.as_table(name, table.get(name)?)
    }

    /// `value` as a table.
    pub(super) fn as_table<'v, 'i>(
        &mut self,
        name: &str,
        value: &'v Value<'i>,
    ) -> Option<&'v DeTable<'i>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        self.wrong_type(name, value, "a table");
        None
    }

    /// The place of `range`, bytes of the decoded `text`, in the file; the whole value where
    /// escapes make the two differ.
    pub(super) fn inside(&self, text: &Text<'_>, range: Range<usize>) -> Range<usize> {
        let quotes = self.source[text.span.clone()].find(text.text);
        match quotes {
            Some(quotes) => {
                text.span.start + quotes + range.start..text.span.start + quotes + range.end
            }
            None => text.span.clone(),
        }
    }
}

/// What people call the type of `value`.
pub(super) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The names in backticks, with commas and a last "and".
pub(super) fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
