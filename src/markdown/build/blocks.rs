//! Blocks: opened and closed as the parser says, and settled when their content is known.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Tag, TagEnd};

use super::{Builder, Open};
use crate::markdown::blocks;
use crate::markdown::mask::{Record, RecordKind};
use crate::markdown::model::{
    Alert, AlertForm, Block, BlockId, BlockKind, Dialect, Heading, InlineKind,
};
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.open_inline(InlineKind::Emphasis, self.span(range)),
            Tag::Strong => self.open_inline(InlineKind::Strong, self.span(range)),
            Tag::Strikethrough => self.open_inline(InlineKind::Strikethrough, self.span(range)),
            Tag::Link { link_type, dest_url, id, .. } => {
                let form = blocks::link_form(*link_type);
                self.open_link(self.span(range), form, dest_url, id, false);
            }
            Tag::Image { link_type, dest_url, id, .. } => {
                let form = blocks::link_form(*link_type);
                self.open_link(self.span(range), form, dest_url, id, true);
            }
            _ => self.start_block(tag, range),
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let trimmed = self.trimmed(range);
        let start = trimmed.start;
        self.flush(start);
        self.leave_implied();
        let kind = match tag {
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::Heading { level, .. } => {
                if let Some(Open::Parsed(id)) = self.open.last()
                    && matches!(&self.block(*id).kind, BlockKind::Alert(alert)
                        if matches!(alert.form, AlertForm::Bangs | AlertForm::Details)
                            && (start as usize) < self.skip_until)
                {
                    self.in_hidden_heading = true;
                    return;
                }
                BlockKind::Heading(blocks::heading(self.text, trimmed, *level as u8))
            }
            Tag::BlockQuote(_) => match blocks::quote_alert(self.text, trimmed) {
                Some((alert, marker_end)) => {
                    self.skip_until = self.skip_until.max(marker_end);
                    BlockKind::Alert(alert)
                }
                None => BlockKind::Quote,
            },
            Tag::CodeBlock(kind) => {
                let fenced = matches!(kind, CodeBlockKind::Fenced(_));
                if !fenced && self.dialect == Dialect::Mdx {
                    // MDX has no indented code: this is content of a component.
                    BlockKind::Html
                } else {
                    BlockKind::Code(blocks::code_block(self.text, trimmed, fenced))
                }
            }
            Tag::HtmlBlock => BlockKind::Html,
            Tag::List(first) => {
                if self.item_record(start).is_some() {
                    self.open.push(Open::Hidden);
                    return;
                }
                BlockKind::List { ordered: first.is_some(), start: first.unwrap_or(0) }
            }
            Tag::Item => self.item(start),
            Tag::FootnoteDefinition(_) => {
                let label = blocks::footnote_label(self.text, trimmed);
                BlockKind::Footnote { label }
            }
            Tag::Table(alignments) => BlockKind::Table { columns: alignments.len() as u16 },
            Tag::TableHead | Tag::TableRow => BlockKind::Row,
            Tag::TableCell => BlockKind::Cell,
            _ => {
                self.open.push(Open::Hidden);
                return;
            }
        };
        let id = self.push_block(kind, trimmed);
        self.open.push(Open::Parsed(id));
    }

    /// A list item, or the admonition that is parsed as one.
    pub(super) fn item(&mut self, start: u32) -> BlockKind {
        let Some(record) = self.item_record(start) else {
            return BlockKind::Item { task: None };
        };
        let RecordKind::Item { form, kind, title } = record.kind else {
            return BlockKind::Item { task: None };
        };
        self.skip_until = record.span.end as usize;
        BlockKind::Alert(Alert { form, kind, title, closed: true })
    }

    pub(super) fn item_record(&self, start: u32) -> Option<Record> {
        let at = self.records.binary_search_by_key(&start, |record| record.span.start).ok()?;
        let record = &self.records[at];
        matches!(record.kind, RecordKind::Item { .. }).then(|| record.clone())
    }

    pub(super) fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.close_inline();
                return;
            }
            TagEnd::Heading(_) if self.in_hidden_heading => {
                self.in_hidden_heading = false;
                return;
            }
            TagEnd::BlockQuote(_) => self.flush(self.span(range).end),
            TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.flush_indented(self.span(range).end);
            }
            _ => {}
        }
        if let Some(Open::Parsed(id)) = self.open.last()
            && matches!(self.block(*id).kind, BlockKind::Html)
        {
            self.raw_html(self.block(*id).span);
        }
        while let Some(open) = self.open.pop() {
            match open {
                Open::Hidden => return,
                Open::Parsed(id) => {
                    self.close_block(id, None);
                    return;
                }
                other => self.close_unfinished(other),
            }
        }
    }

    pub(super) fn close_unfinished(&mut self, open: Open) {
        match open {
            Open::Hidden => {}
            Open::Parsed(id) => self.close_block(id, None),
            Open::Implied(id) => self.close_implied(id),
            Open::Container { id, .. } => {
                self.close_block(id, None);
                self.cut_short(id);
            }
        }
    }

    /// A container that nothing closes would swallow the rest of the page: it is taken to hold
    /// its first block, and the others stand after it.
    pub(super) fn cut_short(&mut self, id: BlockId) {
        let (parent, end) = (self.block(id).parent, self.block(id).end);
        let first_end = self.blocks.get(id.0 as usize + 1).map_or(end, |first| first.end).min(end);
        for index in first_end..end {
            let block = &mut self.blocks[index as usize];
            block.depth = block.depth.saturating_sub(1);
            if block.parent == Some(id) {
                block.parent = parent;
            }
        }
        let rest = self.blocks.get(first_end as usize).filter(|_| first_end < end);
        let inlines_end = rest.map(|block| block.inlines.start);
        let text_end = self.blocks.get(id.0 as usize + 1).map(|first| first.span.end);
        let block = &mut self.blocks[id.0 as usize];
        if let BlockKind::Alert(alert) = &mut block.kind {
            alert.closed = false;
        }
        block.end = first_end;
        block.inlines.end = inlines_end.unwrap_or(block.inlines.end);
        if first_end > id.0 + 1 {
            block.span.end = text_end.unwrap_or(block.span.end).max(block.span.end);
        }
    }

    pub(super) fn push_block(&mut self, kind: BlockKind, span: Span) -> BlockId {
        let parent = self.open.iter().rev().find_map(|open| match open {
            Open::Parsed(id) | Open::Implied(id) | Open::Container { id, .. } => Some(*id),
            Open::Hidden => None,
        });
        let (mut span, mut depth) = (span, 0);
        if let Some(parent) = parent.map(|id| &self.blocks[id.0 as usize]) {
            depth = parent.depth.saturating_add(1);
            // Cells that a short row lacks are placed behind its line break by the parser.
            if matches!(kind, BlockKind::Cell) {
                span.start = span.start.min(parent.span.end);
                span.end = span.end.min(parent.span.end);
            }
        }
        let id = BlockId(self.blocks.len() as u32);
        let at = self.inlines.len() as u32;
        self.blocks.push(Block { kind, span, parent, depth, end: id.0 + 1, inlines: at..at });
        id
    }

    #[inline]
    pub(super) fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// Ends a block: sets its extent, and says what a paragraph or HTML block turned out to be.
    pub(super) fn close_block(&mut self, id: BlockId, end: Option<u32>) {
        let inlines = self.inlines.len() as u32;
        let next = self.blocks.len() as u32;
        let block = &mut self.blocks[id.0 as usize];
        block.inlines.end = inlines;
        block.end = next;
        if let Some(end) = end {
            block.span.end = end.max(block.span.start);
        }
        // What stands in a block ends no later than the block: a covered line may have been cut
        // off its end.
        if let (Some(parent), span) = (block.parent, block.span) {
            let parent = &mut self.blocks[parent.0 as usize].span;
            parent.end = parent.end.max(span.end);
        }
        let block = &mut self.blocks[id.0 as usize];
        let own = &self.inlines[block.inlines.start as usize..];
        match &mut block.kind {
            BlockKind::Paragraph => match blocks::paragraph_kind(self.text, own) {
                Some(kind) => {
                    block.kind = kind;
                    if let Some(first) = own.first() {
                        block.span.start = block.span.start.max(first.span.start);
                    }
                }
                // Nothing but an alert's marker stood in it.
                None if next == id.0 + 1 => {
                    self.inlines.truncate(block.inlines.start as usize);
                    self.blocks.pop();
                }
                None => {}
            },
            BlockKind::Html
                if own.iter().all(|inline| matches!(inline.kind, InlineKind::Comment)) =>
            {
                block.kind = BlockKind::Comment;
            }
            BlockKind::Heading(Heading { text, .. }) => {
                // What follows the text is the attribute with the id.
                let (limit, first) = (text.end, block.inlines.start as usize);
                let own = &mut self.inlines[first..];
                let kept = own.iter().take_while(|inline| inline.span.start < limit).count();
                let end = (first + kept) as u32;
                for inline in own {
                    inline.span.end = inline.span.end.min(limit.max(inline.span.start));
                    inline.end = inline.end.min(end);
                }
                self.inlines.truncate(first + kept);
                block.inlines.end = end;
            }
            _ => {}
        }
    }

    #[inline]
    pub(super) fn leave_implied(&mut self) {
        if let Some(Open::Implied(id)) = self.open.last().copied() {
            self.open.pop();
            self.close_implied(id);
        }
    }

    /// Closes a paragraph that the parser has no event for: it ends where its last inline does.
    fn close_implied(&mut self, id: BlockId) {
        let own = &self.inlines[self.block(id).inlines.start as usize..];
        let end = own.iter().map(|inline| inline.span.end).max();
        self.close_block(id, end);
    }

    pub(super) fn task(&mut self, checked: bool) {
        let item = self.open.iter().rev().find_map(|open| match open {
            Open::Parsed(id) if matches!(self.block(*id).kind, BlockKind::Item { .. }) => Some(*id),
            _ => None,
        });
        if let Some(id) = item {
            self.blocks[id.0 as usize].kind = BlockKind::Item { task: Some(checked) };
        }
    }
}
