//! The sections of a text, and what each of them says.

use std::cell::OnceCell;
use std::mem::discriminant;

use super::{SectionChange, SectionFate};
use crate::markdown::{BlockId, BlockKind, DirectiveForm, Document, Inline, InlineKind};
use crate::text::Span;

/// A heading and the blocks up to the next one; the text before the first heading is a section
/// too, if there is any.
#[derive(Debug)]
pub(super) struct Section<'d> {
    document: &'d Document,
    pub(super) heading: Option<BlockId>,
    pub(super) level: u8,
    /// Top-level blocks, the heading among them; at least one.
    blocks: Vec<BlockId>,
    title: OnceCell<String>,
    content: OnceCell<Content>,
    /// The same number for all sections that read the same; 0 before that is known.
    pub(super) key: usize,
    /// Whether a section of the other text has the same bytes.
    pub(super) verbatim: bool,
}

impl<'d> Section<'d> {
    fn new(document: &'d Document, first: BlockId) -> Self {
        Self {
            document,
            heading: None,
            level: 0,
            blocks: vec![first],
            title: OnceCell::new(),
            content: OnceCell::new(),
            key: 0,
            verbatim: false,
        }
    }

    /// The section with what happened to it.
    pub(super) fn change(&self, fate: SectionFate) -> SectionChange {
        SectionChange { fate, span: self.head(), title: self.title().to_owned() }
    }

    /// The first line of its first block.
    pub(super) fn head(&self) -> Span {
        let (document, first) = (self.document, self.blocks.first());
        first.map_or(Span::at(document.body_start as usize), |&id| document.head_of(id))
    }

    /// Empty for the text before the first heading.
    pub(super) fn title(&self) -> &str {
        let excerpt = || self.heading.map(|id| self.document.excerpt_of(id)).unwrap_or_default();
        self.title.get_or_init(excerpt)
    }

    /// From its first block to the end of its last.
    pub(super) fn span(&self) -> Span {
        let ends = self.blocks.first().zip(self.blocks.last());
        let span = |id: &BlockId| self.document.block(*id).span;
        ends.map_or(Span::at(0), |(first, last)| span(first).to(span(last)))
    }

    /// What it says, taken apart when that is first asked.
    pub(super) fn content(&self) -> &Content {
        self.content.get_or_init(|| content(self.document, &self.blocks))
    }

    /// Whether `other`, which has the same bytes, says the same: whether brackets are a link, and
    /// where it leads, may be said elsewhere on the page.
    pub(super) fn is_built_like(&self, other: &Self) -> bool {
        let inlines = |section: &Self| {
            let (first, last) = (section.blocks.first(), section.blocks.last());
            let range = |id: Option<&BlockId>| id.map(|&id| &section.document.block(id).inlines);
            let (start, end) = (range(first).map(|r| r.start), range(last).map(|r| r.end));
            let (start, end) = (start.unwrap_or_default(), end.unwrap_or_default());
            start as usize..end as usize
        };
        let ours = &self.document.inlines[inlines(self)];
        let theirs = &other.document.inlines[inlines(other)];
        let alike = |(a, b): (&Inline, &Inline)| match (&a.kind, &b.kind) {
            (InlineKind::Link(a), InlineKind::Link(b))
            | (InlineKind::Image(a), InlineKind::Image(b)) => a.target == b.target,
            (a, b) => discriminant(a) == discriminant(b),
        };
        self.blocks.len() == other.blocks.len()
            && ours.len() == theirs.len()
            && ours.iter().zip(theirs).all(alike)
    }
}

/// The sections of `document`, in order.
pub(super) fn sections(document: &Document) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for id in document.children(None) {
        match &document.block(id).kind {
            BlockKind::Heading(heading) => {
                let (heading, level) = (Some(id), heading.level);
                sections.push(Section { heading, level, ..Section::new(document, id) });
            }
            BlockKind::Comment => {}
            _ => match sections.last_mut() {
                Some(section) => section.blocks.push(id),
                None => sections.push(Section::new(document, id)),
            },
        }
    }
    sections
}

/// What a section says and where it leads, each as one text to compare.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Everything that is read, without white space.
    pub(super) text: String,
    pub(super) links: String,
}

fn content(document: &Document, blocks: &[BlockId]) -> Content {
    let mut content = Content::default();
    for &top in blocks {
        for index in top.0..document.block(top).end {
            let block = document.block(BlockId(index));
            let mark = match &block.kind {
                BlockKind::Comment => continue,
                BlockKind::Heading(heading) => char::from(b'0' + heading.level),
                BlockKind::Paragraph => 'p',
                BlockKind::List { ordered: true, .. } => 'o',
                BlockKind::List { .. } => 'l',
                BlockKind::Item { .. } => 'i',
                BlockKind::Table { .. } => 't',
                BlockKind::Row => 'r',
                BlockKind::Cell => 'c',
                BlockKind::Code(_) => 'k',
                BlockKind::Html => 'h',
                BlockKind::Quote => 'q',
                BlockKind::Alert(_) => 'a',
                BlockKind::Footnote { .. } => 'f',
                BlockKind::Break => 'b',
                BlockKind::Directive(_) => 'd',
            };
            content.text.extend(['\n', mark]);
            match &block.kind {
                BlockKind::Code(code) => {
                    push(&mut content.text, document.slice(code.language));
                    push(&mut content.text, document.slice(code.body));
                }
                BlockKind::Alert(alert) => {
                    push(&mut content.text, document.slice(alert.kind));
                    push(&mut content.text, document.slice(alert.title));
                }
                BlockKind::Directive(directive) if directive.form != DirectiveForm::Attributes => {
                    push(&mut content.text, document.slice(block.span));
                }
                _ => {}
            }
        }
        for inline in document.inlines_in(top) {
            take(document, inline, &mut content);
        }
    }
    content
}

fn take(document: &Document, inline: &Inline, content: &mut Content) {
    match &inline.kind {
        InlineKind::Text => push(&mut content.text, document.slice(inline.span)),
        InlineKind::Code { body } => {
            content.text.push('`');
            push(&mut content.text, document.slice(*body));
            content.text.push('`');
        }
        InlineKind::Link(link) | InlineKind::Image(link) => {
            push(&mut content.links, &link.target);
            content.links.push('\n');
        }
        InlineKind::Tag(tag) => {
            content.text.push('<');
            push(&mut content.text, document.slice(tag.name));
        }
        InlineKind::Emphasis => content.text.push('_'),
        InlineKind::Strong => content.text.push('*'),
        InlineKind::Strikethrough => content.text.push('~'),
        InlineKind::FootnoteReference { label } => push(&mut content.text, document.slice(*label)),
        InlineKind::Directive(directive) if directive.form != DirectiveForm::Attributes => {
            push(&mut content.text, document.slice(inline.span));
        }
        InlineKind::Directive(_) | InlineKind::Comment | InlineKind::HardBreak => {}
    }
}

/// Adds `text` without white space, so that wrapping a line anew is no change.
fn push(to: &mut String, text: &str) {
    if text.is_ascii() {
        to.extend(text.split_ascii_whitespace());
    } else {
        to.extend(text.split_whitespace());
    }
}
