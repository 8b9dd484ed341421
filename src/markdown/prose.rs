//! The text of a block as readers see it, with the way back to the places where it is written.

use std::ops::Range;

use super::model::{BlockId, BlockKind, DirectiveForm, Document, Inline, InlineKind};
use crate::text::Span;

/// What stands in [`Prose::text`] for code, images and machine text: U+FFFC, the object
/// replacement character, which is neither letter, space nor punctuation.
pub const OBJECT: char = '\u{fffc}';

/// The readable text of a block. Markers are gone, entities are decoded, line breaks within a
/// paragraph are spaces and hard ones line feeds, code and machine text are [`OBJECT`]s.
///
/// One value can be filled again and again, so that reading a page allocates once.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    text: String,
    pieces: Vec<Piece>,
}

/// A run of the text that was taken over as it is written, or as one unit.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Offset in the text.
    at: u32,
    /// Where it is written.
    span: Span,
    /// Whether the bytes are the same on both sides.
    verbatim: bool,
}

impl Prose {
    /// The prose of one block.
    pub fn of(document: &Document, block: BlockId) -> Self {
        let mut prose = Self::default();
        prose.read(document, block);
        prose
    }

    /// Takes in `block`, in place of what was there.
    pub fn read(&mut self, document: &Document, block: BlockId) {
        self.text.clear();
        self.pieces.clear();
        let range = &document.block(block).inlines;
        let mut index = range.start as usize;
        let mut last_end: Option<u32> = None;
        let mut skip = 0;
        while index < range.end as usize {
            let inline = &document.inlines[index];
            index += 1;
            if inline.block != block {
                continue;
            }
            if let Some(end) = last_end
                && document.text[end as usize..inline.span.start.max(end) as usize].contains('\n')
            {
                self.push(" ", Span { start: end, end: inline.span.start }, false);
            }
            let mut end = inline.span.end;
            match &inline.kind {
                InlineKind::Text => {
                    let start = inline.span.start.max(skip);
                    if start < inline.span.end {
                        self.written(document, Span { start, ..inline.span });
                    }
                }
                InlineKind::Directive(directive) if directive.form == DirectiveForm::Token => {
                    skip = document.token_end(inline);
                    self.object(Span { start: inline.span.start, end: skip });
                    end = skip;
                }
                InlineKind::Code { .. } | InlineKind::Directive(_) => {
                    if inline.span.start >= skip {
                        self.object(inline.span);
                    }
                }
                InlineKind::Image(_) => {
                    self.object(inline.span);
                    index = inline.end as usize;
                }
                InlineKind::HardBreak => self.push("\n", inline.span, false),
                InlineKind::Tag(tag) => {
                    if document.slice(tag.name).eq_ignore_ascii_case("br") {
                        self.push("\n", inline.span, false);
                    }
                    index = index.max(inline.end as usize);
                }
                // Markers are nothing to read; what is between them follows.
                InlineKind::Link(_)
                | InlineKind::Emphasis
                | InlineKind::Strong
                | InlineKind::Strikethrough => end = inline.span.start,
                InlineKind::Comment | InlineKind::FootnoteReference { .. } => {}
            }
            last_end = Some(end.max(last_end.unwrap_or(0)));
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text at `range` on one line, cut after 48 characters, for a message. Code is an
    /// ellipsis.
    pub fn quoted(&self, range: Range<usize>) -> String {
        let mut quoted = String::new();
        for (count, c) in self.text[range].trim().chars().enumerate() {
            let c = match c {
                OBJECT => '…',
                c if c.is_whitespace() || c.is_control() => ' ',
                c => c,
            };
            if count >= 48 {
                quoted.push('…');
                break;
            }
            if !(matches!(c, ' ' | '…') && quoted.ends_with(c)) {
                quoted.push(c);
            }
        }
        quoted
    }

    /// Where the bytes of `range` of the text are written.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.place(range.start, false);
        let end = if range.is_empty() { start } else { self.place(range.end, true) };
        Span { start, end: end.max(start) }
    }

    /// The offset in the document of the byte at `at` of the text, or of the end of the byte
    /// before it.
    fn place(&self, at: usize, as_end: bool) -> u32 {
        let at = at as u32;
        let before = self
            .pieces
            .partition_point(|piece| if as_end { piece.at < at } else { piece.at <= at });
        let Some(piece) = before.checked_sub(1).map(|index| self.pieces[index]) else { return 0 };
        match (piece.verbatim, as_end) {
            (true, _) => (piece.span.start + (at - piece.at)).min(piece.span.end),
            (false, true) => piece.span.end,
            (false, false) => piece.span.start,
        }
    }

    fn object(&mut self, span: Span) {
        self.push(OBJECT.encode_utf8(&mut [0; 3]), span, false);
    }

    fn push(&mut self, text: &str, span: Span, verbatim: bool) {
        self.pieces.push(Piece { at: self.text.len() as u32, span, verbatim });
        self.text.push_str(text);
    }

    /// Text as it is written, with its entities and escapes decoded.
    fn written(&mut self, document: &Document, span: Span) {
        let (mut at, end) = (span.start as usize, span.end as usize);
        let bytes = document.text.as_bytes();
        while at < end {
            let stop = memchr::memchr2(b'&', b'\\', &bytes[at..end]).map_or(end, |to| at + to);
            if stop > at {
                self.push(&document.text[at..stop], Span::new(at, stop), true);
            }
            if stop == end {
                break;
            }
            let length = if bytes[stop] == b'\\' {
                usize::from(bytes.get(stop + 1).is_some_and(u8::is_ascii_punctuation))
            } else {
                entity_length(&document.text[stop..end])
            };
            if length == 0 {
                self.push(&document.text[stop..=stop], Span::new(stop, stop + 1), true);
                at = stop + 1;
            } else if bytes[stop] == b'\\' {
                at = stop + 1;
                self.push(&document.text[at..=at], Span::new(stop, at + 1), false);
                at += 1;
            } else {
                let written = Span::new(stop, stop + length);
                let decoded = html_escape::decode_html_entities(document.slice(written));
                // Zero-width characters are damage or layout, never something to read.
                if decoded != "\u{200b}" {
                    self.push(&decoded, written, false);
                }
                at = stop + length;
            }
        }
    }
}

/// The length in bytes of the entity that `text` starts with, or 0.
fn entity_length(text: &str) -> usize {
    let inner = text[1..].bytes().take(12);
    let length = inner.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    if length > 1 && text.as_bytes().get(length + 1) == Some(&b';') { length + 2 } else { 0 }
}

impl Document {
    /// The blocks that hold readable text of their own: headings, paragraphs, table cells, and
    /// with `html` also runs of raw HTML.
    pub fn text_blocks(&self, html: bool) -> impl Iterator<Item = BlockId> + '_ {
        self.block_ids().filter(move |&id| match self.block(id).kind {
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Cell => true,
            BlockKind::Html => html,
            _ => false,
        })
    }

    /// Where the token that `inline` opens ends: after the bracket that closes `[!UICONTROL Save]`.
    /// Its text is a label or a name; the parser leaves it as text.
    pub fn token_end(&self, inline: &Inline) -> u32 {
        let end = inline.span.end as usize;
        let rest = &self.text.as_bytes()[end..];
        let rest = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        let mut depth = 0;
        for at in memchr::memchr2_iter(b'[', b']', rest) {
            match rest[at] {
                b'[' => depth += 1,
                _ if depth == 0 => return (end + at + 1) as u32,
                _ => depth -= 1,
            }
        }
        inline.span.end
    }

    /// The fence of Markdown that the page starts with and whose end is the page's last line: the
    /// answer of a language model, written to the file with its wrapping. Where the page has code
    /// of its own, the parser ends the outer block at the first end of an inner one.
    pub fn wrapping_fence(&self) -> Option<Span> {
        let mut blocks = self.children(None).map(|id| self.block(id));
        let first = blocks.find(|block| block.kind != BlockKind::Comment)?;
        let BlockKind::Code(code) = &first.kind else { return None };
        let language = self.slice(code.language).to_ascii_lowercase();
        let is_markdown = matches!(language.as_str(), "markdown" | "md" | "mdx");
        let last = self.text.trim_end().lines().next_back().unwrap_or_default().trim();
        let is_fence = last.len() >= 3 && last.bytes().all(|byte| matches!(byte, b'`' | b'~'));
        (code.fenced && is_markdown && is_fence).then_some(first.span)
    }

    /// Whether `block` stands in a block quote.
    pub fn is_quoted(&self, block: BlockId) -> bool {
        let mut place = self.block(block).parent;
        while let Some(id) = place {
            if self.block(id).kind == BlockKind::Quote {
                return true;
            }
            place = self.block(id).parent;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown::parse;
    use crate::text::{FileId, SourceFile};

    #[test]
    fn readers_see_no_markers_and_every_byte_knows_its_place() {
        let text = "One **two&#39;s** [three](x.md)\n`four` ![five](y.png) six\\! <br> [!UICONTROL Save *it*] seven\n";
        let document = parse(FileId(0), SourceFile::new("a.md", text), Locale::unknown());
        let prose = Prose::of(&document, BlockId(0));
        assert_eq!(prose.text(), "One two's three \u{fffc} \u{fffc} six! \n \u{fffc} seven");
        for word in ["One", "two", "three", "seven"] {
            let at = prose.text().find(word).expect(word);
            assert_eq!(document.slice(prose.span(at..at + word.len())), word);
        }
        let at = prose.text().find("'s").expect("decoded");
        assert_eq!(document.slice(prose.span(at..at + 2)), "&#39;s");
        let at = prose.text().find('!').expect("decoded");
        assert_eq!(document.slice(prose.span(at..at + 1)), "\\!");
    }
}
