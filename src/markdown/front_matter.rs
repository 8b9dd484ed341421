//! Front matter: the YAML or TOML block at the very start of a page, read into entries with byte
//! spans, and what rules need to compare and to write its values.
//!
//! The fences are those that Jekyll, Hugo and gray-matter agree on: a line of exactly `---`
//! (YAML 1.2) or `+++` (TOML 1.1), blanks after it aside, as the first line of the file.

mod key_kinds;
mod matching;
mod plain_lines;
mod toml_tree;
mod values;
mod yaml_events;

pub use key_kinds::{KeyKind, KeyKinds, PageKinds};
pub use matching::{EntriesByPath, EntryMatches, comparable};
pub use values::{decode, quote, quote_toml, same_value};

use std::borrow::Cow;

use super::{Document, FrontMatter, FrontMatterEntry, FrontMatterFormat, SyntaxError, ValueShape};
use crate::text::Span;

/// How many levels keys may nest; deeper front matter is an error, so that no text can make the
/// work grow beyond reason.
const MAX_DEPTH: usize = 64;

/// What a parser made of the text between the fences.
#[derive(Debug, Default)]
struct Tree {
    entries: Vec<FrontMatterEntry>,
    error: Option<SyntaxError>,
    top: Top,
}

/// What stands at the top of the text between the fences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Top {
    /// Nothing but blanks and comments.
    #[default]
    Empty,
    /// Keys and values.
    Mapping,
    /// A scalar or a list: no front matter.
    Other,
}

/// Reads the front matter that opens at byte `start` of `text` (the offset after a byte order
/// mark). All spans are bytes of `text`.
///
/// `None` when there is none: no fence, or a fence that is a thematic break. A block that is
/// meant as front matter but cannot be read is returned with its error, and so is one whose
/// closing fence is missing; it then ends before the first blank line.
pub fn read(text: &str, start: usize) -> Option<FrontMatter> {
    let format = match text.as_bytes().get(start..start + 3)? {
        b"---" => FrontMatterFormat::Yaml,
        b"+++" => FrontMatterFormat::Toml,
        _ => return None,
    };
    let fence = &text[start..start + 3];
    let mut lines = Lines { text, at: start };
    let opening = lines.next()?;
    if !is_fence(&text[opening.range()], fence) {
        return None;
    }
    let body_start = lines.at;
    let closing = lines.find(|line| is_fence(&text[line.range()], fence));
    let Some(closing) = closing else {
        return unclosed(text, format, start, body_start);
    };
    let body = Span::new(body_start, closing.start as usize);
    let span = Span::new(start, closing.end as usize);
    let tree = parse(text, body, format);
    let taken = match (tree.top, &tree.error) {
        (Top::Mapping, None) => true,
        (Top::Empty, None) => {
            // `---` over a blank line and a heading is a page between two thematic breaks.
            let first = text[body.range()].lines().next().unwrap_or_default();
            text[body.range()].trim().is_empty() || !first.trim().is_empty()
        }
        _ => opens_with_key(&text[body.range()]),
    };
    if !taken {
        return None;
    }
    if tree.error.is_some()
        && let Some(cut) = unclosed(text, format, start, body_start)
    {
        return Some(cut);
    }
    let error = tree.error.or_else(|| {
        (tree.top == Top::Other).then(|| SyntaxError {
            span: first_line(text, body),
            message: "keys and values are expected here".to_owned(),
        })
    });
    Some(FrontMatter { format, span, body, entries: tree.entries, error })
}

/// Front matter whose closing fence is missing: the lines up to the first blank one read as keys
/// and values, and what follows is no front matter. Taken only where a title or at least two
/// keys leave no doubt, because `---` may be a thematic break.
fn unclosed(
    text: &str,
    format: FrontMatterFormat,
    start: usize,
    body_start: usize,
) -> Option<FrontMatter> {
    let fence = if format == FrontMatterFormat::Yaml { "---" } else { "+++" };
    let mut end = body_start;
    let mut after = "";
    let mut blank = false;
    for line in (Lines { text, at: body_start }) {
        let content = &text[line.range()];
        // A blank line ends the block unless an indented one goes on behind it.
        if content.trim().is_empty() {
            blank = true;
        } else if blank && !content.starts_with([' ', '\t']) {
            after = content;
            break;
        } else {
            blank = false;
            end = line.end as usize;
        }
    }
    if opens_with_key(after) || is_fence(after, fence) {
        return None;
    }
    let body = Span::new(body_start, end);
    let tree = parse(text, body, format);
    let tops = tree.entries.iter().filter(|entry| entry.parent.is_none());
    let sure = tops.clone().count() > 1 || tops.clone().any(|entry| entry.path == "title");
    if tree.error.is_some() || tree.top != Top::Mapping || !sure {
        return None;
    }
    let error = SyntaxError {
        span: Span::new(start, start + fence.len()),
        message: format!("the closing `{fence}` is missing"),
    };
    let span = Span::new(start, end);
    Some(FrontMatter { format, span, body, entries: tree.entries, error: Some(error) })
}

fn parse(text: &str, body: Span, format: FrontMatterFormat) -> Tree {
    match format {
        FrontMatterFormat::Yaml => {
            plain_lines::read(text, body).unwrap_or_else(|| yaml_events::read(text, body))
        }
        FrontMatterFormat::Toml => toml_tree::read(text, body),
    }
}

/// Whether `line` (without its line break) is a fence; blanks may follow it.
fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.bytes().all(|b| b == b' ' || b == b'\t'))
}

/// Whether the first line that is neither blank nor a comment starts as a key does: one word and
/// a colon (a full-width one counts: it is a common fault) or an equals sign.
fn opens_with_key(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let Some(line) = lines.find(|line| !line.is_empty() && !line.starts_with('#')) else {
        return false;
    };
    let line = line.trim_start_matches(['"', '\'']);
    let word =
        line.find(|c: char| c.is_ascii() && !(c.is_ascii_alphanumeric() || "_-.".contains(c)));
    let (word, rest) = line.split_at(word.unwrap_or(line.len()));
    let rest = rest.trim_start_matches(['"', '\'']).trim_start();
    match word.find('：') {
        Some(at) => at > 0,
        None => {
            !word.is_empty()
                && (rest.starts_with('=') || rest.starts_with(':') && !rest.starts_with("://"))
        }
    }
}

/// The first line of `body` that is not blank.
fn first_line(text: &str, body: Span) -> Span {
    let mut lines = Lines { text: &text[..body.range().end], at: body.range().start };
    lines.find(|line| !text[line.range()].trim().is_empty()).unwrap_or(body)
}

/// The lines of a text from an offset on, without their breaks (LF, CRLF or a lone CR).
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let Some(length) = memchr::memchr2(b'\n', b'\r', rest) else {
            self.at = self.text.len();
            return Some(Span::new(start, self.at));
        };
        let crlf = rest[length] == b'\r' && rest.get(length + 1) == Some(&b'\n');
        self.at = start + length + 1 + usize::from(crlf);
        Some(Span::new(start, start + length))
    }
}

impl FrontMatter {
    /// The direct children of the entry `parent`, of the top with `None`, in document order.
    pub fn children(&self, parent: Option<u32>) -> impl Iterator<Item = u32> + '_ {
        let from = parent.map_or(0, |index| index as usize + 1);
        let entries = self.entries.iter().enumerate().skip(from);
        // Entries stand in pre-order: the subtree of `parent` ends at the first entry whose
        // parent lies before it.
        entries
            .take_while(move |(_, entry)| parent.is_none() || entry.parent >= parent)
            .filter(move |(_, entry)| entry.parent == parent)
            .map(|(index, _)| index as u32)
    }
}

impl FrontMatterEntry {
    /// The last segment of the path as the key reads: `text` of `hero.actions[0].text`. Keys
    /// that hold dots themselves (`ms.topic`) are whole only relative to their parent.
    pub fn name<'e>(&'e self, parent: Option<&FrontMatterEntry>) -> &'e str {
        let own = parent.map_or(0, |parent| parent.path.len());
        self.path[own..].trim_start_matches('.')
    }

    /// Whether this is an item of a sequence and has no key of its own.
    pub fn is_item(&self) -> bool {
        self.key == self.value
    }
}

impl Document {
    /// The value of a front matter entry as a program reads it: quotes and escapes resolved,
    /// block scalars folded. A mapping or sequence is returned as written.
    pub fn scalar(&self, entry: &FrontMatterEntry) -> Cow<'_, str> {
        let raw = self.slice(entry.value);
        let format = self.front_matter.as_ref().map_or(FrontMatterFormat::Yaml, |fm| fm.format);
        match entry.shape {
            ValueShape::Scalar => decode(raw, format),
            ValueShape::Mapping | ValueShape::Sequence => Cow::Borrowed(raw),
        }
    }
}

#[cfg(test)]
mod tests;
