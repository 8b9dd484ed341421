//! Findings that are known and not reported again: as counts in memory, and as the file that
//! `hexapla baseline` writes. The file is TOML with one line for each finding, sorted, so that
//! people can read it and git can merge it.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The name of the file when nobody gives another.
pub const FILE_NAME: &str = "hexapla-baseline.toml";

/// The version of the file's form.
const VERSION: i64 = 1;

const HEAD: &str = "\
# Findings that were there when `hexapla baseline` last ran. They are not reported again.
# One line for each: rule, what it is about, and how often it occurs in the file.
";

/// Counted findings by file, rule and token. Paths are as a catalog shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    files: BTreeMap<PathBuf, BTreeMap<Key, u32>>,
}

/// A finding in its file: the name of the rule, and the token of `identity`.
pub type Key = (String, String);

/// Why a baseline file could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineError {
    /// What is wrong with it.
    pub message: String,
    /// The line, from 1, where one is to blame.
    pub line: Option<usize>,
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for BaselineError {}

impl Baseline {
    /// Counts one more finding.
    pub fn add(&mut self, path: &Path, rule: &str, token: &str) {
        let key = (rule.to_owned(), token.to_owned());
        *self.files.entry(path.to_owned()).or_default().entry(key).or_default() += 1;
    }

    /// The counted findings of the file at `path`.
    pub fn file(&self, path: &Path) -> Option<&BTreeMap<Key, u32>> {
        self.files.get(path)
    }

    /// How many findings it counts.
    pub fn len(&self) -> usize {
        self.files.values().flat_map(BTreeMap::values).map(|&count| count as usize).sum()
    }

    /// Whether it counts none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Takes in what `other` counts; of what both count, the higher number holds.
    pub fn merge(&mut self, other: Self) {
        for (path, keys) in other.files {
            let own = self.files.entry(path).or_default();
            for (key, count) in keys {
                let known = own.entry(key).or_default();
                *known = count.max(*known);
            }
        }
    }

    /// Takes what is counted for the file at `from` as counted for the one at `to`.
    pub fn rename(&mut self, from: &Path, to: &Path) {
        if let Some(keys) = self.files.remove(from) {
            self.files.insert(to.to_owned(), keys);
        }
    }

    /// What of this is also counted in `other`, as often as both count it.
    #[must_use]
    pub fn shared(&self, other: &Self) -> Self {
        self.counted(|path, key, count| {
            let there = other.files.get(path).and_then(|keys| keys.get(key));
            count.min(there.copied().unwrap_or(0))
        })
    }

    /// What of this is not counted in `other`, by how much it is more.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> Self {
        self.counted(|path, key, count| {
            let there = other.files.get(path).and_then(|keys| keys.get(key));
            count.saturating_sub(there.copied().unwrap_or(0))
        })
    }

    /// The findings for which `keep` holds, asked with path and rule.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Path, &str) -> bool) -> Self {
        self.counted(|path, key, count| if keep(path, &key.0) { count } else { 0 })
    }

    fn counted(&self, count: impl Fn(&Path, &Key, u32) -> u32) -> Self {
        let mut result = Self::default();
        for (path, keys) in &self.files {
            let keys: BTreeMap<Key, u32> = keys
                .iter()
                .map(|(key, &own)| (key.clone(), count(path, key, own)))
                .filter(|(_, count)| *count > 0)
                .collect();
            if !keys.is_empty() {
                result.files.insert(path.clone(), keys);
            }
        }
        result
    }

    /// Reads the text of a baseline file. `path` makes the catalog's path of a path in the file.
    ///
    /// # Errors
    /// When it is no TOML, of another version, or holds anything but counts.
    pub fn read(text: &str, path: &dyn Fn(&str) -> PathBuf) -> Result<Self, BaselineError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            BaselineError { message: error.message().trim().replace('\n', ", "), line }
        })?;
        let wrong = |message: String| BaselineError { message, line: None };
        if table.get("version").and_then(toml::Value::as_integer) != Some(VERSION) {
            return Err(wrong(format!("`version = {VERSION}` expected; write the file anew")));
        }
        let mut result = Self::default();
        for (file, findings) in table.iter().filter(|(key, _)| *key != "version") {
            let findings = findings.as_table();
            let findings = findings.ok_or_else(|| wrong(format!("`{file}` is no table")))?;
            let keys = result.files.entry(path(file)).or_default();
            for (finding, count) in findings {
                let count = count.as_integer().and_then(|count| u32::try_from(count).ok());
                let key = finding.split_once(": ");
                let (Some(count), Some((rule, token))) = (count, key) else {
                    return Err(wrong(format!("{file}: `{finding}` is no counted finding")));
                };
                keys.insert((rule.to_owned(), token.to_owned()), count);
            }
        }
        Ok(result)
    }

    /// The text of a baseline file. `shown` makes the path in the file of a catalog's path.
    pub fn write(&self, shown: &dyn Fn(&Path) -> String) -> String {
        let mut text = format!("{HEAD}version = {VERSION}\n");
        let files: BTreeMap<String, &BTreeMap<Key, u32>> =
            self.files.iter().map(|(path, keys)| (shown(path), keys)).collect();
        for (file, keys) in files {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "\n[{}]", quoted(&file));
            for ((rule, token), count) in keys {
                let _ = writeln!(text, "{} = {count}", quoted(&format!("{rule}: {token}")));
            }
        }
        text
    }
}

/// A text as a TOML basic string: on one line, whatever it holds.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Baseline {
        let mut baseline = Baseline::default();
        baseline.add(Path::new("b.md"), "link-target", "a \"b\" \\ \u{7}\t: c");
        baseline.add(Path::new("b.md"), "link-target", "a \"b\" \\ \u{7}\t: c");
        baseline.add(Path::new("a/日.md"), "code-block", "sh");
        baseline
    }

    #[test]
    fn a_file_says_what_was_written() {
        let text = sample().write(&|path| path.display().to_string());
        assert_eq!(Baseline::read(&text, &|path| PathBuf::from(path)), Ok(sample()));
        let tail = text.strip_prefix(HEAD).expect("it starts with the head");
        let expected = "version = 1\n\n[\"a/日.md\"]\n\"code-block: sh\" = 1\n\n[\"b.md\"]\n\
                        \"link-target: a \\\"b\\\" \\\\ \\u0007\\t: c\" = 2\n";
        assert_eq!(tail, expected);
    }

    #[test]
    fn a_broken_file_is_told_with_its_line() {
        let read = |text: &str| Baseline::read(text, &|path| PathBuf::from(path));
        assert_eq!(read("version = 1\n[\"a\"\n").map_err(|error| error.line), Err(Some(2)));
        for text in ["", "version = 2\n", "version = 1\na = 2\n", "version = 1\n[a]\n\"b\" = 1\n"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn findings_are_counted_against_each_other() {
        let mut once = Baseline::default();
        once.add(Path::new("b.md"), "link-target", "a \"b\" \\ \u{7}\t: c");
        assert_eq!(sample().shared(&once), once);
        assert_eq!(sample().beyond(&once).len(), 2);
        assert_eq!(once.beyond(&sample()).len(), 0);
        assert_eq!(sample().only(|path, _| path == Path::new("b.md")).len(), 2);
        let mut merged = once.clone();
        merged.merge(sample());
        assert_eq!(merged, sample());
        merged.rename(Path::new("b.md"), Path::new("c.md"));
        assert_eq!(merged.file(Path::new("c.md")).map(BTreeMap::len), Some(1));
    }
}
