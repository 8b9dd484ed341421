//! Where each setting of a configuration is stated.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::read::Value;
use crate::text::LineIndex;

/// The line of each key of a configuration, by its path: `["rules", "severity", "link-target"]`;
/// the tables of a list are numbered from 0.
#[derive(Debug, Clone, Default)]
pub struct Places {
    lines: BTreeMap<Vec<String>, u32>,
}

impl Places {
    /// The places in `text`; none when it is no TOML.
    pub fn of(text: &str) -> Self {
        let mut places = Self::default();
        let Ok(tree) = DeTable::parse(text) else { return places };
        let lines = LineIndex::new(text);
        let line = |offset: usize| lines.position(text, offset as u32).line;
        places.table(tree.get_ref(), &mut Vec::new(), &line);
        places
    }

    /// The line that states the key at `path`, counted from 1.
    pub fn line(&self, path: &[&str]) -> Option<u32> {
        let path: Vec<String> = path.iter().map(|&part| part.to_owned()).collect();
        self.lines.get(&path).copied()
    }

    fn table(&mut self, table: &DeTable<'_>, path: &mut Vec<String>, line: &dyn Fn(usize) -> u32) {
        for (key, value) in table {
            path.push(key.get_ref().to_string());
            self.lines.insert(path.clone(), line(key.span().start));
            self.value(value, path, line);
            path.pop();
        }
    }

    fn value(&mut self, value: &Value<'_>, path: &mut Vec<String>, line: &dyn Fn(usize) -> u32) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, path, line),
            DeValue::Array(list) => {
                for (number, value) in list.iter().enumerate() {
                    path.push(number.to_string());
                    self.lines.insert(path.clone(), line(value.span().start));
                    self.value(value, path, line);
                    path.pop();
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn keys_are_found_in_tables_and_lists() {
        let text = "fail-on = \"error\"\n\n[[documents]]\nsource = \"a\"\n[[documents]]\n\
                    source = \"b\"\n[rules]\nseverity = { emphasis = \"info\" }\n";
        let places = Places::of(text);
        assert_eq!(places.line(&["fail-on"]), Some(1));
        assert_eq!(places.line(&["documents", "1"]), Some(5));
        assert_eq!(places.line(&["documents", "1", "source"]), Some(6));
        assert_eq!(places.line(&["rules", "severity", "emphasis"]), Some(8));
        assert_eq!(places.line(&["rules", "select"]), None);
        assert_eq!(Places::of("x = = 1").line(&["x"]), None);
    }
}
