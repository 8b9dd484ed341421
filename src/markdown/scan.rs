//! Small scanners over one line or one piece of machine text. All offsets are bytes of the whole
//! text.

use super::marks::NextMark;
use super::mask::RecordKind;
use super::model::{AlertForm, Dialect, Directive, DirectiveForm};
use crate::text::{Span, space};

/// Pieces longer than this are taken as unclosed: a stray brace must not swallow the page.
const LONGEST_PIECE: usize = 20_000;

/// An open code fence (CommonMark §4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fence {
    marker: u8,
    length: usize,
    /// Whether it stands in a list item for sure, so that a line which is not indented ends it.
    nested: bool,
}

impl Fence {
    /// The fence that `line`, stripped of its indentation, opens. A list marker before it is
    /// passed over; `indent` is that indentation in bytes.
    pub(super) fn opening(whole: &str, indent: usize) -> Option<Self> {
        let line = after_list_markers(whole);
        // Four spaces would make it indented code elsewhere.
        let nested = line.len() < whole.len() || indent >= 4;
        let marker = *line.as_bytes().first()?;
        let length = run_length(line, marker);
        let is_fence = length >= 3
            && match marker {
                b'`' => !line[length..].contains('`'),
                b'~' => true,
                _ => false,
            };
        is_fence.then_some(Self { marker, length, nested })
    }

    /// The byte that the fence is made of.
    pub(super) fn marker(&self) -> u8 {
        self.marker
    }

    /// Whether a line with so much indentation and this first byte stands outside of the list item
    /// that holds the fence.
    pub(super) fn is_left_by(&self, indent: usize, first: Option<u8>) -> bool {
        self.nested && indent == 0 && first.is_some_and(|byte| byte != b'\r')
    }

    /// Whether `line`, stripped of its indentation, closes this fence.
    pub(super) fn is_closed_by(&self, line: &str) -> bool {
        let length = run_length(line, self.marker);
        length >= self.length && line[length..].trim().is_empty()
    }
}

fn after_list_markers(mut line: &str) -> &str {
    loop {
        let bytes = line.as_bytes();
        let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let marker = match bytes.get(digits) {
            Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            _ => return line,
        };
        match bytes.get(marker) {
            Some(b' ' | b'\t') => line = line[marker..].trim_start_matches([' ', '\t']),
            _ => return line,
        }
    }
}

/// How often `byte` stands at the start of `line`.
pub(super) fn run_length(line: &str, byte: u8) -> usize {
    line.bytes().take_while(|&other| other == byte).count()
}

/// End of the line that holds `at`, before its line break.
#[inline]
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    memchr::memchr2(b'\n', b'\r', rest).map_or(text.len(), |offset| at + offset)
}

/// Start of the line after the line break at `end`.
pub(super) fn next_line(text: &str, end: usize) -> usize {
    let rest = &text.as_bytes()[end..];
    match rest {
        [b'\r', b'\n', ..] => end + 2,
        [_, ..] => end + 1,
        [] => end,
    }
}

/// How many bytes of spaces and tabs `line` starts with.
pub(super) fn indent_width(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Passes over the block quote markers of the line from `at` to `end`; returns where its content
/// starts and how many markers there were.
pub(super) fn strip_quote_markers(text: &str, at: usize, end: usize) -> (usize, usize) {
    let mut content = at;
    let mut depth = 0;
    while let Some(past) = quote_marker(text, content, end) {
        content = past;
        depth += 1;
    }
    (content, depth)
}

/// The end of the block quote marker at `at` in a line that ends at `end`, one space included.
pub(super) fn quote_marker(text: &str, at: usize, end: usize) -> Option<usize> {
    let rest = &text[at..end];
    let indent = indent_width(rest);
    if indent > 3 || rest.as_bytes().get(indent) != Some(&b'>') {
        return None;
    }
    let past = indent + 1;
    Some(at + past + usize::from(rest.as_bytes().get(past) == Some(&b' ')))
}

/// End of the run of non-blank lines that holds `at`.
pub(super) fn paragraph_end(text: &str, at: usize) -> usize {
    let mut end = line_end(text, at);
    loop {
        let next = next_line(text, end);
        let next_end = line_end(text, next);
        if next == end || text[next..next_end].trim().is_empty() {
            return end;
        }
        end = next_end;
    }
}

/// Length of the word (letters, digits, `-`, `_`, `.`, `/`) at the start of `text`, in bytes.
pub(super) fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/')))
        .unwrap_or(text.len())
}

/// Whether an MDX line starts an `import` or `export`.
pub(super) fn starts_module(line: &str) -> bool {
    ["import ", "import{", "export ", "import\"", "import'"]
        .iter()
        .any(|word| line.starts_with(word))
}

/// Recognises an admonition line between `at` and `end`. The flag says whether it is covered by
/// blanks; a `!!!` line is parsed as an item.
pub(super) fn container_line(text: &str, at: usize, end: usize) -> Option<(RecordKind, bool)> {
    let line = text[at..end].trim_end();
    match line.as_bytes().first()? {
        b':' if line.starts_with(":::") => {
            Some((fenced_container(line, at, b':', AlertForm::Colons)?, true))
        }
        b'/' if line.starts_with("///") => {
            Some((fenced_container(line, at, b'/', AlertForm::Slashes)?, true))
        }
        b'!' if line.starts_with("!!! ") => Some((item(line, at, 3, AlertForm::Bangs)?, false)),
        b'?' if line.starts_with("???+ ") => Some((item(line, at, 4, AlertForm::Details)?, false)),
        b'?' if line.starts_with("??? ") => Some((item(line, at, 3, AlertForm::Details)?, false)),
        _ => None,
    }
}

fn fenced_container(line: &str, at: usize, marker: u8, form: AlertForm) -> Option<RecordKind> {
    let fence = run_length(line, marker);
    let rest = &line[fence..];
    let padding = indent_width(rest);
    let kind_start = fence + padding;
    if rest.trim().is_empty() {
        return Some(RecordKind::Close { form, fence });
    }
    if form == AlertForm::Slashes && padding == 0 {
        return None;
    }
    let word = word_length(&line[kind_start..]);
    if word == 0 {
        return None;
    }
    let kind = Span::new(at + kind_start, at + kind_start + word);
    let title = container_title(line, at, kind_start + word, form);
    Some(RecordKind::Open { form, kind, title, fence })
}

/// The title after the kind word: `[Title]`, `Title`, `| Title`.
fn container_title(line: &str, at: usize, from: usize, form: AlertForm) -> Span {
    let rest = &line[from..];
    let padding = indent_width(rest);
    let empty = Span::at(at + from);
    if let Some(inner) = rest[padding..].strip_prefix('[') {
        let start = from + padding + 1;
        let close = inner.rfind(']').unwrap_or(inner.len());
        return Span::new(at + start, at + start + close);
    }
    let title = match form {
        AlertForm::Slashes => match rest[padding..].strip_prefix('|') {
            Some(title) => title,
            None => return empty,
        },
        _ => &rest[padding..],
    };
    if title.is_empty() || title.starts_with('{') {
        return empty;
    }
    let start = line.len() - title.trim_start().len();
    Span::new(at + start, at + line.len())
}

fn item(line: &str, at: usize, marker: usize, form: AlertForm) -> Option<RecordKind> {
    let kind_start = marker + indent_width(&line[marker..]);
    let word = word_length(&line[kind_start..]);
    if word == 0 {
        return None;
    }
    let kind = Span::new(at + kind_start, at + kind_start + word);
    let rest = &line[kind_start + word..];
    let title = match (rest.find('"'), rest.rfind('"')) {
        (Some(open), Some(close)) if open < close => {
            let from = at + kind_start + word;
            Span::new(from + open + 1, from + close)
        }
        _ => Span::at(at + kind_start + word),
    };
    Some(RecordKind::Item { form, kind, title })
}

/// A line that takes in a file: `--8<-- "path"`, `<<< @/path`.
pub(super) fn include_line(text: &str, at: usize, end: usize) -> Option<RecordKind> {
    let line = &text[at..end];
    let marker = ["--8<--", "<<<"].into_iter().find(|marker| line.starts_with(marker))?;
    let line = line.trim_end();
    let path = line[marker.len()..].trim_matches([' ', '"', '\'']);
    let start = at + line.find(path).filter(|_| !path.is_empty())?;
    let name = Span::new(start, start + path.len());
    Some(RecordKind::Directive(Directive { form: DirectiveForm::Include, name }))
}

/// Recognises the piece of machine text that starts at `start` with `{` or `[`. Returns its end,
/// what it is, and whether it has to be covered before parsing.
pub(super) fn piece(
    text: &str,
    start: usize,
    dialect: Dialect,
    closers: &mut Closers,
) -> Option<(usize, RecordKind, bool)> {
    let bytes = &text.as_bytes()[start..];
    let (close, skip, form) = match *bytes {
        [b'[', ..] => return token(text, start),
        [b'{', b'/', b'*', ..] => {
            let end = closers.comment.end(text, start)?;
            return Some((end, RecordKind::Comment, true));
        }
        [b'{', b'{', b'<', ..] => (&mut closers.angle, 3, DirectiveForm::Shortcode),
        [b'{', b'{', b'%', ..] => (&mut closers.percent, 3, DirectiveForm::Shortcode),
        [b'{', b'{', ..] => (&mut closers.braces, 2, DirectiveForm::Macro),
        [b'{', b'%', ..] => (&mut closers.liquid, 2, DirectiveForm::Liquid),
        [b'{', b'*', ..] => (&mut closers.star, 2, DirectiveForm::Include),
        _ => {
            return attributes(text, start, closers)
                .or_else(|| expression(text, start, dialect, closers));
        }
    };
    let end = close.end(text, start + skip)?;
    let inner = &text[start + skip..end - close.length];
    // What another piece starts in is not closed itself: its own end broke.
    let opens: &[&str] = match form {
        DirectiveForm::Shortcode => &["{{<", "{{%"],
        DirectiveForm::Macro => &["{{"],
        DirectiveForm::Liquid => &["{%"],
        _ => &[],
    };
    let braces = memchr::memchr(b'{', inner.as_bytes()).is_some();
    if braces && opens.iter().any(|open| inner.contains(open)) {
        return None;
    }
    let trimmed = inner.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '~'));
    let form = if trimmed.starts_with("$include") { DirectiveForm::Include } else { form };
    let name_start = start + skip + (inner.len() - trimmed.len());
    let length = match form {
        DirectiveForm::Include => trimmed.trim_end().len(),
        _ => directive_name_length(trimmed),
    };
    let name = Span::new(name_start, name_start + length);
    Some((end, RecordKind::Directive(Directive { form, name }), true))
}

/// The marks that close pieces.
#[derive(Debug)]
pub(super) struct Closers {
    brace: Closer,
    braces: Closer,
    angle: Closer,
    percent: Closer,
    liquid: Closer,
    star: Closer,
    comment: Closer,
    /// How many braces were followed without finding their partner.
    unbalanced: u32,
}

impl Default for Closers {
    fn default() -> Self {
        Self {
            brace: Closer::new("}"),
            braces: Closer::new("}}"),
            angle: Closer::new(">}}"),
            percent: Closer::new("%}}"),
            liquid: Closer::new("%}"),
            star: Closer::new("*}"),
            comment: Closer::new("*/}"),
            unbalanced: 0,
        }
    }
}

#[derive(Debug)]
struct Closer {
    next: NextMark,
    /// Of the mark, in bytes.
    length: usize,
}

impl Closer {
    fn new(mark: &'static str) -> Self {
        Self { next: NextMark::new(mark), length: mark.len() }
    }

    /// Just past the first mark from `at` on that is near enough to belong to an opener there.
    fn end(&mut self, text: &str, at: usize) -> Option<usize> {
        let found = self.next.after(text.as_bytes(), at);
        (found - at <= LONGEST_PIECE).then(|| found + self.length)
    }
}

fn window(text: &str, start: usize, length: usize) -> &str {
    let mut end = (start + length).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[start..end]
}

fn directive_name_length(text: &str) -> usize {
    let slash = usize::from(text.starts_with('/'));
    slash
        + text[slash..]
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '}' | '%' | '>'))
            .unwrap_or(text.len() - slash)
}

/// `[!NAME`: Adobe's and Microsoft's tokens. The marker alone; its text stays translatable.
fn token(text: &str, start: usize) -> Option<(usize, RecordKind, bool)> {
    let inner = text[start..].strip_prefix("[!")?;
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let next = inner.as_bytes().get(length)?;
    let closes = matches!(next, b']' | b' ' | b'[' | b'"') && length >= 2;
    let name = Span::new(start + 2, start + 2 + length);
    let directive = Directive { form: DirectiveForm::Token, name };
    closes.then_some((start + 2 + length, RecordKind::Directive(directive), false))
}

/// `{width="300"}`, `{:target="_blank"}`, `{.class}` right after a link, image or code span, or
/// alone on its line.
fn attributes(
    text: &str,
    start: usize,
    closers: &mut Closers,
) -> Option<(usize, RecordKind, bool)> {
    let glued = matches!(text.as_bytes()[..start].last(), Some(b')' | b']' | b'`' | b'*' | b'_'));
    // Beside text only two signs tell an attribute list, and most braces have neither.
    if !glued && !space::trim_start(&text[start + 1..]).starts_with([':', '.']) {
        return None;
    }
    let end = closers.brace.end(text, start + 1)?;
    if memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..end]).is_some() {
        return None;
    }
    let inner = space::trim(&text[start + 1..end - 1]);
    let is_list = inner.starts_with([':', '.'])
        || (inner.starts_with('#') && glued)
        || (glued && inner.contains('=') && !inner.contains(['{', '(']));
    let name = Span::new(start + 1, end - 1);
    let directive = Directive { form: DirectiveForm::Attributes, name };
    (is_list && !inner.is_empty()).then_some((end, RecordKind::Directive(directive), true))
}

/// `{expression}` in MDX, braces balanced, quotes respected.
fn expression(
    text: &str,
    start: usize,
    dialect: Dialect,
    closers: &mut Closers,
) -> Option<(usize, RecordKind, bool)> {
    if dialect != Dialect::Mdx || text[start..].starts_with("{#") {
        return None;
    }
    let end = balanced_end(text, start, closers)?;
    let name = Span::new(start + 1, end - 1);
    let directive = Directive { form: DirectiveForm::Expression, name };
    Some((end, RecordKind::Directive(directive), true))
}

/// Just past the brace that closes the one at `start`. On a page with many that nothing closes, a
/// partner is no longer looked for as far.
fn balanced_end(text: &str, start: usize, closers: &mut Closers) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let reach = if closers.unbalanced < 32 { LONGEST_PIECE } else { 200 };
    for (offset, byte) in window(text, start, reach).bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') if depth > 0 => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(start + offset + 1);
                }
            }
            _ => {}
        }
    }
    closers.unbalanced += 1;
    None
}

/// Just past the code span that opens at `start`, or past its backticks when nothing closes it
/// in the line.
pub(super) fn code_span_end(text: &str, start: usize, end: usize) -> usize {
    let length = run_length(&text[start..end], b'`');
    let mut at = start + length;
    while let Some(offset) = memchr::memchr(b'`', &text.as_bytes()[at..end]) {
        let run = run_length(&text[at + offset..end], b'`');
        at += offset + run;
        if run == length {
            return at;
        }
    }
    start + length
}

/// End of the HTML or JSX tag at `start`, quotes and braces respected, and the span of its name.
/// `None` when it is no tag or does not end.
pub(super) fn tag_end(text: &str, start: usize) -> Option<(usize, Span)> {
    let rest = window(text, start, LONGEST_PIECE);
    if !rest.starts_with('<') {
        return None;
    }
    let slash = usize::from(rest.as_bytes().get(1) == Some(&b'/'));
    let name_start = 1 + slash;
    let is_fragment = rest[name_start..].starts_with('>');
    let name_length = rest[name_start..]
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')))
        .unwrap_or(rest.len() - name_start);
    if !is_fragment && !rest[name_start..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    let mut depth = 0_usize;
    for (offset, byte) in rest.bytes().enumerate().skip(name_start + name_length) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'<') if depth == 0 => return None,
            (None, b'>') if depth == 0 => {
                let name = Span::new(start + name_start, start + name_start + name_length);
                return Some((start + offset + 1, name));
            }
            _ => {}
        }
    }
    None
}

/// JSX tags that fill their lines from `at` on: the end of the last, and the first one's name.
pub(super) fn component_lines(text: &str, at: usize) -> Option<(usize, Span)> {
    let (mut end, name) = tag_end(text, at)?;
    let mut past = at;
    loop {
        // A line is looked for once, however many tags stand in it.
        if past < end {
            past = line_end(text, end);
        }
        let rest = &text[end..past];
        let padding = indent_width(rest);
        if rest.trim().is_empty() {
            return Some((end, name));
        }
        end = tag_end(text, end + padding)?.0;
    }
}
