//! The few lines around a finding, cut out of their file once, for miette to draw.
//!
//! miette finds lines by walking the text from its start and counts columns in bytes. Given a
//! whole file it takes seconds for a thousand findings and is wrong in Japanese. So it is given
//! at most three lines here, made safe to show and cut to the width, together with the line and
//! column that [`LineIndex`] knows.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::visible::substitute;
use crate::text::{LineIndex, Position, Range};

/// Lines shown before and after the line of a finding.
const CONTEXT: usize = 1;
/// What stands for text that was cut off; one column wide.
const CUT: char = '…';
/// miette draws a tab as up to this many columns.
const TAB: usize = 4;

/// A piece of a file ready to be drawn.
#[derive(Debug)]
pub(super) struct Snippet {
    name: String,
    text: String,
    /// The line (from 0) that `text` starts with.
    first_line: usize,
    start: Position,
    span: SourceSpan,
    more_lines: usize,
}

impl Snippet {
    /// The lines around `range` of `text`, no line wider than `width` columns. `None` when the
    /// range does not lie in the text where it says: the file was changed since.
    pub(super) fn new(
        name: &str,
        text: &str,
        lines: &LineIndex,
        range: Range,
        width: usize,
    ) -> Option<Self> {
        let fits = |at: Position| at == lines.position(text, at.offset);
        if !fits(range.start) || !fits(range.end) || range.end.offset < range.start.offset {
            return None;
        }
        let line = range.start.line as usize - 1;
        let (first_line, last_line) = surroundings(text, lines, line);
        let mut piece = Piece { text: String::new(), width };
        let mut span = (0, 0);
        for index in first_line..=last_line {
            let content = lines.span(text, index);
            let start = content.range().start;
            let content = &text[content.range()];
            if index == line {
                let within = |offset: u32| (offset as usize - start).min(content.len());
                let end = if range.end.line == range.start.line {
                    within(range.end.offset)
                } else {
                    content.trim_end().len().max(within(range.start.offset))
                };
                span = piece.push_marked(content, within(range.start.offset), end);
            } else {
                piece.push_context(content);
            }
            // The last line too: without it miette draws no mark at the end of that line.
            piece.text.push('\n');
        }
        let lines_spanned = spanned_lines(text, lines, range);
        Some(Self {
            name: name.to_owned(),
            text: piece.text,
            first_line,
            start: range.start,
            span: (span.0, span.1 - span.0).into(),
            more_lines: lines_spanned - 1,
        })
    }

    /// The marked bytes of the piece: of a range over several lines the first line's.
    pub(super) fn span(&self) -> SourceSpan {
        self.span
    }

    /// How many lines the range covers beyond the first.
    pub(super) fn more_lines(&self) -> usize {
        self.more_lines
    }
}

/// The first and last line (from 0) to show around `line`: blank ones say nothing.
fn surroundings(text: &str, lines: &LineIndex, line: usize) -> (usize, usize) {
    let blank = |index: usize| text[lines.span(text, index).range()].trim().is_empty();
    let mut first = line.saturating_sub(CONTEXT);
    while first < line && blank(first) {
        first += 1;
    }
    let mut last = (line + CONTEXT).min(lines.len() - 1);
    while last > line && blank(last) {
        last -= 1;
    }
    (first, last)
}

/// How many lines hold text of `range`; a range that ends with a line break does not reach into
/// the line after it.
fn spanned_lines(text: &str, lines: &LineIndex, range: Range) -> usize {
    let bytes = &text[range.start.offset as usize..range.end.offset as usize];
    let last = range.start.offset as usize + bytes.trim_end().len();
    let first = range.start.line as usize - 1;
    lines.line(last as u32).saturating_sub(first) + 1
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let data = self.text.as_bytes();
        if span.offset() + span.len() > data.len() {
            return Err(MietteError::OutOfBounds);
        }
        // miette asks without context lines for the place it prints, and with them for the lines.
        let (line, column) = if before == 0 {
            (self.start.line as usize - 1, self.start.column as usize - 1)
        } else {
            (self.first_line, 0)
        };
        let whole = SourceSpan::from((0, data.len()));
        let count = self.text.matches('\n').count();
        let name = self.name.clone();
        Ok(Box::new(MietteSpanContents::new_named(name, data, whole, line, column, count)))
    }
}

/// The text of a snippet as it grows.
struct Piece {
    text: String,
    /// The most columns a line may take.
    width: usize,
}

impl Piece {
    /// Adds a line that gives context: its beginning counts.
    fn push_context(&mut self, line: &str) {
        let shown = fitting(line.chars(), self.width);
        if shown == line.len() {
            self.push(line);
        } else {
            let shown = fitting(line.chars(), self.width - 1);
            self.push(&line[..shown]);
            self.text.push(CUT);
        }
    }

    /// Adds the line of the finding, cut so that the bytes from `start` to `end` are in sight.
    /// Gives the place they have in the piece.
    fn push_marked(&mut self, line: &str, start: usize, end: usize) -> (usize, usize) {
        if fitting(line.chars(), self.width) == line.len() {
            self.push(&line[..start]);
            let from = self.text.len();
            self.push(&line[start..end]);
            let to = self.text.len();
            self.push(&line[end..]);
            return (from, to);
        }
        // Two columns for the marks of the cuts; at most three quarters for the marked text; what
        // is left is shared between its sides, and a side that needs less gives to the other.
        let room = self.width - 2;
        let marked = fitting(line[start..end].chars(), room * 3 / 4);
        let marked_is_cut = start + marked < end;
        let taken = columns(&line[start..start + marked]);
        let right_need = if marked_is_cut { 0 } else { columns(&line[end..]) };
        let left_room = (room - taken).saturating_sub(right_need.min((room - taken) / 2));
        let left = fitting(line[..start].chars().rev(), left_room);
        let left_taken = columns(&line[start - left..start]);
        let right_room = room - taken - left_taken;
        let right = if marked_is_cut { 0 } else { fitting(line[end..].chars(), right_room) };
        if left < start {
            self.text.push(CUT);
        }
        self.push(&line[start - left..start]);
        let from = self.text.len();
        self.push(&line[start..start + marked]);
        let to = self.text.len();
        self.push(&line[start + marked..start + marked + right]);
        if start + marked + right < line.len() {
            self.text.push(CUT);
        }
        (from, to)
    }

    /// Adds text with its controls made visible; tabs stay, miette expands them.
    fn push(&mut self, text: &str) {
        for character in text.chars() {
            match substitute(character).filter(|_| character != '\t') {
                Some(shown) => self.text.push_str(&shown),
                None => self.text.push(character),
            }
        }
    }
}

/// How many columns `character` takes when shown.
fn column_width(character: char) -> usize {
    if character == '\t' {
        return TAB;
    }
    match substitute(character) {
        Some(shown) => shown.chars().count(),
        None => character.width().unwrap_or(0),
    }
}

/// How many columns `text` takes when shown.
fn columns(text: &str) -> usize {
    text.chars().map(column_width).sum()
}

/// How many bytes of `characters`, taken in their order, fit into `room` columns.
fn fitting(characters: impl Iterator<Item = char>, room: usize) -> usize {
    let mut taken = 0;
    let mut bytes = 0;
    for character in characters {
        taken += column_width(character);
        if taken > room {
            break;
        }
        bytes += character.len_utf8();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn snippet(text: &str, needle: &str, width: usize) -> Snippet {
        let start = text.find(needle).expect("the needle is in the text");
        let lines = LineIndex::new(text);
        let range = lines.range(text, Span::new(start, start + needle.len()));
        Snippet::new("a.md", text, &lines, range, width).expect("the range fits the text")
    }

    fn marked(snippet: &Snippet) -> &str {
        &snippet.text[snippet.span.offset()..snippet.span.offset() + snippet.span.len()]
    }

    #[test]
    fn three_lines_with_the_marked_one_in_the_middle() {
        let piece = snippet("one\r\ntwo\r\n見出しのX\r\nfour\r\nfive", "のX", 80);
        assert_eq!(piece.text, "two\n見出しのX\nfour\n");
        assert_eq!((marked(&piece), piece.first_line), ("のX", 1));
        let place = piece.read_span(&piece.span(), 0, 0).expect("inside");
        assert_eq!((place.line(), place.column()), (2, 3), "columns are characters, from 0");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        for before in [0, 3, 30, 500] {
            for after in [0, 3, 500] {
                for filler in ["a", "字"] {
                    let text = format!("{}[x]{}", filler.repeat(before), filler.repeat(after));
                    let piece = snippet(&text, "[x]", 40);
                    assert_eq!(marked(&piece), "[x]", "{before} {after}");
                    let width = columns(piece.text.trim_end());
                    assert!(width <= 40, "{before} {after}: {width} columns in {:?}", piece.text);
                    let long = columns(&text) > 40;
                    assert_eq!(piece.text.contains(CUT), long, "{before} {after}");
                    assert!(!long || width >= 36, "the room is used: {:?}", piece.text);
                }
            }
        }
    }

    #[test]
    fn a_mark_wider_than_the_line_is_cut_too() {
        let text = "b".repeat(1000);
        let piece = snippet(&text, &text[10..900], 60);
        assert!(columns(piece.text.trim_end()) <= 60);
        assert!(marked(&piece).len() >= 40);
    }

    #[test]
    fn several_lines_are_marked_by_their_first() {
        let piece = snippet("# A\n\nfirst  \nsecond\n\n", "first  \nsecond\n\n", 80);
        assert_eq!((marked(&piece), piece.more_lines()), ("first", 1));
    }

    #[test]
    fn controls_are_shown_and_the_mark_stays_on_its_text() {
        let piece = snippet("a\u{1b}[31m\u{200b}b\tc", "b", 80);
        assert_eq!(piece.text, "a␛[31m<U+200B>b\tc\n");
        assert_eq!(marked(&piece), "b");
    }

    #[test]
    fn a_changed_file_gives_no_snippet() {
        let text = "one\ntwo\n";
        let lines = LineIndex::new(text);
        let range = lines.range(text, Span::new(4, 7));
        let (shorter, other) = ("one\n", "onetwo\nthree\n");
        assert!(Snippet::new("a", shorter, &LineIndex::new(shorter), range, 80).is_none());
        assert!(Snippet::new("a", other, &LineIndex::new(other), range, 80).is_none());
    }

    #[test]
    fn an_empty_mark_at_the_end_of_an_empty_file() {
        let lines = LineIndex::new("");
        let range = lines.range("", Span::at(0));
        let piece = Snippet::new("a", "", &lines, range, 80).expect("offset 0 exists");
        assert_eq!((piece.text.as_str(), piece.span().len()), ("\n", 0));
    }
}
