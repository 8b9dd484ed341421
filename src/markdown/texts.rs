//! What rules look for in the running texts of a page, found in one pass over their bytes: signs
//! that are usually markup, spaces before punctuation, words and names that stand twice. Most
//! pages have next to none of it, so that a rule judges a few places instead of reading every
//! text again. Nothing here says that a place is wrong.

use super::model::{Block, BlockId, BlockKind, Document, Inline, InlineKind, Link};
use crate::text::Span;

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

    fn of(text: &str, inlines: &[Inline]) -> Self {
        let mut pass = Pass { bytes: text.as_bytes(), found: Self::default() };
        let mut block = BlockId(0);
        // The text before, when nothing but a soft line break can part it from the next one, with
        // the last word before it.
        let mut previous: Option<(Place, Option<Span>)> = None;
        for (index, inline) in inlines.iter().enumerate() {
            if inline.block != block {
                block = inline.block;
                previous = None;
            }
            if !inline.is_text() {
                previous = None;
                continue;
            }
            let place = Place { inline: index as u32, block, text: inline.span };
            let before = previous.and_then(|(place, before)| {
                let word = pass.word_until(place, place.text.end as usize).or(before)?;
                let between = &text[word.end as usize..inline.span.start as usize];
                (!between.is_empty() && between.trim().is_empty()).then_some(word)
            });
            if let Some(before) = before
                && let Some(word) = pass.word_from(place, inline.span.start as usize)
            {
                pass.compare(place, before, word);
            }
            pass.text(place);
            previous = Some((place, before));
        }
        pass.found
    }
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
const MARK: u8 = 2;

/// The class of each byte.
const CLASSES: [Class; 256] = {
    let mut classes = [Class { kind: 0, signs: Signs(0) }; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        classes[byte].kind = match letter {
            b' ' | b'\n' | b'\t' => SPACE,
            b',' | b'.' | b';' | b':' | b'!' | b'?' => MARK,
            _ => 0,
        };
        classes[byte].signs = match letter {
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

struct Pass<'a> {
    bytes: &'a [u8],
    found: Texts,
}

impl Pass<'_> {
    /// Takes in one text.
    fn text(&mut self, place: Place) {
        let bytes = self.bytes;
        let (mut at, end) = (place.text.start as usize, place.text.end as usize);
        // Where the word starts that has not ended yet.
        let mut word = at;
        let mut signs = 0;
        while at < end {
            let mut stops = stops_in(&bytes[at..], end - at);
            while stops != 0 {
                let stop = at + stops.trailing_zeros() as usize;
                stops &= stops - 1;
                let class = CLASSES[bytes[stop] as usize];
                signs |= class.signs.0;
                if class.kind == SPACE {
                    let start = std::mem::replace(&mut word, stop + 1);
                    let next = bytes.get(stop + 1).map_or(b' ', |byte| *byte);
                    // Words start alike seldom, and nearly always one space stands between them.
                    if start == stop || (bytes[start] ^ next) & !0x20 == 0 {
                        self.around(place, stop);
                    }
                    if next.is_ascii_uppercase() {
                        self.name(place, stop);
                    }
                } else if class.kind == MARK && stop == word {
                    self.mark(place, stop);
                }
            }
            at += 64;
        }
        if signs != 0 {
            self.found.signs.push((place.inline, Signs(signs)));
        }
    }

    /// Looks at the mark at `at`, which starts a text or follows white space.
    fn mark(&mut self, place: Place, at: usize) {
        if at > place.text.start as usize && self.bytes[at - 1] == b' ' {
            self.found.spaced_marks.push((place.inline, at as u32));
        }
    }

    /// Looks at the words around the space at `at`, when it is the last one between them.
    fn around(&mut self, place: Place, at: usize) {
        let next = self.bytes[..place.text.end as usize].get(at + 1);
        if next.is_some_and(|next| CLASSES[*next as usize].kind != SPACE)
            && let Some(before) = self.word_until(place, at)
            && let Some(word) = self.word_from(place, at + 1)
        {
            self.compare(place, before, word);
        }
    }

    /// The last word of a text before `end`.
    fn word_until(&self, place: Place, end: usize) -> Option<Span> {
        let start = place.text.start as usize;
        let part = |byte: &u8| CLASSES[*byte as usize].kind != SPACE;
        let end = start + self.bytes[start..end].iter().rposition(part)? + 1;
        let length = self.bytes[start..end].iter().rev().take_while(|byte| part(byte)).count();
        Some(Span::new(end - length, end))
    }

    /// The first word of a text from `start` on.
    fn word_from(&self, place: Place, start: usize) -> Option<Span> {
        let rest = &self.bytes[start..place.text.end as usize];
        let part = |byte: &u8| CLASSES[*byte as usize].kind != SPACE;
        let at = rest.iter().position(part)?;
        let length = rest[at..].iter().take_while(|byte| part(byte)).count();
        Some(Span::new(start + at, start + at + length))
    }

    /// Takes in two words in a row, when the second starts with the first.
    fn compare(&mut self, place: Place, first: Span, second: Span) {
        let (one, other) = (&self.bytes[first.range()], &self.bytes[second.range()]);
        if one.len() > 1
            && other.len() >= one.len()
            && one[1..] == other[1..one.len()]
            && one[0].eq_ignore_ascii_case(&other[0])
        {
            let start = second.start as usize;
            let second = Span::new(start, start + one.len());
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
    let part = |byte: &&u8| byte.is_ascii_alphanumeric();
    let (start, end) = (text.start as usize, text.end as usize);
    let length = bytes[start..at].iter().rev().take_while(part).count();
    // In a sentence the names start with different letters.
    if length < 3 || at + 1 >= end || bytes[at - length] != bytes[at + 1] {
        return None;
    }
    let after = bytes[at + 1..end].iter().take_while(part).count();
    (after == length && bytes[at - length..at] == bytes[at + 1..=at + length])
        .then(|| (Span::new(at - length, at), Span::new(at + 1, at + 1 + length)))
}

/// Which of the first `length` bytes of `rest`, of 64 at most, are ASCII and no letters: a bit for
/// each, the first one lowest.
fn stops_in(rest: &[u8], length: usize) -> u64 {
    let (whole, tail) = rest[..rest.len().min(64)].as_chunks::<8>();
    let mut found = 0;
    let mut shift = 0;
    for eight in whole.iter().take(length.div_ceil(8)) {
        found |= stops(*eight) << shift;
        shift += 8;
    }
    if shift < length.min(64) {
        let mut eight = [b'a'; 8];
        eight[..tail.len()].copy_from_slice(tail);
        found |= stops(eight) << shift;
    }
    if length < 64 { found & ((1 << length) - 1) } else { found }
}

/// Which of eight bytes are ASCII and no letters. They are looked at side by side in one number:
/// below 0x40 no letter stands, and from there on letters are those whose low five bits are 1
/// to 26. The highest bits of the bytes are then gathered into one.
#[inline]
fn stops(eight: [u8; 8]) -> u64 {
    const ALL: u64 = 0x0101_0101_0101_0101;
    let eight = u64::from_le_bytes(eight);
    let low = ((eight & (0x1f * ALL)) + 0x1f * ALL) & (0x1f * ALL);
    let beyond_z = (low + 0x06 * ALL) << 2;
    let high = (!(eight | eight << 1) | beyond_z) & !eight & (0x80 * ALL);
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The blocks, and links, that rules go through by kind.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    /// Headings.
    pub headings: Vec<BlockId>,
    /// Lists.
    pub lists: Vec<BlockId>,
    /// Tables.
    pub tables: Vec<BlockId>,
    /// Code blocks.
    pub codes: Vec<BlockId>,
    /// Alerts.
    pub alerts: Vec<BlockId>,
    /// Directives that are blocks.
    pub directives: Vec<BlockId>,
    /// Comments that are blocks.
    pub comments: Vec<BlockId>,
    /// Links in any form, as indices into [`Document::inlines`].
    pub links: Vec<u32>,
}

impl Kinds {
    fn of(blocks: &[Block], inlines: &[Inline]) -> Self {
        let mut kinds = Self::default();
        let is_link = |inline: &Inline| matches!(inline.kind, InlineKind::Link(_));
        let numbered = (0..).zip(inlines).filter(|(_, inline)| is_link(inline));
        kinds.links.extend(numbered.map(|(index, _)| index));
        for (index, block) in blocks.iter().enumerate() {
            let list = match &block.kind {
                BlockKind::Heading(_) => &mut kinds.headings,
                BlockKind::List { .. } => &mut kinds.lists,
                BlockKind::Table { .. } => &mut kinds.tables,
                BlockKind::Code(_) => &mut kinds.codes,
                BlockKind::Alert(_) => &mut kinds.alerts,
                BlockKind::Directive(_) => &mut kinds.directives,
                BlockKind::Comment => &mut kinds.comments,
                _ => continue,
            };
            list.push(BlockId(index as u32));
        }
        kinds
    }
}

/// Facts that are found when they are first asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    texts: std::sync::OnceLock<Texts>,
    kinds: std::sync::OnceLock<Kinds>,
}

impl Document {
    /// What the running texts hold; found once.
    pub fn texts(&self) -> &Texts {
        self.asked.texts.get_or_init(|| Texts::of(&self.text, &self.inlines))
    }

    /// The links in document order, with their indices into [`Document::inlines`].
    pub fn links(&self) -> impl Iterator<Item = (usize, &Inline, &Link)> {
        self.kinds().links.iter().filter_map(|&index| {
            let inline = &self.inlines[index as usize];
            match &inline.kind {
                InlineKind::Link(link) => Some((index as usize, inline, link)),
                _ => None,
            }
        })
    }

    /// The blocks by kind; found once.
    pub fn kinds(&self) -> &Kinds {
        self.asked.kinds.get_or_init(|| Kinds::of(&self.blocks, &self.inlines))
    }
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
    fn ascii_that_is_no_letter_stops_the_pass() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut eight = *b"aZzA\xc3\xa9mQ";
                eight[place] = byte;
                let expected = byte.is_ascii() && !byte.is_ascii_alphabetic();
                assert_eq!(stops(eight), u64::from(expected) << place, "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn stops_are_those_of_the_text_alone() {
        let text = "ab cd, ".repeat(20);
        for length in 0..text.len() {
            for end in length..text.len().min(length + 12) {
                let found = stops_in(&text.as_bytes()[..end], length);
                let one = |at: usize| u64::from(!text.as_bytes()[at].is_ascii_alphabetic()) << at;
                let expected = (0..length.min(64)).map(one).sum::<u64>();
                assert_eq!(found, expected, "{length} of {end}");
            }
        }
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
