//! How much of its prose a page shares, word for word, with another version of its article. Asked
//! of whole articles while their texts are there; most versions are told apart by how their
//! paragraphs begin, and only where that is not so is every letter counted.

use std::cell::OnceCell;
use std::hash::Hasher;

use super::quick::Quick;
use crate::markdown::{Block, BlockKind, Document, Inline, InlineKind};
use crate::text::{FileId, Span};

/// Prose blocks with fewer letters than this say nothing: names, labels, "See also".
const FEWEST_LETTERS: u32 = 20;

/// The same for spaces, in scripts that write them.
const FEWEST_SPACES: u32 = 4;

/// Pages that share less than this many bytes of prose share too little to speak of. Rules about
/// copies ask for more letters, and no letter is shorter than a byte.
const WORTH_COUNTING: u32 = 100;

/// How many bytes the beginning of a block has.
const BEGINNING: usize = 16;

/// A page's prose beside that of the other versions.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    /// How many letters the page has, in blocks that are worth comparing.
    pub(super) letters: u32,
    /// Of these, how many stand in blocks that the other version has too.
    pub(super) with: Box<[(FileId, u32)]>,
    /// The older state of the source that the page shares most with, and how many letters.
    pub(super) older: Option<(Box<str>, u32)>,
}

/// An older state of the source of an article.
#[derive(Debug)]
pub struct Older<'d> {
    /// Its text.
    pub document: &'d Document,
    /// What stands for its path: `docs/a.md@94d7a57`.
    pub name: Box<str>,
}

impl Shared {
    /// Looks at `older` too, for the page `document`.
    pub(super) fn meet(&mut self, document: &Document, older: &Older<'_>) {
        let letters = letters_shared(&prose(document), &prose(older.document));
        self.keep(&older.name, letters);
    }

    fn keep(&mut self, name: &str, letters: u32) {
        if self.older.as_ref().is_none_or(|(_, most)| letters > *most) {
            self.older = Some((name.into(), letters));
        }
    }
}

/// What each of `documents`, versions of one article, shares with the others and with the states
/// `older` of its source. Nothing is said of pages that plainly differ from all.
pub(super) fn compared(documents: &[&Document], older: &[Older<'_>]) -> Vec<Shared> {
    let all: Vec<&Document> =
        documents.iter().copied().chain(older.iter().map(|older| older.document)).collect();
    let beginnings: Vec<_> = all.iter().map(|document| beginnings(document)).collect();
    let counted: Vec<OnceCell<Vec<(u64, u32)>>> = vec![OnceCell::new(); all.len()];
    let prose = |at: usize| &**counted[at].get_or_init(|| prose(all[at]));
    let alike = |a: usize, b: usize| {
        a != b
            && all[a].locale.language() != all[b].locale.language()
            && may_be_copy(&beginnings[a], &beginnings[b])
    };
    let shared = |own: usize| {
        let mut shared = Shared::default();
        if !(0..all.len()).any(|other| alike(own, other)) {
            return shared;
        }
        shared.letters = prose(own).iter().map(|(_, letters)| letters).sum();
        let with = |other: usize| letters_shared(prose(own), prose(other));
        let others = (0..documents.len()).filter(|other| *other != own);
        shared.with = others.map(|other| (documents[other].file, with(other))).collect();
        for (at, older) in older.iter().enumerate() {
            shared.keep(&older.name, with(documents.len() + at));
        }
        shared
    };
    (0..documents.len()).map(shared).collect()
}

fn letters_shared(own: &[(u64, u32)], other: &[(u64, u32)]) -> u32 {
    let shared =
        |(hash, _): &&(u64, u32)| other.binary_search_by_key(hash, |(hash, _)| *hash).is_ok();
    own.iter().filter(shared).map(|(_, letters)| letters).sum()
}

/// Whether blocks of `own` that begin as a block of `other` does hold as much text as those of a
/// copy may. Rules about copies ask for nine tenths; here names, numbers and punctuation count too,
/// and a letter has one to four bytes.
fn may_be_copy(own: &Beginnings, other: &Beginnings) -> bool {
    let shared = own.blocks.iter().filter(|(hash, _)| other.may_have(*hash));
    let shared: u32 = shared.map(|(_, bytes)| bytes).sum();
    shared >= WORTH_COUNTING && shared * 3 >= own.bytes
}

/// How the blocks of a page begin.
struct Beginnings {
    /// Hashes, each with the bytes of its block's text.
    blocks: Vec<(u64, u32)>,
    /// The bytes of all blocks.
    bytes: u32,
    /// A bit for each hash: one that is not set says that the page has no such block.
    bits: [u64; 32],
}

impl Beginnings {
    fn add(&mut self, text: &[u8], bytes: u32) {
        let mut first = [0; BEGINNING];
        let length = text.len().min(BEGINNING);
        first[..length].copy_from_slice(&text[..length]);
        let mut hash = Quick::default();
        for word in first.as_chunks::<8>().0 {
            hash.add(u64::from_le_bytes(*word));
        }
        let hash = hash.finish();
        self.blocks.push((hash, bytes));
        self.bytes += bytes;
        self.bits[(hash >> 6) as usize % 32] |= 1 << (hash % 64);
    }

    fn may_have(&self, hash: u64) -> bool {
        self.bits[(hash >> 6) as usize % 32] & (1 << (hash % 64)) != 0
    }
}

/// The pieces of text in the prose of a page.
fn prose_inlines(document: &Document) -> impl Iterator<Item = &Inline> {
    document.inlines.iter().filter(|inline| {
        matches!(inline.kind, InlineKind::Text) && is_prose(document.block(inline.block))
    })
}

fn is_prose(block: &Block) -> bool {
    !matches!(
        block.kind,
        BlockKind::Code(_) | BlockKind::Html | BlockKind::Directive(_) | BlockKind::Comment
    )
}

/// How blocks begin: the first bytes of their first piece of text, with its spaces, because no line
/// is so short that it is broken within them.
fn beginnings(document: &Document) -> Beginnings {
    let blocks = Vec::with_capacity(document.blocks.len());
    let mut found = Beginnings { blocks, bytes: 0, bits: [0; 32] };
    let (mut block, mut first, mut bytes) = (u32::MAX, Span::at(0), 0);
    let mut close = |first: Span, bytes: u32| {
        // No letter is shorter than a byte.
        if bytes >= FEWEST_LETTERS {
            found.add(&document.text.as_bytes()[first.range()], bytes);
        }
    };
    for inline in document.inlines.iter().filter(|inline| inline.is_text()) {
        if inline.block.0 != block {
            if !is_prose(document.block(inline.block)) {
                continue;
            }
            close(first, bytes);
            (block, first, bytes) = (inline.block.0, inline.span, 0);
        }
        bytes += inline.span.len() as u32;
    }
    close(first, bytes);
    found
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A block's text as it comes.
#[derive(Clone, Copy)]
struct Prose {
    hash: u64,
    letters: u32,
    /// Letters of scripts that write no spaces, and spaces.
    wide: u32,
    spaces: u32,
    /// Digits, slashes, hashes: what names and numbers are made of.
    symbols: u32,
}

impl Prose {
    fn take(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                byte if is_space(byte) => {
                    self.spaces += 1;
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' => self.letters += 1,
                // A letter beyond ASCII is counted at its first byte.
                0xe3..=0xff => {
                    self.letters += 1;
                    self.wide += 1;
                }
                0xc0..=0xe2 => self.letters += 1,
                b'0'..=b'9' | b'/' | b'#' | b'_' | b'-' | b'@' => self.symbols += 1,
                _ => {}
            }
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
        }
    }

    /// Whether these are sentences rather than names, numbers and labels.
    fn is_worth(&self) -> bool {
        let words = self.spaces >= FEWEST_SPACES || self.wide * 2 > self.letters;
        self.letters >= FEWEST_LETTERS && words && self.symbols * 5 <= self.letters
    }
}

/// Hashes of the prose blocks of a page, white space aside, with their letters; sorted, each once.
fn prose(document: &Document) -> Vec<(u64, u32)> {
    let none = Prose { hash: FNV_OFFSET, letters: 0, wide: 0, spaces: 0, symbols: 0 };
    let mut blocks = vec![none; document.blocks.len()];
    for inline in prose_inlines(document) {
        blocks[inline.block.0 as usize].take(document.slice(inline.span));
    }
    let worth = blocks.iter().filter(|prose| prose.is_worth());
    let mut found: Vec<(u64, u32)> = worth.map(|prose| (prose.hash, prose.letters)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Fowler, Noll and Vo's hash (FNV-1a, 64 bits): fed byte by byte as a block's text comes.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
