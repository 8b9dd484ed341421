//! Repairs: edits, how far they may be trusted, and the pure function that applies them.

use crate::text::{FileId, Location, Span};

/// How far a fix may be trusted, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Applicability {
    /// Shown to people, never applied.
    #[serde(rename = "display")]
    DisplayOnly,
    /// Applied with `--unsafe-fixes`: it touches prose or rests on a likely guess.
    #[serde(rename = "unsafe")]
    Unsafe,
    /// Applied with `--fix`: it copies what the reference proves, or changes no rendered text.
    #[serde(rename = "safe")]
    Safe,
}

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub location: Location,
    /// The text that takes their place.
    pub replacement: String,
}

/// A repair that stands alone: all its edits are made, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "restore the link target".
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// What changes.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit.
    pub fn replace(
        applicability: Applicability,
        title: impl Into<String>,
        file: FileId,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        let edit = Edit { location: Location { file, span }, replacement: replacement.into() };
        Self { title: title.into(), applicability, edits: vec![edit] }
    }

    /// A safe fix of one edit.
    pub fn safe(
        title: impl Into<String>,
        file: FileId,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        Self::replace(Applicability::Safe, title, file, span, replacement)
    }
}

/// Applies `edits` to `text`, the text of one file. Edits are sorted; two equal edits count
/// once. Returns `None` when two of them overlap or insert at the same place, or when one does
/// not lie on character boundaries inside the text: then nothing may be written.
pub fn apply(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut sorted = edits.to_vec();
    sorted.sort_by_key(|edit| edit.location.span);
    sorted.dedup();
    let mut result = String::with_capacity(text.len());
    let mut last = 0;
    let mut previous: Option<Span> = None;
    for edit in sorted {
        let span = edit.location.span;
        if previous.is_some_and(|before| span.start < before.end || span == before) {
            return None;
        }
        result.push_str(text.get(last..span.range().start)?);
        text.get(span.range())?;
        result.push_str(&edit.replacement);
        last = span.range().end;
        previous = Some(span);
    }
    result.push_str(text.get(last..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        let location = Location { file: FileId(0), span: Span::new(start, end) };
        Edit { location, replacement: replacement.into() }
    }

    #[test]
    fn edits_are_sorted_and_overlaps_refused() {
        let (a, b, c) = (edit(4, 5, "E"), edit(0, 1, "A"), edit(4, 6, "x"));
        assert_eq!(apply("abcdef", &[&a, &b, &a]).as_deref(), Some("AbcdEf"));
        assert_eq!(apply("abcdef", &[&a, &c]), None);
        assert_eq!(apply("é", &[&edit(1, 2, "")]), None, "inside a character");
        assert_eq!(apply("abc", &[&edit(2, 9, "")]), None, "past the end");
        let (first, second) = (edit(1, 1, "x"), edit(1, 1, "y"));
        assert_eq!(apply("abc", &[&first, &second]), None, "two insertions have no order");
    }
}
