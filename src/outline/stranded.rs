//! Markers of lists, headings and quotes that lost what they mark.

use super::model::{Gap, Pair};
use crate::markdown::{BlockId, BlockKind, Document};
use crate::text::Span;

/// A list that stands as a paragraph, because something nobody sees stands before its markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenList {
    /// The list in the reference.
    pub reference: BlockId,
    /// The paragraph.
    pub translation: BlockId,
    /// What stands before each marker, in order; the markers follow.
    pub before: Vec<Span>,
}

/// The marker of `block`, if that is all there is of it: an empty heading, item or quote.
pub fn stranded_marker(document: &Document, block: BlockId) -> Option<Span> {
    let found = document.block(block);
    if !found.inlines.is_empty() {
        return None;
    }
    let bare = match &found.kind {
        BlockKind::Heading(heading) => heading.text.is_empty() && heading.id.is_none(),
        BlockKind::Item { task: None } | BlockKind::Quote => found.end == block.0 + 1,
        _ => false,
    };
    let marks = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.len() < 8 && !text.contains('\n')
    };
    (bare && marks(document.slice(found.span))).then(|| document.head_of(block))
}

/// Whether the block before `block` among its siblings is a marker alone: then `block` is what it
/// should have marked.
pub fn follows_stranded(document: &Document, block: BlockId) -> bool {
    let parent = document.block(block).parent;
    let before = document.children(parent).take_while(|&id| id != block).last();
    before.is_some_and(|before| {
        let last = document.children(Some(before)).last();
        let list = matches!(document.block(before).kind, BlockKind::List { .. });
        let candidate = last.filter(|_| list).unwrap_or(before);
        stranded_marker(document, candidate).is_some()
    })
}

/// The list that `gap` shows as a paragraph with broken markers.
pub fn broken_list(pair: &Pair<'_>, gap: &Gap) -> Option<BrokenList> {
    let Gap::Replaced { reference, translation } = gap else { return None };
    let list = pair.reference.block(reference.0);
    let paragraph = pair.translation.block(translation.0);
    if !matches!(list.kind, BlockKind::List { .. }) || paragraph.kind != BlockKind::Paragraph {
        return None;
    }
    let mut before = Vec::new();
    let mut at = paragraph.span.start as usize;
    for line in pair.translation.slice(paragraph.span).split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let hidden = invisible_length(&line[indent..]);
        if hidden > 0 && is_marker(&line[indent + hidden..]) {
            before.push(Span::new(at + indent, at + indent + hidden));
        }
        at += line.len();
    }
    (!before.is_empty()).then_some(BrokenList {
        reference: reference.0,
        translation: translation.0,
        before,
    })
}

/// How many bytes of invisible characters, written or as references, `text` starts with.
fn invisible_length(text: &str) -> usize {
    let mut rest = text;
    loop {
        let written =
            ["&#x200B;", "&#x200b;", "&#8203;", "\u{200b}", "\u{feff}", "\u{200e}", "\u{200f}"];
        match written.iter().find_map(|written| rest.strip_prefix(written)) {
            Some(next) => rest = next,
            None => return text.len() - rest.len(),
        }
    }
}

/// Whether `text` starts with the marker of a list item.
pub fn is_marker(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = match digits {
        0 => text.strip_prefix(['-', '*', '+']),
        1..=9 => text[digits..].strip_prefix(['.', ')']),
        _ => None,
    };
    after.is_some_and(|after| after.starts_with([' ', '\t']))
}
