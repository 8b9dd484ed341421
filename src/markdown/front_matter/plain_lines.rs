//! The front matter that most pages have: lines of `key: value` and nothing else. Reading them
//! directly costs a tenth of a YAML parser's work. Whatever is not certain to mean the same in
//! YAML 1.2.2 is left to the parser, and a test holds the two together.

use super::yaml_events::duplicate;
use super::{Top, Tree};
use crate::markdown::{FrontMatterEntry, ValueShape};
use crate::text::Span;

/// Reads `text[body]`; `None` when a line is more than a key with a value on it.
pub(super) fn read(text: &str, body: Span) -> Option<Tree> {
    let mut entries = Vec::new();
    let mut at = body.range().start;
    for line in text[body.range()].split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        entries.push(entry(content, at)?);
        at += line.len();
    }
    if entries.is_empty() {
        return None;
    }
    let error = duplicate(text, &entries);
    Some(Tree { entries, error, top: Top::Mapping })
}

/// The entry on `line`, which starts at byte `at` of the text.
fn entry(line: &str, at: usize) -> Option<FrontMatterEntry> {
    let bytes = line.as_bytes();
    let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let colon = bytes.iter().position(|byte| !is_key(byte))?;
    let starts = bytes.first()?.is_ascii_alphabetic();
    if !starts || !bytes[colon..].starts_with(b": ") {
        return None;
    }
    let value = &line[colon + 2..];
    let known = match value.as_bytes() {
        [b'"', inner @ .., b'"'] => !inner.iter().any(|byte| matches!(byte, b'"' | b'\\')),
        [b'\'', inner @ .., b'\''] => !inner.contains(&b'\''),
        [.., last] => {
            let plain = value.starts_with(char::is_alphanumeric) && !matches!(last, b' ' | b':');
            plain && !bytes[colon + 2..].windows(2).any(|two| two == b": " || two == b" #")
        }
        [] => false,
    };
    // Line breaks, tabs and whatever else YAML gives a meaning beyond a character of text.
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !known || value.chars().any(odd) {
        return None;
    }
    let value = Span::new(at + colon + 2, at + line.len());
    let key = Span::new(at, at + colon);
    let path = line[..colon].to_owned();
    Some(FrontMatterEntry { path, key, value, shape: ValueShape::Scalar, parent: None })
}

#[cfg(test)]
mod tests {
    use super::super::yaml_events;
    use super::*;
    use proptest::prelude::*;

    /// Pieces that say most in YAML, so that chance puts them beside each other.
    fn line() -> impl Strategy<Value = String> {
        let key = prop_oneof!["[a-z][a-z_.-]{0,3}", "[a-zé\"'?-][a-z ]{0,2}"];
        let separator = prop_oneof![4 => Just(": "), 1 => Just(":"), 1 => Just(":  ")];
        let piece = prop_oneof![
            6 => "[a-zé語]{1,4}".prop_map(String::from),
            1 => prop::sample::select(vec![
                " ", ": ", " #", "#", "\"", "'", "\\", "- ", ",", "[", "]", "{", "&", "*", "!",
                "|", ">", "%", "@", "`", "1", "~", "\t", "\u{a0}", "\u{85}", "--", "?", ":",
            ]).prop_map(String::from),
        ];
        let value = prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat());
        let quote = prop_oneof![3 => Just(""), 1 => Just("\""), 1 => Just("'")];
        (key, separator, quote, value).prop_map(|(key, separator, quote, value)| {
            format!("{key}{separator}{quote}{value}{quote}")
        })
    }

    proptest! {
        #[test]
        fn what_is_read_here_is_what_the_parser_reads(
            lines in prop::collection::vec(line(), 1..4),
            end in prop_oneof![Just(""), Just("\n")],
        ) {
            let text = format!("---\n{}{end}", lines.join("\n"));
            let body = Span::new(4, text.len());
            if let Some(tree) = read(&text, body) {
                let parsed = yaml_events::read(&text, body);
                prop_assert_eq!(tree.entries, parsed.entries);
                prop_assert_eq!(tree.error, parsed.error);
                prop_assert_eq!(tree.top, parsed.top);
            }
        }
    }

    #[test]
    fn the_usual_page_is_read_here() {
        let text = "title: Über uns\ndescription: \"A: b\"\nweight: 3\ndate: 2026-01-02\n";
        let tree = read(text, Span::new(0, text.len())).expect("plain lines");
        assert_eq!(tree.entries.len(), 4);
        for nested in ["a:\n  b: c\n", "a: [b]\n", "a: b\n  c\n", "# a\n", "a: >\n", "a: b: c\n"] {
            assert!(read(nested, Span::new(0, nested.len())).is_none(), "{nested}");
        }
    }
}
