//! Parser events to blocks and inlines. Loose and tight lists come out alike: an item's text
//! always stands in a paragraph.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Tag, TagEnd};

use super::blocks;
use super::html;
use super::links;
use super::mask::{Record, RecordKind};
use super::model::{
    Alert, AlertForm, Block, BlockId, BlockKind, CodeBlock, Dialect, Heading, Inline, InlineKind,
    Link, LinkForm,
};
use crate::text::Span;

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
    target: String,
    form: Option<LinkForm>,
}

/// Builds a document's blocks and inlines.
pub(super) struct Builder<'t> {
    text: &'t str,
    offset: usize,
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
    pub(super) fn new(
        text: &'t str,
        offset: usize,
        dialect: Dialect,
        records: &'t [Record],
    ) -> Self {
        Self {
            text,
            offset,
            dialect,
            records,
            next_block_record: 0,
            next_piece: 0,
            blocks: Vec::new(),
            inlines: Vec::new(),
            open: Vec::new(),
            open_inlines: Vec::new(),
            skip_until: 0,
            in_hidden_heading: false,
        }
    }

    /// Takes all events in.
    pub(super) fn run(&mut self, mut events: OffsetIter<'_>) {
        while let Some((event, range)) = events.next() {
            let span = self.span(range);
            match event {
                Event::Start(tag) => self.start(tag, span),
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    let definitions = events.reference_definitions();
                    let open = self.open_inlines.last().and_then(|open| open.label.as_deref());
                    let definition = open.and_then(|label| definitions.get(label));
                    let definition = definition.map(|found| self.span(found.span.clone()));
                    self.end_link(span, definition);
                }
                Event::End(tag) => self.end(tag, span),
                Event::Text(_) => self.text(span),
                Event::Code(_) => self.code_span(span),
                Event::Html(_) => {}
                Event::InlineHtml(_) => self.inline_html(span),
                Event::FootnoteReference(_) => {
                    let label = Span { start: span.start + 2, end: span.end - 1 };
                    self.leaf(InlineKind::FootnoteReference { label }, span);
                }
                Event::HardBreak => {
                    self.leaf(InlineKind::HardBreak, span);
                }
                Event::Rule => {
                    self.flush(span.start);
                    self.leave_implied();
                    let id = self.push_block(BlockKind::Break, blocks::trimmed(self.text, span));
                    self.close_block(id, None);
                }
                Event::TaskListMarker(checked) => self.task(checked),
                Event::SoftBreak | Event::InlineMath(_) | Event::DisplayMath(_) => {}
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

    fn span(&self, range: Range<usize>) -> Span {
        Span::from(range).shifted(self.offset)
    }

    /// `span` without white space, container marks and components at its end: the parser takes
    /// what is covered for blank lines of the list before it.
    fn trimmed(&self, mut span: Span) -> Span {
        loop {
            let trimmed = blocks::trimmed(self.text, span);
            let next = self.records.partition_point(|record| record.span.start < trimmed.end);
            let last = self.records[..next].last().filter(|record| {
                record.kind.is_block()
                    && record.indent < 2
                    && record.span.end == trimmed.end
                    && record.span.start > trimmed.start
            });
            match last {
                Some(record) => span.end = record.span.start,
                None => return trimmed,
            }
        }
    }

    // ---- blocks ----

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis => self.open_inline(InlineKind::Emphasis, span),
            Tag::Strong => self.open_inline(InlineKind::Strong, span),
            Tag::Strikethrough => self.open_inline(InlineKind::Strikethrough, span),
            Tag::Link { link_type, dest_url, id, .. } => {
                self.open_link(span, blocks::link_form(link_type), &dest_url, &id, false);
            }
            Tag::Image { link_type, dest_url, id, .. } => {
                self.open_link(span, blocks::link_form(link_type), &dest_url, &id, true);
            }
            _ => self.start_block(tag, span),
        }
    }

    fn start_block(&mut self, tag: Tag<'_>, span: Span) {
        self.flush(span.start);
        self.leave_implied();
        let trimmed = match tag {
            Tag::List(_) | Tag::Item => self.trimmed(span),
            _ => blocks::trimmed(self.text, span),
        };
        let kind = match tag {
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::Heading { level, .. } => {
                if let Some(Open::Parsed(id)) = self.open.last()
                    && matches!(&self.block(*id).kind, BlockKind::Alert(alert)
                        if matches!(alert.form, AlertForm::Bangs | AlertForm::Details)
                            && (span.start as usize) < self.skip_until)
                {
                    self.in_hidden_heading = true;
                    return;
                }
                BlockKind::Heading(blocks::heading(self.text, trimmed, level as u8))
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
            Tag::List(start) => {
                if self.item_record(span.start).is_some() {
                    self.open.push(Open::Hidden);
                    return;
                }
                BlockKind::List { ordered: start.is_some(), start: start.unwrap_or(0) }
            }
            Tag::Item => self.item(span.start),
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
    fn item(&mut self, start: u32) -> BlockKind {
        let Some(record) = self.item_record(start) else {
            return BlockKind::Item { task: None };
        };
        let RecordKind::Item { form, kind, title } = record.kind else {
            return BlockKind::Item { task: None };
        };
        self.skip_until = record.span.end as usize;
        BlockKind::Alert(Alert { form, kind, title, closed: true })
    }

    fn item_record(&self, start: u32) -> Option<Record> {
        let at = self.records.binary_search_by_key(&start, |record| record.span.start).ok()?;
        let record = &self.records[at];
        matches!(record.kind, RecordKind::Item { .. }).then(|| record.clone())
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.close_inline();
                return;
            }
            TagEnd::Heading(_) if self.in_hidden_heading => {
                self.in_hidden_heading = false;
                return;
            }
            TagEnd::BlockQuote(_) => self.flush(span.end),
            TagEnd::Item | TagEnd::FootnoteDefinition => self.flush_indented(span.end),
            _ => {}
        }
        if let Some(Open::Parsed(id)) = self.open.last()
            && self.block(*id).kind == BlockKind::Html
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

    fn close_unfinished(&mut self, open: Open) {
        match open {
            Open::Hidden => {}
            Open::Parsed(id) | Open::Implied(id) => self.close_block(id, None),
            Open::Container { id, .. } => {
                self.close_block(id, None);
                self.cut_short(id);
            }
        }
    }

    /// A container that nothing closes would swallow the rest of the page: it is taken to hold
    /// its first block, and the others stand after it.
    fn cut_short(&mut self, id: BlockId) {
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

    fn push_block(&mut self, kind: BlockKind, span: Span) -> BlockId {
        let parent = self.open.iter().rev().find_map(|open| match open {
            Open::Parsed(id) | Open::Implied(id) | Open::Container { id, .. } => Some(*id),
            Open::Hidden => None,
        });
        let depth = parent.map_or(0, |id| self.block(id).depth.saturating_add(1));
        // Cells that a short row lacks are placed behind its line break by the parser.
        let row = parent.filter(|_| kind == BlockKind::Cell).map(|id| self.block(id).span);
        let span = row.map_or(span, |row| Span {
            start: span.start.min(row.end),
            end: span.end.min(row.end),
        });
        let id = BlockId(self.blocks.len() as u32);
        let at = self.inlines.len() as u32;
        self.blocks.push(Block { kind, span, parent, depth, end: id.0 + 1, inlines: at..at });
        id
    }

    fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// Ends a block: sets its extent, and says what a paragraph or HTML block turned out to be.
    fn close_block(&mut self, id: BlockId, end: Option<u32>) {
        let inlines = self.inlines.len() as u32;
        let next = self.blocks.len() as u32;
        let block = &mut self.blocks[id.0 as usize];
        block.inlines.end = inlines;
        block.end = next;
        if let Some(end) = end {
            block.span.end = end.max(block.span.start);
        }
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
            BlockKind::Html if own.iter().all(|inline| inline.kind == InlineKind::Comment) => {
                block.kind = BlockKind::Comment;
            }
            BlockKind::Heading(Heading { text, .. }) => {
                let limit = text.end;
                self.inlines.retain_mut_from(block.inlines.start as usize, |inline| {
                    inline.span.end = inline.span.end.min(limit.max(inline.span.start));
                    inline.span.start < limit
                });
                block.inlines.end = self.inlines.len() as u32;
            }
            _ => {}
        }
    }

    fn leave_implied(&mut self) {
        if let Some(Open::Implied(id)) = self.open.last().copied() {
            self.open.pop();
            let end = self.inlines.last().map(|inline| inline.span.end);
            self.close_block(id, end);
        }
    }

    // ---- records ----

    /// Places the block records that start before `offset`.
    fn flush(&mut self, offset: u32) {
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
    fn flush_indented(&mut self, offset: u32) {
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

    fn place(&mut self, record: &Record) {
        self.leave_implied();
        match &record.kind {
            RecordKind::Open { form, kind, title, fence } => {
                let alert = Alert { form: *form, kind: *kind, title: *title, closed: true };
                let id = self.push_block(BlockKind::Alert(alert), record.span);
                self.open.push(Open::Container { id, form: *form, fence: *fence });
            }
            RecordKind::Close { form, fence } => self.close_container(*form, *fence, record.span),
            RecordKind::Module(directive) | RecordKind::Component(directive) => {
                let kind = BlockKind::Directive(directive.clone());
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

    fn close_container(&mut self, form: AlertForm, fence: usize, span: Span) {
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
    fn content_end(&self, id: BlockId) -> u32 {
        let inside = self.blocks[id.0 as usize..].iter().map(|block| block.span.end);
        inside.max().unwrap_or_default()
    }

    // ---- inlines ----

    /// The block that text belongs to now; opens an implied paragraph where the parser has none.
    fn text_block(&mut self, span: Span) -> Option<BlockId> {
        let id = match self.open.last()? {
            Open::Parsed(id) | Open::Implied(id) => *id,
            Open::Container { id, .. } => *id,
            Open::Hidden => return None,
        };
        let holds_blocks = matches!(
            self.block(id).kind,
            BlockKind::Item { .. } | BlockKind::Alert(_) | BlockKind::Footnote { .. }
        );
        if !holds_blocks {
            return Some(id);
        }
        self.flush(span.start);
        let id = self.push_block(BlockKind::Paragraph, span);
        self.open.push(Open::Implied(id));
        Some(id)
    }

    fn leaf(&mut self, kind: InlineKind, span: Span) -> Option<usize> {
        if self.in_hidden_heading || (span.end as usize) <= self.skip_until {
            return None;
        }
        let block = self.text_block(span)?;
        let index = self.inlines.len();
        self.inlines.push(Inline { kind, span, block, end: index as u32 + 1 });
        Some(index)
    }

    fn text(&mut self, span: Span) {
        if let Some(Open::Parsed(id)) = self.open.last()
            && let BlockKind::Code(CodeBlock { body, .. }) = &mut self.blocks[id.0 as usize].kind
        {
            *body = if body.is_empty() { span } else { body.to(span) };
            return;
        }
        if matches!(self.open.last(), Some(Open::Parsed(id)) if self.block(*id).kind == BlockKind::Html)
        {
            return;
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
    fn plain_text(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let gap_is_escape = |end: u32| {
            end == span.start
                || (end + 1 == span.start && self.text.as_bytes()[end as usize] == b'\\')
        };
        if let Some(last) = self.inlines.last_mut()
            && last.kind == InlineKind::Text
            && gap_is_escape(last.span.end)
        {
            last.span.end = span.end;
            return;
        }
        self.leaf(InlineKind::Text, span);
    }

    fn code_span(&mut self, span: Span) {
        let body = blocks::code_span_body(self.text, span);
        self.leaf(InlineKind::Code { body }, span);
    }

    fn inline_html(&mut self, span: Span) {
        if let Some(piece) = html::piece(self.text, span.start as usize, self.text.len()) {
            self.html_piece(piece);
        }
    }

    fn html_piece(&mut self, piece: html::Piece) {
        let Some(index) = self.leaf(piece.kind, piece.span) else {
            return;
        };
        if let Some(target) = piece.target {
            self.leaf(target, piece.span);
            self.inlines[index].end = self.inlines.len() as u32;
        }
    }

    fn raw_html(&mut self, span: Span) {
        for piece in html::pieces(self.text, span) {
            if piece.kind == InlineKind::Text {
                self.raw_text(piece.span);
            } else {
                self.html_piece(piece);
            }
        }
    }

    /// Text between raw tags, cut at the machine pieces in it.
    fn raw_text(&mut self, span: Span) {
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

    fn open_inline(&mut self, kind: InlineKind, span: Span) {
        let index = self.leaf(kind, span).unwrap_or(usize::MAX);
        self.open_inlines.push(OpenInline {
            index,
            label: None,
            target: String::new(),
            form: None,
        });
    }

    fn open_link(&mut self, span: Span, form: LinkForm, target: &str, label: &str, image: bool) {
        let link = Link {
            form,
            target: "".into(),
            target_span: Span::at(span.end as usize),
            text: Span::at(span.start as usize),
            title: None,
        };
        let kind = if image { InlineKind::Image(link) } else { InlineKind::Link(link) };
        self.open_inline(kind, span);
        if let Some(open) = self.open_inlines.last_mut() {
            open.label = (form == LinkForm::Reference).then(|| label.to_owned());
            target.clone_into(&mut open.target);
            open.form = Some(form);
        }
    }

    fn close_inline(&mut self) -> Option<OpenInline> {
        let open = self.open_inlines.pop()?;
        let end = self.inlines.len() as u32;
        if let Some(inline) = self.inlines.get_mut(open.index) {
            inline.end = end;
        }
        Some(open)
    }

    fn end_link(&mut self, span: Span, definition: Option<Span>) {
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
        let target = if raw.contains('{') { raw.to_owned() } else { open.target };
        if let InlineKind::Link(link) | InlineKind::Image(link) = &mut self.inlines[open.index].kind
        {
            link.target = target.into_boxed_str();
            link.target_span = written.target;
            link.text = written.text;
            link.title = written.title;
        }
    }

    fn task(&mut self, checked: bool) {
        let item = self.open.iter().rev().find_map(|open| match open {
            Open::Parsed(id) if matches!(self.block(*id).kind, BlockKind::Item { .. }) => Some(*id),
            _ => None,
        });
        if let Some(id) = item {
            self.blocks[id.0 as usize].kind = BlockKind::Item { task: Some(checked) };
        }
    }
}

/// Keeps the elements from an index on that a predicate, which may change them, accepts.
trait RetainFrom<T> {
    fn retain_mut_from(&mut self, from: usize, keep: impl FnMut(&mut T) -> bool);
}

impl<T> RetainFrom<T> for Vec<T> {
    fn retain_mut_from(&mut self, from: usize, mut keep: impl FnMut(&mut T) -> bool) {
        let mut index = 0;
        self.retain_mut(|element| {
            index += 1;
            index <= from || keep(element)
        });
    }
}
