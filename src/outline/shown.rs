//! Markup that the parser took for text, so that readers see it: counted per block, and compared
//! with what the reference shows too.

use super::model::Pair;
use crate::markdown::{AlertForm, BlockId, BlockKind, Dialect, DirectiveForm, Document, Signs};
use crate::text::Span;

/// A piece of markup that readers may come to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marker {
    /// `**`.
    Stars,
    /// `__` at the edge of a word.
    Underscores,
    /// A backtick.
    Backtick,
    /// `](`, or `] (` before an address.
    Link,
    /// `{{`, `}}`, `{%` or `%}`.
    Template,
}

impl Marker {
    /// All markers.
    pub const ALL: [Self; 5] =
        [Self::Stars, Self::Underscores, Self::Backtick, Self::Link, Self::Template];
}

/// The matched blocks of the translation whose texts hold one of `signs`, the first bytes of
/// markers, with their references.
pub fn blocks_with(pair: &Pair<'_>, signs: Signs) -> Vec<(BlockId, BlockId)> {
    let document = pair.translation;
    let blocks = document.texts().with(signs).map(|index| document.inlines[index].block);
    let mut found: Vec<(BlockId, BlockId)> =
        blocks.filter_map(|block| Some((pair.reference_of(block)?, block))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The markers of `kind` that readers see in the texts directly in `block`, in order. A marker
/// after a backslash is meant to be seen.
pub fn shown(document: &Document, block: BlockId, kind: Marker) -> Vec<Span> {
    let mut found = Vec::new();
    let is_code =
        document.dialect == Dialect::Mdx && matches!(document.block(block).kind, BlockKind::Html);
    for inline in document.inlines_in(block) {
        if inline.is_text() && inline.block == block && !is_code {
            collect(&document.text, inline.span, kind, &mut found);
        }
    }
    found
}

/// What the translation of a block shows of `kind` beyond what the reference shows; empty where
/// it shows no more.
pub fn shown_beyond(
    pair: &Pair<'_>,
    reference: BlockId,
    translation: BlockId,
    kind: Marker,
) -> Vec<Span> {
    let mut found = shown(pair.translation, translation, kind);
    if found.is_empty() {
        return found;
    }
    if kind == Marker::Stars && renders_loosely(pair) {
        without_pairs(pair.translation, &mut found);
    }
    let source = shown(pair.reference, reference, kind).len();
    if found.len() > source { found.split_off(source) } else { Vec::new() }
}

/// Whether readers see one of `kinds` in the translation of a block: what the marker belonged to
/// is broken there, and its loss has been said.
pub fn shows_beyond(
    pair: &Pair<'_>,
    reference: BlockId,
    translation: BlockId,
    kinds: &[Marker],
) -> bool {
    kinds.iter().any(|&kind| !shown_beyond(pair, reference, translation, kind).is_empty())
}

fn collect(text: &str, span: Span, kind: Marker, found: &mut Vec<Span>) {
    let (bytes, end) = (text.as_bytes(), span.end as usize);
    let first: &[u8] = match kind {
        Marker::Stars => b"*",
        Marker::Underscores => b"_",
        Marker::Backtick => b"`",
        Marker::Link => b"]",
        Marker::Template => b"{}%",
    };
    let mut at = span.start as usize;
    while at < end {
        let Some(offset) = memchr::memchr3(
            first[0],
            first[first.len() / 2],
            first[first.len() - 1],
            &bytes[at..end],
        ) else {
            return;
        };
        at += offset;
        let length = marker_length(text, at, end, kind);
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        if length > 0 && !escaped {
            found.push(Span::new(at, at + length));
        }
        let run = bytes[at..end].iter().take_while(|&&byte| byte == b'`').count();
        at += length.max(run).max(1);
    }
}

/// The bytes of the marker at `at`; 0 where none is.
fn marker_length(text: &str, at: usize, end: usize, kind: Marker) -> usize {
    let rest = &text[at..end];
    let run = |byte: u8| rest.bytes().take_while(|&other| other == byte).count();
    match kind {
        Marker::Stars if rest.starts_with("**") => run(b'*'),
        Marker::Underscores if rest.starts_with("__") => {
            let run = run(b'_');
            let word =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "/.-=<\\".contains(c));
            let before = word(text[..at].chars().next_back());
            let after = word(text[at + run..].chars().next());
            if run == 2 && !(before && after) { run } else { 0 }
        }
        // Three of them are a fence that the parser took for text.
        Marker::Backtick if run(b'`') < 3 => run(b'`'),
        Marker::Link if rest.starts_with("](") => 2,
        Marker::Link if rest.starts_with("] (") && is_target(&rest[3..]) => 3,
        Marker::Template
            if ["{{", "}}", "{%", "%}"].iter().any(|delimiter| rest.starts_with(delimiter)) =>
        {
            2
        }
        _ => 0,
    }
}

/// Whether a bracket's content that starts here is an address and no aside.
fn is_target(text: &str) -> bool {
    let Some(inner) = text.find([')', ' ', '\n']).filter(|&at| text[at..].starts_with(')')) else {
        return false;
    };
    let inner = &text[..inner];
    inner.starts_with("http") || inner.starts_with('#') || inner.starts_with('/') && inner.len() > 2
}

/// Whether the page uses forms of Python-Markdown, which closes `**` wherever no space stands
/// inside, also beside the punctuation of East Asian languages, where CommonMark does not.
fn renders_loosely(pair: &Pair<'_>) -> bool {
    [pair.reference, pair.translation].into_iter().any(|document| {
        document.blocks.iter().any(|block| match &block.kind {
            BlockKind::Alert(alert) => {
                matches!(alert.form, AlertForm::Bangs | AlertForm::Details | AlertForm::Slashes)
            }
            BlockKind::Heading(heading) => heading.id.as_ref().is_some_and(|id| {
                let whole = document.slice(id.whole);
                whole.starts_with("{ #") || whole.starts_with("{: ")
            }),
            BlockKind::Directive(directive) => {
                let written = document.slice(block.span);
                directive.form == DirectiveForm::Include
                    && (written.starts_with("{*") || written.starts_with("--8<--"))
            }
            _ => false,
        })
    })
}

/// Takes away markers that enclose text without space at its edges.
fn without_pairs(document: &Document, found: &mut Vec<Span>) {
    let tight = |open: Span, close: Span| {
        let inner = &document.text[open.end as usize..close.start as usize];
        !inner.is_empty() && inner.trim() == inner && !inner.contains("\n\n")
    };
    let mut at = 0;
    while at + 1 < found.len() {
        if tight(found[at], found[at + 1]) {
            found.drain(at..at + 2);
        } else {
            at += 1;
        }
    }
}
