//! The words that languages share: numbers, and beginnings of words of one origin (cognates). They
//! tell which block answers which where machine tokens do not.

use std::ops::Range;

use unicode_normalization::char::decompose_canonical;

use super::features::{hash, shared};
use crate::markdown::{BlockId, Document, InlineKind};
use crate::text::Span;

/// How many letters of a word count.
const LETTERS: usize = 5;
/// Words of fewer letters say nothing.
const FEWEST: usize = 4;

/// Numbers and word beginnings from the texts of a block except those in the descendants
/// `without`. Sorted, each once.
pub(super) fn words(document: &Document, id: BlockId, without: &[BlockId]) -> Vec<u64> {
    let left_out = |block: BlockId| {
        without.iter().any(|&inner| inner <= block && block.0 < document.block(inner).end)
    };
    let mut found = Vec::new();
    for inline in document.inlines_in(id) {
        if matches!(inline.kind, InlineKind::Text) && !left_out(inline.block) {
            collect(document.slice(inline.span), &mut found);
        }
    }
    sorted(found)
}

/// The same of several blocks as a whole.
pub(super) fn words_of(document: &Document, ids: impl Iterator<Item = BlockId>) -> Vec<u64> {
    let mut found = Vec::new();
    for inline in ids.flat_map(|id| document.inlines_in(id)) {
        if matches!(inline.kind, InlineKind::Text) {
            collect(document.slice(inline.span), &mut found);
        }
    }
    sorted(found)
}

/// The same for a stretch of text.
pub(super) fn words_at(document: &Document, span: Span) -> Vec<u64> {
    words_in(document.slice(span))
}

/// How many numbers and word beginnings two texts of different languages share.
pub fn shared_words(a: &str, b: &str) -> usize {
    shared(&words_in(a), &words_in(b))
}

fn words_in(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    collect(text, &mut found);
    sorted(found)
}

fn sorted(mut found: Vec<u64>) -> Vec<u64> {
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(text: &str, found: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let ascii = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (start, end) = (at, word_end(text, ascii));
        // What is no letter beyond ASCII is passed over alone.
        at = if end > start { end } else { next_character(text, end) };
        let word = &bytes[start..end];
        let key = if end == ascii { ascii_key(word) } else { key(&text[start..end]) };
        found.extend(key);
    }
}

fn next_character(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// Where the word that goes on at `at` ends. Behind letters of ASCII only one beyond continues it.
fn word_end(text: &str, at: usize) -> usize {
    if text.as_bytes().get(at).is_none_or(u8::is_ascii) {
        return at;
    }
    let rest = text[at..].char_indices().find(|&(_, c)| !is_alphanumeric(c));
    rest.map_or(text.len(), |(length, _)| at + length)
}

/// As [`char::is_alphanumeric`], which needs a walk through tables for what most texts of some
/// languages are made of.
fn is_alphanumeric(c: char) -> bool {
    match c {
        '×' | '÷' | '\u{3000}'..='\u{3004}' | '\u{2010}'..='\u{2027}' => false,
        '\u{c0}'..='\u{24f}'
        | '\u{400}'..='\u{481}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => true,
        c => c.is_alphanumeric(),
    }
}

/// What stands for a word of ASCII, if it says anything: all of a number, the beginning of others.
fn ascii_key(word: &[u8]) -> Option<u64> {
    if word.first()?.is_ascii_digit() && word.iter().all(u8::is_ascii_digit) {
        return Some(number_key(word));
    }
    // Small letters and digits have the bit that capitals lack.
    let packed = word.iter().take(LETTERS).fold(0, |key, byte| key << 8 | u64::from(byte | 0x20));
    (word.len() >= FEWEST).then_some(packed)
}

/// Numbers have a key beyond those of words.
fn number_key(word: &[u8]) -> u64 {
    const NUMBER: u64 = 1 << 63;
    let short = || word.iter().fold(0, |key, byte| key << 8 | u64::from(*byte));
    NUMBER | if word.len() < 8 { short() } else { hash(&word) }
}

/// The same for a word with letters beyond ASCII: of its first five without accents, so that
/// "información" and "information" agree.
fn key(word: &str) -> Option<u64> {
    let (mut key, mut length) = (0_u64, 0);
    for c in word.chars().filter(|c| LETTERS_WITH_BASE.contains(c)).flat_map(char::to_lowercase) {
        decompose_canonical(c, |part| {
            if part.is_ascii_alphanumeric() && length < LETTERS {
                key = key << 8 | part as u64;
                length += 1;
            }
        });
        if length == LETTERS {
            break;
        }
    }
    (length >= FEWEST).then_some(key)
}

/// Where all characters are that have a letter or digit of ASCII in them.
const LETTERS_WITH_BASE: Range<char> = '\0'..'\u{2c00}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cognates_and_numbers_are_shared() {
        let english = "Installation of version 12 for administrators";
        let spanish = "Instalación de la versión 12 para administradores";
        assert_eq!(shared_words(english, spanish), 4, "insta, versi, 12, admin");
    }

    #[test]
    fn characters_are_as_the_tables_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{:#x}", c as u32);
            let mut has_base = false;
            c.to_lowercase().for_each(|c| {
                decompose_canonical(c, |part| has_base |= part.is_ascii_alphanumeric());
            });
            assert!(!has_base || LETTERS_WITH_BASE.contains(&c), "{:#x}", c as u32);
        }
    }

    #[test]
    fn words_are_told_by_what_they_begin_with() {
        let same = |a: &str, b: &str| words_in(a) == words_in(b);
        assert!(same("Version", "versioned—") && same("Éléments", "ELEMENTAL"));
        assert!(same("12 123456789", "123456789、12") && !same("12345678", "123456789"));
        assert!(!same("four", "fours") && same("one, a2! (xyz)", "") && !same("1234", "1235"));
        assert!(same("日本語 12日 x", "語") && same("wor\u{301}d1", "") && same("wörd1", "WORD1"));
    }
}
