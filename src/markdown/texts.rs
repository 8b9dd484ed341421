//! What rules look for in the running texts of a page, found in one pass over their bytes: machine
//! tokens, signs that are usually markup, spaces before punctuation, words and names that stand
//! twice. Most pages have next to none of it, so that a rule judges a few places instead of
//! reading every text again. Nothing here says that a place is wrong.

use super::model::{Block, BlockId, BlockKind, Dialect, Document, Inline, InlineKind, LinkForm};
use super::tokens::{self, NoLetter, Scanner, Token};
use crate::text::Span;
use crate::text::lanes::Lanes;

/// A set of [`Signs`] that a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs(u8);

impl Signs {
    /// `*`.
    pub const STAR: Self = Self(1);
    /// `_`.
    pub const UNDERSCORE: Self = Self(1 << 1);
    /// A backtick.
    pub const BACKTICK: Self = Self(1 << 2);
    /// `]`.
    pub const BRACKET: Self = Self(1 << 3);
    /// `{` or `}`.
    pub const BRACE: Self = Self(1 << 4);
    /// `%`.
    pub const PERCENT: Self = Self(1 << 5);
    /// `&`.
    pub const AMPERSAND: Self = Self(1 << 6);
    /// `!`.
    pub const EXCLAMATION: Self = Self(1 << 7);

    /// The signs of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a sign.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Two equal words in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twice {
    /// The text that the second one stands in, as an index into [`Document::inlines`].
    pub inline: u32,
    /// The block they stand in.
    pub block: BlockId,
    /// The first one.
    pub first: Span,
    /// The second one; punctuation that follows it is not part of it.
    pub second: Span,
}

/// What the running texts of a page hold. All lists are in document order.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// The texts with any of the [`Signs`], as indices into [`Document::inlines`].
    signs: Vec<(u32, Signs)>,
    /// The bytes of `,`, `.`, `;`, `:`, `!` and `?` after a space of the same text, with the text.
    pub spaced_marks: Vec<(u32, u32)>,
    /// Words between spaces of which the second starts with the whole first one, letter case of
    /// the first byte aside. A soft line break may stand between them.
    pub doubled_words: Vec<Twice>,
    /// Runs of at least three ASCII letters and digits that start with a capital and stand on both
    /// sides of one space.
    pub doubled_names: Vec<Twice>,
}

impl Texts {
    /// The texts that hold one of `signs`, as indices into [`Document::inlines`].
    pub fn with(&self, signs: Signs) -> impl Iterator<Item = usize> + '_ {
        let found = self.signs.iter().filter(move |(_, held)| held.meets(signs));
        found.map(|(inline, _)| *inline as usize)
    }
}

impl Document {
    /// What the running texts hold.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }
}

/// Reads all running texts of a page. The tokens are sorted by block and place.
pub(super) fn read(
    text: &str,
    dialect: Dialect,
    blocks: &[Block],
    inlines: &[Inline],
) -> (Texts, Vec<Token>) {
    let bytes = text.as_bytes();
    let mut pass = Pass {
        bytes,
        stops: Lanes::of(bytes),
        found: Texts::default(),
        tokens: Scanner::new(bytes),
    };
    // What stands between the components of MDX is read as one piece, code and all.
    let is_text = |block: BlockId| {
        dialect != Dialect::Mdx || blocks[block.0 as usize].kind != BlockKind::Html
    };
    // The text of an autolink is its target, and judged as one.
    let mut autolink_end = 0;
    let mut block = BlockId(0);
    // The last word before the next text, when nothing but a soft line break can part them.
    let mut before = None;
    for (index, inline) in inlines.iter().enumerate() {
        if inline.block != block {
            block = inline.block;
            before = None;
        }
        match &inline.kind {
            InlineKind::Text => {
                let place = Place { inline: index as u32, block, text: inline.span };
                if let Some(word) = before {
                    before = pass.across(place, word).then_some(word);
                }
                let has_tokens = index >= autolink_end && is_text(block);
                before = pass.text(place, has_tokens).or(before);
            }
            InlineKind::Link(link) if link.form == LinkForm::Autolink => {
                autolink_end = inline.end as usize;
                before = None;
            }
            _ => before = None,
        }
    }
    (pass.found, pass.tokens.finish())
}

/// A text that the pass goes through.
#[derive(Clone, Copy)]
struct Place {
    inline: u32,
    block: BlockId,
    text: Span,
}

/// What a byte is to the pass.
#[derive(Clone, Copy)]
struct Class {
    kind: u8,
    signs: Signs,
}

const SPACE: u8 = 1;
/// A mark before which a space is looked for.
const MARK: u8 = 1 << 1;
/// A byte that a token can be recognised by.
const TOKEN: u8 = 1 << 2;

/// The class of each byte. Letters, and what is not ASCII, have none.
const CLASSES: [Class; 256] = {
    let mut classes = [Class { kind: 0, signs: Signs(0) }; 256];
    let mut byte = 0;
    while byte < 256 {
        let sign = byte as u8;
        classes[byte].kind = match sign {
            b' ' | b'\n' | b'\t' => SPACE,
            b',' | b'.' | b';' | b':' | b'!' | b'?' => MARK,
            _ => 0,
        };
        if tokens::may_start_at(sign) {
            classes[byte].kind |= TOKEN;
        }
        classes[byte].signs = match sign {
            b'*' => Signs::STAR,
            b'_' => Signs::UNDERSCORE,
            b'`' => Signs::BACKTICK,
            b']' => Signs::BRACKET,
            b'{' | b'}' => Signs::BRACE,
            b'%' => Signs::PERCENT,
            b'&' => Signs::AMPERSAND,
            b'!' => Signs::EXCLAMATION,
            _ => Signs(0),
        };
        byte += 1;
    }
    classes
};

fn is_space(byte: u8) -> bool {
    CLASSES[byte as usize].kind & SPACE != 0
}

struct Pass<'a> {
    bytes: &'a [u8],
    stops: Lanes<'a, NoLetter>,
    found: Texts,
    tokens: Scanner<'a>,
}

impl Pass<'_> {
    /// Takes in one text; returns its last word.
    fn text(&mut self, place: Place, has_tokens: bool) -> Option<Span> {
        let bytes = self.bytes;
        let text = place.text.range();
        let (start, end) = (text.start, text.end);
        self.tokens.enter(place.text, place.block);
        // The last whole word with its first byte, and where the one starts that has not ended yet.
        let mut last = start..start;
        let mut first = b' ';
        let mut word = start;
        // Whether that one holds ASCII other than letters.
        let mut marked = false;
        let mut signs = 0;
        for lane in Lanes::<NoLetter>::over(&text) {
            for stop in self.stops.in_lane(lane, &text) {
                let class = CLASSES[bytes[stop] as usize];
                if class.kind == SPACE {
                    if word < stop {
                        first = bytes[word];
                        last = word..stop;
                    }
                    word = stop + 1;
                    let next = bytes.get(word).map_or(b' ', |byte| *byte);
                    // Words start alike seldom.
                    if (first ^ next) & !0x20 == 0 {
                        self.compare(place, Span::from(last.clone()), word);
                    }
                    if next.is_ascii_uppercase()
                        && (first == next || marked || !bytes[last.clone()].is_ascii())
                    {
                        self.name(place, stop);
                    }
                    marked = false;
                    continue;
                }
                marked = true;
                signs |= class.signs.0;
                if class.kind & MARK != 0 && stop > start && bytes[stop - 1] == b' ' {
                    self.found.spaced_marks.push((place.inline, stop as u32));
                }
                if class.kind & TOKEN != 0 && has_tokens {
                    self.tokens.at(stop);
                }
            }
        }
        if signs != 0 {
            self.found.signs.push((place.inline, Signs(signs)));
        }
        if word < end {
            last = word..end;
        }
        (!last.is_empty()).then(|| Span::from(last))
    }

    /// Compares `before`, the last word before the text at `place`, with the first one in it.
    /// Returns whether nothing but white space parts them.
    fn across(&mut self, place: Place, before: Span) -> bool {
        let (from, start) = (before.end as usize, place.text.start as usize);
        let white = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_whitespace);
        let apart = from < start && white(&self.bytes[from..start]);
        if apart {
            let text = &self.bytes[place.text.range()];
            let spaces = text.iter().take_while(|byte| is_space(**byte)).count();
            self.compare(place, before, start + spaces);
        }
        apart
    }

    /// Takes in the word `first` and the one in the text at `place` that starts at `second`, when
    /// this one starts with the whole first one.
    fn compare(&mut self, place: Place, first: Span, second: usize) {
        let one = &self.bytes[first.range()];
        let end = second + one.len();
        if one.len() > 1
            && end <= place.text.end as usize
            && one[1..] == self.bytes[second + 1..end]
            && one[0].eq_ignore_ascii_case(&self.bytes[second])
        {
            let second = Span::new(second, end);
            let twice = Twice { inline: place.inline, block: place.block, first, second };
            self.found.doubled_words.push(twice);
        }
    }

    /// Takes in the names around the space at `at`, when they are the same.
    fn name(&mut self, place: Place, at: usize) {
        if self.bytes[at] == b' '
            && let Some((first, second)) = same_name(self.bytes, place.text, at)
        {
            let twice = Twice { inline: place.inline, block: place.block, first, second };
            self.found.doubled_names.push(twice);
        }
    }
}

/// The two equal names on both sides of the space at `at` of the text at `text`.
fn same_name(bytes: &[u8], text: Span, at: usize) -> Option<(Span, Span)> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric();
    let head = &bytes[text.start as usize..at];
    // After a comma no name is said again.
    head.last().filter(|byte| part(byte))?;
    let tail = &bytes[at + 1..text.end as usize];
    let length = tail.iter().take_while(|byte| part(byte)).count();
    let start = head.len().checked_sub(length)?;
    let whole = start.checked_sub(1).is_none_or(|before| !part(&head[before]));
    (length >= 3 && whole && head[start..] == tail[..length])
        .then(|| (Span::new(at - length, at), Span::new(at + 1, at + 1 + length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown::parse;
    use crate::text::{FileId, SourceFile};

    fn document(text: &str) -> Document {
        parse(FileId(0), SourceFile::new("a.md", text), Locale::unknown())
    }

    #[test]
    fn words_are_compared_across_soft_line_breaks_only() {
        let text = "De de map the\nthe end **end** end.\n\nend\n\n- a a\n- ab ab, cd CD Ef ef\n\n\
                    een  een\ttwee \t twee drie \ndrie vier\n  vier vijf *vijf*";
        let document = document(text);
        let found = document.texts().doubled_words.iter();
        let found: Vec<&str> =
            found.map(|twice| document.slice(twice.first.to(twice.second))).collect();
        let words: Vec<_> = found.iter().map(|two| two.split_whitespace().next()).collect();
        let expected = ["De", "the", "ab", "Ef", "een", "twee", "drie", "vier"].map(Some);
        assert_eq!(words, expected);
    }

    #[test]
    fn names_stand_on_both_sides_of_a_space() {
        let document = document("にAcme Acmeを Acme, Acme Bacme Acme IBM2 IBM2x Duran Duran");
        let found = document.texts().doubled_names.iter();
        let found: Vec<&str> =
            found.map(|twice| document.slice(twice.first.to(twice.second))).collect();
        assert_eq!(found, ["Acme Acme", "Duran Duran"]);
    }

    #[test]
    fn signs_and_marks_are_told_with_their_texts() {
        let document = document("Alles gut .\n\n2 * 3 ]( ok\n\n`a_b` 100% {x} ; &amp; go!\n");
        let texts = document.texts();
        let at = |signs| texts.with(signs).map(|index| document.inlines[index].span.start);
        assert_eq!(at(Signs::STAR.and(Signs::BRACKET)).count(), 1);
        assert_eq!(at(Signs::UNDERSCORE.and(Signs::BACKTICK)).count(), 0);
        for sign in [Signs::PERCENT, Signs::BRACE, Signs::AMPERSAND, Signs::EXCLAMATION] {
            assert!(at(sign).count() > 0, "{sign:?}");
        }
        let marks = texts.spaced_marks.iter();
        let marks: Vec<u8> = marks.map(|mark| document.text.as_bytes()[mark.1 as usize]).collect();
        assert_eq!(marks, [b'.', b';']);
    }
}
