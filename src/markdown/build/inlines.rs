//! Inlines: text cut at machine pieces, code, tags, links.

use super::{Builder, Open, OpenInline};
use crate::markdown::blocks;
use crate::markdown::html;
use crate::markdown::links;
use crate::markdown::mask::RecordKind;
use crate::markdown::model::{BlockId, BlockKind, CodeBlock, Inline, InlineKind, Link, LinkForm};
use crate::text::Span;

impl Builder<'_> {
    /// The block that text belongs to now; opens an implied paragraph where the parser has none.
    #[inline]
    pub(super) fn text_block(&mut self, span: Span) -> Option<BlockId> {
        let id = match *self.open.last()? {
            Open::Parsed(id) | Open::Implied(id) | Open::Container { id, .. } => id,
            Open::Hidden => return None,
        };
        let holds_blocks = matches!(
            self.block(id).kind,
            BlockKind::Item { .. } | BlockKind::Alert(_) | BlockKind::Footnote { .. }
        );
        Some(if holds_blocks { self.imply_paragraph(span) } else { id })
    }

    fn imply_paragraph(&mut self, span: Span) -> BlockId {
        self.flush(span.start);
        let id = self.push_block(BlockKind::Paragraph, span);
        self.open.push(Open::Implied(id));
        id
    }

    #[inline]
    pub(super) fn leaf(&mut self, kind: InlineKind, span: Span) -> Option<usize> {
        if self.in_hidden_heading || (span.end as usize) <= self.skip_until {
            return None;
        }
        let block = self.text_block(span)?;
        let index = self.inlines.len();
        self.inlines.push(Inline { kind, span, block, end: index as u32 + 1 });
        Some(index)
    }

    pub(super) fn text(&mut self, span: Span) {
        if let Some(Open::Parsed(id)) = self.open.last() {
            match &mut self.blocks[id.0 as usize].kind {
                BlockKind::Code(CodeBlock { body, .. }) => {
                    *body = if body.is_empty() { span } else { body.to(span) };
                    return;
                }
                BlockKind::Html => return,
                _ => {}
            }
        }
        let mut at = (span.start as usize).max(self.skip_until) as u32;
        if at >= span.end {
            return;
        }
        while let Some(record) = self.records.get(self.next_piece) {
            if record.span.start >= span.end {
                break;
            }
            if record.span.end <= at || record.kind.is_block() || record.span.start < at {
                if record.span.end > span.end {
                    break;
                }
                self.next_piece += 1;
                continue;
            }
            self.next_piece += 1;
            self.plain_text(Span { start: at, end: record.span.start });
            let kind = match &record.kind {
                RecordKind::Directive(directive) => InlineKind::Directive(directive.clone()),
                _ => InlineKind::Comment,
            };
            self.leaf(kind, record.span);
            self.skip_until = self.skip_until.max(record.span.end as usize);
            at = record.span.end;
        }
        if at < span.end {
            self.plain_text(Span { start: at, end: span.end });
        }
    }

    /// Text without machine pieces; joined with the text right before it.
    pub(super) fn plain_text(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let gap_is_escape = |end: u32| {
            end == span.start
                || (end + 1 == span.start && self.text.as_bytes()[end as usize] == b'\\')
        };
        if let Some(last) = self.inlines.last_mut()
            && matches!(last.kind, InlineKind::Text)
            && gap_is_escape(last.span.end)
        {
            last.span.end = span.end;
            return;
        }
        self.leaf(InlineKind::Text, span);
    }

    pub(super) fn code_span(&mut self, span: Span) {
        let body = blocks::code_span_body(self.text, span);
        self.leaf(InlineKind::Code { body }, span);
    }

    pub(super) fn inline_html(&mut self, span: Span) {
        if let Some(piece) = html::piece(self.text, span.start as usize, self.text.len()) {
            self.html_piece(piece);
        }
    }

    pub(super) fn html_piece(&mut self, piece: html::Piece) {
        let Some(index) = self.leaf(piece.kind, piece.span) else {
            return;
        };
        if let Some(target) = piece.target {
            self.leaf(target, piece.span);
            self.inlines[index].end = self.inlines.len() as u32;
        }
    }

    pub(super) fn raw_html(&mut self, span: Span) {
        for piece in html::pieces(self.text, span) {
            if matches!(piece.kind, InlineKind::Text) {
                self.raw_text(piece.span);
            } else {
                self.html_piece(piece);
            }
        }
    }

    /// Text between raw tags, cut at the machine pieces in it.
    pub(super) fn raw_text(&mut self, span: Span) {
        let from = self.records.partition_point(|record| record.span.start < span.start);
        let mut at = span.start;
        for record in &self.records[from..] {
            if record.span.start >= span.end {
                break;
            }
            if record.kind.is_block() || record.span.start < at || record.span.end > span.end {
                continue;
            }
            self.plain_text(Span { start: at, end: record.span.start });
            if let RecordKind::Directive(directive) = &record.kind {
                self.leaf(InlineKind::Directive(directive.clone()), record.span);
            }
            at = record.span.end;
        }
        self.plain_text(Span { start: at, end: span.end });
    }

    pub(super) fn open_inline(&mut self, kind: InlineKind, span: Span) {
        let index = self.leaf(kind, span).unwrap_or(usize::MAX);
        self.open_inlines.push(OpenInline {
            index,
            label: None,
            target: Box::default(),
            form: None,
        });
    }

    pub(super) fn open_link(
        &mut self,
        span: Span,
        form: LinkForm,
        target: &str,
        label: &str,
        image: bool,
    ) {
        let link = Link {
            form,
            target: Box::default(),
            target_span: Span::at(span.end as usize),
            text: Span::at(span.start as usize),
            title: None,
        };
        let kind = if image { InlineKind::Image(link) } else { InlineKind::Link(link) };
        self.open_inline(kind, span);
        if let Some(open) = self.open_inlines.last_mut() {
            open.label = (form == LinkForm::Reference).then(|| label.to_owned());
            open.target = target.into();
            open.form = Some(form);
        }
    }

    pub(super) fn close_inline(&mut self) -> Option<OpenInline> {
        let open = self.open_inlines.pop()?;
        let end = self.inlines.len() as u32;
        if let Some(inline) = self.inlines.get_mut(open.index) {
            inline.end = end;
        }
        Some(open)
    }

    pub(super) fn end_link(&mut self, span: Span, definition: Option<Span>) {
        let Some(open) = self.close_inline() else {
            return;
        };
        let Some(inline) = self.inlines.get(open.index) else {
            return;
        };
        let children = &self.inlines[open.index + 1..];
        let text_end = children.iter().map(|child| child.span.end as usize).max();
        let text_end = text_end.unwrap_or(inline.span.start as usize + 1);
        let (text, offset) = (self.text, span.start as usize);
        let written = match open.form {
            Some(LinkForm::Inline) => links::inline(text, span, text_end),
            Some(LinkForm::Autolink) => {
                let inner = Span::new(offset + 1, (span.end as usize).max(offset + 2) - 1);
                Some(links::Written { text: inner, target: inner, title: None })
            }
            _ => definition.and_then(|whole| links::definition(text, whole)).map(
                |(target, title)| {
                    let bang = usize::from(text[offset..].starts_with('!'));
                    let text = Span::new(offset + bang + 1, text_end.max(offset + bang + 1));
                    links::Written { text, target, title }
                },
            ),
        };
        let Some(written) = written else {
            return;
        };
        let raw = &text[written.target.range()];
        let target = if raw.contains('{') { raw.into() } else { open.target };
        if let InlineKind::Link(link) | InlineKind::Image(link) = &mut self.inlines[open.index].kind
        {
            link.target = target;
            link.target_span = written.target;
            link.text = written.text;
            link.title = written.title;
        }
    }
}
