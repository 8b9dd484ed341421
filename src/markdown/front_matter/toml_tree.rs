//! TOML front matter from the `toml` crate's spanned tree.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{MAX_DEPTH, Top, Tree};
use crate::markdown::{FrontMatterEntry, SyntaxError, ValueShape};
use crate::text::Span;

/// Reads `text[body]`. After an error the entries before its place are kept.
pub(super) fn read(text: &str, body: Span) -> Tree {
    let toml = &text[body.range()];
    let (table, errors) = DeTable::parse_recoverable(toml);
    let mut reader = Reader { base: body.range().start, tree: Tree::default() };
    reader.table(table.get_ref(), None, 0);
    let mut tree = reader.tree;
    if let Some(error) = errors.first() {
        let at = error.span().unwrap_or(0..0);
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        tree.error.get_or_insert(SyntaxError { span: reader_span(body, toml, at), message });
    }
    if let Some(error) = &tree.error {
        let before = tree.entries.iter().take_while(|entry| entry.value.end <= error.span.start);
        let kept = before.count();
        tree.entries.truncate(kept);
    }
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    tree.top = if toml.lines().all(blank) { Top::Empty } else { Top::Mapping };
    tree
}

/// An error's span in the document, on character boundaries and inside the block.
fn reader_span(body: Span, toml: &str, at: Range<usize>) -> Span {
    let floor = |mut offset: usize| {
        offset = offset.min(toml.len());
        while !toml.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let start = floor(at.start);
    Span::new(start, floor(at.end).max(start)).shifted(body.range().start)
}

struct Reader {
    base: usize,
    tree: Tree,
}

impl Reader {
    /// The keys of a table in the order in which they are written; the tree sorts by name.
    fn table(&mut self, table: &DeTable<'_>, parent: Option<u32>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_unstable_by_key(|(key, _)| key.span().start);
        let outer = self.path(parent);
        for (key, value) in keys {
            let name = key.get_ref();
            let path = if outer.is_empty() { name.to_string() } else { format!("{outer}.{name}") };
            let key = self.span(key.span());
            let span = self.span(value.span());
            self.value(path, Some(key), span, value.get_ref(), parent, depth);
        }
    }

    fn value(
        &mut self,
        path: String,
        key: Option<Span>,
        span: Span,
        value: &DeValue<'_>,
        parent: Option<u32>,
        depth: usize,
    ) {
        let shape = match value {
            DeValue::Table(_) => ValueShape::Mapping,
            DeValue::Array(_) => ValueShape::Sequence,
            _ => ValueShape::Scalar,
        };
        let index = self.tree.entries.len() as u32;
        let key = key.unwrap_or(span);
        self.tree.entries.push(FrontMatterEntry { path, key, value: span, shape, parent });
        match value {
            DeValue::Table(table) => self.table(table, Some(index), depth + 1),
            DeValue::Array(items) if depth < MAX_DEPTH => {
                let outer = self.path(Some(index));
                for (number, item) in items.iter().enumerate() {
                    let path = format!("{outer}[{number}]");
                    let span = self.span(item.span());
                    self.value(path, None, span, item.get_ref(), Some(index), depth + 1);
                }
            }
            _ => {}
        }
        // A `[table]` reaches to the end of its last key.
        let end = self.tree.entries[index as usize..].iter().map(|entry| entry.value.end).max();
        let entry = &mut self.tree.entries[index as usize];
        entry.value.end = end.unwrap_or(entry.value.end).max(entry.value.end);
    }

    fn path(&self, entry: Option<u32>) -> String {
        entry.map_or_else(String::new, |index| self.tree.entries[index as usize].path.clone())
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(range.start, range.end.max(range.start)).shifted(self.base)
    }
}
