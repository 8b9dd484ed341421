//! The one pass over a text. ASCII is skipped a block at a time; at every other character a
//! table says whether there is anything to look at.

use crate::locale::{Class, Locale, Repertoire};
use crate::text::Span;

use super::codec::slot;
use super::glance::{ALIKE, Glances, INNER, LEAD, LOWER, OWN, PECULIAR, UPPER};
use super::vocabulary::Vocabulary;
use super::{Suspect, SuspectKind, entity, homoglyph, invisible, mojibake, normal};

/// Finds the suspicious places of `text`, a text in `locale`, in order. With the project's
/// vocabulary damaged words are recognised better; it is looked at only where there is a
/// suspicion.
pub fn scan(text: &str, locale: &Locale, vocabulary: Option<&Vocabulary>) -> Vec<Suspect> {
    let glances = Glances::of(locale);
    let mut scanner = Scanner {
        text,
        repertoire: &glances.repertoire,
        glances: &glances,
        suspects: Vec::new(),
        hits: Vec::new(),
    };
    let bytes = text.as_bytes();
    let mut at = next_stop(bytes, 0);
    while at < bytes.len() {
        at = match bytes[at] {
            b'&' => scanner.reference(at),
            0x80.. => scanner.beyond_ascii(at),
            control => {
                let kind = SuspectKind::Control(char::from(control));
                scanner.push(at, at + 1, kind);
                at + 1
            }
        };
        at = next_stop(bytes, at);
    }
    scanner.finish(vocabulary)
}

struct Scanner<'a> {
    text: &'a str,
    repertoire: &'a Repertoire,
    glances: &'a Glances,
    suspects: Vec<Suspect>,
    hits: Vec<u32>,
}

/// The next byte at or after `at` that is not plain ASCII text.
fn next_stop(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    for block in bytes[at..].chunks_exact(32) {
        if block.iter().fold(0, |any, &byte| any | u8::from(is_stop(byte))) != 0 {
            break;
        }
        at += 32;
    }
    while bytes.get(at).is_some_and(|&byte| !is_stop(byte)) {
        at += 1;
    }
    at
}

#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is vectorised")]
fn is_stop(byte: u8) -> bool {
    (byte >= 0x7f)
        | (byte == b'&')
        | ((byte < 0x20) & (byte != b'\n') & (byte != b'\t') & (byte != b'\r'))
}

/// The flags of an ASCII byte, as far as its neighbours ask for them.
fn ascii_flags(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => LOWER,
        b'A'..=b'Z' => UPPER,
        _ => 0,
    }
}

/// The character beyond ASCII at `at` of a UTF-8 text and its length in bytes; `None` for ASCII
/// and at the end.
#[inline]
fn decode(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let bits = |index: usize| usize::from(bytes[at + index] & 0x3f);
    Some(match *bytes.get(at)? {
        0..0x80 => return None,
        lead @ 0x80..0xe0 => (usize::from(lead & 0x1f) << 6 | bits(1), 2),
        lead @ 0xe0..0xf0 => (usize::from(lead & 0x0f) << 12 | bits(1) << 6 | bits(2), 3),
        lead => (usize::from(lead & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3), 4),
    })
}

impl Scanner<'_> {
    fn push(&mut self, start: usize, end: usize, kind: SuspectKind) {
        self.suspects.push(Suspect { span: Span::new(start, end), kind });
    }

    fn reference(&mut self, at: usize) -> usize {
        match entity::read(&self.text[at..]) {
            Some((len, entity)) => {
                self.push(at, at + len, SuspectKind::Entity(entity));
                at + len
            }
            None => at + 1,
        }
    }

    /// Looks at the characters beyond ASCII from `start` on and returns where they end.
    fn beyond_ascii(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let glances = self.glances;
        let before = if start > 0 { bytes[start - 1] } else { b' ' };
        let mut earlier = ascii_flags(before);
        let (mut previous, mut previous_at) = (earlier, start);
        let mut at = start;
        while let Some((code, len)) = decode(bytes, at) {
            let flags = if code < 0x1_0000 {
                glances.page(code >> 8)[code & 0xff]
            } else {
                self.letter_at(at).map_or(0, |letter| glances.flags(letter))
            };
            if flags & INNER != 0 && previous & LEAD != 0 {
                self.pair(previous_at, [earlier, previous, flags]);
            }
            if flags & PECULIAR != 0
                && let Some(letter) = self.letter_at(at)
            {
                self.peculiar(at, letter);
            }
            if at == start && before.is_ascii_alphabetic() && flags & ALIKE != 0 {
                self.two_alphabets(at);
            }
            (earlier, previous, previous_at) = (previous, flags, at);
            at += len;
        }
        match bytes.get(at) {
            Some(b' ') if previous & LEAD != 0 && previous & (UPPER | LOWER) != 0 => {
                self.before_space(previous_at, earlier, previous);
            }
            Some(byte) if byte.is_ascii_alphabetic() && previous & ALIKE != 0 => {
                self.two_alphabets(at);
            }
            _ => {}
        }
        at
    }

    fn letter_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Two characters at `at` that may be bytes of one UTF-8 sequence, with the flags of what
    /// stands before them and their own. Two letters of the language are innocent, unless a
    /// capital follows a small letter.
    fn pair(&mut self, at: usize, [earlier, first, second]: [u8; 3]) {
        let broken = first & UPPER != 0 && earlier & LOWER != 0;
        // In code page 850 all quotation marks and dashes start like this.
        let dos = || self.text[at..].starts_with("ÔÇ");
        // No word goes on after an ordinal sign: `1º`, but never `Ãºnico`.
        let ordinal = || {
            let mut letters = self.text[at..].chars().skip(1);
            matches!(letters.next(), Some('º' | 'ª'))
                && letters.next().is_some_and(char::is_alphabetic)
        };
        if first & second & OWN != 0 && !broken && !dos() && !ordinal() {
            return;
        }
        let mut letters = self.text[at..].chars();
        let masks = (letters.next().and_then(slot), letters.next().and_then(slot));
        if let (Some(first), Some(second)) = masks
            && first.lead & second.inner != 0
        {
            self.hit(at);
        }
    }

    /// A character that may start a UTF-8 sequence whose next byte, a no-break space, became a
    /// space.
    fn before_space(&mut self, at: usize, earlier: u8, flags: u8) {
        let lone = matches!(self.letter_at(at), Some('Ã' | 'Â')) && earlier & UPPER == 0;
        if lone || flags & OWN == 0 {
            self.hit(at);
        }
    }

    /// Looks at the word around `at`, where letters of two alphabets touch.
    fn two_alphabets(&mut self, at: usize) {
        if self.suspects.last().is_some_and(|last| last.span.end as usize > at) {
            return;
        }
        if let Some((start, end, repaired)) = homoglyph::look(self.repertoire, self.text, at) {
            self.push(start, end, SuspectKind::MixedScript(repaired.into()));
        }
    }

    fn hit(&mut self, at: usize) {
        if self.hits.last() != Some(&(at as u32)) {
            self.hits.push(at as u32);
        }
    }

    /// A character that a text of the language should not hold without a reason.
    fn peculiar(&mut self, at: usize, letter: char) {
        let end = at + letter.len_utf8();
        let traits = self.repertoire.traits(letter);
        if traits.is_unstable()
            && self.suspects.last().is_none_or(|last| (last.span.end as usize) <= at)
            && let Some((start, end, composed)) = normal::decomposed(self.text, at)
        {
            self.push(start, end, SuspectKind::Decomposed(composed.into()));
        }
        if !traits.is_suspicious() {
            return;
        }
        if traits.class() != Class::Invisible {
            self.hit(at);
        }
        match traits.class() {
            Class::Control => self.push(at, end, SuspectKind::Control(letter)),
            Class::Private => self.push(at, end, SuspectKind::Private(letter)),
            Class::Replacement => match self.suspects.last_mut() {
                Some(last)
                    if last.kind == SuspectKind::Replacement && last.span.end as usize == at =>
                {
                    last.span.end = end as u32;
                }
                _ => self.push(at, end, SuspectKind::Replacement),
            },
            Class::Invisible if letter == '\u{feff}' && at == 0 => {}
            Class::Invisible if letter == '\u{feff}' => {
                self.push(at, end, SuspectKind::ByteOrderMark);
            }
            Class::Invisible => {
                let before = self.text[..at].chars().next_back();
                let after = self.text[end..].chars().next();
                if !invisible::is_expected(self.repertoire, before, letter, after) {
                    self.push(at, end, SuspectKind::Invisible(letter));
                }
            }
            _ => {}
        }
    }

    fn finish(self, vocabulary: Option<&Vocabulary>) -> Vec<Suspect> {
        let mut suspects = self.suspects;
        let damaged = mojibake::judge(self.text, self.repertoire, vocabulary, &self.hits);
        if !damaged.is_empty() {
            suspects.retain(|suspect| {
                let next = damaged.partition_point(|other| other.span.end <= suspect.span.start);
                damaged.get(next).is_none_or(|other| !other.span.overlaps(suspect.span))
            });
            suspects.extend(damaged);
        }
        suspects.sort_by_key(|suspect| suspect.span);
        suspects
    }
}
