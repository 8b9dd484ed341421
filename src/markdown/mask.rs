//! Machine text that CommonMark does not know: shortcodes, Liquid, MDX, admonitions. It is found
//! line by line before parsing, recorded with its place, and covered at equal length, so that
//! offsets stay true and the text around it parses as its own engine would read it. Only the
//! indentation of what stands in an MDX component is taken out, and the jumps are noted.
//!
//! Pieces in a line are covered with a visible letter (neighbouring emphasis keeps its meaning);
//! container lines such as `:::note` are blanked; `!!! note` becomes a list item with an empty
//! heading, because its content is indented like an item's.

use super::highlight;
use super::html;
use super::marks::NextMark;
use super::model::{AlertForm, Dialect, Directive, DirectiveForm, InlineKind};
use super::scan::{self, Fence};
use crate::text::lanes::{Class, Lanes};
use crate::text::{Span, space};

/// Something found before parsing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) span: Span,
    /// Column of its first byte after block quote markers, in bytes.
    pub(super) indent: usize,
    pub(super) kind: RecordKind,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RecordKind {
    /// A piece in a line.
    Directive(Directive),
    /// `{/* … */}`.
    Comment,
    /// `:::note[Title]`, `/// note | Title`.
    Open { form: AlertForm, kind: Span, title: Span, fence: usize },
    /// `:::`, `///`.
    Close { form: AlertForm, fence: usize },
    /// `!!! note "Title"`: parsed as a list item that starts at the record.
    Item { form: AlertForm, kind: Span, title: Span },
    /// `import …` or `export …`: a block of its own.
    Module(Directive),
    /// JSX tags alone on their lines: a block of its own.
    Component(Directive),
}

impl RecordKind {
    /// Whether it is a block of its own rather than a piece of a line.
    pub(super) fn is_block(&self) -> bool {
        !matches!(self, Self::Directive(_) | Self::Comment)
    }
}

/// The records of a text and, when anything had to be covered, the body to parse in its place.
#[derive(Debug, Default)]
pub(super) struct Masked {
    pub(super) records: Vec<Record>,
    pub(super) body: Option<String>,
    /// Where the body's offsets jump: pairs of an offset in the body and the one in the text that
    /// it stands for, in order. Empty when the body is the text from its start on.
    pub(super) jumps: Vec<(usize, usize)>,
}

/// Finds and covers machine text from `start` to the end of `text`.
pub(super) fn mask(text: &str, start: usize, dialect: Dialect) -> Masked {
    let mut masker = Masker {
        text,
        dialect,
        cover: Vec::new(),
        records: Vec::new(),
        fence: None,
        after_blank: true,
        components: Vec::new(),
        openers: Openers { brace: NextMark::new("{"), token: NextMark::new("[!") },
        closers: scan::Closers::default(),
        breaks: Lanes::of(text.as_bytes()),
    };
    let mut at = start;
    while let Some(&first) = text.as_bytes().get(at) {
        at = match first {
            b'\n' => {
                masker.after_blank = true;
                at + 1
            }
            _ if !is_sign(first) && masker.reads_plainly() => masker.plain_line(at),
            _ => masker.line(at),
        };
    }
    masker.finish(start)
}

/// Whether a line that starts with `byte` may be more than text: indented, quoted, a list item, a
/// fence, a container, an include, a tag that opens code.
fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\r' | b'>' | b'<' | b'-' | b'*' | b'+' | b'0'
            ..=b'9' | b'`' | b'~' | b':' | b'/' | b'!' | b'?' | b'{'
    )
}

/// Where the next `{` and the next `[!` stand: most lines have neither, and are passed over.
struct Openers {
    brace: NextMark,
    token: NextMark,
}

impl Openers {
    /// Whether one of them stands between `at` and `end`.
    fn any(&mut self, bytes: &[u8], at: usize, end: usize) -> bool {
        self.brace.after(bytes, at) < end || self.token.after(bytes, at) < end
    }
}

/// What line breaks are made of: where the next one stands, the line ends.
struct Break;

impl Class for Break {
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "without branches it is vectorised")]
    fn holds(byte: u8) -> bool {
        (byte == b'\n') | (byte == b'\r')
    }
}

/// How covered bytes look to the parser.
#[derive(Clone, Copy)]
enum Cover {
    /// A letter each.
    Letters,
    /// A space each, line breaks kept.
    Blank,
    /// A list item with an empty heading.
    Item,
    /// A code fence.
    Fence,
    /// Nothing: the indentation of a component's content, which would be code in CommonMark.
    Removed,
}

struct Masker<'t> {
    text: &'t str,
    dialect: Dialect,
    cover: Vec<(Span, Cover)>,
    records: Vec<Record>,
    fence: Option<Fence>,
    after_blank: bool,
    /// The open MDX components with their contents' indentation, once a line showed it.
    components: Vec<Option<usize>>,
    openers: Openers,
    closers: scan::Closers,
    breaks: Lanes<'t, Break>,
}

impl Masker<'_> {
    /// Whether a line that starts with no sign can be nothing but text with pieces in it.
    fn reads_plainly(&self) -> bool {
        self.dialect == Dialect::Markdown && self.fence.is_none()
    }

    /// Handles a line of text from `at` on; returns where the next one starts.
    fn plain_line(&mut self, at: usize) -> usize {
        let end = self.breaks.next(at);
        if self.openers.any(self.text.as_bytes(), at, end) {
            return self.text_line(at, end, 0);
        }
        scan::next_line(self.text, end)
    }

    /// Finds the pieces of the line between `at` and `end`; returns where the next line starts.
    fn text_line(&mut self, at: usize, end: usize, indent: usize) -> usize {
        // A piece that runs over lines ends in a line that may hold more of them.
        let (mut at, mut end) = (at, end);
        while let Some(past) = self.pieces(at, end, indent) {
            (at, end) = (past, self.breaks.next(past));
        }
        scan::next_line(self.text, end)
    }

    /// Covers the tags of `{% highlight %}` and its kin by fences; returns where the line after
    /// them starts.
    fn highlighted(&mut self, at: usize, end: usize) -> Option<usize> {
        let (first, last) = highlight::pair(self.text, at, end)?;
        self.cover.push((first, Cover::Fence));
        self.cover.push((last, Cover::Fence));
        let end = scan::line_end(self.text, last.end as usize);
        Some(scan::next_line(self.text, end))
    }

    /// Handles the line that starts at `at`; returns where the next one starts.
    fn line(&mut self, at: usize) -> usize {
        let end = self.breaks.next(at);
        let next = scan::next_line(self.text, end);
        let at = self.dedent(at, end);
        let (content, trimmed) = self.start_of_text(at, end);
        let first = self.text.as_bytes()[trimmed..end].first().copied();
        let after_blank = self.after_blank;
        if self.dialect == Dialect::Mdx {
            self.after_blank = space::is_blank(&self.text[trimmed..end]);
        }
        let indent = trimmed - content;
        // The parser sees the end of a list item, and with it that of an unclosed fence in it.
        if self.dialect == Dialect::Markdown {
            self.fence.take_if(|fence| fence.is_left_by(indent, first));
        }
        if let Some(open) = &self.fence {
            if first == Some(open.marker()) && open.is_closed_by(&self.text[trimmed..end]) {
                self.fence = None;
            }
            return next;
        }
        // What a line is, its first byte tells nearly always.
        match first {
            Some(b'`' | b'~' | b'-' | b'*' | b'+' | b'0'..=b'9') => {
                if let Some(fence) = Fence::opening(&self.text[trimmed..end], indent) {
                    self.fence = Some(fence);
                    return next;
                }
            }
            Some(b':' | b'/' | b'!' | b'?') if self.container(trimmed, end, indent) => {
                return next;
            }
            Some(b'{') => {
                if let Some(next) = self.highlighted(trimmed, end) {
                    self.after_blank = true;
                    return next;
                }
            }
            _ => {}
        }
        if self.dialect == Dialect::Mdx
            && let Some(next) = self.mdx_block(trimmed, indent, after_blank)
        {
            self.after_blank = true;
            return next;
        }
        if matches!(self.text.as_bytes()[trimmed..end], [b'-', b'-', ..] | [b'<', b'<', ..]) {
            self.include(trimmed, end, indent);
        }
        self.text_line(trimmed, end, indent)
    }

    /// Where the content of the line between `at` and `end` starts behind block quote markers, and
    /// where its text does.
    fn start_of_text(&self, at: usize, end: usize) -> (usize, usize) {
        if !matches!(self.text.as_bytes()[at..end].first(), Some(b' ' | b'\t' | b'>')) {
            return (at, at);
        }
        let (content, _) = scan::strip_quote_markers(self.text, at, end);
        (content, content + scan::indent_width(&self.text[content..end]))
    }

    /// Covers a line that takes in a file.
    fn include(&mut self, at: usize, end: usize, indent: usize) {
        if let Some(kind) = scan::include_line(self.text, at, end) {
            let span = Span::new(at, at + space::trim_end(&self.text[at..end]).len());
            self.cover.push((span, Cover::Letters));
            self.records.push(Record { span, indent, kind });
        }
    }

    /// Takes the indentation of a component's content away; returns where the line now starts.
    fn dedent(&mut self, at: usize, end: usize) -> usize {
        let Some(base) = self.components.last_mut() else {
            return at;
        };
        let indent = scan::indent_width(&self.text[at..end]);
        let rest = &self.text[at + indent..end];
        if rest.is_empty() || (base.is_none() && rest.starts_with("</")) {
            return at;
        }
        let width = indent.min(*base.get_or_insert(indent));
        if width > 0 {
            self.cover.push((Span::new(at, at + width), Cover::Removed));
        }
        at + width
    }

    /// Notes which components the tags at `span` open and close.
    fn follow_components(&mut self, span: Span) {
        for piece in html::pieces(self.text, span) {
            let InlineKind::Tag(tag) = piece.kind else { continue };
            if tag.closing {
                self.components.pop();
            } else if !tag.self_closing {
                self.components.push(None);
            }
        }
    }

    /// Recognises a line that opens or closes an admonition.
    fn container(&mut self, at: usize, end: usize, indent: usize) -> bool {
        let Some((kind, cover)) = scan::container_line(self.text, at, end) else {
            return false;
        };
        let line_end = at + self.text[at..end].trim_end().len();
        self.cover.push((Span::new(at, line_end), cover_of(cover)));
        self.records.push(Record { span: Span::new(at, line_end), indent, kind });
        self.after_blank = true;
        true
    }

    /// Recognises `import`/`export` and JSX tags alone on their lines; returns where the line
    /// after them starts.
    fn mdx_block(&mut self, at: usize, indent: usize, after_blank: bool) -> Option<usize> {
        let line = &self.text[at..];
        let (end, kind) = if line.starts_with('<') {
            let (end, name) = scan::component_lines(self.text, at)?;
            (end, RecordKind::Component(Directive { form: DirectiveForm::Component, name }))
        } else if after_blank && indent == 0 && scan::starts_module(line) {
            let end = scan::paragraph_end(self.text, at);
            let name = Span::new(at, at + scan::word_length(line));
            (end, RecordKind::Module(Directive { form: DirectiveForm::Module, name }))
        } else {
            return None;
        };
        let span = Span::new(at, end);
        if matches!(kind, RecordKind::Component(_)) {
            self.follow_components(span);
        }
        self.cover.push((span, Cover::Blank));
        self.records.push(Record { span, indent, kind });
        Some(scan::next_line(self.text, scan::line_end(self.text, end)))
    }

    /// Finds the pieces that start in the line; returns the end of one that runs past it.
    fn pieces(&mut self, at: usize, end: usize, indent: usize) -> Option<usize> {
        // Without an opener in it there is no piece in the line.
        if !self.openers.any(self.text.as_bytes(), at, end) {
            return None;
        }
        let mut past = None;
        let mut from = at;
        while let Some(offset) = memchr::memchr3(b'{', b'[', b'`', &self.text.as_bytes()[from..end])
        {
            let start = from + offset;
            if self.text.as_bytes()[start] == b'`' {
                from = scan::code_span_end(self.text, start, end);
                continue;
            }
            let Some((piece_end, kind, covered)) =
                scan::piece(self.text, start, self.dialect, &mut self.closers)
            else {
                from = start + 1;
                continue;
            };
            let span = Span::new(start, piece_end);
            if covered {
                self.cover.push((span, Cover::Letters));
            }
            self.records.push(Record { span, indent, kind });
            from = piece_end;
            if from >= end {
                past = Some(from).filter(|&from| from > end);
                break;
            }
        }
        past
    }

    /// Builds the body with everything covered.
    fn finish(mut self, start: usize) -> Masked {
        self.records.sort_by_key(|record| record.span.start);
        if self.cover.is_empty() {
            return Masked { records: self.records, ..Masked::default() };
        }
        let mut jumps = Vec::new();
        let mut body = String::with_capacity(self.text.len() - start);
        let mut last = start;
        self.cover.sort_by_key(|(span, _)| span.start);
        for (span, cover) in &self.cover {
            if (span.start as usize) < last {
                continue;
            }
            body.push_str(&self.text[last..span.start as usize]);
            last = span.end as usize;
            if matches!(cover, Cover::Removed) {
                jumps.push((body.len(), last));
            } else {
                push_covered(&mut body, &self.text[span.range()], *cover);
            }
        }
        body.push_str(&self.text[last..]);
        Masked { records: self.records, body: Some(body), jumps }
    }
}

fn cover_of(blank: bool) -> Cover {
    if blank { Cover::Blank } else { Cover::Item }
}

fn push_covered(body: &mut String, covered: &str, cover: Cover) {
    match cover {
        Cover::Letters => push_run(body, XS, covered.len()),
        Cover::Blank => {
            for line in covered.split_inclusive(['\n', '\r']) {
                let text = line.trim_end_matches(['\n', '\r']);
                push_run(body, SPACES, text.len());
                body.push_str(&line[text.len()..]);
            }
        }
        // Six bytes, or as many as there are.
        Cover::Item => {
            body.push_str(&"+   # "[..covered.len().min(6)]);
            push_run(body, XS, covered.len().saturating_sub(6));
        }
        Cover::Fence => {
            push_run(body, TILDES, covered.len().min(highlight::FENCE));
            push_run(body, SPACES, covered.len().saturating_sub(highlight::FENCE));
        }
        Cover::Removed => {}
    }
}

const XS: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
const SPACES: &str = "                                ";
const TILDES: &str = "~~~~~~~~";

/// Appends `count` of the bytes that `run` consists of.
fn push_run(body: &mut String, run: &str, mut count: usize) {
    while count > run.len() {
        body.push_str(run);
        count -= run.len();
    }
    body.push_str(&run[..count]);
}
