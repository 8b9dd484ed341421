//! How the recurring words of a source were rendered: headings, table headers, titles of alerts,
//! texts of links, labels of the user interface.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

use super::{SourceWords, is_followed_alike};
use crate::markdown::{
    BlockId, BlockKind, DirectiveForm, Document, Inline, InlineKind, OBJECT, Prose,
};
use crate::outline::{Pair, target_key};
use crate::text::Span;

/// Longer texts are sentences, in characters.
const LONGEST: usize = 60;

/// Where words stand that should always be rendered alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A heading.
    Heading,
    /// A cell of the first row of a table.
    TableHeader,
    /// The title of an alert.
    AlertTitle,
    /// The text of a link that fills its block.
    LinkText,
    /// A label of the user interface: `[!UICONTROL Save]`, or bold words that are the only ones of
    /// their block.
    Label,
}

impl TermKind {
    /// What people call it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::TableHeader => "table header",
            Self::AlertTitle => "title",
            Self::LinkText => "link text",
            Self::Label => "label",
        }
    }
}

/// A rendering of words of the source.
#[derive(Debug, Clone)]
pub struct TermUse {
    /// Where they stand.
    pub kind: TermKind,
    /// The source's words.
    pub source: Arc<str>,
    /// A hash of the translation's words; letter case, spaces and punctuation aside.
    pub rendering: u64,
    /// The translation's words as they are written.
    pub span: Span,
}

/// The words that stand at a place, on one line and without what surrounds them.
pub fn shown(written: &str) -> String {
    let decoded = html_escape::decode_html_entities(written).replace('\u{200b}', "");
    let words: Vec<&str> = decoded.split_whitespace().collect();
    let edge = |c: char| matches!(c, '*' | '_' | ':' | '：' | '.' | '…' | '!' | '?' | '#');
    words.join(" ").trim_matches(edge).trim().to_owned()
}

pub(super) fn of(pair: &Pair<'_>, words: &mut SourceWords) -> Box<[TermUse]> {
    let mut gatherer = Gatherer { pair, words, found: Vec::new() };
    for (ours, theirs) in pair.matches() {
        gatherer.block(ours, theirs);
    }
    gatherer.found.into_boxed_slice()
}

struct Gatherer<'a> {
    pair: &'a Pair<'a>,
    words: &'a mut SourceWords,
    found: Vec<TermUse>,
}

impl Gatherer<'_> {
    fn block(&mut self, ours: BlockId, theirs: BlockId) {
        let (reference, translation) = (self.pair.reference, self.pair.translation);
        match (&reference.block(ours).kind, &translation.block(theirs).kind) {
            (BlockKind::Heading(one), BlockKind::Heading(other))
                // A heading that was laid beside another one has other text below it.
                if one.level == other.level && is_followed_alike(self.pair, ours, theirs) =>
            {
                self.whole(TermKind::Heading, ours, theirs);
            }
            (BlockKind::Cell, BlockKind::Cell)
                if is_header(reference, ours) && is_header(translation, theirs) =>
            {
                self.whole(TermKind::TableHeader, ours, theirs);
            }
            (BlockKind::Alert(one), BlockKind::Alert(other)) => {
                let (source, target) = (reference.slice(one.title), translation.slice(other.title));
                self.push(TermKind::AlertTitle, source, target, other.title);
            }
            (BlockKind::Paragraph, BlockKind::Paragraph) => {
                self.only(TermKind::LinkText, ours, theirs);
                self.only(TermKind::Label, ours, theirs);
            }
            _ => {}
        }
    }

    /// The block as a whole.
    fn whole(&mut self, kind: TermKind, ours: BlockId, theirs: BlockId) {
        let source = Prose::of(self.pair.reference, ours);
        let target = Prose::of(self.pair.translation, theirs);
        let span = target.span(0..target.text().len());
        self.push(kind, source.text(), target.text(), span);
    }

    /// A link or label, where both blocks have one and no other.
    fn only(&mut self, kind: TermKind, ours: BlockId, theirs: BlockId) {
        let one = only_of(kind, self.pair.reference, ours);
        let other = one.and_then(|_| only_of(kind, self.pair.translation, theirs));
        let (Some((one, source)), Some((other, target))) = (one, other) else { return };
        if let (InlineKind::Link(one), InlineKind::Link(other)) = (&one.kind, &other.kind) {
            let locales = [&self.pair.reference.locale, &self.pair.translation.locale];
            if target_key(&one.target, locales) != target_key(&other.target, locales) {
                return;
            }
        }
        let words = self.pair.reference.slice(source);
        self.push(kind, words, self.pair.translation.slice(target), target);
    }

    fn push(&mut self, kind: TermKind, source: &str, target: &str, span: Span) {
        if source.contains(OBJECT) || target.contains(OBJECT) {
            return;
        }
        let source = shown(source);
        let letters = source.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 3 || source.chars().count() > LONGEST {
            return;
        }
        let Some(rendering) = hash_of(&shown(target)) else { return };
        let known = self.words.get(source.as_str()).map(Arc::clone);
        let source = known.unwrap_or_else(|| {
            let source: Arc<str> = source.into();
            self.words.insert(Arc::clone(&source));
            source
        });
        self.found.push(TermUse { kind, source, rendering, span });
    }
}

/// Whether a cell stands in the first row of its table.
fn is_header(document: &Document, cell: BlockId) -> bool {
    let row = document.block(cell).parent;
    let table = row.and_then(|row| document.block(row).parent);
    matches!((row, table), (Some(row), Some(table)) if row.0 == table.0 + 1)
}

/// The only link or label of a block, with the place of its words.
fn only_of(kind: TermKind, document: &Document, block: BlockId) -> Option<(&Inline, Span)> {
    let inlines = document.inlines_in(block);
    let mut fitting =
        inlines.iter().filter_map(|inline| Some((inline, words_of(kind, document, inline)?)));
    let found = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    // A link within a sentence is inflected with it.
    let block = document.block(block).span;
    let alone = kind != TermKind::LinkText || found.0.span == block;
    alone.then_some(found)
}

fn words_of(kind: TermKind, document: &Document, inline: &Inline) -> Option<Span> {
    match (kind, &inline.kind) {
        (TermKind::LinkText, InlineKind::Link(link)) => Some(link.text),
        (TermKind::Label, InlineKind::Directive(directive))
            if directive.form == DirectiveForm::Token
                && document.slice(directive.name) == "UICONTROL" =>
        {
            let end = document.token_end(inline).saturating_sub(1).max(inline.span.end);
            Some(Span { start: inline.span.end, end })
        }
        (TermKind::Label, InlineKind::Strong) => {
            let span = inline.span;
            let words = document.slice(span);
            let inner = words.trim_matches(['*', '_']);
            let few = inner.split(' ').count() <= 4;
            let start = span.start as usize + words.find(inner).unwrap_or(0);
            (few && inner.starts_with(|c: char| !c.is_lowercase()))
                .then(|| Span::new(start, start + inner.len()))
        }
        _ => None,
    }
}

/// A hash of the letters of `text`; `None` where there are none.
fn hash_of(text: &str) -> Option<u64> {
    let is_mark = |c: char| {
        c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}')
            || matches!(c, '\u{ff1a}'..='\u{ff20}' | '«' | '»' | '¿' | '¡' | '·' | OBJECT)
    };
    let letters: String =
        text.chars().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).collect();
    let state: BuildHasherDefault<DefaultHasher> = BuildHasherDefault::default();
    letters.contains(char::is_alphabetic).then(|| state.hash_one(letters))
}
