//! The only place where byte offsets become lines and columns.

use std::sync::OnceLock;

use super::Span;

/// Lines longer than this (bytes) are counted from marks this far apart, so that many places in
/// one long line cost no more than in many short ones.
const STRIDE: usize = 1024;

/// Where one byte offset stands, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Line, from 1. Lines end with LF, CRLF or a lone CR, as in CommonMark §2.1.
    pub line: u32,
    /// Column in characters (Unicode scalar values), from 1. A byte order mark counts as none.
    pub column: u32,
    /// Offset in bytes from the start of the file, from 0.
    pub offset: u32,
}

/// Start and end of a span as positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Range {
    /// The first character.
    pub start: Position,
    /// Just past the last character.
    pub end: Position,
}

/// The starts of all lines of a text, built once, looked up by binary search.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// The characters before every [`STRIDE`]th byte; counted when a long line asks for it.
    marks: OnceLock<Vec<u32>>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts, marks: OnceLock::new() }
    }

    /// How many lines the text has; a text that ends with a line break has an empty last line.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: even an empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line (from 0) that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The byte offset at which line `line` (from 0) starts.
    pub fn start(&self, line: usize) -> u32 {
        self.starts[line]
    }

    /// The bytes of line `line` (from 0) without its line break.
    pub fn span(&self, text: &str, line: usize) -> Span {
        let start = self.starts[line] as usize;
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        Span::new(start, start + text[start..end].trim_end_matches(['\r', '\n']).len())
    }

    /// The position of the byte at `offset` in `text`, the text this index was built from.
    /// An offset inside a character is taken as its start; one past the end as the end.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset as u32);
        let start = self.starts[line] as usize;
        let bom = usize::from(line == 0 && text[..offset].starts_with('\u{feff}'));
        let characters = if offset - start <= STRIDE {
            text[start..offset].chars().count()
        } else {
            self.characters(text, offset) - self.characters(text, start)
        };
        let column = characters - bom + 1;
        Position { line: line as u32 + 1, column: column as u32, offset: offset as u32 }
    }

    /// How many characters start before byte `offset` of `text`.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let starting = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        let bytes = text.as_bytes();
        let marks = self.marks.get_or_init(|| {
            let mut before = 0;
            let counts = bytes.chunks(STRIDE).map(|chunk| {
                let mark = before;
                before += starting(chunk) as u32;
                mark
            });
            counts.collect()
        });
        let mark = (offset / STRIDE).min((bytes.len() - 1) / STRIDE);
        marks[mark] as usize + starting(&bytes[mark * STRIDE..offset])
    }

    /// Both ends of `span` in `text`.
    pub fn range(&self, text: &str, span: Span) -> Range {
        Range { start: self.position(text, span.start), end: self.position(text, span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_long_lines_are_the_same_count() {
        let text = format!("\u{feff}{}\n{}", "日x".repeat(1_500), "çab".repeat(2_000));
        let lines = LineIndex::new(&text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let before = text[start..offset].chars().filter(|&c| c != '\u{feff}').count();
            assert_eq!(lines.position(&text, offset as u32).column as usize, before + 1);
        }
    }

    #[test]
    fn columns_are_characters_and_lines_end_three_ways() {
        let text = "\u{feff}日本\r\nb\rç\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.len(), 4);
        let at = |offset| lines.position(text, offset);
        assert_eq!((at(6).line, at(6).column), (1, 2));
        assert_eq!((at(11).line, at(11).column), (2, 1));
        let last = text.find('ç').expect("there") as u32;
        assert_eq!((at(last).line, at(last + 2).column), (3, 2));
        assert_eq!(at(last + 1), at(last), "inside a character is its start");
        assert_eq!(lines.span(text, 0), Span::new(0, 9));
    }
}
