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
        let mut previous: Option<Span> = None;
        for (index, inline) in inlines.iter().enumerate() {
            if inline.block != block {
                block = inline.block;
                previous = None;
            }
            if !inline.is_text() {
                previous = None;
                continue;
            }
            // A soft line break parts two texts, nothing else does.
            let joined = previous.is_some_and(|word| {
                let between = &text[word.end as usize..inline.span.start as usize];
                !between.is_empty() && between.trim().is_empty()
            });
            previous = pass.text(index as u32, inline, previous.filter(|_| joined));
        }
        pass.found
    }
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
    /// Takes in one text. `before` is the last word of the line before; returns the last word.
    fn text(&mut self, index: u32, inline: &Inline, before: Option<Span>) -> Option<Span> {
        let bytes = self.bytes;
        let (start, end) = (inline.span.start as usize, inline.span.end as usize);
        let mut words = Words::new(bytes, before, start);
        let mut signs = 0;
        let (whole, rest) = bytes[start..end].as_chunks::<8>();
        let mut at = start;
        for eight in whole {
            signs |= self.eight(at, stops(u64::from_le_bytes(*eight)), inline, index, &mut words);
            at += 8;
        }
        if !rest.is_empty() {
            let mut eight = [b'a'; 8];
            eight.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            signs |= self.eight(at, stops(u64::from_le_bytes(eight)), inline, index, &mut words);
        }
        let before = words.previous;
        if let Some(word) = words.end(bytes, end) {
            self.word(index, inline, before, word);
        }
        if signs != 0 {
            self.found.signs.push((index, Signs(signs)));
        }
        (!words.previous.is_empty()).then_some(words.previous)
    }

    /// Takes in eight bytes of a text, those at `at`, by their `stops`. Returns the signs in them.
    #[inline]
    fn eight(
        &mut self,
        at: usize,
        mut stops: u64,
        inline: &Inline,
        index: u32,
        words: &mut Words,
    ) -> u8 {
        let bytes = self.bytes;
        let mut signs = 0;
        while stops != 0 {
            let stop = at + (stops.trailing_zeros() / 8) as usize;
            stops &= stops - 1;
            let class = CLASSES[bytes[stop] as usize];
            signs |= class.signs.0;
            if class.kind == SPACE {
                let before = words.previous;
                if let Some(word) = words.end(bytes, stop) {
                    self.word(index, inline, before, word);
                }
            } else if class.kind == MARK
                && stop == words.start
                && stop > inline.span.start as usize
                && bytes[stop - 1] == b' '
            {
                self.found.spaced_marks.push((index, stop as u32));
            }
        }
        signs
    }

    /// Takes in a word that starts like the one before, or with a capital.
    fn word(&mut self, index: u32, inline: &Inline, before: Span, word: Span) {
        let start = word.start as usize;
        self.compare(index, inline.block, before, word);
        if self.bytes[start].is_ascii_uppercase()
            && word.start > inline.span.start
            && self.bytes[start - 1] == b' '
            && let Some((first, second)) = same_name(self.bytes, inline.span, start - 1)
        {
            let twice = Twice { inline: index, block: inline.block, first, second };
            self.found.doubled_names.push(twice);
        }
    }

    /// Takes in two words in a row, when the second starts with the first.
    fn compare(&mut self, inline: u32, block: BlockId, first: Span, second: Span) {
        let (one, other) = (&self.bytes[first.range()], &self.bytes[second.range()]);
        if one.len() > 1
            && other.len() >= one.len()
            && one[1..] == other[1..one.len()]
            && one[0].eq_ignore_ascii_case(&other[0])
        {
            let start = second.start as usize;
            let second = Span::new(start, start + one.len());
            self.found.doubled_words.push(Twice { inline, block, first, second });
        }
    }
}

/// The words of a text, one after the other.
struct Words {
    /// The word before; empty where there is none.
    previous: Span,
    /// Its first byte; 0 where there is none.
    first: u8,
    /// Where the word starts that has not ended yet.
    start: usize,
}

impl Words {
    fn new(bytes: &[u8], before: Option<Span>, start: usize) -> Self {
        let first = before.map_or(0, |before| bytes[before.start as usize]);
        Self { previous: before.unwrap_or_default(), first, start }
    }

    /// Ends the word at `end`, if there is one. Returns it when it has to be looked at: when it
    /// starts like the one before, or with a capital.
    #[inline]
    fn end(&mut self, bytes: &[u8], end: usize) -> Option<Span> {
        let start = std::mem::replace(&mut self.start, end + 1);
        if end <= start {
            return None;
        }
        let (word, first) = (Span::new(start, end), bytes[start]);
        let alike = (first ^ self.first) & !0x20 == 0;
        (self.previous, self.first) = (word, first);
        (alike || first.is_ascii_uppercase()).then_some(word)
    }
}

/// The two equal names on both sides of the space at `at` of the text at `text`.
fn same_name(bytes: &[u8], text: Span, at: usize) -> Option<(Span, Span)> {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric();
    let (start, end) = (text.start as usize, text.end as usize);
    // What the name before would start with: in a sentence mostly another letter.
    let small = bytes[start..at].iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let byte = bytes[start..at - small].last()?;
    if *byte != bytes[at + 1] && !byte.is_ascii_uppercase() && !byte.is_ascii_digit() {
        return None;
    }
    let length = bytes[at + 1..end].iter().take_while(part).count();
    if length < 3 || at < start + length || bytes[at - 1] != bytes[at + length] {
        return None;
    }
    let before = bytes[start..at].iter().rev().take_while(part).count();
    (before == length && bytes[at - length..at] == bytes[at + 1..=at + length])
        .then(|| (Span::new(at - length, at), Span::new(at + 1, at + 1 + length)))
}

/// The highest bit of each byte of `eight` that is ASCII and no letter. Bytes are looked at side
/// by side in one number: below 0x40 no letter stands, and from there on letters are those whose
/// low five bits are 1 to 26.
fn stops(eight: u64) -> u64 {
    const ALL: u64 = 0x0101_0101_0101_0101;
    let low = ((eight & (0x1f * ALL)) + 0x1f * ALL) & (0x1f * ALL);
    let beyond_z = (low + 0x06 * ALL) << 2;
    (!(eight | eight << 1) | beyond_z) & !eight & (0x80 * ALL)
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
                let stops = stops(u64::from_le_bytes(eight));
                let expected = byte.is_ascii() && !byte.is_ascii_alphabetic();
                assert_eq!(stops != 0, expected, "{byte:#x}");
                assert!(!expected || stops == 0x80 << (place * 8), "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn words_are_compared_across_soft_line_breaks_only() {
        let text = "De de map the\nthe end **end** end.\n\nend\n\n- a a\n- ab ab, cd CD Ef ef\n";
        let document = document(text);
        let found = document.texts().doubled_words.iter();
        let found: Vec<&str> =
            found.map(|twice| document.slice(twice.first.to(twice.second))).collect();
        assert_eq!(found, ["De de", "the\nthe", "ab ab", "Ef ef"]);
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
