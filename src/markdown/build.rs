//! Parser events to blocks and inlines. Loose and tight lists come out alike: an item's text
//! always stands in a paragraph.

use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, TagEnd};

use super::mask::{Masked, Record};
use super::model::{AlertForm, Block, BlockId, BlockKind, Dialect, Inline, InlineKind, LinkForm};
use crate::text::{Span, space};

mod blocks;
mod inlines;
mod records;

/// A block that is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A block of the parser's.
    Parsed(BlockId),
    /// A paragraph that the parser leaves out in tight lists.
    Implied(BlockId),
    /// A `:::` or `///` container.
    Container { id: BlockId, form: AlertForm, fence: usize },
    /// A parser's block that is none of ours: the list around `!!!` items.
    Hidden,
}

/// An inline container that is still open.
struct OpenInline {
    index: usize,
    /// Label of a reference link.
    label: Option<String>,
    /// The target as the parser resolved it.
    target: Box<str>,
    form: Option<LinkForm>,
}

/// Builds a document's blocks and inlines.
pub(super) struct Builder<'t> {
    text: &'t str,
    /// What the parser reads: the text from `offset` on, with machine text covered.
    body: &'t str,
    offset: usize,
    /// Where offsets in the body jump against the text.
    jumps: &'t [(usize, usize)],
    dialect: Dialect,
    records: &'t [Record],
    next_block_record: usize,
    next_piece: usize,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    open: Vec<Open>,
    open_inlines: Vec<OpenInline>,
    /// Text before this offset belongs to an alert's marker.
    skip_until: usize,
    /// Inside the heading that stands for a `!!!` line.
    in_hidden_heading: bool,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, offset: usize, dialect: Dialect, masked: &'t Masked) -> Self {
        Self {
            text,
            body: masked.body.as_deref().unwrap_or(&text[offset..]),
            offset,
            jumps: &masked.jumps,
            dialect,
            records: &masked.records,
            next_block_record: 0,
            next_piece: 0,
            // What real pages have per byte; a page with more of them grows the lists.
            blocks: Vec::with_capacity((text.len() - offset) / 48 + 8),
            inlines: Vec::with_capacity((text.len() - offset) / 32 + 8),
            open: Vec::new(),
            open_inlines: Vec::new(),
            skip_until: 0,
            in_hidden_heading: false,
        }
    }

    /// Takes all events in.
    pub(super) fn run(&mut self, mut events: OffsetIter<'_>) {
        while let Some((event, range)) = events.next() {
            match &event {
                Event::Start(tag) => self.start(tag, range),
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    let definitions = events.reference_definitions();
                    let open = self.open_inlines.last().and_then(|open| open.label.as_deref());
                    let definition = open.and_then(|label| definitions.get(label));
                    let definition = definition.map(|found| self.span(found.span.clone()));
                    self.end_link(self.span(range), definition);
                }
                Event::End(tag) => self.end(*tag, range),
                Event::Text(_) => self.text(self.span(range)),
                Event::Code(_) => self.code_span(self.span(range)),
                Event::InlineHtml(_) => self.inline_html(self.span(range)),
                Event::FootnoteReference(_) => {
                    let span = self.span(range);
                    let label = Span { start: span.start + 2, end: span.end - 1 };
                    self.leaf(InlineKind::FootnoteReference { label }, span);
                }
                Event::HardBreak => {
                    self.leaf(InlineKind::HardBreak, self.span(range));
                }
                Event::Rule => {
                    let span = self.trimmed(range);
                    self.flush(span.start);
                    self.leave_implied();
                    let id = self.push_block(BlockKind::Break, span);
                    self.close_block(id, None);
                }
                Event::TaskListMarker(checked) => self.task(*checked),
                Event::SoftBreak
                | Event::Html(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_) => {}
            }
        }
    }

    /// Ends what is still open and hands out the lists.
    pub(super) fn finish(mut self) -> (Vec<Block>, Vec<Inline>) {
        self.flush(u32::MAX);
        while let Some(open) = self.open.pop() {
            self.close_unfinished(open);
        }
        (self.blocks, self.inlines)
    }

    /// The bytes of the text that a range of the body stands for.
    #[inline]
    fn span(&self, range: Range<usize>) -> Span {
        if self.jumps.is_empty() {
            return Span::from(range).shifted(self.offset);
        }
        self.span_over_jumps(range)
    }

    #[inline(never)]
    fn span_over_jumps(&self, range: Range<usize>) -> Span {
        let start = self.offset_in_text(range.start);
        // The end is that of the last byte inside, so that it stays before a jump.
        let end = if range.is_empty() { start } else { self.offset_in_text(range.end - 1) + 1 };
        Span::new(start, end)
    }

    fn offset_in_text(&self, at: usize) -> usize {
        match self.jumps.partition_point(|&(body, _)| body <= at) {
            0 => self.offset + at,
            index => {
                let (body, text) = self.jumps[index - 1];
                text + (at - body)
            }
        }
    }

    /// The span of a block without what is white space for the parser at its end.
    fn trimmed(&self, range: Range<usize>) -> Span {
        let length = space::trim_end(&self.body[range.clone()]).len();
        self.span(range.start..range.start + length)
    }
}
