//! The one pass over a text. ASCII is skipped a block at a time; at every other character a
//! table says whether there is anything to look at.

use crate::locale::{Class, Locale, Repertoire};
use crate::text::Span;

use super::codec::{Slot, slot, slots};
use super::vocabulary::Vocabulary;
use super::{Suspect, SuspectKind, entity, homoglyph, invisible, mojibake, normal};

/// Finds the suspicious places of `text`, a text in `locale`, in order. With the project's
/// vocabulary damaged words are recognised better; it is looked at only where there is a
/// suspicion.
pub fn scan(text: &str, locale: &Locale, vocabulary: Option<&Vocabulary>) -> Vec<Suspect> {
    let repertoire = Repertoire::of(locale);
    let mut scanner = Scanner {
        text,
        repertoire: &repertoire,
        slots: slots(),
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
    slots: &'static [Slot],
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
        let mut previous = None;
        let joined = start > 0 && self.text.as_bytes()[start - 1].is_ascii_alphabetic();
        let mut letters = self.text[start..].char_indices().peekable();
        while let Some((offset, letter)) = letters.next() {
            let at = start + offset;
            if letter.is_ascii() {
                if letter.is_ascii_alphabetic() {
                    self.two_alphabets(at, previous);
                }
                return at;
            }
            let traits = self.repertoire.traits(letter);
            if !traits.is_plain() {
                self.peculiar(at, letter);
            }
            if let Some(lead) = self.slots.get(letter as usize)
                && lead.lead != 0
                && let Some(&(_, next)) = letters.peek()
                && let Some(inner) = slot(next)
                && lead.lead & inner.inner != 0
            {
                let own = traits.class() == Class::Own && self.repertoire.class(next) == Class::Own;
                let before = previous.or_else(|| self.text[..at].chars().next_back());
                let broken = traits.is_upper() && before.is_some_and(char::is_lowercase);
                // No word goes on after an ordinal sign: `1º`, but never `Ãºnico`.
                let ordinal = matches!(next, 'º' | 'ª')
                    && self.text[at..].chars().nth(2).is_some_and(char::is_alphabetic);
                if !own || broken || ordinal {
                    self.hit(at);
                }
            }
            if joined && offset == 0 {
                self.two_alphabets(at, Some(letter));
            }
            previous = Some(letter);
        }
        self.text.len()
    }

    /// Looks at the word around `at`, where `letter` beyond ASCII touches an ASCII letter.
    fn two_alphabets(&mut self, at: usize, letter: Option<char>) {
        if !letter.is_some_and(|letter| self.repertoire.traits(letter).has_look_alikes()) {
            return;
        }
        let known = self.suspects.last().is_some_and(|last| last.span.end as usize > at);
        if let Some((start, end, repaired)) = homoglyph::look(self.repertoire, self.text, at)
            && !known
        {
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
