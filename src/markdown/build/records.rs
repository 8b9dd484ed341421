//! Block records: containers, modules and components, placed among the parser's blocks.

use super::{Builder, Open};
use crate::markdown::mask::{Record, RecordKind};
use crate::markdown::model::{Alert, AlertForm, BlockId, BlockKind};
use crate::text::Span;

impl Builder<'_> {
    /// Places the block records that start before `offset`.
    pub(super) fn flush(&mut self, offset: u32) {
        while let Some(record) = self.records.get(self.next_block_record) {
            if record.span.start >= offset {
                return;
            }
            self.next_block_record += 1;
            if record.kind.is_block() {
                self.place(record);
            }
        }
    }

    /// Places the block records before `offset` that are indented like an item's content.
    pub(super) fn flush_indented(&mut self, offset: u32) {
        while let Some(record) = self.records.get(self.next_block_record) {
            if record.span.start >= offset || (record.kind.is_block() && record.indent < 2) {
                return;
            }
            self.next_block_record += 1;
            if record.kind.is_block() {
                self.place(record);
            }
        }
    }

    pub(super) fn place(&mut self, record: &Record) {
        self.leave_implied();
        match &record.kind {
            RecordKind::Open { form, kind, title, fence } => {
                let alert = Alert { form: *form, kind: *kind, title: *title, closed: true };
                let id = self.push_block(BlockKind::Alert(alert), record.span);
                self.open.push(Open::Container { id, form: *form, fence: *fence });
            }
            RecordKind::Close { form, fence } => self.close_container(*form, *fence, record.span),
            RecordKind::Module(directive) | RecordKind::Component(directive) => {
                let name = &self.text[directive.name.range()];
                let is_element = matches!(record.kind, RecordKind::Component(_))
                    && name.starts_with(|c: char| c.is_ascii_lowercase());
                let kind = if is_element {
                    BlockKind::Html
                } else {
                    BlockKind::Directive(directive.clone())
                };
                let id = self.push_block(kind, record.span);
                if matches!(record.kind, RecordKind::Component(_)) {
                    self.open.push(Open::Parsed(id));
                    self.raw_html(record.span);
                    self.open.pop();
                }
                self.close_block(id, None);
            }
            RecordKind::Directive(_) | RecordKind::Comment | RecordKind::Item { .. } => {}
        }
    }

    pub(super) fn close_container(&mut self, form: AlertForm, fence: usize, span: Span) {
        let matching = self.open.iter().rposition(|open| {
            matches!(open, Open::Container { form: f, fence: n, .. } if *f == form && *n == fence)
        });
        let top = self.open.len().wrapping_sub(1);
        let any = matches!(self.open.last(), Some(Open::Container { .. })).then_some(top);
        let Some(position) = matching.or(any) else {
            return;
        };
        if self.open[position..].iter().any(|open| !matches!(open, Open::Container { .. })) {
            return;
        }
        while self.open.len() > position + 1 {
            if let Some(open) = self.open.pop() {
                self.close_unfinished(open);
            }
        }
        if let Some(Open::Container { id, .. }) = self.open.pop() {
            let end = self.content_end(id).max(span.end);
            self.close_block(id, Some(end));
        }
    }

    /// Where the last of what stands in the open block `id` ends.
    pub(super) fn content_end(&self, id: BlockId) -> u32 {
        let inside = self.blocks[id.0 as usize..].iter().map(|block| block.span.end);
        inside.max().unwrap_or_default()
    }
}
